/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <kith/kith.h>

#include "kith-provider-fixture.h"

#define ADA "Ada.Marsh@Example.ORG"
#define ADA_HASH "73dfe90077d60f9be3b62d594d2086c1d89975e602ba4b54eaed840208e9608c"
#define PROFILE "/v3/profiles/" ADA_HASH
#define AVATAR "https://0.gravatar.test/avatar/" ADA_HASH

static KithProviderFixture *
gravatar_new (void)
{
  return kith_provider_fixture_new (kith_test_load_shipped ("gravatar"), "gravatar");
}

static KithAnswer *
look_up (KithProviderFixture *fixture,
         const char          *address)
{
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = kith_provider_fixture_look_up (fixture, address, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_fails (KithProviderFixture *fixture,
              KithError            code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kith_provider_fixture_look_up (fixture, ADA, &error));
  g_assert_error (error, KITH_ERROR, (int) code);
  /* Nothing that names the person, and no secret, in what people and logs read. */
  g_assert_null (strstr (error->message, ADA_HASH));
  g_assert_null (strstr (error->message, "marsh"));
  for (guint i = 0; i < fixture->trace->len; i++)
    g_assert_null (strstr (fixture->trace->pdata[i], "s3cret"));
}

/* Every byte that arrived, but for the port and the version of the program. */
static void
assert_sent (KithProviderFixture *fixture,
             guint                index,
             const char          *target,
             const char          *more)
{
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (fixture->server);
  KithTestRequest *request;
  g_autofree char *expected = NULL;

  g_assert_cmpuint (log->len, >, index);
  request = log->pdata[index];
  expected = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: %s\r\nAccept-Encoding: %s\r\n%s", target,
                              fixture->base_url + strlen ("https://"), kith_test_request_get_header (request, "User-Agent"),
                              kith_test_request_get_header (request, "Accept"), kith_test_request_get_header (request, "Accept-Encoding"), more);
  g_assert_cmpstr (g_strchomp (request->head), ==, g_strchomp (expected));
  g_assert_cmpuint (g_bytes_get_size (request->body), ==, 0);
}

static void
assert_links (KithAnswer *answer,
              const char *first,
              ...)
{
  va_list args;

  va_start (args, first);
  for (const char *link = first; link != NULL; link = va_arg (args, const char *))
    g_assert_true (kith_test_has_fact (answer, KITH_FIELD_LINK, link));
  va_end (args);
}

static void
assert_ada (KithAnswer *answer)
{
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpstr (kith_answer_get_provider_id (answer), ==, "gravatar");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, "Example Rail Ltd");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_LOCATION), ==, "York, UK");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHOTO), ==, AVATAR);
  assert_links (answer, "https://gravatar.test/adamarsh", "https://social.example.org/@ada", "https://github.test/ada-marsh-example", NULL);
}

static void
test_found_anonymous (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) answer = look_up (fixture, ADA);
  GPtrArray *facts = kith_answer_get_facts (answer);

  assert_ada (answer);
  g_assert_cmpuint (kith_answer_get_connections (answer)->len, ==, 0);
  g_assert_cmpint (kith_answer_get_stale (answer) - kith_answer_get_fetched (answer), ==, 24 * 60 * 60);
  for (guint i = 0; i < facts->len; i++)
    {
      g_assert_cmpstr (kith_fact_get_evidence (facts->pdata[i]), ==, "https://gravatar.test/adamarsh");
      g_assert_false (kith_fact_is_unconfirmed (facts->pdata[i]));
      if (g_str_equal (kith_fact_get_value (facts->pdata[i]), "https://social.example.org/@ada"))
        g_assert_cmpstr (kith_fact_get_service (facts->pdata[i]), ==, "mastodon");
      if (g_str_equal (kith_fact_get_value (facts->pdata[i]), "https://gravatar.test/adamarsh"))
        g_assert_cmpstr (kith_fact_get_service (facts->pdata[i]), ==, "gravatar");
    }
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
  g_assert_cmpuint (kith_test_server_count_unlisted (fixture->server), ==, 0);
  assert_sent (fixture, 0, PROFILE, "");
  g_assert_false (kith_test_server_saw (fixture->server, "marsh"));
  g_assert_false (kith_test_server_saw (fixture->server, "Authorization"));
  g_assert_cmpstr (kith_provider_fixture_get_kind (fixture, 0), ==, "address-sha256");
  g_assert_cmpstr (kith_provider_fixture_get_identifier (fixture, 0), ==, ADA_HASH);
}

