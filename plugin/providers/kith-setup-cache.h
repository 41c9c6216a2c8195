/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-variables.h"

G_BEGIN_DECLS

/* What the steps of the scope "setup" captured, kept for the next look-ups: where the address books are does not change with the person. */
typedef struct _KithSetupCache KithSetupCache;

KithSetupCache *kith_setup_cache_new (void);
void kith_setup_cache_free (KithSetupCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSetupCache, kith_setup_cache_free)

gboolean kith_setup_cache_load (KithSetupCache *self,
                                KithQuery      *query,
                                const KithStep *step,
                                KithVariables  *variables);
void kith_setup_cache_store (KithSetupCache *self,
                             KithQuery      *query,
                             const KithStep *step,
                             KithVariables  *variables);
void kith_setup_cache_clear (KithSetupCache *self);

G_END_DECLS
