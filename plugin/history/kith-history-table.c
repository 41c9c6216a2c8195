/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-table.h"

typedef struct
{
  const char *mailbox;
  guint32 length;
  guint32 hash;
  guint32 address;           /* NOT_ADDRESS where the bytes are no mailbox: that is remembered too */
} Raw;

#define NOT_ADDRESS G_MAXUINT32
#define MAX_NAME_BYTES 256

KithHistoryTable *
kith_history_table_new (guint32 base_addresses)
{
  KithHistoryTable *self = g_new0 (KithHistoryTable, 1);

  self->addresses = g_array_new (FALSE, TRUE, sizeof (KithHistoryAddress));
  self->records = g_array_new (FALSE, TRUE, sizeof (KithHistoryRecord));
  self->participants = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->locations = g_array_new (FALSE, FALSE, sizeof (KithHistoryLocation));
  self->strings = g_string_chunk_new (16 * 1024);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->raws = g_array_new (FALSE, FALSE, sizeof (Raw));
  self->base_addresses = base_addresses;
  return self;
}

void
kith_history_table_free (KithHistoryTable *self)
{
  g_array_unref (self->addresses);
  g_array_unref (self->records);
  g_array_unref (self->participants);
  g_array_unref (self->locations);
  g_string_chunk_free (self->strings);
  g_hash_table_unref (self->by_key);
  g_array_unref (self->raws);
  g_free (self->raw_slots);
  g_free (self);
}

guint32
kith_history_table_add_key (KithHistoryTable *self,
                            const char       *key,
                            gssize            length)
{
  g_autofree char *copy = length >= 0 ? g_strndup (key, length) : NULL;
  const char *wanted = copy != NULL ? copy : key;
  gpointer found = g_hash_table_lookup (self->by_key, wanted);
  KithHistoryAddress address = { 0, };
  guint32 id;

  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;
  address.key = g_string_chunk_insert (self->strings, wanted);
  address.flags = kith_history_key_get_flags (address.key);
  id = self->base_addresses + self->addresses->len;
  g_array_append_val (self->addresses, address);
  g_hash_table_insert (self->by_key, (gpointer) address.key, GUINT_TO_POINTER (id + 1));
  return id;
}

static void
grow_raw_slots (KithHistoryTable *self)
{
  guint32 size = self->raw_mask == 0 ? 1024 : (self->raw_mask + 1) * 2;

  g_free (self->raw_slots);
  self->raw_slots = g_new0 (guint32, size);
  self->raw_mask = size - 1;
  for (guint32 i = 0; i < self->raws->len; i++)
    {
      guint32 slot = g_array_index (self->raws, Raw, i).hash & self->raw_mask;

      while (self->raw_slots[slot] != 0)
        slot = (slot + 1) & self->raw_mask;
      self->raw_slots[slot] = i + 1;
    }
}

static guint32
address_from_bytes (KithHistoryTable *self,
                    const char       *mailbox,
                    gsize             length)
{
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  g_autoptr (KithAddress) address = NULL;

  if (length > KITH_ADDRESS_MAX_BYTES)
    return NOT_ADDRESS;
  text = g_strndup (mailbox, length);
  address = kith_address_new (text, NULL, NULL);
  if (address == NULL)
    return NOT_ADDRESS;
  key = kith_history_key_from_mailbox (kith_address_get_key (address));
  return kith_history_table_add_key (self, key, -1);
}

/*
 * kith_history_table_add_mailbox:
 * @mailbox: an address as it stands in a message
 * @address: (out): its id in the table
 *
 * The same spelling is normalised once only: mail repeats its people.
 *
 * Returns: whether it is an address
 */
