/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <string.h>

static KithHttpResponse *
redirect (KithNetFixture  *self,
          const char      *location,
          GError         **error)
{
  g_autofree char *route = g_strdup_printf ("'status': 302, 'headers': {'Location': '%s'}", location);

  kith_test_server_set_route (self->server, "GET", "/from?a=b", route);
  return kith_net_fixture_get (self, "/from?a=b", error);
}

static void
test_redirect_elsewhere (KithNetFixture *self,
                         gconstpointer   data)
{
  g_autofree char *other_port = kith_test_server_listen (self->server, "good", "tls", 0);
  g_autofree char *other_host = g_strdup_printf ("https://127.0.0.1:%u/to", kith_test_server_get_port (self->server));
  g_autofree char *plain = g_strdup_printf ("http://localhost:%u/to", kith_test_server_get_port (self->server));
  g_autofree char *user = g_strdup_printf ("https://ada@localhost:%u/to", kith_test_server_get_port (self->server));
  g_autofree char *schemeless = g_strdup_printf ("//127.0.0.1:%u/to", kith_test_server_get_port (self->server));
  g_autofree char *long_path = g_strnfill (9000, 'x');
  const char *const locations[] = {
    other_port, other_host, plain, user, schemeless, long_path, "file:///etc/passwd", "https://192.168.1.1/", "https://169.254.169.254/latest",
    "ftp://localhost/", "gopher://localhost:25/", "javascript:alert(1)", "data:text/plain,x", "https:///to", "https://", "/to b",
  };

  kith_test_server_set_route (self->server, "*", "/to", "'body': 'never'");
  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = redirect (self, locations[i], &error);

      g_test_message ("%.60s", locations[i]);
      g_assert_null (response);
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
      g_assert_cmpstr (kith_test_recorder_get (self->recorder, i)->outcome, ==, "redirect");
      g_assert_cmpuint (kith_test_recorder_get (self->recorder, i)->status, ==, 302);
      g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, i + 1);
    }
  g_assert_false (kith_test_server_saw (self->server, "/to"));
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, G_N_ELEMENTS (locations));
}

/* What an administrator has switched off is not asked, and nothing is written down as if it had been. */
static void
test_refused_host (KithNetFixture *self,
                   gconstpointer   data)
{
  g_autoptr (GHashTable) hosts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  /* The same name, written differently. */
  static const char *const names[] = { "localhost", "LOCALHOST", "localhost.", "lOcalhost." };
  g_autoptr (KithHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_hash_table_add (hosts, (gpointer) "localhost");
  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'there'");
  kith_http_set_refused_hosts (self->http, hosts);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *base = g_strdup_printf ("https://%s:%u", names[i], kith_test_server_get_port (self->server));
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, base, "/x", KITH_HTTP_TRUST_USER);

      g_assert_null (kith_net_send (self->http, request, &error));
      kith_net_assert_error (error, KITH_ERROR_REFUSED);
      g_clear_error (&error);
    }
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 0);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 0);

  kith_http_set_refused_hosts (self->http, none);
  response = kith_net_fixture_get (self, "/x", &error);
  g_assert_no_error (error);
  kith_net_assert_body (response, "there");
}

static void
test_redirect_within (KithNetFixture *self,
                      gconstpointer   data)
{
  g_autofree char *absolute = g_strconcat (kith_test_server_get_base_url (self->server), "/to", NULL);
  const char *const locations[] = { "/to", "to", "./x/../to", "/to#part", absolute };

  kith_test_server_set_route (self->server, "GET", "/to", "'body': 'there'");
  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = redirect (self, locations[i], &error);
      KithTestRecord *first, *second;

      g_assert_no_error (error);
      kith_net_assert_body (response, "there");
      g_assert_cmpstr (kith_http_response_get_url (response), ==, absolute);
      first = kith_test_recorder_get (self->recorder, 2 * i);
      second = kith_test_recorder_get (self->recorder, 2 * i + 1);
      g_assert_cmpstr (first->outcome, ==, "redirect");
      g_assert_true (g_str_has_suffix (first->url, "/from?a=b"));
      g_assert_cmpstr (second->outcome, ==, "ok");
      g_assert_cmpstr (second->url, ==, absolute);
      g_assert_cmpuint (kith_http_response_get_bytes_sent (response), ==, first->bytes_sent + second->bytes_sent);
      g_assert_cmpuint (kith_http_response_get_bytes_received (response), ==, first->bytes_received + second->bytes_received);
    }
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 1);
}

