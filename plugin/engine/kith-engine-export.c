/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-export.h>

#include "kith-engine-private.h"
#include "kith-export-document.h"

static void
unref_object (gpointer data)
{
  g_object_unref (data);
}

static void
unref_bytes (gpointer data)
{
  g_bytes_unref (data);
}

static void
export (KithCore *core,
        GTask    *task)
{
  g_autoptr (GError) error = NULL;
  GBytes *document = kith_export_document_build (core, g_task_get_task_data (task), &error);

  if (document == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, document, unref_bytes);
}

/**
 * kith_engine_export_async:
 * @self: an engine
 * @address: (nullable): a person; %NULL for everybody, and the settings
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Gathers everything that is stored: answers and pictures, the owner's own word, the ledger, LinkedIn connections, the history. Nothing is sent.
 * Tokens are not part of it.
 */
void
kith_engine_export_async (KithEngine          *self,
                          KithAddress         *address,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self));
  g_return_if_fail (address == NULL || KITH_IS_ADDRESS (address));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_export_async);
  g_task_set_name (task, "kith_engine_export_async");
  if (address != NULL)
    g_task_set_task_data (task, g_object_ref (address), unref_object);
  kith_worker_call_task (kith_engine_get_worker (self), task, export);
}

/**
 * kith_engine_export_finish:
 * @self: an engine
 * @result: the result
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): one JSON document, UTF-8
 */
GBytes *
kith_engine_export_finish (KithEngine    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
