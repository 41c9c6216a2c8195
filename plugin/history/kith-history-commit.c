/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-commit-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <kith/kith-error.h>

static guint
place_hash (gconstpointer data)
{
  const KithHistoryPlace *place = data;

  return (guint) kith_mix64 (place->uid ^ ((guint64) place->folder << 40));
}

static gboolean
place_equal (gconstpointer a,
             gconstpointer b)
{
  const KithHistoryPlace *one = a;
  const KithHistoryPlace *other = b;

  return one->uid == other->uid && one->folder == other->folder;
}

/* Returns: a descriptor that holds the writers' lock of the folder, or -1 with @error set */
int
kith_history_take_lock (KithHistory  *self,
                        GError      **error)
{
  g_autofree char *path = g_build_filename (self->directory, "lock", NULL);
  int fd = -1;

  if (g_mkdir_with_parents (self->directory, 0700) == 0)
    fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (fd >= 0 && flock (fd, LOCK_EX) != 0)
    if (errno != EINTR)
      {
        close (fd);
        fd = -1;
      }
  if (fd < 0)
    g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (errno));
  return fd;
}

void
kith_history_release_lock (int fd)
{
  close (fd);
}

static void
clear_commit (Commit *commit)
{
  g_clear_pointer (&commit->state, kith_history_state_free);
  g_clear_pointer (&commit->base, kith_history_base_free);
  g_free (commit->folders);
  g_hash_table_unref (commit->removed);
  g_hash_table_unref (commit->removed_folders);
}

static void
load_current (Commit *commit)
{
  commit->state = kith_history_state_load (commit->history->index_path, NULL);
  if (commit->state == NULL)
    commit->state = kith_history_state_new ();
  if (commit->state->base != 0)
    {
      g_autofree char *path = kith_history_build_base_path (commit->history, commit->state->base);

      commit->base = kith_history_base_open (path, NULL);
      if (commit->base == NULL || kith_history_base_get_n_addresses (commit->base) != commit->state->delta->base_addresses)
        {
          g_clear_pointer (&commit->base, kith_history_base_free);
          kith_history_state_reset (commit->state);
        }
    }
  if (commit->base == NULL)
    commit->rebuild = TRUE;
}

static gboolean
add_string (GPtrArray  *strings,
            const char *string)
{
  for (guint i = 0; i < strings->len; i++)
    if (strcmp (g_ptr_array_index (strings, i), string) == 0)
      return FALSE;
  g_ptr_array_add (strings, g_strdup (string));
  return TRUE;
}

static gboolean
is_known (Commit     *commit,
          const char *key)
{
  return (commit->base != NULL && kith_history_base_find_address (commit->base, key) != KITH_HISTORY_NONE_ID)
         || g_hash_table_contains (commit->state->delta->by_key, key);
}

static void
apply_told (Commit *commit)
{
  const KithHistoryChange *change = commit->change;
  KithHistoryTold *told = &commit->state->told;

  for (guint i = 0; change->owners != NULL && change->owners[i] != NULL; i++)
    commit->rebuild |= add_string (told->owners, change->owners[i]);
  /* Whoever was forgotten since somebody looked is not written down again. */
  if (change->alias != NULL && is_known (commit, change->alias[0]) && is_known (commit, change->alias[1]))
    {
      g_ptr_array_add (told->aliases, g_strdup (change->alias[0]));
      g_ptr_array_add (told->aliases, g_strdup (change->alias[1]));
      commit->rebuild = TRUE;
    }
  if (change->max_recipients != 0 && change->max_recipients != told->max_recipients)
    {
      told->max_recipients = change->max_recipients;
      commit->rebuild = TRUE;
    }
  if (change->forget == NULL)
    return;
  commit->rebuild = TRUE;
  for (guint i = told->aliases->len / 2; i > 0; i--)
    if (strcmp (g_ptr_array_index (told->aliases, 2 * i - 2), change->forget) == 0
        || strcmp (g_ptr_array_index (told->aliases, 2 * i - 1), change->forget) == 0)
      g_ptr_array_remove_range (told->aliases, 2 * i - 2, 2);
}

