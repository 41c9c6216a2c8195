/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-desktop-accounts.h"

#include <string.h>

#include <kith/kith-error.h>
#include <kith/kith-sign-in.h>

#include <glib/gi18n-lib.h>

#include "kith-http-url.h"
#include "kith-settings-backend.h"

/* The interfaces: gnome-online-accounts, data/dbus-interfaces.xml */
#define BUS_NAME "org.gnome.OnlineAccounts"
#define MANAGER_PATH "/org/gnome/OnlineAccounts"
#define ACCOUNT_INTERFACE "org.gnome.OnlineAccounts.Account"
#define CONTACTS_INTERFACE "org.gnome.OnlineAccounts.Contacts"
#define OAUTH2_INTERFACE "org.gnome.OnlineAccounts.OAuth2Based"
#define PASSWORD_INTERFACE "org.gnome.OnlineAccounts.PasswordBased"
#define NOT_AUTHORIZED "org.gnome.OnlineAccounts.Error.NotAuthorized"
/* Under what name an account of WebDAV keeps its password there. */
#define PASSWORD_ID "password"

#define LIST_TIMEOUT_MSEC 5000
/* It may have to renew the token at the service first. */
#define TOKEN_TIMEOUT_MSEC 60000
#define MAX_ACCOUNTS 200
#define MAX_TEXT_BYTES 4096
#define MAX_TOKEN_BYTES 16384

struct _KithDesktopAccounts
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (KithDesktopAccounts, kith_desktop_accounts, G_TYPE_OBJECT)

/* One account as the desktop describes it. */
typedef struct
{
  char *path;
  char *type;
  char *id;
  char *name;
  char *identity;
  char *contacts_uri; /* (nullable) */
  gboolean needs_attention;
  gboolean gives_token;
  gboolean gives_password;
} Account;

/* One question; the data of its task. */
typedef struct
{
  char *account_id;    /* (nullable) */
  char *provider_name; /* (nullable) */
  GStrv types;
  gboolean anew;
  GDBusConnection *bus; /* (nullable) */
  Account *account;     /* (nullable) */
} Question;

static void
account_free (gpointer data)
{
  Account *account = data;

  g_free (account->path);
  g_free (account->type);
  g_free (account->id);
  g_free (account->name);
  g_free (account->identity);
  g_free (account->contacts_uri);
  g_free (account);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->bus);
  g_clear_pointer (&question->account, account_free);
  g_free (question->account_id);
  g_free (question->provider_name);
  g_strfreev (question->types);
  g_free (question);
}

static void
kith_desktop_accounts_class_init (KithDesktopAccountsClass *klass)
{
}

static void
kith_desktop_accounts_init (KithDesktopAccounts *self)
{
}

KithDesktopAccounts *
kith_desktop_accounts_new (void)
{
  return g_object_new (KITH_TYPE_DESKTOP_ACCOUNTS, NULL);
}

static char *
dup_text (GVariant   *properties,
          const char *name)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (properties, name, G_VARIANT_TYPE_STRING);
  gsize length;
  const char *text = value != NULL ? g_variant_get_string (value, &length) : NULL;

  return text != NULL && length > 0 && length <= MAX_TEXT_BYTES ? g_strdup (text) : NULL;
}

/* Returns: (transfer full) (nullable): the account at @path, if it is one that can be used */
static Account *
read_account (const char *path,
              GVariant   *interfaces)
{
  g_autoptr (GVariant) properties = g_variant_lookup_value (interfaces, ACCOUNT_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) contacts = g_variant_lookup_value (interfaces, CONTACTS_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) oauth2 = g_variant_lookup_value (interfaces, OAUTH2_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) password = g_variant_lookup_value (interfaces, PASSWORD_INTERFACE, G_VARIANT_TYPE_VARDICT);
  Account *account;

  if (properties == NULL)
    return NULL;
  account = g_new0 (Account, 1);
  account->path = g_strdup (path);
  account->type = dup_text (properties, "ProviderType");
  account->id = dup_text (properties, "Id");
  account->identity = dup_text (properties, "Identity");
  account->name = dup_text (properties, "PresentationIdentity");
  account->contacts_uri = contacts != NULL ? dup_text (contacts, "Uri") : NULL;
  g_variant_lookup (properties, "AttentionNeeded", "b", &account->needs_attention);
  account->gives_token = oauth2 != NULL;
  account->gives_password = password != NULL;
  if (account->type != NULL && account->id != NULL && (account->gives_token || account->gives_password))
    return account;
  account_free (account);
  return NULL;
}

