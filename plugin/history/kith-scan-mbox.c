/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "kith-history-scanner-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define WINDOW (1024 * 1024)
#define TAIL_BYTES 4096
#define MAX_FROM_LINE 512

/* A window that moves over the file. */
typedef struct
{
  KithScan *scan;
  KithMailbox *mailbox;
  guint32 folder;
  int fd;
  char *data;
  gsize length;
  guint64 offset;            /* of the window in the file */
  gboolean ended;
  gboolean take_known;
  guint64 n_work;
} Mbox;

/* Drops what lies before @keep, and fills the window again. */
static void
slide (Mbox  *mbox,
       gsize  keep)
{
  memmove (mbox->data, mbox->data + keep, mbox->length - keep);
  mbox->length -= keep;
  mbox->offset += keep;
  while (!mbox->ended && mbox->length < WINDOW)
    {
      gssize n = read (mbox->fd, mbox->data + mbox->length, WINDOW - mbox->length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        mbox->scan->result->n_unreadable++;
      if (n <= 0)
        mbox->ended = TRUE;
      else
        mbox->length += n;
    }
}

static gboolean
has_time (const char *line,
          gsize       length)
{
  for (gsize i = 5; i + 5 <= length; i++)
    if (g_ascii_isdigit (line[i]) && g_ascii_isdigit (line[i + 1]) && line[i + 2] == ':' && g_ascii_isdigit (line[i + 3]) && g_ascii_isdigit (line[i + 4]))
      return TRUE;
  return FALSE;
}

/* Whether a message begins here: "From ", an address, a time, after an empty line. Content-Length is not looked at: it is wrong too often (RFC 4155). */
static gboolean
is_from_line (const Mbox *mbox,
              gsize       at)
{
  const char *line = mbox->data + at;
  gsize left = mbox->length - at;
  const char *end = memchr (line, '\n', MIN (left, MAX_FROM_LINE));

  if (end == NULL || left < 5 || memcmp (line, "From ", 5) != 0 || !has_time (line, end - line))
    return FALSE;
  if (at == 0)
    return TRUE;
  return at >= 2 && line[-1] == '\n' && (line[-2] == '\n' || (line[-2] == '\r' && (at == 2 || line[-3] == '\n')));
}

/* The next place behind @from where a message begins; the end of the window where none does. */
static gsize
find_next (const Mbox *mbox,
           gsize       from)
{
  const char *end = mbox->data + mbox->length;
  const char *p = mbox->data + from;

  while ((p = memmem (p, end - p, "\nFrom ", 6)) != NULL)
    {
      if (is_from_line (mbox, p + 1 - mbox->data))
        return p + 1 - mbox->data;
      p++;
    }
  return mbox->length;
}

/* "From anna@example.org Tue Mar  3 10:00:00 2026", in the time of the program that delivered it. */
static gint64
read_from_date (const char *line,
                gsize       length)
{
  g_autofree char *text = g_strndup (line, MIN (length, MAX_FROM_LINE));
  const char *date = text + 5;
  struct tm when = { 0, };
  char month[4] = "";
  const char *found;

  date += strspn (date, " ");
  date += strcspn (date, " ");
  if (sscanf (date, " %*3s %3s %d %d:%d:%d %d", month, &when.tm_mday, &when.tm_hour, &when.tm_min, &when.tm_sec, &when.tm_year) != 6 || strlen (month) != 3)
    return 0;
  found = strstr ("JanFebMarAprMayJunJulAugSepOctNovDec", month);
  if (found == NULL || when.tm_year < 1900 || when.tm_year > 9999)
    return 0;
  when.tm_mon = (found - "JanFebMarAprMayJunJulAugSepOctNovDec") / 3;
  when.tm_year -= 1900;
  return timegm (&when);
}

/* A message of an mbox has no name of its own: what it says of itself names it, so that it keeps its name when others before it are deleted. */
static guint64
make_uid (const KithHeaders *headers)
{
  const KithSlice *parts[] = { &headers->message_id, &headers->date, &headers->addresses[KITH_HEADER_FROM][0], &headers->addresses[KITH_HEADER_TO][0] };
  guint64 uid = 7;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i]->text != NULL)
      uid = kith_hash_bytes (parts[i]->text, parts[i]->length, uid + i);
  return uid | (G_GUINT64_CONSTANT (1) << 63);
}

static void
add_message (Mbox  *mbox,
             gsize  start,
             gsize  end)
{
  const char *line = mbox->data + start;
  const char *body = memchr (line, '\n', end - start);
  gsize length;
  KithHeaders headers;
  guint64 uid;

  if (body == NULL)
    return;
  body++;
  length = MIN ((gsize) (mbox->data + end - body), KITH_HEADER_MAX_BYTES);
  kith_headers_scan (&headers, body, length);
  uid = make_uid (&headers);
  if (mbox->take_known && kith_history_known_take (mbox->scan->known, "", mbox->mailbox->path, uid))
    return;
  kith_scan_add (mbox->scan, mbox->folder, uid, body, length, read_from_date (line, body - line));
}

