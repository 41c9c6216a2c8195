/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a domain has a service: RFC 6764 and RFC 8620 section 2.2, by SRV and TXT records. */
void kith_discovery_find_async (const char          *service,
                                const char          *domain,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
char *kith_discovery_find_finish (GAsyncResult  *result,
                                  GError       **error);

G_END_DECLS
