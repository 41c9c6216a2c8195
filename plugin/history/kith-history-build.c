/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-build-private.h"

#include <stdlib.h>

static int
compare_keys (const void *a,
              const void *b,
              gpointer    user_data)
{
  KithHistoryTable *table = user_data;

  return strcmp (kith_history_table_address (table, *(const guint32 *) a)->key, kith_history_table_address (table, *(const guint32 *) b)->key);
}

/* Only addresses that stand on a message are written: a name that is forgotten must leave no bytes. */
static void
rank_addresses (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;
  g_autofree guint8 *used = g_new0 (guint8, table->addresses->len + 1);

  for (guint32 i = 0; i < table->participants->len; i++)
    used[g_array_index (table->participants, guint32, i) >> 3] = 1;
  self->by_rank = g_new (guint32, table->addresses->len + 1);
  self->ranks = g_new (guint32, table->addresses->len + 1);
  for (guint32 i = 0; i < table->addresses->len; i++)
    {
      self->ranks[i] = KITH_HISTORY_NONE_ID;
      if (used[i])
        self->by_rank[self->n_addresses++] = i;
    }
  g_qsort_with_data (self->by_rank, self->n_addresses, sizeof (guint32), compare_keys, table);
  for (guint32 i = 0; i < self->n_addresses; i++)
    self->ranks[self->by_rank[i]] = i;
}

static void
resolve_threads (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;
  g_autoptr (KithHistoryMerge) merge = kith_history_merge_new (table);
  g_autofree guint64 *threads = g_new (guint64, table->records->len + 1);

  for (guint32 i = 0; i < table->records->len; i++)
    {
      guint64 thread = kith_history_table_record (table, i)->thread;

      /* The messages of a thread come together where they were sorted before. */
      threads[i] = i > 0 && kith_history_table_record (table, i - 1)->thread == thread ? threads[i - 1]
                                                                                        : kith_history_merge_resolve_thread (merge, thread);
    }
  for (guint32 i = 0; i < table->records->len; i++)
    kith_history_table_record (table, i)->thread = threads[i];
}

static int
compare_records (const KithHistoryRecord *one,
                 const KithHistoryRecord *other)
{
  if (one->thread != other->thread)
    return one->thread < other->thread ? -1 : 1;
  if (one->date != other->date)
    return one->date < other->date ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

static int
compare_order (const void *a,
               const void *b,
               gpointer    user_data)
{
  KithHistoryTable *table = user_data;

  return compare_records (kith_history_table_record (table, *(const guint32 *) a), kith_history_table_record (table, *(const guint32 *) b));
}

/* What comes from the base file is in order already: only the others are sorted, and the two runs merged. */
static void
order_records (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;
  guint32 n = table->records->len;
  g_autofree guint32 *sorted = g_new (guint32, n + 1);
  g_autofree guint32 *rest = g_new (guint32, n + 1);
  guint32 n_sorted = 0, n_rest = 0, s = 0, r = 0;

  for (guint32 i = 0; i < n; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (table, i);

      if (n_sorted == 0 || compare_records (kith_history_table_record (table, sorted[n_sorted - 1]), record) <= 0)
        sorted[n_sorted++] = i;
      else
        rest[n_rest++] = i;
    }
  g_qsort_with_data (rest, n_rest, sizeof (guint32), compare_order, table);
  self->order = g_new (guint32, n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      if (r == n_rest || (s < n_sorted && compare_order (&sorted[s], &rest[r], table) <= 0))
        self->order[i] = sorted[s++];
      else
        self->order[i] = rest[r++];
    }
}

static void
write_records (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;
  KithBytes *records = &self->sections[KITH_SECTION_RECORDS];
  gsize thread_start = 0;

  self->offsets = g_new (guint32, table->records->len + 1);
  for (guint32 i = 0; i < table->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (table, self->order[i]);
      guint32 offset = records->length;

      if (i == 0 || kith_history_table_record (table, self->order[i - 1])->thread != record->thread)
        {
          thread_start = records->length;
          kith_bytes_append_uint64 (&self->sections[KITH_SECTION_THREADS], record->thread);
          kith_bytes_append (&self->sections[KITH_SECTION_THREAD_OFFSETS], &offset, sizeof offset);
        }
      self->offsets[i] = offset;
      kith_history_message_encode (records, table, record, self->ranks, record->id == record->thread, thread_start);
    }
}

typedef struct
{
  guint64 id;
  guint32 offset;
} IdEntry;

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const IdEntry *one = a;
  const IdEntry *other = b;

  if (one->id != other->id)
    return one->id < other->id ? -1 : 1;
  return one->offset < other->offset ? -1 : one->offset > other->offset;
}