/* Reads the messages from the beginning of the window on. Returns: whether to the end of the file */
static gboolean
read_messages (Mbox *mbox)
{
  gboolean going = TRUE;
  gsize start;

  slide (mbox, 0);
  start = is_from_line (mbox, 0) ? 0 : find_next (mbox, 0);
  while (going && start < mbox->length)
    {
      gsize next = find_next (mbox, start);

      /* The headers must lie in the window whole, as far as they are read. */
      if (next == mbox->length && start > 0 && !mbox->ended)
        {
          slide (mbox, start);
          start = 0;
          continue;
        }
      add_message (mbox, start, next);
      while (next == mbox->length && !mbox->ended)
        {
          /* A long body: two lines of it stay, as what was found may lie across. */
          slide (mbox, mbox->length > MAX_FROM_LINE ? mbox->length - MAX_FROM_LINE : mbox->length);
          next = find_next (mbox, 0);
          going = kith_scan_continue (mbox->scan, 0);
        }
      start = next;
      going &= kith_scan_continue (mbox->scan, 0);
      if (kith_scan_needs_flush (mbox->scan))
        {
          going &= kith_scan_flush (mbox->scan);
          mbox->folder = kith_history_batch_add_folder (mbox->scan->batch, "", mbox->mailbox->path);
        }
    }
  return going;
}

static guint64
hash_tail (int      fd,
           guint64  size)
{
  guint8 tail[TAIL_BYTES];
  gsize length = MIN (size, TAIL_BYTES);
  gssize n = pread (fd, tail, length, size - length);

  return n == (gssize) length ? kith_hash_bytes (tail, length, 8) : 0;
}

static char *
make_state (int                fd,
            const struct stat *info)
{
  return g_strdup_printf ("mbox %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %016" G_GINT64_MODIFIER "x %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT ".%09ld",
                          (guint64) info->st_ino, (guint64) info->st_size, hash_tail (fd, info->st_size), (gint64) info->st_mtim.tv_sec,
                          (long) info->st_mtim.tv_nsec, (gint64) info->st_ctim.tv_sec, (long) info->st_ctim.tv_nsec);
}

/* Where to go on in a file to which messages were only added; 0 where it must be read from its beginning. */
static guint64
find_appended (int                fd,
               const struct stat *info,
               const char        *before)
{
  unsigned long long inode, size, tail;
  char start[6] = "";

  if (before == NULL || sscanf (before, "mbox %llu %llu %llx", &inode, &size, &tail) != 3 || inode != info->st_ino || size >= (guint64) info->st_size
      || size == 0 || hash_tail (fd, size) != tail)
    return 0;
  return pread (fd, start, 5, size) == 5 && memcmp (start, "From ", 5) == 0 ? size : 0;
}

static void
read_mbox (Mbox       *mbox,
           const char *before)
{
  KithScan *self = mbox->scan;
  struct stat info, after;
  g_autofree char *state = NULL;
  guint64 from;

  if (fstat (mbox->fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      self->result->n_unreadable++;
      return;
    }
  state = make_state (mbox->fd, &info);
  if (g_strcmp0 (state, before) == 0)
    {
      self->result->n_unchanged++;
      kith_scan_continue (self, mbox->mailbox->work);
      return;
    }
  from = find_appended (mbox->fd, &info, before);
  mbox->take_known = from == 0;
  mbox->offset = from;
  if (mbox->take_known)
    kith_scan_load_known (self);
  mbox->folder = kith_history_batch_add_folder (self->batch, "", mbox->mailbox->path);
  if (lseek (mbox->fd, from, SEEK_SET) < 0 || !read_messages (mbox))
    return;
  if (mbox->take_known)
    kith_scan_remove_left (self, mbox->mailbox->path, mbox->folder);
  /* Changed while it was read: what came meanwhile is found the next time. */
  if (fstat (mbox->fd, &after) == 0 && after.st_size == info.st_size && after.st_mtim.tv_sec == info.st_mtim.tv_sec
      && after.st_mtim.tv_nsec == info.st_mtim.tv_nsec)
    kith_history_batch_set_state (self->batch, mbox->folder, state);
  else
    {
      kith_history_batch_set_state (self->batch, mbox->folder, "");
      self->result->n_changed++;
    }
  kith_scan_continue (self, mbox->mailbox->work);
}

void
kith_scan_mbox (KithScan    *self,
                KithMailbox *mailbox)
{
  Mbox mbox = { .scan = self, .mailbox = mailbox };
  g_autofree char *before = kith_history_dup_folder_state (self->history, "", mailbox->path);

  mbox.fd = open (mailbox->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (mbox.fd < 0)
    {
      self->result->n_unreadable++;
      return;
    }
  mbox.data = g_malloc (WINDOW);
  read_mbox (&mbox, before);
  g_free (mbox.data);
  close (mbox.fd);
}
