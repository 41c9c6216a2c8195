/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_SIGNATURE_MAX_LINES 60
#define KITH_SIGNATURE_MAX_LINE_BYTES 400

char *kith_signature_html_to_text (const char *html);
GPtrArray *kith_signature_own_lines (const char *text);
gboolean kith_signature_is_delimiter (const char *line);

G_END_DECLS
