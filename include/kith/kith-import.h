/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

void kith_engine_import_linkedin_online_async (KithEngine          *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gssize kith_engine_import_linkedin_online_finish (KithEngine    *self,
                                                  GAsyncResult  *result,
                                                  GError       **error);

KITH_END_DECLS