static void
write_ids (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (IdEntry));

  for (guint32 i = 0; i < table->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (table, self->order[i]);
      IdEntry entry = { record->id, self->offsets[i] };

      if (record->id != record->thread)
        g_array_append_val (ids, entry);
    }
  if (ids->len > 0)
    g_array_sort (ids, compare_ids);
  for (guint32 i = 0; i < ids->len; i++)
    {
      const IdEntry *entry = &g_array_index (ids, IdEntry, i);

      kith_bytes_append_uint64 (&self->sections[KITH_SECTION_IDS], entry->id);
      kith_bytes_append (&self->sections[KITH_SECTION_ID_OFFSETS], &entry->offset, sizeof entry->offset);
    }
}

/* A counting sort of (address, message), in the order of the messages. */
static void
collect_postings (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;

  self->posting_starts = g_new0 (guint32, self->n_addresses + 2);
  for (guint32 i = 0; i < table->participants->len; i++)
    self->posting_starts[self->ranks[g_array_index (table->participants, guint32, i) >> 3] + 2]++;
  for (guint32 i = 2; i < self->n_addresses + 2; i++)
    self->posting_starts[i] += self->posting_starts[i - 1];
  self->postings = g_new (guint32, table->participants->len + 1);
  for (guint32 i = 0; i < table->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (table, self->order[i]);

      for (guint k = 0; k < record->n_participants; k++)
        {
          guint32 rank = self->ranks[g_array_index (table->participants, guint32, record->first_participant + k) >> 3];

          self->postings[self->posting_starts[rank + 1]++] = self->offsets[i];
        }
    }
}

static void
write_postings (KithHistoryBuild *self)
{
  KithBytes *out = &self->sections[KITH_SECTION_POSTINGS];

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    {
      KithHistoryInfo *info = &self->infos[rank];
      guint32 previous = 0;
      gsize start = out->length;

      for (guint32 i = self->posting_starts[rank]; i < self->posting_starts[rank + 1]; i++)
        {
          if (i > self->posting_starts[rank] && self->postings[i] == previous)
            continue;
          kith_bytes_append_varint (out, self->postings[i] - previous);
          previous = self->postings[i];
          info->n_postings++;
        }
      info->postings = start;
      info->postings_length = out->length - start;
    }
}

static void
note_contact (KithHistoryInfo *info,
              gint64           date,
              gboolean         in)
{
  if (in)
    info->n_in++;
  else
    info->n_out++;
  if (date > 0 && (info->first == 0 || date < info->first))
    info->first = date;
  if (date > info->last)
    info->last = date;
}

/* How the owner and each address wrote to each other, by the rules of acquaintance: what a list or a machine sent does not count. */
static void
count_contacts (KithHistoryBuild *self)
{
  KithHistoryTable *table = self->table;
  KithHistoryRules rules = { self->persons, self->n_addresses, self->told->max_recipients, self->owner_known };
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);

  for (guint32 i = 0; i < table->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (table, i);
      gboolean from_owner = FALSE;

      kith_history_message_from_record (message, table, record);
      for (guint32 k = 0; k < message->n_parts; k++)
        {
          message->parts[k] = self->ranks[message->parts[k] >> 3] << 3 | (message->parts[k] & 7);
          from_owner |= (message->parts[k] & 7) == KITH_PART_FROM
                        && (kith_history_rules_flags (&rules, message->parts[k] >> 3) & KITH_HISTORY_ADDRESS_OWNER) != 0;
        }
      if (!kith_history_rules_is_acquaintance (&rules, message))
        continue;
      for (guint32 k = 0; k < message->n_parts; k++)
        {
          KithPart part = message->parts[k] & 7;

          if (from_owner ? (part == KITH_PART_TO || part == KITH_PART_CC || part == KITH_PART_BCC) : part == KITH_PART_FROM)
            note_contact (&self->infos[message->parts[k] >> 3], MIN (record->date, G_MAXUINT32), !from_owner);
        }
    }
}

