/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-provider-fixture.h"

#define ADA "ada.marsh@example.org"
#define TOKEN "s3cret"

/* A made-up service, and servers that do not mean well. */
static KithProviderFixture *
service_new (const char *auth,
             const char *steps)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "service.provider", NULL);
  g_autofree char *text
      = g_strdup_printf ("<provider id=\"service\" name=\"Service\" site=\"https://example.org/\" version=\"1\">\n"
                         "  <privacy sends=\"address\" reveals-to=\"own-server\" keep=\"P1D\" keep-nothing=\"PT1H\"/>\n"
                         "  <server url=\"https://api.example.org\"/>\n%s\n%s\n</provider>\n", auth, steps);
  KithProviderFixture *fixture;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  fixture = kith_provider_fixture_new (kith_test_load_provider (path), NULL);
  fixture->token = g_strdup (TOKEN);
  g_remove (path);
  return fixture;
}

static KithAnswer *
look_up (KithProviderFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = kith_provider_fixture_look_up (fixture, ADA, &error);

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
  g_assert_null (strstr (error->message, "ada"));
  g_assert_null (strstr (error->message, TOKEN));
}

#define PEOPLE                                                                          \
  "<step id=\"people\" kind=\"json\"><get url=\"/people?q={address}\"/>"                 \
  "<match select=\"/people/item\" address=\"mail\"><fact field=\"role\" select=\"role\"/></match></step>"

/* Of the people that a search returns only the one who was asked about is taken, whatever the case of the letters. */
static void
test_exact_address (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("", PEOPLE);
  g_autoptr (KithAnswer) found = NULL;
  g_autoptr (KithAnswer) others = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/people?q=ada.marsh%40example.org", 200, "application/json",
                             "{\"people\": [{\"mail\": \"ada.marshall@example.org\", \"role\": \"Buyer\"}, {\"role\": \"Nobody\"},"
                             " {\"mail\": \"Ada.Marsh@EXAMPLE.org\", \"role\": \"Head\"}, {\"mail\": \"ada.marsh@example.org.uk\", \"role\": \"x\"}]}");
  found = look_up (fixture);
  g_assert_cmpstr (kith_test_get_fact (found, KITH_FIELD_ROLE), ==, "Head");
  g_assert_cmpuint (kith_answer_get_facts (found)->len, ==, 1);
  kith_test_server_set_body (fixture->server, "GET", "/people?q=ada.marsh%40example.org", 200, "application/json",
                             "{\"people\": [{\"mail\": \"ada.marsh@example.org.uk\", \"role\": \"x\"}]}");
  others = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (others), ==, KITH_ANSWER_NOT_FOUND);
}

static void
assert_credentials (const char *auth,
                    const char *user,
                    const char *token,
                    const char *header,
                    const char *value,
                    const char *target)
{
  g_autoptr (KithProviderFixture) fixture = service_new (auth, PEOPLE);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GPtrArray) log = NULL;
  KithTestRequest *request;

  g_free (fixture->token);
  fixture->token = g_strdup (token);
  fixture->user = g_strdup (user);
  kith_test_server_set_route (fixture->server, "GET", "/people", "'status': 200, 'any_query': true, 'body': '{}'");
  answer = look_up (fixture);
  log = kith_test_server_dup_log (fixture->server);
  g_assert_cmpuint (log->len, ==, 1);
  request = log->pdata[0];
  g_assert_cmpstr (request->target, ==, target);
  if (header != NULL)
    g_assert_cmpstr (kith_test_request_get_header (request, header), ==, value);
  for (guint i = 0; i < fixture->trace->len; i++)
    {
      g_assert_null (strstr (fixture->trace->pdata[i], TOKEN));
      g_assert_null (strstr (fixture->trace->pdata[i], "kkkkkkkk"));
    }
}

