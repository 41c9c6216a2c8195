/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-setting.h"

G_BEGIN_DECLS

#define KITH_TYPE_LIST_EDITOR (kith_list_editor_get_type ())
/* A setting that is a list of words: each with a button that removes it, and a line that adds one. */
G_DECLARE_FINAL_TYPE (KithListEditor, kith_list_editor, KITH, LIST_EDITOR, KithSetting)

void kith_list_editor_set_words (KithListEditor    *self,
                                 const char *const *words);
/* A KithChangeFunc. */
void kith_list_editor_done (GtkWidget  *editor,
                            const char *error);

G_END_DECLS
