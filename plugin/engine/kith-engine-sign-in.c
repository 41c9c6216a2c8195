/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <string.h>

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-declared-provider.h"
#include "kith-desktop-accounts.h"
#include "kith-locks.h"
#include "kith-secret-text.h"
#include "kith-sign-in.h"

/* A call on its way into the engine thread. */
typedef struct
{
  char *provider_id;
  char *secret;   /* (nullable) */
  KithCore *core; /* (nullable): only in the engine thread */
  gboolean with_code;
  KithSignInFunc prompt;
  gpointer prompt_data;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  kith_secret_text_free (call->secret);
  g_free (call->provider_id);
  g_free (call);
}

/* @call: what it carries besides the provider; the secret is borrowed */
static void
begin (KithEngine           *self,
       const char           *provider_id,
       Call                  call,
       gpointer              source_tag,
       void                (*func) (KithCore *core, GTask *task),
       GCancellable         *cancellable,
       GAsyncReadyCallback   callback,
       gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Call *copy = g_new (Call, 1);

  *copy = call;
  copy->provider_id = g_strdup (provider_id);
  copy->secret = g_strdup (call.secret);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, copy, call_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, func);
}

static KithProvider *
find_provider (KithCore *core,
               GTask    *task)
{
  Call *call = g_task_get_task_data (task);
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), call->provider_id);

  if (provider == NULL)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such provider; “kith providers” lists them."));
  return provider;
}

/**
 * kith_desktop_account_free:
 * @self: (transfer full): an account of the desktop
 */
