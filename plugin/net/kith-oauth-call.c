/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-secret-text.h"

/* The answers are small; a token of a big directory has a few thousand bytes. */
#define MAX_ANSWER_BYTES (64 * 1024)

static void
call_free (gpointer data)
{
  KithOAuthCall *call = data;

  g_clear_object (&call->http);
  g_clear_object (&call->redirect);
  g_clear_object (&call->former);
  g_free (call->provider_id);
  g_free (call->provider_name);
  g_free (call->client_id);
  kith_secret_text_free (call->client_secret);
  g_free (call->authorization_uri);
  g_free (call->token_uri);
  g_free (call->device_uri);
  g_free (call->revocation_uri);
  g_free (call->metadata_uri);
  g_free (call->registration_uri);
  g_free (call->scope);
  g_free (call->client_scope);
  g_free (call->body_type);
  g_free (call->server_member);
  g_free (call->origin);
  g_free (call->ca_file);
  kith_secret_text_free (call->state);
  kith_secret_text_free (call->verifier);
  kith_secret_text_free (call->device_code);
  g_free (call);
}

GTask *
kith_oauth_call_new (KithHttp              *http,
                     const KithOAuthConfig *config,
                     GCancellable          *cancellable,
                     GAsyncReadyCallback    callback,
                     gpointer               user_data)
{
  GTask *task = g_task_new (http, cancellable, callback, user_data);
  KithOAuthCall *call = g_new0 (KithOAuthCall, 1);

  call->http = g_object_ref (http);
  call->provider_id = g_strdup (config->provider_id);
  call->provider_name = g_strdup (config->provider_name != NULL ? config->provider_name : config->provider_id);
  call->client_id = g_strdup (config->client_id);
  call->client_secret = g_strdup (config->client_secret);
  call->authorization_uri = g_strdup (config->authorization_uri);
  call->token_uri = g_strdup (config->token_uri);
  call->device_uri = g_strdup (config->device_uri);
  call->revocation_uri = g_strdup (config->revocation_uri);
  call->metadata_uri = g_strdup (config->metadata_uri);
  call->registration_uri = g_strdup (config->registration_uri);
  call->scope = g_strdup (config->scope);
  call->client_scope = g_strdup (config->client_scope);
  call->body_type = g_strdup (config->body_type);
  call->server_member = g_strdup (config->server_member);
  call->origin = g_strdup (config->origin);
  call->trust = config->trust;
  call->ca_file = g_strdup (config->ca_file);
  g_task_set_task_data (task, call, call_free);
  return task;
}

void
kith_oauth_call_add_client (KithOAuthCall *call,
                            KithOAuthForm *form)
{
  kith_oauth_form_add (form, "client_id", call->client_id);
  kith_oauth_form_add (form, "client_secret", call->client_secret);
}

