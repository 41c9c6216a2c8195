/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <string.h>

static void
test_get (KithNetFixture *self,
          gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *url = NULL;
  KithTestRequest *seen;
  KithTestRecord *record;

  kith_test_server_set_route (self->server, "GET", "/v3/profiles/abc?x=1%202",
                              "'headers': {'Cache-Control': 'private, max-age=60', 'Age': '10', 'X-Two': 'one'}, 'body': 'hello'");
  request = kith_net_fixture_new_request (self, "GET", "/v3/profiles/abc?x=1%202#part");
  kith_http_request_set_header (request, "X-Test", "first");
  kith_http_request_set_header (request, "x-test", "yes");
  kith_http_request_set_secret_header (request, "Authorization", "Bearer secret");
  kith_http_request_set_purpose (request, "gravatar", "ada@example.org", NULL, "address-sha256", "abc");
  response = kith_net_send (self->http, request, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (kith_http_response_get_status (response), ==, 200);
  kith_net_assert_body (response, "hello");
  g_assert_cmpstr (kith_http_response_get_header (response, "x-two"), ==, "one");
  g_assert_cmpstr (kith_http_response_get_header (response, "X-TWO"), ==, "one");
  g_assert_null (kith_http_response_get_header (response, "X-Three"));
  g_assert_cmpint (kith_http_response_get_max_age (response), ==, 50);
  g_assert_cmpint (kith_http_response_get_retry_after (response), ==, -1);
  url = g_strconcat (kith_test_server_get_base_url (self->server), "/v3/profiles/abc?x=1%202", NULL);
  g_assert_cmpstr (kith_http_response_get_url (response), ==, url);

  /* Byte for byte: this and nothing else left. */
  log = kith_test_server_dup_log (self->server);
  g_assert_cmpuint (log->len, ==, 1);
  seen = g_ptr_array_index (log, 0);
  expected = g_strdup_printf ("GET /v3/profiles/abc?x=1%%202 HTTP/1.1\r\n"
                              "Host: localhost:%u\r\n"
                              "User-Agent: Kith/" KITH_VERSION "\r\n"
                              "Accept: */*\r\n"
                              "Accept-Encoding: gzip, deflate, br\r\n"
                              "x-test: yes\r\n"
                              "Authorization: Bearer secret",
                              kith_test_server_get_port (self->server));
  g_assert_cmpstr (seen->head, ==, expected);
  g_assert_cmpuint (g_bytes_get_size (seen->body), ==, 0);
  g_assert_cmpuint (kith_http_response_get_bytes_sent (response), ==, strlen (expected) + 4);

  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 1);
  record = kith_test_recorder_get (self->recorder, 0);
  g_assert_cmpstr (record->method, ==, "GET");
  g_assert_cmpstr (record->url, ==, url);
  g_assert_cmpstr (record->identifier, ==, "abc");
  g_assert_cmpstr (record->outcome, ==, "ok");
  g_assert_cmpuint (record->status, ==, 200);
  g_assert_cmpuint (record->bytes_sent, ==, strlen (expected) + 4);
  g_assert_cmpuint (record->bytes_received, ==, kith_http_response_get_bytes_received (response));
  g_assert_cmpuint (record->bytes_received, >, 5);
}

static void
test_methods (KithNetFixture *self,
              gconstpointer   data)
{
  static const char *const methods[] = { "POST", "PUT", "REPORT", "PROPFIND" };
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"q\":\"\0\"}", 9);
  g_autoptr (GPtrArray) log = NULL;

  kith_test_server_set_route (self->server, "*", "/any", "'status': 200, 'body': 'ok'");
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, methods[i], "/any");
      g_autoptr (KithHttpResponse) response = NULL;

      kith_http_request_set_body (request, "application/json", body);
      response = kith_net_send (self->http, request, &error);
      g_assert_no_error (error);
      kith_net_assert_body (response, "ok");
    }

  log = kith_test_server_dup_log (self->server);
  g_assert_cmpuint (log->len, ==, G_N_ELEMENTS (methods));
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      KithTestRequest *seen = g_ptr_array_index (log, i);

      g_assert_cmpstr (seen->method, ==, methods[i]);
      g_assert_true (g_bytes_equal (seen->body, body));
      g_assert_cmpstr (kith_test_request_get_header (seen, "Content-Type"), ==, "application/json");
      g_assert_cmpstr (kith_test_request_get_header (seen, "Content-Length"), ==, "9");
      g_assert_null (kith_test_request_get_header (seen, "Expect"));
    }
  /* 'connection' is the same for all: one handshake. */
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 1);
}

