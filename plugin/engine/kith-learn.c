/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-learn.h"

#include "kith-site.h"
#include "kith-word-list.h"

/* Those who know the domain say the same of everybody there: they are no witnesses of one person. */
static gboolean
is_about_person (KithCore   *core,
                 const char *provider_id)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), provider_id);

  return provider == NULL || (!g_str_equal (provider_id, "company") && kith_provider_get_sends (provider) != KITH_SENDS_DOMAIN);
}

static KithFact *
find_fact (KithCore    *core,
           KithProfile *profile,
           KithField    field)
{
  GPtrArray *facts = kith_profile_get_facts (profile, field);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);

      if (!kith_fact_is_unconfirmed (fact) && is_about_person (core, kith_fact_get_provider_id (fact)))
        return fact;
    }
  return NULL;
}

/*
 * kith_learn_employer:
 * @core: the core
 * @address: a person
 * @profile: all that is known of it
 *
 * Keeps where the person works, so that others of the domain can be told. Freemail domains, offices and machines say nothing of a company. Pictures that
 * would have to be fetched are kept too: they are only shown where they are at hand.
 */
void
kith_learn_employer (KithCore    *core,
                     KithAddress *address,
                     KithProfile *profile)
{
  static const KithField fields[] = { KITH_FIELD_COMPANY, KITH_FIELD_COMPANY_LOGO };
  KithLearnt *learnt = kith_core_get_learnt (core);
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), "company");
  g_autoptr (KithProviderSettings) settings = provider != NULL ? kith_core_ref_provider_settings (core, provider) : NULL;
  const char *domain = kith_site_get_registrable (kith_address_get_domain (address));

  if (learnt == NULL || settings == NULL || !kith_provider_settings_is_enabled (settings) || domain == NULL || kith_address_is_role (address)
      || kith_address_is_freemail (address) || kith_word_list_is_freemail (domain))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      KithFact *fact = find_fact (core, profile, fields[i]);
      g_autoptr (GError) error = NULL;

      if (fact != NULL
          && !kith_learnt_set_employer (learnt, address, domain, fields[i], kith_fact_get_value (fact), kith_fact_get_provider_id (fact), &error))
        kith_core_warn (core, &error);
    }
}