static void
test_credentials (void)
{
  static const char plain[] = "/people?q=ada.marsh%40example.org";

  assert_credentials ("<auth kind=\"bearer\"/>", NULL, TOKEN, "Authorization", "Bearer s3cret", plain);
  assert_credentials ("<auth kind=\"header\" name=\"X-Key\"/>", NULL, TOKEN, "X-Key", "s3cret", plain);
  assert_credentials ("<auth kind=\"query\" name=\"api_key\"/>", NULL, "s3cret&x=1", NULL, NULL,
                      "/people?q=ada.marsh%40example.org&api_key=s3cret%26x%3D1");
  assert_credentials ("<auth kind=\"basic\"/>", "nora", TOKEN, "Authorization", "Basic bm9yYTpzM2NyZXQ=", plain);
  assert_credentials ("<auth kind=\"basic\"/>", NULL, "nora:" TOKEN, "Authorization", "Basic bm9yYTpzM2NyZXQ=", plain);
  assert_credentials ("<auth kind=\"bearer\" optional=\"yes\"/>", NULL, NULL, "Authorization", NULL, plain);
  assert_credentials ("<auth kind=\"bearer\" basic-with-user=\"yes\"/>", NULL, TOKEN, "Authorization", "Bearer s3cret", plain);
  assert_credentials ("<auth kind=\"bearer\" basic-with-user=\"yes\"/>", "nora", TOKEN, "Authorization", "Basic bm9yYTpzM2NyZXQ=", plain);
}

/* What is shown of a request is cut after the token is masked, not within it. */
static void
test_long_token (void)
{
  g_autofree char *token = g_strnfill (6000, 'k');

  assert_credentials ("<auth kind=\"header\" name=\"X-Key\"/>", NULL, token, "X-Key", token, "/people?q=ada.marsh%40example.org");
}

/* A page may link to itself; the key that it was asked with is no part of the link. */
static void
test_key_in_base (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("<auth kind=\"query\" name=\"api_key\"/>",
                     "<step id=\"a\" kind=\"microformats\"><get url=\"/a\"/><each select=\"//card\"><fact field=\"link\" select=\"url\"/></each></step>");
  g_autoptr (KithAnswer) answer = NULL;
  GPtrArray *facts;

  kith_test_server_set_route (fixture->server, "GET", "/a", "'status': 200, 'any_query': true, 'headers': {'Content-Type': 'text/html'},"
                                                             " 'body': '<div class=h-card><a class=u-url href=\\u0022#me\\u0022>Ada</a></div>'");
  answer = look_up (fixture);
  facts = kith_answer_get_facts (answer);
  g_assert_cmpuint (facts->len, >, 0);
  for (guint i = 0; i < facts->len; i++)
    g_assert_null (strstr (kith_fact_get_value (facts->pdata[i]), TOKEN));
}

/* What leaves in a header of all requests is written down like what leaves in a URL. */
static void
test_common_header (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("<header name=\"X-About\" value=\"{address}\"/>",
                     "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><fact field=\"role\" select=\"role\"/></step>");
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json", "{\"role\": \"Head\"}");
  answer = look_up (fixture);
  g_assert_true (kith_test_server_saw (fixture->server, ADA));
  g_assert_cmpstr (kith_provider_fixture_get_kind (fixture, 0), ==, "address");
  g_assert_cmpstr (kith_provider_fixture_get_identifier (fixture, 0), ==, ADA);
}

/* A person of whom nothing is left is none. */
static void
test_empty_connections (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><connection select=\"/item\" tie=\"colleague\" name=\"name\""
                         " address=\"mail\" evidence=\"'x'\"/></step>");
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json", "[{\"name\": \"\\u200b\", \"mail\": \"nobody\"}]");
  answer = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_NOT_FOUND);
}

