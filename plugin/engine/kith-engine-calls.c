/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <string.h>

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-case.h"
#include "kith-declared-provider.h"
#include "kith-locks.h"
#include "kith-tokens.h"

/* What a call carries into the engine thread. Each call uses what it needs. */
typedef struct
{
  KithAddress *address;
  KithMessage *message;
  KithLookupFlags flags;
  KithForgetFlags forget_flags;
  GFile *file;
  char *provider_id;
  char *key;
  char *value;
} Arguments;

static void
arguments_free (gpointer data)
{
  Arguments *arguments = data;

  g_clear_object (&arguments->address);
  g_clear_object (&arguments->message);
  g_clear_object (&arguments->file);
  g_free (arguments->provider_id);
  g_free (arguments->key);
  g_free (arguments->value);
  g_free (arguments);
}

static GTask *
new_call (KithEngine          *self,
          Arguments          **arguments,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  *arguments = g_new0 (Arguments, 1);
  g_task_set_task_data (task, *arguments, arguments_free);
  return task;
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static KithProvider *
find_provider (KithCore    *core,
               const char  *provider_id,
               GError     **error)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), provider_id);

  if (provider == NULL)
    /* What was typed is not repeated: it may be an address in the wrong place. */
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such provider; “kith providers” lists them."));
  return provider;
}

static gboolean
check_settings (KithCore  *core,
                GError   **error)
{
  if (kith_core_get_settings (core) != NULL)
    return TRUE;
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The settings of Kith cannot be read: it may not be installed completely."));
  return FALSE;
}

/* -- participants -- */

static void
list_participants (KithCore *core,
                   GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithMessageContent) content = kith_core_read_message (core, arguments->message, g_task_get_cancellable (task), &error);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (kith_message_content_get_participants (content)), unref_array);
}

/**
 * kith_engine_list_participants_async:
 * @self: an engine
 * @message: a message
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads who takes part in a message.
 */
void
kith_engine_list_participants_async (KithEngine          *self,
                                     KithMessage         *message,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_list_participants_async);
  arguments->message = g_object_ref (message);
  kith_worker_call_task (kith_engine_get_worker (self), task, list_participants);
}

/**
 * kith_engine_list_participants_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithParticipant): the participants: From, Sender, Reply-To, To, Cc, Bcc, in this order
 */
GPtrArray *
kith_engine_list_participants_finish (KithEngine    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* -- explain -- */

static void
on_tokens_for_explain (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  KithCore *core = KITH_CORE (source);
  g_autoptr (KithCallTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) tokens = kith_tokens_collect_finish (result, &error);
  g_autoptr (GPtrArray) verdicts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KithMessageContent) content = NULL;
  g_autoptr (KithCase) judged = NULL;
  Arguments *arguments = g_task_get_task_data (task);
  GPtrArray *providers;

  if (tokens == NULL || !kith_core_is_open (core))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Kith is closing."));
      return;
    }
  if (arguments->message != NULL)
    content = kith_core_read_message (core, arguments->message, g_task_get_cancellable (task), NULL);
  judged = kith_case_new (core, arguments->address, arguments->message, content, arguments->flags);
  providers = kith_registry_get_providers (kith_core_get_registry (core));
  for (guint i = 0; judged != NULL && i < providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (providers, i);

      g_ptr_array_add (verdicts, kith_case_judge (judged, provider, g_hash_table_contains (tokens, kith_provider_get_id (provider))));
    }
  g_task_return_pointer (task, g_steal_pointer (&verdicts), unref_array);
}

