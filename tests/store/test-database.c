/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "kith-database.h"
#include "store-test.h"

#define NEEDLE "wren.hollis@fernworks.example"

static const char *const first[] = {
  "CREATE TABLE birds (name TEXT PRIMARY KEY, weight INTEGER, picture BLOB);",
  NULL
};

static const char *const second[] = {
  "CREATE TABLE birds (name TEXT PRIMARY KEY, weight INTEGER, picture BLOB);",
  "ALTER TABLE birds ADD COLUMN song TEXT; UPDATE birds SET song = 'none known';",
  NULL
};

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = store_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "kith", "birds.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_free (fixture->path);
  store_test_remove_folder (fixture->folder);
}

static KithDatabase *
open_ok (const char         *path,
         KithDatabasePolicy  policy,
         const char *const  *migrations)
{
  g_autoptr (GError) error = NULL;
  KithDatabase *database = kith_database_open (path, policy, migrations, &error);

  g_assert_no_error (error);
  g_assert_nonnull (database);
  return database;
}

static void
open_fails (const char         *path,
            KithDatabasePolicy  policy,
            const char *const  *migrations,
            const char         *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithDatabase) database = kith_database_open (path, policy, migrations, &error);

  g_assert_null (database);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "birds.db"));
  g_assert_nonnull (strstr (error->message, reason));
  g_assert_null (strstr (error->message, "/"));
}

static void
add_bird (KithDatabase *database,
          const char   *name,
          gint64        weight)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithStatement) statement = kith_database_prepare (database, "INSERT OR REPLACE INTO birds (name, weight) VALUES (?1, ?2)", &error);

  g_assert_no_error (error);
  kith_statement_bind_text (statement, 1, name);
  kith_statement_bind_int64 (statement, 2, weight);
  g_assert_true (kith_statement_run (statement, &error));
  g_assert_no_error (error);
}

static gint64
count_birds (KithDatabase *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithStatement) statement = kith_database_prepare (database, "SELECT count(*) FROM birds", &error);
  gboolean row;

  g_assert_no_error (error);
  kith_statement_step (statement, &row, &error);
  g_assert_no_error (error);
  g_assert_true (row);

  return kith_statement_get_int64 (statement, 0);
}

/* What another program would do to the file. */
static void
run_foreign (const char *path,
             const char *sql)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = g_bytes_new ("\0\1\2", 3);
  gboolean row;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (KithStatement) insert = kith_database_prepare (database, "INSERT INTO birds VALUES (?1, ?2, ?3)", &error);
      g_autofree char *name = g_strdup_printf ("bird %d", i);

      kith_statement_bind_text (insert, 1, name);
      /* A parameter that is not bound is NULL, not what it was in the last use. */
      if (i == 0)
        {
          kith_statement_bind_int64 (insert, 2, G_MAXINT64);
          kith_statement_bind_bytes (insert, 3, picture);
        }
      g_assert_true (kith_statement_run (insert, &error));
    }

  {
    g_autoptr (KithStatement) select = kith_database_prepare (database, "SELECT name, weight, picture FROM birds ORDER BY name", &error);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GBytes) none = NULL;

    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_cmpstr (kith_statement_get_text (select, 0), ==, "bird 0");
    g_assert_cmpint (kith_statement_get_int64 (select, 1), ==, G_MAXINT64);
    bytes = kith_statement_dup_bytes (select, 2);
    g_assert_true (g_bytes_equal (bytes, picture));
    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_cmpint (kith_statement_get_int64 (select, 1), ==, 0);
    none = kith_statement_dup_bytes (select, 2);
    g_assert_null (none);
    g_assert_null (kith_statement_get_text (select, 1));
    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_true (kith_statement_step (select, &row, &error) && !row);
  }

  /* Text that is no UTF-8, or holds a NUL, is not given out. */
  g_assert_true (kith_database_execute (database, "UPDATE birds SET name = CAST (x'c328' AS TEXT) WHERE name = 'bird 1'", &error));
  g_assert_true (kith_database_execute (database, "UPDATE birds SET name = CAST (x'410042' AS TEXT) WHERE name = 'bird 2'", &error));
  {
    g_autoptr (KithStatement) select = kith_database_prepare (database, "SELECT name FROM birds WHERE name <> 'bird 0'", &error);

    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_null (kith_statement_get_text (select, 0));
    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_null (kith_statement_get_text (select, 0));
  }
  g_assert_cmpint (kith_database_get_size (database), >, 0);
}

