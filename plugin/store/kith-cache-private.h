/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-cache.h"

G_BEGIN_DECLS

/* What the files of the cache share. */
KithDatabase *kith_cache_get_database (KithCache *self);

G_END_DECLS
