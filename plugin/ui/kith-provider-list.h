/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_LIST (kith_provider_list_get_type ())
/* The providers in the order that decides who wins. Knows no engine. */
G_DECLARE_FINAL_TYPE (KithProviderList, kith_provider_list, KITH, PROVIDER_LIST, GtkListBox)

GtkWidget *kith_provider_list_new (void);
void kith_provider_list_set_providers (KithProviderList *self,
                                       GPtrArray        *providers);
void kith_provider_list_focus (KithProviderList *self,
                               const char       *provider_id);
gboolean kith_provider_list_can_move (KithProviderList *self,
                                      const char       *provider_id,
                                      int               by);
void kith_provider_list_move (KithProviderList *self,
                              const char       *provider_id,
                              int               by);

G_END_DECLS
