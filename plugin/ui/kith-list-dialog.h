/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_LIST_DIALOG (kith_list_dialog_get_type ())
/* A window with a list that can be searched. Does not wait; Escape closes it. */
G_DECLARE_FINAL_TYPE (KithListDialog, kith_list_dialog, KITH, LIST_DIALOG, GtkDialog)

GtkWidget *kith_list_dialog_new (GtkWindow  *parent,
                                 const char *id,
                                 const char *title);
void kith_list_dialog_add (KithListDialog *self,
                           GtkWidget      *row,
                           const char     *words);
void kith_list_dialog_set_empty (KithListDialog *self,
                                 const char     *text);

G_END_DECLS