/* A long text is cut between two characters, and of many documents in a document as many are read as the file says. */
static void
test_bounds (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><fact field=\"headline\" select=\"/text\" as=\"html\"/>"
                         "<parse kind=\"json\" select=\"/inner/item\" max=\"2\"><fact field=\"phone\" select=\"/phone\"/></parse></step>");
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GString) body = g_string_new ("{\"inner\": [\"{\\\"phone\\\":\\\"+441\\\"}\", \"{\\\"phone\\\":\\\"+442\\\"}\","
                                           " \"{\\\"phone\\\":\\\"+443\\\"}\"], \"text\": \"<p>x");

  for (guint i = 0; i < 3000; i++)
    g_string_append (body, "é");
  g_string_append (body, "</p>\"}");
  kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json", body->str);
  answer = look_up (fixture);
  g_assert_nonnull (kith_test_get_fact (answer, KITH_FIELD_HEADLINE));
  g_assert_true (g_str_has_prefix (kith_test_get_fact (answer, KITH_FIELD_HEADLINE), "xéé"));
  g_assert_null (strstr (kith_test_get_fact (answer, KITH_FIELD_HEADLINE), "\xEF\xBF\xBD"));
  g_assert_true (kith_test_has_fact (answer, KITH_FIELD_PHONE, "+442"));
  g_assert_false (kith_test_has_fact (answer, KITH_FIELD_PHONE, "+443"));
}

static void
test_no_token (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("<auth kind=\"bearer\"/>", PEOPLE);

  g_clear_pointer (&fixture->token, g_free);
  assert_fails (fixture, KITH_ERROR_AUTH);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);
  g_assert_true (kith_declared_provider_needs_token (KITH_DECLARED_PROVIDER (fixture->provider)));
}

static void
test_no_user (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("<auth kind=\"basic\"/>", PEOPLE);

  assert_fails (fixture, KITH_ERROR_AUTH);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);
}

/* A server that always has another page is asked as often as the file says. */
static void
test_endless_pages (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"people\" kind=\"json\"><get url=\"/all?after={cursor}\"/><page by=\"cursor\" start=\"0\" select=\"/next\" max=\"7\"/>"
                         "<connection select=\"/people/item\" tie=\"colleague\" name=\"name\" evidence=\"'x'\"/></step>");
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_set_route (fixture->server, "GET", "/all", "'status': 200, 'any_query': true, 'body': '{\\u0022next\\u0022: \\u0022again\\u0022,"
                                                              " \\u0022people\\u0022: [{\\u0022name\\u0022: \\u0022Bram\\u0022}]}'");
  answer = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 7);
}

/* A page, or a place, that a response names on another server gets no token; and one on a private network is not asked at all. */
static void
test_foreign_references (void)
{
  static const char *const places[] = { "https://10.0.0.1/next", "https://127.0.0.1:1/next", "http://example.org/next", "file:///etc/passwd",
                                        "https://user@example.org/next", "javascript:alert(1)", "//localhost/next",
                                        "https://elsewhere.example.com/next?q=ada.marsh%40example.org", "https://api.example.org.evil.test/next" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (KithProviderFixture) fixture
          = service_new ("<auth kind=\"bearer\"/>", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><capture name=\"next\" select=\"/next\"/>"
                                                    "<connection select=\"/people/item\" tie=\"colleague\" name=\"name\" evidence=\"'x'\"/></step>"
                                                    "<step id=\"b\" kind=\"json\" on-failure=\"go-on\"><get url=\"{+next}\"/></step>");
      g_autofree char *body = g_strdup_printf ("{\"next\": \"%s\", \"people\": [{\"name\": \"Bram\"}]}", places[i]);
      g_autoptr (KithAnswer) answer = NULL;

      kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json", body);
      answer = look_up (fixture);
      g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
      g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
    }
}

