/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-answer.h>
#include <math.h>
#include <string.h>

#include "kith-fact-private.h"

static KithFact *
get_fact (KithAnswer *answer,
          guint       i)
{
  g_assert_cmpuint (i, <, kith_answer_get_facts (answer)->len);
  return g_ptr_array_index (kith_answer_get_facts (answer), i);
}

static void
test_build (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("gravatar", 1000, 2000);
  KithAnswer *answer;
  KithFact *fact;

  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, " Chief\n"));
  kith_answer_builder_set_confidence (builder, 0.4);
  kith_answer_builder_set_evidence (builder, "http://example.org/jane");
  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, "Acme"));
  g_assert_false (kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, ""));
  g_assert_false (kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, NULL));
  g_assert_false (kith_answer_builder_add_fact (builder, KITH_FIELD_PHOTO, "file:///etc/passwd"));
  kith_answer_builder_set_validators (builder, "\"abc\"", "Mon, 23 Nov 2026 03:00:00 GMT");
  kith_answer_builder_set_stale (builder, 3000);
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpstr (kith_answer_get_provider_id (answer), ==, "gravatar");
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpint (kith_answer_get_fetched (answer), ==, 1000);
  g_assert_cmpint (kith_answer_get_stale (answer), ==, 3000);
  g_assert_cmpstr (kith_answer_get_etag (answer), ==, "\"abc\"");
  g_assert_cmpstr (kith_answer_get_last_modified (answer), ==, "Mon, 23 Nov 2026 03:00:00 GMT");
  g_assert_null (kith_answer_get_reason (answer));
  g_assert_false (kith_answer_is_not_modified (answer));
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 2);
  fact = get_fact (answer, 0);
  g_assert_cmpint (kith_fact_get_field (fact), ==, KITH_FIELD_ROLE);
  g_assert_cmpstr (kith_fact_get_value (fact), ==, "Chief");
  g_assert_cmpstr (kith_fact_get_provider_id (fact), ==, "gravatar");
  g_assert_cmpint (kith_fact_get_fetched (fact), ==, 1000);
  g_assert_cmpint (kith_fact_get_stale (fact), ==, 3000);
  g_assert_cmpfloat (kith_fact_get_confidence (fact), ==, 1);
  g_assert_false (kith_fact_is_unconfirmed (fact));
  g_assert_null (kith_fact_get_evidence (fact));
  fact = get_fact (answer, 1);
  g_assert_true (kith_fact_is_unconfirmed (fact));
  g_assert_cmpstr (kith_fact_get_evidence (fact), ==, "https://example.org/jane");
  g_assert_finalize_object (answer);
}

