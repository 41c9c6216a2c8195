/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-origin.h"
#include "kith-http-proxy.h"
#include "kith-http-request-private.h"
#include "kith-http-response-private.h"
#include "kith-http-url.h"

#include <kith/kith-error.h>
#include <string.h>

static void
test_urls (void)
{
  static const struct
  {
    const char *text;
    const char *url;
    const char *host;
    const char *origin;
  } cases[] = {
    { "https://example.org", "https://example.org/", "example.org", "https://example.org" },
    { "https://example.org/a?b=c#d", "https://example.org/a?b=c", "example.org", "https://example.org" },
    { "HTTPS://EXAMPLE.org:443/A", "https://example.org/A", "example.org", "https://example.org" },
    { "https://example.org.:8443/a", "https://example.org:8443/a", "example.org", "https://example.org:8443" },
    { "https://example.org:8443/%7Ea/b%2Fc", "https://example.org:8443/%7Ea/b%2Fc", "example.org", "https://example.org:8443" },
    { "https://example.org./a", "https://example.org/a", "example.org", "https://example.org" },
    { "https://Example.org.:8443/", "https://example.org:8443/", "example.org", "https://example.org:8443" },
    { "https://example.org/a/../b", "https://example.org/b", "example.org", "https://example.org" },
    { "https://[2001:DB8::1]:444/x", "https://[2001:db8::1]:444/x", "[2001:db8::1]", "https://[2001:db8::1]:444" },
    { "https://b\xc3\xbc" "cher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example", "https://xn--bcher-kva.example" },
    { "https://2130706433/", "https://127.0.0.1/", "127.0.0.1", "https://127.0.0.1" },
    { "https://0x7f.1/", "https://127.0.0.1/", "127.0.0.1", "https://127.0.0.1" },
    { "http://example.org/", NULL },
    { "file:///etc/passwd", NULL },
    { "ftp://example.org/", NULL },
    { "//example.org/", NULL },
    { "example.org", NULL },
    { "https:///path", NULL },
    { "https://", NULL },
    { "", NULL },
    { "https://./", NULL },
    { "https://user@example.org/", NULL },
    { "https://user:pass@example.org/", NULL },
    { "https://:@example.org/", NULL },
    { "https://example.org\\@evil.example/", NULL },
    { "https://example.org /", NULL },
    { "https://example.org/a b", NULL },
    { "https://example.org/a\nb", NULL },
    { "https://example.org/\x7f", NULL },
    { "https://example.org/\xc3\xbc", NULL },
    { "https://[fe80::1%25eth0]/", NULL },
    { "https://example.org:0x50/", NULL },
    { "https://example.org:99999/", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpUrl) url = kith_http_url_parse (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].url == NULL)
        {
          g_assert_null (url);
          g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (url->url, ==, cases[i].url);
      g_assert_cmpstr (url->host, ==, cases[i].host);
      g_assert_cmpstr (url->origin, ==, cases[i].origin);
    }
}

