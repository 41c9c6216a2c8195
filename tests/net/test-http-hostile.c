/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <stdlib.h>
#include <string.h>

/* The most memory this process ever had. */
static gsize
get_peak_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return strtoul (line + 6, NULL, 10);
}

typedef struct
{
  const char *name;
  const char *route;
  const char *outcome; /* NULL: an answer like any other */
  guint status;
} Case;

static const Case cases[] = {
  { "stalls before the headers", "'delay': 30", "timed-out", 0 },
  { "stalls in the body", "'body': 'hello there', 'body_delay': 30", "timed-out", 200 },
  { "trickles", "'generate': {'kind': 'fill', 'bytes': 1000}, 'trickle': 0.05", "timed-out", 200 },
  { "1 GiB of chunks", "'endless': 1073741824", "too-big", 200 },
  { "gzip bomb of 1 GiB", "'gzip_bomb': 1073741824", "too-big", 200 },
  { "gzip bomb on an error", "'status': 500, 'gzip_bomb': 1073741824", "too-big", 500 },
  { "one byte too many", "'generate': {'kind': 'fill', 'bytes': 1048577}", "too-big", 200 },
  { "header of 1 MiB", "'big_header': 1048576", "too-big", 200 },
  { "header of 70 KiB", "'big_header': 71680", "too-big", 200 },
  { "headers without end", "'endless_headers': true", "too-big", 200 },
  { "promises more than it sends", "'body': 'short', 'content_length': 500, 'close': true", "failed", 200 },
  { "resets in the headers", "'reset': 10, 'body': 'hello'", "failed", 0 },
  { "resets in the body", "'generate': {'kind': 'fill', 'bytes': 4000}, 'reset': 1000", "failed", 200 },
  { "sends garbage", "'raw_base64': 'AP8AaGVsbG8NCg0KAAAAAP////8='", "failed", 0 },
  { "sends nothing", "'raw_base64': ''", "failed", 0 },
  { "status 000", "'raw_base64': 'SFRUUC8xLjEgMDAwIE5vbmUNCkNvbnRlbnQtTGVuZ3RoOiAwDQoNCg=='", "failed", 0 },
  { "bad gzip", "'headers': {'Content-Encoding': 'gzip'}, 'body': 'this is not gzip'", "failed", 200 },
  { "unknown coding", "'headers': {'Content-Encoding': 'rot13'}, 'body': 'uryyb'", "failed", 200 },
  { "bad chunks", "'headers': {'Transfer-Encoding': 'chunked'}, 'body': 'ZZZZ'", "failed", 200 },
  { "NUL in a header", "'headers': {'X-Nul': 'a\\u0000b'}, 'body': 'x'", "failed", 200 },
  { "deep JSON", "'generate': {'kind': 'deep-json', 'depth': 100000}", NULL, 200 },
  { "NULs in the body", "'body': 'a\\u0000b\\u0000'", NULL, 200 },
  { "exactly the limit", "'generate': {'kind': 'fill', 'bytes': 1048576}", NULL, 200 },
  { "a status nobody knows", "'status': 799, 'body': 'x'", NULL, 799 },
};

static void
run_case (KithNetFixture *self,
          const Case     *item,
          guint           i)
{
  g_autoptr (KithHttp) http = kith_net_fixture_new_http (self, 5000, g_strcmp0 (item->outcome, "timed-out") == 0 ? 700 : 20000);
  g_autofree char *path = g_strdup_printf ("/case/%u?secret", i);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  gint64 start = g_get_monotonic_time ();
  KithTestRecord *record;

  g_test_message ("a server that %s", item->name);
  kith_test_server_set_route (self->server, "GET", path, item->route);
  response = kith_net_send (http, request, &error);
  record = kith_test_recorder_get (self->recorder, i);
  if (item->outcome != NULL)
    {
      g_assert_null (response);
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
      g_assert_cmpstr (record->outcome, ==, item->outcome);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpuint (kith_http_response_get_status (response), ==, item->status);
    }
  g_assert_cmpuint (record->status, ==, item->status);
  if (g_strcmp0 (item->outcome, "timed-out") == 0)
    g_assert_cmpint (g_get_monotonic_time () - start, >=, 690 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 15 * G_USEC_PER_SEC);
}