static void
explain (KithCore *core,
         GTask    *task)
{
  g_autoptr (GError) error = NULL;

  if (!check_settings (core, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    kith_tokens_collect_async (core, g_task_get_cancellable (task), on_tokens_for_explain, g_object_ref (task));
}

/**
 * kith_engine_explain_async:
 * @self: an engine
 * @address: a person
 * @message: (nullable): the message through which the person is met
 * @flags: how the question came about
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Says of each provider whether it would be asked about the person, and why not. Sends nothing.
 */
void
kith_engine_explain_async (KithEngine          *self,
                           KithAddress         *address,
                           KithMessage         *message,
                           KithLookupFlags      flags,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_explain_async);
  arguments->address = g_object_ref (address);
  g_set_object (&arguments->message, message);
  arguments->flags = flags;
  kith_worker_call_task (kith_engine_get_worker (self), task, explain);
}

/**
 * kith_engine_explain_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithVerdict): one verdict for each provider
 */
GPtrArray *
kith_engine_explain_finish (KithEngine    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* -- providers -- */

/* What a provider last failed of is known to the ledger also when another process asked. */
static void
learn_last_errors (KithCore *core)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) entries = kith_core_get_ledger (core) != NULL ? kith_ledger_list (kith_core_get_ledger (core), NULL, NULL) : NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      KithLedgerEntry *entry = g_ptr_array_index (entries, i);
      const char *id = kith_ledger_entry_get_provider_id (entry);

      if (id != NULL && g_hash_table_add (seen, (char *) id))
        kith_core_learn_outcome (core, id, kith_ledger_entry_get_outcome (entry));
    }
}

static void
on_tokens_for_providers (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  KithCore *core = KITH_CORE (source);
  g_autoptr (KithCallTask) task = user_data;
  g_autoptr (GHashTable) tokens = kith_tokens_collect_finish (result, NULL);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *providers;

  if (tokens == NULL || !kith_core_is_open (core))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Kith is closing."));
      return;
    }
  learn_last_errors (core);
  providers = kith_registry_get_providers (kith_core_get_registry (core));
  for (guint i = 0; i < providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (providers, i);
      const gint64 *expires = g_hash_table_lookup (tokens, kith_provider_get_id (provider));
      KithProviderInfo *info = kith_core_make_info (core, provider, expires != NULL, expires != NULL ? *expires : 0);

      if (info != NULL)
        g_ptr_array_add (infos, info);
    }
  g_task_return_pointer (task, g_steal_pointer (&infos), unref_array);
}