static void
test_empty_bodies (KithNetFixture *self,
                   gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) head = kith_net_fixture_new_request (self, "HEAD", "/any");
  g_autoptr (KithHttpRequest) post = kith_net_fixture_new_request (self, "POST", "/any");
  g_autoptr (KithHttpResponse) first = NULL;
  g_autoptr (KithHttpResponse) second = NULL;
  g_autoptr (GPtrArray) log = NULL;

  kith_test_server_set_route (self->server, "*", "/any", "'status': 200, 'body': 'ok'");
  first = kith_net_send (self->http, head, &error);
  g_assert_no_error (error);
  kith_net_assert_body (first, "");
  g_assert_cmpstr (kith_http_response_get_header (first, "Content-Length"), ==, "2");
  second = kith_net_send (self->http, post, &error);
  g_assert_no_error (error);
  kith_net_assert_body (second, "ok");

  log = kith_test_server_dup_log (self->server);
  g_assert_cmpstr (kith_test_request_get_header (g_ptr_array_index (log, 1), "Content-Length"), ==, "0");
  g_assert_null (kith_test_request_get_header (g_ptr_array_index (log, 1), "Content-Type"));
}

static void
test_statuses (KithNetFixture *self,
               gconstpointer   data)
{
  static const struct
  {
    guint status;
    const char *outcome;
  } cases[] = {
    { 200, "ok" },         { 204, "ok" },      { 304, "not-modified" }, { 400, "failed" },  { 401, "refused" }, { 403, "refused" },
    { 404, "not-found" },  { 410, "not-found" }, { 429, "limited" },    { 451, "refused" }, { 500, "failed" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *route = g_strdup_printf ("'status': %u", cases[i].status);
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = NULL;

      kith_test_server_set_route (self->server, "GET", "/status", route);
      response = kith_net_fixture_get (self, "/status", &error);
      g_assert_no_error (error);
      g_assert_cmpuint (kith_http_response_get_status (response), ==, cases[i].status);
      g_assert_nonnull (kith_http_response_get_body (response));
      g_assert_cmpstr (kith_test_recorder_get (self->recorder, i)->outcome, ==, cases[i].outcome);
      g_assert_cmpuint (kith_test_recorder_get (self->recorder, i)->status, ==, cases[i].status);
    }
}

static void
test_validators (KithNetFixture *self,
                 gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/tagged");
  g_autoptr (KithHttpResponse) first = NULL;
  g_autoptr (KithHttpResponse) second = NULL;

  kith_test_server_set_route (self->server, "GET", "/tagged", "'etag': 'W/abc', 'body': 'long'");
  first = kith_net_fixture_get (self, "/tagged", &error);
  g_assert_no_error (error);
  kith_http_request_set_header (request, "If-None-Match", kith_http_response_get_header (first, "ETag"));
  second = kith_net_send (self->http, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kith_http_response_get_status (second), ==, 304);
  kith_net_assert_body (second, "");
}

static void
test_compression (KithNetFixture *self,
                  gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) gzip = NULL;
  g_autoptr (KithHttpResponse) deflate = NULL;
  g_autoptr (KithHttpResponse) brotli = NULL;

  kith_test_server_set_route (self->server, "GET", "/gzip", "'compress': 'gzip', 'body': 'hello'");
  kith_test_server_set_route (self->server, "GET", "/deflate", "'compress': 'deflate', 'body': 'hello', 'chunked': true");
  /* RFC 7932: an uncompressed meta-block of five bytes, then the empty last one. */
  kith_test_server_set_route (self->server, "GET", "/br", "'headers': {'Content-Encoding': 'br'}, 'body_base64': 'QAAQaGVsbG8D'");
  gzip = kith_net_fixture_get (self, "/gzip", &error);
  g_assert_no_error (error);
  kith_net_assert_body (gzip, "hello");
  deflate = kith_net_fixture_get (self, "/deflate", &error);
  g_assert_no_error (error);
  kith_net_assert_body (deflate, "hello");
  brotli = kith_net_fixture_get (self, "/br", &error);
  g_assert_no_error (error);
  kith_net_assert_body (brotli, "hello");
}

