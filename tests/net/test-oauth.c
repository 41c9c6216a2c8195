/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "kith-net-fixture.h"
#include "kith-oauth.h"
#include "kith-oauth-redirect.h"
#include "../kith-test-wait.h"

/* A sign-in with everything that a test looks at. */
typedef struct
{
  KithNetFixture net;
  GCancellable *cancellable;
  char *authorization_uri; /* (nullable): what the browser was sent to */
  char *user_code;
  char *verification_uri;
  GAsyncResult *result;    /* (nullable) */
  char *auth_uri;
  char *token_uri;
  char *device_uri;
  KithOAuthConfig config;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *base;

  kith_net_fixture_set_up (&fixture->net, data);
  base = kith_test_server_get_base_url (fixture->net.server);
  fixture->cancellable = g_cancellable_new ();
  fixture->auth_uri = g_strconcat (base, "/authorize?tenant=x", NULL);
  fixture->token_uri = g_strconcat (base, "/token", NULL);
  fixture->device_uri = g_strconcat (base, "/device", NULL);
  fixture->config = (KithOAuthConfig) {
    .provider_id = "msgraph",
    .client_id = "an id&more",
    .authorization_uri = fixture->auth_uri,
    .token_uri = fixture->token_uri,
    .device_uri = fixture->device_uri,
    .scope = "People.Read offline_access",
    .trust = KITH_HTTP_TRUST_USER,
    .ca_file = kith_test_server_get_ca_file (fixture->net.server),
  };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->cancellable);
  g_free (fixture->authorization_uri);
  g_free (fixture->user_code);
  g_free (fixture->verification_uri);
  g_free (fixture->auth_uri);
  g_free (fixture->token_uri);
  g_free (fixture->device_uri);
  kith_net_fixture_tear_down (&fixture->net, data);
}

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static void
open_browser (const char *uri,
              gpointer    user_data)
{
  ((Fixture *) user_data)->authorization_uri = g_strdup (uri);
}

static GHashTable *
start_sign_in (Fixture *fixture)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;
  GHashTable *parameters;

  kith_oauth_sign_in_async (fixture->net.http, &fixture->config, open_browser, fixture, fixture->cancellable, keep_result, fixture);
  g_assert_nonnull (fixture->authorization_uri);
  g_assert_true (g_str_has_prefix (fixture->authorization_uri, fixture->auth_uri));
  uri = g_uri_parse (fixture->authorization_uri, G_URI_FLAGS_ENCODED_QUERY, &error);
  g_assert_no_error (error);
  parameters = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, &error);
  g_assert_no_error (error);
  return parameters;
}

/* -- a browser, as far as it is needed -- */

typedef struct
{
  char *request;
  char answer[4096];
  gboolean done;
} Browser;

