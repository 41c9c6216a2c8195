/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void kith_clock_load_zone_async (const char          *identifier,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
GTimeZone *kith_clock_load_zone_finish (GAsyncResult  *result,
                                        GError       **error);
char *kith_clock_format (GTimeZone *zone,
                         gint64     now);

G_END_DECLS
