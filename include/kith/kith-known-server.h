/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>

KITH_BEGIN_DECLS

/**
 * KithKnownServer:
 * @name: what the owner calls it in the mail program
 * @host: where it is; for people
 * @base_url: (nullable): what the key `base-url` of the provider takes; %NULL where Kith cannot ask the server as the mail program does
 * @note: (nullable): what else is to be known of it, in sentences; why, where there is no @base_url
 *
 * A server that is set up in the owner's mail program, and that a provider could ask. Nothing is asked because it is known.
 */
typedef struct
{
  char *name;
  char *host;
  char *base_url;
  char *note;
} KithKnownServer;

void kith_known_server_free (KithKnownServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithKnownServer, kith_known_server_free)

KITH_END_DECLS
