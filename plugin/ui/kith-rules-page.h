/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-rules.h>

G_BEGIN_DECLS

#define KITH_TYPE_RULES_PAGE (kith_rules_page_get_type ())
/* Whether anybody is asked about a person, whoever that would be. */
G_DECLARE_FINAL_TYPE (KithRulesPage, kith_rules_page, KITH, RULES_PAGE, GtkBox)

GtkWidget *kith_rules_page_new (KithEngine *engine);
void kith_rules_page_set_rules (KithRulesPage *self,
                                KithRules     *rules);

G_END_DECLS
