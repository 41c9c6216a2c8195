/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-ledger-entry.h>

G_BEGIN_DECLS

/* Copied by kith_ledger_entry_new(); fields as the getters say. */
typedef struct
{
  gint64 id;
  gint64 time;
  const char *provider_id;
  const char *method;
  const char *host;
  const char *identifier_kind;
  const char *identifier;
  const char *address;
  const char *sender;
  guint64 bytes_sent;
  guint64 bytes_received;
  guint status;
  const char *outcome;
} KithLedgerFields;

KithLedgerEntry *kith_ledger_entry_new (const KithLedgerFields *fields);

G_END_DECLS
