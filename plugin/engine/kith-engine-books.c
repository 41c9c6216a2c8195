/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-books.h>
#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-claws-provider.h"
#include "kith-engine-private.h"
#include "kith-locks.h"

/* Returns: (transfer none) (nullable): what reads Claws Mail's address books */
static KithClawsProvider *
find_claws (KithCore *core)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), "claws");

  return KITH_IS_CLAWS_PROVIDER (provider) ? KITH_CLAWS_PROVIDER (provider) : NULL;
}

static void
set_claws_folder (KithCore *core,
                  gpointer  user_data)
{
  KithClawsProvider *claws = find_claws (core);

  if (claws != NULL)
    kith_claws_provider_set_folder (claws, user_data);
}

/**
 * kith_engine_set_claws_folder:
 * @self: an engine
 * @folder: (nullable): Claws Mail's own folder, where it is not `~/.claws-mail`
 *
 * Has the address books read that the running Claws Mail uses.
 */
void
kith_engine_set_claws_folder (KithEngine *self,
                              const char *folder)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  kith_worker_call (kith_engine_get_worker (self), set_claws_folder, g_strdup (folder), g_free);
}

/* Whoever has switched Claws Mail's address books off does not have their list read, either. */
static gboolean
may_read_claws (KithCore *core)
{
  KithClawsProvider *claws = find_claws (core);
  g_autoptr (KithProviderSettings) settings = claws != NULL ? kith_core_ref_provider_settings (core, KITH_PROVIDER (claws)) : NULL;

  return settings != NULL && kith_provider_settings_is_enabled (settings);
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
list_servers (KithCore *core,
              GTask    *task)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), g_task_get_task_data (task));
  g_autoptr (GPtrArray) servers = NULL;
  g_autoptr (GError) error = NULL;

  if (provider == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such provider; “kith providers” lists them."));
      return;
    }
  if (!kith_locks_check (core, provider, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_str_equal (kith_provider_get_scheme (provider), "ldaps") && may_read_claws (core))
    servers = kith_claws_provider_list_servers (find_claws (core), &error);
  else
    servers = g_ptr_array_new ();
  if (servers == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&servers), unref_array);
}

/**
 * kith_engine_list_servers_async:
 * @self: an engine
 * @provider_id: a provider
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the servers of the owner's mail program that a provider could ask: the LDAP servers in Claws Mail's address book, for a provider of
 * directories. They are read from its file and not asked. One of them is used with the key `base-url`, which is the owner's to say: nothing is
 * asked because it is listed.
 */
void
kith_engine_list_servers_async (KithEngine          *self,
                                const char          *provider_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL);
  g_task_set_source_tag (task, kith_engine_list_servers_async);
  g_task_set_task_data (task, g_strdup (provider_id), g_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, list_servers);
}

/**
 * kith_engine_list_servers_finish:
 * @self: an engine
 * @result: the result
 * @error: return location; %KITH_ERROR_REFUSED where an administrator has switched the provider off, %KITH_ERROR_INVALID or %KITH_ERROR_STORAGE where
 *   the mail program's list cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type KithKnownServer): the servers; empty where there are none
 */
GPtrArray *
kith_engine_list_servers_finish (KithEngine    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
