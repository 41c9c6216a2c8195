/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-access.h"

#include <string.h>

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-declared-provider.h"
#include "kith-desktop-accounts.h"
#include "kith-secret-text.h"
#include "kith-token-source.h"

struct _KithAccess
{
  GObject parent_instance;

  KithAccessHost host;
  KithDesktopAccounts *desktop;
  GCancellable *closing;
  GHashTable *renewals; /* (element-type utf8 Renewal): by provider; a renewal ends itself */
};

/* One token on its way to a new one; all who want it wait for the same. */
typedef struct
{
  KithAccess *access;
  KithProvider *provider;
  KithProviderSettings *settings;
  KithOAuthToken *token;
  KithSignInPlan *plan; /* (nullable) */
  GCancellable *cancellable;
  gulong closing_id;
  GPtrArray *waiting;   /* (element-type GTask) */
} Renewal;

/* One question for credentials; the data of its task. */
typedef struct
{
  KithProvider *provider;
  KithProviderSettings *settings; /* (nullable) */
  KithCredentials *rejected;      /* (nullable): what the service did not accept */
  gint64 expires;                 /* when a sign-in ends that nothing renews, in Unix seconds; 0 where there is no such time */
} Question;

static void token_source_init (KithTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KithAccess, kith_access, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KITH_TYPE_TOKEN_SOURCE, token_source_init))

static void
kith_access_finalize (GObject *object)
{
  KithAccess *self = KITH_ACCESS (object);

  g_clear_object (&self->host.registry);
  g_clear_object (&self->host.secrets);
  g_clear_object (&self->host.http);
  g_clear_object (&self->desktop);
  g_clear_object (&self->closing);
  g_hash_table_unref (self->renewals);
  G_OBJECT_CLASS (kith_access_parent_class)->finalize (object);
}

static void
kith_access_class_init (KithAccessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_access_finalize;
}

static void
kith_access_init (KithAccess *self)
{
  self->closing = g_cancellable_new ();
  self->desktop = kith_desktop_accounts_new ();
  self->renewals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * kith_access_new:
 * @host: what belongs to the core; references are taken, and the core outlives this
 *
 * Returns: (transfer full): access to what the providers are asked with
 */
KithAccess *
kith_access_new (const KithAccessHost *host)
{
  KithAccess *self = g_object_new (KITH_TYPE_ACCESS, NULL);

  self->host = *host;
  g_object_ref (self->host.registry);
  g_object_ref (self->host.secrets);
  if (self->host.http != NULL)
    g_object_ref (self->host.http);
  return self;
}

/* Ends what is under way: those who wait are told so, as the thread ends. */
void
kith_access_close (KithAccess *self)
{
  g_cancellable_cancel (self->closing);
}

const KithAccessHost *
kith_access_get_host (KithAccess *self)
{
  return &self->host;
}

GCancellable *
kith_access_get_closing (KithAccess *self)
{
  return self->closing;
}

char *
kith_access_make_client_name (const char *provider_id)
{
  return g_strconcat (provider_id, ".client-secret", NULL);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->provider);
  g_clear_object (&question->settings);
  g_clear_object (&question->rejected);
  g_free (question);
}

static GTask *
new_question (KithAccess          *self,
              KithProvider        *provider,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->provider = g_object_ref (provider);
  question->settings = self->host.ref_settings (self->host.user_data, provider);
  g_task_set_task_data (task, question, question_free);
  return task;
}

static gboolean
signs_in (KithProvider *provider)
{
  return KITH_IS_DECLARED_PROVIDER (provider)
         && kith_declared_provider_get_sign_in (KITH_DECLARED_PROVIDER (provider)) == KITH_SIGN_IN_BROWSER;
}

/* The account of the desktop that the owner chose for a provider that can use one. */
static const char *
get_account (Question *question)
{
  if (question->settings == NULL || !KITH_IS_DECLARED_PROVIDER (question->provider)
      || kith_declared_provider_get_desktop (KITH_DECLARED_PROVIDER (question->provider)) == NULL)
    return NULL;
  return kith_provider_settings_get_account (question->settings);
}

static KithCredentials *
make_plain (const char *token)
{
  KithCredentialsFields fields = { .token = token };

  return kith_credentials_new (&fields);
}

static KithCredentials *
make_from_token (KithProviderSettings *settings,
                 KithOAuthToken       *token)
{
  const char *named = settings != NULL ? kith_provider_settings_get_sign_in_url (settings) : NULL;
  const char *server = kith_oauth_token_get_server (token);
  KithCredentialsFields fields = { .token = kith_oauth_token_get_access_token (token), .server = server, .is_bearer = TRUE };

  /* The server that the owner named for the sign-in may name itself, wherever it is. */
  fields.server_is_own = named != NULL && server != NULL && g_str_has_prefix (named, server)
                         && (named[strlen (server)] == '\0' || named[strlen (server)] == '/');
  return kith_credentials_new (&fields);
}