static void
list_providers (KithCore *core,
                GTask    *task)
{
  g_autoptr (GError) error = NULL;

  if (!check_settings (core, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    kith_tokens_collect_async (core, g_task_get_cancellable (task), on_tokens_for_providers, g_object_ref (task));
}

/**
 * kith_engine_list_providers_async:
 * @self: an engine
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists all providers with their state.
 */
void
kith_engine_list_providers_async (KithEngine          *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_list_providers_async);
  kith_worker_call_task (kith_engine_get_worker (self), task, list_providers);
}

/**
 * kith_engine_list_providers_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithProviderInfo): the providers, in the order that decides whose fact wins
 */
GPtrArray *
kith_engine_list_providers_finish (KithEngine    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The address of a server begins as the provider speaks. */
static gboolean
check_server (KithProvider  *provider,
              const char    *key,
              const char    *value,
              GError       **error)
{
  const char *scheme = kith_provider_get_scheme (provider);
  gsize length = strlen (scheme);

  if (g_strcmp0 (key, "base-url") != 0 || value == NULL || *value == '\0'
      || (g_ascii_strncasecmp (value, scheme, length) == 0 && value[length] == ':'))
    return TRUE;
  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The address of this provider’s server begins with “%s://”"), scheme);
  return FALSE;
}

static void
set_provider (KithCore *core,
              GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  KithProvider *provider = NULL;
  gboolean switches = g_strcmp0 (arguments->key, "enabled") == 0;

  if (!check_settings (core, &error)
      || (provider = find_provider (core, arguments->provider_id, &error)) == NULL
      || (switches && !kith_locks_check (core, provider, &error))
      || !check_server (provider, arguments->key, arguments->value, &error)
      || !kith_settings_set_provider (kith_core_get_settings (core), arguments->provider_id, arguments->key, arguments->value, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
  kith_core_drop_provider_settings (core);
}

/**
 * kith_engine_set_provider_async:
 * @self: an engine
 * @provider_id: a provider
 * @key: `enabled`, `base-url`, `ca-file`, `domains`, …
 * @value: the value as text; empty takes the default again
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Changes a setting of a provider, for all programs. Fails with %KITH_ERROR_REFUSED where an administrator has locked it.
 */
void
kith_engine_set_provider_async (KithEngine          *self,
                                const char          *provider_id,
                                const char          *key,
                                const char          *value,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_set_provider_async);
  arguments->provider_id = g_strdup (provider_id);
  arguments->key = g_strdup (key);
  arguments->value = g_strdup (value);
  kith_worker_call_task (kith_engine_get_worker (self), task, set_provider);
}

/**
 * kith_engine_set_provider_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the setting was changed
 */
gboolean
kith_engine_set_provider_finish (KithEngine    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- checking a provider file -- */

static void
check_provider_file (KithCore *core,
                     GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithProvider) provider = kith_declared_provider_new_from_file (arguments->file, &error);

  if (provider == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, kith_declared_provider_describe (KITH_DECLARED_PROVIDER (provider)), g_free);
}

/**
 * kith_engine_check_provider_file_async:
 * @self: an engine
 * @file: a *.provider file
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Checks a provider file without using it.
 */
void
kith_engine_check_provider_file_async (KithEngine          *self,
                                       GFile               *file,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_check_provider_file_async);
  arguments->file = g_object_ref (file);
  kith_worker_call_task (kith_engine_get_worker (self), task, check_provider_file);
}

/**
 * kith_engine_check_provider_file_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error; its message begins with the file, the line and a colon
 *
 * Returns: (transfer full) (nullable): what the provider would send to whom, in words
 */
char *
kith_engine_check_provider_file_finish (KithEngine    *self,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* -- the ledger -- */

static void
list_ledger (KithCore *core,
             GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  KithLedger *ledger = kith_core_get_ledger (core);
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  if (ledger == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("The ledger cannot be opened, so nothing is sent."));
      return;
    }
  entries = kith_ledger_list (ledger, arguments->address, &error);
  if (entries == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, entries, unref_array);
}

/**
 * kith_engine_list_ledger_async:
 * @self: an engine
 * @address: (nullable): only what was sent for this person
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the requests that left this computer.
 */
void
kith_engine_list_ledger_async (KithEngine          *self,
                               KithAddress         *address,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_list_ledger_async);
  g_set_object (&arguments->address, address);
  kith_worker_call_task (kith_engine_get_worker (self), task, list_ledger);
}

/**
 * kith_engine_list_ledger_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLedgerEntry): the requests, the newest first
 */
GPtrArray *
kith_engine_list_ledger_finish (KithEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* -- forgetting -- */

static void
forget (KithCore *core,
        GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean done = arguments->address != NULL
                      ? kith_core_forget (core, arguments->address, arguments->forget_flags, &error)
                      : kith_core_forget_everything (core, &error);

  if (!done)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * kith_engine_forget_async:
 * @self: an engine
 * @address: a person
 * @flags: whether also never to ask again
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Deletes everything that is kept of a person: answers, pictures, notes, rows of the ledger; also from the free pages of the files.
 */
void
kith_engine_forget_async (KithEngine          *self,
                          KithAddress         *address,
                          KithForgetFlags      flags,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_forget_async);
  arguments->address = g_object_ref (address);
  arguments->forget_flags = flags;
  kith_worker_call_task (kith_engine_get_worker (self), task, forget);
}

/**
 * kith_engine_forget_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if no trace is left
 */
gboolean
kith_engine_forget_finish (KithEngine    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kith_engine_forget_everything_async:
 * @self: an engine
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Deletes what is kept of all people. Settings and tokens stay.
 */
void
kith_engine_forget_everything_async (KithEngine          *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, &arguments, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_forget_everything_async);
  kith_worker_call_task (kith_engine_get_worker (self), task, forget);
}

/**
 * kith_engine_forget_everything_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if no trace is left
 */
gboolean
kith_engine_forget_everything_finish (KithEngine    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
