/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-lookup.h>

#include "kith-worker.h"

G_BEGIN_DECLS

KithLookup *kith_lookup_new (KithWorker      *worker,
                             KithAddress     *address,
                             KithMessage     *message,
                             KithLookupFlags  flags);

G_END_DECLS
