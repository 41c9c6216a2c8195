/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-batch.h"

#include "kith-text.h"

#define MAX_NAME_CHARS 100
/* No e-mail is older; what claims to be is a broken clock. */
#define FIRST_DATE G_GINT64_CONSTANT (315532800)
#define DAY_SECONDS 86400

static void
folder_free (gpointer data)
{
  KithHistoryBatchFolder *folder = data;

  g_free (folder->account);
  g_free (folder->path);
  g_free (folder->state);
  g_free (folder);
}

/*
 * kith_history_batch_new:
 * @now: Unix seconds; a message that claims to come from later than tomorrow is taken to come from now
 */
KithHistoryBatch *
kith_history_batch_new (gint64 now)
{
  KithHistoryBatch *self = g_new0 (KithHistoryBatch, 1);

  self->table = kith_history_table_new (0);
  self->folders = g_ptr_array_new_with_free_func (folder_free);
  self->removed = g_array_new (FALSE, FALSE, sizeof (KithHistoryPlace));
  self->md5 = g_checksum_new (G_CHECKSUM_MD5);
  self->now = now;
  return self;
}

void
kith_history_batch_free (KithHistoryBatch *self)
{
  kith_history_table_free (self->table);
  g_ptr_array_unref (self->folders);
  g_array_unref (self->removed);
  g_checksum_free (self->md5);
  g_free (self);
}

/* Returns: the number of the folder in this batch */
guint32
kith_history_batch_add_folder (KithHistoryBatch *self,
                               const char       *account,
                               const char       *path)
{
  KithHistoryBatchFolder *folder;

  for (guint i = self->folders->len; i > 0; i--)
    {
      folder = g_ptr_array_index (self->folders, i - 1);
      if (strcmp (folder->path, path) == 0 && strcmp (folder->account, account) == 0)
        return i - 1;
    }
  folder = g_new0 (KithHistoryBatchFolder, 1);
  folder->account = g_strdup (account);
  folder->path = g_strdup (path);
  g_ptr_array_add (self->folders, folder);
  return self->folders->len - 1;
}

void
kith_history_batch_set_state (KithHistoryBatch *self,
                              guint32           folder,
                              const char       *state)
{
  KithHistoryBatchFolder *entry = g_ptr_array_index (self->folders, folder);

  g_free (entry->state);
  entry->state = g_strdup (state);
}

void
kith_history_batch_remove_folder (KithHistoryBatch *self,
                                  guint32           folder)
{
  KithHistoryBatchFolder *entry = g_ptr_array_index (self->folders, folder);

  entry->removed = TRUE;
}

/* @uid: as kith_history_hash_uid() makes it */
void
kith_history_batch_remove (KithHistoryBatch *self,
                           guint32           folder,
                           guint64           uid)
{
  KithHistoryPlace place = { folder, uid };

  g_array_append_val (self->removed, place);
}

/* A message without an identifier is known by where it lies. */
static guint64
make_place_id (KithHistoryBatch *self,
               guint32           folder,
               guint64           uid)
{
  const KithHistoryBatchFolder *entry = g_ptr_array_index (self->folders, folder);
  guint64 place = kith_hash_bytes (entry->path, strlen (entry->path), kith_hash_bytes (entry->account, strlen (entry->account), 0));

  return kith_mix64 (uid ^ place) | 1;
}

/*
 * kith_history_batch_begin:
 * @uid: as kith_history_hash_uid() makes it
 * @id: as kith_history_hash_message_id() makes it, of the Message-ID
 * @thread: the same of the first of References, else of In-Reply-To; 0 where there is neither
 * @date: Unix seconds; 0 where it is not known
 *
 * Begins a message; kith_history_batch_add_people() adds who stands on it.
 */
void
kith_history_batch_begin (KithHistoryBatch *self,
                          guint32           folder,
                          guint64           uid,
                          guint64           id,
                          guint64           thread,
                          gint64            date,
                          KithHistoryFlags  flags)
{
  if (id == 0)
    id = make_place_id (self, folder, uid);
  if (date > self->now + DAY_SECONDS)
    date = self->now;
  kith_history_table_begin (self->table, id, thread != 0 ? thread : id, date >= FIRST_DATE ? date : 0, flags);
  kith_history_table_add_location (self->table, self->table->records->len - 1, folder, uid);
}

typedef struct
{
  KithHistoryBatch *batch;
  KithPart part;
} Adding;

static void
set_name (KithHistoryBatch *self,
          guint32           address,
          const char       *name,
          gsize             length,
          guint8            rank,
          gint64            date)
{
  KithHistoryAddress *entry = kith_history_table_address (self->table, address);
  guint32 hash = (guint32) kith_hash_bytes (name, length, 0);
  g_autofree char *clean = NULL;

  if (entry->name != NULL && entry->name_hash == hash && entry->name_rank == rank)
    {
      entry->name_date = MAX (entry->name_date, date);
      return;
    }
  if (entry->name != NULL && (entry->name_rank > rank || (entry->name_rank == rank && entry->name_date > date)))
    return;
  clean = kith_text_clean (name, length, MAX_NAME_CHARS);
  if (clean == NULL || strchr (clean, '@') != NULL)
    return;
  g_strstrip (clean);
  kith_history_table_set_name (self->table, address, clean, rank, date);
  entry = kith_history_table_address (self->table, address);
  if (entry->name != NULL && strcmp (entry->name, clean) == 0)
    entry->name_hash = hash;
}

