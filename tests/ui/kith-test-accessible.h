/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Reads widgets the way assistive technologies do, in the process. */
AtkObject *kith_test_accessible_find (GtkWidget  *root,
                                      const char *id);
const char *kith_test_accessible_text (GtkWidget  *root,
                                       const char *id);
void kith_test_accessible_assert_text (GtkWidget  *root,
                                       const char *id,
                                       const char *text);
void kith_test_accessible_click (GtkWidget  *root,
                                 const char *id);
void kith_test_accessible_check_names (GtkWidget *root);

/* Runs the main loop until @done, as long as a busy machine may need. */
gboolean kith_test_wait (gboolean (*done) (gpointer user_data),
                         gpointer   user_data);
void kith_test_run (guint msec);
void kith_test_frame (GtkWidget *widget);
GtkWidget *kith_test_find_dialog (void);

G_END_DECLS