static gpointer
browse (gpointer user_data)
{
  Browser *browser = user_data;
  g_auto (GStrv) parts = g_strsplit (browser->request, "\n", 2);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  gsize n_read = 0;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, parts[0], 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), parts[1], strlen (parts[1]), NULL, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), browser->answer, sizeof browser->answer - 1, &n_read, NULL, &error);
  g_assert_no_error (error);
  browser->answer[n_read] = '\0';
  g_atomic_int_set (&browser->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* Visits @redirect_uri with @query and gives the status line and page. */
static char *
visit (const char *redirect_uri,
       const char *query)
{
  g_autoptr (GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL);
  Browser browser = { NULL };
  GThread *thread;

  g_assert_cmpstr (g_uri_get_host (uri), ==, "127.0.0.1");
  browser.request = g_strdup_printf ("127.0.0.1:%d\nGET %s?%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: a browser\r\n\r\n", g_uri_get_port (uri),
                                     g_uri_get_path (uri), query, g_uri_get_port (uri));
  thread = g_thread_new ("browser", browse, &browser);
  WAIT_UNTIL (g_atomic_int_get (&browser.done));
  g_thread_join (thread);
  g_free (browser.request);
  return g_strdup (browser.answer);
}

static char *
take_form_value (GBytes     *body,
                 const char *name)
{
  g_autoptr (GHashTable) form = g_uri_parse_params (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "&", G_URI_PARAMS_WWW_FORM, NULL);

  g_assert_nonnull (form);
  return g_strdup (g_hash_table_lookup (form, name));
}

static void
test_pkce (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GHashTable) parameters = start_sign_in (fixture);
  const char *redirect = g_hash_table_lookup (parameters, "redirect_uri");
  g_autofree char *query = g_strdup_printf ("code=a%%2Fcode&state=%s", (const char *) g_hash_table_lookup (parameters, "state"));
  g_autofree char *page = NULL;
  g_autofree char *verifier = NULL;
  g_autofree char *code = NULL;
  g_autofree char *client = NULL;
  g_autofree char *challenge = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;
  g_autoptr (KithOAuthToken) again = NULL;
  g_autofree char *secret = NULL;
  KithTestRequest *request;
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_assert_cmpstr (g_hash_table_lookup (parameters, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (parameters, "client_id"), ==, "an id&more");
  g_assert_cmpstr (g_hash_table_lookup (parameters, "scope"), ==, "People.Read offline_access");
  g_assert_cmpstr (g_hash_table_lookup (parameters, "code_challenge_method"), ==, "S256");
  g_assert_cmpuint (strlen (g_hash_table_lookup (parameters, "state")), ==, 43);

  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "application/json",
                             "{\"access_token\":\"at-1\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"rt-1\"}");
  page = visit (redirect, query);
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 200 "));
  WAIT_UNTIL (fixture->result != NULL);
  token = kith_oauth_finish (fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kith_oauth_token_get_access_token (token), ==, "at-1");
  g_assert_cmpstr (kith_oauth_token_get_refresh_token (token), ==, "rt-1");
  g_assert_false (kith_oauth_token_is_expired (token));

  log = kith_test_server_dup_log (fixture->net.server);
  g_assert_cmpuint (log->len, ==, 1);
  request = g_ptr_array_index (log, 0);
  verifier = take_form_value (request->body, "code_verifier");
  code = take_form_value (request->body, "code");
  client = take_form_value (request->body, "client_id");
  g_assert_cmpstr (code, ==, "a/code");
  g_assert_cmpstr (client, ==, "an id&more");
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  challenge = g_base64_encode (digest, length);
  g_strdelimit (g_strdelimit (challenge, "+", '-'), "/", '_');
  challenge[strcspn (challenge, "=")] = '\0';
  g_assert_cmpstr (challenge, ==, g_hash_table_lookup (parameters, "code_challenge"));

  /* What goes into the secret service and comes out again is the same token. */
  secret = kith_oauth_token_dup_secret (token);
  g_assert_true (kith_oauth_token_is_secret (secret));
  again = kith_oauth_token_new_from_secret (secret, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kith_oauth_token_get_refresh_token (again), ==, "rt-1");
}

static void
test_wrong_state (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GHashTable) parameters = start_sign_in (fixture);
  const char *redirect = g_hash_table_lookup (parameters, "redirect_uri");
  const char *const wrong[] = { "code=evil&state=wrong", "code=evil", "state=x", "code=evil&state=", "" };
  g_autofree char *right = g_strdup_printf ("state=%s&code=good", (const char *) g_hash_table_lookup (parameters, "state"));
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *answer = visit (redirect, wrong[i]);

      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400 "));
      g_assert_null (fixture->result);
    }
  g_assert_cmpuint (kith_test_server_count_requests (fixture->net.server), ==, 0);
  /* Somebody else's attempts do not spoil the owner's. */
  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "application/json", "{\"access_token\":\"at\"}");
  page = visit (redirect, right);
  WAIT_UNTIL (fixture->result != NULL);
  token = kith_oauth_finish (fixture->result, &error);
  g_assert_no_error (error);
  g_assert_false (kith_test_server_saw (fixture->net.server, "evil"));
}

