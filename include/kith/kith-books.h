/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>
#include <kith/kith-known-server.h>

KITH_BEGIN_DECLS

/* Where a mail program keeps its address books. */
void kith_engine_set_claws_folder (KithEngine *self,
                                   const char *folder);

void kith_engine_list_servers_async (KithEngine          *self,
                                     const char          *provider_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
GPtrArray *kith_engine_list_servers_finish (KithEngine    *self,
                                            GAsyncResult  *result,
                                            GError       **error);

KITH_END_DECLS
