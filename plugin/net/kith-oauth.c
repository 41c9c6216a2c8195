/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth.h"

#include <string.h>
#include <sys/random.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-oauth-private.h"

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
on_redirected (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = kith_oauth_redirect_wait_finish (KITH_OAUTH_REDIRECT (source), result, &error);
  g_autoptr (KithOAuthForm) form = NULL;

  if (code == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  form = kith_oauth_form_new ();
  kith_oauth_form_add (form, "grant_type", "authorization_code");
  kith_oauth_form_add (form, "code", code);
  kith_oauth_form_add (form, "redirect_uri", kith_oauth_redirect_get_uri (call->redirect));
  kith_oauth_form_add (form, "code_verifier", call->verifier);
  kith_oauth_call_add_client (call, form);
  kith_oauth_call_ask_token (task, form);
}

static char *
make_authorization_uri (KithOAuthCall *call)
{
  g_autofree char *challenge = make_challenge (call->verifier);
  g_autoptr (KithOAuthForm) form = kith_oauth_form_new ();
  g_autofree char *query = NULL;

  kith_oauth_form_add (form, "response_type", "code");
  kith_oauth_form_add (form, "client_id", call->client_id);
  kith_oauth_form_add (form, "redirect_uri", kith_oauth_redirect_get_uri (call->redirect));
  kith_oauth_form_add (form, "scope", call->scope);
  kith_oauth_form_add (form, "state", call->state);
  kith_oauth_form_add (form, "code_challenge", challenge);
  kith_oauth_form_add (form, "code_challenge_method", "S256");
  query = kith_oauth_form_dup_query (form);
  return g_strconcat (call->authorization_uri, strchr (call->authorization_uri, '?') != NULL ? "&" : "?", query, NULL);
}

static void
open_page (GTask *task)
{
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autofree char *uri = make_authorization_uri (call);

  kith_oauth_redirect_wait_async (call->redirect, KITH_OAUTH_SIGN_IN_SEC, g_task_get_cancellable (task), on_redirected, g_object_ref (task));
  call->open_browser (uri, call->open_data);
}

/**
 * kith_oauth_sign_in_async:
 * @http: the network
 * @config: where and as what
 * @open_browser: opens the page to sign in; not called any more once @callback was
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
  g_autoptr (GTask) task = kith_oauth_call_new (http, config, cancellable, callback, user_data);
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, kith_oauth_sign_in_async);
  call->open_browser = open_browser;
  call->open_data = open_data;
  call->state = make_random (&error);
  if (call->state != NULL)
    call->verifier = make_random (&error);
  if (call->verifier != NULL)
    call->redirect = kith_oauth_redirect_new (call->state, config->redirect_host, config->redirect_port, &error);
  if (call->redirect == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    kith_oauth_call_prepare (task, open_page);
}

/**
 * kith_oauth_client_credentials_async:
 * @http: the network
 * @config: where and as what
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Signs in as the program itself, with its own id and secret (RFC 6749 section 4.4).
 */
void
kith_oauth_client_credentials_async (KithHttp              *http,
                                     const KithOAuthConfig *config,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  g_autoptr (GTask) task = kith_oauth_call_new (http, config, cancellable, callback, user_data);
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (KithOAuthForm) form = kith_oauth_form_new ();

  g_task_set_source_tag (task, kith_oauth_client_credentials_async);
  kith_oauth_form_add (form, "grant_type", "client_credentials");
  kith_oauth_call_add_client (call, form);
  kith_oauth_form_add (form, "scope", call->client_scope);
  kith_oauth_call_ask_token (task, form);
}

/* A sign-in that made itself known goes on as what it was known for. */
static void
take_former (KithOAuthCall  *call,
             KithOAuthToken *token)
{
  call->former = g_object_ref (token);
  if (kith_oauth_token_get_client_id (token) == NULL)
    return;
  g_free (call->client_id);
  g_free (call->client_secret);
  call->client_id = g_strdup (kith_oauth_token_get_client_id (token));
  call->client_secret = g_strdup (kith_oauth_token_get_client_secret (token));
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
  g_autoptr (GTask) task = kith_oauth_call_new (http, config, cancellable, callback, user_data);
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (KithOAuthForm) form = kith_oauth_form_new ();

  g_task_set_source_tag (task, kith_oauth_refresh_async);
  take_former (call, token);
  if (kith_oauth_token_get_refresh_token (token) == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in at %s has expired or was revoked: sign in again."),
                               call->provider_name);
      return;
    }
  kith_oauth_form_add (form, "grant_type", "refresh_token");
  kith_oauth_form_add (form, "refresh_token", kith_oauth_token_get_refresh_token (token));
  kith_oauth_call_add_client (call, form);
  kith_oauth_call_ask_token (task, form);
}

/**
 * kith_oauth_finish:
 * @result: the result of any way to sign in, or of a renewal
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

/* -- revocation -- */

static void
on_revoked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autofree char *refusal = response != NULL ? kith_oauth_dup_refusal (response) : NULL;
  guint status = response != NULL ? kith_http_response_get_status (response) : 0;

  if (response == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (status == 200 || status == 204 || g_strcmp0 (refusal, "invalid_token") == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s did not take the sign-in back (status %u)."), call->provider_name,
                             status);
}

/**
 * kith_oauth_revoke_async:
 * @http: the network
 * @config: where and as what
 * @token: a token
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the server forget a token (RFC 7009). One that it does not know any more is forgotten already.
 */
void
kith_oauth_revoke_async (KithHttp              *http,
                         const KithOAuthConfig *config,
                         KithOAuthToken        *token,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr (GTask) task = kith_oauth_call_new (http, config, cancellable, callback, user_data);
  KithOAuthCall *call = g_task_get_task_data (task);
  const char *refresh_token = kith_oauth_token_get_refresh_token (token);
  g_autoptr (KithOAuthForm) form = kith_oauth_form_new ();

  g_task_set_source_tag (task, kith_oauth_revoke_async);
  take_former (call, token);
  /* The refresh token takes the access tokens with it (RFC 7009 section 2.1). */
  kith_oauth_form_add (form, "token", refresh_token != NULL ? refresh_token : kith_oauth_token_get_access_token (token));
  kith_oauth_form_add (form, "token_type_hint", refresh_token != NULL ? "refresh_token" : "access_token");
  kith_oauth_call_add_client (call, form);
  kith_oauth_call_send (task, "POST", call->revocation_uri, form, call->body_type, on_revoked);
}

gboolean
kith_oauth_revoke_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