static void
test_refused_in_browser (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GHashTable) parameters = start_sign_in (fixture);
  g_autofree char *query = g_strdup_printf ("error=access_denied&state=%s", (const char *) g_hash_table_lookup (parameters, "state"));
  g_autofree char *page = visit (g_hash_table_lookup (parameters, "redirect_uri"), query);
  g_autoptr (GError) error = NULL;

  WAIT_UNTIL (fixture->result != NULL);
  g_assert_null (kith_oauth_finish (fixture->result, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_AUTH);
}

static void
test_browser_never_returns (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GHashTable) parameters = start_sign_in (fixture);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (fixture->cancellable);
  WAIT_UNTIL (fixture->result != NULL);
  g_assert_null (kith_oauth_finish (fixture->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
show_code (const char *user_code,
           const char *verification_uri,
           gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->user_code = g_strdup (user_code);
  fixture->verification_uri = g_strdup (verification_uri);
}

static void
test_device (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;

  kith_test_server_set_body (fixture->net.server, "POST", "/device", 200, "application/json",
                             "{\"device_code\":\"dc\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\"https://service.example/device\","
                             "\"expires_in\":300,\"interval\":0}");
  kith_test_server_set_body (fixture->net.server, "POST", "/token", 400, "application/json", "{\"error\":\"authorization_pending\"}");
  kith_oauth_device_async (fixture->net.http, &fixture->config, show_code, fixture, fixture->cancellable, keep_result, fixture);
  WAIT_UNTIL (kith_test_server_count_requests (fixture->net.server) >= 3);
  g_assert_cmpstr (fixture->user_code, ==, "ABCD-EFGH");
  g_assert_cmpstr (fixture->verification_uri, ==, "https://service.example/device");
  g_assert_null (fixture->result);
  /* GitHub answers pending with status 200 (docs.github.com, authorizing OAuth apps, device flow) */
  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "application/json", "{\"access_token\":\"at\",\"token_type\":\"bearer\"}");
  WAIT_UNTIL (fixture->result != NULL);
  token = kith_oauth_finish (fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kith_oauth_token_get_access_token (token), ==, "at");
  g_assert_true (kith_test_server_saw (fixture->net.server, "device_code=dc"));
}

static void
run_device_to_error (Fixture    *fixture,
                     const char *device_answer,
                     const char *token_answer,
                     int         code)
{
  g_autoptr (GError) error = NULL;

  kith_test_server_set_body (fixture->net.server, "POST", "/device", 200, "application/json", device_answer);
  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "application/json", token_answer);
  kith_oauth_device_async (fixture->net.http, &fixture->config, show_code, fixture, fixture->cancellable, keep_result, fixture);
  WAIT_UNTIL (fixture->result != NULL);
  g_assert_null (kith_oauth_finish (fixture->result, &error));
  kith_net_assert_error (error, code);
}

static void
test_device_denied (Fixture       *fixture,
                    gconstpointer  data)
{
  run_device_to_error (fixture,
                       "{\"device_code\":\"dc\",\"user_code\":\"A\",\"verification_uri\":\"https://service.example/\",\"expires_in\":300,\"interval\":0}",
                       "{\"error\":\"access_denied\"}", KITH_ERROR_AUTH);
}

/* A service cannot make the owner open something that is no web page. */
static void
test_device_bad_page (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const pages[] = { "file:///etc/passwd", "http://service.example/", "https://me@service.example/", "https://service.example/\\u001b[2J",
                                       "https://service.example/#\\u009b2J", "https://\\u00fc.example/#\\u009b2J",
                                       "https://service.example/a b", "https:///device", "device", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"device_code\":\"dc\",\"user_code\":\"A\",\"verification_uri\":\"%s\",\"expires_in\":300}", pages[i]);

      g_test_message ("%s", pages[i]);
      run_device_to_error (fixture, body, "{}", KITH_ERROR_UNAVAILABLE);
      g_assert_null (fixture->user_code);
      g_clear_object (&fixture->result);
    }
}

