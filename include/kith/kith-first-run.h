/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

/* Before anything remote is switched on, a card asks once whether the owner wants that. */
void kith_engine_list_offers_async (KithEngine          *self,
                                    KithAddress         *address,
                                    KithMessage         *message,
                                    gboolean             asked_for,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
GPtrArray *kith_engine_list_offers_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error);
void kith_engine_dismiss_first_run (KithEngine *self);

KITH_END_DECLS