static void
test_passwords (KithNetFixture *self,
                gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) basic = kith_net_fixture_new_request (self, "GET", "/basic");
  g_autoptr (KithHttpRequest) digest = kith_net_fixture_new_request (self, "GET", "/digest");
  g_autoptr (KithHttpResponse) first = NULL;
  g_autoptr (KithHttpResponse) second = NULL;

  kith_test_server_set_route (self->server, "GET", "/basic", "'require': {'Authorization': 'Basic YWRhOnDDpHNz'}, 'body': 'in'");
  kith_http_request_set_userpwd (basic, "ada", "p\xc3\xa4ss", FALSE);
  first = kith_net_send (self->http, basic, &error);
  g_assert_no_error (error);
  kith_net_assert_body (first, "in");
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 1);

  kith_test_server_set_route (self->server, "GET", "/digest", "'digest': {'user': 'ada', 'password': 'pass'}, 'body': 'in'");
  kith_http_request_set_userpwd (digest, "ada", "pass", TRUE);
  second = kith_net_send (self->http, digest, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kith_http_response_get_status (second), ==, 200);
  kith_net_assert_body (second, "in");
  g_assert_null (kith_http_response_get_header (second, "WWW-Authenticate"));
  g_assert_false (kith_test_server_saw (self->server, "pass"));
}

/* The next request on the same connection carries nothing of the one before. */
static void
test_handles_forget (KithNetFixture *self,
                     gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "POST", "/a");
  g_autoptr (KithHttpResponse) first = NULL;
  g_autoptr (KithHttpResponse) second = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *expected = NULL;

  kith_test_server_set_route (self->server, "POST", "/a", "'headers': {'Set-Cookie': 'id=1; Path=/'}");
  kith_test_server_set_route (self->server, "GET", "/b", "'body': 'b'");
  kith_http_request_set_userpwd (request, "ada", "pass", FALSE);
  kith_http_request_set_secret_header (request, "X-Key", "secret");
  kith_http_request_set_body (request, "text/plain", body);
  first = kith_net_send (self->http, request, &error);
  g_assert_no_error (error);
  second = kith_net_fixture_get (self, "/b", &error);
  g_assert_no_error (error);

  log = kith_test_server_dup_log (self->server);
  expected = g_strdup_printf ("GET /b HTTP/1.1\r\nHost: localhost:%u\r\nUser-Agent: Kith/" KITH_VERSION
                              "\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br",
                              kith_test_server_get_port (self->server));
  g_assert_cmpstr (((KithTestRequest *) g_ptr_array_index (log, 1))->head, ==, expected);
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 1);
}

static void
test_one_connection (KithNetFixture *self,
                     gconstpointer   data)
{
  kith_test_server_set_route (self->server, "GET", "/n", "'body': 'n'");
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_fixture_get (self, "/n", &error);

      g_assert_no_error (error);
    }
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 1);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 20);

  /* A connection that the server closed meanwhile is made again, and nobody notices. */
  g_free (kith_test_server_control (self->server, "{\"op\": \"drop\"}"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_fixture_get (self, "/n", &error);

      g_assert_no_error (error);
    }
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 2);
}

static void
test_concurrency (KithNetFixture *self,
                  gconstpointer   data)
{
  KithNetCall calls[9];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  kith_test_server_set_route (self->server, "GET", "/slow*", "'delay': 0.1, 'body': 'slow'");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *path = g_strdup_printf ("/slow/%u", i);
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", path);

      kith_net_call_start (&calls[i], self->http, request, i == 6 ? cancellable : NULL);
    }
  /* The others wait until it is known whether they can share its connection. */
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 1);
  /* Still in the queue: it goes without a trace. */
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_call_wait (&calls[i], self->http, &error);

      if (i == 6)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        {
          g_assert_no_error (error);
          kith_net_assert_body (response, "slow");
        }
    }
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 8);
  g_assert_cmpuint (kith_test_recorder_get_most_open (self->recorder), ==, 4);
  g_assert_cmpuint (kith_test_server_count_connections (self->server), <=, 4);
  g_assert_false (kith_test_server_saw (self->server, "/slow/6"));
  /* First come, first served. */
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *end = g_strdup_printf ("/slow/%u", i < 6 ? i : i + 1);

      g_assert_true (g_str_has_suffix (kith_test_recorder_get (self->recorder, i)->url, end));
    }
}

