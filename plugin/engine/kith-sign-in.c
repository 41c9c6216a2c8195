/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-sign-in.h"

#include <string.h>

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-declared-provider.h"
#include "kith-oauth.h"
#include "kith-secret-text.h"

/* One sign-in or sign-out; the data of its task. */
typedef struct
{
  KithAccess *access;
  KithDeclaredProvider *provider;
  KithSignInPlan *plan; /* (nullable) */
  gboolean out;
  gboolean with_code;
  KithSignInFunc prompt;
  gpointer prompt_data;
  GMainContext *prompt_context; /* (nullable) */
  KithOAuthToken *token;        /* (nullable): of a sign-out */
  GError *problem;              /* (nullable): of a sign-out that goes on */
  GCancellable *cancellable;    /* ends with the caller's or the engine's */
  GCancellable *outer;          /* (nullable) */
  gulong outer_id;
  gulong closing_id;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_cancellable_disconnect (kith_access_get_closing (sign_in->access), sign_in->closing_id);
  if (sign_in->outer != NULL)
    g_cancellable_disconnect (sign_in->outer, sign_in->outer_id);
  g_clear_object (&sign_in->outer);
  g_clear_object (&sign_in->cancellable);
  g_clear_pointer (&sign_in->plan, kith_sign_in_plan_free);
  g_clear_pointer (&sign_in->prompt_context, g_main_context_unref);
  g_clear_object (&sign_in->token);
  g_clear_error (&sign_in->problem);
  g_object_unref (sign_in->provider);
  g_object_unref (sign_in->access);
  g_free (sign_in);
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      inner)
{
  g_cancellable_cancel (inner);
}

static GTask *
new_task (KithAccess          *access,
          KithProvider        *provider,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  SignIn *sign_in = g_new0 (SignIn, 1);
  GTask *task;

  sign_in->access = g_object_ref (access);
  sign_in->provider = g_object_ref (KITH_DECLARED_PROVIDER (provider));
  sign_in->cancellable = g_cancellable_new ();
  sign_in->closing_id = g_cancellable_connect (kith_access_get_closing (access), G_CALLBACK (on_cancelled), g_object_ref (sign_in->cancellable),
                                               g_object_unref);
  if (cancellable != NULL)
    {
      sign_in->outer = g_object_ref (cancellable);
      sign_in->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), g_object_ref (sign_in->cancellable), g_object_unref);
    }
  task = g_task_new (access, sign_in->cancellable, callback, user_data);
  g_task_set_task_data (task, sign_in, sign_in_free);
  return task;
}

static const char *
get_id (SignIn *sign_in)
{
  return kith_provider_get_id (KITH_PROVIDER (sign_in->provider));
}

static gboolean
may_sign_in (const KithAccessHost  *host,
             KithProvider          *provider,
             KithProviderSettings  *settings,
             GError               **error)
{
  if (!KITH_IS_DECLARED_PROVIDER (provider) || kith_declared_provider_get_sign_in (KITH_DECLARED_PROVIDER (provider)) != KITH_SIGN_IN_BROWSER)
    g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s has no sign-in: it takes a token, or nothing."), kith_provider_get_name (provider));
  else if (settings == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The settings of Kith cannot be read: it may not be installed completely."));
  else if (host->http == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot write down what it sends, so it sends nothing."));
  else
    return TRUE;
  return FALSE;
}

/* -- asking the owner -- */

typedef struct
{
  KithSignInFunc prompt;
  gpointer prompt_data;
  char *uri;
  char *user_code; /* (nullable) */
} Prompt;

static void
prompt_free (gpointer data)
{
  Prompt *prompt = data;

  /* It holds the state and the challenge of this sign-in. */
  kith_secret_text_free (prompt->uri);
  g_free (prompt->user_code);
  g_free (prompt);
}

static gboolean
on_prompt (gpointer data)
{
  Prompt *prompt = data;

  prompt->prompt (prompt->uri, prompt->user_code, prompt->prompt_data);
  return G_SOURCE_REMOVE;
}

/* The end of the sign-in comes to the same context with the same priority, thus after this. */
static void
ask_owner (SignIn     *sign_in,
           const char *uri,
           const char *user_code)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Prompt *prompt = g_new0 (Prompt, 1);

  prompt->prompt = sign_in->prompt;
  prompt->prompt_data = sign_in->prompt_data;
  prompt->uri = g_strdup (uri);
  prompt->user_code = g_strdup (user_code);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_prompt, prompt, prompt_free);
  g_source_attach (source, sign_in->prompt_context);
}

static void
open_page (const char *uri,
           gpointer    user_data)
{
  ask_owner (user_data, uri, NULL);
}

static void
show_code (const char *user_code,
           const char *verification_uri,
           gpointer    user_data)
{
  ask_owner (user_data, verification_uri, user_code);
}

