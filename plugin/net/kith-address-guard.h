/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Loopback, private, link-local, shared, multicast, documentation, translated (NAT64, 6to4, v4-mapped) and reserved addresses are not public. */
gboolean kith_address_guard_is_public (GInetAddress *address);

G_END_DECLS
