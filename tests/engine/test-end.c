/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* An engine that goes while another thread works for it: every callback is called, and nothing is kept alive by that thread's late word. */

#include "config.h"

#include <fcntl.h>
#include <sys/file.h>

#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-engine.h"

typedef struct
{
  char *dir;
  KithEngine *engine;
  KithAddress *address;
  int lock; /* of the history: as another program holds it that writes there */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = NULL;
  g_autofree char *lock = NULL;
  g_autofree char *settings = NULL;
  char *none[] = { NULL };
  KithCoreConfig config = { NULL };

  fixture->dir = g_dir_make_tmp ("kith-end-XXXXXX", NULL);
  fixture->address = kith_address_new ("jane.doe@example.org", NULL, NULL);
  folder = g_build_filename (fixture->dir, "history", NULL);
  lock = g_build_filename (folder, "lock", NULL);
  settings = g_build_filename (fixture->dir, "settings.ini", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  fixture->lock = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (fixture->lock, >=, 0);
  g_assert_cmpint (flock (fixture->lock, LOCK_EX), ==, 0);
  config = (KithCoreConfig) { .cache_dir = fixture->dir, .data_dir = fixture->dir, .state_dir = fixture->dir, .provider_folders = none,
                              .module_folder = (char *) "/nonexistent", .settings_file = settings };
  fixture->engine = kith_engine_new_with_config (&config);
}

/* The thread that waited goes on, and writes what it came to write: nothing of it is under way when this returns. */
static void
let_thread_write (Fixture  *fixture,
                  gboolean  index)
{
  g_autofree char *path = g_build_filename (fixture->dir, "history", "index", NULL);

  g_assert_cmpint (flock (fixture->lock, LOCK_UN), ==, 0);
  WAIT_UNTIL (g_file_test (path, G_FILE_TEST_EXISTS) == index);
  g_assert_cmpint (flock (fixture->lock, LOCK_EX), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_null (fixture->engine);
  g_assert_cmpint (close (fixture->lock), ==, 0);
  g_object_unref (fixture->address);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
test_remove_history (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "history", "index", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  kith_engine_remove_history_async (fixture->engine, NULL, kith_test_keep_result, &result);
  kith_engine_close (fixture->engine);
  WAIT_UNTIL (result != NULL);
  g_assert_false (kith_engine_remove_history_finish (fixture->engine, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  let_thread_write (fixture, FALSE);
  g_clear_object (&result);
  kith_test_let_engine_go (&fixture->engine);
}

static void
test_evidence (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_list_evidence_async (fixture->engine, fixture->address, NULL, 10, NULL, kith_test_keep_result, &result);
  kith_engine_close (fixture->engine);
  WAIT_UNTIL (result != NULL);
  /* It may have been quicker. */
  list = kith_engine_list_evidence_finish (fixture->engine, result, &error);
  g_assert_true (list != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  g_clear_object (&result);
  kith_test_let_engine_go (&fixture->engine);
}

/* Engine thread. */
static void
watch (KithCore *core,
       gpointer  user_data)
{
  g_object_add_weak_pointer (G_OBJECT (core), user_data);
  g_atomic_pointer_set ((KithCore **) user_data, core);
}

/* The history is told whose mail it is before it answers, which another program holds up. */
static void
test_lookup (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const owners[] = { "you@example.com", NULL };
  KithLookup *lookup;
  KithCore *core = NULL;

  kith_worker_call (kith_engine_get_worker (fixture->engine), watch, &core, NULL);
  WAIT_UNTIL (g_atomic_pointer_get (&core) != NULL);
  kith_engine_set_own_addresses (fixture->engine, owners);
  lookup = kith_engine_lookup (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE);
  WAIT_UNTIL (kith_lookup_get_profile (lookup) != NULL);
  g_assert_false (kith_lookup_is_complete (lookup));
  kith_engine_close (fixture->engine);
  let_thread_write (fixture, TRUE);
  g_object_unref (lookup);
  kith_test_let_engine_go (&fixture->engine);
  WAIT_UNTIL (g_atomic_pointer_get (&core) == NULL);
}

#define ADD(name, func) g_test_add ("/engine/end/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("remove-history", test_remove_history);
  ADD ("evidence", test_evidence);
  ADD ("lookup", test_lookup);
  return g_test_run ();
}