/* -- signing in -- */

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!kith_secrets_store_finish (KITH_SECRETS (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = kith_oauth_finish (result, &error);
  char *secret;

  if (token == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  kith_access_stop_renewal (sign_in->access, get_id (sign_in));
  secret = kith_oauth_token_dup_secret (token);
  kith_secrets_store_async (kith_access_get_host (sign_in->access)->secrets, get_id (sign_in), secret, sign_in->cancellable, on_kept,
                            g_object_ref (task));
  kith_secret_text_free (secret);
}

static void
begin (GTask      *task,
       const char *client_secret)
{
  SignIn *sign_in = g_task_get_task_data (task);
  const KithAccessHost *host = kith_access_get_host (sign_in->access);
  g_autoptr (KithProviderSettings) settings = host->ref_settings (host->user_data, KITH_PROVIDER (sign_in->provider));
  const KithOAuthConfig *config;
  g_autoptr (GError) error = NULL;

  sign_in->plan = kith_declared_provider_plan_sign_in (sign_in->provider, settings, client_secret, &error);
  if (sign_in->plan == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  config = &sign_in->plan->config;
  if (sign_in->plan->as_client)
    kith_oauth_client_credentials_async (host->http, config, sign_in->cancellable, on_signed_in, g_object_ref (task));
  else if (config->device_uri != NULL && (sign_in->with_code || config->authorization_uri == NULL))
    kith_oauth_device_async (host->http, config, show_code, sign_in, sign_in->cancellable, on_signed_in, g_object_ref (task));
  else
    kith_oauth_sign_in_async (host->http, config, open_page, sign_in, sign_in->cancellable, on_signed_in, g_object_ref (task));
}

static void tell_service (GTask      *task,
                          const char *client_secret);

static void
on_client_secret (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = kith_secrets_lookup_finish (KITH_SECRETS (source), result, &error);

  if (sign_in->out)
    tell_service (task, secret);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    begin (task, secret);
  kith_secret_text_free (secret);
}

static void
find_client_secret (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);
  g_autofree char *name = kith_access_make_client_name (get_id (sign_in));

  kith_secrets_lookup_async (kith_access_get_host (sign_in->access)->secrets, name, sign_in->cancellable, on_client_secret, g_object_ref (task));
}

void
kith_sign_in_async (KithAccess          *access,
                    KithProvider        *provider,
                    gboolean             with_code,
                    KithSignInFunc       prompt,
                    gpointer             prompt_data,
                    GMainContext        *prompt_context,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  const KithAccessHost *host = kith_access_get_host (access);
  g_autoptr (KithProviderSettings) settings = host->ref_settings (host->user_data, provider);
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  SignIn *sign_in;

  if (!may_sign_in (host, provider, settings, &error))
    {
      g_task_report_error (access, callback, user_data, kith_sign_in_async, error);
      return;
    }
  task = new_task (access, provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_sign_in_async);
  sign_in = g_task_get_task_data (task);
  sign_in->with_code = with_code;
  sign_in->prompt = prompt;
  sign_in->prompt_data = prompt_data;
  sign_in->prompt_context = prompt_context != NULL ? g_main_context_ref (prompt_context) : NULL;
  if (kith_declared_provider_takes_client_secret (sign_in->provider))
    find_client_secret (task);
  else
    begin (task, NULL);
}

/* -- signing out -- */

/* What the service says of the revocation is told last: the token is forgotten here in any case. */
static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!kith_secrets_store_finish (KITH_SECRETS (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (sign_in->problem != NULL)
    g_task_return_error (task, g_steal_pointer (&sign_in->problem));
  else
    g_task_return_boolean (task, TRUE);
}

static void
forget (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);

  kith_secrets_store_async (kith_access_get_host (sign_in->access)->secrets, get_id (sign_in), NULL, sign_in->cancellable, on_forgotten,
                            g_object_ref (task));
}

static void
on_revoked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!kith_oauth_revoke_finish (result, &error))
    sign_in->problem = g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE,
                                    _("You are signed out here, but %s could not be told; take the permission back on its site: %s"),
                                    kith_provider_get_name (KITH_PROVIDER (sign_in->provider)), error->message);
  forget (task);
}

static void
tell_service (GTask      *task,
              const char *client_secret)
{
  SignIn *sign_in = g_task_get_task_data (task);
  const KithAccessHost *host = kith_access_get_host (sign_in->access);
  g_autoptr (KithProviderSettings) settings = host->ref_settings (host->user_data, KITH_PROVIDER (sign_in->provider));

  if (sign_in->token != NULL && settings != NULL && host->http != NULL && kith_sign_in_holds (sign_in->token, settings))
    sign_in->plan = kith_declared_provider_plan_sign_in (sign_in->provider, settings, client_secret, NULL);
  if (sign_in->plan != NULL && sign_in->plan->config.revocation_uri != NULL)
    kith_oauth_revoke_async (host->http, &sign_in->plan->config, sign_in->token, sign_in->cancellable, on_revoked, g_object_ref (task));
  else
    forget (task);
}

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  char *secret = kith_secrets_lookup_finish (KITH_SECRETS (source), result, NULL);

  if (secret != NULL && kith_oauth_token_is_secret (secret))
    sign_in->token = kith_oauth_token_new_from_secret (secret, NULL);
  kith_secret_text_free (secret);
  if (sign_in->token != NULL && kith_declared_provider_takes_client_secret (sign_in->provider))
    find_client_secret (task);
  else
    tell_service (task, NULL);
}

void
kith_sign_out_async (KithAccess          *access,
                     KithProvider        *provider,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SignIn *sign_in;

  if (!KITH_IS_DECLARED_PROVIDER (provider))
    {
      g_task_report_new_error (access, callback, user_data, kith_sign_out_async, KITH_ERROR, KITH_ERROR_INVALID,
                               _("%s has no sign-in: it takes a token, or nothing."), kith_provider_get_name (provider));
      return;
    }
  task = new_task (access, provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_sign_out_async);
  sign_in = g_task_get_task_data (task);
  sign_in->out = TRUE;
  kith_access_stop_renewal (access, kith_provider_get_id (provider));
  kith_secrets_lookup_async (kith_access_get_host (access)->secrets, kith_provider_get_id (provider), sign_in->cancellable, on_token,
                             g_object_ref (task));
}

gboolean
kith_sign_in_finish (GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
