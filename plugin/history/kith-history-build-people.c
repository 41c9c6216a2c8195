/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-build-private.h"

#include <stdlib.h>

/* So many addresses of the owner are guessed at most. */
#define MAX_GUESSED 3

static guint32
find_root (guint32 *parents,
           guint32  rank)
{
  while (parents[rank] != rank)
    {
      parents[rank] = parents[parents[rank]];
      rank = parents[rank];
    }
  return rank;
}

/* The smallest rank stands for all, so that the number of a person does not depend on the order of joining. */
static void
join (guint32 *parents,
      guint32  one,
      guint32  other)
{
  guint32 a = find_root (parents, one);
  guint32 b = find_root (parents, other);

  parents[MAX (a, b)] = MIN (a, b);
}

static guint32
find_rank (KithHistoryBuild *self,
           const char       *key)
{
  gpointer found = g_hash_table_lookup (self->table->by_key, key);

  return found != NULL ? self->ranks[GPOINTER_TO_UINT (found) - 1] : KITH_HISTORY_NONE_ID;
}

/*
 * Same display name, same domain: one person. Not at a freemail domain, where anybody can take an address and any name with it, nor for the addresses of machines and
 * lists, which carry the names of others.
 */
static void
join_names (KithHistoryBuild *self,
            guint32          *parents)
{
  g_autoptr (GHashTable) seen = NULL;
  const char *domain = NULL;
  gsize domain_length = 0;

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    {
      const KithHistoryAddress *address = kith_history_table_address (self->table, self->by_rank[rank]);
      gsize length = strcspn (address->key, "@");
      gpointer other;
      char *name;

      if (domain == NULL || length != domain_length || memcmp (domain, address->key, length) != 0)
        {
          g_clear_pointer (&seen, g_hash_table_unref);
          seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          domain = address->key;
          domain_length = length;
        }
      if (address->name == NULL
          || (address->flags & (KITH_HISTORY_ADDRESS_FREEMAIL | KITH_HISTORY_ADDRESS_ROBOT | KITH_HISTORY_ADDRESS_LIST)) != 0)
        continue;
      name = kith_history_name_fold (address->name);
      other = g_hash_table_lookup (seen, name);
      if (other != NULL)
        join (parents, GPOINTER_TO_UINT (other) - 1, rank);
      if (*name == '\0' || other != NULL)
        g_free (name);
      else
        g_hash_table_insert (seen, name, GUINT_TO_POINTER (rank + 1));
    }
}

static void
join_aliases (KithHistoryBuild *self,
              guint32          *parents)
{
  GPtrArray *aliases = self->told->aliases;

  for (guint i = 0; aliases != NULL && i + 1 < aliases->len; i += 2)
    {
      guint32 one = find_rank (self, g_ptr_array_index (aliases, i));
      guint32 other = find_rank (self, g_ptr_array_index (aliases, i + 1));

      if (one != KITH_HISTORY_NONE_ID && other != KITH_HISTORY_NONE_ID)
        join (parents, one, other);
    }
}

/* Counts for each address the messages on which it stands, of those that have none of the @owners; and those that have one of them. */
static guint32
count_messages (KithHistoryBuild *self,
                const guint8     *owners,
                guint32          *without,
                guint32          *with)
{
  KithHistoryTable *table = self->table;
  guint32 n_without = 0;

  memset (without, 0, self->n_addresses * sizeof (guint32));
  memset (with, 0, self->n_addresses * sizeof (guint32));
  for (guint32 i = 0; i < table->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (table, i);
      const guint32 *parts = (const guint32 *) table->participants->data + record->first_participant;
      gboolean covered = FALSE;

      if (record->flags & (KITH_HISTORY_LIST | KITH_HISTORY_HOLLOW))
        continue;
      for (guint k = 0; k < record->n_participants; k++)
        covered |= owners[self->ranks[parts[k] >> 3]] != 0;
      n_without += !covered;
      for (guint k = 0; k < record->n_participants; k++)
        {
          gboolean again = FALSE;

          for (guint earlier = 0; earlier < k; earlier++)
            again |= parts[earlier] >> 3 == parts[k] >> 3;
          if (!again)
            (covered ? with : without)[self->ranks[parts[k] >> 3]]++;
        }
    }
  return n_without;
}

/*
 * Whose mail it is, where nobody has said so: whoever stands on more than half of the messages. Somebody with several addresses has another one on most of the
 * rest, and hardly ever two on one message; together they must stand on nearly all. Without that the owner would be everybody's best acquaintance.
 */
