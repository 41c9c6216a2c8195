/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-state.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kith/kith-error.h>

#define MAGIC "KithIndx"
#define MAX_STATE_BYTES (256 * 1024 * 1024)
#define MAX_STRING_BYTES (64 * 1024)

static void
folder_free (gpointer data)
{
  KithHistoryFolder *folder = data;

  g_free (folder->account);
  g_free (folder->path);
  g_free (folder->state);
  g_free (folder);
}

KithHistoryState *
kith_history_state_new (void)
{
  KithHistoryState *self = g_new0 (KithHistoryState, 1);

  self->told.owners = g_ptr_array_new_with_free_func (g_free);
  self->told.aliases = g_ptr_array_new_with_free_func (g_free);
  self->told.max_recipients = KITH_HISTORY_DEFAULT_MAX_RECIPIENTS;
  self->folders = g_ptr_array_new_with_free_func (folder_free);
  self->dead = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->gone = g_array_new (FALSE, FALSE, sizeof (KithHistoryExtra));
  self->extra = g_array_new (FALSE, FALSE, sizeof (KithHistoryExtra));
  self->delta = kith_history_table_new (0);
  return self;
}

void
kith_history_state_free (KithHistoryState *self)
{
  g_ptr_array_unref (self->told.owners);
  g_ptr_array_unref (self->told.aliases);
  g_ptr_array_unref (self->folders);
  g_array_unref (self->dead);
  g_array_unref (self->gone);
  g_array_unref (self->extra);
  kith_history_table_free (self->delta);
  g_free (self);
}

/* Takes the table over, and what was said about the base file away: it is another one now. */
void
kith_history_state_set_delta (KithHistoryState *self,
                              KithHistoryTable *delta)
{
  kith_history_table_free (self->delta);
  self->delta = delta;
  g_array_set_size (self->dead, 0);
  g_array_set_size (self->gone, 0);
  g_array_set_size (self->extra, 0);
}

/* The messages are lost; the folders are not, but each must be read again. */
void
kith_history_state_reset (KithHistoryState *self)
{
  kith_history_state_set_delta (self, kith_history_table_new (0));
  self->base = 0;
  for (guint i = 0; i < self->folders->len; i++)
    {
      KithHistoryFolder *folder = g_ptr_array_index (self->folders, i);

      g_clear_pointer (&folder->state, g_free);
    }
}

guint32
kith_history_state_add_folder (KithHistoryState *self,
                               const char       *account,
                               const char       *path)
{
  KithHistoryFolder *folder;

  for (guint i = 0; i < self->folders->len; i++)
    {
      folder = g_ptr_array_index (self->folders, i);
      if (g_strcmp0 (folder->path, path) == 0 && strcmp (folder->account, account) == 0)
        return i;
    }
  folder = g_new0 (KithHistoryFolder, 1);
  folder->account = g_strdup (account);
  folder->path = g_strdup (path);
  g_ptr_array_add (self->folders, folder);
  return self->folders->len - 1;
}

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

gboolean
kith_history_state_is_dead (KithHistoryState *self,
                            guint32           offset)
{
  return self->dead->len > 0 && g_array_binary_search (self->dead, &offset, compare_offsets, NULL);
}

static void
save_strings (KithBytes *out,
              GPtrArray *strings)
{
  kith_bytes_append_varint (out, strings->len);
  for (guint i = 0; i < strings->len; i++)
    kith_bytes_append_string (out, g_ptr_array_index (strings, i));
}

static void
save_folders (KithBytes *out,
              GPtrArray *folders)
{
  kith_bytes_append_varint (out, folders->len);
  for (guint i = 0; i < folders->len; i++)
    {
      const KithHistoryFolder *folder = g_ptr_array_index (folders, i);

      kith_bytes_append_byte (out, folder->path != NULL);
      kith_bytes_append_string (out, folder->account);
      kith_bytes_append_string (out, folder->path);
      kith_bytes_append_string (out, folder->state);
    }
}

static void
save_extras (KithBytes *out,
             GArray    *extras)
{
  kith_bytes_append_varint (out, extras->len);
  for (guint i = 0; i < extras->len; i++)
    {
      const KithHistoryExtra *extra = &g_array_index (extras, KithHistoryExtra, i);

      kith_bytes_append_varint (out, extra->offset);
      kith_bytes_append_varint (out, extra->folder);
      kith_bytes_append_uint64 (out, extra->uid);
    }
}