static void
test_redirect_chain (KithNetFixture *self,
                     gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (GError) error3 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      g_autofree char *route = g_strdup_printf ("'status': 307, 'headers': {'Location': '/%u'}", i + 1);

      kith_test_server_set_route (self->server, "GET", path, route);
    }
  kith_test_server_set_route (self->server, "GET", "/4", "'body': 'end'");
  kith_test_server_set_route (self->server, "GET", "/loop", "'status': 301, 'headers': {'Location': '/loop'}");
  response = kith_net_fixture_get (self, "/1", &error);
  g_assert_no_error (error);
  kith_net_assert_body (response, "end");
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 4);
  g_clear_object (&response);

  response = kith_net_fixture_get (self, "/0", &error2);
  g_assert_null (response);
  kith_net_assert_error (error2, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 8);

  response = kith_net_fixture_get (self, "/loop", &error3);
  g_assert_null (response);
  kith_net_assert_error (error3, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 12);
}

/* Without a place to go to it is an answer; the caller may read it. */
static void
test_redirect_nowhere (KithNetFixture *self,
                       gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  kith_test_server_set_route (self->server, "GET", "/x", "'status': 302");
  response = kith_net_fixture_get (self, "/x", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kith_http_response_get_status (response), ==, 302);
}

/* The secret goes on within the origin, as do method and body where the status says so. */
static void
test_redirect_keeps (KithNetFixture *self,
                     gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("<find/>", 7);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "PROPFIND", "/.well-known/carddav");
  g_autoptr (KithHttpResponse) response = NULL;
  g_autoptr (GPtrArray) log = NULL;
  KithTestRequest *seen;

  kith_test_server_set_route (self->server, "PROPFIND", "/.well-known/carddav", "'status': 301, 'headers': {'Location': '/dav/'}");
  kith_test_server_set_route (self->server, "PROPFIND", "/dav/", "'status': 207, 'body': '<multistatus/>'");
  kith_http_request_set_body (request, "application/xml", body);
  kith_http_request_set_header (request, "Depth", "0");
  kith_http_request_set_secret_header (request, "Authorization", "Bearer token");
  response = kith_net_send (self->http, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kith_http_response_get_status (response), ==, 207);
  log = kith_test_server_dup_log (self->server);
  seen = g_ptr_array_index (log, 1);
  g_assert_cmpstr (seen->method, ==, "PROPFIND");
  g_assert_cmpstr (kith_test_request_get_header (seen, "Depth"), ==, "0");
  g_assert_cmpstr (kith_test_request_get_header (seen, "Authorization"), ==, "Bearer token");
  g_assert_null (kith_test_request_get_header (seen, "Referer"));
  g_assert_true (g_bytes_equal (seen->body, body));
}

static void
test_redirect_time (KithNetFixture *self,
                    gconstpointer   data)
{
  g_autoptr (KithHttp) http = kith_net_fixture_new_http (self, 5000, 600);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/loop");
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  gint64 start = g_get_monotonic_time ();

  kith_test_server_set_route (self->server, "GET", "/loop", "'status': 301, 'delay': 0.4, 'headers': {'Location': '/loop'}");
  response = kith_net_send (http, request, &error);
  g_assert_null (response);
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 2);
  g_assert_cmpstr (kith_test_recorder_get (self->recorder, 1)->outcome, ==, "timed-out");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* Waiting. */

typedef struct
{
  char *origin;
  gint64 until;
  guint count;
} Held;

static void
on_held (KithHttp   *http,
         const char *origin,
         gint64      until,
         Held       *held)
{
  g_free (held->origin);
  held->origin = g_strdup (origin);
  held->until = until;
  held->count++;
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
test_retry_after (KithNetFixture *self,
                  gconstpointer   data)
{
  static const struct
  {
    const char *route;
    gint64 wait;
  } items[] = {
    { "'status': 429, 'headers': {'Retry-After': '100'}", 100 },
    { "'status': 503, 'headers': {'Retry-After': '3000'}", 3000 },
    { "'status': 429, 'retry_after_date': 200", 200 },
    { "'status': 429, 'headers': {'Retry-After': '9999999'}", 24 * 60 * 60 },
  };
  const char *origin = kith_test_server_get_base_url (self->server);

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (KithHttp) http = kith_net_fixture_new_http (self, 5000, 15000);
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/x");
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) error2 = NULL;
      g_autoptr (GError) error3 = NULL;
      g_autoptr (KithHttpResponse) response = NULL;
      guint count = kith_test_server_count_requests (self->server);
      Held held = { 0 };

      g_signal_connect (http, "held", G_CALLBACK (on_held), &held);
      kith_test_server_set_route (self->server, "GET", "/x", items[i].route);
      response = kith_net_send (http, request, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ABS (kith_http_response_get_retry_after (response) - items[i].wait), <=, 1);
      g_assert_cmpstr (kith_test_recorder_get (self->recorder, 2 * i)->outcome, ==, "limited");
      g_assert_cmpuint (held.count, ==, 1);
      g_assert_cmpstr (held.origin, ==, origin);
      g_assert_cmpint (ABS (held.until - get_now () - items[i].wait), <=, 2);
      g_assert_cmpint (kith_http_get_held_until (http, origin), ==, held.until);
      g_clear_object (&response);

      /* Not even the user's own refresh goes out. */
      kith_http_request_set_urgent (request, TRUE);
      response = kith_net_send (http, request, &error2);
      g_assert_null (response);
      kith_net_assert_error (error2, KITH_ERROR_LIMITED);
      g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, count + 1);
      g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 2 * i + 1);

      /* Over: it is asked again. */
      kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
      kith_http_hold (http, origin, get_now ());
      g_assert_cmpint (kith_http_get_held_until (http, origin), ==, 0);
      response = kith_net_send (http, request, &error3);
      g_assert_no_error (error3);
      g_assert_cmpuint (held.count, ==, 2);
      g_free (held.origin);
    }
}

