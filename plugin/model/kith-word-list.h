/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists that people maintain: one entry a line, "#" comments, compiled in as GResource from data/. */
gboolean kith_word_list_is_freemail (const char *domain);
gboolean kith_word_list_is_junk_folder (const char *name);
gboolean kith_word_list_is_role (const char *local_part);
gboolean kith_word_list_is_no_reply (const char *local_part);

G_END_DECLS