static void
remove_folder (Commit  *commit,
               guint32  number)
{
  KithHistoryFolder *folder = g_ptr_array_index (commit->state->folders, number);

  g_clear_pointer (&folder->path, g_free);
  g_clear_pointer (&folder->state, g_free);
  g_hash_table_add (commit->removed_folders, GUINT_TO_POINTER (number + 1));
}

static void
apply_folders (Commit *commit)
{
  KithHistoryBatch *batch = commit->change->batch;
  KithHistoryState *state = commit->state;

  for (guint i = 0; commit->change->account != NULL && i < state->folders->len; i++)
    {
      const KithHistoryFolder *folder = g_ptr_array_index (state->folders, i);

      if (folder->path != NULL && strcmp (folder->account, commit->change->account) == 0)
        remove_folder (commit, i);
    }
  if (batch == NULL)
    return;
  commit->folders = g_new (guint32, batch->folders->len + 1);
  for (guint i = 0; i < batch->folders->len; i++)
    {
      const KithHistoryBatchFolder *source = g_ptr_array_index (batch->folders, i);
      guint32 number = kith_history_state_add_folder (state, source->account, source->path);
      KithHistoryFolder *folder = g_ptr_array_index (state->folders, number);

      commit->folders[i] = number;
      if (source->state != NULL)
        {
          g_free (folder->state);
          folder->state = g_strdup (source->state);
        }
      if (source->removed)
        remove_folder (commit, number);
    }
  for (guint i = 0; i < batch->removed->len; i++)
    {
      KithHistoryPlace *place = &g_array_index (batch->removed, KithHistoryPlace, i);
      KithHistoryPlace *copy = g_new (KithHistoryPlace, 1);

      *copy = (KithHistoryPlace) { commit->folders[place->folder], place->uid };
      g_hash_table_add (commit->removed, copy);
    }
}

gboolean
kith_history_commit_is_removed (Commit  *commit,
                                guint32  folder,
                                guint64  uid)
{
  KithHistoryPlace place = { folder, uid };

  return g_hash_table_contains (commit->removed_folders, GUINT_TO_POINTER (folder + 1)) || g_hash_table_contains (commit->removed, &place);
}

static gboolean
has_removals (Commit *commit)
{
  return g_hash_table_size (commit->removed) > 0 || g_hash_table_size (commit->removed_folders) > 0;
}

/* Leaves out the places that are removed. */
static void
filter_places (Commit           *commit,
               KithHistoryTable *table,
               guint32          *chain)
{
  while (*chain != G_MAXUINT32)
    {
      KithHistoryLocation *location = &g_array_index (table->locations, KithHistoryLocation, *chain);

      if (kith_history_commit_is_removed (commit, location->folder, location->uid))
        *chain = location->next;
      else
        chain = &location->next;
    }
}

/* What is left of a message when somebody on it is forgotten: the person's own messages keep nothing but their places. */
static void
forget_in_record (KithHistoryTable  *table,
                  KithHistoryRecord *record,
                  guint32            address)
{
  guint32 *parts = (guint32 *) table->participants->data + record->first_participant;
  gboolean author = FALSE;
  guint n = 0;

  for (guint i = 0; i < record->n_participants; i++)
    {
      author |= parts[i] >> 3 == address && (parts[i] & 7) == KITH_PART_FROM;
      if (parts[i] >> 3 != address)
        parts[n++] = parts[i];
    }
  record->n_participants = author ? 0 : n;
  if (author)
    {
      const KithHistoryLocation *location = &g_array_index (table->locations, KithHistoryLocation, record->location);

      record->id = kith_mix64 (location->uid ^ kith_mix64 (location->folder + 1)) | 1;
      record->thread = record->id;
      record->date = 0;
      record->n_recipients = 0;
      record->flags = KITH_HISTORY_HOLLOW;
    }
}

