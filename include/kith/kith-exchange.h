/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-query.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_EXCHANGE (kith_exchange_get_type ())
/* What a provider of a module sends over another protocol than HTTP: it stands in the ledger before its first byte leaves. Engine thread only. */
G_DECLARE_FINAL_TYPE (KithExchange, kith_exchange, KITH, EXCHANGE, GObject)

KithExchange *kith_exchange_begin (KithQuery   *query,
                                   const char  *provider_id,
                                   const char  *method,
                                   const char  *host,
                                   const char  *identifier_kind,
                                   const char  *identifier,
                                   GError     **error);
void kith_exchange_end (KithExchange *self,
                        const char   *outcome,
                        guint64       bytes_sent,
                        guint64       bytes_received);

KITH_END_DECLS
