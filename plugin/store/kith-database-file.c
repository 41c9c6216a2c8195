/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-database-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TURN_PAUSE_USEC 20000

static const char *const parts[] = { "", "-wal", "-shm" };

static gboolean
fail (const char  *path,
      const char  *reason,
      GError     **error)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot use its file %s: %s"), name, reason);
  return FALSE;
}

gboolean
kith_database_file_make_folder (const char  *path,
                                GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_mkdir_with_parents (folder, 0700) == 0 || fail (path, g_strerror (errno), error);
}

/*
 * The file is there with mode 0600 before SQLite sees it; -wal and -shm take its mode. One that exists is never opened here: closing it would
 * drop the locks that another connection of this process holds on it (POSIX advisory locks belong to the process).
 */
gboolean
kith_database_file_prepare (const char          *path,
                            KithDatabaseFileId  *id,
                            GError             **error)
{
  struct stat status;
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
  else if (errno != EEXIST)
    return fail (path, g_strerror (errno), error);

  if (stat (path, &status) != 0)
    return fail (path, g_strerror (errno), error);
  if (!S_ISREG (status.st_mode))
    return fail (path, _("it is not a regular file"), error);
  if ((status.st_mode & 0077) != 0 && chmod (path, 0600) != 0)
    return fail (path, g_strerror (errno), error);

  id->device = status.st_dev;
  id->inode = status.st_ino;
  return TRUE;
}

void
kith_database_file_read_stamp (const char             *path,
                               KithDatabaseFileStamp  *stamp)
{
  *stamp = (KithDatabaseFileStamp) { 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (stamp->parts); i++)
    {
      g_autofree char *part = g_strconcat (path, parts[i], NULL);
      struct stat status;

      if (stat (part, &status) != 0 || status.st_size == 0)
        continue;
      stamp->parts[i][0] = status.st_ino;
      stamp->parts[i][1] = status.st_size;
      stamp->parts[i][2] = status.st_mtim.tv_sec;
      stamp->parts[i][3] = status.st_mtim.tv_nsec;
    }
}

/*
 * Programs open a file, and set a broken one aside, one after the other: a file that is renamed while another program is just opening it
 * could be paired with the log of its successor. Where locks are not to be had, nobody waits.
 */
int
kith_database_file_take_turn (const char *path,
                              guint       timeout_msec)
{
  gint64 deadline = g_get_monotonic_time () + timeout_msec * G_TIME_SPAN_MILLISECOND;
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  int turn = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

  while (turn >= 0 && flock (turn, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK && g_get_monotonic_time () < deadline)
    g_usleep (TURN_PAUSE_USEC);

  return turn;
}

void
kith_database_file_end_turn (int turn)
{
  if (turn >= 0)
    close (turn);
}

/* One broken file is kept, for whoever wants to know why. Its -wal goes with it: it must not be played into the new file. */
gboolean
kith_database_file_set_aside (const char                *path,
                              const KithDatabaseFileId  *id,
                              GError                   **error)
{
  struct stat status;

  /* Another program has done so already: what lies there now is not what was opened. */
  if (stat (path, &status) != 0 || status.st_dev != id->device || status.st_ino != id->inode)
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_strconcat (path, parts[i], NULL);
      g_autofree char *to = g_strconcat (path, ".broken", parts[i], NULL);

      g_unlink (to);
      if (g_rename (from, to) != 0 && errno != ENOENT)
        return fail (path, g_strerror (errno), error);
    }

  return TRUE;
}

gboolean
kith_database_file_remove_set_aside (const char  *path,
                                     GError     **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *aside = g_strconcat (path, ".broken", parts[i], NULL);

      if (g_unlink (aside) != 0 && errno != ENOENT)
        return fail (path, g_strerror (errno), error);
    }

  return TRUE;
}
