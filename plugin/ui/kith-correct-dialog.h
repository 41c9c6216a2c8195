/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_CORRECT_DIALOG (kith_correct_dialog_get_type ())
/* Where the owner sets right what others say of a person. Signal "correct" (utf8 field id, utf8 value): once for each that was changed. */
G_DECLARE_FINAL_TYPE (KithCorrectDialog, kith_correct_dialog, KITH, CORRECT_DIALOG, GtkDialog)

GtkWidget *kith_correct_dialog_new (GtkWindow   *parent,
                                    const char  *name,
                                    KithProfile *profile);

G_END_DECLS