/* The declared server's own address in a response means the server that the owner named in its place. */
static void
test_own_references (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("<auth kind=\"bearer\"/>", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><page by=\"url\" select=\"/next\" max=\"3\"/>"
                                                "<connection select=\"/people/item\" tie=\"colleague\" name=\"name\" evidence=\"'x'\"/></step>");
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GPtrArray) log = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json",
                             "{\"next\": \"https://api.example.org/b?x=1\", \"people\": [{\"name\": \"Bram\"}]}");
  kith_test_server_set_body (fixture->server, "GET", "/b?x=1", 200, "application/json", "{\"next\": \"/c\", \"people\": [{\"name\": \"Cleo\"}]}");
  kith_test_server_set_body (fixture->server, "GET", "/c", 200, "application/json", "{\"next\": \"/d\", \"people\": [{\"name\": \"Dora\"}]}");
  answer = look_up (fixture);
  g_assert_cmpuint (kith_answer_get_connections (answer)->len, ==, 3);
  log = kith_test_server_dup_log (fixture->server);
  g_assert_cmpuint (log->len, ==, 3);
  for (guint i = 0; i < log->len; i++)
    g_assert_cmpstr (kith_test_request_get_header (log->pdata[i], "Authorization"), ==, "Bearer s3cret");
}

/* A list of a hundred thousand people and a name of a mebibyte: what the file allows, and no more. */
static void
test_big_captures (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"ids\" kind=\"json\"><get url=\"/ids\"/><capture name=\"ids\" list=\"yes\" max=\"5\" select=\"/item\"/></step>"
                         "<step id=\"each\" kind=\"json\" for-each=\"ids\" max=\"3\"><get url=\"/person/{ids}\"/>"
                         "<connection select=\"/self::node()\" tie=\"colleague\" name=\"name\" evidence=\"'x'\"/></step>");
  g_autoptr (KithProviderFixture) long_fixture
      = service_new ("", "<step id=\"id\" kind=\"json\"><get url=\"/id\"/><capture name=\"id\" select=\"/id\"/></step>"
                         "<step id=\"person\" kind=\"json\"><get url=\"/person/{id}\"/></step>");
  g_autoptr (GString) ids = g_string_new ("[");
  g_autofree char *letters = g_strnfill (512 * 1024, 'x');
  g_autofree char *body = g_strdup_printf ("{\"id\": \"%s\"}", letters);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (KithAnswer) none = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (ids, "%s%u", i > 0 ? "," : "", i);
  g_string_append_c (ids, ']');
  kith_test_server_set_body (fixture->server, "GET", "/ids", 200, "application/json", ids->str);
  kith_test_server_set_route (fixture->server, "GET", "/person/*", "'status': 200, 'body': '{\\u0022name\\u0022: \\u0022Bram\\u0022}'");
  answer = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 4);

  kith_test_server_set_body (long_fixture->server, "GET", "/id", 200, "application/json", body);
  none = look_up (long_fixture);
  g_assert_cmpint (kith_answer_get_status (none), ==, KITH_ANSWER_NOT_FOUND);
  g_assert_cmpuint (kith_test_server_count_requests (long_fixture->server), ==, 1);
}

/* What a response holds goes into the next request escaped for its place. */
static void
test_hostile_captures (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"id\" kind=\"json\"><get url=\"/id\"/><capture name=\"id\" select=\"/id\"/></step>"
                         "<step id=\"person\" kind=\"json\" on-failure=\"go-on\"><request method=\"POST\" url=\"/person/{id}?x={id}\">"
                         "<header name=\"X-Id\" value=\"{id}\"/><body kind=\"json\">{\"id\": \"{id}\"}</body></request></step>");
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GPtrArray) log = NULL;
  KithTestRequest *request;
  g_autofree char *body = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/id", 200, "application/json", "{\"id\": \"a/../b?c=d&e\\\"f g#h\"}");
  kith_test_server_set_route (fixture->server, "POST", "/person/*", "'status': 200, 'body': '{}'");
  answer = look_up (fixture);
  log = kith_test_server_dup_log (fixture->server);
  g_assert_cmpuint (log->len, ==, 2);
  request = log->pdata[1];
  g_assert_cmpstr (request->target, ==, "/person/a%2F..%2Fb%3Fc%3Dd%26e%22f%20g%23h?x=a%2F..%2Fb%3Fc%3Dd%26e%22f%20g%23h");
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_cmpstr (body, ==, "{\"id\":\"a/../b?c=d&e\\\"f g#h\"}");
}

