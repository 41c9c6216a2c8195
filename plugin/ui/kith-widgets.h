/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kith_accessible_set (GtkWidget  *widget,
                          const char *id,
                          const char *name);
void kith_label_set_optional_text (GtkWidget  *label,
                                   const char *text);
void kith_label_set_never_hyphenated (GtkWidget *label);
void kith_container_clear (GtkWidget *container);

G_END_DECLS