static void
test_cases (KithNetFixture *self,
            gconstpointer   data)
{
  gsize before = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* After the first ones, so that what libcurl and OpenSSL load once is there. */
      if (i == 3)
        before = get_peak_kib ();
      run_case (self, &cases[i], i);
    }
  g_test_message ("peak memory grew by %" G_GSIZE_FORMAT " KiB over %u hostile answers, 3 GiB among them", get_peak_kib () - before,
                  (guint) G_N_ELEMENTS (cases) - 3);
#if defined(__SANITIZE_ADDRESS__)
  /* Freed memory is kept in quarantine, 256 MiB of it. */
  g_assert_cmpuint (get_peak_kib () - before, <, 512 * 1024);
#else
  g_assert_cmpuint (get_peak_kib () - before, <, 12 * 1024);
#endif
}

/* The limit of a picture is another one. */
static void
test_picture_limit (KithNetFixture *self,
                    gconstpointer   data)
{
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/picture");
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  kith_test_server_set_route (self->server, "GET", "/picture", "'generate': {'kind': 'fill', 'bytes': 4194304}");
  kith_http_request_set_max_bytes (request, KITH_HTTP_MAX_PICTURE_BYTES);
  response = kith_net_send (self->http, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (kith_http_response_get_body (response)), ==, KITH_HTTP_MAX_PICTURE_BYTES);
}

static void
test_handshakes (KithNetFixture *self,
                 gconstpointer   data)
{
  g_autoptr (KithHttp) http = kith_net_fixture_new_http (self, 500, 15000);
  g_autofree char *slow = kith_test_server_listen (self->server, "good", "slow-handshake", 0.2);
  g_autofree char *stalled = kith_test_server_listen (self->server, "good", "stall-handshake", 30);
  g_autoptr (KithHttpRequest) first = kith_net_fixture_new_request_at (self, slow, "/x", KITH_HTTP_TRUST_USER);
  g_autoptr (KithHttpRequest) second = kith_net_fixture_new_request_at (self, stalled, "/x", KITH_HTTP_TRUST_USER);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  gint64 start;

  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  response = kith_net_send (http, first, &error);
  g_assert_no_error (error);
  kith_net_assert_body (response, "x");
  g_clear_object (&response);

  start = g_get_monotonic_time ();
  response = kith_net_send (http, second, &error);
  g_assert_null (response);
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpstr (kith_test_recorder_get (self->recorder, 1)->outcome, ==, "timed-out");
}

static void
test_nobody_there (KithNetFixture *self,
                   gconstpointer   data)
{
  static const char *const hosts[] = { "https://localhost:1", "https://does-not-exist.invalid" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, hosts[i], "/x", KITH_HTTP_TRUST_USER);
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_send (self->http, request, &error);

      g_assert_null (response);
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
    }
}

/* A server that breaks off leaves nothing behind that the next request to another one would feel. */
static void
test_others_go_on (KithNetFixture *self,
                   gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  g_autofree char *other = kith_test_server_listen (self->server, "good", "tls", 0);
  g_autoptr (KithHttpRequest) endless = kith_net_fixture_new_request (self, "GET", "/endless");
  g_autoptr (KithHttpRequest) good = kith_net_fixture_new_request_at (self, other, "/good", KITH_HTTP_TRUST_USER);
  KithNetCall calls[2];

  kith_test_server_set_route (self->server, "GET", "/endless", "'endless': 1073741824");
  kith_test_server_set_route (self->server, "GET", "/good", "'body': 'good'");
  kith_net_call_start (&calls[0], self->http, endless, NULL);
  kith_net_call_start (&calls[1], self->http, good, NULL);
  response = kith_net_call_wait (&calls[1], self->http, &error);
  g_assert_no_error (error);
  kith_net_assert_body (response, "good");
  g_assert_null (kith_net_call_wait (&calls[0], self->http, &error2));
  kith_net_assert_error (error2, KITH_ERROR_UNAVAILABLE);
}

#define ADD(name, func) g_test_add ("/http-hostile/" name, KithNetFixture, NULL, kith_net_fixture_set_up, func, kith_net_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("cases", test_cases);
  ADD ("picture-limit", test_picture_limit);
  ADD ("handshakes", test_handshakes);
  ADD ("nobody-there", test_nobody_there);
  ADD ("others-go-on", test_others_go_on);
  return g_test_run ();
}
