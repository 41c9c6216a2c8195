/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-cache.h"

#include <stdio.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

/* As Claws Mail 4 writes them: all numbers little-endian; a text is its length and its bytes, without an end. */
#define CACHE_VERSION 24
#define MARK_VERSION 2
/* What Claws Mail itself does not read back is no text of a header. */
#define MAX_TEXT_BYTES (2 * 1024 * 1024)
/* Whoever sends a message says how many there are: more than the largest text has room for is damage, and the folder is not read. */
#define MAX_REFERENCES (MAX_TEXT_BYTES / 2)

struct _KithClawsCache
{
  FILE *file;
  GIConv convert;            /* (nullable): -1 where the texts are UTF-8 */
  long first;                /* where the first message begins */
  gboolean bad;
};

static guint32
read_number (KithClawsCache *self)
{
  guint32 number = 0;

  if (fread (&number, sizeof number, 1, self->file) != 1)
    self->bad = TRUE;
  return GUINT32_FROM_LE (number);
}

static void
skip_text (KithClawsCache *self)
{
  guint32 length = read_number (self);

  if (self->bad || length > MAX_TEXT_BYTES || fseek (self->file, length, SEEK_CUR) != 0)
    self->bad = TRUE;
}

static char *
read_text (KithClawsCache *self)
{
  guint32 length = read_number (self);
  g_autofree char *text = NULL;

  if (self->bad || length > MAX_TEXT_BYTES)
    {
      self->bad = TRUE;
      return NULL;
    }
  if (length == 0)
    return NULL;
  text = g_malloc (length + 1);
  if (fread (text, 1, length, self->file) != length)
    {
      self->bad = TRUE;
      return NULL;
    }
  text[length] = '\0';
  if (self->convert != (GIConv) -1)
    {
      char *converted = g_convert_with_iconv (text, -1, self->convert, NULL, NULL, NULL);

      if (converted != NULL)
        return converted;
    }
  return g_steal_pointer (&text);
}

/**
 * kith_claws_cache_open:
 * @path: a file .claws_cache
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a reader before its first message
 */
KithClawsCache *
kith_claws_cache_open (const char  *path,
                       GError     **error)
{
  g_autoptr (KithClawsCache) self = g_new0 (KithClawsCache, 1);
  g_autofree char *charset = NULL;

  self->convert = (GIConv) -1;
  self->file = fopen (path, "rbe");
  if (self->file == NULL || read_number (self) != CACHE_VERSION)
    self->bad = TRUE;
  else
    charset = read_text (self);
  if (self->bad)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Claws Mail’s list of the messages of a folder cannot be read."));
      return NULL;
    }
  if (charset != NULL && g_ascii_strcasecmp (charset, "UTF-8") != 0)
    self->convert = g_iconv_open ("UTF-8", charset);
  self->first = ftell (self->file);
  return g_steal_pointer (&self);
}

void
kith_claws_cache_free (KithClawsCache *self)
{
  if (self->convert != (GIConv) -1)
    g_iconv_close (self->convert);
  if (self->file != NULL)
    fclose (self->file);
  g_free (self);
}

/* When it was written, as g_get_real_time() counts, a few milliseconds less at the most. */
gint64
kith_claws_cache_get_time (KithClawsCache *self)
{
  struct stat info;

  if (fstat (fileno (self->file), &info) != 0)
    return 0;
  return info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
}

/* To before the first message. */
void
kith_claws_cache_rewind (KithClawsCache *self)
{
  self->bad = fseek (self->file, self->first, SEEK_SET) != 0;
}

void
kith_claws_record_clear (KithClawsRecord *record)
{
  g_free (record->from);
  g_free (record->to);
  g_free (record->cc);
  g_free (record->newsgroups);
  g_free (record->id);
  g_free (record->in_reply_to);
  g_free (record->root);
  *record = (KithClawsRecord) { 0 };
}

/* The references of a message come with the newest first. */
static void
read_references (KithClawsCache  *self,
                 KithClawsRecord *record,
                 gboolean         with_texts)
{
  guint32 n = read_number (self);

  if (n > MAX_REFERENCES)
    self->bad = TRUE;
  for (guint32 i = 0; i < n && !self->bad; i++)
    if (with_texts && i == n - 1)
      record->root = read_text (self);
    else
      skip_text (self);
}

static void
read_texts (KithClawsCache  *self,
            KithClawsRecord *record)
{
  skip_text (self); /* the name of the sender alone */
  skip_text (self); /* the date as a text */
  record->from = read_text (self);
  record->to = read_text (self);
  record->cc = read_text (self);
  record->newsgroups = read_text (self);
  skip_text (self); /* the subject is none of our business */
  record->id = read_text (self);
  record->in_reply_to = read_text (self);
  skip_text (self); /* where else it was posted */
}

/**
 * kith_claws_cache_next:
 * @self: a reader
 * @record: what is there of the next message; cleared first
 * @with_texts: whether more than its number is wanted
 * @error: return location for an error
 *
 * Returns: whether there is a next message; else @error tells the end of the file from a file that is broken
 */
gboolean
kith_claws_cache_next (KithClawsCache   *self,
                       KithClawsRecord  *record,
                       gboolean          with_texts,
                       GError          **error)
{
  int next = self->bad ? EOF : getc (self->file);

  kith_claws_record_clear (record);
  if (next == EOF)
    return FALSE;
  ungetc (next, self->file);
  record->number = read_number (self);
  read_number (self); /* size */
  read_number (self); /* time of its file */
  record->date = read_number (self);
  read_number (self); /* flags */
  if (with_texts)
    read_texts (self, record);
  else
    for (guint i = 0; i < 10; i++)
      skip_text (self);
  read_number (self); /* what is to be downloaded */
  read_number (self); /* total size */
  read_references (self, record, with_texts);
  if (self->bad)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Claws Mail’s list of the messages of a folder cannot be read."));
  return !self->bad;
}

/**
 * kith_claws_marks_load:
 * @path: a file .claws_mark
 * @flags: which marks are looked for
 *
 * Returns: (transfer full) (element-type guint): the numbers of the messages that bear one of them; none where there is no such file
 */
GHashTable *
kith_claws_marks_load (const char *path,
                       guint32     flags)
{
  GHashTable *found = g_hash_table_new (NULL, NULL);
  KithClawsCache marks = { fopen (path, "rbe"), (GIConv) -1, 0, FALSE };

  if (marks.file == NULL)
    return found;
  if (read_number (&marks) == MARK_VERSION)
    while (!marks.bad)
      {
        guint32 number = read_number (&marks);
        guint32 marked = read_number (&marks);

        if (!marks.bad && (marked & flags) != 0)
          g_hash_table_add (found, GUINT_TO_POINTER (number));
      }
  fclose (marks.file);
  return found;
}
