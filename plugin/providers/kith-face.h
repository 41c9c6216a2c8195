/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The picture of a Face: header; %NULL where it is none. */
GBytes *kith_face_decode (const char *header);
/* The bytes and the type of a data: URI in base64 (RFC 2397); %NULL where it is none or longer than @max_bytes. */
GBytes *kith_data_uri_decode (const char  *uri,
                              gsize        max_bytes,
                              char       **media_type);

G_END_DECLS