/* Values over the limit are refused with an error, and the database goes on. */
static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (16 * 1024 * 1024 + 1, 'x');

  {
    g_autoptr (KithStatement) insert = kith_database_prepare (database, "INSERT INTO birds (name) VALUES (?1)", NULL);

    kith_statement_bind_text (insert, 1, large);
    g_assert_false (kith_statement_run (insert, &error));
    g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  }
  add_bird (database, "wren", 9);
  g_assert_cmpint (count_birds (database), ==, 1);
}

static void
test_modes (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (fixture->path, "-shm", NULL);
  mode_t before = umask (0);

  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);

    add_bird (database, "wren", 9);
    g_assert_cmpuint (store_test_get_mode (folder), ==, 0700);
    g_assert_cmpuint (store_test_get_mode (fixture->path), ==, 0600);
    g_assert_cmpuint (store_test_get_mode (wal), ==, 0600);
    g_assert_cmpuint (store_test_get_mode (shm), ==, 0600);
  }

  /* A file that somebody opened to others is closed again. */
  g_assert_cmpint (g_chmod (fixture->path, 0666), ==, 0);
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);

    add_bird (database, "robin", 18);
    g_assert_cmpuint (store_test_get_mode (fixture->path), ==, 0600);
    g_assert_cmpuint (store_test_get_mode (wal), ==, 0600);
  }
  umask (before);
}

static void
test_migration (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const wrong[] = {
    "CREATE TABLE birds (name TEXT PRIMARY KEY, weight INTEGER, picture BLOB);",
    "ALTER TABLE birds ADD COLUMN song TEXT; UPDATE birds SET song = 'none known';",
    "CREATE TABLE nests (place TEXT); INSERT INTO trees VALUES (1);",
    NULL
  };
  g_autoptr (GError) error = NULL;
  gboolean row;

  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_KEEP, first);

    add_bird (database, "wren", 9);
  }
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_KEEP, second);
    g_autoptr (KithStatement) select = kith_database_prepare (database, "SELECT song FROM birds", &error);

    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_cmpstr (kith_statement_get_text (select, 0), ==, "none known");
  }

  /* An older Kith leaves the file of a newer one alone, cache or not. */
  open_fails (fixture->path, KITH_DATABASE_KEEP, first, "newer version");
  open_fails (fixture->path, KITH_DATABASE_DISCARD, first, "newer version");

  /* A migration that fails in its middle changes nothing. */
  open_fails (fixture->path, KITH_DATABASE_KEEP, wrong, "");
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_KEEP, second);
    g_autoptr (KithStatement) select = kith_database_prepare (database, "SELECT count(*) FROM sqlite_schema WHERE name = 'nests'", &error);

    g_assert_true (kith_statement_step (select, &row, &error) && row);
    g_assert_cmpint (kith_statement_get_int64 (select, 0), ==, 0);
    g_assert_cmpint (count_birds (database), ==, 1);
    g_assert_false (kith_database_is_read_only (database));
  }
}

static void
check_begun_anew (Fixture *fixture)
{
  g_autofree char *broken = g_strconcat (fixture->path, ".broken", NULL);
  g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);

  g_assert_cmpint (count_birds (database), ==, 0);
  add_bird (database, "wren", 9);
  g_assert_cmpint (count_birds (database), ==, 1);
  g_assert_true (g_file_test (broken, G_FILE_TEST_IS_REGULAR));
}

static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  /* No database at all */
  store_test_write (fixture->path, "This is a letter, and quite a long one, about something else altogether. It has no end, and no beginning either.");
  check_begun_anew (fixture);

  /* Truncated */
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
    g_autofree char *long_name = g_strnfill (50000, 'x');

    add_bird (database, long_name, 1);
    g_assert_true (kith_database_scrub (database, &error));
  }
  g_file_get_contents (fixture->path, &text, &length, &error);
  g_assert_cmpuint (length, >, 50000);
  g_file_set_contents (fixture->path, text, 20000, &error);
  g_assert_no_error (error);
  check_begun_anew (fixture);

  /* Right length, wrong bytes within */
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);

    for (int i = 0; i < 500; i++)
      {
        g_autofree char *name = g_strdup_printf ("bird %d", i);

        add_bird (database, name, i);
      }
    g_assert_true (kith_database_scrub (database, &error));
  }
  g_free (text);
  g_file_get_contents (fixture->path, &text, &length, &error);
  memset (text + 2 * 4096, 0xa5, length - 2 * 4096);
  g_file_set_contents (fixture->path, text, length, &error);
  g_assert_no_error (error);
  check_begun_anew (fixture);

  /* The database of another program */
  g_unlink (fixture->path);
  run_foreign (fixture->path, "CREATE TABLE mail (id INTEGER)");
  check_begun_anew (fixture);

  /* Our version, but not our tables */
  g_unlink (fixture->path);
  run_foreign (fixture->path, "CREATE TABLE mail (id INTEGER); PRAGMA user_version = 1");
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
    g_autoptr (KithStatement) statement = kith_database_prepare (database, "SELECT count(*) FROM birds", &error);

    g_assert_null (statement);
    g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
    /* From the next use on it is a new one. */
    g_assert_cmpint (count_birds (database), ==, 0);
    add_bird (database, "wren", 9);
  }
  /* An empty file is a new one. */
  store_test_write (fixture->path, "%s", "");
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_KEEP, first);

    g_assert_cmpint (count_birds (database), ==, 0);
  }
}

