/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-scanner-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <kith/kith-message.h>

#define MAX_DEPTH 64

typedef struct
{
  gboolean has_cur;
  guint64 n_numbers;
  GPtrArray *folders;        /* of utf8 */
  GPtrArray *files;
} Contents;

static void
add_mailbox (KithScan        *self,
             KithMailboxKind  kind,
             const char      *path,
             guint64          work)
{
  KithMailbox *mailbox = g_new0 (KithMailbox, 1);

  mailbox->kind = kind;
  mailbox->path = g_strdup (path);
  mailbox->work = work;
  self->progress.total += work;
  g_ptr_array_add (self->mailboxes, mailbox);
}

/* Whether a folder or file was met before, through a link. */
static gboolean
is_new (KithScan          *self,
        const struct stat *info)
{
  guint64 key[2] = { info->st_dev, info->st_ino };

  if (g_hash_table_contains (self->visited, key))
    {
      self->result->n_loops += S_ISDIR (info->st_mode) ? 1 : 0;
      return FALSE;
    }
  g_hash_table_add (self->visited, g_memdup2 (key, sizeof key));
  return TRUE;
}

static gboolean
is_number (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return *name != '\0' && *name != '0';
}

static gboolean
begins_like_mbox (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  char start[5];
  gboolean is = fd >= 0 && read (fd, start, sizeof start) == sizeof start && memcmp (start, "From ", sizeof start) == 0;

  if (fd >= 0)
    close (fd);
  return is;
}

static void
look_at_entry (KithScan            *self,
               Contents            *contents,
               int                  directory,
               const struct dirent *entry)
{
  unsigned char type = entry->d_type;
  struct stat info;

  if (type == DT_LNK || type == DT_UNKNOWN)
    {
      if (fstatat (directory, entry->d_name, &info, 0) != 0)
        {
          self->result->n_unreadable++;
          return;
        }
      type = S_ISDIR (info.st_mode) ? DT_DIR : S_ISREG (info.st_mode) ? DT_REG : DT_UNKNOWN;
    }
  if (type == DT_DIR)
    {
      contents->has_cur |= strcmp (entry->d_name, "cur") == 0;
      g_ptr_array_add (contents->folders, g_strdup (entry->d_name));
    }
  else if (type == DT_REG && is_number (entry->d_name))
    contents->n_numbers++;
  else if (type == DT_REG && entry->d_name[0] != '.')
    g_ptr_array_add (contents->files, g_strdup (entry->d_name));
}

static guint64
count_entries (const char *path,
               const char *name)
{
  g_autofree char *full = g_build_filename (path, name, NULL);
  DIR *dir = opendir (full);
  guint64 n = 0;

  if (dir == NULL)
    return 0;
  while (readdir (dir) != NULL)
    n++;
  closedir (dir);
  return n > 2 ? n - 2 : 0;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void find_in (KithScan   *self,
                     const char *path,
                     guint       depth);

static void
find_in_folder (KithScan   *self,
                const char *path,
                guint       depth)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  Contents contents = { FALSE, 0, folders, files };
  DIR *dir = opendir (path);
  const struct dirent *entry;
  gboolean maildir;

  if (dir == NULL)
    {
      self->result->n_unreadable++;
      return;
    }
  while ((entry = readdir (dir)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      look_at_entry (self, &contents, dirfd (dir), entry);
  closedir (dir);
  maildir = contents.has_cur;
  if (maildir)
    add_mailbox (self, KITH_MAILBOX_MAILDIR, path, count_entries (path, "cur") + count_entries (path, "new"));
  else if (contents.n_numbers > 0)
    add_mailbox (self, KITH_MAILBOX_MH, path, contents.n_numbers);
  g_ptr_array_sort (folders, compare_names);
  g_ptr_array_sort (files, compare_names);
  for (guint i = 0; i < folders->len; i++)
    {
      const char *name = g_ptr_array_index (folders, i);
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!kith_message_is_junk_folder (name) && (!maildir || (strcmp (name, "cur") != 0 && strcmp (name, "new") != 0 && strcmp (name, "tmp") != 0)))
        find_in (self, child, depth + 1);
    }
  for (guint i = 0; i < files->len && !maildir; i++)
    {
      const char *name = g_ptr_array_index (files, i);
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!kith_message_is_junk_folder (name) && begins_like_mbox (child))
        find_in (self, child, depth + 1);
    }
}

static void
find_in (KithScan   *self,
         const char *path,
         guint       depth)
{
  struct stat info;

  if (stat (path, &info) != 0)
    {
      self->result->n_unreadable++;
      return;
    }
  if (depth > MAX_DEPTH || g_cancellable_is_cancelled (self->cancellable) || !is_new (self, &info))
    return;
  if (S_ISDIR (info.st_mode))
    find_in_folder (self, path, depth);
  else if (S_ISREG (info.st_mode) && begins_like_mbox (path))
    add_mailbox (self, KITH_MAILBOX_MBOX, path, info.st_size / 2048 + 1);
}

/*
 * kith_scan_find_mailboxes:
 *
 * What kind a folder is shows in what lies in it: a folder "cur" makes a Maildir, files with numbers for names an MH folder; a file that begins with "From " is
 * an mbox. Links are followed, each folder once. What is for junk by its name is left out, unless it is @path itself.
 */
void
kith_scan_find_mailboxes (KithScan   *self,
                          const char *path)
{
  find_in (self, path, 0);
}

static gboolean
holds_mail (const char *path)
{
  DIR *dir = opendir (path);
  const struct dirent *entry;
  gboolean holds = FALSE;

  /* Nobody knows: then it stays as it was. */
  if (dir == NULL)
    return TRUE;
  while (!holds && (entry = readdir (dir)) != NULL)
    holds = strcmp (entry->d_name, "cur") == 0 || (is_number (entry->d_name) && entry->d_type != DT_DIR);
  closedir (dir);
  return holds;
}

/*
 * kith_scan_has_no_mail:
 * @path: what was a mailbox once
 *
 * Without a message, an mbox file or an MH folder no longer shows what it is. One that cannot be read is not said to be empty.
 *
 * Returns: whether it is gone, or its last message was deleted
 */
gboolean
kith_scan_has_no_mail (const char *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return errno == ENOENT;
  return S_ISDIR (info.st_mode) ? !holds_mail (path) : S_ISREG (info.st_mode) && info.st_size == 0;
}
