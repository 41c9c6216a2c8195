/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-archive-stream.h"
#include "kith-locks.h"

/* The export's name for it, the same in all languages */
#define CONNECTIONS_CSV "Connections.csv"

static void
unref_object (gpointer data)
{
  g_object_unref (data);
}

static GInputStream *
open_connections (GFile         *file,
                  GCancellable  *cancellable,
                  GError       **error)
{
  gboolean is_archive;

  if (!kith_archive_stream_is_archive (file, &is_archive, cancellable, error))
    return NULL;
  return is_archive ? kith_archive_stream_open (file, CONNECTIONS_CSV, cancellable, error)
                    : G_INPUT_STREAM (g_file_read (file, cancellable, error));
}

static void
import_linkedin (KithCore *core,
                 GTask    *task)
{
  KithLinkedIn *linkedin = kith_core_get_linkedin (core);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = kith_locks_check_id (core, "linkedin", &error)
                                        ? open_connections (g_task_get_task_data (task), cancellable, &error)
                                        : NULL;
  g_autoptr (KithCsvReader) reader = NULL;
  guint n_people;

  if (stream == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (linkedin == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("The file for your connections cannot be opened."));
      return;
    }
  reader = kith_csv_reader_new (stream);
  if (!kith_linkedin_import (linkedin, reader, &n_people, cancellable, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_signal_emit_by_name (core, "changed");
  g_task_return_int (task, n_people);
}

/**
 * kith_engine_import_linkedin_async:
 * @self: an engine
 * @file: the member's own export: the zip, or the Connections.csv in it
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes the owner's own LinkedIn connections in the place of those imported before. Nothing is sent. Fails with %KITH_ERROR_REFUSED where an administrator has
 * switched the provider `linkedin` off.
 */
void
kith_engine_import_linkedin_async (KithEngine          *self,
                                   GFile               *file,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self) && G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_import_linkedin_async);
  g_task_set_task_data (task, g_object_ref (file), unref_object);
  kith_worker_call_task (kith_engine_get_worker (self), task, import_linkedin);
}

/**
 * kith_engine_import_linkedin_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many connections were imported, or -1 with @error set: then those imported before are still there
 */
gssize
kith_engine_import_linkedin_finish (KithEngine    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
