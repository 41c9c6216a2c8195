/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith.h>

#include "../kith-test-engine.h"

/* -- a VFS that tells which thread asked for it first -- */

static GThread *made_in; /* (unowned) */

#define TEST_TYPE_VFS (test_vfs_get_type ())
G_DECLARE_FINAL_TYPE (TestVfs, test_vfs, TEST, VFS, GVfs)

struct _TestVfs
{
  GVfs parent_instance;
};

G_DEFINE_FINAL_TYPE (TestVfs, test_vfs, G_TYPE_VFS)

static gboolean
test_vfs_is_active (GVfs *vfs)
{
  return TRUE;
}

static GFile *
test_vfs_get_file_for_path (GVfs       *vfs,
                            const char *path)
{
  return g_vfs_get_file_for_path (g_vfs_get_local (), path);
}

static GFile *
test_vfs_get_file_for_uri (GVfs       *vfs,
                           const char *uri)
{
  return g_vfs_get_file_for_uri (g_vfs_get_local (), uri);
}

static void
test_vfs_class_init (TestVfsClass *klass)
{
  GVfsClass *vfs_class = G_VFS_CLASS (klass);

  vfs_class->is_active = test_vfs_is_active;
  vfs_class->get_file_for_path = test_vfs_get_file_for_path;
  vfs_class->get_file_for_uri = test_vfs_get_file_for_uri;
}

static void
test_vfs_init (TestVfs *self)
{
  made_in = g_thread_self ();
}

/* -- the settings in a key file: two threads do not ask for the VFS and for the settings in opposite order -- */

static void
start_with_key_file (void)
{
  g_autoptr (KithEngine) engine = NULL;

  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_setenv ("GIO_USE_VFS", "kith-test", TRUE);
  /* The extension point is there once the modules are loaded; no VFS is made by that. */
  g_vfs_get_local ();
  g_assert_nonnull (g_io_extension_point_implement (G_VFS_EXTENSION_POINT_NAME, TEST_TYPE_VFS, "kith-test", 0));
  g_assert_null (made_in);

  engine = kith_engine_new ();
  g_assert_true (made_in == g_thread_self ());
  kith_engine_close (engine);
}

static void
test_key_file (void)
{
  if (g_test_subprocess ())
    {
      start_with_key_file ();
      return;
    }

  /* GLib makes the VFS once for each process. */
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start/key-file", test_key_file);
  return g_test_run ();
}
