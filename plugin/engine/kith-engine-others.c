/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-others.h>

#include "kith-engine-private.h"

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

/* Each person once; neither the owner nor where only the answer goes. */
static GPtrArray *
choose_others (KithCore  *core,
               GPtrArray *participants)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTable *own = kith_core_get_own_keys (core);
  GPtrArray *others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (participants, i);
      const char *key = kith_address_get_key (kith_participant_get_address (participant));

      if (kith_participant_get_part (participant) == KITH_PART_REPLY_TO || (own != NULL && g_hash_table_contains (own, key)))
        continue;
      if (g_hash_table_add (seen, (gpointer) key))
        g_ptr_array_add (others, g_object_ref (participant));
    }
  return others;
}

static void
list_others (KithCore *core,
             GTask    *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithMessageContent) content = kith_core_read_message (core, g_task_get_task_data (task), g_task_get_cancellable (task), &error);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, choose_others (core, kith_message_content_get_participants (content)), unref_array);
}

/**
 * kith_engine_list_others_async:
 * @self: an engine
 * @message: a message
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads who takes part in a message, without the owner, and each person once.
 */
void
kith_engine_list_others_async (KithEngine          *self,
                               KithMessage         *message,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self));
  g_return_if_fail (KITH_IS_MESSAGE (message));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_list_others_async);
  g_task_set_task_data (task, g_object_ref (message), g_object_unref);
  kith_worker_call_task (kith_engine_get_worker (self), task, list_others);
}

/**
 * kith_engine_list_others_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithParticipant): the others: From, Sender, To, Cc, Bcc, in this order
 */
GPtrArray *
kith_engine_list_others_finish (KithEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
