/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* Replays every file of the folders given as an ordinary test: one TAP line for each. */
static void
replay (const char *path,
        guint       number)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    {
      printf ("not ok %u - %s cannot be read\n", number, name);
      exit (EXIT_FAILURE);
    }
  LLVMFuzzerTestOneInput ((const guint8 *) data, size);
  printf ("ok %u - %s\n", number, name);
  fflush (stdout);
}

static guint
replay_folder (const char *path,
               guint       n_done)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      replay (file, ++n_done);
    }
  return n_done;
}

int
main (int    argc,
      char **argv)
{
  guint n_done = 0;

  for (int i = 1; i < argc; i++)
    n_done = replay_folder (argv[i], n_done);
  printf ("1..%u\n", n_done);
  return n_done > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