static const struct
{
  const char *uri;
  const char *service;
  const char *expected;
} links[] = {
  { "https://www.linkedin.com/in/jane", NULL, "linkedin" },
  { "https://de.linkedin.com/in/jane", NULL, "linkedin" },
  { "https://twitter.com/jane", NULL, "x" },
  { "https://x.com/jane", NULL, "x" },
  { "https://netflix.com/jane", NULL, NULL },
  { "https://facebook.com/jane", NULL, "facebook" },
  { "https://www.instagram.com/jane", NULL, "instagram" },
  { "https://pinterest.com/jane", NULL, "pinterest" },
  { "https://join.skype.com/invite/x", NULL, "skype" },
  { "https://teams.microsoft.com/l/chat/0/0", NULL, "teams" },
  { "https://microsoft.com/", NULL, NULL },
  { "https://github.com/jane", NULL, "github" },
  { "https://gitlab.com/jane", NULL, "gitlab" },
  { "https://bsky.app/profile/jane.example", NULL, "bluesky" },
  { "https://www.xing.com/profile/Jane", NULL, "xing" },
  { "https://orcid.org/0000-0000-0000-0000", NULL, "orcid" },
  { "https://social.example/@jane", NULL, "mastodon" },
  { "https://social.example/@jane/", NULL, "mastodon" },
  { "https://social.example/@jane/123", NULL, NULL },
  { "https://medium.com/@jane", NULL, NULL },
  { "https://github.com.evil.test/jane", NULL, NULL },
  { "https://linkedin.com.evil.test/in/jane", NULL, NULL },
  { "https://www.linkedin.com.evil.test/in/jane", NULL, NULL },
  { "https://evil-linkedin.com/in/jane", NULL, NULL },
  { "https://notlinkedin.com/in/jane", NULL, NULL },
  { "https://linkedin.com-evil.test/in/jane", NULL, NULL },
  { "https://evil.test/linkedin.com/in/jane", NULL, NULL },
  { "https://evil.test/?u=https://linkedin.com/in/jane", NULL, NULL },
  { "https://evil.test/#linkedin.com", NULL, NULL },
  { "https://linkedln.com/in/jane", NULL, NULL },
  { "https://l\xd1\x96nkedin.com/in/jane", NULL, NULL },
  { "https://x.com.evil.test/jane", NULL, NULL },
  { "https://evilx.com/jane", NULL, NULL },
  { "https://facebook.com.evil.test/@jane/", NULL, "mastodon" },
  { "https://orcid.org.evil.test/0000-0000-0000-0000", NULL, NULL },
  { "https://bsky.app.evil.test/profile/jane", NULL, NULL },
  { "https://teams.microsoft.com.evil.test/", NULL, NULL },
  { "https://login.microsoft.com/", NULL, NULL },
  { "https://WWW.LinkedIn.COM/in/jane", NULL, "linkedin" },
  { "https://linkedin.com./in/jane", NULL, "linkedin" },
  { "http://linkedin.com/in/jane", NULL, "linkedin" },
  { "linkedin.com/in/jane", NULL, "linkedin" },
  { "https://lnkd.in/abc", NULL, "linkedin" },
  { "https://m.facebook.com/jane", NULL, "facebook" },
  { "https://www.pinterest.co.uk/jane", NULL, "pinterest" },
  { "https://www.pinterest.com.au/jane", NULL, "pinterest" },
  { "https://mobile.twitter.com/jane", NULL, "x" },
  { "https://web.skype.com/", NULL, "skype" },
  { "https://teams.live.com/meet/1", NULL, "teams" },
  { "https://mastodon.social/@jane", NULL, "mastodon" },
  { "https://www.youtube.com/@jane", NULL, NULL },
  { "https://t.me/@jane", NULL, NULL },
  { "https://jane.example/", NULL, NULL },
  { "https://example.org/", NULL, NULL },
  { "https://example.org/", "Twitter", "x" },
  { "https://example.org/", "My  Service!", "my-service" },
  { "https://example.org/", "<>", NULL },
  { "https://github.com/jane", "", "github" },
};

static void
test_links (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 0, 0);
      g_autoptr (KithAnswer) answer = NULL;

      g_test_message ("%s", links[i].uri);
      g_assert_true (kith_answer_builder_add_link (builder, links[i].uri, links[i].service));
      answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
      g_assert_cmpstr (kith_fact_get_service (get_fact (answer, 0)), ==, links[i].expected);
    }
}

static void
test_twice (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 0, 0);
  g_autoptr (KithAnswer) answer = NULL;

  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_LINK, "https://www.github.com/jane/"));
  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_LINK, "http://github.com/Jane"));
  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_LINK, "https://example.org/"));
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 2);
  g_assert_cmpstr (kith_fact_get_service (get_fact (answer, 0)), ==, "github");
}

static void
test_pictures (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 0, 0);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GBytes) small = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (4 * 1024 * 1024 + 1), 4 * 1024 * 1024 + 1);

  g_assert_true (kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, "image/png; x=y", small));
  g_assert_true (kith_answer_builder_add_picture (builder, KITH_FIELD_COMPANY_LOGO, "IMAGE/JPG", small));
  g_assert_false (kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, "image/svg+xml", small));
  g_assert_false (kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, NULL, small));
  g_assert_false (kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, "image/png", empty));
  g_assert_false (kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, "image/png", large));
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpstr (kith_fact_get_value (get_fact (answer, 0)), ==, "data:image/png;base64,YWJj");
  g_assert_cmpstr (kith_fact_get_value (get_fact (answer, 1)), ==, "data:image/jpeg;base64,YWJj");
}

