/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_PANE (kith_pane_get_type ())
/*
 * Puts a panel to the right of a widget that a mail program has packed in a container: the widget is swapped for a horizontal GtkPaned
 * that holds the widget and the panel. kith_pane_restore() puts everything back as it was; dropping the last reference does so too.
 */
G_DECLARE_FINAL_TYPE (KithPane, kith_pane, KITH, PANE, GObject)

KithPane *kith_pane_new (GtkWidget *widget,
                         GtkWidget *panel);
void kith_pane_remember_width (KithPane   *self,
                               KithEngine *engine);
GtkWidget *kith_pane_get_panel (KithPane *self);
void kith_pane_set_panel_visible (KithPane *self,
                                  gboolean  visible);
gboolean kith_pane_get_panel_visible (KithPane *self);
void kith_pane_restore (KithPane *self);

G_END_DECLS
