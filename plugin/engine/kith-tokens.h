/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

/* For which of the providers a token is at hand: a set of ids. Asks the secret service about all of them at the same time. */
void kith_tokens_collect_async (KithCore            *core,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
GHashTable *kith_tokens_collect_finish (GAsyncResult  *result,
                                        GError       **error);

G_END_DECLS