static void
save_delta (KithBytes        *out,
            KithHistoryTable *delta)
{
  kith_bytes_append_varint (out, delta->base_addresses);
  kith_bytes_append_varint (out, delta->addresses->len);
  for (guint i = 0; i < delta->addresses->len; i++)
    {
      const KithHistoryAddress *address = &g_array_index (delta->addresses, KithHistoryAddress, i);

      kith_bytes_append_string (out, address->key);
      kith_bytes_append_string (out, address->name);
      kith_bytes_append_byte (out, address->name_rank);
      kith_bytes_append_varint (out, address->name_date);
      kith_bytes_append_byte (out, address->flags);
    }
  kith_bytes_append_varint (out, delta->records->len);
  for (guint32 i = 0; i < delta->records->len; i++)
    {
      const KithHistoryRecord *record = kith_history_table_record (delta, i);

      kith_bytes_append_uint64 (out, record->id);
      kith_bytes_append_uint64 (out, record->thread);
      kith_history_message_encode (out, delta, record, NULL, FALSE, out->length);
    }
}

static void
save (KithHistoryState *self,
      KithBytes        *out)
{
  kith_bytes_append (out, MAGIC, 8);
  kith_bytes_append_uint64 (out, 0);
  kith_bytes_append_varint (out, KITH_HISTORY_VERSION);
  kith_bytes_append_uint64 (out, self->base);
  kith_bytes_append_varint (out, self->told.max_recipients);
  save_strings (out, self->told.owners);
  save_strings (out, self->told.aliases);
  save_folders (out, self->folders);
  kith_bytes_append_varint (out, self->dead->len);
  for (guint i = 0; i < self->dead->len; i++)
    kith_bytes_append_varint (out, g_array_index (self->dead, guint32, i));
  save_extras (out, self->gone);
  save_extras (out, self->extra);
  save_delta (out, self->delta);
}

static gboolean
write_beside (const char       *path,
              const KithBytes  *bytes,
              GError          **error)
{
  g_autofree char *temporary = g_strconcat (path, ".new", NULL);
  int fd = open (temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean written;

  if (fd < 0)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (errno));
      return FALSE;
    }
  written = kith_history_write_all (fd, bytes->data, bytes->length, error);
  if ((close (fd) != 0 || (written && g_rename (temporary, path) != 0)) && written)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (errno));
      written = FALSE;
    }
  if (!written)
    g_unlink (temporary);
  return written;
}

/* Puts the new file in the place of the old one at once; the caller holds the lock. */
gboolean
kith_history_state_save (KithHistoryState  *self,
                         const char        *path,
                         GError           **error)
{
  g_auto (KithBytes) out = { NULL, 0, 0 };
  guint64 sum;

  save (self, &out);
  sum = kith_hash_bytes (out.data + 16, out.length - 16, 5);
  memcpy (out.data + 8, &sum, sizeof sum);
  return write_beside (path, &out, error);
}

static char *
load_string (KithCursor *cursor)
{
  gsize length;
  const char *string = kith_cursor_string (cursor, &length);

  if (length > MAX_STRING_BYTES)
    cursor->bad = TRUE;
  return g_strndup (string, cursor->bad ? 0 : length);
}

/* A number of things of which each takes a byte at least. */
static guint32
load_count (KithCursor *cursor)
{
  guint64 n = kith_cursor_varint (cursor);

  if (n > (guint64) (cursor->end - cursor->next))
    cursor->bad = TRUE;
  return cursor->bad ? 0 : (guint32) n;
}

static void
load_strings (KithCursor *cursor,
              GPtrArray  *strings)
{
  for (guint32 n = load_count (cursor); n > 0 && !cursor->bad; n--)
    g_ptr_array_add (strings, load_string (cursor));
}

static void
load_folders (KithCursor *cursor,
              GPtrArray  *folders)
{
  for (guint32 n = load_count (cursor); n > 0 && !cursor->bad; n--)
    {
      KithHistoryFolder *folder = g_new0 (KithHistoryFolder, 1);
      gboolean present = kith_cursor_byte (cursor);

      folder->account = load_string (cursor);
      folder->path = load_string (cursor);
      folder->state = load_string (cursor);
      if (!present)
        g_clear_pointer (&folder->path, g_free);
      g_ptr_array_add (folders, folder);
    }
}