/* User data is never set aside. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *broken = g_strconcat (fixture->path, ".broken", NULL);

  store_test_write (fixture->path, "This is a letter, and quite a long one, about something else altogether. It has no end, and no beginning either.");
  open_fails (fixture->path, KITH_DATABASE_KEEP, first, "damaged");
  g_assert_false (g_file_test (broken, G_FILE_TEST_EXISTS));
  g_unlink (fixture->path);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  gboolean row;

  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_KEEP, first);
    g_autofree char *long_name = g_strnfill (20000, 'x');

    add_bird (database, "wren", 9);
    add_bird (database, long_name, 9);
  }

  /* A page that lists free space where there is none: what can still be read is read, and nothing may be written. */
  g_file_get_contents (fixture->path, &text, &length, &error);
  g_assert_no_error (error);
  text[4096 + 1] = 0x7f;
  g_file_set_contents (fixture->path, text, length, &error);
  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_KEEP, first);
    g_autoptr (KithStatement) select = kith_database_prepare (database, "SELECT weight FROM birds WHERE name = 'wren'", &error);
    g_autoptr (GError) failure = NULL;

    g_assert_true (kith_database_is_read_only (database));
    g_assert_error (kith_database_get_problem (database), KITH_ERROR, KITH_ERROR_STORAGE);
    g_assert_nonnull (select);
    kith_statement_step (select, &row, NULL);
    g_assert_false (kith_database_execute (database, "DELETE FROM birds", &failure));
    g_assert_error (failure, KITH_ERROR, KITH_ERROR_STORAGE);
    g_assert_nonnull (strstr (failure->message, "written"));
  }
}

static void
test_bad_places (Fixture       *fixture,
                 gconstpointer  data)
{
  static const KithDatabasePolicy policies[] = { KITH_DATABASE_DISCARD, KITH_DATABASE_KEEP };

  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autofree char *under_file = g_build_filename (fixture->folder, "file", "birds.db", NULL);
      g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
      g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", "birds.db", NULL);
      g_autofree char *fifo_folder = g_build_filename (fixture->folder, "fifo", NULL);

      /* A directory */
      g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
      open_fails (fixture->path, policies[i], first, "not a regular file");
      g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));

      /* A folder that cannot be made, and one nothing can be made in, whoever asks */
      store_test_write (file, "x");
      open_fails (under_file, policies[i], first, "");
      open_fails ("/proc/self/birds.db", policies[i], first, "");

      /* A pipe that nobody writes to must not hold us. */
      g_assert_cmpint (g_mkdir_with_parents (fifo_folder, 0700), ==, 0);
      if (!g_file_test (fifo, G_FILE_TEST_EXISTS))
        g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
      open_fails (fifo, policies[i], first, "not a regular file");
    }
}

/* RLIMIT_FSIZE stands for a disk that fills: writes past it fail with EFBIG. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  struct rlimit before;
  struct rlimit small;
  g_autofree char *large = g_strnfill (100000, 'x');
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;

  small.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  open_fails (fixture->path, KITH_DATABASE_DISCARD, first, "");
  open_fails (fixture->path, KITH_DATABASE_KEEP, first, "");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  {
    g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
    g_autoptr (GError) error = NULL;

    add_bird (database, "wren", 9);
    small.rlim_cur = 65536;
    g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
    {
      g_autoptr (KithStatement) insert = kith_database_prepare (database, "INSERT INTO birds (name) VALUES (?1)", NULL);

      g_assert_true (kith_database_begin (database, NULL));
      kith_statement_bind_text (insert, 1, large);
      if (kith_statement_run (insert, &error))
        g_assert_false (kith_database_commit (database, &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
    }
    kith_database_rollback (database);
    /* What was there can be read on, and there is room again later. */
    g_assert_cmpint (count_birds (database), ==, 1);
    g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
    add_bird (database, "robin", 18);
    g_assert_cmpint (count_birds (database), ==, 2);
  }
  signal (SIGXFSZ, handler);
}

