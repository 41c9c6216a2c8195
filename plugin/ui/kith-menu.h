/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_MENU (kith_menu_get_type ())
/* The card's menu. Signals: "enable-provider" (utf8 id, gboolean enabled), "copy-address", "show-asked", "edit-note", "forget". */
G_DECLARE_FINAL_TYPE (KithMenu, kith_menu, KITH, MENU, GtkMenu)

GtkWidget *kith_menu_new (void);
void kith_menu_set_providers (KithMenu  *self,
                              GPtrArray *providers);

G_END_DECLS
