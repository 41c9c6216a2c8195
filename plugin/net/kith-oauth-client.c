/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-http-url.h"
#include "kith-secret-text.h"

/* How the program calls itself where it makes itself known. */
#define CLIENT_NAME "Kith"
#define MAX_CLIENT_BYTES 1024

/* A client id goes into a URL and into the secret service: text without control characters. */
static char *
dup_client_word (JsonValue  *object,
                 const char *name)
{
  const char *word = json_string_value (json_object_get (object, name));

  if (word == NULL || *word == '\0' || strlen (word) > MAX_CLIENT_BYTES)
    return NULL;
  for (const char *p = word; *p != '\0'; p++)
    if (*p < 0x20 || *p > 0x7e)
      return NULL;
  return g_strdup (word);
}

static void
on_registered (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autoptr (JsonValue) object = response != NULL ? kith_oauth_parse (response) : NULL;

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  call->client_id = dup_client_word (object, "client_id");
  /* The owner's secret is of another client. */
  kith_secret_text_free (call->client_secret);
  call->client_secret = dup_client_word (object, "client_secret");
  call->registered = TRUE;
  if (kith_http_response_get_status (response) / 100 == 2 && call->client_id != NULL)
    call->go_on (task);
  else
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s does not let Kith make itself known (status %u)."),
                             call->provider_name, kith_http_response_get_status (response));
}

/*
 * Makes the program known to a server that many people run (docs.joinmastodon.org/methods/apps/#create): once for each sign-in, as the
 * redirect has to be named to the port, and nothing has to be kept but what is kept with the token.
 */
static void
register_client (GTask *task)
{
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (KithOAuthForm) form = NULL;

  if (call->client_id != NULL || call->registration_uri == NULL)
    {
      call->go_on (task);
      return;
    }
  form = kith_oauth_form_new ();
  kith_oauth_form_add (form, "client_name", CLIENT_NAME);
  kith_oauth_form_add (form, "redirect_uris", kith_oauth_redirect_get_uri (call->redirect));
  kith_oauth_form_add (form, "scopes", call->scope);
  kith_oauth_call_send (task, "POST", call->registration_uri, form, "application/json", on_registered);
}

/* Only a place of the same server is believed: whatever else it names, the owner has not named it. */
static gboolean
take_endpoint (KithOAuthCall *call,
               JsonValue     *object,
               const char    *name,
               char         **uri)
{
  const char *value = json_string_value (json_object_get (object, name));
  g_autoptr (KithHttpUrl) url = value != NULL ? kith_http_url_parse (value, NULL) : NULL;
  g_autoptr (KithHttpUrl) own = kith_http_url_parse (call->metadata_uri, NULL);

  if (value == NULL)
    return TRUE;
  if (url == NULL || own == NULL || !g_str_equal (url->origin, own->origin))
    return FALSE;
  g_free (*uri);
  *uri = g_strdup (value);
  return TRUE;
}

static void
on_metadata (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithOAuthCall *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autoptr (JsonValue) object = NULL;

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* A server that does not say has its endpoints where such servers have them. */
  object = kith_http_response_get_status (response) == 200 ? kith_oauth_parse (response) : NULL;
  if (object != NULL
      && (!take_endpoint (call, object, "authorization_endpoint", &call->authorization_uri)
          || !take_endpoint (call, object, "token_endpoint", &call->token_uri)
          || !take_endpoint (call, object, "revocation_endpoint", &call->revocation_uri)
          || !take_endpoint (call, object, "app_registration_endpoint", &call->registration_uri)))
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_REFUSED,
                               _("The server of %s sends the sign-in to another server; name that one as the provider's server."),
                               call->provider_name);
      return;
    }
  register_client (task);
}

void
kith_oauth_call_prepare (GTask              *task,
                         KithOAuthReadyFunc  func)
{
  KithOAuthCall *call = g_task_get_task_data (task);

  call->go_on = func;
  if (call->metadata_uri != NULL)
    kith_oauth_call_send (task, "GET", call->metadata_uri, NULL, NULL, on_metadata);
  else
    register_client (task);
}
