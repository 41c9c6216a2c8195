/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-ledger-entry.h>

G_BEGIN_DECLS

/* The record of what was sent, as text: for labels, for a search, and for files. Any thread. */
typedef enum
{
  KITH_LEDGER_FORMAT_CSV,
  KITH_LEDGER_FORMAT_JSON,
} KithLedgerFormat;

char *kith_ledger_text_time (KithLedgerEntry *entry);
char *kith_ledger_text_what (KithLedgerEntry *entry);
const char *kith_ledger_text_outcome (KithLedgerEntry *entry);
char *kith_ledger_text_describe (KithLedgerEntry *entry);
gboolean kith_ledger_text_matches (KithLedgerEntry *entry,
                                   const char      *provider_name,
                                   const char      *words);
GBytes *kith_ledger_text_write (GPtrArray        *entries,
                                KithLedgerFormat  format);

G_END_DECLS
