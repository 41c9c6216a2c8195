/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kith_accessible_set (GtkWidget  *widget,
                          const char *id,
                          const char *name);
void kith_accessible_describe (GtkWidget  *widget,
                               const char *description);
void kith_widget_set_tooltip (GtkWidget  *widget,
                              const char *text);
GtkWidget *kith_label_new (const char *text,
                           const char *style_class);
GtkWidget *kith_pill_new (const char *id,
                          const char *text,
                          const char *tooltip,
                          const char *action);
void kith_label_set_text (GtkWidget  *label,
                          const char *text);
void kith_label_set_optional_text (GtkWidget  *label,
                                   const char *text);
void kith_label_say (GtkWidget  *label,
                     const char *text,
                     gboolean    warning);
void kith_label_set_name (GtkWidget  *label,
                          const char *name);
void kith_label_set_never_hyphenated (GtkWidget *label);
void kith_container_clear (GtkWidget *container);
GtkWindow *kith_widget_get_window (GtkWidget *widget);
void kith_widget_focus_later (GtkWidget *widget);
void kith_widget_open_uri (GtkWidget  *widget,
                           const char *uri);

G_END_DECLS