static void
test_limits (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 0, 0);
  g_autoptr (KithAnswer) answer = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *uri = g_strdup_printf ("https://example.org/%u", i);

      g_assert_cmpint (kith_answer_builder_add_fact (builder, KITH_FIELD_LINK, uri), ==, i < 200);
    }
  for (guint i = 0; i < 6000; i++)
    kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, "Jane", NULL, NULL, 0.5, "works there");
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 200);
  g_assert_cmpuint (kith_answer_get_connections (answer)->len, ==, 5000);
}

static void
test_connections (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 0, 0);
  g_autoptr (KithAnswer) answer = NULL;
  KithConnection *connection;

  kith_answer_builder_add_connection (builder, KITH_TIE_FOLLOWS, " Jane\n", "Jane@Example.org", "http://example.org", 7, "4 threads");
  kith_answer_builder_add_connection (builder, KITH_TIE_FOLLOWS, NULL, "nonsense", "javascript:x", 1, "x");
  kith_answer_builder_add_connection (builder, KITH_TIE_DIRECTORY, "Joe", NULL, NULL, NAN, NULL);
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpuint (kith_answer_get_connections (answer)->len, ==, 2);
  connection = g_ptr_array_index (kith_answer_get_connections (answer), 0);
  g_assert_cmpstr (kith_connection_get_name (connection), ==, "Jane");
  g_assert_cmpstr (kith_connection_get_address (connection), ==, "Jane@example.org");
  g_assert_cmpstr (kith_connection_get_uri (connection), ==, "https://example.org/");
  g_assert_cmpint (kith_connection_get_tie (connection), ==, KITH_TIE_FOLLOWS);
  g_assert_cmpfloat (kith_connection_get_strength (connection), ==, 1);
  g_assert_cmpstr (kith_connection_get_evidence (connection), ==, "4 threads");
  g_assert_cmpstr (kith_connection_get_provider_id (connection), ==, "x");
  connection = g_ptr_array_index (kith_answer_get_connections (answer), 1);
  g_assert_cmpfloat (kith_connection_get_strength (connection), ==, 0);
  g_assert_cmpstr (kith_connection_get_evidence (connection), ==, "");
}

/* What goes back into a request header must not be able to end it. */
static void
test_validators (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 0, 0);
  g_autofree char *long_value = g_strnfill (2000, 'x');
  g_autoptr (KithAnswer) bad = NULL;
  g_autoptr (KithAnswer) too_long = NULL;

  kith_answer_builder_set_validators (builder, "\"a\"\r\nCookie: b", "x\n");
  bad = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_null (kith_answer_get_etag (bad));
  g_assert_null (kith_answer_get_last_modified (bad));
  kith_answer_builder_set_validators (builder, long_value, "");
  too_long = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_null (kith_answer_get_etag (too_long));
  g_assert_null (kith_answer_get_last_modified (too_long));
}

static void
test_copy (void)
{
  g_autoptr (KithAnswerBuilder) first = kith_answer_builder_new ("x", 1000, 2000);
  g_autoptr (KithAnswerBuilder) second = kith_answer_builder_new ("x", 3000, 4000);
  g_autoptr (KithAnswer) old = NULL;
  g_autoptr (KithAnswer) renewed = NULL;
  KithFact *fact;

  kith_answer_builder_set_confidence (first, 0.3);
  kith_answer_builder_set_evidence (first, "https://example.org/e");
  kith_answer_builder_add_link (first, "https://example.org/jane", "blog");
  kith_answer_builder_add_connection (first, KITH_TIE_FOLLOWS, "Joe", NULL, NULL, 0.5, "why");
  kith_answer_builder_set_validators (first, "\"1\"", NULL);
  old = kith_answer_builder_end (first, KITH_ANSWER_FOUND, NULL);
  kith_answer_builder_copy_answer (second, old);
  renewed = kith_answer_builder_end (second, KITH_ANSWER_FOUND, NULL);
  fact = get_fact (renewed, 0);
  g_assert_cmpstr (kith_fact_get_value (fact), ==, "https://example.org/jane");
  g_assert_cmpstr (kith_fact_get_service (fact), ==, "blog");
  g_assert_cmpfloat (kith_fact_get_confidence (fact), ==, 0.3);
  g_assert_cmpstr (kith_fact_get_evidence (fact), ==, "https://example.org/e");
  g_assert_cmpint (kith_fact_get_fetched (fact), ==, 3000);
  g_assert_cmpint (kith_fact_get_stale (fact), ==, 4000);
  g_assert_cmpuint (kith_answer_get_connections (renewed)->len, ==, 1);
  g_assert_cmpstr (kith_answer_get_etag (renewed), ==, "\"1\"");
}