static GError *
make_over_error (KithProvider *provider)
{
  return g_error_new (KITH_ERROR, KITH_ERROR_AUTH,
                      _("The sign-in at %s has expired or was revoked; sign in again, in the preferences or with: kith provider sign-in %s"),
                      kith_provider_get_name (provider), kith_provider_get_id (provider));
}

/* A sign-in holds for the servers at which it was made: no other gets its token. */
static gboolean
holds_here (KithProviderSettings *settings,
            KithOAuthToken       *token)
{
  return settings == NULL || kith_sign_in_holds (token, settings);
}

/* -- renewals -- */

static void
renewal_free (Renewal *renewal)
{
  g_cancellable_disconnect (renewal->access->closing, renewal->closing_id);
  g_clear_object (&renewal->cancellable);
  g_clear_object (&renewal->provider);
  g_clear_object (&renewal->settings);
  g_clear_object (&renewal->token);
  g_clear_pointer (&renewal->plan, kith_sign_in_plan_free);
  g_ptr_array_unref (renewal->waiting);
  g_object_unref (renewal->access);
  g_free (renewal);
}

/* Gives all who wait what came of it. @error is taken. */
static void
end_renewal (Renewal        *renewal,
             KithOAuthToken *token,
             GError         *error)
{
  g_autoptr (KithCredentials) credentials = token != NULL ? make_from_token (renewal->settings, token) : NULL;
  GHashTable *renewals = renewal->access->renewals;
  const char *id = kith_provider_get_id (renewal->provider);

  if (g_hash_table_lookup (renewals, id) == renewal)
    g_hash_table_remove (renewals, id);
  for (guint i = 0; i < renewal->waiting->len; i++)
    {
      GTask *task = renewal->waiting->pdata[i];

      if (credentials != NULL)
        g_task_return_pointer (task, g_object_ref (credentials), g_object_unref);
      else
        g_task_return_error (task, g_error_copy (error));
    }
  g_clear_error (&error);
  renewal_free (renewal);
}

static void
on_dropped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Renewal *renewal = user_data;

  /* Where the keyring is locked the token stays, and is refused again. */
  kith_secrets_store_finish (KITH_SECRETS (source), result, NULL);
  end_renewal (renewal, NULL, make_over_error (renewal->provider));
}

static KithOAuthToken *
read_token (const char *secret)
{
  return secret != NULL && kith_oauth_token_is_secret (secret) ? kith_oauth_token_new_from_secret (secret, NULL) : NULL;
}

/* The server refused the token that another program may have renewed in the meantime: then that one's is used. */
static void
on_looked_again (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Renewal *renewal = user_data;
  g_autoptr (GError) error = NULL;
  char *secret = kith_secrets_lookup_finish (KITH_SECRETS (source), result, &error);
  g_autoptr (KithOAuthToken) token = read_token (secret);

  kith_secret_text_free (secret);
  if (error != NULL)
    end_renewal (renewal, NULL, g_steal_pointer (&error));
  else if (token != NULL && !kith_oauth_token_is_expired (token)
           && !g_str_equal (kith_oauth_token_get_access_token (token), kith_oauth_token_get_access_token (renewal->token)))
    end_renewal (renewal, token, NULL);
  else
    kith_secrets_store_async (KITH_SECRETS (source), kith_provider_get_id (renewal->provider), NULL, renewal->cancellable, on_dropped, renewal);
}

