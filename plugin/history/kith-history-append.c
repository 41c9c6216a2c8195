/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-commit-private.h"

#include <stdlib.h>

/* So many messages of one thread are looked at for the same message met again. */
#define MAX_LOOK 1000

/* Whether a change is small beside the base file: then the base file stays, and only the small file is written. */
gboolean
kith_history_commit_can_append (Commit *commit)
{
  const KithHistoryState *state = commit->state;
  KithHistoryBatch *batch = commit->change->batch;
  guint64 n = state->delta->records->len + state->gone->len + state->extra->len + state->dead->len + g_hash_table_size (commit->removed);

  if (commit->rebuild || commit->base == NULL || g_hash_table_size (commit->removed_folders) > 0)
    return FALSE;
  if (batch != NULL)
    n += batch->table->records->len;
  return kith_history_base_get_n_records (commit->base) >= commit->history->min_base && n <= commit->history->max_delta;
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

static gboolean
has_extra (GArray  *extras,
           guint32  offset,
           guint32  folder,
           guint64  uid,
           guint   *index)
{
  for (guint i = 0; i < extras->len; i++)
    {
      const KithHistoryExtra *extra = &g_array_index (extras, KithHistoryExtra, i);

      if (extra->offset == offset && extra->folder == folder && extra->uid == uid)
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
has_any_extra (GArray  *extras,
               guint32  offset)
{
  for (guint i = 0; i < extras->len; i++)
    if (g_array_index (extras, KithHistoryExtra, i).offset == offset)
      return TRUE;
  return FALSE;
}

static void
remove_from_base (guint32                   offset,
                  const KithHistoryMessage *message,
                  gpointer                  user_data)
{
  Commit *commit = user_data;
  KithHistoryState *state = commit->state;
  gboolean touched = FALSE;
  guint n_left = 0;
  guint index;

  for (guint32 i = 0; i < message->n_locations; i++)
    {
      KithHistoryExtra gone = { offset, message->folders[i], message->uids[i] };

      if (has_extra (state->gone, offset, gone.folder, gone.uid, &index))
        continue;
      if (kith_history_commit_is_removed (commit, gone.folder, gone.uid))
        {
          g_array_append_val (state->gone, gone);
          touched = TRUE;
        }
      else
        n_left++;
    }
  if (touched && n_left == 0 && !has_any_extra (state->extra, offset))
    g_array_append_val (state->dead, offset);
}

/* An extra place may be the last one of its message. */
static void
remove_extras (Commit *commit)
{
  KithHistoryState *state = commit->state;

  for (guint i = state->extra->len; i > 0; i--)
    {
      const KithHistoryExtra extra = g_array_index (state->extra, KithHistoryExtra, i - 1);
      g_autofree KithHistoryMessage *message = g_new (KithHistoryMessage, 1);
      guint n_left = 0, index;

      if (!kith_history_commit_is_removed (commit, extra.folder, extra.uid))
        continue;
      g_array_remove_index (state->extra, i - 1);
      if (!kith_history_base_get_message (commit->base, extra.offset, TRUE, message))
        continue;
      for (guint32 k = 0; k < message->n_locations; k++)
        n_left += !has_extra (state->gone, extra.offset, message->folders[k], message->uids[k], &index);
      if (n_left == 0 && !has_any_extra (state->extra, extra.offset) && !kith_history_state_is_dead (state, extra.offset))
        {
          g_array_append_val (state->dead, extra.offset);
          g_array_sort (state->dead, compare_offsets);
        }
    }
}

static gboolean
remove_places (Commit  *commit,
               GError **error)
{
  KithHistoryTable *compacted;

  if (g_hash_table_size (commit->removed) == 0)
    return TRUE;
  remove_extras (commit);
  if (!kith_history_base_foreach_record (commit->base, remove_from_base, commit, error))
    return FALSE;
  g_array_sort (commit->state->dead, compare_offsets);
  compacted = kith_history_commit_compact (commit, commit->state->delta);
  kith_history_table_free (commit->state->delta);
  commit->state->delta = compacted;
  return TRUE;
}

static gboolean
is_same (const KithHistoryMessage *message,
         gint64                    date,
         guint32                   author)
{
  guint32 found = KITH_HISTORY_NONE_ID;

  for (guint32 i = 0; i < message->n_parts && found == KITH_HISTORY_NONE_ID; i++)
    if ((message->parts[i] & 7) == KITH_PART_FROM)
      found = message->parts[i] >> 3;
  return message->date == date && found == author;
}

/* The message of the base file that is the same, met again in another folder. */
static gboolean
find_in_base (Commit                  *commit,
              const KithHistoryRecord *record,
              guint32                  author,
              KithHistoryMessage      *message,
              guint32                 *offset)
{
  guint32 start, end;

  if (kith_history_base_find_id (commit->base, record->id, offset) && kith_history_base_get_message (commit->base, *offset, TRUE, message)
      && is_same (message, record->date, author))
    return TRUE;
  if (!kith_history_base_find_thread (commit->base, record->id, &start, &end))
    return FALSE;
  *offset = start;
  for (guint i = 0; i < MAX_LOOK && *offset < end; i++)
    {
      if (!kith_history_base_get_message (commit->base, *offset, TRUE, message))
        return FALSE;
      if ((message->flags & KITH_HISTORY_ROOT) && is_same (message, record->date, author))
        return TRUE;
      *offset += message->size;
    }
  return FALSE;
}

static void
add_place (Commit                   *commit,
           const KithHistoryMessage *message,
           guint32                   offset,
           guint32                   folder,
           guint64                   uid)
{
  KithHistoryState *state = commit->state;
  KithHistoryExtra extra = { offset, folder, uid };
  gboolean own = FALSE;
  guint index;

  for (guint32 i = 0; i < message->n_locations; i++)
    own |= message->folders[i] == folder && message->uids[i] == uid;
  if (own && has_extra (state->gone, offset, folder, uid, &index))
    g_array_remove_index (state->gone, index);
  else if (!own && !has_extra (state->extra, offset, folder, uid, &index))
    g_array_append_val (state->extra, extra);
  if (g_array_binary_search (state->dead, &offset, compare_offsets, &index))
    g_array_remove_index (state->dead, index);
}

/* Where a conversation goes on that the base file has. */
static guint64
resolve_in_base (Commit  *commit,
                 guint64  thread)
{
  guint32 start, end, offset;
  g_autofree KithHistoryMessage *message = g_new (KithHistoryMessage, 1);
  guint64 hash = 0;

  if (kith_history_base_find_thread (commit->base, thread, &start, &end))
    return thread;
  if (kith_history_base_find_id (commit->base, thread, &offset) && kith_history_base_get_message (commit->base, offset, FALSE, message))
    hash = kith_history_base_get_thread_hash (commit->base, message->thread);
  return hash != 0 ? hash : thread;
}

static guint32 *
map_addresses (Commit           *commit,
               KithHistoryTable *source)
{
  guint32 *map = g_new (guint32, source->addresses->len + 1);
  KithHistoryTable *delta = commit->state->delta;
  g_autofree guint8 *used = g_new0 (guint8, source->addresses->len + 1);

  for (guint32 i = 0; i < source->participants->len; i++)
    used[g_array_index (source->participants, guint32, i) >> 3] = 1;
  for (guint32 i = 0; i < source->addresses->len; i++)
    {
      const KithHistoryAddress *address = &g_array_index (source->addresses, KithHistoryAddress, i);

      map[i] = used[i] ? kith_history_base_find_address (commit->base, address->key) : 0;
      if (map[i] != KITH_HISTORY_NONE_ID)
        continue;
      map[i] = kith_history_table_add_key (delta, address->key, -1);
      kith_history_table_set_name (delta, map[i], address->name, address->name_rank, address->name_date);
      kith_history_table_address (delta, map[i])->flags |= address->flags & KITH_HISTORY_ADDRESS_LIST;
    }
  return map;
}

static void
add_messages (Commit *commit)
{
  KithHistoryTable *source = commit->change->batch->table;
  KithHistoryTable *delta = commit->state->delta;
  g_autofree guint32 *addresses = map_addresses (commit, source);
  g_autoptr (KithHistoryMerge) merge = kith_history_merge_new (delta);
  g_autofree KithHistoryMessage *message = g_new (KithHistoryMessage, 1);
  guint32 n_before = delta->records->len;

  for (guint32 i = 0; i < source->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (source, i);
      guint32 author = kith_history_record_get_author (source, record);
      guint32 offset;

      if (author != KITH_HISTORY_NONE_ID)
        author = addresses[author];
      if (!find_in_base (commit, record, author, message, &offset))
        {
          kith_history_merge_absorb (merge, source, i, addresses, commit->folders);
          continue;
        }
      for (guint32 k = record->location; k != G_MAXUINT32;)
        {
          const KithHistoryLocation *location = &g_array_index (source->locations, KithHistoryLocation, k);

          add_place (commit, message, offset, commit->folders[location->folder], location->uid);
          k = location->next;
        }
    }
  for (guint32 i = n_before; i < delta->records->len; i++)
    {
      KithHistoryRecord *record = kith_history_table_record (delta, i);

      record->thread = resolve_in_base (commit, kith_history_merge_resolve_thread (merge, record->thread));
    }
}

/* Writes the small file only. */
gboolean
kith_history_commit_append (Commit  *commit,
                            GError **error)
{
  if (!remove_places (commit, error))
    return FALSE;
  if (commit->change->batch != NULL)
    add_messages (commit);
  return kith_history_state_save (commit->state, commit->history->index_path, error);
}
