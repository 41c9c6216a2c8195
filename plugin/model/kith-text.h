/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kith_text_clean (const char *bytes,
                       gssize      length,
                       gsize       max_chars);
char *kith_text_clean_block (const char *bytes,
                             gssize      length,
                             gsize       max_chars);
gboolean kith_text_is_hidden (gunichar character);
gboolean kith_text_holds_address (const char *text);

G_END_DECLS
