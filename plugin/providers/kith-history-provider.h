/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-history.h"

G_BEGIN_DECLS

#define KITH_TYPE_HISTORY_PROVIDER (kith_history_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithHistoryProvider, kith_history_provider, KITH, HISTORY_PROVIDER, KithProvider)

/* What the owner's own mail says: since when, how often, and whom both know. Local; nothing leaves. */
KithProvider *kith_history_provider_new (KithHistory *history);
void kith_history_provider_set_owners (KithHistoryProvider *self,
                                       const char *const   *addresses);

G_END_DECLS
