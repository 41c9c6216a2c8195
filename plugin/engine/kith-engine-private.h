/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

#include "kith-worker.h"

G_BEGIN_DECLS

/* For tests: an engine whose files, providers and settings are elsewhere. */
KithEngine *kith_engine_new_with_config (const KithCoreConfig *config);
KithWorker *kith_engine_get_worker (KithEngine *self);
/* The thread of the engine's owner. */
void kith_engine_set_reading (KithEngine *self,
                              gboolean    reading,
                              double      fraction);

G_END_DECLS
