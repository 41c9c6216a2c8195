/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kith/kith-error.h>

#define MAGIC "KithHist"
#define BYTE_ORDER_MARK 0x01020304u
/* Direct mapped: 2048 blocks, 8 MiB at most, taken only as they are used. */
#define CACHE_SLOTS 2048u
#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (8) << 30)

typedef struct
{
  guint32 block;             /* + 1; 0 is empty */
  guint8 *data;
} Slot;

struct _KithHistoryFile
{
  int fd;
  KithHistoryHeader header;
  guint32 *sums;
  guint32 n_blocks;
  Slot *slots;
  gboolean broken;
};

static guint32
sum_block (const guint8 *data,
           gsize         length)
{
  return (guint32) kith_hash_bytes (data, length, 1);
}

static guint64
sum_header (const KithHistoryHeader *header)
{
  KithHistoryHeader copy = *header;

  copy.checksum = 0;
  return kith_hash_bytes (&copy, sizeof copy, 2);
}

static gboolean
read_at (int      fd,
         void    *buffer,
         gsize    length,
         guint64  offset)
{
  guint8 *next = buffer;

  while (length > 0)
    {
      gssize n = pread (fd, next, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      next += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

static gboolean
header_is_sound (const KithHistoryHeader *header,
                 guint64                  size)
{
  if (memcmp (header->magic, MAGIC, sizeof header->magic) != 0 || header->version != KITH_HISTORY_VERSION || header->byte_order != BYTE_ORDER_MARK
      || header->checksum != sum_header (header) || header->size != size || size > MAX_FILE_BYTES || header->sums > size)
    return FALSE;
  for (guint i = 0; i < KITH_N_SECTIONS; i++)
    if (header->offset[i] > header->sums || header->length[i] > header->sums - header->offset[i])
      return FALSE;
  return TRUE;
}

static gboolean
open_file (KithHistoryFile *self,
           const char      *path)
{
  struct stat info;
  gsize length;

  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;
  if (!read_at (self->fd, &self->header, sizeof self->header, 0) || !header_is_sound (&self->header, info.st_size))
    return FALSE;
  self->n_blocks = (self->header.sums + KITH_HISTORY_BLOCK - 1) / KITH_HISTORY_BLOCK;
  length = self->n_blocks * sizeof (guint32);
  if (self->header.size - self->header.sums != length)
    return FALSE;
  self->sums = g_malloc (length + 1);
  return read_at (self->fd, self->sums, length, self->header.sums) && kith_hash_bytes (self->sums, length, 3) == self->header.sums_checksum;
}

/*
 * kith_history_file_open:
 *
 * Looks at the header and the table of checksums; the rest is looked at as it is read.
 *
 * Returns: (transfer full): the file, or %NULL with %KITH_ERROR_STORAGE where it is missing, cut short, broken, or of another version
 */
KithHistoryFile *
kith_history_file_open (const char  *path,
                        GError     **error)
{
  g_autoptr (KithHistoryFile) self = g_new0 (KithHistoryFile, 1);

  if (!open_file (self, path))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be read; it is made anew from the mail"));
      return NULL;
    }
  self->slots = g_new0 (Slot, CACHE_SLOTS);
  return g_steal_pointer (&self);
}

void
kith_history_file_free (KithHistoryFile *self)
{
  if (self->slots != NULL)
    for (guint i = 0; i < CACHE_SLOTS; i++)
      g_free (self->slots[i].data);
  g_free (self->slots);
  g_free (self->sums);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

const KithHistoryHeader *
kith_history_file_get_header (KithHistoryFile *self)
{
  return &self->header;
}

/* Whether a block was found that is not what was written: the answers so far may lack something, and the index is to be made anew. */
gboolean
kith_history_file_is_broken (KithHistoryFile *self)
{
  return self->broken;
}

static gsize
block_length (KithHistoryFile *self,
              guint32          block)
{
  guint64 start = (guint64) block * KITH_HISTORY_BLOCK;

  return MIN (self->header.sums - start, KITH_HISTORY_BLOCK);
}

static const guint8 *
load_block (KithHistoryFile *self,
            guint32          block)
{
  Slot *slot = &self->slots[(block * 2654435761u) % CACHE_SLOTS];
  gsize length;

  if (slot->block == block + 1)
    return slot->data;
  if (block >= self->n_blocks)
    return NULL;
  length = block_length (self, block);
  slot->block = 0;
  if (slot->data == NULL)
    slot->data = g_malloc0 (KITH_HISTORY_BLOCK);
  if (!read_at (self->fd, slot->data, length, (guint64) block * KITH_HISTORY_BLOCK)
      || (block > 0 && sum_block (slot->data, length) != self->sums[block]))
    {
      self->broken = TRUE;
      return NULL;
    }
  slot->block = block + 1;
  return slot->data;
}

/* The bytes at a place of a section, as many as lie together; they hold until the next call. */
const guint8 *
kith_history_file_peek (KithHistoryFile    *self,
                        KithHistorySection  section,
                        guint64             offset,
                        gsize              *available)
{
  guint64 place = self->header.offset[section] + offset;
  const guint8 *data;

  *available = 0;
  if (offset >= self->header.length[section])
    return NULL;
  data = load_block (self, place / KITH_HISTORY_BLOCK);
  if (data == NULL)
    return NULL;
  *available = MIN (block_length (self, place / KITH_HISTORY_BLOCK) - place % KITH_HISTORY_BLOCK, self->header.length[section] - offset);
  return data + place % KITH_HISTORY_BLOCK;
}

gboolean
kith_history_file_read (KithHistoryFile    *self,
                        KithHistorySection  section,
                        guint64             offset,
                        void               *buffer,
                        gsize               length)
{
  guint8 *next = buffer;

  while (length > 0)
    {
      gsize available;
      const guint8 *data = kith_history_file_peek (self, section, offset, &available);
      gsize step = MIN (available, length);

      if (data == NULL)
        return FALSE;
      memcpy (next, data, step);
      next += step;
      offset += step;
      length -= step;
    }
  return TRUE;
}

static gboolean
load_span (KithHistoryFile *self,
           guint32          first,
           guint32          last,
           guint8          *buffer)
{
  guint64 start = (guint64) first * KITH_HISTORY_BLOCK;
  guint64 end = (guint64) last * KITH_HISTORY_BLOCK + block_length (self, last);

  if (!read_at (self->fd, buffer, end - start, start))
    return FALSE;
  for (guint32 block = first; block <= last; block++)
    if (block > 0 && sum_block (buffer + (gsize) (block - first) * KITH_HISTORY_BLOCK, block_length (self, block)) != self->sums[block])
      return FALSE;
  return TRUE;
}

/*
 * kith_history_file_load:
 *
 * A whole section, past the cache.
 *
 * Returns: (transfer full): the bytes, or %NULL with %KITH_ERROR_STORAGE
 */
guint8 *
kith_history_file_load (KithHistoryFile    *self,
                        KithHistorySection  section,
                        gsize              *length,
                        GError            **error)
{
  guint64 offset = self->header.offset[section];
  guint32 first = offset / KITH_HISTORY_BLOCK;
  guint32 last;
  g_autofree guint8 *buffer = NULL;

  *length = self->header.length[section];
  if (*length == 0)
    return g_malloc0 (1);
  last = (offset + *length - 1) / KITH_HISTORY_BLOCK;
  buffer = g_malloc ((gsize) (last - first + 1) * KITH_HISTORY_BLOCK);
  if (!load_span (self, first, last, buffer))
    {
      self->broken = TRUE;
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index is damaged; it is made anew from the mail"));
      return NULL;
    }
  memmove (buffer, buffer + offset % KITH_HISTORY_BLOCK, *length);
  return g_steal_pointer (&buffer);
}

gboolean
kith_history_write_all (int          fd,
                        const void  *data,
                        gsize        length,
                        GError     **error)
{
  const guint8 *next = data;

  while (length > 0)
    {
      gssize n = write (fd, next, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (n < 0 ? errno : ENOSPC));
          return FALSE;
        }
      next += n;
      length -= n;
    }
  return TRUE;
}

typedef struct
{
  int fd;
  guint64 written;
  GArray *sums;
  guint8 block[KITH_HISTORY_BLOCK];
  gsize filled;
} Output;

static gboolean
output_flush (Output  *out,
              GError **error)
{
  guint32 sum = sum_block (out->block, out->filled);

  if (out->filled == 0)
    return TRUE;
  g_array_append_val (out->sums, sum);
  if (!kith_history_write_all (out->fd, out->block, out->filled, error))
    return FALSE;
  out->filled = 0;
  return TRUE;
}

static gboolean
output_append (Output      *out,
               const void  *data,
               gsize        length,
               GError     **error)
{
  const guint8 *next = data;

  out->written += length;
  while (length > 0)
    {
      gsize step = MIN (length, KITH_HISTORY_BLOCK - out->filled);

      memcpy (out->block + out->filled, next, step);
      out->filled += step;
      next += step;
      length -= step;
      if (out->filled == KITH_HISTORY_BLOCK && !output_flush (out, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_sections (Output             *out,
                KithHistoryHeader  *header,
                const KithBytes    *sections,
                GError            **error)
{
  static const guint8 zeros[KITH_HISTORY_BLOCK];

  if (!output_append (out, zeros, KITH_HISTORY_BLOCK, error))
    return FALSE;
  for (guint i = 0; i < KITH_N_SECTIONS; i++)
    {
      if (!output_append (out, zeros, -out->written & 7, error))
        return FALSE;
      header->offset[i] = out->written;
      header->length[i] = sections[i].length;
      if (!output_append (out, sections[i].data, sections[i].length, error))
        return FALSE;
    }
  return output_flush (out, error);
}

static gboolean
write_file (int                 fd,
            KithHistoryHeader  *header,
            const KithBytes    *sections,
            GError            **error)
{
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree Output *out = g_new0 (Output, 1);

  out->fd = fd;
  out->sums = sums;
  memcpy (header->magic, MAGIC, sizeof header->magic);
  header->version = KITH_HISTORY_VERSION;
  header->byte_order = BYTE_ORDER_MARK;
  if (!write_sections (out, header, sections, error))
    return FALSE;
  header->sums = out->written;
  header->sums_checksum = kith_hash_bytes (sums->data, sums->len * sizeof (guint32), 3);
  header->size = out->written + sums->len * sizeof (guint32);
  header->checksum = sum_header (header);
  if (!kith_history_write_all (fd, sums->data, sums->len * sizeof (guint32), error))
    return FALSE;
  if (lseek (fd, 0, SEEK_SET) != 0)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (errno));
      return FALSE;
    }
  return kith_history_write_all (fd, header, sizeof *header, error);
}

/*
 * kith_history_file_write:
 * @path: a name that nobody else uses; what cannot be written whole is removed again
 *
 * Not flushed to the disk: a file that a power failure leaves half written is known by its checksums, and made anew.
 */
gboolean
kith_history_file_write (const char         *path,
                         KithHistoryHeader  *header,
                         const KithBytes    *sections,
                         GError            **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean written;

  if (fd < 0)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (errno));
      return FALSE;
    }
  written = write_file (fd, header, sections, error);
  if (close (fd) != 0 && written)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index cannot be written: %s"), g_strerror (errno));
      written = FALSE;
    }
  if (!written)
    unlink (path);
  return written;
}
