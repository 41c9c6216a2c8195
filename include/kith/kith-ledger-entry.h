/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_LEDGER_ENTRY (kith_ledger_entry_get_type ())
G_DECLARE_FINAL_TYPE (KithLedgerEntry, kith_ledger_entry, KITH, LEDGER_ENTRY, GObject)

/* One request that left this computer. Immutable. */
gint64 kith_ledger_entry_get_id (KithLedgerEntry *self);
gint64 kith_ledger_entry_get_time (KithLedgerEntry *self);
const char *kith_ledger_entry_get_provider_id (KithLedgerEntry *self);
const char *kith_ledger_entry_get_method (KithLedgerEntry *self);
const char *kith_ledger_entry_get_host (KithLedgerEntry *self);
const char *kith_ledger_entry_get_identifier_kind (KithLedgerEntry *self);
const char *kith_ledger_entry_get_identifier (KithLedgerEntry *self);
const char *kith_ledger_entry_get_address (KithLedgerEntry *self);
const char *kith_ledger_entry_get_sender (KithLedgerEntry *self);
guint64 kith_ledger_entry_get_bytes_sent (KithLedgerEntry *self);
guint64 kith_ledger_entry_get_bytes_received (KithLedgerEntry *self);
guint kith_ledger_entry_get_status (KithLedgerEntry *self);
const char *kith_ledger_entry_get_outcome (KithLedgerEntry *self);

KITH_END_DECLS
