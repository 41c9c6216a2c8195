/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-rules.h>

G_BEGIN_DECLS

#define KITH_TYPE_STORAGE_PAGE (kith_storage_page_get_type ())
/* What is kept on this computer, how long, and how to be rid of it. */
G_DECLARE_FINAL_TYPE (KithStoragePage, kith_storage_page, KITH, STORAGE_PAGE, GtkBox)

GtkWidget *kith_storage_page_new (KithEngine *engine);
void kith_storage_page_set_rules (KithStoragePage *self,
                                  KithRules       *rules);
void kith_storage_page_set_providers (KithStoragePage *self,
                                      GPtrArray       *providers);

G_END_DECLS
