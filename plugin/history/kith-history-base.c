/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-base.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include <kith/kith-error.h>

#define MAX_KEY_BYTES 1024

struct _KithHistoryBase
{
  KithHistoryFile *file;
  guint32 n_addresses;
  guint32 *persons;          /* four bytes for each address, in memory: every part of every message read is looked up here */
  KithHistoryHeavy *heavy;
  gsize n_heavy;
  KithHistoryMember *members;
  gsize n_members;
};

static gsize
count_items (KithHistoryBase    *self,
             KithHistorySection  section,
             gsize               size)
{
  return kith_history_file_get_header (self->file)->length[section] / size;
}

static gboolean
load_tables (KithHistoryBase  *self,
             GError          **error)
{
  gsize length;

  self->n_addresses = kith_history_file_get_header (self->file)->n_addresses;
  self->persons = (guint32 *) kith_history_file_load (self->file, KITH_SECTION_PERSONS, &length, error);
  if (self->persons == NULL)
    return FALSE;
  self->n_addresses = MIN (self->n_addresses, length / sizeof (guint32));
  self->heavy = (KithHistoryHeavy *) kith_history_file_load (self->file, KITH_SECTION_HEAVY, &length, error);
  self->n_heavy = length / sizeof (KithHistoryHeavy);
  if (self->heavy == NULL)
    return FALSE;
  self->members = (KithHistoryMember *) kith_history_file_load (self->file, KITH_SECTION_GROUPS, &length, error);
  self->n_members = length / sizeof (KithHistoryMember);
  return self->members != NULL;
}