static void
load_extras (KithCursor *cursor,
             GArray     *extras)
{
  for (guint32 n = load_count (cursor); n > 0 && !cursor->bad; n--)
    {
      KithHistoryExtra extra;

      extra.offset = kith_cursor_varint (cursor);
      extra.folder = kith_cursor_varint (cursor);
      extra.uid = kith_cursor_uint64 (cursor);
      g_array_append_val (extras, extra);
    }
}

static void
load_record (KithCursor         *cursor,
             KithHistoryTable   *delta,
             KithHistoryMessage *message)
{
  guint64 id = kith_cursor_uint64 (cursor);
  guint64 thread = kith_cursor_uint64 (cursor);

  if (!kith_history_message_decode (message, cursor, 0, TRUE))
    {
      cursor->bad = TRUE;
      return;
    }
  kith_history_table_begin (delta, id, thread, message->date, message->flags & ~(KITH_HISTORY_ROOT | KITH_HISTORY_MANY));
  for (guint32 i = 0; i < message->n_parts; i++)
    if (message->parts[i] >> 3 < delta->base_addresses + delta->addresses->len)
      kith_history_table_add_participant (delta, message->parts[i] >> 3, message->parts[i] & 7);
  kith_history_table_record (delta, delta->records->len - 1)->n_recipients = message->n_recipients;
  for (guint32 i = 0; i < message->n_locations; i++)
    kith_history_table_add_location (delta, delta->records->len - 1, message->folders[i], message->uids[i]);
}

static void
load_delta (KithCursor       *cursor,
            KithHistoryState *self)
{
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);
  guint64 base_addresses = kith_cursor_varint (cursor);

  if (base_addresses >= G_MAXUINT32 >> 4)
    {
      cursor->bad = TRUE;
      return;
    }
  self->delta->base_addresses = base_addresses;
  for (guint32 n = load_count (cursor); n > 0 && !cursor->bad; n--)
    {
      g_autofree char *key = load_string (cursor);
      g_autofree char *name = load_string (cursor);
      guint8 rank = kith_cursor_byte (cursor);
      gint64 date = kith_cursor_varint (cursor);
      guint8 flags = kith_cursor_byte (cursor);
      guint32 address = kith_history_table_add_key (self->delta, key, -1);

      kith_history_table_set_name (self->delta, address, name, rank, date);
      kith_history_table_address (self->delta, address)->flags = flags;
    }
  for (guint32 n = load_count (cursor); n > 0 && !cursor->bad; n--)
    load_record (cursor, self->delta, message);
}

static gboolean
load (KithHistoryState *self,
      const guint8     *data,
      gsize             length)
{
  KithCursor cursor = { data + 8, data + length, FALSE };
  guint64 sum;

  if (length < 16 || memcmp (data, MAGIC, 8) != 0)
    return FALSE;
  sum = kith_cursor_uint64 (&cursor);
  if (sum != kith_hash_bytes (data + 16, length - 16, 5) || kith_cursor_varint (&cursor) != KITH_HISTORY_VERSION)
    return FALSE;
  self->base = kith_cursor_uint64 (&cursor);
  self->told.max_recipients = (guint32) kith_cursor_varint (&cursor);
  load_strings (&cursor, self->told.owners);
  load_strings (&cursor, self->told.aliases);
  load_folders (&cursor, self->folders);
  for (guint32 n = load_count (&cursor); n > 0 && !cursor.bad; n--)
    {
      guint32 offset = kith_cursor_varint (&cursor);

      g_array_append_val (self->dead, offset);
    }
  load_extras (&cursor, self->gone);
  load_extras (&cursor, self->extra);
  load_delta (&cursor, self);
  return !cursor.bad;
}

static guint8 *
read_file (const char *path,
           gsize      *length)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat info;
  guint8 *data = NULL;
  gssize n = -1;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MAX_STATE_BYTES)
    {
      data = g_malloc (info.st_size + 1);
      *length = 0;
      while (*length < (gsize) info.st_size && (n = read (fd, data + *length, info.st_size - *length)) > 0)
        *length += n;
    }
  close (fd);
  return data;
}

/*
 * kith_history_state_load:
 *
 * Returns: (transfer full): the state, or %NULL with %KITH_ERROR_STORAGE where there is none that can be read
 */
KithHistoryState *
kith_history_state_load (const char  *path,
                         GError     **error)
{
  g_autoptr (KithHistoryState) self = kith_history_state_new ();
  gsize length = 0;
  g_autofree guint8 *data = read_file (path, &length);

  if (data == NULL || !load (self, data, length))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be read; it is made anew from the mail"));
      return NULL;
    }
  return g_steal_pointer (&self);
}
