/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

/* What an administrator has switched off, by whatever name it is asked for. Engine thread only. */
GHashTable *kith_locks_find_hosts (KithCore *core);
gboolean kith_locks_is_off (KithCore     *core,
                            KithProvider *provider,
                            GHashTable   *hosts);
gboolean kith_locks_check_id (KithCore    *core,
                              const char  *provider_id,
                              GError     **error);
gboolean kith_locks_check (KithCore      *core,
                           KithProvider  *provider,
                           GError       **error);

void kith_locks_apply (KithCore *core);

G_END_DECLS
