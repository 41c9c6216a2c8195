/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-sign-in-case.h"

#include <string.h>

#include <kith/kith-error.h>

#include "kith-oauth.h"

/* One sign-in on its way. */
typedef struct
{
  KithProviderFixture *fixture;
  GCancellable *cancellable;
  GThread *browser;  /* (nullable) */
  char *user_code;   /* (nullable) */
  char *page;        /* (nullable) */
  GAsyncResult *result;
  gboolean late;
} SignIn;

static const char *
get_string (json_t     *object,
            const char *name)
{
  return json_string_value (json_object_get (object, name));
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ((SignIn *) user_data)->result = g_object_ref (result);
}

/* The owner allows: the browser comes back with a code. */
static gpointer
come_back (gpointer data)
{
  g_autofree char *request = data;
  const char *port = request;
  char *rest = strchr (request, ' ');
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *host = NULL;
  g_autoptr (GError) error = NULL;

  *rest++ = '\0';
  host = g_strconcat ("127.0.0.1:", port, NULL);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, host, 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), rest, strlen (rest), NULL, NULL, &error);
  g_assert_no_error (error);
  /* To the end, so that the program may say what it has to say. */
  for (char buffer[512]; g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, NULL, NULL) > 0;)
    ;
  return NULL;
}

static void
open_browser (const char *uri,
              gpointer    user_data)
{
  SignIn *sign_in = user_data;
  g_autoptr (GHashTable) query = g_uri_parse_params (strchr (uri, '?') + 1, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  g_autoptr (GUri) back = g_uri_parse (g_hash_table_lookup (query, "redirect_uri"), G_URI_FLAGS_NONE, NULL);

  g_assert_cmpstr (g_hash_table_lookup (query, "code_challenge_method"), ==, "S256");
  sign_in->browser = g_thread_new ("browser", come_back,
                                   g_strdup_printf ("%d GET %s?code=a-code&state=%s HTTP/1.1\r\nHost: localhost\r\n\r\n", g_uri_get_port (back),
                                                    g_uri_get_path (back), (const char *) g_hash_table_lookup (query, "state")));
}

static void
show_code (const char *user_code,
           const char *verification_uri,
           gpointer    user_data)
{
  SignIn *sign_in = user_data;

  sign_in->user_code = g_strdup (user_code);
  sign_in->page = g_strdup (verification_uri);
}

static gboolean
on_late (gpointer user_data)
{
  ((SignIn *) user_data)->late = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
has_arrived (SignIn     *sign_in,
             const char *path)
{
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (sign_in->fixture->server);

  for (guint i = 0; i < log->len; i++)
    if (g_str_has_suffix (((KithTestRequest *) log->pdata[i])->target, path))
      return TRUE;
  return FALSE;
}

static const char *
without_origin (const char *url)
{
  const char *host = strstr (url, "://");

  return host != NULL ? host + strlen ("://") + strcspn (host + strlen ("://"), "/") : url;
}

/* Until it is done; one that the owner has not finished, until the server has said so and it goes on waiting. */
static void
wait_for (SignIn     *sign_in,
          gboolean    pending,
          const char *path)
{
  guint limit = g_timeout_add_seconds (100, on_late, sign_in);

  while (sign_in->result == NULL && !sign_in->late && !(pending && sign_in->user_code != NULL && has_arrived (sign_in, path)))
    g_main_context_iteration (NULL, TRUE);
  if (!sign_in->late)
    g_source_remove (limit);
}

static KithOAuthToken *
make_old_token (void)
{
  return kith_oauth_token_new_from_secret ("{\"access_token\":\"old\",\"refresh_token\":\"old-refresh\",\"expires\":1}", NULL);
}

static void
start (SignIn         *sign_in,
       KithSignInPlan *how,
       const char     *way)
{
  KithHttp *http = sign_in->fixture->http;
  g_autoptr (KithOAuthToken) old = make_old_token ();

  g_assert_cmpint (how->as_client, ==, g_str_equal (way, "client"));
  if (g_str_equal (way, "device"))
    kith_oauth_device_async (http, &how->config, show_code, sign_in, sign_in->cancellable, on_done, sign_in);
  else if (g_str_equal (way, "refresh"))
    kith_oauth_refresh_async (http, &how->config, old, sign_in->cancellable, on_done, sign_in);
  else if (g_str_equal (way, "client"))
    kith_oauth_client_credentials_async (http, &how->config, sign_in->cancellable, on_done, sign_in);
  else
    kith_oauth_sign_in_async (http, &how->config, open_browser, sign_in, sign_in->cancellable, on_done, sign_in);
}

/* A placeholder of the vectors stands for anything. */
static gboolean
value_fits (const char *wanted,
            const char *got)
{
  g_autoptr (GRegex) placeholder = g_regex_new ("\\{[a-z_]+\\}", 0, 0, NULL);
  g_autofree char *pattern = g_regex_replace_literal (placeholder, wanted, -1, 0, "*", 0, NULL);

  return got != NULL && g_pattern_match_simple (pattern, got);
}

static GHashTable *
parse_form (const char *text,
            gssize      length)
{
  return g_uri_parse_params (text, length, "&", G_URI_PARAMS_WWW_FORM, NULL);
}

static char *
compare_form (const char *wanted_text,
              GBytes     *body)
{
  g_autoptr (GHashTable) wanted = parse_form (wanted_text, -1);
  g_autoptr (GHashTable) got = parse_form (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!value_fits (value, g_hash_table_lookup (got, name)))
      return g_strdup_printf ("%s is %s, not %s", (char *) name, (char *) g_hash_table_lookup (got, name), (char *) value);
  return g_hash_table_size (got) == g_hash_table_size (wanted) ? NULL : g_strdup ("the form has more fields");
}

/* How the program calls itself, and where it wants to be called back, is its own. */
static char *
compare_json (json_t *wanted,
              GBytes *body)
{
  json_t *got = json_loadb (g_bytes_get_data (body, NULL), g_bytes_get_size (body), 0, NULL);
  const char *name;
  json_t *value;
  char *problem = json_object_size (got) != json_object_size (wanted) ? g_strdup ("the body has other fields") : NULL;

  json_object_foreach (wanted, name, value)
    if (problem == NULL && !g_str_equal (name, "client_name") && !g_str_equal (name, "redirect_uris")
        && !value_fits (json_string_value (value), json_string_value (json_object_get (got, name))))
      problem = g_strdup_printf ("%s is not %s", name, json_string_value (value));
  json_decref (got);
  return problem;
}

static char *
check_request (SignIn     *sign_in,
               json_t     *wanted,
               const char *path)
{
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (sign_in->fixture->server);
  json_t *body = json_object_get (wanted, "body");
  const char *name;
  json_t *value;

  for (guint i = 0; i < log->len; i++)
    {
      KithTestRequest *request = log->pdata[i];

      if (!g_str_has_suffix (request->target, path) || !g_str_equal (request->method, get_string (wanted, "method")))
        continue;
      json_object_foreach (json_object_get (wanted, "headers"), name, value)
        if (g_strcmp0 (kith_test_request_get_header (request, name), json_string_value (value)) != 0)
          return g_strdup_printf ("the header %s is %s", name, kith_test_request_get_header (request, name));
      if (json_is_string (body))
        return compare_form (json_string_value (body), request->body);
      return json_is_object (body) ? compare_json (body, request->body) : NULL;
    }
  return g_strdup_printf ("%s was not asked", path);
}

/* The token that the vectors give is the one that came, and it ends when they say. */
static char *
check_token (KithOAuthToken *token,
             json_t         *plan)
{
  const char *server = get_string (plan, "server");

  if (token == NULL)
    return g_strdup ("there is no token");
  if (!g_str_equal (kith_oauth_token_get_access_token (token), "EXAMPLE-ACCESS-TOKEN"))
    return g_strdup ("it is another token");
  if (g_strcmp0 (kith_oauth_token_get_server (token), server) != 0)
    return g_strdup_printf ("the server is %s", kith_oauth_token_get_server (token));
  return kith_oauth_token_is_expired (token) ? g_strdup ("it has expired already") : NULL;
}

static char *
check_outcome (SignIn     *sign_in,
               const char *outcome,
               json_t     *plan)
{
  static const struct
  {
    const char *outcome;
    int code;
  } errors[] = { { "auth_required", KITH_ERROR_AUTH }, { "forbidden", KITH_ERROR_REFUSED } };
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;

  if (sign_in->late)
    return g_strdup ("it did not end");
  if (g_str_equal (outcome, "pending"))
    return sign_in->result == NULL && g_strcmp0 (sign_in->user_code, get_string (plan, "user-code")) == 0
               ? NULL
               : g_strdup_printf ("it does not wait, with %s", sign_in->user_code);
  token = kith_oauth_finish (sign_in->result, &error);
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    if (g_str_equal (outcome, errors[i].outcome))
      return g_error_matches (error, KITH_ERROR, errors[i].code) ? NULL : g_strdup_printf ("it ended with %s", error != NULL ? error->message : "a token");
  return error != NULL ? g_strdup (error->message) : check_token (token, plan);
}

/* What the server recorded names itself by another name than it has here. */
static void
answer_as_itself (KithProviderFixture *fixture,
                  json_t              *vector,
                  const char          *own_host,
                  const char          *folder)
{
  json_t *response = json_object_get (vector, "response");
  g_autofree char *vectors = kith_test_vectors (folder);
  g_autofree char *path = g_build_filename (vectors, get_string (response, "body_file"), NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) body = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  body = g_string_new (text);
  g_string_replace (body, own_host, fixture->base_url, 0);
  kith_test_server_set_body (fixture->server, get_string (json_object_get (vector, "request"), "method"),
                             without_origin (get_string (json_object_get (vector, "request"), "path")),
                             json_integer_value (json_object_get (response, "status")), "application/json", body->str);
}

char *
kith_sign_in_case_run (KithProviderFixture *fixture,
                       json_t              *vector,
                       json_t              *plan)
{
  const char *outcome = get_string (vector, "outcome");
  const char *path = get_string (plan, "at") != NULL ? get_string (plan, "at") : without_origin (get_string (json_object_get (vector, "request"), "path"));
  const char *before = get_string (plan, "sign-in-path");
  g_autofree char *sign_in_url = before != NULL ? g_strconcat (fixture->base_url, before, NULL) : NULL;
  KithProviderSettingsFields fields = { .id = kith_provider_get_id (fixture->provider), .enabled = TRUE, .base_url = fixture->base_url,
                                        .ca_file = kith_test_server_get_ca_file (fixture->server), .client_id = json_is_true (json_object_get (plan, "registers")) ? NULL : "a-client",
                                        .sign_in_url = sign_in_url };
  g_autoptr (KithProviderSettings) settings = kith_provider_settings_new (&fields);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithSignInPlan) how
      = kith_declared_provider_plan_sign_in (KITH_DECLARED_PROVIDER (fixture->provider), settings, get_string (plan, "client-secret"), &error);
  SignIn sign_in = { fixture };
  char *problem;

  if (how == NULL)
    return g_strdup (error->message);
  if (get_string (plan, "own-host") != NULL)
    answer_as_itself (fixture, vector, get_string (plan, "own-host"), get_string (plan, "folder"));
  sign_in.cancellable = g_cancellable_new ();
  start (&sign_in, how, get_string (plan, "sign-in"));
  wait_for (&sign_in, g_str_equal (outcome, "pending"), path);
  problem = check_outcome (&sign_in, outcome, plan);
  if (problem == NULL)
    problem = check_request (&sign_in, json_object_get (vector, "request"), path);
  g_cancellable_cancel (sign_in.cancellable);
  while (sign_in.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (sign_in.browser != NULL)
    g_thread_join (sign_in.browser);
  g_clear_object (&sign_in.result);
  g_object_unref (sign_in.cancellable);
  g_free (sign_in.user_code);
  g_free (sign_in.page);
  return problem;
}
