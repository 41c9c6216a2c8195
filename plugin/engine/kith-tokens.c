/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tokens.h"

typedef struct
{
  GHashTable *ids; /* (nullable) (owned) (element-type utf8 gint64): when each ends, or 0 */
  guint n_waiting;
} Collection;

/* One provider's token. */
typedef struct
{
  GTask *task;
  char *provider_id;
} Wait;

static void
collection_free (gpointer data)
{
  Collection *collection = data;

  g_clear_pointer (&collection->ids, g_hash_table_unref);
  g_free (collection);
}

static void
wait_free (Wait *wait)
{
  g_object_unref (wait->task);
  g_free (wait->provider_id);
  g_free (wait);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wait, wait_free)

static void
return_if_all (GTask *task)
{
  Collection *collection = g_task_get_task_data (task);

  if (collection->n_waiting == 0)
    g_task_return_pointer (task, g_steal_pointer (&collection->ids), (GDestroyNotify) g_hash_table_unref);
}

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Wait) wait = user_data;
  /* A secret service that does not answer means no token here; the lookup itself says why. */
  gint64 expires = 0;
  gboolean has = kith_access_has_finish (KITH_ACCESS (source), result, &expires, NULL);
  Collection *collection = g_task_get_task_data (wait->task);

  if (has)
    g_hash_table_insert (collection->ids, g_steal_pointer (&wait->provider_id), g_memdup2 (&expires, sizeof expires));
  collection->n_waiting--;
  return_if_all (wait->task);
}

void
kith_tokens_collect_async (KithCore            *core,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (core, cancellable, callback, user_data);
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (core));
  Collection *collection = g_new0 (Collection, 1);

  g_task_set_source_tag (task, kith_tokens_collect_async);
  collection->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_task_set_task_data (task, collection, collection_free);
  collection->n_waiting = 1;
  for (guint i = 0; i < providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (providers, i);
      Wait *wait;

      if (kith_provider_is_local (provider))
        continue;
      wait = g_new0 (Wait, 1);
      wait->task = g_object_ref (task);
      wait->provider_id = g_strdup (kith_provider_get_id (provider));
      collection->n_waiting++;
      kith_access_has_async (kith_core_get_access (core), provider, cancellable, on_token, wait);
    }
  collection->n_waiting--;
  return_if_all (task);
}

GHashTable *
kith_tokens_collect_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