static void
add_mailbox (const char *mailbox,
             gsize       mailbox_length,
             const char *name,
             gsize       name_length,
             gpointer    user_data)
{
  Adding *adding = user_data;
  KithHistoryBatch *self = adding->batch;
  KithHistoryRecord *record = kith_history_table_record (self->table, self->table->records->len - 1);
  guint32 address;

  /* Of the fifty thousand on a mass mail only the number is of use. */
  if (record->n_participants >= KITH_HISTORY_MAX_PARTICIPANTS)
    {
      record->n_recipients++;
      return;
    }
  if (!kith_history_table_add_mailbox (self->table, mailbox, mailbox_length, &address))
    return;
  kith_history_table_add_participant (self->table, address, adding->part);
  if (name_length > 0)
    set_name (self, address, name, name_length, adding->part == KITH_PART_FROM ? 2 : 1, record->date);
}

/* To the message begun last: the value of an address field, raw. */
void
kith_history_batch_add_people (KithHistoryBatch *self,
                               KithPart          part,
                               KithSlice         value)
{
  Adding adding = { self, part };

  kith_mailboxes_scan (value, add_mailbox, &adding);
}

static void
mark_list (KithHistoryBatch *self,
           const char       *mailbox,
           gsize             length)
{
  guint32 address;

  if (kith_history_table_add_mailbox (self->table, mailbox, length, &address))
    kith_history_table_address (self->table, address)->flags |= KITH_HISTORY_ADDRESS_LIST;
}

/* The list's own address, so that it is known on the owner's own posts, which carry no list fields. */
static void
mark_lists (KithHistoryBatch  *self,
            const KithHeaders *headers)
{
  KithSlice rest = headers->list_post;
  KithSlice id;
  const char *dot;

  if (kith_message_id_next (&rest, &id) && id.length > 7 && g_ascii_strncasecmp (id.text, "mailto:", 7) == 0)
    {
      const char *query = memchr (id.text, '?', id.length);

      mark_list (self, id.text + 7, (query != NULL ? (gsize) (query - id.text) : id.length) - 7);
    }
  rest = headers->list_id;
  dot = kith_message_id_next (&rest, &id) && id.length < KITH_ADDRESS_MAX_BYTES ? memchr (id.text, '.', id.length) : NULL;
  if (dot != NULL)
    {
      g_autofree char *mailbox = g_memdup2 (id.text, id.length);

      /* Where a NUL stands before the dot it is no address, and no text either. */
      mailbox[dot - id.text] = '@';
      mark_list (self, mailbox, id.length);
    }
}

static guint64
first_id (KithHistoryBatch *self,
          KithSlice         value)
{
  KithSlice id;

  if (!kith_message_id_next (&value, &id))
    return 0;
  return kith_history_hash_message_id (self->md5, id.text, id.length);
}

static guint64
make_id (KithHistoryBatch  *self,
         const KithHeaders *headers)
{
  guint64 id = first_id (self, headers->message_id);
  const KithSlice *parts[] = { &headers->date, &headers->addresses[KITH_HEADER_FROM][0], &headers->addresses[KITH_HEADER_TO][0] };

  if (id != 0)
    return id;
  if (headers->message_id.text != NULL)
    id = kith_history_hash_message_id (self->md5, headers->message_id.text, headers->message_id.length);
  if (id != 0)
    return id;
  if (headers->date.text == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i]->text != NULL)
      id = kith_hash_bytes (parts[i]->text, parts[i]->length, id + i);
  return id;
}

static gint64
find_date (KithHistoryBatch  *self,
           const KithHeaders *headers,
           gint64             fallback)
{
  gint64 date;

  if (kith_date_scan (headers->date, &date) && date >= FIRST_DATE && date <= self->now + DAY_SECONDS)
    return date;
  self->n_bad_dates++;
  return fallback >= FIRST_DATE && fallback <= self->now + DAY_SECONDS ? fallback : 0;
}

/*
 * kith_history_batch_add_headers:
 * @headers: of a message, as kith_headers_scan() split them
 * @fallback_date: when the message was delivered, for a Date that is missing, or in 1970 or 9999; 0 where that is not known either
 */
void
kith_history_batch_add_headers (KithHistoryBatch  *self,
                                guint32            folder,
                                guint64            uid,
                                const KithHeaders *headers,
                                gint64             fallback_date)
{
  static const KithPart parts[KITH_N_ADDRESS_HEADERS] = {
    KITH_PART_FROM, KITH_PART_SENDER, KITH_PART_REPLY_TO, KITH_PART_TO, KITH_PART_CC, KITH_PART_BCC,
  };
  guint64 thread = first_id (self, headers->references);
  KithHistoryFlags flags = KITH_HISTORY_NONE;

  if (thread == 0)
    thread = first_id (self, headers->in_reply_to);
  if (thread != 0)
    flags |= KITH_HISTORY_REPLY;
  if (headers->list)
    flags |= KITH_HISTORY_LIST;
  if (headers->robot)
    flags |= KITH_HISTORY_ROBOT;
  if (headers->addresses[KITH_HEADER_FROM][0].text == NULL)
    self->n_no_author++;
  kith_history_batch_begin (self, folder, uid, make_id (self, headers), thread, find_date (self, headers, fallback_date), flags);
  for (guint i = 0; i < KITH_N_ADDRESS_HEADERS; i++)
    for (guint k = 0; k < KITH_HEADER_MAX_REPEATS && headers->addresses[i][k].text != NULL; k++)
      kith_history_batch_add_people (self, parts[i], headers->addresses[i][k]);
  if (headers->list)
    mark_lists (self, headers);
}