/* When a service may be asked again is written in many ways. */
static void
test_units (void)
{
  static const struct
  {
    const char *unit;
    const char *format; /* of the header, with a number */
    gint64 number;      /* added to the time where it is absolute */
    gboolean absolute;
    gint64 wait;
  } units[] = {
    { "unix-seconds", "%" G_GINT64_FORMAT, 600, TRUE, 600 },
    { "delta-seconds", "%" G_GINT64_FORMAT, 30, FALSE, 30 },
    { "delta-milliseconds", "%" G_GINT64_FORMAT, 1500, FALSE, 2 },
    { "delta-seconds", "soon %" G_GINT64_FORMAT, 0, FALSE, 15 * 60 },
    { "delta-seconds", "9999999%" G_GINT64_FORMAT, 0, FALSE, 24 * 60 * 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *step = g_strdup_printf ("<step id=\"a\" kind=\"json\"><get url=\"/a\"/><outcome status=\"429\" is=\"limited\""
                                               " until=\"header:x-wait\" unit=\"%s\"/></step>", units[i].unit);
      g_autoptr (KithProviderFixture) fixture = service_new ("", step);
      gint64 now = g_get_real_time () / G_USEC_PER_SEC;
      g_autofree char *value = NULL;
      g_autofree char *route = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      value = g_strdup_printf (units[i].format, units[i].number + (units[i].absolute ? now : 0));
#pragma GCC diagnostic pop
      route = g_strdup_printf ("'status': 429, 'headers': {'X-Wait': '%s'}, 'body': '{}'", value);
      kith_test_server_set_route (fixture->server, "GET", "/a", route);
      assert_fails (fixture, KITH_ERROR_LIMITED);
      g_assert_cmpint (kith_provider_fixture_get_held (fixture), >=, now + units[i].wait);
      g_assert_cmpint (kith_provider_fixture_get_held (fixture), <=, g_get_real_time () / G_USEC_PER_SEC + units[i].wait + 1);
    }
}

static void
test_unit_of_dates (void)
{
  static const struct
  {
    const char *unit;
    const char *format;
  } units[] = { { "iso-8601", "%Y-%m-%dT%H:%M:%SZ" }, { "http-date", "%a, %d %b %Y %H:%M:%S GMT" } };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *step = g_strdup_printf ("<step id=\"a\" kind=\"json\"><get url=\"/a\"/><outcome status=\"403\" is=\"limited\""
                                               " until=\"header:x-wait\" unit=\"%s\"/></step>", units[i].unit);
      g_autoptr (KithProviderFixture) fixture = service_new ("", step);
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GDateTime) then = g_date_time_add_seconds (now, 1200);
      g_autofree char *value = g_date_time_format (then, units[i].format);
      g_autofree char *route = g_strdup_printf ("'status': 403, 'headers': {'X-Wait': '%s'}, 'body': '{}'", value);

      kith_test_server_set_route (fixture->server, "GET", "/a", route);
      assert_fails (fixture, KITH_ERROR_LIMITED);
      g_assert_cmpint (ABS (kith_provider_fixture_get_held (fixture) - g_date_time_to_unix (then)), <=, 1);
    }
}

