/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-http-url.h"
#include "kith-oauth-private.h"

/* RFC 8628 section 3.5: where the server names no interval, and how much "slow_down" adds. Seconds. */
#define DEFAULT_INTERVAL 5
#define SLOW_DOWN 5
#define MIN_INTERVAL 1
#define MAX_INTERVAL 60
#define MAX_CODE_BYTES 64

static void poll_later (GTask *task);

static void
on_polled (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autofree char *refusal = response != NULL ? kith_oauth_dup_refusal (response) : NULL;

  /* A network that is gone for a moment ends nothing, but is asked less often (RFC 8628 section 3.5). */
  if (g_error_matches (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE) || g_strcmp0 (refusal, "slow_down") == 0)
    {
      call->interval = MIN (call->interval + SLOW_DOWN, MAX_INTERVAL);
      poll_later (task);
    }
  else if (response == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_strcmp0 (refusal, "authorization_pending") == 0)
    poll_later (task);
  else if (refusal != NULL || kith_http_response_get_status (response) != 200)
    kith_oauth_call_return_refusal (task, response, refusal);
  else
    kith_oauth_call_take_token (task, response);
}

static gboolean
on_time_to_poll (gpointer user_data)
{
  GTask *task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (KithOAuthForm) form = NULL;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (g_get_real_time () / G_USEC_PER_SEC >= call->deadline)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("The code was not typed in time."));
      return G_SOURCE_REMOVE;
    }
  form = kith_oauth_form_new ();
  kith_oauth_form_add (form, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
  kith_oauth_form_add (form, "device_code", call->device_code);
  kith_oauth_call_add_client (call, form);
  kith_oauth_call_send (task, "POST", call->token_uri, form, call->body_type, on_polled);
  return G_SOURCE_REMOVE;
}

static void
poll_later (GTask *task)
{
  KithOAuthCall *call = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) source = g_timeout_source_new_seconds (call->interval);

  g_source_set_callback (source, on_time_to_poll, g_object_ref (task), g_object_unref);
  if (cancellable != NULL)
    {
      /* Who gives up does not wait for the next turn. */
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_source_attach (source, g_task_get_context (task));
}

/* What the owner types: short, and nothing but letters, digits and the like. */
static gboolean
is_user_code (const char *code)
{
  gsize length = code != NULL ? strlen (code) : 0;

  if (length == 0 || length > MAX_CODE_BYTES)
    return FALSE;
  for (const char *p = code; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      return FALSE;
  return TRUE;
}

/* The owner reads and opens this page: a service must not send a browser anywhere but to a web page, nor anything to a terminal that drives it. */
static gboolean
is_web_page (const char *uri)
{
  g_autoptr (KithHttpUrl) url = uri != NULL && g_str_is_ascii (uri) ? kith_http_url_parse (uri, NULL) : NULL;

  return url != NULL;
}

static void
on_device_code (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autoptr (JsonValue) object = NULL;
  g_autofree char *refusal = NULL;
  const char *user_code, *uri, *device_code;

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  object = kith_oauth_parse (response);
  user_code = json_string_value (json_object_get (object, "user_code"));
  device_code = json_string_value (json_object_get (object, "device_code"));
  /* Google's name for it, from before RFC 8628 */
  uri = json_string_value (json_object_get (object, "verification_uri"));
  if (uri == NULL)
    uri = json_string_value (json_object_get (object, "verification_url"));
  if (kith_http_response_get_status (response) != 200 || !is_user_code (user_code) || device_code == NULL || !is_web_page (uri))
    {
      refusal = kith_oauth_dup_refusal (response);
      kith_oauth_call_return_refusal (task, response, refusal);
      return;
    }
  call->device_code = g_strdup (device_code);
  call->interval = CLAMP (json_integer_value (json_object_get (object, "interval")), MIN_INTERVAL, MAX_INTERVAL);
  if (json_object_get (object, "interval") == NULL)
    call->interval = DEFAULT_INTERVAL;
  call->deadline = g_get_real_time () / G_USEC_PER_SEC
                      + CLAMP (json_integer_value (json_object_get (object, "expires_in")), 1, KITH_OAUTH_SIGN_IN_SEC);
  call->show_code (user_code, uri, call->show_data);
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
  g_autoptr (GTask) task = kith_oauth_call_new (http, config, cancellable, callback, user_data);
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (KithOAuthForm) form = kith_oauth_form_new ();

  g_task_set_source_tag (task, kith_oauth_device_async);
  call->show_code = show_code;
  call->show_data = show_data;
  kith_oauth_form_add (form, "client_id", call->client_id);
  kith_oauth_form_add (form, "scope", call->scope);
  kith_oauth_call_send (task, "POST", call->device_uri, form, NULL, on_device_code);
}
