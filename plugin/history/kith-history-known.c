/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

/* The messages of each folder: open addressing over their numbers. */
typedef struct
{
  guint64 *uids;
  guint8 *marks;             /* EMPTY, LEFT or TAKEN */
  guint32 mask;
  guint32 n;
} Set;

enum
{
  EMPTY,
  LEFT,
  TAKEN,
};

struct _KithHistoryKnown
{
  GPtrArray *sets;           /* of Set, by number of the folder */
  GHashTable *by_name;       /* "account\npath" -> Set */
  Set *only;                 /* (nullable): of other folders nothing is wanted */
};

static void
set_free (gpointer data)
{
  Set *set = data;

  g_free (set->uids);
  g_free (set->marks);
  g_free (set);
}

static guint32
set_find (const Set *set,
          guint64    uid)
{
  guint32 slot = (guint32) kith_mix64 (uid) & set->mask;

  while (set->marks[slot] != EMPTY && set->uids[slot] != uid)
    slot = (slot + 1) & set->mask;
  return slot;
}

static void
set_add (Set     *set,
         guint64  uid)
{
  guint32 slot;

  if (set->uids == NULL || set->n * 2 > set->mask)
    {
      Set bigger = { NULL, NULL, set->uids != NULL ? set->mask * 2 + 1 : 63, 0 };

      bigger.uids = g_new (guint64, bigger.mask + 1);
      bigger.marks = g_new0 (guint8, bigger.mask + 1);
      for (guint32 i = 0; set->uids != NULL && i <= set->mask; i++)
        if (set->marks[i] != EMPTY)
          {
            slot = set_find (&bigger, set->uids[i]);
            bigger.uids[slot] = set->uids[i];
            bigger.marks[slot] = set->marks[i];
            bigger.n++;
          }
      g_free (set->uids);
      g_free (set->marks);
      *set = bigger;
    }
  slot = set_find (set, uid);
  set->n += set->marks[slot] == EMPTY;
  set->uids[slot] = uid;
  set->marks[slot] = LEFT;
}

static void
set_remove (Set     *set,
            guint64  uid)
{
  guint32 slot;

  if (set->uids == NULL)
    return;
  slot = set_find (set, uid);
  if (set->marks[slot] != EMPTY)
    set->marks[slot] = TAKEN;
}

static void
add_place (KithHistoryKnown *self,
           guint32           folder,
           guint64           uid)
{
  Set *set = folder < self->sets->len ? g_ptr_array_index (self->sets, folder) : NULL;

  if (set != NULL && (self->only == NULL || self->only == set))
    set_add (set, uid);
}

static void
add_message (guint32                   offset,
             const KithHistoryMessage *message,
             gpointer                  user_data)
{
  for (guint32 i = 0; i < message->n_locations; i++)
    add_place (user_data, message->folders[i], message->uids[i]);
}

static char *
make_name (const char *account,
           const char *path)
{
  return g_strconcat (account, "\n", path, NULL);
}

static void
add_folders (KithHistoryKnown *self,
             GPtrArray        *folders)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const KithHistoryFolder *folder = g_ptr_array_index (folders, i);
      Set *set = g_new0 (Set, 1);

      g_ptr_array_add (self->sets, set);
      if (folder->path != NULL)
        g_hash_table_insert (self->by_name, make_name (folder->account, folder->path), set);
    }
}

static void
add_recent (KithHistoryKnown *self,
            KithHistoryState *state)
{
  /* What is gone first: a new message may have its number. */
  for (guint i = 0; i < state->gone->len; i++)
    {
      const KithHistoryExtra *gone = &g_array_index (state->gone, KithHistoryExtra, i);

      if (gone->folder < self->sets->len)
        set_remove (g_ptr_array_index (self->sets, gone->folder), gone->uid);
    }
  for (guint32 i = 0; i < state->delta->locations->len; i++)
    {
      const KithHistoryLocation *location = &g_array_index (state->delta->locations, KithHistoryLocation, i);

      add_place (self, location->folder, location->uid);
    }
  for (guint i = 0; i < state->extra->len; i++)
    {
      const KithHistoryExtra *extra = &g_array_index (state->extra, KithHistoryExtra, i);

      add_place (self, extra->folder, extra->uid);
    }
}

static KithHistoryKnown *
load_known (KithHistory *self,
            const char  *account,
            const char  *path)
{
  KithHistoryKnown *known = g_new0 (KithHistoryKnown, 1);
  KithHistoryView *view = kith_history_view_load (self);

  known->sets = g_ptr_array_new_with_free_func (set_free);
  known->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (view->found)
    add_folders (known, view->state->folders);
  if (path != NULL)
    {
      g_autofree char *name = make_name (account, path);

      known->only = g_hash_table_lookup (known->by_name, name);
    }
  if (view->found && (path == NULL || known->only != NULL))
    {
      kith_history_base_foreach_record (view->base, add_message, known, NULL);
      add_recent (known, view->state);
    }
  kith_history_view_free (view);
  return known;
}

/*
 * kith_history_load_known:
 *
 * Reads the index from end to end, and takes about twenty bytes a message while it lives.
 *
 * Returns: (transfer full): which messages of which folders are in the index
 */
KithHistoryKnown *
kith_history_load_known (KithHistory *self)
{
  return load_known (self, NULL, NULL);
}

/* The same of one folder: nothing is read where the index does not know it. */
KithHistoryKnown *
kith_history_load_known_folder (KithHistory *self,
                                const char  *account,
                                const char  *path)
{
  return load_known (self, account, path);
}

void
kith_history_known_free (KithHistoryKnown *self)
{
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->sets);
  g_free (self);
}

static Set *
find_set (KithHistoryKnown *self,
          const char       *account,
          const char       *path)
{
  g_autofree char *name = make_name (account, path);
  Set *set = g_hash_table_lookup (self->by_name, name);

  return set != NULL && set->uids != NULL ? set : NULL;
}

/* Notes that a message is still there. Returns: whether the index has it */
gboolean
kith_history_known_take (KithHistoryKnown *self,
                         const char       *account,
                         const char       *path,
                         guint64           uid)
{
  Set *set = find_set (self, account, path);
  guint32 slot;

  if (set == NULL)
    return FALSE;
  slot = set_find (set, uid);
  if (set->marks[slot] != LEFT)
    return FALSE;
  set->marks[slot] = TAKEN;
  return TRUE;
}

/* Calls @func for each message that was not taken: it is in the index, and no more in the folder. */
void
kith_history_known_foreach_left (KithHistoryKnown *self,
                                 const char       *account,
                                 const char       *path,
                                 void            (*func) (guint64 uid, gpointer user_data),
                                 gpointer          user_data)
{
  Set *set = find_set (self, account, path);

  for (guint32 i = 0; set != NULL && i <= set->mask; i++)
    if (set->marks[i] == LEFT)
      func (set->uids[i], user_data);
}