static void
test_not_modified (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 1, 2);
  g_autoptr (KithAnswer) answer = NULL;

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Chief");
  answer = kith_answer_builder_end_not_modified (builder);
  g_assert_true (kith_answer_is_not_modified (answer));
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 0);
}

static void
test_again (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("x", 1, 2);
  g_autoptr (KithAnswer) first = NULL;
  g_autoptr (KithAnswer) second = NULL;

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Chief");
  first = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  second = kith_answer_builder_end (builder, KITH_ANSWER_FAILED, "The service\ncould not be reached.");
  g_assert_cmpuint (kith_answer_get_facts (first)->len, ==, 1);
  g_assert_cmpuint (kith_answer_get_facts (second)->len, ==, 0);
  g_assert_cmpstr (kith_answer_get_reason (second), ==, "The service could not be reached.");
}

static void
test_unfinished (void)
{
  KithAnswerBuilder *builder = kith_answer_builder_new ("x", 1, 2);

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Chief");
  kith_answer_builder_add_connection (builder, KITH_TIE_FOLLOWS, "Joe", NULL, NULL, 0.5, "why");
  kith_answer_builder_free (builder);
  kith_answer_builder_free (NULL);
}

static void
test_ids (void)
{
  KithTie tie;

  g_assert_cmpstr (kith_answer_status_get_id (KITH_ANSWER_FOUND), ==, "found");
  g_assert_cmpstr (kith_answer_status_get_id (KITH_ANSWER_NOT_FOUND), ==, "not-found");
  g_assert_cmpstr (kith_answer_status_get_id (KITH_ANSWER_REFUSED), ==, "refused");
  g_assert_cmpstr (kith_answer_status_get_id (KITH_ANSWER_FAILED), ==, "failed");
  for (guint i = KITH_TIE_CORRESPONDENCE; i <= KITH_TIE_ORGANIZATION; i++)
    {
      g_assert_true (kith_tie_from_id (kith_tie_get_id (i), &tie));
      g_assert_cmpint (tie, ==, i);
    }
  g_assert_false (kith_tie_from_id ("enemy", NULL));
  g_assert_false (kith_tie_from_id (NULL, NULL));
}

static void
test_confidence (void)
{
  g_autoptr (KithFact) high = kith_fact_new (KITH_FIELD_ROLE, "x", NULL, "p", 0, 0, 9, NULL);
  g_autoptr (KithFact) low = kith_fact_new (KITH_FIELD_ROLE, "x", NULL, "p", 0, 0, -1, NULL);
  g_autoptr (KithFact) none = kith_fact_new (KITH_FIELD_ROLE, "x", NULL, "p", 0, 0, NAN, NULL);
  g_autoptr (KithFact) floor = kith_fact_new (KITH_FIELD_ROLE, "x", NULL, "p", 0, 0, KITH_CONFIDENCE_FLOOR, NULL);

  g_assert_cmpfloat (kith_fact_get_confidence (high), ==, 1);
  g_assert_cmpfloat (kith_fact_get_confidence (low), ==, 0);
  g_assert_cmpfloat (kith_fact_get_confidence (none), ==, 0);
  g_assert_false (kith_fact_is_unconfirmed (floor));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/build", test_build);
  g_test_add_func ("/answer/links", test_links);
  g_test_add_func ("/answer/twice", test_twice);
  g_test_add_func ("/answer/pictures", test_pictures);
  g_test_add_func ("/answer/limits", test_limits);
  g_test_add_func ("/answer/connections", test_connections);
  g_test_add_func ("/answer/validators", test_validators);
  g_test_add_func ("/answer/copy", test_copy);
  g_test_add_func ("/answer/not-modified", test_not_modified);
  g_test_add_func ("/answer/again", test_again);
  g_test_add_func ("/answer/unfinished", test_unfinished);
  g_test_add_func ("/answer/ids", test_ids);
  g_test_add_func ("/answer/confidence", test_confidence);
  return g_test_run ();
}
