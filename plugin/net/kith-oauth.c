/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth.h"

#include <string.h>
#include <sys/random.h>

#include <glib/gi18n-lib.h>
#include <jansson.h>

#include <kith/kith-error.h>

#include "kith-oauth-redirect.h"

/* How long the owner has to sign in. Seconds. */
#define SIGN_IN_SEC 600
/* RFC 8628 section 3.5: where the server names no interval, and how much "slow_down" adds. Seconds. */
#define DEFAULT_INTERVAL 5
#define SLOW_DOWN 5
#define MAX_INTERVAL 60

typedef json_t JsonValue;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonValue, json_decref)

/* One sign-in on its way; the data of its task. */
typedef struct
{
  KithHttp *http;
  char *provider_id;
  char *client_id;
  char *client_secret;      /* (nullable) */
  char *authorization_uri;  /* (nullable) */
  char *token_uri;
  char *device_uri;         /* (nullable) */
  char *scope;              /* (nullable) */
  KithHttpTrust trust;
  char *ca_file;            /* (nullable) */

  KithOAuthRedirect *redirect; /* (nullable) (owned) */
  char *verifier;              /* (nullable) */
  char *refresh_token;         /* (nullable) */
  char *device_code;           /* (nullable) */
  guint interval;              /* seconds */
  gint64 deadline;             /* Unix seconds */
  KithOAuthShowFunc show_code;
  gpointer show_data;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_clear_object (&sign_in->http);
  g_clear_object (&sign_in->redirect);
  g_free (sign_in->provider_id);
  g_free (sign_in->client_id);
  g_free (sign_in->client_secret);
  g_free (sign_in->authorization_uri);
  g_free (sign_in->token_uri);
  g_free (sign_in->device_uri);
  g_free (sign_in->scope);
  g_free (sign_in->ca_file);
  g_free (sign_in->verifier);
  g_free (sign_in->refresh_token);
  g_free (sign_in->device_code);
  g_free (sign_in);
}

static GTask *
new_task (KithHttp              *http,
          const KithOAuthConfig *config,
          GCancellable          *cancellable,
          GAsyncReadyCallback    callback,
          gpointer               user_data)
{
  GTask *task = g_task_new (http, cancellable, callback, user_data);
  SignIn *sign_in = g_new0 (SignIn, 1);

  sign_in->http = g_object_ref (http);
  sign_in->provider_id = g_strdup (config->provider_id);
  sign_in->client_id = g_strdup (config->client_id);
  sign_in->client_secret = g_strdup (config->client_secret);
  sign_in->authorization_uri = g_strdup (config->authorization_uri);
  sign_in->token_uri = g_strdup (config->token_uri);
  sign_in->device_uri = g_strdup (config->device_uri);
  sign_in->scope = g_strdup (config->scope);
  sign_in->trust = config->trust;
  sign_in->ca_file = g_strdup (config->ca_file);
  g_task_set_task_data (task, sign_in, sign_in_free);
  return task;
}

/* 256 random bits as text for a URL: a state, or a PKCE verifier of 43 characters (RFC 7636 section 4.1). */
static char *
make_random (GError **error)
{
  guchar bytes[32];
  char *text;

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The system gives no random numbers."));
      return NULL;
    }
  text = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/* S256: BASE64URL (SHA256 (verifier)), RFC 7636 section 4.2 */
