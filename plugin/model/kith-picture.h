/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A picture that travels inside a fact, decoded. */
#define KITH_PICTURE_MAX_BYTES (4 * 1024 * 1024)

gboolean kith_picture_is_data_uri (const char *text);
char *kith_picture_normalise_data_uri (const char *text);
char *kith_picture_make_data_uri (const char *media_type,
                                  GBytes     *bytes);

const char *kith_picture_find_media_type (GBytes *bytes);

G_END_DECLS