/* A table with only those messages that still lie in some folder. */
KithHistoryTable *
kith_history_commit_compact (Commit           *commit,
                             KithHistoryTable *table)
{
  KithHistoryTable *out = kith_history_table_new (table->base_addresses);
  gpointer forgotten = commit->change->forget != NULL ? g_hash_table_lookup (table->by_key, commit->change->forget) : NULL;

  for (guint32 i = 0; i < table->addresses->len; i++)
    {
      const KithHistoryAddress *address = &g_array_index (table->addresses, KithHistoryAddress, i);
      guint32 id = kith_history_table_add_key (out, address->key, -1);

      kith_history_table_set_name (out, id, address->name, address->name_rank, address->name_date);
      kith_history_table_address (out, id)->flags = address->flags;
    }
  for (guint32 i = 0; i < table->records->len; i++)
    {
      KithHistoryRecord *record = kith_history_table_record (table, i);
      KithHistoryRecord *copy;

      filter_places (commit, table, &record->location);
      if (record->location == G_MAXUINT32)
        continue;
      if (forgotten != NULL)
        forget_in_record (table, record, GPOINTER_TO_UINT (forgotten) - 1);
      kith_history_table_begin (out, record->id, record->thread, record->date, record->flags);
      g_array_append_vals (out->participants, (guint32 *) table->participants->data + record->first_participant, record->n_participants);
      copy = kith_history_table_record (out, out->records->len - 1);
      copy->n_participants = record->n_participants;
      copy->n_recipients = record->n_recipients;
      for (guint32 k = record->location; k != G_MAXUINT32;)
        {
          const KithHistoryLocation *location = &g_array_index (table->locations, KithHistoryLocation, k);

          kith_history_table_add_location (out, out->records->len - 1, location->folder, location->uid);
          k = location->next;
        }
    }
  return out;
}

/* What was said of the base file since it was written. */
static void
apply_deletions (Commit           *commit,
                 KithHistoryTable *table,
                 GArray           *offsets)
{
  KithHistoryState *state = commit->state;

  for (guint i = 0; i < state->gone->len; i++)
    {
      const KithHistoryExtra *gone = &g_array_index (state->gone, KithHistoryExtra, i);
      KithHistoryPlace *copy = g_new (KithHistoryPlace, 1);

      *copy = (KithHistoryPlace) { gone->folder, gone->uid };
      g_hash_table_add (commit->known_dead, copy);
    }
  for (guint32 i = 0; i < table->records->len; i++)
    {
      guint32 *chain = &kith_history_table_record (table, i)->location;

      while (*chain != G_MAXUINT32)
        {
          KithHistoryLocation *location = &g_array_index (table->locations, KithHistoryLocation, *chain);
          KithHistoryPlace place = { location->folder, location->uid };

          if (g_hash_table_contains (commit->known_dead, &place))
            *chain = location->next;
          else
            chain = &location->next;
        }
    }
  for (guint i = 0; i < state->extra->len; i++)
    {
      const KithHistoryExtra *extra = &g_array_index (state->extra, KithHistoryExtra, i);
      gsize low = 0, high = offsets->len;

      while (low < high)
        {
          gsize middle = low + (high - low) / 2;

          if (g_array_index (offsets, guint32, middle) < extra->offset)
            low = middle + 1;
          else
            high = middle;
        }
      if (low < offsets->len && g_array_index (offsets, guint32, low) == extra->offset)
        kith_history_table_add_location (table, low, extra->folder, extra->uid);
    }
}

static guint32 *
map_addresses (KithHistoryTable *target,
               KithHistoryTable *source)
{
  guint32 *map = g_new (guint32, source->addresses->len + 1);

  for (guint32 i = 0; i < source->addresses->len; i++)
    {
      const KithHistoryAddress *address = &g_array_index (source->addresses, KithHistoryAddress, i);

      map[i] = kith_history_table_add_key (target, address->key, -1);
      kith_history_table_set_name (target, map[i], address->name, address->name_rank, address->name_date);
      kith_history_table_address (target, map[i])->flags |= address->flags & KITH_HISTORY_ADDRESS_LIST;
    }
  return map;
}

static void
absorb_delta (KithHistoryTable *table,
              KithHistoryMerge *merge,
              KithHistoryTable *delta)
{
  g_autofree guint32 *mapped = map_addresses (table, delta);
  g_autofree guint32 *all = g_new (guint32, delta->base_addresses + delta->addresses->len + 1);
  KithHistoryTable shifted = *delta;

  for (guint32 i = 0; i < delta->base_addresses; i++)
    all[i] = i;
  for (guint32 i = 0; i < delta->addresses->len; i++)
    all[delta->base_addresses + i] = mapped[i];
  shifted.base_addresses = 0;
  for (guint32 i = 0; i < delta->records->len; i++)
    kith_history_merge_absorb (merge, &shifted, i, all, NULL);
}

