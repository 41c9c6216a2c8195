/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

/* Who takes part in a message beside the owner. */
void kith_engine_list_others_async (KithEngine          *self,
                                    KithMessage         *message,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
GPtrArray *kith_engine_list_others_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

KITH_END_DECLS