gboolean
kith_history_table_add_mailbox (KithHistoryTable *self,
                                const char       *mailbox,
                                gsize             length,
                                guint32          *address)
{
  guint32 hash = (guint32) kith_hash_bytes (mailbox, length, 0);
  Raw raw = { NULL, (guint32) length, hash, NOT_ADDRESS };
  guint32 slot;

  if (self->raws->len * 2 >= self->raw_mask)
    grow_raw_slots (self);
  for (slot = hash & self->raw_mask; self->raw_slots[slot] != 0; slot = (slot + 1) & self->raw_mask)
    {
      const Raw *known = &g_array_index (self->raws, Raw, self->raw_slots[slot] - 1);

      if (known->hash == hash && known->length == length && memcmp (known->mailbox, mailbox, length) == 0)
        {
          *address = known->address;
          return known->address != NOT_ADDRESS;
        }
    }
  raw.address = address_from_bytes (self, mailbox, length);
  if (length > KITH_ADDRESS_MAX_BYTES)
    return FALSE;
  raw.mailbox = g_string_chunk_insert_len (self->strings, mailbox, length);
  g_array_append_val (self->raws, raw);
  self->raw_slots[slot] = self->raws->len;
  *address = raw.address;
  return raw.address != NOT_ADDRESS;
}

/* What a person calls himself goes before what others call him, and the newer name before the older; the text decides the rest, so that order does not. */
void
kith_history_table_set_name (KithHistoryTable *self,
                             guint32           address,
                             const char       *name,
                             guint8            rank,
                             gint64            date)
{
  KithHistoryAddress *entry;
  g_autofree char *clipped = NULL;

  if (name == NULL || *name == '\0' || address < self->base_addresses)
    return;
  entry = kith_history_table_address (self, address);
  if (entry->name != NULL
      && (entry->name_rank > rank || (entry->name_rank == rank && entry->name_date > date)
          || (entry->name_rank == rank && entry->name_date == date && strcmp (entry->name, name) <= 0)))
    return;
  if (strlen (name) > MAX_NAME_BYTES)
    {
      const char *end = NULL;

      clipped = g_strndup (name, MAX_NAME_BYTES);
      g_utf8_validate (clipped, -1, &end);
      clipped[end - clipped] = '\0';
    }
  if (g_strcmp0 (entry->name, clipped != NULL ? clipped : name) != 0)
    entry->name = g_string_chunk_insert (self->strings, clipped != NULL ? clipped : name);
  entry->name_rank = rank;
  entry->name_date = date;
}

void
kith_history_table_begin (KithHistoryTable *self,
                          guint64           id,
                          guint64           thread,
                          gint64            date,
                          KithHistoryFlags  flags)
{
  KithHistoryRecord record = { 0, };

  record.id = id;
  record.thread = thread;
  record.date = MAX (date, 0);
  record.flags = flags;
  record.first_participant = self->participants->len;
  record.location = G_MAXUINT32;
  g_array_append_val (self->records, record);
}

/* To the message begun last. */
void
kith_history_table_add_participant (KithHistoryTable *self,
                                    guint32           address,
                                    KithPart          part)
{
  KithHistoryRecord *record = kith_history_table_record (self, self->records->len - 1);
  guint32 packed = address << 3 | part;

  if (part == KITH_PART_TO || part == KITH_PART_CC || part == KITH_PART_BCC)
    record->n_recipients++;
  if (record->n_participants >= KITH_HISTORY_MAX_PARTICIPANTS)
    return;
  for (guint i = 0; i < record->n_participants; i++)
    if (g_array_index (self->participants, guint32, record->first_participant + i) == packed)
      return;
  g_array_append_val (self->participants, packed);
  record->n_participants++;
}

void
kith_history_table_add_location (KithHistoryTable *self,
                                 guint32           record,
                                 guint32           folder,
                                 guint64           uid)
{
  KithHistoryRecord *entry = kith_history_table_record (self, record);
  KithHistoryLocation location = { uid, folder, entry->location };
  guint n = 0;

  for (guint32 i = entry->location; i != G_MAXUINT32; n++)
    {
      const KithHistoryLocation *known = &g_array_index (self->locations, KithHistoryLocation, i);

      if (known->uid == uid && known->folder == folder)
        return;
      i = known->next;
    }
  if (n >= KITH_HISTORY_MAX_LOCATIONS)
    return;
  entry->location = self->locations->len;
  g_array_append_val (self->locations, location);
}