static char *
make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  char *text;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static void
append_parameter (GString    *form,
                  const char *name,
                  const char *value)
{
  if (value == NULL)
    return;
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append_printf (form, "%s=", name);
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

/* The whole address is a secret of this sign-in in part: nothing of it is logged. */
static void
post_form (GTask               *task,
           const char          *uri,
           GString             *form,
           GAsyncReadyCallback  callback)
{
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = kith_http_request_new ("POST", uri, sign_in->trust, &error);
  g_autoptr (GBytes) body = g_bytes_new (form->str, form->len);

  explicit_bzero (form->str, form->len);
  if (request == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  kith_http_request_set_header (request, "Accept", "application/json");
  kith_http_request_set_body (request, "application/x-www-form-urlencoded", body);
  kith_http_request_set_ca_file (request, sign_in->ca_file);
  kith_http_request_set_purpose (request, sign_in->provider_id, NULL, NULL, "sign-in", NULL);
  kith_http_send_async (sign_in->http, request, g_task_get_cancellable (task), callback, g_object_ref (task));
}

static void
append_client (SignIn  *sign_in,
               GString *form)
{
  append_parameter (form, "client_id", sign_in->client_id);
  append_parameter (form, "client_secret", sign_in->client_secret);
}

/* The "error" member of a refusal (RFC 6749 section 5.2, RFC 8628 section 3.5); GitHub sends it with status 200. */
static char *
dup_refusal (KithHttpResponse *response)
{
  gsize length;
  const char *data = g_bytes_get_data (kith_http_response_get_body (response), &length);
  g_autoptr (JsonValue) object = data != NULL ? json_loadb (data, length, 0, NULL) : NULL;
  const char *code = json_string_value (json_object_get (object, "error"));

  return g_strdup (code);
}

static void
return_refusal (GTask            *task,
                KithHttpResponse *response,
                const char       *refusal)
{
  if (kith_http_response_get_status (response) >= 500)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The sign-in server cannot answer at the moment."));
  else if (g_strcmp0 (refusal, "invalid_grant") == 0 || g_strcmp0 (refusal, "expired_token") == 0
           || g_strcmp0 (refusal, "bad_verification_code") == 0)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in has expired or was revoked: sign in again."));
  else if (g_strcmp0 (refusal, "access_denied") == 0 || g_strcmp0 (refusal, "authorization_declined") == 0)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in was refused."));
  else if (g_strcmp0 (refusal, "invalid_client") == 0 || g_strcmp0 (refusal, "unauthorized_client") == 0)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The service does not know this client id, or does not allow it to sign in so."));
  else
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in server refused."));
}

static void
take_token (GTask            *task,
            KithHttpResponse *response)
{
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  KithOAuthToken *token;

  token = kith_oauth_token_new_from_response (kith_http_response_get_body (response), sign_in->refresh_token, &error);
  if (token == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, token, g_object_unref);
}

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autofree char *refusal = response != NULL ? dup_refusal (response) : NULL;

  if (response == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (refusal != NULL || kith_http_response_get_status (response) != 200)
    return_refusal (task, response, refusal);
  else
    take_token (task, response);
}

static void
on_redirected (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = kith_oauth_redirect_wait_finish (KITH_OAUTH_REDIRECT (source), result, &error);
  g_autoptr (GString) form = g_string_new (NULL);

  if (code == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  append_parameter (form, "grant_type", "authorization_code");
  append_parameter (form, "code", code);
  append_parameter (form, "redirect_uri", kith_oauth_redirect_get_uri (sign_in->redirect));
  append_parameter (form, "code_verifier", sign_in->verifier);
  append_client (sign_in, form);
  post_form (task, sign_in->token_uri, form, on_token);
}

static char *
make_authorization_uri (SignIn     *sign_in,
                        const char *state)
{
  g_autofree char *challenge = make_challenge (sign_in->verifier);
  g_autoptr (GString) query = g_string_new (NULL);

  append_parameter (query, "response_type", "code");
  append_parameter (query, "client_id", sign_in->client_id);
  append_parameter (query, "redirect_uri", kith_oauth_redirect_get_uri (sign_in->redirect));
  append_parameter (query, "scope", sign_in->scope);
  append_parameter (query, "state", state);
  append_parameter (query, "code_challenge", challenge);
  append_parameter (query, "code_challenge_method", "S256");
  return g_strconcat (sign_in->authorization_uri, strchr (sign_in->authorization_uri, '?') != NULL ? "&" : "?", query->str, NULL);
}

/**
 * kith_oauth_sign_in_async:
 * @http: the network
 * @config: where and as what
 * @open_browser: opens the page to sign in
 * @open_data: for @open_browser
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Signs in with the owner's browser: authorization code with PKCE (RFC 7636) and a redirect to a loopback port (RFC 8252).
 */
void
kith_oauth_sign_in_async (KithHttp              *http,
                          const KithOAuthConfig *config,
                          KithOAuthOpenFunc      open_browser,
                          gpointer               open_data,
                          GCancellable          *cancellable,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data)
{
  g_autoptr (GTask) task = new_task (http, config, cancellable, callback, user_data);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = make_random (&error);
  g_autofree char *uri = NULL;

  g_task_set_source_tag (task, kith_oauth_sign_in_async);
  if (state != NULL)
    sign_in->verifier = make_random (&error);
  if (sign_in->verifier != NULL)
    sign_in->redirect = kith_oauth_redirect_new (state, &error);
  if (sign_in->redirect == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  uri = make_authorization_uri (sign_in, state);
  kith_oauth_redirect_wait_async (sign_in->redirect, SIGN_IN_SEC, cancellable, on_redirected, g_object_ref (task));
  open_browser (uri, open_data);
}

/* -- the device grant -- */

static void poll_later (GTask *task);

static void
on_polled (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autofree char *refusal = response != NULL ? dup_refusal (response) : NULL;

  if (response == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_strcmp0 (refusal, "slow_down") == 0)
    {
      sign_in->interval = MIN (sign_in->interval + SLOW_DOWN, MAX_INTERVAL);
      poll_later (task);
    }
  else if (g_strcmp0 (refusal, "authorization_pending") == 0)
    poll_later (task);
  else if (refusal != NULL || kith_http_response_get_status (response) != 200)
    return_refusal (task, response, refusal);
  else
    take_token (task, response);
}

static gboolean
on_time_to_poll (gpointer user_data)
{
  GTask *task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GString) form = g_string_new (NULL);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (g_get_real_time () / G_USEC_PER_SEC >= sign_in->deadline)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The code was not typed in time."));
      return G_SOURCE_REMOVE;
    }
  append_parameter (form, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
  append_parameter (form, "device_code", sign_in->device_code);
  append_client (sign_in, form);
  post_form (task, sign_in->token_uri, form, on_polled);
  return G_SOURCE_REMOVE;
}

static void
poll_later (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GSource) source = g_timeout_source_new_seconds (sign_in->interval);

  g_source_set_callback (source, on_time_to_poll, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

/* The owner opens this page: a service must not send a browser anywhere but to a web page. */
static gboolean
is_web_page (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;

  return parsed != NULL && g_str_equal (g_uri_get_scheme (parsed), "https") && g_uri_get_host (parsed) != NULL
         && g_uri_get_userinfo (parsed) == NULL;
}

static void
on_device_code (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autoptr (JsonValue) object = NULL;
  g_autofree char *refusal = NULL;
  const char *user_code, *uri, *device_code, *data;
  gsize length;

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  data = g_bytes_get_data (kith_http_response_get_body (response), &length);
  object = data != NULL ? json_loadb (data, length, 0, NULL) : NULL;
  user_code = json_string_value (json_object_get (object, "user_code"));
  device_code = json_string_value (json_object_get (object, "device_code"));
  /* Google's name for it, from before RFC 8628 */
  uri = json_string_value (json_object_get (object, "verification_uri"));
  if (uri == NULL)
    uri = json_string_value (json_object_get (object, "verification_url"));
  if (kith_http_response_get_status (response) != 200 || user_code == NULL || device_code == NULL || !is_web_page (uri))
    {
      refusal = dup_refusal (response);
      return_refusal (task, response, refusal);
      return;
    }
  sign_in->device_code = g_strdup (device_code);
  sign_in->interval = CLAMP (json_integer_value (json_object_get (object, "interval")), 0, MAX_INTERVAL);
  if (json_object_get (object, "interval") == NULL)
    sign_in->interval = DEFAULT_INTERVAL;
  sign_in->deadline = g_get_real_time () / G_USEC_PER_SEC
                      + CLAMP (json_integer_value (json_object_get (object, "expires_in")), 1, SIGN_IN_SEC);
  sign_in->show_code (user_code, uri, sign_in->show_data);
  poll_later (task);
}

/**
 * kith_oauth_device_async:
 * @http: the network
 * @config: where and as what
 * @show_code: shows the owner the code
 * @show_data: for @show_code
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Signs in with a code that the owner types on any device (RFC 8628).
 */
void
kith_oauth_device_async (KithHttp              *http,
                         const KithOAuthConfig *config,
                         KithOAuthShowFunc      show_code,
                         gpointer               show_data,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr (GTask) task = new_task (http, config, cancellable, callback, user_data);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GString) form = g_string_new (NULL);

  g_task_set_source_tag (task, kith_oauth_device_async);
  sign_in->show_code = show_code;
  sign_in->show_data = show_data;
  append_parameter (form, "client_id", sign_in->client_id);
  append_parameter (form, "scope", sign_in->scope);
  post_form (task, sign_in->device_uri, form, on_device_code);
}

/**
 * kith_oauth_refresh_async:
 * @http: the network
 * @config: where and as what
 * @token: the token to renew
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Renews a token (RFC 6749 section 6). %KITH_ERROR_AUTH means that the owner has to sign in again.
 */
void
kith_oauth_refresh_async (KithHttp              *http,
                          const KithOAuthConfig *config,
                          KithOAuthToken        *token,
                          GCancellable          *cancellable,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data)
{
  g_autoptr (GTask) task = new_task (http, config, cancellable, callback, user_data);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GString) form = g_string_new (NULL);

  g_task_set_source_tag (task, kith_oauth_refresh_async);
  sign_in->refresh_token = g_strdup (kith_oauth_token_get_refresh_token (token));
  if (sign_in->refresh_token == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in has expired or was revoked: sign in again."));
      return;
    }
  append_parameter (form, "grant_type", "refresh_token");
  append_parameter (form, "refresh_token", sign_in->refresh_token);
  append_client (sign_in, form);
  post_form (task, sign_in->token_uri, form, on_token);
}

/**
 * kith_oauth_finish:
 * @result: the result of any of the three
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token
 */
KithOAuthToken *
kith_oauth_finish (GAsyncResult  *result,
                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
