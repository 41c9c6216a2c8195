/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-scanner-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder changed so shortly before it was listed may change again within the same tick of its clock. */
#define RACY_SECONDS 2

typedef struct
{
  guint64 inode;
  guint64 uid;
  const char *name;
} Entry;

/* One folder of files, one message each. */
typedef struct
{
  KithScan *scan;
  KithMailbox *mailbox;
  guint32 folder;
  int directory;
  GStringChunk *names;
  GArray *entries;           /* of Entry */
  GHashTable *missing;       /* (nullable): of guint64: listed, and gone when they were to be read */
  gboolean complete;
} Files;

static int
compare_inodes (gconstpointer a,
                gconstpointer b)
{
  const Entry *one = a;
  const Entry *other = b;

  return one->inode < other->inode ? -1 : one->inode > other->inode;
}

static int
open_folder (KithScan   *self,
             const char *path,
             const char *name)
{
  g_autofree char *full = name != NULL ? g_build_filename (path, name, NULL) : g_strdup (path);
  int fd = open (full, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 && errno != ENOENT)
    self->result->n_unreadable++;
  return fd;
}

static gboolean
is_number (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return *name != '\0';
}

/* A Maildir message is the part of its name before the flags, which change. */
static guint64
make_maildir_uid (const char *name)
{
  return kith_history_hash_uid (name, strcspn (name, ":"));
}

/* Drafts were never sent, and what is in the trash is thrown away (https://cr.yp.to/proto/maildir.html, flags). */
static gboolean
is_draft_or_trashed (const char *name)
{
  const char *flags = strstr (name, ":2,");

  return flags != NULL && strpbrk (flags + strlen (":2,"), "DT") != NULL;
}

/* Numbers are given again when a folder is packed: the file behind the number counts. */
static gboolean
make_mh_uid (Files      *files,
             const char *name,
             guint64    *uid)
{
  struct stat info;
  guint64 key[4];

  if (fstatat (files->directory, name, &info, 0) != 0 || !S_ISREG (info.st_mode))
    return FALSE;
  key[0] = info.st_ino;
  key[1] = info.st_size;
  key[2] = info.st_mtim.tv_sec;
  key[3] = info.st_mtim.tv_nsec;
  *uid = kith_hash_bytes (key, sizeof key, kith_hash_bytes (name, strlen (name), 6)) | (G_GUINT64_CONSTANT (1) << 63);
  return TRUE;
}

static void
list_entry (Files               *files,
            const struct dirent *item)
{
  gboolean mh = files->mailbox->kind == KITH_MAILBOX_MH;
  Entry entry = { item->d_ino, 0, NULL };

  if (item->d_name[0] == '.' || item->d_type == DT_DIR || (mh ? !is_number (item->d_name) : is_draft_or_trashed (item->d_name)))
    return;
  /* A link or a special file is no mail; a file system that does not tell is asked when the file is read. */
  if (item->d_type != DT_REG && item->d_type != DT_LNK && item->d_type != DT_UNKNOWN)
    {
      files->scan->result->n_not_messages += files->missing == NULL ? 1 : 0;
      return;
    }
  if (!mh)
    entry.uid = make_maildir_uid (item->d_name);
  else if (!make_mh_uid (files, item->d_name, &entry.uid))
    {
      files->scan->result->n_unreadable++;
      return;
    }
  if (files->missing != NULL && !g_hash_table_contains (files->missing, &entry.uid))
    return;
  if (files->missing == NULL && kith_history_known_take (files->scan->known, "", files->mailbox->path, entry.uid))
    {
      kith_scan_continue (files->scan, 1);
      return;
    }
  entry.name = g_string_chunk_insert (files->names, item->d_name);
  g_array_append_val (files->entries, entry);
}

static gboolean
list_files (Files *files)
{
  int copy = dup (files->directory);
  DIR *dir = copy >= 0 ? fdopendir (copy) : NULL;
  const struct dirent *item;

  if (dir == NULL)
    {
      if (copy >= 0)
        close (copy);
      files->scan->result->n_unreadable++;
      return FALSE;
    }
  rewinddir (dir);
  while ((item = readdir (dir)) != NULL)
    list_entry (files, item);
  closedir (dir);
  /* In the order in which they lie on the disk, mostly. */
  g_array_sort (files->entries, compare_inodes);
  return TRUE;
}

/* The name of a Maildir file begins with the time of delivery. */
static gint64
find_delivery (Files       *files,
               const Entry *entry)
{
  struct stat info;

  if (files->mailbox->kind == KITH_MAILBOX_MAILDIR)
    {
      char *end = NULL;
      gint64 when = g_ascii_strtoll (entry->name, &end, 10);

      if (end != entry->name && *end == '.')
        return when;
    }
  return fstatat (files->directory, entry->name, &info, 0) == 0 ? info.st_mtim.tv_sec : 0;
}

