/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * TXT records of the name server. GLib has these too, but puts bytes that are not UTF-8 into a GVariant that ends the program which reads it: whoever
 * answers for the name server could do that to the mail program.
 */
void kith_text_record_find_async (const char          *name,
                                  const char          *prefix,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
char *kith_text_record_find_finish (GAsyncResult *result);
char *kith_text_record_find_in (const guint8 *answer,
                                gsize         length,
                                const char   *prefix);

G_END_DECLS
