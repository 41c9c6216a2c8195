/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-remove-history.h>

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

static void
remove_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (kith_history_clear (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  KithCore *core;
  GTask *task;
} Removing;

/* Engine thread. */
static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Removing *removing = user_data;
  g_autoptr (KithCore) core = removing->core;
  g_autoptr (KithCallTask) task = removing->task;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit_by_name (core, "changed");
  g_task_return_boolean (task, TRUE);
}

static void
remove_history (KithCore *core,
                GTask    *task)
{
  KithHistory *history = kith_core_get_history (core);
  KithSettings *settings = kith_core_get_settings (core);
  g_autoptr (GTask) inner = NULL;
  GError *error = NULL;
  Removing *removing;

  if (history == NULL || settings == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("The settings of Kith cannot be read."));
      return;
    }
  /* Switched off first: who reads mail stops at that, and does not begin anew. */
  if (!kith_settings_set_provider (settings, "history", "enabled", "false", &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kith_core_drop_provider_settings (core);
  removing = g_new0 (Removing, 1);
  removing->core = g_object_ref (core);
  removing->task = g_object_ref (task);
  /* A mail program may be writing: its lock is waited for in another thread, but not by an engine that closes. */
  inner = g_task_new (NULL, kith_access_get_closing (kith_core_get_access (core)), on_removed, removing);
  g_task_set_return_on_cancel (inner, TRUE);
  g_task_set_task_data (inner, g_object_ref (history), g_object_unref);
  g_task_run_in_thread (inner, remove_in_thread);
}

/**
 * kith_engine_remove_history_async:
 * @self: an engine
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Removes the index of who wrote with whom and when from the disk, and switches the provider `history` off, in all programs: otherwise the index
 * would be made anew from the mail. Switched on again, it is. Fails with %KITH_ERROR_REFUSED where an administrator has locked the switch.
 */
void
kith_engine_remove_history_async (KithEngine          *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_remove_history_async);
  kith_worker_call_task (kith_engine_get_worker (self), task, remove_history);
}

/**
 * kith_engine_remove_history_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: whether the index is gone
 */
gboolean
kith_engine_remove_history_finish (KithEngine    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