void
kith_desktop_account_free (KithDesktopAccount *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/* -- signing in -- */

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean done = kith_sign_in_finish (result, &error);

  kith_core_set_last_error (call->core, call->provider_id, NULL);
  if (kith_core_is_open (call->core))
    g_signal_emit_by_name (call->core, "changed");
  g_clear_object (&call->core);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
sign_in (KithCore *core,
         GTask    *task)
{
  Call *call = g_task_get_task_data (task);
  KithProvider *provider = find_provider (core, task);
  g_autoptr (GError) error = NULL;

  if (provider == NULL)
    return;
  if (kith_core_is_offline (core))
    error = g_error_new_literal (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("You are working offline."));
  if (error != NULL || !kith_locks_check (core, provider, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  call->core = g_object_ref (core);
  kith_sign_in_async (kith_core_get_access (core), provider, call->with_code, call->prompt, call->prompt_data, g_task_get_context (task),
                      g_task_get_cancellable (task), on_signed_in, g_object_ref (task));
}

/**
 * kith_engine_sign_in_async:
 * @self: an engine
 * @provider_id: a provider whose sign-in is %KITH_SIGN_IN_BROWSER
 * @prompt: opens the page, or shows it
 * @prompt_data: for @prompt
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Signs in at the service of a provider: in the browser of this computer (RFC 7636, RFC 8252), or by a code that is typed in any browser
 * (RFC 8628) where the service has only that. @prompt is called in the thread-default main context of the caller, never after @callback.
 * Where the service asks for nothing but the client's own id and secret, @prompt is not called at all.
 */
void
kith_engine_sign_in_async (KithEngine          *self,
                           const char          *provider_id,
                           KithSignInFunc       prompt,
                           gpointer             prompt_data,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL && prompt != NULL);

  begin (self, provider_id, (Call) { .prompt = prompt, .prompt_data = prompt_data }, kith_engine_sign_in_async, sign_in,
         cancellable, callback, user_data);
}

/**
 * kith_engine_sign_in_with_code_async:
 * @self: an engine
 * @provider_id: a provider whose sign-in is %KITH_SIGN_IN_BROWSER
 * @prompt: shows the page and the code
 * @prompt_data: for @prompt
 * @cancellable: (nullable): to give up
 * @callback: called with the result; kith_engine_sign_in_finish()
 * @user_data: for @callback
 *
 * As kith_engine_sign_in_async(), but with a code where the service has both: for a computer without a browser.
 */
void
kith_engine_sign_in_with_code_async (KithEngine          *self,
                                     const char          *provider_id,
                                     KithSignInFunc       prompt,
                                     gpointer             prompt_data,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL && prompt != NULL);

  begin (self, provider_id, (Call) { .with_code = TRUE, .prompt = prompt, .prompt_data = prompt_data }, kith_engine_sign_in_with_code_async,
         sign_in, cancellable, callback, user_data);
}

/**
 * kith_engine_sign_in_finish:
 * @self: an engine
 * @result: the result
 * @error: return location; %KITH_ERROR_AUTH where the service or the owner refused, %KITH_ERROR_UNAVAILABLE where the sign-in holds only until
 *   this program ends because there is no secret service, %KITH_ERROR_INVALID where something has to be set first
 *
 * Returns: %TRUE if the owner is signed in for good
 */
gboolean
kith_engine_sign_in_finish (KithEngine    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- signing out -- */

static void
sign_out (KithCore *core,
          GTask    *task)
{
  Call *call = g_task_get_task_data (task);
  KithProvider *provider = find_provider (core, task);

  if (provider == NULL)
    return;
  call->core = g_object_ref (core);
  kith_sign_out_async (kith_core_get_access (core), provider, g_task_get_cancellable (task), on_signed_in, g_object_ref (task));
}

/**
 * kith_engine_sign_out_async:
 * @self: an engine
 * @provider_id: a provider
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the service revoke the token where it can (RFC 7009), and forgets it.
 */
void
kith_engine_sign_out_async (KithEngine          *self,
                            const char          *provider_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL);

  begin (self, provider_id, (Call) { NULL }, kith_engine_sign_out_async, sign_out, cancellable, callback, user_data);
}

/**
 * kith_engine_sign_out_finish:
 * @self: an engine
 * @result: the result
 * @error: return location; %KITH_ERROR_UNAVAILABLE where the token is forgotten here but the service could not be told
 *
 * Returns: %TRUE if the token is forgotten here and at the service
 */
gboolean
kith_engine_sign_out_finish (KithEngine    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- the token, and the secret of the client -- */

static void
on_secret_kept (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!kith_secrets_store_finish (KITH_SECRETS (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
set_token (KithCore *core,
           GTask    *task)
{
  Call *call = g_task_get_task_data (task);
  KithProvider *provider = find_provider (core, task);
  gboolean removes = call->secret == NULL || *call->secret == '\0';
  g_autoptr (GError) error = NULL;

  if (provider == NULL)
    return;
  if (!removes && !kith_locks_check (core, provider, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    kith_secrets_store_async (kith_core_get_secrets (core), call->provider_id, call->secret, g_task_get_cancellable (task), on_secret_kept,
                              g_object_ref (task));
}

/**
 * kith_engine_set_token_async:
 * @self: an engine
 * @provider_id: a provider
 * @token: (nullable): the token; %NULL or empty removes it
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps a token in the secret service of the session.
 */
void
kith_engine_set_token_async (KithEngine          *self,
                             const char          *provider_id,
                             const char          *token,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL);

  begin (self, provider_id, (Call) { .secret = (char *) token }, kith_engine_set_token_async, set_token, cancellable, callback, user_data);
}

/**
 * kith_engine_set_token_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the token is kept
 */
gboolean
kith_engine_set_token_finish (KithEngine    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
set_client_secret (KithCore *core,
                   GTask    *task)
{
  Call *call = g_task_get_task_data (task);
  KithProvider *provider = find_provider (core, task);
  g_autofree char *name = NULL;

  if (provider == NULL)
    return;
  if (!KITH_IS_DECLARED_PROVIDER (provider) || !kith_declared_provider_takes_client_secret (KITH_DECLARED_PROVIDER (provider)))
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("%s takes no client secret."), kith_provider_get_name (provider));
      return;
    }
  name = kith_access_make_client_name (call->provider_id);
  kith_secrets_store_async (kith_core_get_secrets (core), name, call->secret, g_task_get_cancellable (task), on_secret_kept, g_object_ref (task));
}

/**
 * kith_engine_set_client_secret_async:
 * @self: an engine
 * @provider_id: a provider that takes one: kith_provider_info_takes_client_secret()
 * @client_secret: (nullable): the secret that belongs to the client id; %NULL or empty removes it
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps the secret of the client in the secret service of the session.
 */
void
kith_engine_set_client_secret_async (KithEngine          *self,
                                     const char          *provider_id,
                                     const char          *client_secret,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL);

  begin (self, provider_id, (Call) { .secret = (char *) client_secret }, kith_engine_set_client_secret_async, set_client_secret, cancellable, callback, user_data);
}

/**
 * kith_engine_set_client_secret_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the secret is kept
 */
gboolean
kith_engine_set_client_secret_finish (KithEngine    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- accounts of the desktop -- */

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
on_accounts (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts = kith_desktop_accounts_list_finish (KITH_DESKTOP_ACCOUNTS (source), result, &error);

  if (accounts == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, accounts, unref_array);
}

static void
list_accounts (KithCore *core,
               GTask    *task)
{
  KithProvider *provider = find_provider (core, task);
  const char *const *types = KITH_IS_DECLARED_PROVIDER (provider) ? kith_declared_provider_get_desktop (KITH_DECLARED_PROVIDER (provider)) : NULL;
  g_autoptr (KithDesktopAccounts) desktop = NULL;

  if (provider == NULL)
    return;
  if (types == NULL)
    {
      g_task_return_pointer (task, g_ptr_array_new_with_free_func ((GDestroyNotify) kith_desktop_account_free), unref_array);
      return;
    }
  desktop = kith_desktop_accounts_new ();
  kith_desktop_accounts_list_async (desktop, types, g_task_get_cancellable (task), on_accounts, g_object_ref (task));
}

/**
 * kith_engine_list_accounts_async:
 * @self: an engine
 * @provider_id: a provider
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the accounts of GNOME Online Accounts whose permissions serve a provider. One of them is chosen with the key `account`.
 */
void
kith_engine_list_accounts_async (KithEngine          *self,
                                 const char          *provider_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL);

  begin (self, provider_id, (Call) { NULL }, kith_engine_list_accounts_async, list_accounts, cancellable, callback, user_data);
}

/**
 * kith_engine_list_accounts_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithDesktopAccount): the accounts; empty where there are none, or no GNOME Online Accounts
 */
GPtrArray *
kith_engine_list_accounts_finish (KithEngine    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