/* A type of account stands for a service and its permissions; a server's address book has to have an address. */
static gboolean
serves (const Account     *account,
        const char *const *types)
{
  static const char *const own_api[] = { "ms_graph", NULL };

  return types != NULL && g_strv_contains (types, account->type)
         && (g_strv_contains (own_api, account->type) ? account->gives_token : account->contacts_uri != NULL);
}

static GPtrArray *
read_accounts (GVariant          *objects,
               const char *const *types)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (account_free);
  g_autoptr (GVariantIter) iter = NULL;
  const char *path;
  GVariant *interfaces;

  g_variant_get (objects, "(a{oa{sa{sv}}})", &iter);
  while (accounts->len < MAX_ACCOUNTS && g_variant_iter_next (iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      Account *account = read_account (path, interfaces);

      if (account != NULL && serves (account, types))
        g_ptr_array_add (accounts, account);
      else if (account != NULL)
        account_free (account);
      g_variant_unref (interfaces);
    }
  return accounts;
}

static gboolean
means_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_EXEC_FAILED) || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_FAILED)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED);
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
return_list (GTask     *task,
             GPtrArray *accounts)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_desktop_account_free);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const Account *account = accounts->pdata[i];
      KithDesktopAccount *shown = g_new0 (KithDesktopAccount, 1);

      shown->id = g_strdup (account->id);
      shown->name = g_strdup (account->name != NULL ? account->name : account->id);
      g_ptr_array_add (list, shown);
    }
  g_task_return_pointer (task, list, unref_array);
}

/* Neither the account's name nor its id: they are often addresses. */
static void
return_gone (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH,
                           _("The account that %s uses is not in GNOME Online Accounts any more: choose another one, or none."),
                           question->provider_name);
}

static void
return_attention (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH,
                           _("The account that %s uses wants you to sign in again: open Online Accounts in the settings of your desktop."),
                           question->provider_name);
}

static void
return_silence (GTask *task)
{
  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("GNOME Online Accounts does not answer."));
}

/* -- the token -- */

static char *
dup_origin (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;
  g_autofree char *bare = NULL;
  g_autoptr (KithHttpUrl) url = NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return NULL;
  /* The desktop writes the owner's name before the host. */
  bare = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (parsed), NULL, g_uri_get_host (parsed), g_uri_get_port (parsed), "/", NULL, NULL);
  url = kith_http_url_parse (bare, NULL);
  return url != NULL ? g_strdup (url->origin) : NULL;
}

static gboolean
can_be_token (const char *token)
{
  gsize length = strlen (token);

  if (length == 0 || length > MAX_TOKEN_BYTES)
    return FALSE;
  for (const char *p = token; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;
  return TRUE;
}

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  const Account *account = question->account;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree char *remote = error != NULL ? g_dbus_error_get_remote_error (error) : NULL;
  g_autofree char *server = dup_origin (account->contacts_uri);
  KithCredentialsFields fields = { .server = server, .server_is_own = TRUE, .only_there = TRUE, .is_bearer = account->gives_token };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (reply == NULL)
    {
      if (g_strcmp0 (remote, NOT_AUTHORIZED) == 0)
        return_attention (task);
      else if (means_absent (error) || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT))
        return_gone (task);
      else
        return_silence (task);
      return;
    }
  g_variant_get_child (reply, 0, "&s", &fields.token);
  if (!account->gives_token)
    fields.user = account->identity;
  if (!can_be_token (fields.token) || (account->contacts_uri != NULL && server == NULL))
    return_silence (task);
  else
    g_task_return_pointer (task, kith_credentials_new (&fields), g_object_unref);
}

static void
ask_token (GTask *task)
{
  Question *question = g_task_get_task_data (task);
  const Account *account = question->account;

  if (account->gives_token)
    g_dbus_connection_call (question->bus, BUS_NAME, account->path, OAUTH2_INTERFACE, "GetAccessToken", NULL, G_VARIANT_TYPE ("(si)"),
                            G_DBUS_CALL_FLAGS_NONE, TOKEN_TIMEOUT_MSEC, g_task_get_cancellable (task), on_token, g_object_ref (task));
  else
    g_dbus_connection_call (question->bus, BUS_NAME, account->path, PASSWORD_INTERFACE, "GetPassword", g_variant_new ("(s)", PASSWORD_ID),
                            G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, TOKEN_TIMEOUT_MSEC, g_task_get_cancellable (task), on_token,
                            g_object_ref (task));
}

