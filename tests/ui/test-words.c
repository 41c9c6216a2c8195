/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <locale.h>

#include "kith-clock.h"
#include "kith-fact-private.h"
#include "kith-profile-private.h"
#include "kith-relative-time.h"
#include "kith-test-profile.h"
#include "kith-words.h"

#define NOW G_GINT64_CONSTANT (1774958400)
#define HOUR (60 * 60)
#define DAY (24 * HOUR)

static void
test_relative_time (void)
{
  static const struct
  {
    gint64 age;
    const char *text;
  } cases[] = {
    { -5000, "just now" },
    { 0, "just now" },
    { 59, "just now" },
    { 60, "1 minute ago" },
    { 59 * 60, "59 minutes ago" },
    { HOUR, "1 hour ago" },
    { 23 * HOUR, "23 hours ago" },
    { DAY, "1 day ago" },
    { 2 * DAY, "2 days ago" },
    { 29 * DAY, "29 days ago" },
    { 30 * DAY, "1 month ago" },
    { 364 * DAY, "12 months ago" },
    { 365 * DAY, "1 year ago" },
    { 4000 * DAY, "10 years ago" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kith_relative_time_format (NOW - cases[i].age, NOW);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_web_uri (void)
{
  static const char *const refused[] = {
    "",
    "example.org",
    "http://example.org/",
    "HTTP://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "https:example.org",
    "https:///path",
    "https://user@example.org/",
    "https://user:word@example.org/",
    "https://bank.example@evil.example/",
    "https://example.org:port/",
    " https://example.org/",
  };
  g_autofree char *plain = kith_words_dup_web_uri ("https://example.org/path?query#part");
  g_autofree char *spaced = kith_words_dup_web_uri ("https://example.org/a b\n");
  g_autofree char *upper = kith_words_dup_web_uri ("HTTPS://example.org/");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *uri = kith_words_dup_web_uri (refused[i]);

      g_assert_cmpstr (uri, ==, NULL);
    }

  g_assert_cmpstr (plain, ==, "https://example.org/path?query#part");
  g_assert_cmpstr (spaced, ==, "https://example.org/a%20b%0A");
  g_assert_true (g_str_has_prefix (upper, "https://"));
}

static void
test_birthday (void)
{
  static const char *const days[][2] = {
    { "1985-04-12", "12 April 1985" },
    { "2003-12-01", "1 December 2003" },
    { "--02-29", "29 February" },
    { "--04-12", "12 April" },
    { "1985-13-41", "1985-13-41" },
    { "spring", "spring" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *text = kith_words_day (days[i][0]);

      g_assert_cmpstr (text, ==, days[i][1]);
    }
}

static void
assert_service (const char *uri,
                const char *service,
                const char *expected)
{
  g_autoptr (KithFact) fact = kith_fact_new (KITH_FIELD_LINK, uri, service, "gravatar", NOW, NOW + DAY, 1.0, NULL);
  g_autofree char *name = kith_words_service (fact);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_service (void)
{
  assert_service ("https://social.example/in/jane", "linkedin", "LinkedIn");
  assert_service ("https://social.example/jane", "TWITTER", "X");
  assert_service ("https://www.janedoe.example/x", NULL, "janedoe.example");
  assert_service ("https://www.janedoe.example/x", "", "janedoe.example");
  assert_service ("https://janedoe.example/x", "a-service-to-come", "janedoe.example");
  /* A host that looks like another one shows what it is. */
  assert_service ("https://ex\xd0\xb0mple.org/", NULL, "xn--exmple-4nf.org");
}

static void
test_book (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", NULL, NULL);
  KithFact *fact = kith_fact_new (KITH_FIELD_ROLE, "Chief", NULL, "claws", NOW, 0, 1.0, NULL);
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *outcomes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KithProfile) profile = NULL;
  g_autofree char *source = NULL;

  kith_fact_set_contact (fact, "Friends", NULL);
  g_ptr_array_add (facts, fact);
  g_ptr_array_add (outcomes, kith_outcome_new ("claws", "Claws Mail's address books", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, NOW));
  profile = kith_profile_new (address, facts, NULL, outcomes, TRUE);
  source = kith_words_fact_source (profile, fact, NOW);
  g_assert_true (g_str_has_prefix (source, "From Claws Mail's address books: Friends, "));
}

static void
test_isolate (void)
{
  g_autofree char *latin = kith_words_isolate ("Zürich 東京", FALSE);
  g_autofree char *hebrew = kith_words_isolate ("תל אביב", FALSE);
  g_autofree char *override = kith_words_isolate ("a\xe2\x80\xae" "b", TRUE);

  g_assert_cmpstr (latin, ==, "Zürich 東京");
  g_assert_cmpstr (hebrew, ==, "\xe2\x80\x8e\xe2\x81\xa8תל אביב\xe2\x81\xa9");
  g_assert_cmpstr (override, ==, "\xe2\x80\x8f\xe2\x81\xa8" "a\xe2\x80\xae" "b\xe2\x81\xa9");
}

static void
assert_outcome (KithOutcomeState   state,
                KithOutcomeOrigin  origin,
                const char        *reason,
                const char        *expected)
{
  g_autoptr (KithOutcome) outcome = kith_outcome_new ("gravatar", "Gravatar", state, origin, reason, NOW - 2 * DAY);
  g_autofree char *words = kith_words_outcome (outcome, NOW);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_outcome (void)
{
  assert_outcome (KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, "Knows this person");
  assert_outcome (KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, "No answer from: Work.", "Knows this person. No answer from: Work.");
  assert_outcome (KITH_OUTCOME_FOUND, KITH_ORIGIN_CACHE, NULL, "Not asked again: the answer is kept from 2 days ago");
  assert_outcome (KITH_OUTCOME_FOUND, KITH_ORIGIN_STALE_CACHE, NULL, "An older answer, from 2 days ago");
  assert_outcome (KITH_OUTCOME_NOT_FOUND, KITH_ORIGIN_PROVIDER, NULL, "Knows nothing of this person");
  assert_outcome (KITH_OUTCOME_REFUSED, KITH_ORIGIN_NONE, NULL, "Asked, and does not answer");
  assert_outcome (KITH_OUTCOME_FAILED, KITH_ORIGIN_NONE, "The server is away", "Could not be asked. The server is away");
  assert_outcome (KITH_OUTCOME_FAILED, KITH_ORIGIN_NONE, NULL, "Could not be asked");
  assert_outcome (KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is switched off.", "Not asked. It is switched off.");
  assert_outcome (KITH_OUTCOME_PENDING, KITH_ORIGIN_NONE, NULL, "Being asked…");
}

static void
test_profile (void)
{
  g_autoptr (KithProfile) full = kith_test_profile_new (KITH_TEST_PROFILE_FULL);
  g_autoptr (KithProfile) failed = kith_test_profile_new (KITH_TEST_PROFILE_FAILED);
  g_autoptr (KithProfile) nothing = kith_test_profile_new (KITH_TEST_PROFILE_NOTHING);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *sources = kith_words_sources (full, now);
  g_autofree char *no_sources = kith_words_sources (nothing, now);
  g_autofree char *failures = kith_words_failures (failed);
  g_autofree char *no_failures = kith_words_failures (full);

  g_assert_cmpstr (sources, ==, "Address book · Gravatar, 2 days ago");
  g_assert_cmpstr (no_sources, ==, NULL);
  g_assert_cmpstr (failures, ==, "Gravatar could not be asked. The server did not answer in time");
  g_assert_cmpstr (no_failures, ==, NULL);
  g_assert_cmpstr (kith_words_provider_name (full, "gravatar"), ==, "Gravatar");
  g_assert_cmpstr (kith_words_provider_name (full, "unheard-of"), ==, "unheard-of");
}

static void
on_zone (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GTimeZone *
load_zone (const char  *identifier,
           GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_clock_load_zone_async (identifier, NULL, on_zone, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return kith_clock_load_zone_finish (result, error);
}

static void
test_clock (void)
{
  static const char *const refused[] = { "", "../../../etc/passwd", "/etc/localtime", "Europe/../../../etc/passwd", "No/Such_Zone", "a b", "%s" };
  g_autoptr (GError) no_error = NULL;
  g_autoptr (GTimeZone) offset = load_zone ("+05:30", &no_error);
  g_autofree char *time = NULL;

  g_assert_no_error (no_error);
  time = kith_clock_format (offset, 0);
  g_assert_cmpstr (time, ==, "05:30");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GTimeZone) zone = load_zone (refused[i], &error);

      g_assert_null (zone);
      g_assert_nonnull (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/words/relative-time", test_relative_time);
  g_test_add_func ("/ui/words/web-uri", test_web_uri);
  g_test_add_func ("/ui/words/birthday", test_birthday);
  g_test_add_func ("/ui/words/service", test_service);
  g_test_add_func ("/ui/words/book", test_book);
  g_test_add_func ("/ui/words/isolate", test_isolate);
  g_test_add_func ("/ui/words/outcome", test_outcome);
  g_test_add_func ("/ui/words/profile", test_profile);
  g_test_add_func ("/ui/clock", test_clock);

  return g_test_run ();
}
