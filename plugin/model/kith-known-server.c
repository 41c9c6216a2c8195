/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-known-server.h>

/**
 * kith_known_server_free:
 * @self: (transfer full): a server of the owner's mail program
 */
void
kith_known_server_free (KithKnownServer *self)
{
  g_free (self->name);
  g_free (self->host);
  g_free (self->base_url);
  g_free (self->note);
  g_free (self);
}
