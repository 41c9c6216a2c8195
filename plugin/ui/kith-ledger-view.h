/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_LEDGER_VIEW (kith_ledger_view_get_type ())
/* Everything that was sent: to look through, to search, and to save. */
G_DECLARE_FINAL_TYPE (KithLedgerView, kith_ledger_view, KITH, LEDGER_VIEW, GtkBox)

GtkWidget *kith_ledger_view_new (KithEngine *engine);
void kith_ledger_view_set_providers (KithLedgerView *self,
                                     GPtrArray      *providers);
void kith_ledger_view_refresh (KithLedgerView *self);
void kith_ledger_view_save_to (KithLedgerView *self,
                               GFile          *file);

G_END_DECLS
