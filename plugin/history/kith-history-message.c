/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-message.h"

static guint32
count_recipients (const KithHistoryMessage *message)
{
  guint32 n = 0;

  for (guint32 i = 0; i < message->n_parts; i++)
    {
      KithPart part = message->parts[i] & 7;

      n += part == KITH_PART_TO || part == KITH_PART_CC || part == KITH_PART_BCC;
    }
  return n;
}

/*
 * kith_history_message_decode:
 * @cursor: at the record; behind it afterwards, where @with_locations is set
 * @offset: of the record in its section
 *
 * Returns: whether it was a whole record
 */
gboolean
kith_history_message_decode (KithHistoryMessage *self,
                             KithCursor         *cursor,
                             guint32             offset,
                             gboolean            with_locations)
{
  const guint8 *start = cursor->next;
  guint64 back;

  self->date = kith_cursor_varint (cursor);
  self->flags = kith_cursor_byte (cursor);
  back = kith_cursor_varint (cursor);
  self->n_recipients = (self->flags & KITH_HISTORY_MANY) ? kith_cursor_varint (cursor) : 0;
  self->n_parts = kith_cursor_varint (cursor);
  if (cursor->bad || back > offset || self->n_parts > KITH_HISTORY_MAX_PARTICIPANTS)
    return FALSE;
  self->thread = offset - back;
  for (guint32 i = 0; i < self->n_parts; i++)
    self->parts[i] = kith_cursor_varint (cursor);
  if (!(self->flags & KITH_HISTORY_MANY))
    self->n_recipients = count_recipients (self);
  self->n_locations = 0;
  if (!with_locations)
    return !cursor->bad;
  self->n_locations = kith_cursor_varint (cursor);
  if (cursor->bad || self->n_locations > KITH_HISTORY_MAX_LOCATIONS)
    return FALSE;
  for (guint32 i = 0; i < self->n_locations; i++)
    {
      self->folders[i] = kith_cursor_varint (cursor);
      self->uids[i] = kith_cursor_uint64 (cursor);
    }
  self->size = cursor->next - start;
  return !cursor->bad;
}

/*
 * kith_history_message_encode:
 * @ranks: (nullable): what each address of the table is called in the file
 * @root: whether the message's own identifier is the thread's
 * @thread_start: where its thread begins in @out
 */
void
kith_history_message_encode (KithBytes               *out,
                             KithHistoryTable        *table,
                             const KithHistoryRecord *record,
                             const guint32           *ranks,
                             gboolean                 root,
                             gsize                    thread_start)
{
  gboolean many = record->n_recipients >= KITH_HISTORY_MAX_PARTICIPANTS / 2;
  guint8 flags = record->flags & ~(KITH_HISTORY_ROOT | KITH_HISTORY_MANY);
  gsize start = out->length;
  guint32 n = 0;

  kith_bytes_append_varint (out, record->date);
  kith_bytes_append_byte (out, flags | (root ? KITH_HISTORY_ROOT : 0) | (many ? KITH_HISTORY_MANY : 0));
  kith_bytes_append_varint (out, start - thread_start);
  if (many)
    kith_bytes_append_varint (out, record->n_recipients);
  kith_bytes_append_varint (out, record->n_participants);
  for (guint i = 0; i < record->n_participants; i++)
    {
      guint32 packed = g_array_index (table->participants, guint32, record->first_participant + i);

      kith_bytes_append_varint (out, ranks != NULL ? (ranks[packed >> 3] << 3 | (packed & 7)) : packed);
    }
  for (guint32 i = record->location; i != G_MAXUINT32; i = g_array_index (table->locations, KithHistoryLocation, i).next)
    n++;
  kith_bytes_append_varint (out, n);
  for (guint32 i = record->location; i != G_MAXUINT32;)
    {
      const KithHistoryLocation *location = &g_array_index (table->locations, KithHistoryLocation, i);

      kith_bytes_append_varint (out, location->folder);
      kith_bytes_append_uint64 (out, location->uid);
      i = location->next;
    }
}

/* The same of a message that is in memory; the caller sets the thread. */
void
kith_history_message_from_record (KithHistoryMessage      *self,
                                  KithHistoryTable        *table,
                                  const KithHistoryRecord *record)
{
  self->thread = record->thread;
  self->date = record->date;
  self->flags = record->flags;
  self->n_recipients = record->n_recipients;
  self->n_parts = record->n_participants;
  memcpy (self->parts, (guint32 *) table->participants->data + record->first_participant, record->n_participants * sizeof (guint32));
  self->n_locations = 0;
  self->size = 0;
  for (guint32 i = record->location; i != G_MAXUINT32;)
    {
      const KithHistoryLocation *location = &g_array_index (table->locations, KithHistoryLocation, i);

      self->folders[self->n_locations] = location->folder;
      self->uids[self->n_locations++] = location->uid;
      i = location->next;
    }
}

/*
 * kith_history_rules_is_acquaintance:
 *
 * Whether the people on a message can be said to be in conversation with each other and with the owner: it is no list's, no machine's and no mass mail, and the
 * owner stands on it.
 */
gboolean
kith_history_rules_is_acquaintance (const KithHistoryRules   *rules,
                                    const KithHistoryMessage *message)
{
  gboolean owner = !rules->owner_known;

  if ((message->flags & (KITH_HISTORY_LIST | KITH_HISTORY_ROBOT | KITH_HISTORY_HOLLOW)) || message->n_recipients > rules->max_recipients)
    return FALSE;
  for (guint32 i = 0; i < message->n_parts; i++)
    {
      guint flags = kith_history_rules_flags (rules, message->parts[i] >> 3);

      if ((message->parts[i] & 7) == KITH_PART_FROM && (flags & KITH_HISTORY_ADDRESS_ROBOT))
        return FALSE;
      owner |= (flags & KITH_HISTORY_ADDRESS_OWNER) != 0;
    }
  return owner;
}

/*
 * kith_history_rules_get_way:
 *
 * Which way a message went between the owner and a person. What came through a list went to the list; a message that names no owner (blind copy, alias) and lies
 * in the owner's mail came to the owner.
 */
KithHistoryWay
kith_history_rules_get_way (const KithHistoryRules   *rules,
                            const KithHistoryMessage *message,
                            guint32                   person)
{
  gboolean owner_wrote = FALSE, person_wrote = FALSE, person_reads = FALSE;

  if (message->flags & (KITH_HISTORY_LIST | KITH_HISTORY_HOLLOW))
    return KITH_HISTORY_ELSEWHERE;
  for (guint32 i = 0; i < message->n_parts; i++)
    {
      guint32 address = message->parts[i] >> 3;
      KithPart part = message->parts[i] & 7;
      gboolean is_person = kith_history_rules_person (rules, address) == person;

      if (part == KITH_PART_FROM)
        {
          person_wrote |= is_person;
          owner_wrote |= (kith_history_rules_flags (rules, address) & KITH_HISTORY_ADDRESS_OWNER) != 0;
        }
      else if (part == KITH_PART_TO || part == KITH_PART_CC || part == KITH_PART_BCC)
        person_reads |= is_person;
    }
  if (person_wrote && !owner_wrote)
    return KITH_HISTORY_IN;
  return owner_wrote && person_reads ? KITH_HISTORY_OUT : KITH_HISTORY_ELSEWHERE;
}