static void
test_url_limit (void)
{
  g_autofree char *path = g_strnfill (KITH_HTTP_MAX_URL_BYTES, 'x');
  g_autofree char *too_long = g_strconcat ("https://a.example/", path, NULL);
  g_autofree char *longest = g_strndup (too_long, KITH_HTTP_MAX_URL_BYTES);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpUrl) good = kith_http_url_parse (longest, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (good->url), ==, KITH_HTTP_MAX_URL_BYTES);
  g_assert_null (kith_http_url_parse (too_long, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
test_methods (void)
{
  static const char *const bad[] = { "", "get", "GET ", "G\r\nT", "CONNECT", "ABCDEFGHIJKLMNOPQ" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kith_http_request_new (bad[i], "https://example.org/", KITH_HTTP_TRUST_NONE, &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
    }
}

static void
test_header_names (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    gboolean good;
  } cases[] = {
    { "X-A", "b", TRUE },          { "X-A", "", TRUE },          { "X-A", "tab\there", TRUE }, { "X A", "b", FALSE },
    { "X:A", "b", FALSE },         { "", "b", FALSE },           { "X-A", "a\nb", FALSE },     { "X-A", "a\rb", FALSE },
    { "Host", "evil", FALSE },     { "host", "evil", FALSE },    { "Cookie", "a=b", FALSE },   { "Transfer-Encoding", "x", FALSE },
    { "Content-Length", "1", FALSE }, { "Proxy-Authorization", "x", FALSE }, { "Accept", "application/json", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KithHttpRequest) request = kith_http_request_new ("GET", "https://example.org/", KITH_HTTP_TRUST_DECLARED, NULL);

      kith_http_request_set_header (request, cases[i].name, cases[i].value);
      g_assert_cmpint (kith_http_request_check (request, NULL), ==, cases[i].good);
    }
}

static void
test_redirected_requests (void)
{
  static const struct
  {
    const char *method;
    guint status;
    const char *location;
    const char *expected_method;
    const char *expected_url;
  } cases[] = {
    { "GET", 301, "/b", "GET", "https://a.example/b" },
    { "GET", 302, "b?c", "GET", "https://a.example/x/b?c" },
    { "GET", 302, "https://a.example:443/b", "GET", "https://a.example/b" },
    { "GET", 302, "//A.example/b", "GET", "https://a.example/b" },
    { "POST", 301, "/b", "GET", "https://a.example/b" },
    { "POST", 302, "/b", "GET", "https://a.example/b" },
    { "POST", 303, "/b", "GET", "https://a.example/b" },
    { "POST", 307, "/b", "POST", "https://a.example/b" },
    { "POST", 308, "/b", "POST", "https://a.example/b" },
    { "PROPFIND", 301, "/b", "PROPFIND", "https://a.example/b" },
    { "PROPFIND", 303, "/b", "GET", "https://a.example/b" },
    { "GET", 302, "https://b.example/", NULL, NULL },
    { "GET", 302, "https://a.example.evil.example/", NULL, NULL },
    { "GET", 302, "https://a.example:8443/", NULL, NULL },
    { "GET", 302, "http://a.example/", NULL, NULL },
    { "GET", 302, "https://a.example@evil.example/", NULL, NULL },
    { "GET", 302, "https://user@a.example/", NULL, NULL },
    { "GET", 302, "//evil.example/b", NULL, NULL },
    { "GET", 302, "\\\\evil.example/b", NULL, NULL },
    { "GET", 302, "file:///etc/passwd", NULL, NULL },
    { "GET", 302, "javascript:alert(1)", NULL, NULL },
    { "GET", 302, "gopher://a.example/", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
      g_autoptr (KithHttpRequest) request = kith_http_request_new (cases[i].method, "https://a.example/x/y?q", KITH_HTTP_TRUST_USER, NULL);
      g_autoptr (KithHttpRequest) next = NULL;
      g_autoptr (GPtrArray) lines = NULL;

      g_test_message ("%s %u %s", cases[i].method, cases[i].status, cases[i].location);
      kith_http_request_set_secret_header (request, "Authorization", "Bearer x");
      kith_http_request_set_purpose (request, "p", "a", "s", "k", "i");
      if (strcmp (cases[i].method, "GET") != 0)
        kith_http_request_set_body (request, "text/plain", body);
      next = kith_http_request_new_redirected (request, cases[i].status, cases[i].location, &error);
      if (cases[i].expected_url == NULL)
        {
          g_assert_null (next);
          g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (kith_http_request_get_method (next), ==, cases[i].expected_method);
      g_assert_cmpstr (kith_http_request_get_url (next), ==, cases[i].expected_url);
      g_assert_cmpint (kith_http_request_get_trust (next), ==, KITH_HTTP_TRUST_USER);
      g_assert_cmpstr (kith_http_request_get_identifier (next), ==, "i");
      lines = kith_http_request_dup_header_lines (next);
      g_assert_cmpstr (g_ptr_array_index (lines, 0), ==, "Authorization: Bearer x");
      if (strcmp (cases[i].expected_method, "GET") == 0)
        {
          g_assert_null (kith_http_request_get_body (next));
          g_assert_cmpuint (lines->len, ==, 1);
        }
      else
        g_assert_true (kith_http_request_get_body (next) == body);
    }
}

static void
test_max_age (void)
{
  static const struct
  {
    const char *cache_control;
    const char *age;
    gint64 expected;
  } cases[] = {
    { NULL, NULL, -1 },
    { "", NULL, -1 },
    { "public", NULL, -1 },
    { "max-age=60", NULL, 60 },
    { "private , Max-Age=\"60\"", NULL, 60 },
    { "max-age=60", "10", 50 },
    { "max-age=60", "100", 0 },
    { "max-age=60", "soon", 60 },
    { "max-age=60, no-store", NULL, 0 },
    { "no-cache", NULL, 0 },
    { "s-maxage=60", NULL, -1 },
    { "max-age=-5", NULL, -1 },
    { "max-age=x", NULL, -1 },
    { "max-age=99999999999999999999999", NULL, G_MAXINT32 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (kith_http_parse_max_age (cases[i].cache_control, cases[i].age), ==, cases[i].expected);
}

static void
test_retry_after (void)
{
  static const struct
  {
    const char *text;
    gint64 expected;
  } cases[] = {
    { NULL, -1 },
    { "", -1 },
    { "0", 0 },
    { "120", 120 },
    { "99999999", 24 * 60 * 60 },
    { "99999999999999999999999", 24 * 60 * 60 },
    { "-1", -1 },
    { "5 minutes", -1 },
    { "soon", -1 },
    { "Sun, 06 Nov 1994 08:50:07 GMT", 30 },
    { "Sunday, 06-Nov-94 08:50:07 GMT", 30 },
    { "Sun Nov  6 08:50:07 1994", 30 },
    { "Sun, 06 Nov 1994 08:00:00 GMT", 0 },
    { "Sun, 06 Nov 2094 08:00:00 GMT", 24 * 60 * 60 },
  };
  const gint64 now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (kith_http_parse_retry_after (cases[i].text, now), ==, cases[i].expected);
    }
}

static void
test_header_lines (void)
{
  g_autoptr (GHashTable) headers = kith_http_headers_new ();
  static const char *const lines[] = {
    "ETag: \"one\"\r\n", "etag:\"two\" \r\n", "Cache-Control: private\r\n", "cache-control: max-age=5\r\n", "no colon\r\n", ": none\r\n",
    "X-Latin: caf\xe9\r\n", "X-Empty:\r\n", "\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    kith_http_headers_add_line (headers, lines[i], strlen (lines[i]));
  g_assert_cmpuint (g_hash_table_size (headers), ==, 4);
  g_assert_cmpstr (g_hash_table_lookup (headers, "etag"), ==, "\"two\"");
  g_assert_cmpstr (g_hash_table_lookup (headers, "cache-control"), ==, "private, max-age=5");
  g_assert_cmpstr (g_hash_table_lookup (headers, "x-latin"), ==, "caf\xef\xbf\xbd");
  g_assert_cmpstr (g_hash_table_lookup (headers, "x-empty"), ==, "");
}

static void
test_back_off (void)
{
  static const gint64 seconds[] = { 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300 };
  KithHttpOrigin *origin = kith_http_origin_new ("https://a.example");
  const gint64 start = G_GINT64_CONSTANT (1000) * G_USEC_PER_SEC;

  for (gsize i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (GError) error = NULL;

      kith_http_origin_failed (origin, start, 0.5);
      g_assert_cmpint (origin->retry_at, ==, start + seconds[i] * G_USEC_PER_SEC);
      if (seconds[i] > 0)
        {
          g_assert_false (kith_http_origin_check (origin, FALSE, 0, start + seconds[i] * G_USEC_PER_SEC - 1, NULL));
          g_assert_false (kith_http_origin_check (origin, FALSE, 0, start, &error));
          g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
          g_assert_nonnull (strstr (error->message, seconds[i] <= 60 ? "in 1 minute" : "minutes"));
        }
      g_assert_true (kith_http_origin_check (origin, FALSE, 0, start + seconds[i] * G_USEC_PER_SEC, NULL));
      g_assert_true (kith_http_origin_check (origin, TRUE, 0, start, NULL));
    }
  for (guint i = 0; i < 100; i++)
    kith_http_origin_failed (origin, start, 1);
  g_assert_cmpint (origin->retry_at, ==, start + 300 * G_USEC_PER_SEC);
  g_assert_false (kith_http_origin_is_idle (origin, 0, start + 400 * G_USEC_PER_SEC));
  g_assert_true (kith_http_origin_is_idle (origin, 0, start + 1000 * G_USEC_PER_SEC));

  kith_http_origin_succeeded (origin);
  g_assert_true (kith_http_origin_check (origin, FALSE, 0, start, NULL));
  g_assert_true (kith_http_origin_is_idle (origin, 0, start));

  /* The jitter. */
  kith_http_origin_failed (origin, start, 0);
  kith_http_origin_failed (origin, start, 0);
  g_assert_cmpint (origin->retry_at, ==, start + G_USEC_PER_SEC * 3 / 2);
  kith_http_origin_succeeded (origin);
  kith_http_origin_failed (origin, start, 1);
  kith_http_origin_failed (origin, start, 1);
  g_assert_cmpint (origin->retry_at, ==, start + G_USEC_PER_SEC * 5 / 2);
  kith_http_origin_free (origin);
}

static void
test_hold (void)
{
  KithHttpOrigin *origin = kith_http_origin_new ("https://a.example");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;

  g_assert_true (kith_http_origin_hold (origin, 1600, 1000));
  g_assert_false (kith_http_origin_hold (origin, 1600, 1000));
  g_assert_false (kith_http_origin_check (origin, TRUE, 1599, 0, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_LIMITED);
  g_assert_true (kith_http_origin_check (origin, FALSE, 1600, 0, NULL));
  g_assert_false (kith_http_origin_is_idle (origin, 1599, 0));
  g_assert_true (kith_http_origin_is_idle (origin, 1600, 0));
  /* A success of a request that was under way does not end what the server asked for. */
  kith_http_origin_succeeded (origin);
  g_assert_false (kith_http_origin_check (origin, FALSE, 1599, 0, NULL));

  g_assert_true (kith_http_origin_hold (origin, G_MAXINT64, 1000));
  g_assert_cmpint (origin->held_until, ==, 1000 + 24 * 60 * 60);
  g_assert_false (kith_http_origin_check (origin, FALSE, 1000, 0, &error2));
  g_assert_nonnull (strstr (error2->message, "in 24 hours"));
  g_assert_true (kith_http_origin_hold (origin, 999, 1000));
  g_assert_true (kith_http_origin_check (origin, FALSE, 1000, 0, NULL));
  kith_http_origin_free (origin);
}

static void
test_proxy (void)
{
  KithHttpProxy *none, *proxy;

  g_unsetenv ("https_proxy");
  g_unsetenv ("HTTPS_PROXY");
  g_unsetenv ("all_proxy");
  g_unsetenv ("ALL_PROXY");
  none = kith_http_proxy_new_from_environment ();
  g_assert_null (kith_http_proxy_find (none, "a.example", KITH_HTTP_TRUST_DECLARED));
  kith_http_proxy_free (none);

  g_setenv ("https_proxy", "http://proxy.example:3128", TRUE);
  g_setenv ("no_proxy", "intern.example, .B.example,,10.0.0.1", TRUE);
  proxy = kith_http_proxy_new_from_environment ();
  g_assert_cmpstr (kith_http_proxy_find (proxy, "a.example", KITH_HTTP_TRUST_DECLARED), ==, "http://proxy.example:3128");
  g_assert_cmpstr (kith_http_proxy_find (proxy, "a.example", KITH_HTTP_TRUST_USER), ==, "http://proxy.example:3128");
  g_assert_cmpstr (kith_http_proxy_find (proxy, "notintern.example", KITH_HTTP_TRUST_USER), ==, "http://proxy.example:3128");
  g_assert_null (kith_http_proxy_find (proxy, "a.example", KITH_HTTP_TRUST_NONE));
  g_assert_null (kith_http_proxy_find (proxy, "intern.example", KITH_HTTP_TRUST_DECLARED));
  g_assert_null (kith_http_proxy_find (proxy, "www.intern.example", KITH_HTTP_TRUST_DECLARED));
  g_assert_null (kith_http_proxy_find (proxy, "x.b.example", KITH_HTTP_TRUST_DECLARED));
  g_assert_null (kith_http_proxy_find (proxy, "10.0.0.1", KITH_HTTP_TRUST_DECLARED));
  g_assert_null (kith_http_proxy_find (proxy, "localhost", KITH_HTTP_TRUST_USER));
  g_assert_null (kith_http_proxy_find (proxy, "127.0.0.1", KITH_HTTP_TRUST_USER));
  g_assert_null (kith_http_proxy_find (proxy, "[::1]", KITH_HTTP_TRUST_USER));
  kith_http_proxy_free (proxy);

  g_setenv ("no_proxy", "*", TRUE);
  proxy = kith_http_proxy_new_from_environment ();
  g_assert_null (kith_http_proxy_find (proxy, "a.example", KITH_HTTP_TRUST_DECLARED));
  kith_http_proxy_free (proxy);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-values/urls", test_urls);
  g_test_add_func ("/http-values/url-limit", test_url_limit);
  g_test_add_func ("/http-values/methods", test_methods);
  g_test_add_func ("/http-values/header-names", test_header_names);
  g_test_add_func ("/http-values/redirected-requests", test_redirected_requests);
  g_test_add_func ("/http-values/max-age", test_max_age);
  g_test_add_func ("/http-values/retry-after", test_retry_after);
  g_test_add_func ("/http-values/header-lines", test_header_lines);
  g_test_add_func ("/http-values/back-off", test_back_off);
  g_test_add_func ("/http-values/hold", test_hold);
  g_test_add_func ("/http-values/proxy", test_proxy);
  return g_test_run ();
}