static void
on_ensured (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree char *remote = error != NULL ? g_dbus_error_get_remote_error (error) : NULL;

  if (reply != NULL)
    ask_token (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_strcmp0 (remote, NOT_AUTHORIZED) == 0)
    return_attention (task);
  else
    return_silence (task);
}

static void
use_account (GTask     *task,
             GPtrArray *accounts)
{
  Question *question = g_task_get_task_data (task);

  for (guint i = 0; i < accounts->len && question->account == NULL; i++)
    if (g_str_equal (((Account *) accounts->pdata[i])->id, question->account_id))
      question->account = g_ptr_array_steal_index (accounts, i);
  if (question->account == NULL)
    return_gone (task);
  else if (question->account->needs_attention)
    return_attention (task);
  else if (question->anew)
    /* Has the desktop find out whether the service still accepts the account, and renew what it has. */
    g_dbus_connection_call (question->bus, BUS_NAME, question->account->path, ACCOUNT_INTERFACE, "EnsureCredentials", NULL, G_VARIANT_TYPE ("(i)"),
                            G_DBUS_CALL_FLAGS_NONE, TOKEN_TIMEOUT_MSEC, g_task_get_cancellable (task), on_ensured, g_object_ref (task));
  else
    ask_token (task);
}

/* -- the accounts -- */

static void
return_absent (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  if (question->account_id == NULL)
    return_list (task, NULL);
  else
    return_gone (task);
}

static void
on_objects (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GPtrArray) accounts = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (means_absent (error))
    return_absent (task);
  else if (reply == NULL)
    return_silence (task);
  else
    {
      accounts = read_accounts (reply, (const char *const *) question->types);
      if (question->account_id == NULL)
        return_list (task, accounts);
      else
        use_account (task, accounts);
    }
}

static void
on_bus (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);

  question->bus = g_bus_get_finish (result, NULL);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (question->bus == NULL)
    {
      return_absent (task);
      return;
    }
  g_dbus_connection_call (question->bus, BUS_NAME, MANAGER_PATH, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL,
                          G_VARIANT_TYPE ("(a{oa{sa{sv}}})"), G_DBUS_CALL_FLAGS_NONE, LIST_TIMEOUT_MSEC, g_task_get_cancellable (task), on_objects,
                          g_object_ref (task));
}

static void
ask (GTask *task)
{
  /* Without a bus, GLib would try to start one (dbus-launch). */
  if (!kith_settings_backend_has_session_bus ())
    return_absent (task);
  else
    g_bus_get (G_BUS_TYPE_SESSION, g_task_get_cancellable (task), on_bus, g_object_ref (task));
}

static GTask *
new_question (KithDesktopAccounts *self,
              const char *const   *types,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->types = g_strdupv ((GStrv) types);
  g_task_set_task_data (task, question, question_free);
  return task;
}

/**
 * kith_desktop_accounts_list_async:
 * @self: the accounts of the desktop
 * @types: the types of accounts that serve
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 */
void
kith_desktop_accounts_list_async (KithDesktopAccounts *self,
                                  const char *const   *types,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = new_question (self, types, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_desktop_accounts_list_async);
  ask (task);
}

/* Returns: (transfer full) (nullable) (element-type KithDesktopAccount): the accounts; empty where there is no GNOME Online Accounts */
GPtrArray *
kith_desktop_accounts_list_finish (KithDesktopAccounts  *self,
                                   GAsyncResult         *result,
                                   GError              **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kith_desktop_accounts_get_async:
 * @self: the accounts of the desktop
 * @account_id: the one that the owner chose
 * @provider_name: for messages
 * @types: the types of accounts that serve
 * @anew: the service did not accept what the desktop gave last
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Has the desktop give the token or the password of an account. Nothing of it is kept here.
 */
void
kith_desktop_accounts_get_async (KithDesktopAccounts *self,
                                 const char          *account_id,
                                 const char          *provider_name,
                                 const char *const   *types,
                                 gboolean             anew,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = new_question (self, types, cancellable, callback, user_data);
  Question *question = g_task_get_task_data (task);

  g_task_set_source_tag (task, kith_desktop_accounts_get_async);
  question->account_id = g_strdup (account_id);
  question->provider_name = g_strdup (provider_name);
  question->anew = anew;
  ask (task);
}

/* Returns: (transfer full) (nullable): what the provider is asked with; %KITH_ERROR_AUTH says what the owner has to do */
KithCredentials *
kith_desktop_accounts_get_finish (KithDesktopAccounts  *self,
                                  GAsyncResult         *result,
                                  GError              **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