/* An answer that was cut short does not mean that nobody is there. */
static void
test_partial (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"people\" kind=\"json\"><get url=\"/people?q={address}\"/><outcome test=\"/more = 'true'\" is=\"partial\"/>"
                         "<match select=\"/people/item\" address=\"mail\"><fact field=\"role\" select=\"role\"/></match></step>");
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/people?q=ada.marsh%40example.org", 200, "application/json",
                             "{\"more\": true, \"people\": [{\"mail\": \"eve@example.org\", \"role\": \"Spy\"}]}");
  assert_fails (fixture, KITH_ERROR_UNAVAILABLE);
  kith_test_server_set_body (fixture->server, "GET", "/people?q=ada.marsh%40example.org", 200, "application/json",
                             "{\"more\": true, \"people\": [{\"mail\": \"ada.marsh@example.org\", \"role\": \"Head\"}]}");
  answer = look_up (fixture);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head");
  g_assert_cmpint (kith_answer_get_stale (answer), <=, g_get_real_time () / G_USEC_PER_SEC + 60 * 60);
}

/* Of several requests each can be "not modified"; who is forgotten leaves nothing to compare with. */
static void
test_not_modified (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><capture name=\"id\" select=\"id\"/></step>"
                         "<step id=\"b\" kind=\"json\"><get url=\"/b/{id}\"/><fact field=\"role\" select=\"role\"/></step>");
  static const char *const conditions[] = { NULL, NULL, "\"1\"", NULL, NULL, NULL };
  g_autoptr (GPtrArray) log = NULL;

  kith_test_server_set_route (fixture->server, "GET", "/a", "'status': 200, 'etag': '\\u00221\\u0022', 'body': {'id': 7}");
  kith_test_server_set_route (fixture->server, "GET", "/b/7", "'status': 200, 'etag': '\\u00222\\u0022', 'headers': {'Cache-Control': 'no-store'},"
                                                               " 'body': {'role': 'Head'}");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (KithAnswer) answer = look_up (fixture);

      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head");
      if (i == 1)
        kith_declared_provider_forget (KITH_DECLARED_PROVIDER (fixture->provider));
    }
  log = kith_test_server_dup_log (fixture->server);
  g_assert_cmpuint (log->len, ==, G_N_ELEMENTS (conditions));
  for (guint i = 0; i < log->len; i++)
    g_assert_cmpstr (kith_test_request_get_header (log->pdata[i], "If-None-Match"), ==, conditions[i]);
}

/* What only a click shows is not kept until then, and nothing that an earlier step found of it either. */
static void
test_hidden (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/><fact field=\"role\" select=\"role\"/></step>"
                         "<step id=\"b\" kind=\"json\"><get url=\"/b\"/><outcome test=\"not($clicked) and /hide = 'true'\" is=\"hidden\"/>"
                         "<fact field=\"name\" select=\"name\"/></step>");
  g_autoptr (KithAnswer) hidden = NULL;
  g_autoptr (KithAnswer) shown = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json", "{\"role\": \"Head\"}");
  kith_test_server_set_body (fixture->server, "GET", "/b", 200, "application/json", "{\"hide\": true, \"name\": \"Ada\"}");
  hidden = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (hidden), ==, KITH_ANSWER_REFUSED);
  g_assert_cmpuint (kith_answer_get_facts (hidden)->len, ==, 0);
  fixture->clicked = TRUE;
  shown = look_up (fixture);
  g_assert_cmpstr (kith_test_get_fact (shown, KITH_FIELD_NAME), ==, "Ada");
  g_assert_cmpstr (kith_test_get_fact (shown, KITH_FIELD_ROLE), ==, "Head");
}

/* The person objected: nothing found before is kept, and the question is not put again. */
static void
test_objection (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("", PEOPLE "<step id=\"more\" kind=\"json\"><get url=\"/more\"/></step>");
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/people?q=ada.marsh%40example.org", 200, "application/json",
                             "{\"people\": [{\"mail\": \"" ADA "\", \"role\": \"Head\"}]}");
  kith_test_server_set_body (fixture->server, "GET", "/more", 451, "application/json", "{}");
  answer = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_REFUSED);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 0);
  g_assert_cmpint (kith_answer_get_stale (answer) - kith_answer_get_fetched (answer), >, G_GINT64_CONSTANT (50) * 365 * 86400);
}