/* @form: (nullable): the body; as JSON where @body_type is given */
void
kith_oauth_call_send (GTask               *task,
                      const char          *method,
                      const char          *uri,
                      KithOAuthForm       *form,
                      const char          *body_type,
                      GAsyncReadyCallback  callback)
{
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = kith_http_request_new (method, uri, call->trust, &error);
  g_autoptr (GBytes) body = NULL;

  if (request == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (form != NULL && body_type != NULL)
    body = kith_oauth_form_dup_json (form);
  else if (form != NULL)
    {
      char *query = kith_oauth_form_dup_query (form);

      body = g_bytes_new_with_free_func (query, strlen (query), kith_secret_text_free, query);
    }
  kith_http_request_set_header (request, "Accept", "application/json");
  if (body != NULL)
    kith_http_request_set_body (request, body_type != NULL ? body_type : "application/x-www-form-urlencoded", body);
  kith_http_request_set_max_bytes (request, MAX_ANSWER_BYTES);
  kith_http_request_set_ca_file (request, call->ca_file);
  kith_http_request_set_purpose (request, call->provider_id, NULL, NULL, "sign-in", NULL);
  kith_http_send_async (call->http, request, g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* Returns: (transfer full) (nullable): the body as an object */
json_t *
kith_oauth_parse (KithHttpResponse *response)
{
  GBytes *body = kith_http_response_get_body (response);
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  json_t *value = data != NULL ? json_loadb (data, length, 0, NULL) : NULL;

  if (value != NULL && !json_is_object (value))
    g_clear_pointer (&value, json_decref);
  return value;
}

/* The "error" member of a refusal (RFC 6749 section 5.2, RFC 8628 section 3.5); GitHub sends it with status 200. */
char *
kith_oauth_dup_refusal (KithHttpResponse *response)
{
  g_autoptr (JsonValue) object = kith_oauth_parse (response);
  const char *code = json_string_value (json_object_get (object, "error"));
  /* Microsoft's word for a permission that only an administrator can give */
  const char *more = json_string_value (json_object_get (object, "suberror"));

  return g_strdup (g_strcmp0 (more, "consent_required") == 0 ? more : code);
}

static gboolean
is_one_of (const char        *refusal,
           const char *const *refusals)
{
  return refusal != NULL && g_strv_contains (refusals, refusal);
}

/* %KITH_ERROR_AUTH is only said where the server itself says that the sign-in is over: whoever gets it drops the token. */
void
kith_oauth_call_return_refusal (GTask            *task,
                                KithHttpResponse *response,
                                const char       *refusal)
{
  static const char *const over[] = { "invalid_grant", "expired_token", "bad_verification_code", "bad_refresh_token", "login_required",
                                      "interaction_required", NULL };
  static const char *const denied[] = { "access_denied", "authorization_declined", NULL };
  static const char *const client[] = { "invalid_client", "unauthorized_client", "incorrect_client_credentials", "invalid_client_id",
                                        "device_flow_disabled", NULL };
  KithOAuthCall *call = g_task_get_task_data (task);
  guint status = kith_http_response_get_status (response);

  if (is_one_of (refusal, over))
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in at %s has expired or was revoked: sign in again."),
                             call->provider_name);
  else if (is_one_of (refusal, denied))
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in at %s was refused."), call->provider_name);
  else if (is_one_of (refusal, client))
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID,
                             _("%s does not know the client id or its secret, or does not allow it to sign in so."), call->provider_name);
  else if (g_strcmp0 (refusal, "consent_required") == 0)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_REFUSED, _("An administrator at %s has to allow this program first."),
                             call->provider_name);
  else if (refusal == NULL || status >= 500 || status == 429 || g_str_equal (refusal, "temporarily_unavailable"))
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE,
                             _("The sign-in server of %s does not answer as it should (status %u); try later."), call->provider_name, status);
  else
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_REFUSED, _("The sign-in server of %s refused (status %u)."), call->provider_name,
                             status);
}

void
kith_oauth_call_take_token (GTask            *task,
                            KithHttpResponse *response)
{
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  KithOAuthToken *token;

  token = kith_oauth_token_new_from_response (kith_http_response_get_body (response), call->server_member, call->former, &error);
  if (token == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (call->former == NULL)
    kith_oauth_token_bind (token, call->origin, call->registered ? call->client_id : NULL, call->registered ? call->client_secret : NULL);
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
  g_autofree char *refusal = response != NULL ? kith_oauth_dup_refusal (response) : NULL;

  if (response == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (refusal != NULL || kith_http_response_get_status (response) != 200)
    kith_oauth_call_return_refusal (task, response, refusal);
  else
    kith_oauth_call_take_token (task, response);
}

/* Asks the token endpoint, and ends the task with its answer. */
void
kith_oauth_call_ask_token (GTask         *task,
                           KithOAuthForm *form)
{
  KithOAuthCall *call = g_task_get_task_data (task);

  kith_oauth_call_send (task, "POST", call->token_uri, form, call->body_type, on_token);
}