KithHistoryBase *
kith_history_base_open (const char  *path,
                        GError     **error)
{
  g_autoptr (KithHistoryBase) self = g_new0 (KithHistoryBase, 1);

  self->file = kith_history_file_open (path, error);
  if (self->file == NULL || !load_tables (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kith_history_base_free (KithHistoryBase *self)
{
  g_clear_pointer (&self->file, kith_history_file_free);
  g_free (self->persons);
  g_free (self->heavy);
  g_free (self->members);
  g_free (self);
}

KithHistoryFile *
kith_history_base_get_file (KithHistoryBase *self)
{
  return self->file;
}

guint32
kith_history_base_get_n_addresses (KithHistoryBase *self)
{
  return self->n_addresses;
}

guint32
kith_history_base_get_n_records (KithHistoryBase *self)
{
  return kith_history_file_get_header (self->file)->n_records;
}

gint64
kith_history_base_get_reference (KithHistoryBase *self)
{
  return kith_history_file_get_header (self->file)->reference;
}

const guint32 *
kith_history_base_get_persons (KithHistoryBase *self)
{
  return self->persons;
}

guint32
kith_history_hash_name (const char *name)
{
  g_autofree char *folded = kith_history_name_fold (name);

  return (guint32) kith_hash_bytes (folded, strlen (folded), 4);
}

/* Walks a block of front-coded strings; the entries of one block are a few hundred bytes. */
typedef struct
{
  guint8 *data;
  KithCursor cursor;
  char key[MAX_KEY_BYTES];
  const char *name;
  gsize name_length;
  guint8 name_rank;
  gint64 name_date;
} Walk;

static gboolean
walk_begin (KithHistoryBase *self,
            Walk            *walk,
            guint32          block)
{
  guint32 bounds[2];
  gsize n_blocks = count_items (self, KITH_SECTION_BLOCKS, sizeof (guint32));

  bounds[1] = count_items (self, KITH_SECTION_STRINGS, 1);
  if (block >= n_blocks
      || !kith_history_file_read (self->file, KITH_SECTION_BLOCKS, (guint64) block * sizeof (guint32), bounds,
                                  block + 1 < n_blocks ? sizeof bounds : sizeof bounds[0])
      || bounds[1] < bounds[0] || bounds[1] - bounds[0] > KITH_HISTORY_FRONT_CODED * 2 * MAX_KEY_BYTES)
    return FALSE;
  walk->data = g_malloc (bounds[1] - bounds[0] + 1);
  walk->cursor = (KithCursor) { walk->data, walk->data + (bounds[1] - bounds[0]), FALSE };
  walk->key[0] = '\0';
  return kith_history_file_read (self->file, KITH_SECTION_STRINGS, bounds[0], walk->data, bounds[1] - bounds[0]);
}

static gboolean
walk_next (Walk *walk)
{
  gsize shared = kith_cursor_varint (&walk->cursor);
  gsize length;
  const char *rest = kith_cursor_string (&walk->cursor, &length);

  if (walk->cursor.bad || shared > strlen (walk->key) || shared + length >= sizeof walk->key)
    return FALSE;
  memcpy (walk->key + shared, rest, length);
  walk->key[shared + length] = '\0';
  walk->name = kith_cursor_string (&walk->cursor, &walk->name_length);
  walk->name_rank = kith_cursor_byte (&walk->cursor);
  walk->name_date = kith_cursor_varint (&walk->cursor);
  return !walk->cursor.bad;
}

static void
walk_end (Walk *walk)
{
  g_clear_pointer (&walk->data, g_free);
}

/* The last block whose first key is not behind @key. */
static guint32
find_block (KithHistoryBase *self,
            const char      *key)
{
  guint32 low = 0;
  guint32 high = count_items (self, KITH_SECTION_BLOCKS, sizeof (guint32));

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;
      Walk walk = { NULL, };
      gboolean before = walk_begin (self, &walk, middle) && walk_next (&walk) && strcmp (walk.key, key) <= 0;

      walk_end (&walk);
      if (before)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Returns: the number of the address, or KITH_HISTORY_NONE_ID */
guint32
kith_history_base_find_address (KithHistoryBase *self,
                                const char      *key)
{
  guint32 block, found = KITH_HISTORY_NONE_ID;
  Walk walk = { NULL, };

  if (self->n_addresses == 0)
    return KITH_HISTORY_NONE_ID;
  block = find_block (self, key);
  if (walk_begin (self, &walk, block))
    for (guint32 i = 0; i < KITH_HISTORY_FRONT_CODED && walk_next (&walk); i++)
      if (strcmp (walk.key, key) == 0)
        {
          found = block * KITH_HISTORY_FRONT_CODED + i;
          break;
        }
  walk_end (&walk);
  return found < self->n_addresses ? found : KITH_HISTORY_NONE_ID;
}

/*
 * kith_history_base_get_address:
 * @key: (out) (optional) (transfer full):
 * @name: (out) (optional) (transfer full) (nullable):
 */
gboolean
kith_history_base_get_address (KithHistoryBase  *self,
                               guint32           address,
                               char            **key,
                               char            **name)
{
  Walk walk = { NULL, };
  gboolean found = address < self->n_addresses && walk_begin (self, &walk, address / KITH_HISTORY_FRONT_CODED);

  for (guint32 i = 0; found && i <= address % KITH_HISTORY_FRONT_CODED; i++)
    found = walk_next (&walk);
  if (found && key != NULL)
    *key = g_strdup (walk.key);
  if (found && name != NULL)
    *name = walk.name_length > 0 ? g_strndup (walk.name, walk.name_length) : NULL;
  walk_end (&walk);
  return found;
}

gboolean
kith_history_base_get_info (KithHistoryBase *self,
                            guint32          address,
                            KithHistoryInfo *info)
{
  return kith_history_file_read (self->file, KITH_SECTION_INFO, (guint64) address * sizeof *info, info, sizeof *info);
}

/* Returns: (transfer full) (element-type guint32): all addresses of a person */
GArray *
kith_history_base_get_members (KithHistoryBase *self,
                               guint32          person)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize low = 0, high = self->n_members;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->members[middle].person < person)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < self->n_members && self->members[low].person == person; low++)
    g_array_append_val (members, self->members[low].address);
  if (members->len == 0 && person < self->n_addresses)
    g_array_append_val (members, person);
  return members;
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

static void
append_postings (KithHistoryBase *self,
                 guint32          address,
                 GArray          *offsets)
{
  KithHistoryInfo info;
  g_autofree guint8 *data = NULL;
  KithCursor cursor;
  guint64 offset = 0;

  if (!kith_history_base_get_info (self, address, &info) || info.postings_length > count_items (self, KITH_SECTION_POSTINGS, 1))
    return;
  data = g_malloc (info.postings_length + 1);
  if (!kith_history_file_read (self->file, KITH_SECTION_POSTINGS, info.postings, data, info.postings_length))
    return;
  cursor = (KithCursor) { data, data + info.postings_length, FALSE };
  while (cursor.next < cursor.end)
    {
      guint32 value;

      offset += kith_cursor_varint (&cursor);
      if (cursor.bad || offset >= G_MAXUINT32)
        return;
      value = offset;
      g_array_append_val (offsets, value);
    }
}

/* Returns: (transfer full) (element-type guint32): the messages on which a person stands, each once, in the order of the file: thread by thread */
GArray *
kith_history_base_get_postings (KithHistoryBase *self,
                                guint32          person)
{
  g_autoptr (GArray) members = kith_history_base_get_members (self, person);
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n = 0;

  for (guint i = 0; i < members->len; i++)
    append_postings (self, g_array_index (members, guint32, i), offsets);
  if (members->len < 2)
    return offsets;
  g_array_sort (offsets, compare_offsets);
  for (guint i = 0; i < offsets->len; i++)
    if (i == 0 || g_array_index (offsets, guint32, i) != g_array_index (offsets, guint32, i - 1))
      g_array_index (offsets, guint32, n++) = g_array_index (offsets, guint32, i);
  g_array_set_size (offsets, n);
  return offsets;
}

gboolean
kith_history_base_get_message (KithHistoryBase    *self,
                               guint32             offset,
                               gboolean            with_locations,
                               KithHistoryMessage *message)
{
  guint8 whole[KITH_HISTORY_MAX_RECORD_BYTES];
  gsize available;
  const guint8 *data = kith_history_file_peek (self->file, KITH_SECTION_RECORDS, offset, &available);
  KithCursor cursor = { data, data + available, FALSE };

  if (data == NULL)
    return FALSE;
  if (kith_history_message_decode (message, &cursor, offset, with_locations))
    return TRUE;
  if (!cursor.bad)
    return FALSE;
  available = MIN (sizeof whole, count_items (self, KITH_SECTION_RECORDS, 1) - offset);
  if (!kith_history_file_read (self->file, KITH_SECTION_RECORDS, offset, whole, available))
    return FALSE;
  cursor = (KithCursor) { whole, whole + available, FALSE };
  return kith_history_message_decode (message, &cursor, offset, with_locations);
}

static guint64
hash_at (KithHistoryBase    *self,
         KithHistorySection  section,
         gsize               index)
{
  guint64 hash = 0;

  kith_history_file_read (self->file, section, (guint64) index * sizeof hash, &hash, sizeof hash);
  return hash;
}

/* Hashes are spread evenly, so that a guess is nearly always a block or two away. */
static gboolean
find_hash (KithHistoryBase    *self,
           KithHistorySection  section,
           guint64             hash,
           gsize              *index)
{
  gsize low = 0;
  gsize high = count_items (self, section, sizeof (guint64));
  gsize span = 256;
  gsize guess = (gsize) ((double) hash / 18446744073709551616.0 * (double) high);

  if (high == 0)
    return FALSE;
  guess = MIN (guess, high - 1);
  if (hash_at (self, section, guess) <= hash)
    {
      low = guess;
      while (low + span < high && hash_at (self, section, low + span) < hash)
        {
          low += span;
          span *= 2;
        }
      high = MIN (high, low + span + 1);
    }
  else
    {
      high = guess;
      while (high > span && hash_at (self, section, high - span) > hash)
        {
          high -= span;
          span *= 2;
        }
      low = high > span ? high - span : 0;
    }
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (hash_at (self, section, middle) < hash)
        low = middle + 1;
      else
        high = middle;
    }
  *index = low;
  return low < count_items (self, section, sizeof (guint64)) && hash_at (self, section, low) == hash;
}

static guint32
offset_at (KithHistoryBase    *self,
           KithHistorySection  section,
           gsize               index)
{
  guint32 offset = count_items (self, KITH_SECTION_RECORDS, 1);

  if (index < count_items (self, section, sizeof offset))
    kith_history_file_read (self->file, section, (guint64) index * sizeof offset, &offset, sizeof offset);
  return offset;
}

/* @start and @end: (out): where the messages of the thread lie */
gboolean
kith_history_base_find_thread (KithHistoryBase *self,
                               guint64          hash,
                               guint32         *start,
                               guint32         *end)
{
  gsize index;

  if (!find_hash (self, KITH_SECTION_THREADS, hash, &index))
    return FALSE;
  *start = offset_at (self, KITH_SECTION_THREAD_OFFSETS, index);
  *end = offset_at (self, KITH_SECTION_THREAD_OFFSETS, index + 1);
  return TRUE;
}

/* A message that begins no thread, by its own identifier. */
gboolean
kith_history_base_find_id (KithHistoryBase *self,
                           guint64          hash,
                           guint32         *offset)
{
  gsize index;

  if (!find_hash (self, KITH_SECTION_IDS, hash, &index))
    return FALSE;
  *offset = offset_at (self, KITH_SECTION_ID_OFFSETS, index);
  return TRUE;
}

/* Returns: the hash of the thread that begins at @start; 0 where none does */
guint64
kith_history_base_get_thread_hash (KithHistoryBase *self,
                                   guint32          start)
{
  gsize low = 0;
  gsize n = count_items (self, KITH_SECTION_THREAD_OFFSETS, sizeof (guint32));
  gsize high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (offset_at (self, KITH_SECTION_THREAD_OFFSETS, middle) < start)
        low = middle + 1;
      else
        high = middle;
    }
  return low < n && offset_at (self, KITH_SECTION_THREAD_OFFSETS, low) == start ? hash_at (self, KITH_SECTION_THREADS, low) : 0;
}