/* Over HTTP/1.1 an answer that takes its time holds nobody up. */
static void
test_slow_neighbour (KithNetFixture *self,
                     gconstpointer   data)
{
  g_autoptr (KithHttpRequest) slow = kith_net_fixture_new_request (self, "GET", "/stall");
  g_autoptr (KithHttpRequest) quick = kith_net_fixture_new_request (self, "GET", "/quick");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  KithNetCall calls[2];

  kith_test_server_set_route (self->server, "GET", "/stall", "'delay': 30");
  kith_test_server_set_route (self->server, "GET", "/quick", "'body': 'quick'");
  kith_net_call_start (&calls[0], self->http, slow, cancellable);
  kith_net_call_start (&calls[1], self->http, quick, NULL);
  response = kith_net_call_wait (&calls[1], self->http, &error);
  g_assert_no_error (error);
  kith_net_assert_body (response, "quick");
  g_assert_cmpuint (calls[0].calls, ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (kith_net_call_wait (&calls[0], self->http, &error2));
  g_assert_error (error2, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (KithNetFixture *self,
             gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/stall");
  g_autoptr (KithHttpResponse) response = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KithNetCall call;

  kith_test_server_set_route (self->server, "GET", "/stall", "'delay': 30");
  kith_net_call_start (&call, self->http, request, cancellable);
  kith_net_fixture_wait_for_requests (self, 1);
  g_cancellable_cancel (cancellable);
  response = kith_net_call_wait (&call, self->http, &error);
  g_assert_null (response);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (kith_test_recorder_get (self->recorder, 0)->outcome, ==, "cancelled");
  g_assert_cmpuint (kith_test_recorder_get (self->recorder, 0)->bytes_sent, >, 0);

  /* Cancelled before it begins: nothing is sent, nothing recorded. */
  kith_net_call_start (&call, self->http, request, cancellable);
  response = kith_net_call_wait (&call, self->http, &error2);
  g_assert_error (error2, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 1);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 1);
}

/* Between two hops, before word of it can have come: the second is neither written down nor sent. */
static void
test_cancel_between (KithNetFixture *self,
                     gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/first");
  g_autoptr (KithHttpResponse) response = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KithNetCall call;

  kith_test_server_set_route (self->server, "GET", "/first", "'status': 302, 'headers': {'Location': '/second'}");
  kith_test_server_set_route (self->server, "GET", "/second", "'status': 200, 'body': 'ok'");
  kith_test_recorder_cancel_at_end (self->recorder, cancellable);
  kith_net_call_start (&call, self->http, request, cancellable);
  response = kith_net_call_wait (&call, self->http, &error);
  g_assert_null (response);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 1);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 1);
}

static void
test_unref (KithNetFixture *self,
            gconstpointer   data)
{
  KithNetCall calls[6];
  gpointer weak = self->http;

  kith_test_server_set_route (self->server, "GET", "/stall", "'delay': 30");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/stall");

      kith_net_call_start (&calls[i], self->http, request, NULL);
    }
  kith_net_fixture_wait_for_requests (self, 4);
  g_object_add_weak_pointer (G_OBJECT (weak), &weak);
  g_clear_object (&self->http);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpuint (calls[i].calls, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;

      while (calls[i].calls == 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (g_task_propagate_pointer (G_TASK (calls[i].result), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      kith_net_call_clear (&calls[i]);
    }
  g_assert_null (weak);
  /* The two in the queue were never sent. */
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 4);
}

static void
test_recorder_refuses (KithNetFixture *self,
                       gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  kith_test_recorder_refuse (self->recorder, TRUE);
  response = kith_net_fixture_get (self, "/x", &error);
  g_assert_null (response);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_assert_cmpstr (error->message, ==, "The ledger is full");
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 0);

  kith_test_recorder_refuse (self->recorder, FALSE);
  response = kith_net_fixture_get (self, "/x", &error2);
  g_assert_no_error (error2);
  kith_net_assert_body (response, "x");
}