static void
read_entries (Files      *files,
              GHashTable *missing)
{
  KithScan *scan = files->scan;

  for (guint i = 0; i < files->entries->len && files->complete; i++)
    {
      const Entry *entry = &g_array_index (files->entries, Entry, i);
      gsize length;

      if (kith_scan_read_file (scan, files->directory, entry->name, &length))
        kith_scan_add (scan, files->folder, entry->uid, (const char *) scan->buffer, length, find_delivery (files, entry));
      else if (missing != NULL)
        g_hash_table_add (missing, g_memdup2 (&entry->uid, sizeof entry->uid));
      files->complete = kith_scan_continue (scan, 1);
      if (kith_scan_needs_flush (scan))
        {
          files->complete &= kith_scan_flush (scan);
          files->folder = kith_history_batch_add_folder (scan->batch, "", files->mailbox->path);
        }
    }
}

/* Another program has renamed some files meanwhile, to set their flags: those are looked for once more. */
static void
read_missing (Files      *files,
              GHashTable *missing)
{
  guint n_missing = g_hash_table_size (missing);

  g_array_set_size (files->entries, 0);
  files->missing = missing;
  files->scan->result->n_changed -= MIN (files->scan->result->n_changed, n_missing);
  if (list_files (files))
    {
      files->scan->result->n_changed += n_missing - MIN (n_missing, files->entries->len);
      read_entries (files, NULL);
    }
  files->missing = NULL;
}

static void
read_folder (KithScan    *self,
             KithMailbox *mailbox,
             const char  *name,
             gboolean    *complete)
{
  Files files = { .scan = self, .mailbox = mailbox, .complete = TRUE };
  g_autoptr (GHashTable) missing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint64 n_unreadable = self->result->n_unreadable;

  files.directory = open_folder (self, mailbox->path, name);
  if (files.directory < 0)
    {
      /* A Maildir without "new" is not by the book, and common in archives. */
      *complete &= errno == ENOENT;
      return;
    }
  files.folder = kith_history_batch_add_folder (self->batch, "", mailbox->path);
  files.names = g_string_chunk_new (64 * 1024);
  files.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  files.complete = list_files (&files);
  read_entries (&files, missing);
  if (g_hash_table_size (missing) > 0 && self->result->n_unreadable == n_unreadable)
    read_missing (&files, missing);
  *complete &= files.complete;
  g_array_unref (files.entries);
  g_string_chunk_free (files.names);
  close (files.directory);
}

static void
append_stamp (KithScan   *self,
              GString    *state,
              const char *path,
              const char *name,
              gboolean   *settled)
{
  g_autofree char *full = name != NULL ? g_build_filename (path, name, NULL) : g_strdup (path);
  struct stat info;

  if (stat (full, &info) != 0)
    {
      *settled &= errno == ENOENT;
      g_string_append (state, " none");
      return;
    }
  *settled &= info.st_mtim.tv_sec < g_get_real_time () / G_USEC_PER_SEC - RACY_SECONDS;
  g_string_append_printf (state, " %" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT ".%09ld", (guint64) info.st_ino, (gint64) info.st_mtim.tv_sec,
                          (long) info.st_mtim.tv_nsec);
}

/* Reads a folder unless it looks as it did when it was read last. */
static void
scan_folders (KithScan    *self,
              KithMailbox *mailbox,
              const char  *first,
              const char  *second)
{
  g_autoptr (GString) state = g_string_new (mailbox->kind == KITH_MAILBOX_MH ? "mh" : "maildir");
  g_autofree char *before = kith_history_dup_folder_state (self->history, "", mailbox->path);
  gboolean settled = TRUE, complete = TRUE;
  guint64 trouble = self->result->n_changed;
  guint32 folder;

  append_stamp (self, state, mailbox->path, first, &settled);
  if (second != NULL)
    append_stamp (self, state, mailbox->path, second, &settled);
  if (settled && g_strcmp0 (before, state->str) == 0)
    {
      self->result->n_unchanged++;
      kith_scan_continue (self, mailbox->work);
      return;
    }
  kith_scan_load_known (self);
  read_folder (self, mailbox, first, &complete);
  if (second != NULL)
    read_folder (self, mailbox, second, &complete);
  if (!complete)
    return;
  folder = kith_history_batch_add_folder (self->batch, "", mailbox->path);
  kith_scan_remove_left (self, mailbox->path, folder);
  kith_history_batch_set_state (self->batch, folder, settled && trouble == self->result->n_changed ? state->str : "");
}

void
kith_scan_maildir (KithScan    *self,
                   KithMailbox *mailbox)
{
  scan_folders (self, mailbox, "new", "cur");
}

void
kith_scan_mh (KithScan    *self,
              KithMailbox *mailbox)
{
  scan_folders (self, mailbox, NULL, NULL);
}
