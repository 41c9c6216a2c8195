/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-merge.h"

#include <string.h>

#include "kith-connection-private.h"
#include "kith-fact-private.h"
#include "kith-profile-private.h"

typedef struct
{
  KithFact *fact; /* (owned) */
  guint rank;
} Candidate;

static void
candidate_clear (gpointer data)
{
  Candidate *candidate = data;

  g_clear_object (&candidate->fact);
}

/* What is certain enough comes before what is not; then the order of the providers, a correction before a yes, confidence, freshness. */
static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *one = a, *two = b;
  gboolean unconfirmed_one = kith_fact_is_unconfirmed (one->fact);
  gboolean unconfirmed_two = kith_fact_is_unconfirmed (two->fact);
  double confidence_one = kith_fact_get_confidence (one->fact);
  double confidence_two = kith_fact_get_confidence (two->fact);
  gint64 fetched_one = kith_fact_get_fetched (one->fact);
  gint64 fetched_two = kith_fact_get_fetched (two->fact);

  if (kith_fact_get_field (one->fact) != kith_fact_get_field (two->fact))
    return (int) kith_fact_get_field (one->fact) - (int) kith_fact_get_field (two->fact);
  if (unconfirmed_one != unconfirmed_two)
    return unconfirmed_one ? 1 : -1;
  if (one->rank != two->rank)
    return one->rank < two->rank ? -1 : 1;
  if ((kith_fact_get_confirmed (one->fact) == 0) != (kith_fact_get_confirmed (two->fact) == 0))
    return kith_fact_get_confirmed (one->fact) == 0 ? -1 : 1;
  if (confidence_one != confidence_two)
    return confidence_one > confidence_two ? -1 : 1;
  if (fetched_one != fetched_two)
    return fetched_one > fetched_two ? -1 : 1;
  return 0;
}

static void
collect_facts (GArray               *candidates,
               const KithMergeInput *input,
               KithMergeRejectFunc   rejected,
               gpointer              user_data)
{
  GPtrArray *facts = kith_answer_get_facts (input->answer);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);
      Candidate candidate = { NULL, input->rank };

      if (kith_fact_get_confidence (fact) < KITH_CONFIDENCE_HIDDEN)
        continue;
      if (rejected != NULL && rejected (fact, user_data))
        continue;
      candidate.fact = g_object_ref (fact);
      g_array_append_val (candidates, candidate);
    }
}

