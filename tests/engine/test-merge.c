/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith.h>

#include "kith-fact-private.h"
#include "kith-merge.h"

static KithAnswer *
make_answer (const char *provider_id,
             double      confidence,
             gint64      fetched,
             KithField   field,
             const char *value)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (provider_id, fetched, 0);

  kith_answer_builder_set_confidence (builder, confidence);
  g_assert_true (kith_answer_builder_add_fact (builder, field, value));
  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

static KithProfile *
merge (KithMergeInput *inputs,
       guint           n_inputs)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", NULL, NULL);
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (KithMergeInput));
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new ();
  KithProfile *profile;

  g_array_append_vals (array, inputs, n_inputs);
  profile = kith_merge (address, array, NULL, outcomes, TRUE, NULL, NULL);
  for (guint i = 0; i < n_inputs; i++)
    g_object_unref (inputs[i].answer);
  return profile;
}

static void
assert_best (KithProfile *profile,
             KithField    field,
             const char  *value,
             const char  *provider_id)
{
  KithFact *fact = kith_profile_get_best (profile, field);

  g_assert_nonnull (fact);
  g_assert_cmpstr (kith_fact_get_value (fact), ==, value);
  g_assert_cmpstr (kith_fact_get_provider_id (fact), ==, provider_id);
}

/* The order of the providers decides, not how sure each is of itself, nor which is newer. */
static void
test_order (void)
{
  KithMergeInput inputs[] = {
    { make_answer ("gravatar", 0.9, 2000, KITH_FIELD_ROLE, "Painter"), 5 },
    { make_answer ("address-book", 0.8, 1000, KITH_FIELD_ROLE, "Vice President"), 1 },
  };
  g_autoptr (KithProfile) profile = merge (inputs, G_N_ELEMENTS (inputs));

  assert_best (profile, KITH_FIELD_ROLE, "Vice President", "address-book");
  g_assert_cmpuint (kith_profile_get_facts (profile, KITH_FIELD_ROLE)->len, ==, 2);
}

/* A guess never stands before something that is known. */
static void
test_unconfirmed (void)
{
  KithMergeInput inputs[] = {
    { make_answer ("address-book", 0.4, 1000, KITH_FIELD_COMPANY, "Example Widgets"), 1 },
    { make_answer ("gravatar", 0.7, 1000, KITH_FIELD_COMPANY, "Muster GmbH"), 2 },
    { make_answer ("signature", 0.1, 1000, KITH_FIELD_COMPANY, "Hidden Inc."), 0 },
  };
  g_autoptr (KithProfile) profile = merge (inputs, G_N_ELEMENTS (inputs));
  GPtrArray *facts = kith_profile_get_facts (profile, KITH_FIELD_COMPANY);

  assert_best (profile, KITH_FIELD_COMPANY, "Muster GmbH", "gravatar");
  g_assert_cmpuint (facts->len, ==, 2);
  g_assert_true (kith_fact_is_unconfirmed (g_ptr_array_index (facts, 1)));
}

static void
test_freshness (void)
{
  KithMergeInput inputs[] = {
    { make_answer ("one", 0.8, 1000, KITH_FIELD_LOCATION, "Utrecht"), 3 },
    { make_answer ("two", 0.8, 2000, KITH_FIELD_LOCATION, "Rotterdam"), 3 },
  };
  g_autoptr (KithProfile) profile = merge (inputs, G_N_ELEMENTS (inputs));

  assert_best (profile, KITH_FIELD_LOCATION, "Rotterdam", "two");
}

static void
test_same_value (void)
{
  KithMergeInput inputs[] = {
    { make_answer ("one", 0.8, 1000, KITH_FIELD_LINK, "https://www.example.org/jane/"), 1 },
    { make_answer ("two", 0.8, 2000, KITH_FIELD_LINK, "https://example.org/jane"), 2 },
    { make_answer ("three", 0.8, 2000, KITH_FIELD_LINK, "https://jane.example/"), 3 },
  };
  g_autoptr (KithProfile) profile = merge (inputs, G_N_ELEMENTS (inputs));
  GPtrArray *links = kith_profile_get_facts (profile, KITH_FIELD_LINK);

  g_assert_cmpuint (links->len, ==, 2);
  g_assert_cmpstr (kith_fact_get_provider_id (g_ptr_array_index (links, 0)), ==, "one");
  g_assert_cmpstr (kith_fact_get_provider_id (g_ptr_array_index (links, 1)), ==, "three");
}

static KithAnswer *
make_connection (const char *provider_id,
                 KithTie     tie,
                 const char *name,
                 const char *address,
                 double      strength,
                 const char *evidence)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (provider_id, 1000, 0);

  kith_answer_builder_add_connection (builder, tie, name, address, NULL, strength, evidence);
  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