/* Returns: (transfer full) (element-type guint32): the addresses whose display name has this hash */
GArray *
kith_history_base_find_names (KithHistoryBase *self,
                              guint32          hash)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize low = 0;
  gsize n = count_items (self, KITH_SECTION_NAMES, sizeof (KithHistoryName));
  gsize high = n;
  KithHistoryName name;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (!kith_history_file_read (self->file, KITH_SECTION_NAMES, (guint64) middle * sizeof name, &name, sizeof name))
        return found;
      if (name.hash < hash)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < n && found->len < 64; low++)
    {
      if (!kith_history_file_read (self->file, KITH_SECTION_NAMES, (guint64) low * sizeof name, &name, sizeof name) || name.hash != hash)
        break;
      g_array_append_val (found, name.address);
    }
  return found;
}

/*
 * kith_history_base_get_edges:
 * @n_total: (out): how many there are in all
 *
 * Returns: (transfer full) (nullable) (element-type KithHistoryEdge): the best connections of a person with many messages, best first; %NULL where they are not kept ready
 */
GArray *
kith_history_base_get_edges (KithHistoryBase *self,
                             guint32          person,
                             guint32         *n_total)
{
  gsize low = 0, high = self->n_heavy;
  const KithHistoryHeavy *heavy;
  GArray *edges;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->heavy[middle].person < person)
        low = middle + 1;
      else
        high = middle;
    }
  if (low >= self->n_heavy || self->heavy[low].person != person)
    return NULL;
  heavy = &self->heavy[low];
  if (heavy->n_edges > KITH_HISTORY_READY_EDGES)
    return NULL;
  edges = g_array_sized_new (FALSE, TRUE, sizeof (KithHistoryEdge), heavy->n_edges);
  g_array_set_size (edges, heavy->n_edges);
  if (!kith_history_file_read (self->file, KITH_SECTION_EDGES, (guint64) heavy->first_edge * sizeof (KithHistoryEdge), edges->data,
                               heavy->n_edges * sizeof (KithHistoryEdge)))
    {
      g_array_unref (edges);
      return NULL;
    }
  *n_total = heavy->n_total;
  return edges;
}

