/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* However small an archive is, no more than this is unpacked of one file in it. */
#define KITH_ARCHIVE_MAX_BYTES (G_GINT64_CONSTANT (1024) * 1024 * 1024)

#define KITH_TYPE_ARCHIVE_STREAM (kith_archive_stream_get_type ())
G_DECLARE_FINAL_TYPE (KithArchiveStream, kith_archive_stream, KITH, ARCHIVE_STREAM, GInputStream)

/* The bytes of one file in a zip, without unpacking anything to the disk: names in the archive are compared, never opened. */
GInputStream *kith_archive_stream_open (GFile         *file,
                                        const char    *base_name,
                                        GCancellable  *cancellable,
                                        GError       **error);
gboolean kith_archive_stream_is_archive (GFile         *file,
                                         gboolean      *is_archive,
                                         GCancellable  *cancellable,
                                         GError       **error);

G_END_DECLS
