/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-company-cache.h"

#define MAX_COMPANIES 256

struct _KithCompanyCache
{
  GHashTable *answers; /* (element-type utf8 KithAnswer): by domain */
};

KithCompanyCache *
kith_company_cache_new (void)
{
  KithCompanyCache *self = g_new0 (KithCompanyCache, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
kith_company_cache_free (KithCompanyCache *self)
{
  g_hash_table_unref (self->answers);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the answer, while it is fresh */
KithAnswer *
kith_company_cache_lookup (KithCompanyCache *self,
                           const char       *domain,
                           gint64            now)
{
  KithAnswer *answer = g_hash_table_lookup (self->answers, domain);

  return answer != NULL && kith_answer_get_stale (answer) > now ? g_object_ref (answer) : NULL;
}

void
kith_company_cache_store (KithCompanyCache *self,
                          const char       *domain,
                          KithAnswer       *answer)
{
  /* A rare event: who reads mail of so many companies in one session loses little. */
  if (g_hash_table_size (self->answers) >= MAX_COMPANIES)
    g_hash_table_remove_all (self->answers);
  g_hash_table_replace (self->answers, g_strdup (domain), g_object_ref (answer));
}