static void
test_found_key (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GPtrArray) log = NULL;

  fixture->token = g_strdup ("s3cret");
  answer = look_up (fixture, ADA);
  assert_ada (answer);
  assert_links (answer, "https://ada.marsh.test/", NULL);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHONE), ==, "+44 20 7946 0011");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PRONOUNS), ==, "she/her");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_TIME_ZONE), ==, "Europe/London");
  g_assert_nonnull (kith_test_get_fact (answer, KITH_FIELD_LANGUAGE));
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
  log = kith_test_server_dup_log (fixture->server);
  g_assert_cmpstr (kith_test_request_get_header (log->pdata[0], "Authorization"), ==, "Bearer s3cret");
  g_assert_cmpuint (fixture->trace->len, >, 0);
  /* The owner who tries a provider out sees what was sent, but for the secret. */
  g_assert_nonnull (strstr (fixture->trace->pdata[0], "sends GET "));
  g_assert_nonnull (strstr (fixture->trace->pdata[0], ADA_HASH));
  for (guint i = 0; i < fixture->trace->len; i++)
    g_assert_null (strstr (fixture->trace->pdata[i], "s3cret"));
}

static void
test_empty_strings (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_choose (fixture->server, "found_empty_strings");
  answer = look_up (fixture, ADA);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHOTO), ==, AVATAR);
  assert_links (answer, "https://gravatar.test/adamarsh", NULL);
  g_assert_null (kith_test_get_fact (answer, KITH_FIELD_ROLE));
  g_assert_null (kith_test_get_fact (answer, KITH_FIELD_COMPANY));
  g_assert_null (kith_test_get_fact (answer, KITH_FIELD_LOCATION));
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 3);
}

static void
test_not_found (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) answer = look_up (fixture, "nobody@example.org");

  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_NOT_FOUND);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 0);
  g_assert_cmpint (kith_answer_get_stale (answer) - kith_answer_get_fetched (answer), ==, 12 * 60 * 60);
  g_assert_cmpuint (kith_test_server_count_unlisted (fixture->server), ==, 0);
}

/* The service names the time; before it not a byte leaves. */
static void
test_limited (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autofree char *reply = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *route = g_strdup_printf ("'status': 429, 'headers': {'X-RateLimit-Reset': '%" G_GINT64_FORMAT "'}, 'body': '{}'", now + 600);

  kith_test_server_set_route (fixture->server, "GET", PROFILE, route);
  assert_fails (fixture, KITH_ERROR_LIMITED);
  g_assert_cmpint (kith_provider_fixture_get_held (fixture), ==, now + 600);
  assert_fails (fixture, KITH_ERROR_LIMITED);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);

  /* A time that is over, and none at all: a pause of our own. */
  kith_provider_fixture_renew_http (fixture, 0);
  kith_test_server_choose (fixture->server, "ratelimited");
  reply = kith_test_server_control (fixture->server, "{\"op\": \"unroute\", \"method\": \"GET\", \"path\": \"" PROFILE "\"}");
  assert_fails (fixture, KITH_ERROR_LIMITED);
  g_assert_cmpint (kith_provider_fixture_get_held (fixture), >, now);
}

static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    KithError code;
  } cases[] = { { 400, KITH_ERROR_INVALID },     { 401, KITH_ERROR_AUTH },        { 403, KITH_ERROR_REFUSED },
                { 500, KITH_ERROR_UNAVAILABLE }, { 502, KITH_ERROR_UNAVAILABLE }, { 504, KITH_ERROR_UNAVAILABLE } };
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      kith_provider_fixture_renew_http (fixture, 0);
      kith_test_server_set_body (fixture->server, "GET", PROFILE, cases[i].status, "text/html", "<h1>no</h1>");
      assert_fails (fixture, cases[i].code);
    }
}

