/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* A picture from outside with more than this on a side is refused before it is decoded. */
#define KITH_PICTURE_MAX_SIDE 4096

void kith_picture_decode_async (GBytes              *bytes,
                                int                  side,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
GdkPixbuf *kith_picture_decode_finish (GAsyncResult  *result,
                                       GError       **error);

G_END_DECLS