/* Nobody types the code. */
static void
test_device_expires (Fixture       *fixture,
                     gconstpointer  data)
{
  run_device_to_error (fixture,
                       "{\"device_code\":\"dc\",\"user_code\":\"A\",\"verification_uri\":\"https://service.example/\",\"expires_in\":1,\"interval\":1}",
                       "{\"error\":\"authorization_pending\"}", KITH_ERROR_AUTH);
}

static void
test_redirect_times_out (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthRedirect) redirect = kith_oauth_redirect_new ("state", NULL, 0, &error);

  g_assert_no_error (error);
  kith_oauth_redirect_wait_async (redirect, 1, NULL, keep_result, fixture);
  WAIT_UNTIL (fixture->result != NULL);
  g_assert_null (kith_oauth_redirect_wait_finish (redirect, fixture->result, &error));
  kith_net_assert_error (error, KITH_ERROR_AUTH);
}

/* A service that knows one port only: where that is in use, the owner is told. */
static void
test_port_in_use (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthRedirect) first = kith_oauth_redirect_new ("state", NULL, 0, &error);
  g_autoptr (GUri) uri = g_uri_parse (kith_oauth_redirect_get_uri (first), G_URI_FLAGS_NONE, NULL);
  g_autofree char *port = g_strdup_printf ("%d", g_uri_get_port (uri));

  g_assert_null (kith_oauth_redirect_new ("state", "localhost", g_uri_get_port (uri), &error));
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, port));
}

static KithOAuthToken *
refresh (Fixture     *fixture,
         GError     **error)
{
  g_autoptr (KithOAuthToken) old = kith_oauth_token_new_from_secret ("{\"access_token\":\"old\",\"refresh_token\":\"rt-1\",\"expires\":1}", NULL);

  g_assert_true (kith_oauth_token_is_expired (old));
  kith_oauth_refresh_async (fixture->net.http, &fixture->config, old, fixture->cancellable, keep_result, fixture);
  WAIT_UNTIL (fixture->result != NULL);
  return kith_oauth_finish (fixture->result, error);
}

static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;

  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "application/json", "{\"access_token\":\"new\",\"expires_in\":\"120\"}");
  token = refresh (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kith_oauth_token_get_access_token (token), ==, "new");
  /* No new refresh token: the former one stays. */
  g_assert_cmpstr (kith_oauth_token_get_refresh_token (token), ==, "rt-1");
  g_assert_true (kith_test_server_saw (fixture->net.server, "grant_type=refresh_token&refresh_token=rt-1"));
}

static void
test_revoked (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  kith_test_server_set_body (fixture->net.server, "POST", "/token", 400, "application/json", "{\"error\":\"invalid_grant\"}");
  g_assert_null (refresh (fixture, &error));
  kith_net_assert_error (error, KITH_ERROR_AUTH);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "text/html", "<html>captive portal</html>");
  g_assert_null (refresh (fixture, &error));
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
}

static void
test_hostile_token (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  /* A line break would smuggle a header into every later request. */
  kith_test_server_set_body (fixture->net.server, "POST", "/token", 200, "application/json", "{\"access_token\":\"a\\r\\nX-Evil: 1\"}");
  g_assert_null (refresh (fixture, &error));
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
}

#define ADD(name, func) g_test_add ("/net/oauth/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pkce", test_pkce);
  ADD ("wrong-state", test_wrong_state);
  ADD ("refused-in-browser", test_refused_in_browser);
  ADD ("browser-never-returns", test_browser_never_returns);
  ADD ("device", test_device);
  ADD ("device-denied", test_device_denied);
  ADD ("device-bad-page", test_device_bad_page);
  ADD ("device-expires", test_device_expires);
  ADD ("redirect-times-out", test_redirect_times_out);
  ADD ("port-in-use", test_port_in_use);
  ADD ("refresh", test_refresh);
  ADD ("revoked", test_revoked);
  ADD ("garbage", test_garbage);
  ADD ("hostile-token", test_hostile_token);
  return g_test_run ();
}