static void
guess_owner (KithHistoryBuild *self,
             guint8           *owners)
{
  g_autofree guint32 *without = g_new0 (guint32, self->n_addresses + 1);
  g_autofree guint32 *with = g_new0 (guint32, self->n_addresses + 1);
  guint32 n_left = count_messages (self, owners, without, with);
  guint32 n_all = n_left;
  gboolean sure = FALSE;

  for (guint i = 0; i < MAX_GUESSED && n_all >= 3 && n_left >= 3 && self->n_addresses > 0; i++)
    {
      guint32 best = 0;

      for (guint32 rank = 1; rank < self->n_addresses; rank++)
        if (without[rank] > without[best])
          best = rank;
      if (i == 0)
        sure = without[best] * 2 > n_all;
      if (i == 0 ? without[best] * 4 < n_all : (without[best] * 5 < n_left * 4 || with[best] * 50 > without[best]))
        break;
      owners[best] = 1;
      n_left = count_messages (self, owners, without, with);
    }
  if (!sure && n_left * 10 > n_all)
    memset (owners, 0, self->n_addresses);
}

static void
mark_owners (KithHistoryBuild *self,
             guint32          *parents)
{
  g_autofree guint8 *owners = g_new0 (guint8, self->n_addresses + 1);
  GPtrArray *told = self->told->owners;

  for (guint i = 0; told != NULL && i < told->len; i++)
    {
      guint32 rank = find_rank (self, g_ptr_array_index (told, i));

      if (rank != KITH_HISTORY_NONE_ID)
        owners[rank] = 1;
    }
  if (told == NULL || told->len == 0)
    guess_owner (self, owners);
  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    if (owners[rank])
      owners[find_root (parents, rank)] = 1;
  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    if (owners[find_root (parents, rank)])
      self->persons[rank] |= KITH_HISTORY_ADDRESS_OWNER;
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const KithHistoryMember *one = a;
  const KithHistoryMember *other = b;

  if (one->person != other->person)
    return one->person < other->person ? -1 : 1;
  return one->address < other->address ? -1 : one->address > other->address;
}

static void
write_groups (KithHistoryBuild *self)
{
  KithBytes *out = &self->sections[KITH_SECTION_GROUPS];
  g_autofree guint8 *shared = g_new0 (guint8, self->n_addresses + 1);

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    if (self->persons[rank] >> 4 != rank)
      shared[rank] = shared[self->persons[rank] >> 4] = 1;
  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    if (shared[rank])
      {
        KithHistoryMember member = { self->persons[rank] >> 4, rank };

        kith_bytes_append (out, &member, sizeof member);
      }
  if (out->length > 0)
    qsort (out->data, out->length / sizeof (KithHistoryMember), sizeof (KithHistoryMember), compare_members);
}

void
kith_history_build_persons (KithHistoryBuild *self)
{
  g_autofree guint32 *parents = g_new (guint32, self->n_addresses + 1);

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    parents[rank] = rank;
  join_names (self, parents);
  join_aliases (self, parents);
  self->persons = g_new0 (guint32, self->n_addresses + 1);
  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    self->persons[rank] = find_root (parents, rank) << 4 | (kith_history_table_address (self->table, self->by_rank[rank])->flags & 15 & ~KITH_HISTORY_ADDRESS_OWNER);
  mark_owners (self, parents);
  write_groups (self);
}

typedef struct
{
  guint32 person;
  guint32 n_postings;
} Busy;

static int
compare_busy (gconstpointer a,
              gconstpointer b)
{
  const Busy *one = a;
  const Busy *other = b;

  if (one->n_postings != other->n_postings)
    return one->n_postings > other->n_postings ? -1 : 1;
  return one->person < other->person ? -1 : one->person > other->person;
}

static int
compare_heavy (gconstpointer a,
               gconstpointer b)
{
  const KithHistoryHeavy *one = a;
  const KithHistoryHeavy *other = b;

  return one->person < other->person ? -1 : one->person > other->person;
}