static void
refuse (Renewal *renewal)
{
  kith_secrets_lookup_async (renewal->access->host.secrets, kith_provider_get_id (renewal->provider), renewal->cancellable, on_looked_again,
                             renewal);
}

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Renewal *renewal = user_data;
  KithAccessHost *host = &renewal->access->host;
  g_autoptr (GError) error = NULL;

  if (!kith_secrets_store_finish (KITH_SECRETS (source), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    host->notice (host->user_data, error->message);
  if (g_cancellable_is_cancelled (renewal->cancellable))
    end_renewal (renewal, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The sign-in was cancelled.")));
  else
    end_renewal (renewal, renewal->token, NULL);
}

static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Renewal *renewal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = kith_oauth_finish (result, &error);
  char *secret;

  if (g_error_matches (error, KITH_ERROR, KITH_ERROR_AUTH))
    {
      refuse (renewal);
      return;
    }
  if (token == NULL)
    {
      end_renewal (renewal, NULL, g_steal_pointer (&error));
      return;
    }
  g_set_object (&renewal->token, token);
  secret = kith_oauth_token_dup_secret (token);
  kith_secrets_store_async (renewal->access->host.secrets, kith_provider_get_id (renewal->provider), secret, renewal->cancellable, on_kept,
                            renewal);
  kith_secret_text_free (secret);
}

static void
send_renewal (Renewal    *renewal,
              const char *client_secret)
{
  KithHttp *http = renewal->access->host.http;
  g_autoptr (GError) error = NULL;

  if (http == NULL)
    error = g_error_new_literal (KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot write down what it sends, so it sends nothing."));
  else
    renewal->plan = kith_declared_provider_plan_sign_in (KITH_DECLARED_PROVIDER (renewal->provider), renewal->settings, client_secret, &error);
  if (renewal->plan == NULL)
    end_renewal (renewal, NULL, g_steal_pointer (&error));
  else if (kith_oauth_token_get_refresh_token (renewal->token) != NULL)
    kith_oauth_refresh_async (http, &renewal->plan->config, renewal->token, renewal->cancellable, on_renewed, renewal);
  else if (renewal->plan->as_client)
    kith_oauth_client_credentials_async (http, &renewal->plan->config, renewal->cancellable, on_renewed, renewal);
  else
    refuse (renewal);
}

static void
on_client_secret (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Renewal *renewal = user_data;
  g_autoptr (GError) error = NULL;
  char *secret = kith_secrets_lookup_finish (KITH_SECRETS (source), result, &error);

  if (error != NULL)
    end_renewal (renewal, NULL, g_steal_pointer (&error));
  else
    send_renewal (renewal, secret);
  kith_secret_text_free (secret);
}

static void
on_closing (GCancellable *closing,
            gpointer      cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Has @task return with what comes after @token. */
static void
join_renewal (KithAccess     *self,
              GTask          *task,
              KithOAuthToken *token)
{
  Question *question = g_task_get_task_data (task);
  const char *id = kith_provider_get_id (question->provider);
  Renewal *renewal = g_hash_table_lookup (self->renewals, id);
  g_autofree char *name = NULL;

  if (renewal != NULL)
    {
      g_ptr_array_add (renewal->waiting, g_object_ref (task));
      return;
    }
  renewal = g_new0 (Renewal, 1);
  renewal->access = g_object_ref (self);
  renewal->provider = g_object_ref (question->provider);
  g_set_object (&renewal->settings, question->settings);
  renewal->token = g_object_ref (token);
  renewal->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  renewal->cancellable = g_cancellable_new ();
  renewal->closing_id = g_cancellable_connect (self->closing, G_CALLBACK (on_closing), renewal->cancellable, NULL);
  g_ptr_array_add (renewal->waiting, g_object_ref (task));
  g_hash_table_insert (self->renewals, g_strdup (id), renewal);
  if (!kith_declared_provider_takes_client_secret (KITH_DECLARED_PROVIDER (renewal->provider)))
    {
      send_renewal (renewal, NULL);
      return;
    }
  name = kith_access_make_client_name (id);
  kith_secrets_lookup_async (self->host.secrets, name, renewal->cancellable, on_client_secret, renewal);
}

/* The owner signs in or out just now: what a renewal would bring is not wanted any more. */
void
kith_access_stop_renewal (KithAccess *self,
                          const char *provider_id)
{
  Renewal *renewal = g_hash_table_lookup (self->renewals, provider_id);

  if (renewal == NULL)
    return;
  g_hash_table_remove (self->renewals, provider_id);
  g_cancellable_cancel (renewal->cancellable);
}

/* -- getting -- */

static void
on_account (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KithCredentials *credentials = kith_desktop_accounts_get_finish (KITH_DESKTOP_ACCOUNTS (source), result, &error);

  if (credentials == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, credentials, g_object_unref);
}

static void
ask_desktop (KithAccess *self,
             GTask      *task,
             gboolean    anew)
{
  Question *question = g_task_get_task_data (task);

  kith_desktop_accounts_get_async (self->desktop, get_account (question), kith_provider_get_name (question->provider),
                                   kith_declared_provider_get_desktop (KITH_DECLARED_PROVIDER (question->provider)), anew,
                                   g_task_get_cancellable (task), on_account, g_object_ref (task));
}

static void
use_token (KithAccess     *self,
           GTask          *task,
           KithOAuthToken *token)
{
  Question *question = g_task_get_task_data (task);
  gboolean rejected = question->rejected != NULL
                      && g_str_equal (kith_credentials_get_token (question->rejected), kith_oauth_token_get_access_token (token));

  if (!holds_here (question->settings, token))
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH,
                             _("You are signed in at another server of %s; sign in again, in the preferences or with: kith provider sign-in %s"),
                             kith_provider_get_name (question->provider), kith_provider_get_id (question->provider));
  else if (rejected || kith_oauth_token_is_expired (token))
    join_renewal (self, task, token);
  else
    g_task_return_pointer (task, make_from_token (question->settings, token), g_object_unref);
}

static void
on_secret (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithAccess *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;
  char *secret = kith_secrets_lookup_finish (KITH_SECRETS (source), result, &error);

  if (error == NULL && signs_in (question->provider) && secret != NULL && kith_oauth_token_is_secret (secret))
    token = kith_oauth_token_new_from_secret (secret, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (token != NULL)
    use_token (self, task, token);
  else if (secret == NULL || question->rejected != NULL)
    /* None; or one that the owner copied from somewhere, which nothing renews. */
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task, make_plain (secret), g_object_unref);
  kith_secret_text_free (secret);
}

/**
 * kith_access_get_async:
 * @self: access to the tokens
 * @provider: a provider
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds what a provider is asked with. A sign-in that has expired is renewed, once for all who ask at that time.
 */
void
kith_access_get_async (KithAccess          *self,
                       KithProvider        *provider,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = new_question (self, provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_access_get_async);
  if (get_account (g_task_get_task_data (task)) != NULL)
    ask_desktop (self, task, FALSE);
  else
    kith_secrets_lookup_async (self->host.secrets, kith_provider_get_id (provider), cancellable, on_secret, g_object_ref (task));
}

/**
 * kith_access_get_finish:
 * @self: access to the tokens
 * @result: the result
 * @error: return location; %KITH_ERROR_AUTH where the owner has to sign in again, %KITH_ERROR_UNAVAILABLE where the keyring is locked
 *
 * Returns: (transfer full) (nullable): the credentials; %NULL without @error where there are none
 */
KithCredentials *
kith_access_get_finish (KithAccess    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_access_renew_async (KithTokenSource     *source,
                         const char          *provider_id,
                         KithCredentials     *rejected,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  KithAccess *self = KITH_ACCESS (source);
  KithProvider *provider = g_cancellable_is_cancelled (self->closing) ? NULL : kith_registry_find (self->host.registry, provider_id);
  g_autoptr (GTask) task = NULL;
  Question *question;

  if (provider == NULL)
    {
      g_task_report_new_error (self, callback, user_data, kith_access_renew_async, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Kith is closing."));
      return;
    }
  task = new_question (self, provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_access_renew_async);
  question = g_task_get_task_data (task);
  question->rejected = g_object_ref (rejected);
  if (get_account (question) != NULL)
    ask_desktop (self, task, TRUE);
  else
    kith_secrets_lookup_async (self->host.secrets, provider_id, cancellable, on_secret, g_object_ref (task));
}

static KithCredentials *
kith_access_renew_finish (KithTokenSource  *source,
                          GAsyncResult     *result,
                          GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
token_source_init (KithTokenSourceInterface *iface)
{
  iface->renew_async = kith_access_renew_async;
  iface->renew_finish = kith_access_renew_finish;
}

static void
on_secret_for_has (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = NULL;
  char *secret = kith_secrets_lookup_finish (KITH_SECRETS (source), result, &error);
  gboolean has = secret != NULL;

  if (signs_in (question->provider) && secret != NULL && kith_oauth_token_is_secret (secret))
    {
      token = kith_oauth_token_new_from_secret (secret, NULL);
      has = token != NULL && holds_here (question->settings, token);
      if (has && kith_oauth_token_get_refresh_token (token) == NULL
          && !kith_declared_provider_signs_in_as_client (KITH_DECLARED_PROVIDER (question->provider)))
        question->expires = kith_oauth_token_get_expires (token);
    }
  kith_secret_text_free (secret);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, has);
}

/**
 * kith_access_has_async:
 * @self: access to the tokens
 * @provider: a provider
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds out whether there is anything to ask a provider with, without asking any server.
 */
void
kith_access_has_async (KithAccess          *self,
                       KithProvider        *provider,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = new_question (self, provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_access_has_async);
  if (get_account (g_task_get_task_data (task)) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    kith_secrets_lookup_async (self->host.secrets, kith_provider_get_id (provider), cancellable, on_secret_for_has, g_object_ref (task));
}

/**
 * kith_access_has_finish:
 * @self: access to the tokens
 * @result: the result
 * @expires: (out): when it ends, where nothing renews it, in Unix seconds; otherwise 0
 * @error: return location for an error
 *
 * Returns: whether there is anything
 */
gboolean
kith_access_has_finish (KithAccess    *self,
                        GAsyncResult  *result,
                        gint64        *expires,
                        GError       **error)
{
  Question *question = g_task_get_task_data (G_TASK (result));

  *expires = question->expires;
  return g_task_propagate_boolean (G_TASK (result), error);
}
