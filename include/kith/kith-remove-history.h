/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

void kith_engine_remove_history_async (KithEngine          *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean kith_engine_remove_history_finish (KithEngine    *self,
                                            GAsyncResult  *result,
                                            GError       **error);

KITH_END_DECLS