static void
test_nonsense (void)
{
  static const char *const bodies[] = { "<html>hello</html>", "", "{", "{\"job_title\": ", "\xff\xfe\x00", "nul\0l" };
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) answer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      kith_provider_fixture_renew_http (fixture, 0);
      kith_test_server_set_body (fixture->server, "GET", PROFILE, 200, "application/json", bodies[i]);
      assert_fails (fixture, KITH_ERROR_UNAVAILABLE);
    }
  kith_test_server_set_route (fixture->server, "GET", PROFILE, "'status': 200, 'generate': {'kind': 'deep-json', 'depth': 100000}");
  assert_fails (fixture, KITH_ERROR_UNAVAILABLE);
  /* JSON of another shape is no error, and no person. */
  kith_test_server_set_body (fixture->server, "GET", PROFILE, 200, "application/json",
                             "{\"job_title\": true, \"company\": {\"a\": 1}, \"location\": [1], \"verified_accounts\": \"x\", \"display_name\": null}");
  answer = look_up (fixture, ADA);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_NOT_FOUND);
}

static void
test_unreachable (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();

  kith_provider_fixture_renew_http (fixture, 300);
  kith_test_server_set_route (fixture->server, "GET", PROFILE, "'status': 200, 'delay': 30, 'body': '{}'");
  assert_fails (fixture, KITH_ERROR_UNAVAILABLE);

  kith_provider_fixture_renew_http (fixture, 0);
  g_free (fixture->base_url);
  fixture->base_url = kith_test_server_listen (fixture->server, "wrong-name", "tls", 0);
  assert_fails (fixture, KITH_ERROR_UNAVAILABLE);
  g_free (fixture->base_url);
  fixture->base_url = kith_test_server_listen (fixture->server, "expired", "tls", 0);
  assert_fails (fixture, KITH_ERROR_UNAVAILABLE);
}

/* Asked again with validators: the old answer holds. */
static void
test_not_modified (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) first = NULL;
  g_autoptr (KithAnswer) second = NULL;
  g_autofree char *reply = NULL;

  reply = kith_test_server_control (fixture->server, "{\"op\": \"route\", \"method\": \"GET\", \"path\": \"" PROFILE "\", \"status\": 200,"
                                                     " \"etag\": \"\\\"5c0e\\\"\", \"body\": \"{\\\"job_title\\\": \\\"Driver\\\"}\"}");
  first = look_up (fixture, ADA);
  g_assert_cmpstr (kith_answer_get_etag (first), ==, "\"5c0e\"");
  fixture->previous = g_object_ref (first);
  second = look_up (fixture, ADA);
  g_assert_true (kith_answer_is_not_modified (second));
  assert_sent (fixture, 1, PROFILE, "If-None-Match: \"5c0e\"\r\n");
}

static void
test_keep_days (void)
{
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autoptr (KithAnswer) answer = NULL;

  fixture->keep_days = 3;
  answer = look_up (fixture, ADA);
  g_assert_cmpint (kith_answer_get_stale (answer) - kith_answer_get_fetched (answer), ==, 3 * 24 * 60 * 60);
}

/* The owner may name the site or its API, but nothing that is not https and nothing with a user in it. */
static void
test_base_urls (void)
{
  static const char *const refused[] = { "http://127.0.0.1/", "https://user:pw@127.0.0.1/", "ftp://127.0.0.1/", "https://127.0.0.1/?x=", "x" };
  g_autoptr (KithProviderFixture) fixture = gravatar_new ();
  g_autofree char *origin = g_strdup (fixture->base_url);
  g_autoptr (KithAnswer) one = NULL;

  g_free (fixture->base_url);
  fixture->base_url = g_strconcat (origin, "/v3/", NULL);
  one = look_up (fixture, ADA);
  assert_ada (one);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_free (fixture->base_url);
      fixture->base_url = g_strdup (refused[i]);
      assert_fails (fixture, KITH_ERROR_INVALID);
    }
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/gravatar/found-anonymous", test_found_anonymous);
  g_test_add_func ("/providers/gravatar/found-key", test_found_key);
  g_test_add_func ("/providers/gravatar/empty-strings", test_empty_strings);
  g_test_add_func ("/providers/gravatar/not-found", test_not_found);
  g_test_add_func ("/providers/gravatar/limited", test_limited);
  g_test_add_func ("/providers/gravatar/statuses", test_statuses);
  g_test_add_func ("/providers/gravatar/nonsense", test_nonsense);
  g_test_add_func ("/providers/gravatar/unreachable", test_unreachable);
  g_test_add_func ("/providers/gravatar/not-modified", test_not_modified);
  g_test_add_func ("/providers/gravatar/keep-days", test_keep_days);
  g_test_add_func ("/providers/gravatar/base-urls", test_base_urls);
  return g_test_run ();
}