static void
write_strings (KithHistoryBuild *self)
{
  KithBytes *strings = &self->sections[KITH_SECTION_STRINGS];
  const char *previous = "";

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    {
      const KithHistoryAddress *address = kith_history_table_address (self->table, self->by_rank[rank]);
      guint32 shared = 0;

      if (rank % KITH_HISTORY_FRONT_CODED == 0)
        {
          guint32 offset = strings->length;

          kith_bytes_append (&self->sections[KITH_SECTION_BLOCKS], &offset, sizeof offset);
          previous = "";
        }
      while (previous[shared] != '\0' && previous[shared] == address->key[shared])
        shared++;
      kith_bytes_append_varint (strings, shared);
      kith_bytes_append_string (strings, address->key + shared);
      kith_bytes_append_string (strings, address->name);
      kith_bytes_append_byte (strings, address->name_rank);
      kith_bytes_append_varint (strings, address->name_date);
      previous = address->key;
    }
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const KithHistoryName *one = a;
  const KithHistoryName *other = b;

  if (one->hash != other->hash)
    return one->hash < other->hash ? -1 : 1;
  return one->address < other->address ? -1 : one->address > other->address;
}

static void
write_names (KithHistoryBuild *self)
{
  KithBytes *out = &self->sections[KITH_SECTION_NAMES];

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    {
      const KithHistoryAddress *address = kith_history_table_address (self->table, self->by_rank[rank]);
      KithHistoryName name = { 0, rank };

      if (address->name == NULL)
        continue;
      name.hash = kith_history_hash_name (address->name);
      kith_bytes_append (out, &name, sizeof name);
    }
  if (out->length > 0)
    qsort (out->data, out->length / sizeof (KithHistoryName), sizeof (KithHistoryName), compare_names);
}

/* Sorted keys have the addresses of a domain together. */
static void
write_domains (KithHistoryBuild *self)
{
  KithBytes *out = &self->sections[KITH_SECTION_DOMAINS];
  const char *last = NULL;
  gsize last_length = 0;

  for (guint32 rank = 0; rank < self->n_addresses; rank++)
    {
      const char *key = kith_history_table_address (self->table, self->by_rank[rank])->key;
      gsize length = strcspn (key, "@");

      if (self->infos[rank].n_out == 0 || (last != NULL && length == last_length && memcmp (last, key, length) == 0))
        continue;
      kith_bytes_append_varint (out, length);
      kith_bytes_append (out, key, length);
      last = key;
      last_length = length;
    }
}

static void
clear_build (KithHistoryBuild *self)
{
  for (guint i = 0; i < KITH_N_SECTIONS; i++)
    kith_bytes_clear (&self->sections[i]);
  g_free (self->by_rank);
  g_free (self->ranks);
  g_free (self->order);
  g_free (self->offsets);
  g_free (self->posting_starts);
  g_free (self->postings);
  g_free (self->infos);
  g_free (self->persons);
}

/*
 * kith_history_build:
 * @table: everything that the index is to hold; its threads are resolved
 * @path: the file to write, a name that is not in use
 *
 * Makes a base file. Any thread but the user interface's: a million messages take about two seconds and 150 MiB until it is done.
 *
 * Returns: whether it is written; else @error is a %KITH_ERROR_STORAGE
 */
gboolean
kith_history_build (KithHistoryTable       *table,
                    const KithHistoryTold  *told,
                    guint64                 generation,
                    gint64                  now,
                    const char             *path,
                    GError                **error)
{
  KithHistoryBuild self = { .table = table, .told = told, .now = now };
  KithHistoryHeader header = { .generation = generation };
  gboolean written;

  rank_addresses (&self);
  resolve_threads (&self);
  order_records (&self);
  kith_history_build_persons (&self);
  for (guint32 rank = 0; rank < self.n_addresses && !self.owner_known; rank++)
    self.owner_known = (self.persons[rank] & KITH_HISTORY_ADDRESS_OWNER) != 0;
  write_records (&self);
  write_ids (&self);
  collect_postings (&self);
  self.infos = g_new0 (KithHistoryInfo, self.n_addresses + 1);
  write_postings (&self);
  count_contacts (&self);
  kith_bytes_append (&self.sections[KITH_SECTION_PERSONS], self.persons, self.n_addresses * sizeof (guint32));
  kith_bytes_append (&self.sections[KITH_SECTION_INFO], self.infos, self.n_addresses * sizeof (KithHistoryInfo));
  write_strings (&self);
  write_names (&self);
  write_domains (&self);
  kith_history_build_edges (&self);
  header.reference = now;
  header.n_addresses = self.n_addresses;
  header.n_records = table->records->len;
  header.max_recipients = told->max_recipients;
  written = kith_history_file_write (path, &header, self.sections, error);
  clear_build (&self);
  return written;
}