/* The same person found twice is one row with both reasons. */
static void
test_connections (void)
{
  KithMergeInput inputs[] = {
    { make_connection ("history", KITH_TIE_CORRESPONDENCE, "Bob Klein", "Bob@example.org", 0.4, "12 conversations"), 1 },
    { make_connection ("linkedin", KITH_TIE_COLLEAGUE, NULL, "bob@example.org", 0.6, "Works at Example Widgets"), 2 },
    { make_connection ("github", KITH_TIE_FOLLOWS, "Mo Okafor", NULL, 0.5, "Follows both of you"), 3 },
  };
  g_autoptr (KithProfile) profile = merge (inputs, G_N_ELEMENTS (inputs));
  GPtrArray *connections = kith_profile_get_connections (profile);
  KithConnection *first;

  g_assert_cmpuint (connections->len, ==, 2);
  first = g_ptr_array_index (connections, 0);
  g_assert_cmpstr (kith_connection_get_name (first), ==, "Bob Klein");
  g_assert_cmpstr (kith_connection_get_evidence (first), ==, "Works at Example Widgets · 12 conversations");
  g_assert_cmpfloat (kith_connection_get_strength (first), ==, 0.6);
  g_assert_cmpstr (kith_connection_get_name (g_ptr_array_index (connections, 1)), ==, "Mo Okafor");
}

static gboolean
reject_painters (KithFact *fact,
                 gpointer  user_data)
{
  return g_str_equal (kith_fact_get_value (fact), "Painter");
}

static void
test_rejected (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", NULL, NULL);
  g_autoptr (KithAnswer) answer = make_answer ("gravatar", 0.9, 1000, KITH_FIELD_ROLE, "Painter");
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (KithMergeInput));
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new ();
  g_autoptr (KithProfile) profile = NULL;
  KithMergeInput input = { answer, 1 };

  g_array_append_val (inputs, input);
  profile = kith_merge (address, inputs, NULL, outcomes, TRUE, reject_painters, NULL);
  g_assert_null (kith_profile_get_best (profile, KITH_FIELD_ROLE));
}

/* The owner's yes: certain, with the source that the provider names, before all others and after a correction. */
static void
test_confirmed (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", NULL, NULL);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("linkedin", 1000, 2000);
  g_autoptr (KithAnswer) guess = NULL;
  g_autoptr (KithAnswer) book = make_answer ("address-book", 1.0, 9000, KITH_FIELD_ROLE, "Director");
  g_autoptr (KithAnswer) word = make_answer ("you", 1.0, 100, KITH_FIELD_ROLE, "Chair");
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (KithMergeInput));
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new ();
  g_autoptr (GPtrArray) confirmed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KithProfile) profile = NULL;
  g_autoptr (KithProfile) corrected = NULL;
  KithFact *fact;

  kith_answer_builder_set_confidence (builder, 0.3);
  kith_answer_builder_set_evidence (builder, "https://people.example/jane");
  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "painter");
  guess = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_array_append_val (inputs, ((KithMergeInput) { book, 1 }));
  g_array_append_val (inputs, ((KithMergeInput) { guess, 5 }));
  g_ptr_array_add (confirmed, kith_fact_new_confirmed (KITH_FIELD_ROLE, "Painter", NULL, "linkedin", 500, NULL));

  profile = kith_merge (address, inputs, confirmed, outcomes, TRUE, NULL, NULL);
  assert_best (profile, KITH_FIELD_ROLE, "Painter", "linkedin");
  fact = kith_profile_get_best (profile, KITH_FIELD_ROLE);
  g_assert_false (kith_fact_is_unconfirmed (fact));
  g_assert_cmpint (kith_fact_get_confirmed (fact), ==, 500);
  g_assert_cmpint (kith_fact_get_stale (fact), ==, 0);
  g_assert_cmpstr (kith_fact_get_evidence (fact), ==, "https://people.example/jane");
  g_assert_cmpuint (kith_profile_get_facts (profile, KITH_FIELD_ROLE)->len, ==, 2);

  g_array_append_val (inputs, ((KithMergeInput) { word, 0 }));
  corrected = kith_merge (address, inputs, confirmed, outcomes, TRUE, NULL, NULL);
  assert_best (corrected, KITH_FIELD_ROLE, "Chair", "you");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/merge/order", test_order);
  g_test_add_func ("/engine/merge/unconfirmed", test_unconfirmed);
  g_test_add_func ("/engine/merge/freshness", test_freshness);
  g_test_add_func ("/engine/merge/same-value", test_same_value);
  g_test_add_func ("/engine/merge/connections", test_connections);
  g_test_add_func ("/engine/merge/rejected", test_rejected);
  g_test_add_func ("/engine/merge/confirmed", test_confirmed);
  return g_test_run ();
}