static gboolean
is_confirmed (KithFact  *fact,
              GPtrArray *confirmed)
{
  g_autofree char *key = NULL;

  if (confirmed == NULL || confirmed->len == 0)
    return FALSE;
  key = kith_field_make_key (kith_fact_get_field (fact), kith_fact_get_value (fact));
  for (guint i = 0; i < confirmed->len; i++)
    {
      KithFact *other = g_ptr_array_index (confirmed, i);
      g_autofree char *other_key = NULL;

      if (kith_fact_get_field (other) != kith_fact_get_field (fact)
          || !g_str_equal (kith_fact_get_provider_id (other), kith_fact_get_provider_id (fact)))
        continue;
      other_key = kith_field_make_key (kith_fact_get_field (other), kith_fact_get_value (other));
      if (g_strcmp0 (key, other_key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What the owner said yes to stands beside the owner's own word, with the page that the provider names as its source while it says so. */
static void
collect_confirmed (GArray    *candidates,
                   GPtrArray *confirmed,
                   GArray    *inputs)
{
  for (guint i = 0; confirmed != NULL && i < confirmed->len; i++)
    {
      KithFact *fact = g_ptr_array_index (confirmed, i);
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      Candidate candidate = { g_object_ref (fact), 0 };

      g_ptr_array_add (one, fact);
      for (guint j = 0; j < inputs->len; j++)
        {
          GPtrArray *facts = kith_answer_get_facts (g_array_index (inputs, KithMergeInput, j).answer);

          for (guint k = 0; k < facts->len; k++)
            if (is_confirmed (g_ptr_array_index (facts, k), one))
              {
                g_object_unref (candidate.fact);
                candidate.fact = kith_fact_new_confirmed (kith_fact_get_field (fact), kith_fact_get_value (fact),
                                                          kith_fact_get_service (g_ptr_array_index (facts, k)),
                                                          kith_fact_get_provider_id (fact), kith_fact_get_confirmed (fact),
                                                          kith_fact_get_evidence (g_ptr_array_index (facts, k)));
              }
        }
      g_array_append_val (candidates, candidate);
    }
}

/* The best of each value stays: two providers that say the same make one fact. */
static GPtrArray *
choose_facts (GArray *candidates)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      KithFact *fact = g_array_index (candidates, Candidate, i).fact;
      KithField field = kith_fact_get_field (fact);
      g_autofree char *key = kith_field_make_key (field, kith_fact_get_value (fact));
      g_autofree char *id = g_strdup_printf ("%d %s", (int) field, key != NULL ? key : kith_fact_get_value (fact));

      if (g_hash_table_add (seen, g_steal_pointer (&id)))
        g_ptr_array_add (facts, g_object_ref (fact));
    }
  return g_steal_pointer (&facts);
}

/* One person found twice is one row: by address, else by URI, else by name. */
static char *
make_person_key (KithConnection *connection)
{
  const char *address = kith_connection_get_address (connection);
  const char *uri = kith_connection_get_uri (connection);
  const char *name = kith_connection_get_name (connection);

  if (address != NULL)
    return g_utf8_casefold (address, -1);
  if (uri != NULL)
    return g_strdup (uri);
  return name != NULL ? g_utf8_casefold (name, -1) : NULL;
}

static KithConnection *
join_connections (KithConnection *one,
                  KithConnection *two)
{
  KithConnection *best = kith_connection_get_strength (two) > kith_connection_get_strength (one) ? two : one;
  KithConnection *other = best == one ? two : one;
  const char *name = kith_connection_get_name (best);
  const char *address = kith_connection_get_address (best);
  const char *uri = kith_connection_get_uri (best);
  g_autofree char *evidence = NULL;

  if (g_strcmp0 (kith_connection_get_evidence (best), kith_connection_get_evidence (other)) == 0)
    evidence = g_strdup (kith_connection_get_evidence (best));
  else
    evidence = g_strjoin (" · ", kith_connection_get_evidence (best), kith_connection_get_evidence (other), NULL);
  return kith_connection_new (kith_connection_get_provider_id (best),
                              kith_connection_get_tie (best),
                              name != NULL ? name : kith_connection_get_name (other),
                              address != NULL ? address : kith_connection_get_address (other),
                              uri != NULL ? uri : kith_connection_get_uri (other),
                              kith_connection_get_strength (best),
                              evidence);
}

static int
compare_connections (gconstpointer a,
                     gconstpointer b)
{
  KithConnection *one = *(KithConnection *const *) a, *two = *(KithConnection *const *) b;
  double strength_one = kith_connection_get_strength (one);
  double strength_two = kith_connection_get_strength (two);

  if (strength_one != strength_two)
    return strength_one > strength_two ? -1 : 1;
  return g_strcmp0 (kith_connection_get_name (one), kith_connection_get_name (two));
}

static void
collect_connections (GPtrArray  *connections,
                     GHashTable *places,
                     KithAnswer *answer)
{
  GPtrArray *more = kith_answer_get_connections (answer);

  for (guint i = 0; more != NULL && i < more->len; i++)
    {
      KithConnection *connection = g_ptr_array_index (more, i);
      g_autofree char *key = make_person_key (connection);
      gpointer place;

      if (key != NULL && g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          KithConnection *former = g_ptr_array_index (connections, GPOINTER_TO_UINT (place));

          g_ptr_array_index (connections, GPOINTER_TO_UINT (place)) = join_connections (former, connection);
          g_object_unref (former);
          continue;
        }
      if (key != NULL)
        g_hash_table_insert (places, g_steal_pointer (&key), GUINT_TO_POINTER (connections->len));
      g_ptr_array_add (connections, g_object_ref (connection));
    }
}

/**
 * kith_merge:
 * @address: the person
 * @inputs: (element-type KithMergeInput): the answers; the lower rank wins
 * @confirmed: (nullable) (element-type KithFact): what the owner said yes to; it ranks first, after the owner's corrections
 * @outcomes: (transfer none) (element-type KithOutcome): what became of each provider
 * @complete: whether no provider is being asked any more
 * @rejected: (nullable) (scope call): which facts the owner rejected
 * @user_data: for @rejected
 *
 * Merges answers into a profile. Facts that are not confident enough to be shown at all are left out.
 *
 * Returns: (transfer full): the profile
 */
KithProfile *
kith_merge (KithAddress         *address,
            GArray              *inputs,
            GPtrArray           *confirmed,
            GPtrArray           *outcomes,
            gboolean             complete,
            KithMergeRejectFunc  rejected,
            gpointer             user_data)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_array_set_clear_func (candidates, candidate_clear);
  for (guint i = 0; i < inputs->len; i++)
    {
      const KithMergeInput *input = &g_array_index (inputs, KithMergeInput, i);

      collect_facts (candidates, input, rejected, user_data);
      collect_connections (connections, places, input->answer);
    }
  collect_confirmed (candidates, confirmed, inputs);
  g_array_sort (candidates, compare_candidates);
  g_ptr_array_sort (connections, compare_connections);
  return kith_profile_new (address, choose_facts (candidates), g_steal_pointer (&connections), g_ptr_array_ref (outcomes), complete);
}
