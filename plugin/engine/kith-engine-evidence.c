/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>
#include <kith/kith-feed.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  KithHistory *history;      /* (nullable): in the thread that lists */
  KithAddress *address;
  KithAddress *other;        /* (nullable) */
  guint limit;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_object (&listing->history);
  g_clear_object (&listing->address);
  g_clear_object (&listing->other);
  g_free (listing);
}

static void
free_list (gpointer data)
{
  g_ptr_array_unref (data);
}

/* Reads the disk for a while: the engine thread only hands the history over to another. */
static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Listing *listing = task_data;
  g_autoptr (GPtrArray) found = kith_history_list_messages (listing->history, listing->address, listing->other, listing->limit);
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
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  GError *error = NULL;
  GPtrArray *list = g_task_propagate_pointer (G_TASK (result), &error);

  if (list == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, list, free_list);
}

/* The caller's task stays in the threads of the caller and of the engine: the thread that works knows only what it works on. */
static void
list_evidence (KithCore *core,
               GTask    *task)
{
  const Listing *wanted = g_task_get_task_data (task);
  g_autoptr (GTask) inner = NULL;
  Listing *listing;

  if (kith_core_get_history (core) == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith is closing."));
      return;
    }
  listing = g_new0 (Listing, 1);
  listing->history = g_object_ref (kith_core_get_history (core));
  listing->address = g_object_ref (wanted->address);
  g_set_object (&listing->other, wanted->other);
  listing->limit = wanted->limit;
  inner = g_task_new (NULL, kith_access_get_closing (kith_core_get_access (core)), on_listed, g_object_ref (task));
  g_task_set_return_on_cancel (inner, TRUE);
  g_task_set_task_data (inner, listing, listing_free);
  g_task_run_in_thread (inner, list_in_thread);
}

/**
 * kith_engine_list_evidence_async:
 * @self: an engine
 * @address: a person
 * @other: (nullable): somebody known to that person and to the owner; %NULL stands for the owner
 * @limit: how many messages are wanted
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the messages that make two people acquaintances, or all that went between a person and the owner, for the mail program to show.
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
  Listing *listing;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_list_evidence_async);
  listing = g_new0 (Listing, 1);
  listing->address = g_object_ref (address);
  listing->other = other != NULL ? g_object_ref (other) : NULL;
  listing->limit = limit;
  g_task_set_task_data (task, listing, listing_free);
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