/* What a program kept from the last time is obeyed before anything is sent; other origins are free. */
static void
test_hold (KithNetFixture *self,
           gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  g_autofree char *other = kith_test_server_listen (self->server, "good", "tls", 0);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, other, "/x", KITH_HTTP_TRUST_USER);

  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  kith_http_hold (self->http, kith_test_server_get_base_url (self->server), get_now () + 100);
  response = kith_net_fixture_get (self, "/x", &error);
  g_assert_null (response);
  kith_net_assert_error (error, KITH_ERROR_LIMITED);
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 0);
  response = kith_net_send (self->http, request, &error2);
  g_assert_no_error (error2);
  kith_net_assert_body (response, "x");
}

/* Those that wait in the queue when the server asks for peace do not go out either. */
static void
test_hold_empties_queue (KithNetFixture *self,
                         gconstpointer   data)
{
  KithNetCall calls[40];
  guint limited = 0;

  kith_test_server_set_route (self->server, "GET", "/x", "'delay': 0.2, 'status': 429, 'headers': {'Retry-After': '60'}");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/x");

      kith_net_call_start (&calls[i], self->http, request, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_call_wait (&calls[i], self->http, &error);

      if (response == NULL)
        {
          kith_net_assert_error (error, KITH_ERROR_LIMITED);
          limited++;
        }
    }
  g_assert_cmpuint (limited, ==, 36);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 4);
}

static void
test_back_off (KithNetFixture *self,
               gconstpointer   data)
{
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/x");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  kith_test_server_set_route (self->server, "GET", "/x", "'status': 500");
  for (guint i = 0; i < 2; i++)
    {
      response = kith_net_send (self->http, request, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (kith_http_response_get_status (response), ==, 500);
      g_clear_object (&response);
    }
  /* One failure is chance, two are not. */
  response = kith_net_send (self->http, request, &error);
  g_assert_null (response);
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 2);

  /* The user may insist, and a success is the end of it. */
  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  kith_http_request_set_urgent (request, TRUE);
  response = kith_net_send (self->http, request, &error2);
  g_assert_no_error (error2);
  g_clear_object (&response);
  kith_http_request_set_urgent (request, FALSE);
  response = kith_net_send (self->http, request, &error2);
  g_assert_no_error (error2);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 4);
}

/* A server that does not answer at all is left alone as well; what it sends too much of, or what we break off, is no failure. */
static void
test_back_off_causes (KithNetFixture *self,
                      gconstpointer   data)
{
  g_autofree char *resetting = kith_test_server_listen (self->server, "good", "reset", 0);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, resetting, "/x", KITH_HTTP_TRUST_USER);
  guint connections;

  kith_test_server_set_route (self->server, "GET", "/large", "'generate': {'kind': 'fill', 'bytes': 1048577}");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kith_net_fixture_get (self, "/large", &error));
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
    }
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 3);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kith_net_send (self->http, request, &error));
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
    }
  connections = kith_test_server_count_connections (self->server);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kith_net_send (self->http, request, &error));
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
    }
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, connections);
}

#define ADD(name, func) g_test_add ("/http-rules/" name, KithNetFixture, NULL, kith_net_fixture_set_up, func, kith_net_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("refused-host", test_refused_host);
  ADD ("redirect-elsewhere", test_redirect_elsewhere);
  ADD ("redirect-within", test_redirect_within);
  ADD ("redirect-chain", test_redirect_chain);
  ADD ("redirect-nowhere", test_redirect_nowhere);
  ADD ("redirect-keeps", test_redirect_keeps);
  ADD ("redirect-time", test_redirect_time);
  ADD ("retry-after", test_retry_after);
  ADD ("hold", test_hold);
  ADD ("hold-empties-queue", test_hold_empties_queue);
  ADD ("back-off", test_back_off);
  ADD ("back-off-causes", test_back_off_causes);
  return g_test_run ();
}
