/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

void kith_engine_export_async (KithEngine          *self,
                               KithAddress         *address,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
GBytes *kith_engine_export_finish (KithEngine    *self,
                                   GAsyncResult  *result,
                                   GError       **error);

KITH_END_DECLS