static void
test_refused_requests (KithNetFixture *self,
                       gconstpointer   data)
{
  g_autoptr (KithHttpRequest) smuggler = kith_net_fixture_new_request (self, "GET", "/x");
  g_autoptr (KithHttpRequest) framer = kith_net_fixture_new_request (self, "GET", "/x");
  g_autoptr (KithHttpRequest) large = kith_net_fixture_new_request (self, "POST", "/x");
  g_autoptr (KithHttpRequest) trusting = NULL;
  g_autoptr (KithHttpRequest) no_ca = kith_net_fixture_new_request (self, "GET", "/x");
  g_autoptr (KithHttpRequest) folder_ca = kith_net_fixture_new_request (self, "GET", "/x");
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (64 * 1024 + 1), 64 * 1024 + 1);
  KithHttpRequest *requests[6];
  KithError codes[] = { KITH_ERROR_INVALID, KITH_ERROR_INVALID, KITH_ERROR_INVALID, KITH_ERROR_REFUSED, KITH_ERROR_INVALID,
                        KITH_ERROR_INVALID };

  trusting = kith_net_fixture_new_request_at (self, kith_test_server_get_base_url (self->server), "/x", KITH_HTTP_TRUST_NONE);
  kith_http_request_set_secret_header (smuggler, "Authorization", "Bearer a\r\nX-Evil: 1");
  kith_http_request_set_header (framer, "Content-Length", "3");
  kith_http_request_set_body (large, "text/plain", body);
  kith_http_request_set_secret_header (trusting, "Authorization", "Bearer token");
  kith_http_request_set_ca_file (no_ca, "/nonexistent/ca.pem");
  kith_http_request_set_ca_file (folder_ca, "/");
  requests[0] = smuggler;
  requests[1] = framer;
  requests[2] = large;
  requests[3] = trusting;
  requests[4] = no_ca;
  requests[5] = folder_ca;
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_send (self->http, requests[i], &error);

      g_assert_null (response);
      kith_net_assert_error (error, (int) codes[i]);
      g_assert_null (strstr (error->message, "oken a"));
    }
  g_assert_cmpuint (kith_test_recorder_get_length (self->recorder), ==, 0);
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 0);
}

typedef struct
{
  KithNetFixture *fixture;
  guint done;
} Worker;

/* The whole life on a thread with its own context, as in the engine. */
static gpointer
run_worker (gpointer user_data)
{
  Worker *worker = user_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (KithTestRecorder) recorder = kith_test_recorder_new ();

  g_main_context_push_thread_default (context);
  {
    g_autoptr (KithHttp) http = kith_http_new (KITH_HTTP_RECORDER (recorder));

    for (guint i = 0; i < 5; i++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (worker->fixture, "GET", "/t");
        g_autoptr (KithHttpResponse) response = kith_net_send (http, request, &error);

        g_assert_no_error (error);
        kith_net_assert_body (response, "t");
        worker->done++;
      }
  }
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_threads (KithNetFixture *self,
              gconstpointer   data)
{
  Worker workers[3] = { { self, 0 }, { self, 0 }, { self, 0 } };
  GThread *threads[3];

  kith_test_server_set_route (self->server, "GET", "/t", "'body': 't'");
  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    threads[i] = g_thread_new ("worker", run_worker, &workers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (workers[i].done, ==, 5);
    }
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 3);
}

#define ADD(name, func) g_test_add ("/http/" name, KithNetFixture, NULL, kith_net_fixture_set_up, func, kith_net_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("get", test_get);
  ADD ("methods", test_methods);
  ADD ("empty-bodies", test_empty_bodies);
  ADD ("statuses", test_statuses);
  ADD ("validators", test_validators);
  ADD ("compression", test_compression);
  ADD ("passwords", test_passwords);
  ADD ("handles-forget", test_handles_forget);
  ADD ("one-connection", test_one_connection);
  ADD ("concurrency", test_concurrency);
  ADD ("slow-neighbour", test_slow_neighbour);
  ADD ("cancel", test_cancel);
  ADD ("cancel-between", test_cancel_between);
  ADD ("unref", test_unref);
  ADD ("recorder-refuses", test_recorder_refuses);
  ADD ("refused-requests", test_refused_requests);
  ADD ("threads", test_threads);
  return g_test_run ();
}
