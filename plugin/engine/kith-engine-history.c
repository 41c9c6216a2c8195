/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-history-scanner.h"
#include "kith-locks.h"

typedef struct
{
  GStrv paths;
  KithIndexProgressFunc progress; /* (nullable) */
  gpointer progress_data;
  GMainContext *context;
  KithHistoryScanner *scanner;
} Indexing;

typedef struct
{
  GTask *task;
  KithScanProgress progress;
} Report;

static void
indexing_free (gpointer data)
{
  Indexing *indexing = data;

  g_strfreev (indexing->paths);
  g_main_context_unref (indexing->context);
  g_clear_object (&indexing->scanner);
  g_free (indexing);
}

void
kith_index_report_free (KithIndexReport *self)
{
  g_free (self->skipped);
  g_free (self);
}

static void
free_report (gpointer data)
{
  kith_index_report_free (data);
}

static void
progress_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->task);
  g_free (report);
}

static gboolean
tell_progress (gpointer data)
{
  Report *report = data;
  Indexing *indexing = g_task_get_task_data (report->task);

  indexing->progress (report->progress.done, report->progress.total, report->progress.n_messages, indexing->progress_data);
  return G_SOURCE_REMOVE;
}

/* In the thread that reads: the caller is told in its own. */
static void
on_progress (const KithScanProgress *progress,
             gpointer                user_data)
{
  GTask *task = user_data;
  Indexing *indexing = g_task_get_task_data (task);
  g_autoptr (GSource) source = g_idle_source_new ();
  Report *report = g_new0 (Report, 1);

  report->task = g_object_ref (task);
  report->progress = *progress;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_progress, report, progress_free);
  g_source_attach (source, indexing->context);
}

static KithIndexReport *
make_report (KithCore             *core,
             const KithScanResult *scanned)
{
  KithIndexReport *report = g_new0 (KithIndexReport, 1);
  KithHistoryStats stats = { 0, };

  if (kith_core_get_history (core) != NULL)
    kith_history_get_stats (kith_core_get_history (core), &stats);
  report->n_folders = scanned->n_folders;
  report->n_unchanged = scanned->n_unchanged;
  report->n_messages = scanned->n_messages;
  report->n_removed = scanned->n_removed;
  report->n_known = stats.n_messages;
  report->skipped = kith_scan_result_dup_summary (scanned);
  return report;
}

typedef struct
{
  KithCore *core;
  GTask *task;
} Running;

static void
on_scanned (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Running *running = user_data;
  g_autoptr (KithCore) core = running->core;
  g_autoptr (KithCallTask) task = running->task;
  g_autoptr (GError) error = NULL;
  KithScanResult scanned = { 0, };

  if (!kith_history_scanner_run_finish (KITH_HISTORY_SCANNER (source), result, &scanned, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_signal_emit_by_name (core, "changed");
  g_task_return_pointer (task, make_report (core, &scanned), free_report);
}

/* Off is off: nothing is read for a history that nobody may ask. */
static gboolean
may_index (KithCore  *core,
           GError   **error)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), "history");
  g_autoptr (KithProviderSettings) settings = provider != NULL ? kith_core_ref_provider_settings (core, provider) : NULL;

  if (!kith_locks_check_id (core, "history", error))
    return FALSE;
  if (settings == NULL || kith_provider_settings_is_enabled (settings))
    return TRUE;
  g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("%s is switched off; switch it on with: kith provider enable %s"),
               kith_provider_get_name (provider), kith_provider_get_id (provider));
  return FALSE;
}

static void
index_paths (KithCore *core,
             GTask    *task)
{
  Indexing *indexing = g_task_get_task_data (task);
  g_auto (GStrv) owners = kith_core_dup_own_addresses (core);
  g_autoptr (GError) error = NULL;
  Running *running;

  if (!may_index (core, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  indexing->scanner = kith_history_scanner_new (kith_core_get_history (core));
  kith_history_scanner_set_owners (indexing->scanner, (const char *const *) owners);
  if (indexing->progress != NULL)
    kith_history_scanner_set_progress_func (indexing->scanner, on_progress, task);
  running = g_new0 (Running, 1);
  running->core = g_object_ref (core);
  running->task = g_object_ref (task);
  kith_history_scanner_run_async (indexing->scanner, (const char *const *) indexing->paths, g_task_get_cancellable (task), on_scanned, running);
}

/**
 * kith_engine_index_async:
 * @self: an engine
 * @paths: (array zero-terminated=1): Maildir, MH and mbox trees
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): to stop; what was read stays, and the next time goes on from there
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the header fields of mail into the history: who wrote with whom and when, no subjects and no texts. Only what has changed since the last time is read.
 * In a thread of its own, with low priority. Nothing is sent. Fails with %KITH_ERROR_REFUSED where the history is switched off.
 */
void
kith_engine_index_async (KithEngine            *self,
                         const char *const     *paths,
                         KithIndexProgressFunc  progress,
                         gpointer               progress_data,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  Indexing *indexing;

  g_return_if_fail (KITH_IS_ENGINE (self) && paths != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_index_async);
  indexing = g_new0 (Indexing, 1);
  indexing->paths = g_strdupv ((GStrv) paths);
  indexing->progress = progress;
  indexing->progress_data = progress_data;
  indexing->context = g_main_context_ref_thread_default ();
  g_task_set_task_data (task, indexing, indexing_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, index_paths);
}

/**
 * kith_engine_index_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it came to, or %NULL with @error set: %KITH_ERROR_INVALID where a path holds no mail
 */
KithIndexReport *
kith_engine_index_finish (KithEngine    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
