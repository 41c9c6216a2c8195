/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_PREFERENCES (kith_preferences_get_type ())
/* The page of preferences, for any program: who is asked, when not, what is kept, what was sent. Follows the engine while it is seen. */
G_DECLARE_FINAL_TYPE (KithPreferences, kith_preferences, KITH, PREFERENCES, GtkBox)

GtkWidget *kith_preferences_new (KithEngine *engine);
void kith_preferences_show_provider (KithPreferences *self,
                                     const char      *provider_id);

G_END_DECLS