/* Returns: (transfer full): length-prefixed domains that the owner writes to */
char *
kith_history_base_load_domains (KithHistoryBase *self,
                                gsize           *length)
{
  return (char *) kith_history_file_load (self->file, KITH_SECTION_DOMAINS, length, NULL);
}

/* Calls @func for each address from the first that is not before @from, in order, until it says no. */
void
kith_history_base_foreach_key (KithHistoryBase    *self,
                               const char         *from,
                               KithHistoryKeyFunc  func,
                               gpointer            user_data)
{
  guint32 n_blocks = count_items (self, KITH_SECTION_BLOCKS, sizeof (guint32));
  gboolean more = TRUE;

  if (self->n_addresses == 0)
    return;
  for (guint32 block = find_block (self, from); more && block < n_blocks; block++)
    {
      Walk walk = { NULL, };

      more = walk_begin (self, &walk, block);
      for (guint32 i = 0; more && i < KITH_HISTORY_FRONT_CODED && walk.cursor.next < walk.cursor.end && walk_next (&walk); i++)
        {
          guint32 address = block * KITH_HISTORY_FRONT_CODED + i;
          g_autofree char *name = walk.name_length > 0 ? g_strndup (walk.name, walk.name_length) : NULL;

          if (strcmp (walk.key, from) >= 0 && address < self->n_addresses)
            more = func (address, walk.key, name, user_data);
          if (!more)
            break;
        }
      walk_end (&walk);
    }
}