/* A step that fails later loses nothing of what was found, but the answer is kept for a shorter time. */
static void
test_later_failure (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("", PEOPLE "<step id=\"more\" kind=\"json\"><get url=\"/more\"/></step>");
  g_autoptr (KithAnswer) answer = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/people?q=ada.marsh%40example.org", 200, "application/json",
                             "{\"people\": [{\"mail\": \"" ADA "\", \"role\": \"Head\"}]}");
  kith_test_server_set_body (fixture->server, "GET", "/more", 500, "text/plain", "no");
  answer = look_up (fixture);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpint (kith_answer_get_stale (answer) - kith_answer_get_fetched (answer), <=, 3600);
}

/* Where the service is, and the like, is asked once. */
static void
test_setup_steps (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"where\" kind=\"json\" scope=\"setup\"><get url=\"/where\"/><capture name=\"place\" select=\"/place\"/></step>"
                         "<step id=\"people\" kind=\"json\"><get url=\"{+place}\"/>"
                         "<match select=\"/self::node()\" address=\"mail\"><fact field=\"role\" select=\"role\"/></match></step>");
  g_autoptr (KithAnswer) one = NULL;
  g_autoptr (KithAnswer) two = NULL;
  g_autoptr (KithAnswer) three = NULL;

  kith_test_server_set_body (fixture->server, "GET", "/where", 200, "application/json", "{\"place\": \"/here\"}");
  kith_test_server_set_body (fixture->server, "GET", "/here", 200, "application/json", "{\"mail\": \"" ADA "\", \"role\": \"Head\"}");
  one = look_up (fixture);
  two = look_up (fixture);
  g_assert_cmpstr (kith_test_get_fact (two, KITH_FIELD_ROLE), ==, "Head");
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 3);
  /* Another token may see other places. */
  g_free (fixture->token);
  fixture->token = g_strdup ("other");
  three = look_up (fixture);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 5);
}

/* An expression that takes for ever on a document that is made for it is given up. */
static void
test_costly_expression (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"a\" kind=\"json\"><get url=\"/a\"/>"
                         "<connection select=\"//item[//item[//item = .] = .]\" tie=\"colleague\" name=\".\" evidence=\"'x'\"/></step>");
  g_autoptr (GString) items = g_string_new ("[0");
  gint64 begin;

  for (guint i = 1; i < 5000; i++)
    g_string_append_printf (items, ",%u", i);
  g_string_append_c (items, ']');
  kith_test_server_set_body (fixture->server, "GET", "/a", 200, "application/json", items->str);
  begin = g_get_monotonic_time ();
  assert_fails (fixture, KITH_ERROR_INVALID);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 20 * G_USEC_PER_SEC);
}

static void
test_unlisted_status (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("", PEOPLE);
  g_autoptr (GError) error = NULL;

  /* Not listed: 404 without a rule is no person who is not there, but a service that cannot be understood. */
  g_assert_null (kith_provider_fixture_look_up (fixture, ADA, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
}

/* Colleagues share what is known of their company, and another domain does not. */
static void
test_companies (void)
{
  g_autoptr (KithProviderFixture) fixture
      = service_new ("", "<step id=\"company\" kind=\"json\" scope=\"company\"><get url=\"/company/{domain}\"/>"
                         "<fact field=\"company\" select=\"/name\"/></step>");
  static const char *const people[] = { ADA, "bram.okoro@example.org", "Cleo@EXAMPLE.org", "dora@other.example.org" };

  kith_test_server_set_body (fixture->server, "GET", "/company/example.org", 200, "application/json", "{\"name\": \"Example Org\"}");
  kith_test_server_set_body (fixture->server, "GET", "/company/other.example.org", 200, "application/json", "{\"name\": \"Other Org\"}");
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithAnswer) answer = kith_provider_fixture_look_up (fixture, people[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, i < 3 ? "Example Org" : "Other Org");
    }
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 2);
  g_assert_false (kith_test_server_saw (fixture->server, "ada"));
}

