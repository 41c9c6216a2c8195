/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*KithChosenFunc) (GtkWidget *widget,
                                GFile     *file);

/* A file of the owner's choice; and saving what the owner asked for, without waiting for the disk. */
void kith_choose_file (GtkWidget            *widget,
                       GtkFileChooserNative *chooser,
                       KithChosenFunc        chosen);
GtkFileChooserNative *kith_save_chooser_new (GtkWindow  *parent,
                                             const char *name);
void kith_save_async (GFile               *file,
                      GBytes              *bytes,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data);
gboolean kith_save_finish (GAsyncResult  *result,
                           GError       **error);

G_END_DECLS
