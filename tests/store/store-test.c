/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE /* memmem */

#include "config.h"

#include "store-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

char *
store_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kith-store-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
store_test_remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        store_test_remove_folder (g_steal_pointer (&path));
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

void
store_test_write (const char *path,
                  const char *format,
                  ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* Looks at the bytes of every file, whatever its name: the same as strings and grep over the folder. ASCII case does not matter. */
guint
store_test_count_files_with (const char *folder,
                             const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *wanted = g_ascii_strdown (text, -1);
  const char *name;
  guint count = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          count += store_test_count_files_with (path, text);
          continue;
        }
      g_file_get_contents (path, &contents, &length, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < length; i++)
        contents[i] = g_ascii_tolower (contents[i]);
      if (memmem (contents, length, wanted, strlen (wanted)) != NULL)
        {
          g_test_message ("%s holds what it should not", name);
          count++;
        }
    }

  return count;
}

guint
store_test_get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}
