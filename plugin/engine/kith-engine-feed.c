/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-feed-private.h"

typedef struct
{
  char *account;
  char *folder;
  char *state;
  GStrv uids;
  KithFeed *feed;
  KithAddress *address;
  KithAddress *other;
  guint limit;
  KithHistory *history;
  GDestroyNotify free_result; /* %NULL where the call only says whether it worked */
} Feeding;

static void
feeding_free (gpointer data)
{
  Feeding *feeding = data;

  g_free (feeding->account);
  g_free (feeding->folder);
  g_free (feeding->state);
  g_strfreev (feeding->uids);
  g_clear_object (&feeding->feed);
  g_clear_object (&feeding->address);
  g_clear_object (&feeding->other);
  g_clear_object (&feeding->history);
  g_free (feeding);
}

/* Everything here reads or writes the disk for a while: the engine thread only hands the history over to another. */
static void
begin_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Feeding *feeding = task_data;

  g_task_return_pointer (task, kith_feed_new (feeding->history, feeding->account, feeding->folder, feeding->state, (const char *const *) feeding->uids),
                         g_object_unref);
}

static void
end_in_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Feeding *feeding = task_data;
  GError *error = NULL;

  if (kith_feed_commit (feeding->feed, &error))
    g_task_return_pointer (task, feeding->feed, NULL);
  else
    g_task_return_error (task, error);
}

static void
free_list (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Feeding *feeding = task_data;
  g_autoptr (GPtrArray) found = kith_history_list_messages (feeding->history, feeding->address, feeding->other, feeding->limit);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_evidence_free);

  for (guint i = 0; i < found->len; i++)
    {
      KithHistoryEvidence *one = g_ptr_array_index (found, i);
      KithEvidence *evidence = g_new0 (KithEvidence, 1);

      evidence->account = g_steal_pointer (&one->account);
      evidence->folder = g_steal_pointer (&one->path);
      evidence->uid = one->uid;
      evidence->date = one->date;
      g_ptr_array_add (list, evidence);
    }
  g_task_return_pointer (task, list, free_list);
}

static void
on_thread_done (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  Feeding *feeding = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (feeding->free_result != NULL)
    g_task_return_pointer (task, value, feeding->free_result);
  else
    g_task_return_boolean (task, value != NULL);
}

/* The caller's task stays in the threads of the caller and of the engine: the thread that works knows only what it works on. */
static void
call_in_thread (KithCore        *core,
                GTask           *task,
                GTaskThreadFunc  func,
                GDestroyNotify   free_result)
{
  Feeding *feeding = g_task_get_task_data (task);
  g_autoptr (GTask) inner = NULL;

  if (kith_core_get_history (core) == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith is closing."));
      return;
    }
  g_set_object (&feeding->history, kith_core_get_history (core));
  feeding->free_result = free_result;
  inner = g_task_new (NULL, NULL, on_thread_done, g_object_ref (task));
  g_task_set_task_data (inner, feeding, NULL);
  g_task_run_in_thread (inner, func);
}

static void
begin_feed (KithCore *core,
            GTask    *task)
{
  call_in_thread (core, task, begin_in_thread, g_object_unref);
}

static void
end_feed (KithCore *core,
          GTask    *task)
{
  call_in_thread (core, task, end_in_thread, NULL);
}

static void
list_evidence (KithCore *core,
               GTask    *task)
{
  call_in_thread (core, task, list_in_thread, free_list);
}

static GTask *
new_call (KithEngine          *self,
          Feeding            **feeding,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  *feeding = g_new0 (Feeding, 1);
  g_task_set_task_data (task, *feeding, feeding_free);
  return task;
}

/**
 * kith_engine_begin_feed_async:
 * @self: an engine
 * @account: what the mail program calls the account
 * @folder: what it calls the folder
 * @state: (nullable): anything that changes when the folder does; where it is as it was the last time nothing is compared
 * @uids: (array zero-terminated=1) (nullable): all messages of the folder; %NULL where the folder is no more
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Compares a folder with what the history knows of it.
 */
void
kith_engine_begin_feed_async (KithEngine          *self,
                              const char          *account,
                              const char          *folder,
                              const char          *state,
                              const char *const   *uids,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Feeding *feeding;
  g_autoptr (GTask) task = new_call (self, &feeding, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_begin_feed_async);
  feeding->account = g_strdup (account);
  feeding->folder = g_strdup (folder);
  feeding->state = g_strdup (state);
  feeding->uids = g_strdupv ((GStrv) uids);
  kith_worker_call_task (kith_engine_get_worker (self), task, begin_feed);
}

/**
 * kith_engine_begin_feed_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a feed that knows which messages are wanted
 */
KithFeed *
kith_engine_begin_feed_finish (KithEngine    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kith_engine_end_feed_async:
 * @self: an engine
 * @feed: a feed, with the messages that it wanted; of no more use afterwards
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes what a folder has, and has no more, into the history.
 */
void
kith_engine_end_feed_async (KithEngine          *self,
                            KithFeed            *feed,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Feeding *feeding;
  g_autoptr (GTask) task = new_call (self, &feeding, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_end_feed_async);
  feeding->feed = g_object_ref (feed);
  kith_worker_call_task (kith_engine_get_worker (self), task, end_feed);
}

/**
 * kith_engine_end_feed_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: whether it is written; else the history is as it was
 */
gboolean
kith_engine_end_feed_finish (KithEngine    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kith_engine_list_evidence_async:
 * @self: an engine
 * @address: a person
 * @other: somebody known to that person and to the owner
 * @limit: how many messages are wanted
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the messages that make two people acquaintances, for the mail program to show.
 */
void
kith_engine_list_evidence_async (KithEngine          *self,
                                 KithAddress         *address,
                                 KithAddress         *other,
                                 guint                limit,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Feeding *feeding;
  g_autoptr (GTask) task = new_call (self, &feeding, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_list_evidence_async);
  feeding->address = g_object_ref (address);
  feeding->other = g_object_ref (other);
  feeding->limit = limit;
  kith_worker_call_task (kith_engine_get_worker (self), task, list_evidence);
}

/**
 * kith_engine_list_evidence_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithEvidence): newest first; one message may lie in several folders
 */
GPtrArray *
kith_engine_list_evidence_finish (KithEngine    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
