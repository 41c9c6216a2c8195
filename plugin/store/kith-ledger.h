/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-ledger-entry.h>

#include "kith-database.h"

G_BEGIN_DECLS

#define KITH_TYPE_LEDGER (kith_ledger_get_type ())
/* Implements KithHttpRecorder: a request that cannot be written down is not sent. Engine thread only. */
G_DECLARE_FINAL_TYPE (KithLedger, kith_ledger, KITH, LEDGER, GObject)

KithLedger *kith_ledger_open (const char  *path,
                              GError     **error);
void kith_ledger_set_keep_identifiers (KithLedger *self,
                                       gboolean    keep);
GPtrArray *kith_ledger_list (KithLedger   *self,
                             KithAddress  *address,
                             GError      **error);
gboolean kith_ledger_forget (KithLedger   *self,
                             KithAddress  *address,
                             GError      **error);
gboolean kith_ledger_clear (KithLedger  *self,
                            GError     **error);
gboolean kith_ledger_prune (KithLedger  *self,
                            gint64       older_than,
                            GError     **error);

G_END_DECLS