/* A service is asked no more often than its file says, and not at all until it has to refuse. */
static void
test_budget (void)
{
  g_autoptr (KithProviderFixture) fixture = service_new ("<auth kind=\"bearer\" optional=\"yes\"/><limit requests=\"2\" per=\"PT1H\" with-token=\"3\"/>", PEOPLE);

  kith_test_server_set_route (fixture->server, "GET", "/people", "'status': 200, 'any_query': true, 'body': '{}'");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (KithAnswer) answer = look_up (fixture);

      g_assert_nonnull (answer);
    }
  assert_fails (fixture, KITH_ERROR_LIMITED);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 3);
}

/* What README.md tells people to write: one file, and no rebuild. */
static void
test_readme (void)
{
  g_autofree char *readme = g_test_build_filename (G_TEST_DIST, "..", "README.md", NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "directory.provider", NULL);
  g_autofree char *text = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (KithProviderFixture) fixture = NULL;
  char *begin, *end;

  g_assert_true (g_file_get_contents (readme, &text, NULL, NULL));
  begin = strstr (text, "<?xml");
  end = begin != NULL ? strstr (begin, "</provider>") : NULL;
  g_assert_nonnull (end);
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (path, begin, end - begin + strlen ("</provider>"), NULL));
  fixture = kith_provider_fixture_new (kith_test_load_provider (path), NULL);
  fixture->token = g_strdup (TOKEN);
  kith_test_server_set_body (fixture->server, "GET", "/api/people?mail=ada.marsh%40example.org", 200, "application/json",
                             "{\"people\": [{\"mail\": \"ada@example.org\", \"full_name\": \"Ada Other\"},"
                             " {\"mail\": \"" ADA "\", \"full_name\": \"Ada Marsh\", \"job\": {\"title\": \"Head of Signalling\"}}]}");
  answer = look_up (fixture);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, "Example Org");
  g_remove (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/declared/exact-address", test_exact_address);
  g_test_add_func ("/providers/declared/credentials", test_credentials);
  g_test_add_func ("/providers/declared/long-token", test_long_token);
  g_test_add_func ("/providers/declared/key-in-base", test_key_in_base);
  g_test_add_func ("/providers/declared/common-header", test_common_header);
  g_test_add_func ("/providers/declared/empty-connections", test_empty_connections);
  g_test_add_func ("/providers/declared/bounds", test_bounds);
  g_test_add_func ("/providers/declared/no-token", test_no_token);
  g_test_add_func ("/providers/declared/no-user", test_no_user);
  g_test_add_func ("/providers/declared/endless-pages", test_endless_pages);
  g_test_add_func ("/providers/declared/foreign-references", test_foreign_references);
  g_test_add_func ("/providers/declared/own-references", test_own_references);
  g_test_add_func ("/providers/declared/big-captures", test_big_captures);
  g_test_add_func ("/providers/declared/hostile-captures", test_hostile_captures);
  g_test_add_func ("/providers/declared/units", test_units);
  g_test_add_func ("/providers/declared/unit-of-dates", test_unit_of_dates);
  g_test_add_func ("/providers/declared/partial", test_partial);
  g_test_add_func ("/providers/declared/not-modified", test_not_modified);
  g_test_add_func ("/providers/declared/hidden", test_hidden);
  g_test_add_func ("/providers/declared/objection", test_objection);
  g_test_add_func ("/providers/declared/later-failure", test_later_failure);
  g_test_add_func ("/providers/declared/setup-steps", test_setup_steps);
  g_test_add_func ("/providers/declared/costly-expression", test_costly_expression);
  g_test_add_func ("/providers/declared/unlisted-status", test_unlisted_status);
  g_test_add_func ("/providers/declared/budget", test_budget);
  g_test_add_func ("/providers/declared/companies", test_companies);
  g_test_add_func ("/providers/declared/readme", test_readme);
  return g_test_run ();
}
