/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-base.h"

/* Longer chains of In-Reply-To than this are cut: somebody made them up. */
#define MAX_CHAIN 1000

/* Finds messages of a table by the hash of their Message-ID: open addressing, four bytes a slot. */
struct _KithHistoryMerge
{
  KithHistoryTable *table;
  guint32 *slots;
  guint32 mask;
  guint32 n;
};

static void
insert (KithHistoryMerge *self,
        guint32           record)
{
  guint64 id = kith_history_table_record (self->table, record)->id;
  guint32 slot = (guint32) kith_mix64 (id) & self->mask;

  while (self->slots[slot] != 0)
    slot = (slot + 1) & self->mask;
  self->slots[slot] = record + 1;
  self->n++;
}

static void
grow (KithHistoryMerge *self,
      guint32           wanted)
{
  guint32 size = 1024;
  g_autofree guint32 *old = self->slots;
  guint32 n_old = old != NULL ? self->mask + 1 : 0;

  while (size < wanted * 2)
    size *= 2;
  self->slots = g_new0 (guint32, size);
  self->mask = size - 1;
  self->n = 0;
  for (guint32 i = 0; i < n_old; i++)
    if (old[i] != 0)
      insert (self, old[i] - 1);
}

/* The table is borrowed, and may grow; kith_history_merge_note() says so. */
KithHistoryMerge *
kith_history_merge_new (KithHistoryTable *table)
{
  KithHistoryMerge *self = g_new0 (KithHistoryMerge, 1);

  self->table = table;
  grow (self, table->records->len + 512);
  for (guint32 i = 0; i < table->records->len; i++)
    insert (self, i);
  return self;
}

void
kith_history_merge_free (KithHistoryMerge *self)
{
  g_free (self->slots);
  g_free (self);
}

void
kith_history_merge_note (KithHistoryMerge *self,
                         guint32           record)
{
  if ((self->n + 1) * 2 > self->mask)
    grow (self, (self->n + 1) * 2);
  insert (self, record);
}

guint32
kith_history_record_get_author (KithHistoryTable        *table,
                                const KithHistoryRecord *record)
{
  for (guint i = 0; i < record->n_participants; i++)
    {
      guint32 packed = g_array_index (table->participants, guint32, record->first_participant + i);

      if ((packed & 7) == KITH_PART_FROM)
        return packed >> 3;
    }
  return KITH_HISTORY_NONE_ID;
}

/* The same message met again, in another folder: identifier, date and writer agree. Broken programs give many messages one identifier. */
guint32
kith_history_merge_find (KithHistoryMerge *self,
                         guint64           id,
                         gint64            date,
                         guint32           author)
{
  for (guint32 slot = (guint32) kith_mix64 (id) & self->mask; self->slots[slot] != 0; slot = (slot + 1) & self->mask)
    {
      const KithHistoryRecord *record = kith_history_table_record (self->table, self->slots[slot] - 1);

      if (record->id == id && record->date == date && kith_history_record_get_author (self->table, record) == author)
        return self->slots[slot] - 1;
    }
  return KITH_HISTORY_NONE_ID;
}

guint32
kith_history_merge_find_id (KithHistoryMerge *self,
                            guint64           id)
{
  for (guint32 slot = (guint32) kith_mix64 (id) & self->mask; self->slots[slot] != 0; slot = (slot + 1) & self->mask)
    if (kith_history_table_record (self->table, self->slots[slot] - 1)->id == id)
      return self->slots[slot] - 1;
  return KITH_HISTORY_NONE_ID;
}

/*
 * kith_history_merge_resolve_thread:
 * @thread: what a message says of its thread: the first of its References, else what it answers, else itself
 *
 * Goes from answer to answered while the answered message is known and names another one. Where that runs in a circle the smallest number in the circle is the
 * thread, whichever of its messages is asked about.
 *
 * Returns: the hash that all messages of the conversation have in common
 */
guint64
kith_history_merge_resolve_thread (KithHistoryMerge *self,
                                   guint64           thread)
{
  guint64 current = thread;
  guint64 smallest;

  for (guint steps = 0; steps < MAX_CHAIN; steps++)
    {
      guint32 record = kith_history_merge_find_id (self, current);
      guint64 next = record != KITH_HISTORY_NONE_ID ? kith_history_table_record (self->table, record)->thread : current;

      if (next == current)
        return current;
      current = next;
      if (current == thread)
        break;
    }
  smallest = current;
  for (guint steps = 0; steps < MAX_CHAIN; steps++)
    {
      guint32 record = kith_history_merge_find_id (self, current);

      if (record == KITH_HISTORY_NONE_ID)
        break;
      current = kith_history_table_record (self->table, record)->thread;
      smallest = MIN (smallest, current);
    }
  return smallest;
}

static void
copy_participants (KithHistoryMerge        *self,
                   KithHistoryTable        *other,
                   const KithHistoryRecord *record,
                   const guint32           *addresses)
{
  for (guint i = 0; i < record->n_participants; i++)
    {
      guint32 packed = g_array_index (other->participants, guint32, record->first_participant + i);

      kith_history_table_add_participant (self->table, addresses[(packed >> 3) - other->base_addresses], packed & 7);
    }
  kith_history_table_record (self->table, self->table->records->len - 1)->n_recipients = record->n_recipients;
}

/*
 * kith_history_merge_absorb:
 * @addresses: what each address of @other is called in the table
 * @folders: (nullable): what each folder of @other is called in the table
 *
 * Takes one message of another table over, or adds its places to the same message.
 *
 * Returns: the message in the table
 */
guint32
kith_history_merge_absorb (KithHistoryMerge *self,
                           KithHistoryTable *other,
                           guint32           record,
                           const guint32    *addresses,
                           const guint32    *folders)
{
  const KithHistoryRecord *source = kith_history_table_record (other, record);
  guint32 author = kith_history_record_get_author (other, source);
  guint32 target;

  if (author != KITH_HISTORY_NONE_ID)
    author = addresses[author - other->base_addresses];
  target = kith_history_merge_find (self, source->id, source->date, author);
  if (target == KITH_HISTORY_NONE_ID)
    {
      target = self->table->records->len;
      kith_history_table_begin (self->table, source->id, source->thread, source->date, source->flags);
      copy_participants (self, other, source, addresses);
      kith_history_merge_note (self, target);
    }
  for (guint32 i = source->location; i != G_MAXUINT32;)
    {
      const KithHistoryLocation *location = &g_array_index (other->locations, KithHistoryLocation, i);

      kith_history_table_add_location (self->table, target, folders != NULL ? folders[location->folder] : location->folder, location->uid);
      i = location->next;
    }
  return target;
}