static GArray *
list_busy (KithHistoryBuild *self)
{
  g_autofree guint32 *counts = g_new0 (guint32, self->n_addresses + 1);
  GArray *busy = g_array_new (FALSE, FALSE, sizeof (Busy));

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    counts[self->persons[rank] >> 4] += self->infos[rank].n_postings;
  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    {
      Busy entry = { rank, counts[rank] };

      if (counts[rank] > KITH_HISTORY_READY_EDGES / 4 && !(self->persons[rank] & KITH_HISTORY_ADDRESS_OWNER))
        g_array_append_val (busy, entry);
    }
  g_array_sort (busy, compare_busy);
  return busy;
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

static GArray *
list_messages (KithHistoryBuild *self,
               guint32           person,
               const guint32    *group_starts)
{
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  const KithHistoryMember *members = (const KithHistoryMember *) self->sections[KITH_SECTION_GROUPS].data;
  guint32 n_members = self->sections[KITH_SECTION_GROUPS].length / sizeof (KithHistoryMember);
  guint32 i = group_starts[person];

  if (i == KITH_HISTORY_NONE_ID)
    {
      g_array_append_vals (offsets, self->postings + self->posting_starts[person], self->posting_starts[person + 1] - self->posting_starts[person]);
      return offsets;
    }
  for (; i < n_members && members[i].person == person; i++)
    {
      guint32 rank = members[i].address;

      g_array_append_vals (offsets, self->postings + self->posting_starts[rank], self->posting_starts[rank + 1] - self->posting_starts[rank]);
    }
  g_array_sort (offsets, compare_offsets);
  return offsets;
}

static GArray *
collect_edges (KithHistoryBuild *self,
               guint32           person,
               const guint32    *group_starts)
{
  KithHistoryRules rules = { self->persons, self->n_addresses, self->told->max_recipients, self->owner_known };
  g_autoptr (GArray) offsets = list_messages (self, person, group_starts);
  const KithBytes *records = &self->sections[KITH_SECTION_RECORDS];
  g_autoptr (KithTies) ties = NULL;
  g_autofree KithHistoryMessage *message = g_new (KithHistoryMessage, 1);
  GArray *edges;

  ties = kith_ties_new (&rules, person, self->now);
  for (guint i = 0; i < offsets->len; i++)
    {
      guint32 offset = g_array_index (offsets, guint32, i);
      KithCursor cursor = { records->data + offset, records->data + records->length, FALSE };

      if (i > 0 && g_array_index (offsets, guint32, i - 1) == offset)
        continue;
      if (kith_history_message_decode (message, &cursor, offset, FALSE))
        kith_ties_add (ties, message);
    }
  edges = kith_ties_end (ties);
  g_array_sort (edges, kith_history_edge_compare);
  return edges;
}

static guint32 *
index_groups (KithHistoryBuild *self)
{
  const KithHistoryMember *members = (const KithHistoryMember *) self->sections[KITH_SECTION_GROUPS].data;
  guint32 n_members = self->sections[KITH_SECTION_GROUPS].length / sizeof (KithHistoryMember);
  guint32 *starts = g_new (guint32, self->n_addresses + 1);

  for (guint32 i = 0; i < self->n_addresses; i++)
    starts[i] = KITH_HISTORY_NONE_ID;
  for (guint32 i = n_members; i > 0; i--)
    starts[members[i - 1].person] = i - 1;
  return starts;
}

/*
 * The connections of the busiest are kept ready; those of the others take a few hundred messages to read and are worked out when asked for. Half an edge for each message is
 * what the file has room for.
 */
void
kith_history_build_edges (KithHistoryBuild *self)
{
  g_autoptr (GArray) busy = NULL;
  g_autofree guint32 *group_starts = index_groups (self);
  KithBytes *edges_out = &self->sections[KITH_SECTION_EDGES];
  KithBytes *heavy_out = &self->sections[KITH_SECTION_HEAVY];
  gsize room = (gsize) self->table->records->len / 2 * sizeof (KithHistoryEdge);

  busy = list_busy (self);
  for (guint i = 0; i < busy->len && edges_out->length < room; i++)
    {
      guint32 person = g_array_index (busy, Busy, i).person;
      g_autoptr (GArray) edges = collect_edges (self, person, group_starts);
      KithHistoryHeavy heavy = { person, edges_out->length / sizeof (KithHistoryEdge), MIN (edges->len, KITH_HISTORY_READY_EDGES), edges->len };

      kith_bytes_append (edges_out, edges->data, heavy.n_edges * sizeof (KithHistoryEdge));
      kith_bytes_append (heavy_out, &heavy, sizeof heavy);
    }
  if (heavy_out->length > 0)
    qsort (heavy_out->data, heavy_out->length / sizeof (KithHistoryHeavy), sizeof (KithHistoryHeavy), compare_heavy);
}