/* Calls @func for each message, in the order of the file. Past the cache. */
gboolean
kith_history_base_foreach_record (KithHistoryBase        *self,
                                  KithHistoryRecordFunc   func,
                                  gpointer                user_data,
                                  GError                **error)
{
  gsize length;
  g_autofree guint8 *data = kith_history_file_load (self->file, KITH_SECTION_RECORDS, &length, error);
  g_autofree KithHistoryMessage *message = g_new (KithHistoryMessage, 1);
  KithCursor cursor;

  if (data == NULL)
    return FALSE;
  cursor = (KithCursor) { data, data + length, FALSE };
  while (cursor.next < cursor.end)
    {
      guint32 offset = cursor.next - data;

      if (!kith_history_message_decode (message, &cursor, offset, TRUE))
        {
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index is damaged; it is made anew from the mail"));
          return FALSE;
        }
      func (offset, message, user_data);
    }
  return TRUE;
}

typedef struct
{
  KithHistoryBase *base;
  KithHistoryTable *table;
  GArray *offsets;
  const guint64 *threads;
  const guint32 *starts;
  gsize n_threads;
  gsize next_thread;
} Loading;

static void
load_record (guint32                   offset,
             const KithHistoryMessage *message,
             gpointer                  user_data)
{
  Loading *loading = user_data;
  guint64 thread;
  KithHistoryRecord *record;

  if (loading->next_thread < loading->n_threads && loading->starts[loading->next_thread] == offset)
    loading->next_thread++;
  thread = loading->next_thread > 0 ? loading->threads[loading->next_thread - 1] : 0;
  kith_history_table_begin (loading->table, (message->flags & KITH_HISTORY_ROOT) ? thread : 0, thread, message->date,
                            message->flags & ~(KITH_HISTORY_ROOT | KITH_HISTORY_MANY));
  record = kith_history_table_record (loading->table, loading->table->records->len - 1);
  record->n_recipients = message->n_recipients;
  for (guint32 i = 0; i < message->n_parts; i++)
    if (message->parts[i] >> 3 < loading->base->n_addresses)
      {
        g_array_append_val (loading->table->participants, message->parts[i]);
        record->n_participants++;
      }
  for (guint32 i = 0; i < message->n_locations; i++)
    {
      KithHistoryLocation location = { message->uids[i], message->folders[i], record->location };

      record->location = loading->table->locations->len;
      g_array_append_val (loading->table->locations, location);
    }
  g_array_append_val (loading->offsets, offset);
}

