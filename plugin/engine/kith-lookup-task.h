/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

/* Called in the engine thread for every improvement; the last one is complete. */
typedef void (*KithLookupTaskFunc) (KithProfile *profile,
                                    gpointer     user_data);

#define KITH_TYPE_LOOKUP_TASK (kith_lookup_task_get_type ())
G_DECLARE_FINAL_TYPE (KithLookupTask, kith_lookup_task, KITH, LOOKUP_TASK, GObject)

/* The engine's side of a KithLookup: goes through the providers. Engine thread only. */
KithLookupTask *kith_lookup_task_new (KithCore           *core,
                                      KithAddress        *address,
                                      KithMessage        *message,
                                      KithLookupFlags     flags,
                                      KithLookupTaskFunc  func,
                                      gpointer            user_data,
                                      GDestroyNotify      destroy);
void kith_lookup_task_start (KithLookupTask *self);
void kith_lookup_task_cancel (KithLookupTask *self);

G_END_DECLS