static void
test_two (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (KithDatabase) one = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
  g_autoptr (KithDatabase) two = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
  g_autoptr (GError) error = NULL;
  gint64 start;

  add_bird (one, "wren", 9);
  add_bird (two, "robin", 18);
  g_assert_cmpint (count_birds (one), ==, 2);

  /* One writes while the other wants to: it is told after about two seconds, and nothing hangs. Reading goes on. */
  g_assert_true (kith_database_begin (one, &error));
  add_bird (one, "owl", 300);
  start = g_get_monotonic_time ();
  g_assert_false (kith_database_begin (two, &error));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "another program"));
  g_assert_cmpint (count_birds (two), ==, 2);
  g_clear_error (&error);
  g_assert_true (kith_database_commit (one, &error));
  g_assert_cmpint (count_birds (two), ==, 3);
}

static gpointer
open_in_thread (gpointer data)
{
  return open_ok (data, KITH_DATABASE_DISCARD, second);
}

/* Two programs that start at once make one schema. */
static void
test_race (Fixture       *fixture,
           gconstpointer  data)
{
  for (int round = 0; round < 20; round++)
    {
      GThread *threads[4];

      for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("open", open_in_thread, fixture->path);
      for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
        {
          g_autoptr (KithDatabase) database = g_thread_join (threads[i]);

          g_assert_cmpint (count_birds (database), ==, 0);
        }
      g_assert_cmpint (g_unlink (fixture->path), ==, 0);
    }
}

static void
fill (KithDatabase *database)
{
  g_autoptr (GError) error = NULL;

  /* Rows of all sizes around the one, so that pages split, merge and overflow. */
  g_assert_true (kith_database_begin (database, &error));
  for (int i = 0; i < 400; i++)
    {
      g_autofree char *padding = g_strnfill ((i * 37) % 6000, 'p');
      g_autofree char *name = g_strdup_printf ("%s %d %s", i % 3 == 0 ? NEEDLE : "nobody", i, padding);

      add_bird (database, name, i);
    }
  g_assert_true (kith_database_commit (database, &error));
  for (int i = 0; i < 400; i += 2)
    {
      g_autoptr (KithStatement) statement = kith_database_prepare (database, "UPDATE birds SET name = name || ?2 WHERE weight = ?1", &error);

      kith_statement_bind_int64 (statement, 1, i);
      kith_statement_bind_text (statement, 2, "longer than before");
      g_assert_true (kith_statement_run (statement, &error));
    }
}

static void
delete_needle (KithDatabase *database)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_database_execute (database, "DELETE FROM birds WHERE instr (name, '" NEEDLE "')", &error));
}

static void
test_scrub (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithDatabase) database = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
  g_autoptr (KithDatabase) other = open_ok (fixture->path, KITH_DATABASE_DISCARD, first);
  g_autofree char *broken = g_strconcat (fixture->path, ".broken", NULL);
  g_autoptr (GError) error = NULL;
  gboolean row;

  fill (database);
  store_test_write (broken, "an old copy with %s in it", NEEDLE);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, NEEDLE), >=, 2);
  g_assert_cmpint (count_birds (other), ==, 400);
  delete_needle (database);
  g_assert_true (kith_database_scrub (database, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, NEEDLE), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "hollis"), ==, 0);

  /* With somebody in the middle of reading, the log cannot be emptied: that is said, and later it works. */
  fill (database);
  {
    g_autoptr (KithStatement) reading = kith_database_prepare (other, "SELECT name FROM birds", &error);

    g_assert_true (kith_statement_step (reading, &row, &error) && row);
    delete_needle (database);
    g_assert_false (kith_database_scrub (database, &error));
    g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
    g_assert_nonnull (strstr (error->message, "Another program"));
    g_clear_error (&error);
  }
  g_assert_true (kith_database_scrub (database, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, NEEDLE), ==, 0);
  g_assert_cmpint (count_birds (other), ==, count_birds (database));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/database/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/database/limit", Fixture, NULL, set_up, test_limit, tear_down);
  g_test_add ("/database/modes", Fixture, NULL, set_up, test_modes, tear_down);
  g_test_add ("/database/migration", Fixture, NULL, set_up, test_migration, tear_down);
  g_test_add ("/database/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/database/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/database/read-only", Fixture, NULL, set_up, test_read_only, tear_down);
  g_test_add ("/database/bad-places", Fixture, NULL, set_up, test_bad_places, tear_down);
  g_test_add ("/database/full-disk", Fixture, NULL, set_up, test_full_disk, tear_down);
  g_test_add ("/database/two", Fixture, NULL, set_up, test_two, tear_down);
  g_test_add ("/database/race", Fixture, NULL, set_up, test_race, tear_down);
  g_test_add ("/database/scrub", Fixture, NULL, set_up, test_scrub, tear_down);

  return g_test_run ();
}
