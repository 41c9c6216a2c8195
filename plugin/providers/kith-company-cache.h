/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-answer.h>

G_BEGIN_DECLS

/* What is known of companies, by domain: a service that is asked about the domain alone is not asked again for each colleague. */
typedef struct _KithCompanyCache KithCompanyCache;

KithCompanyCache *kith_company_cache_new (void);
void kith_company_cache_free (KithCompanyCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithCompanyCache, kith_company_cache_free)

KithAnswer *kith_company_cache_lookup (KithCompanyCache *self,
                                       const char       *domain,
                                       gint64            now);
void kith_company_cache_store (KithCompanyCache *self,
                               const char       *domain,
                               KithAnswer       *answer);

G_END_DECLS