static void
absorb_batch (Commit           *commit,
              KithHistoryTable *table,
              KithHistoryMerge *merge)
{
  KithHistoryTable *source = commit->change->batch->table;
  g_autofree guint32 *addresses = map_addresses (table, source);

  for (guint32 i = 0; i < source->records->len; i++)
    kith_history_merge_absorb (merge, source, i, addresses, commit->folders);
}

static guint64
new_generation (void)
{
  return ((guint64) g_random_int () << 32 | g_random_int ()) | 1;
}

static KithHistoryTable *
load_everything (Commit  *commit,
                 GError **error)
{
  g_autoptr (KithHistoryTable) table = kith_history_table_new (0);
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (KithHistoryMerge) merge = NULL;

  if (commit->base != NULL)
    {
      if (!kith_history_base_load_table (commit->base, table, offsets, error))
        return NULL;
      if (commit->state->gone->len > 0 || commit->state->extra->len > 0)
        apply_deletions (commit, table, offsets);
    }
  merge = kith_history_merge_new (table);
  absorb_delta (table, merge, commit->state->delta);
  g_clear_pointer (&merge, kith_history_merge_free);
  if (commit->state->gone->len > 0 || has_removals (commit) || commit->change->forget != NULL)
    {
      KithHistoryTable *compacted = kith_history_commit_compact (commit, table);

      kith_history_table_free (table);
      table = compacted;
    }
  return g_steal_pointer (&table);
}

static void
unlink_other_bases (Commit *commit)
{
  g_autofree char *keep = kith_history_build_base_path (commit->history, commit->state->base);
  g_autoptr (GDir) dir = g_dir_open (commit->history->directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (commit->history->directory, name, NULL);

      if (g_str_has_prefix (name, "base-") && strcmp (path, keep) != 0)
        g_unlink (path);
    }
}

static gboolean
rebuild (Commit  *commit,
         GError **error)
{
  g_autoptr (KithHistoryTable) table = NULL;
  g_autofree char *path = NULL;
  guint64 generation = new_generation ();
  g_autoptr (KithHistoryBase) base = NULL;

  commit->known_dead = g_hash_table_new_full (place_hash, place_equal, g_free, NULL);
  table = load_everything (commit, NULL);
  g_clear_pointer (&commit->known_dead, g_hash_table_unref);
  if (table == NULL)
    {
      /* The base file is damaged: what the batch brings is all there is, and the folders are read again. */
      kith_history_state_reset (commit->state);
      table = kith_history_table_new (0);
    }
  if (commit->change->batch != NULL)
    {
      g_autoptr (KithHistoryMerge) merge = kith_history_merge_new (table);

      absorb_batch (commit, table, merge);
    }
  path = kith_history_build_base_path (commit->history, generation);
  if (!kith_history_build (table, &commit->state->told, generation, g_get_real_time () / G_USEC_PER_SEC, path, error))
    return FALSE;
  base = kith_history_base_open (path, error);
  if (base == NULL)
    return FALSE;
  commit->state->base = generation;
  kith_history_state_set_delta (commit->state, kith_history_table_new (kith_history_base_get_n_addresses (base)));
  if (!kith_history_state_save (commit->state, commit->history->index_path, error))
    {
      g_unlink (path);
      return FALSE;
    }
  unlink_other_bases (commit);
  return TRUE;
}

gboolean
kith_history_change (KithHistory              *self,
                     const KithHistoryChange  *change,
                     GError                  **error)
{
  Commit commit = { .history = self, .change = change };
  int lock = kith_history_take_lock (self, error);
  gboolean done;

  if (lock < 0)
    return FALSE;
  commit.removed = g_hash_table_new_full (place_hash, place_equal, g_free, NULL);
  commit.removed_folders = g_hash_table_new (NULL, NULL);
  load_current (&commit);
  apply_told (&commit);
  apply_folders (&commit);
  if (kith_history_commit_can_append (&commit))
    done = kith_history_commit_append (&commit, error);
  else
    done = rebuild (&commit, error);
  clear_commit (&commit);
  kith_history_release_lock (lock);
  return done;
}