static gboolean
load_ids (KithHistoryBase   *self,
          KithHistoryTable  *table,
          GArray            *offsets,
          GError           **error)
{
  gsize n_ids, n_offsets;
  g_autofree guint64 *ids = (guint64 *) kith_history_file_load (self->file, KITH_SECTION_IDS, &n_ids, error);
  g_autofree guint32 *places = NULL;

  if (ids == NULL)
    return FALSE;
  places = (guint32 *) kith_history_file_load (self->file, KITH_SECTION_ID_OFFSETS, &n_offsets, error);
  if (places == NULL)
    return FALSE;
  for (gsize i = 0; i < MIN (n_ids / sizeof *ids, n_offsets / sizeof *places); i++)
    {
      guint index;

      if (g_array_binary_search (offsets, &places[i], compare_offsets, &index))
        kith_history_table_record (table, index)->id = ids[i];
    }
  return TRUE;
}

static void
load_addresses (KithHistoryBase  *self,
                KithHistoryTable *table)
{
  guint32 n_blocks = count_items (self, KITH_SECTION_BLOCKS, sizeof (guint32));

  for (guint32 block = 0; block < n_blocks; block++)
    {
      Walk walk = { NULL, };

      if (walk_begin (self, &walk, block))
        for (guint32 i = 0; i < KITH_HISTORY_FRONT_CODED && walk.cursor.next < walk.cursor.end && walk_next (&walk); i++)
          {
            guint32 id = kith_history_table_add_key (table, walk.key, -1);
            g_autofree char *name = g_strndup (walk.name, walk.name_length);

            kith_history_table_set_name (table, id, name, walk.name_rank, walk.name_date);
            if (id < self->n_addresses)
              kith_history_table_address (table, id)->flags |= self->persons[id] & KITH_HISTORY_ADDRESS_LIST;
          }
      walk_end (&walk);
    }
}

/*
 * kith_history_base_load_table:
 * @table: an empty table; addresses keep their numbers
 * @offsets: (element-type guint32): gets the place of each message
 *
 * Everything, into memory, for making the index anew.
 */
gboolean
kith_history_base_load_table (KithHistoryBase   *self,
                              KithHistoryTable  *table,
                              GArray            *offsets,
                              GError           **error)
{
  gsize n_threads, n_starts;
  g_autofree guint64 *threads = (guint64 *) kith_history_file_load (self->file, KITH_SECTION_THREADS, &n_threads, error);
  g_autofree guint32 *starts = NULL;
  Loading loading = { self, table, offsets, threads, NULL, 0, 0 };

  if (threads == NULL)
    return FALSE;
  starts = (guint32 *) kith_history_file_load (self->file, KITH_SECTION_THREAD_OFFSETS, &n_starts, error);
  if (starts == NULL)
    return FALSE;
  loading.starts = starts;
  loading.n_threads = MIN (n_threads / sizeof *threads, n_starts / sizeof *starts);
  load_addresses (self, table);
  if (table->addresses->len != self->n_addresses || kith_history_file_is_broken (self->file))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index is damaged; it is made anew from the mail"));
      return FALSE;
    }
  return kith_history_base_foreach_record (self, load_record, &loading, error) && load_ids (self, table, offsets, error);
}
