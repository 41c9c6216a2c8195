/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-import.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-engine-private.h"
#include "kith-linkedin-snapshot.h"
#include "kith-locks.h"

/* The core goes along: the task's own source is the engine, which this thread does not touch. */
typedef struct
{
  KithCallTask *task;
  KithCore *core;
  KithProvider *provider;
} Import;

static void
import_free (Import *import)
{
  kith_call_task_unref (import->task);
  g_object_unref (import->core);
  g_object_unref (import->provider);
  g_free (import);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Import, import_free)

static void
on_imported (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Import) import = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = kith_linkedin_snapshot_import_finish (KITH_LINKEDIN_SNAPSHOT (source), result, &error);

  if (n < 0)
    g_task_return_error (import->task, g_steal_pointer (&error));
  else
    {
      g_signal_emit_by_name (import->core, "changed");
      g_task_return_int (import->task, n);
    }
}

/* Nothing is sent before the owner has switched it on. */
static gboolean
may_import (KithCore      *core,
            KithProvider  *provider,
            GError       **error)
{
  g_autoptr (KithProviderSettings) settings = provider != NULL ? kith_core_ref_provider_settings (core, provider) : NULL;

  if (settings == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The file for your connections cannot be opened."));
      return FALSE;
    }
  if (!kith_locks_check (core, provider, error))
    return FALSE;
  if (!kith_provider_settings_is_enabled (settings))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("%s is switched off; switch it on with: kith provider enable %s"),
                   kith_provider_get_name (provider), kith_provider_get_id (provider));
      return FALSE;
    }
  if (kith_core_is_offline (core))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, _("You are working offline."));
      return FALSE;
    }
  if (kith_core_get_http (core) == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot write down what it sends, so it sends nothing."));
      return FALSE;
    }
  return TRUE;
}

static void
on_credentials (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Import) import = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithCredentials) credentials = kith_access_get_finish (KITH_ACCESS (source), result, &error);
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (import->core, import->provider);
  KithLinkedInSnapshot *snapshot = KITH_LINKEDIN_SNAPSHOT (import->provider);
  GCancellable *cancellable = g_task_get_cancellable (import->task);
  KithHttp *http = kith_core_get_http (import->core);

  if (error == NULL && !kith_core_is_open (import->core))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Kith is closing."));
  /* The owner may have been asked to unlock the tokens, and have ruled it out in the meantime. */
  if (error == NULL)
    may_import (import->core, import->provider, &error);
  if (error != NULL)
    {
      g_task_return_error (import->task, g_steal_pointer (&error));
      return;
    }
  kith_linkedin_snapshot_import_async (snapshot, http, settings, credentials != NULL ? kith_credentials_get_token (credentials) : NULL, cancellable,
                                       on_imported, g_steal_pointer (&import));
}

static void
import_online (KithCore *core,
               GTask    *task)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), "linkedin-dma");
  g_autoptr (GError) error = NULL;
  Import *import;

  if (!may_import (core, provider, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  import = g_new0 (Import, 1);
  import->task = g_object_ref (task);
  import->core = g_object_ref (core);
  import->provider = g_object_ref (provider);
  kith_access_get_async (kith_core_get_access (core), provider, g_task_get_cancellable (task), on_credentials, import);
}

/**
 * kith_engine_import_linkedin_online_async:
 * @self: an engine
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes the owner's own LinkedIn connections, as the provider "linkedin-dma" gives them now, in the place of those imported before. It has to be switched
 * on and to have a token. Each page is a row of the ledger.
 */
void
kith_engine_import_linkedin_online_async (KithEngine          *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_import_linkedin_online_async);
  kith_worker_call_task (kith_engine_get_worker (self), task, import_online);
}

/**
 * kith_engine_import_linkedin_online_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many connections were imported, or -1 with @error set: then those imported before are still there
 */
gssize
kith_engine_import_linkedin_online_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
