/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A field longer than this is cut, a row with more fields loses the rest, a row longer than this is an error. */
#define KITH_CSV_MAX_FIELD_BYTES 8192
#define KITH_CSV_MAX_FIELDS 64
#define KITH_CSV_MAX_ROW_BYTES (1024 * 1024)

#define KITH_TYPE_CSV_READER (kith_csv_reader_get_type ())
G_DECLARE_FINAL_TYPE (KithCsvReader, kith_csv_reader, KITH, CSV_READER, GObject)

/* Rows of an RFC 4180 file, one at a time, however many there are. Any thread, one at a time. */
KithCsvReader *kith_csv_reader_new (GInputStream *stream);
gboolean kith_csv_reader_next (KithCsvReader  *self,
                               GStrv          *row,
                               GCancellable   *cancellable,
                               GError        **error);
void kith_csv_reader_forget_delimiter (KithCsvReader *self);

G_END_DECLS
