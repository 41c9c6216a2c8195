/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-archive-stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <kith/kith-error.h>

#define BLOCK_BYTES 65536
#define MAX_ENTRIES 10000
/* libarchive takes the whole directory into memory, and four times its size. */
#define MAX_DIRECTORY_BYTES (16 * 1024 * 1024)

struct _KithArchiveStream
{
  GInputStream parent_instance;

  struct archive *archive;
  int fd;                    /* -1: none */
  guint8 *block;
  gsize n_directory;         /* read of the file before the first entry was found */
  gboolean has_directory;
  gint64 n_read;
};

G_DEFINE_FINAL_TYPE (KithArchiveStream, kith_archive_stream, G_TYPE_INPUT_STREAM)

static void
set_broken (GError **error)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The archive is damaged."));
}

static void
set_too_large (GError **error)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The archive holds more than any export does."));
}

static la_ssize_t
read_block (struct archive  *archive,
            void            *data,
            const void     **block)
{
  KithArchiveStream *self = data;
  ssize_t n;

  do
    n = read (self->fd, self->block, BLOCK_BYTES);
  while (n < 0 && errno == EINTR);
  if (n > 0 && !self->has_directory)
    self->n_directory += n;
  if (n < 0 || self->n_directory > MAX_DIRECTORY_BYTES)
    {
      archive_set_error (archive, n < 0 ? errno : EFBIG, "read");
      return ARCHIVE_FATAL;
    }
  *block = self->block;
  return n;
}

static la_int64_t
seek_block (struct archive *archive,
            void           *data,
            la_int64_t      offset,
            int             whence)
{
  off_t at = lseek (((KithArchiveStream *) data)->fd, offset, whence);

  if (at >= 0)
    return at;
  archive_set_error (archive, errno, "seek");
  return ARCHIVE_FATAL;
}

static gssize
kith_archive_stream_read (GInputStream  *stream,
                          void          *buffer,
                          gsize          count,
                          GCancellable  *cancellable,
                          GError       **error)
{
  KithArchiveStream *self = KITH_ARCHIVE_STREAM (stream);
  la_ssize_t n_read;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  n_read = archive_read_data (self->archive, buffer, MIN (count, BLOCK_BYTES));
  if (n_read < 0)
    {
      set_broken (error);
      return -1;
    }
  self->n_read += n_read;
  if (self->n_read > KITH_ARCHIVE_MAX_BYTES)
    {
      set_too_large (error);
      return -1;
    }
  return n_read;
}

static void
kith_archive_stream_finalize (GObject *object)
{
  KithArchiveStream *self = KITH_ARCHIVE_STREAM (object);

  g_clear_pointer (&self->archive, archive_read_free);
  g_free (self->block);
  if (self->fd >= 0)
    close (self->fd);
  G_OBJECT_CLASS (kith_archive_stream_parent_class)->finalize (object);
}

static void
kith_archive_stream_class_init (KithArchiveStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_archive_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = kith_archive_stream_read;
}

static void
kith_archive_stream_init (KithArchiveStream *self)
{
  self->fd = -1;
  self->block = g_malloc (BLOCK_BYTES);
  self->archive = archive_read_new ();
  /* By its directory: what stands before the file that is wanted is jumped over, not unpacked to find its end. */
  archive_read_support_format_zip_seekable (self->archive);
  archive_read_set_read_callback (self->archive, read_block);
  archive_read_set_seek_callback (self->archive, seek_block);
  archive_read_set_callback_data (self->archive, self);
}

static gboolean
has_base_name (struct archive_entry *entry,
               const char           *base_name)
{
  const char *path = archive_entry_pathname_utf8 (entry);
  const char *slash;

  if (path == NULL)
    path = archive_entry_pathname (entry);
  if (path == NULL || archive_entry_filetype (entry) != AE_IFREG)
    return FALSE;
  slash = strrchr (path, '/');
  return g_ascii_strcasecmp (slash != NULL ? slash + 1 : path, base_name) == 0;
}

/**
 * kith_archive_stream_open:
 * @file: a zip
 * @base_name: the name of a file in it, in whatever folder, in whatever case
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the bytes of that file
 */
GInputStream *
kith_archive_stream_open (GFile         *file,
                          const char    *base_name,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr (KithArchiveStream) self = g_object_new (KITH_TYPE_ARCHIVE_STREAM, NULL);
  struct archive_entry *entry;
  int status;

  self->fd = g_file_peek_path (file) != NULL ? g_open (g_file_peek_path (file), O_RDONLY | O_CLOEXEC) : -1;
  if (self->fd < 0 || archive_read_open1 (self->archive) != ARCHIVE_OK)
    {
      set_broken (error);
      return NULL;
    }
  for (guint i = 0; i < MAX_ENTRIES; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      status = archive_read_next_header (self->archive, &entry);
      self->has_directory = TRUE;
      if (status == ARCHIVE_EOF)
        break;
      if (status < ARCHIVE_WARN)
        {
          if (self->n_directory > MAX_DIRECTORY_BYTES)
            set_too_large (error);
          else
            set_broken (error);
          return NULL;
        }
      if (has_base_name (entry, base_name))
        return G_INPUT_STREAM (g_steal_pointer (&self));
    }
  /* Translators: %s is the name of a file that ought to be in a zip */
  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no %s in the archive."), base_name);
  return NULL;
}

/**
 * kith_archive_stream_is_archive:
 * @file: a file
 * @is_archive: (out): whether it begins as a zip does
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Returns: %FALSE where the file cannot be read
 */
gboolean
kith_archive_stream_is_archive (GFile         *file,
                                gboolean      *is_archive,
                                GCancellable  *cancellable,
                                GError       **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  char magic[4] = { 0 };
  gsize n_read;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), magic, sizeof magic, &n_read, cancellable, error))
    return FALSE;
  *is_archive = n_read == sizeof magic && memcmp (magic, "PK\003\004", 4) == 0;
  return TRUE;
}
