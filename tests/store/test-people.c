/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <sqlite3.h>
#include <string.h>

#include "kith-people.h"
#include "store-test.h"

#define WREN "Wren.Hollis@fernworks.example"
#define WREN_KEY "wren.hollis@fernworks.example"

typedef struct
{
  char *folder;
  char *path;
  KithAddress *wren;
  KithAddress *otto;
} Fixture;

static KithAddress *
make_address (const char *mailbox)
{
  g_autoptr (GError) error = NULL;
  KithAddress *address = kith_address_new (mailbox, NULL, &error);

  g_assert_no_error (error);
  return address;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = store_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "people.db", NULL);
  fixture->wren = make_address (WREN);
  fixture->otto = make_address ("otto.lind@kestrel.example");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->wren);
  g_assert_finalize_object (fixture->otto);
  g_free (fixture->path);
  store_test_remove_folder (fixture->folder);
}

static KithPeople *
open_people (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KithPeople *people = kith_people_open (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_null (kith_people_get_problem (people));
  return people;
}

static gboolean
is_never (KithPeople  *people,
          KithAddress *address)
{
  g_autoptr (GError) error = NULL;
  gboolean never;

  g_assert_true (kith_people_is_never (people, address, &never, &error));
  g_assert_no_error (error);
  return never;
}

static void
collect_correction (KithField   field,
                    const char *value,
                    gint64      written,
                    gpointer    user_data)
{
  g_assert_cmpint (written, >, 0);
  g_string_append_printf (user_data, "%s=%s;", kith_field_get_id (field), value);
}

static char *
dup_corrections (KithPeople  *people,
                 KithAddress *address)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_people_foreach_correction (people, address, collect_correction, text, &error));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
collect_row (const KithPeopleRow *row,
             gpointer             user_data)
{
  static const char *const kinds[] = { "note", "correction", "rejection", "confirmation" };

  g_assert_cmpint (row->written, >, 0);
  g_string_append_printf (user_data, "%s %s %s %s %s;", kinds[row->kind], row->address, kith_field_get_id (row->field),
                          row->provider_id != NULL ? row->provider_id : "-", row->value != NULL ? row->value : "-");
}

static char *
dup_rows (KithPeople  *people,
          KithAddress *address)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_people_foreach (people, address, collect_row, text, &error));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
write_everything (KithPeople  *people,
                  KithAddress *address)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_people_set_note (people, address, "Met at the fern fair", &error));
  g_assert_true (kith_people_set_correction (people, address, KITH_FIELD_ROLE, "Head of Ferns", &error));
  g_assert_true (kith_people_add_rejection (people, address, KITH_FIELD_COMPANY, "gravatar", "Moss Ltd", &error));
  g_assert_true (kith_people_add_confirmation (people, address, KITH_FIELD_COMPANY, "linkedin", "Fern  Works", &error));
  g_assert_no_error (error);
}

static void
test_never (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) same = make_address (WREN_KEY);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, WREN_KEY, -1);

  {
    g_autoptr (KithPeople) people = open_people (fixture);

    g_assert_false (is_never (people, fixture->wren));
    g_assert_true (kith_people_add_never (people, fixture->wren, &error));
    g_assert_no_error (error);
    g_assert_true (is_never (people, fixture->wren));
    g_assert_true (is_never (people, same));
    g_assert_false (is_never (people, fixture->otto));
  }
  {
    g_autoptr (KithPeople) people = open_people (fixture);

    g_assert_true (is_never (people, fixture->wren));
    g_assert_false (is_never (people, fixture->otto));
    g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN_KEY), ==, 0);
    g_assert_cmpuint (store_test_count_files_with (fixture->folder, sha256), ==, 0);

    g_assert_true (kith_people_remove_never (people, fixture->wren, &error));
    g_assert_false (is_never (people, fixture->wren));
  }
}

/* Two files never hold the same hash for the same address. */
static void
test_salt (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *other_path = g_build_filename (fixture->folder, "other.db", NULL);
  const char *paths[] = { fixture->path, other_path };
  GBytes *hashes[2];

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (KithPeople) people = kith_people_open (paths[i], NULL);
      sqlite3 *handle;
      sqlite3_stmt *statement;

      g_assert_true (kith_people_add_never (people, fixture->wren, NULL));
      g_assert_cmpint (sqlite3_open (paths[i], &handle), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT hash FROM never", -1, &statement, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
      g_assert_cmpint (sqlite3_column_bytes (statement, 0), ==, 32);
      hashes[i] = g_bytes_new (sqlite3_column_blob (statement, 0), 32);
      sqlite3_finalize (statement);
      sqlite3_close (handle);
    }
  g_assert_false (g_bytes_equal (hashes[0], hashes[1]));
  g_bytes_unref (hashes[0]);
  g_bytes_unref (hashes[1]);
}

static void
test_words (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *none = kith_people_dup_note (people, fixture->wren, NULL, &error);
  g_autofree char *note = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *corrections = NULL;
  g_autofree char *fewer = NULL;
  gint64 written = 0;

  g_assert_no_error (error);
  g_assert_null (none);
  g_assert_true (kith_people_set_note (people, fixture->wren, "Two\nlines", &error));
  note = kith_people_dup_note (people, fixture->wren, &written, &error);
  g_assert_cmpstr (note, ==, "Two\nlines");
  g_assert_cmpint (written, >, 0);
  g_assert_true (kith_people_set_note (people, fixture->wren, "", &error));
  gone = kith_people_dup_note (people, fixture->wren, NULL, &error);
  g_assert_null (gone);

  g_assert_true (kith_people_set_correction (people, fixture->wren, KITH_FIELD_ROLE, "Gardener", &error));
  g_assert_true (kith_people_set_correction (people, fixture->wren, KITH_FIELD_ROLE, "Head of Ferns", &error));
  g_assert_true (kith_people_set_correction (people, fixture->wren, KITH_FIELD_COMPANY, "Fernworks", &error));
  g_assert_true (kith_people_set_correction (people, fixture->otto, KITH_FIELD_ROLE, "Warden", &error));
  g_assert_no_error (error);
  corrections = dup_corrections (people, fixture->wren);
  g_assert_cmpstr (corrections, ==, "company=Fernworks;role=Head of Ferns;");
  g_assert_true (kith_people_set_correction (people, fixture->wren, KITH_FIELD_ROLE, NULL, &error));
  fewer = dup_corrections (people, fixture->wren);
  g_assert_cmpstr (fewer, ==, "company=Fernworks;");

  g_assert_false (kith_people_set_correction (people, fixture->wren, KITH_FIELD_LINK, "javascript:alert(1)", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
test_rejections (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_people_add_rejection (people, fixture->wren, KITH_FIELD_ROLE, "gravatar", "Chief  Gardener", &error));
  g_assert_true (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_ROLE, "gravatar", "chief gardener"));
  g_assert_false (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_ROLE, "gravatar", "Gardener"));
  g_assert_false (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_ROLE, "message", "Chief Gardener"));
  g_assert_false (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_COMPANY, "gravatar", "Chief Gardener"));
  g_assert_false (kith_people_is_rejected (people, fixture->otto, KITH_FIELD_ROLE, "gravatar", "Chief Gardener"));

  /* Whatever the provider says */
  g_assert_true (kith_people_add_rejection (people, fixture->wren, KITH_FIELD_COMPANY, "gravatar", NULL, &error));
  g_assert_true (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_COMPANY, "gravatar", "Anything at all"));
  g_assert_no_error (error);
}

static void
test_confirmations (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *yes = NULL;
  g_autofree char *no = NULL;
  g_autofree char *exception = NULL;
  g_autofree char *undone = NULL;

  g_assert_true (kith_people_add_rejection (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
  g_assert_true (kith_people_add_confirmation (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
  g_assert_true (kith_people_add_confirmation (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "GARDENER", &error));
  g_assert_no_error (error);
  yes = dup_rows (people, fixture->wren);
  g_assert_cmpstr (yes, ==, "confirmation " WREN_KEY " role linkedin GARDENER;");
  g_assert_false (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener"));

  /* The last word counts. */
  g_assert_true (kith_people_add_rejection (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", NULL, &error));
  no = dup_rows (people, fixture->wren);
  g_assert_cmpstr (no, ==, "rejection " WREN_KEY " role linkedin -;");
  g_assert_true (kith_people_add_confirmation (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
  exception = dup_rows (people, fixture->wren);
  g_assert_cmpstr (exception, ==, "rejection " WREN_KEY " role linkedin -;confirmation " WREN_KEY " role linkedin Gardener;");

  g_assert_true (kith_people_remove_confirmation (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
  g_assert_true (kith_people_remove_rejection (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", NULL, &error));
  g_assert_no_error (error);
  undone = dup_rows (people, fixture->wren);
  g_assert_cmpstr (undone, ==, "");

  g_assert_false (kith_people_add_confirmation (people, fixture->wren, KITH_FIELD_LINK, "linkedin", "javascript:alert(1)", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

/* What another program than Kith may do to the file. */
static void
change_file (Fixture    *fixture,
             const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

/* A yes takes back the no, and a no the yes: where the second half fails, nothing is written. */
static void
test_both_or_none (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autoptr (GError) error = NULL;

  change_file (fixture, "DROP TABLE confirmations");
  g_assert_false (kith_people_add_rejection (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener"));

  change_file (fixture,
               "CREATE TABLE confirmations (address, field, provider, key, value, written, PRIMARY KEY (address, field, provider, key));"
               "DROP TABLE rejections");
  g_assert_false (kith_people_add_confirmation (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_clear_error (&error);
  {
    g_autoptr (GString) rows = g_string_new (NULL);

    g_assert_true (kith_people_foreach_confirmation (people, fixture->wren, collect_row, rows, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (rows->str, ==, "");
  }
}

static void
collect_objection (const char *hash,
                   const char *provider_id,
                   gint64      written,
                   gpointer    user_data)
{
  g_assert_cmpuint (strlen (hash), ==, 64);
  g_assert_cmpint (written, >, 0);
  g_string_append_printf (user_data, "%s;", provider_id);
}

static void
test_objections (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) listed = g_string_new (NULL);
  g_auto (GStrv) none = kith_people_dup_objections (people, fixture->wren, &error);
  g_auto (GStrv) two = NULL;
  g_auto (GStrv) kept = NULL;
  g_auto (GStrv) others = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_true (kith_people_add_objection (people, fixture->wren, "hunter", &error));
  g_assert_true (kith_people_add_objection (people, fixture->wren, "apollo", &error));
  g_assert_true (kith_people_add_objection (people, fixture->wren, "apollo", &error));
  g_assert_no_error (error);
  two = kith_people_dup_objections (people, fixture->wren, &error);
  g_assert_true (g_strv_contains ((const char *const *) two, "hunter") && g_strv_contains ((const char *const *) two, "apollo"));
  others = kith_people_dup_objections (people, fixture->otto, &error);
  g_assert_cmpuint (g_strv_length (others), ==, 0);
  g_assert_true (kith_people_foreach_objection (people, NULL, collect_objection, listed, &error));
  g_assert_cmpstr (listed->str, ==, "apollo;hunter;");
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN_KEY), ==, 0);

  /* Whoever is forgotten has objected all the same. */
  g_assert_true (kith_people_forget (people, fixture->wren, &error) && kith_people_clear (people, &error));
  kept = kith_people_dup_objections (people, fixture->wren, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (kept), ==, 2);

  /* To whom is not known any more: it may be to any. */
  change_file (fixture, "UPDATE objections SET provider = x'ff' WHERE provider = 'apollo'");
  g_assert_null (kith_people_dup_objections (people, fixture->wren, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_clear_error (&error);
  g_string_truncate (listed, 0);
  g_assert_true (kith_people_foreach_objection (people, fixture->wren, collect_objection, listed, &error));
  g_assert_cmpstr (listed->str, ==, "hunter;");
}

static void
test_foreach (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autofree char *rows = NULL;
  g_autofree char *all = NULL;

  write_everything (people, fixture->wren);
  g_assert_true (kith_people_add_rejection (people, fixture->otto, KITH_FIELD_PHOTO, "gravatar", NULL, NULL));
  rows = dup_rows (people, fixture->wren);
  g_assert_cmpstr (rows, ==,
                   "note " WREN_KEY " note - Met at the fern fair;"
                   "correction " WREN_KEY " role - Head of Ferns;"
                   "rejection " WREN_KEY " company gravatar moss ltd;"
                   "confirmation " WREN_KEY " company linkedin Fern Works;");
  all = dup_rows (people, NULL);
  g_assert_nonnull (strstr (all, "rejection otto.lind@kestrel.example photo gravatar -;"));
  g_assert_cmpuint (strlen (all), >, strlen (rows));
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithPeople) people = open_people (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *others = NULL;

  write_everything (people, fixture->wren);
  write_everything (people, fixture->otto);
  g_assert_true (kith_people_add_never (people, fixture->wren, &error));
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN_KEY), >, 0);

  g_assert_true (kith_people_forget (people, fixture->wren, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN_KEY), ==, 0);
  rows = dup_rows (people, fixture->wren);
  g_assert_cmpstr (rows, ==, "");
  others = dup_rows (people, NULL);
  g_assert_nonnull (strstr (others, "otto.lind"));
  g_assert_true (is_never (people, fixture->wren));

  g_assert_true (kith_people_clear (people, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "kestrel"), ==, 0);
  g_assert_true (is_never (people, fixture->wren));
}

/* Every schema that was released before. A new schema adds its dump to the list. */
static const char *const dumps[] = { "people-v1.sql", "people-v2.sql" };

static void
write_dump (Fixture    *fixture,
            const char *dump)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "store", "fixtures", dump, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (file, &sql, NULL, &error);
  g_assert_no_error (error);
  g_unlink (fixture->path);
  change_file (fixture, sql);
}

static void
assert_dump (Fixture    *fixture,
             KithPeople *people,
             gboolean    with_confirmations)
{
  g_autoptr (KithAddress) never = make_address ("ada.moss@kestrel.example");
  g_autofree char *corrections = dup_corrections (people, fixture->wren);
  g_autofree char *note = kith_people_dup_note (people, fixture->wren, NULL, NULL);
  g_autofree char *rows = dup_rows (people, fixture->wren);

  g_assert_true (is_never (people, never));
  g_assert_false (is_never (people, fixture->otto));
  g_assert_cmpstr (corrections, ==, "role=Head of Ferns;");
  g_assert_cmpstr (note, ==, "Met at the fern fair");
  g_assert_true (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_COMPANY, "gravatar", "Moss Ltd"));
  g_assert_true (kith_people_is_rejected (people, fixture->wren, KITH_FIELD_PHOTO, "gravatar", "https://pictures.example/1"));
  g_assert_cmpint (strstr (rows, "confirmation " WREN_KEY " role linkedin Fern Keeper;") != NULL, ==, with_confirmations);
}

/* Each opens, is brought up to date, and keeps what it holds. */
static void
test_schemas (Fixture       *fixture,
              gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dumps); i++)
    {
      g_autoptr (KithPeople) people = NULL;

      write_dump (fixture, dumps[i]);
      people = open_people (fixture);
      assert_dump (fixture, people, i > 0);
      write_everything (people, fixture->otto);
    }
}

/* Each that cannot be brought up to date, since another program writes, is read all the same, and reported; nothing is written to it, nor lost with a copy. */
static void
test_schemas_locked (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char *const modes[] = { "PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = WAL" };

  for (gsize i = 0; i < G_N_ELEMENTS (dumps); i++)
    {
      g_autoptr (KithPeople) people = NULL;
      g_autoptr (KithPeople) writer = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) objections = NULL;
      sqlite3 *other = NULL;

      write_dump (fixture, dumps[i]);
      g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (other, modes[i], NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);

      people = kith_people_open (fixture->path, &error);
      g_assert_no_error (error);
      g_assert_error (kith_people_get_problem (people), KITH_ERROR, KITH_ERROR_STORAGE);
      assert_dump (fixture, people, i > 0);
      objections = kith_people_dup_objections (people, fixture->wren, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length (objections), ==, 0);
      g_assert_false (kith_people_set_note (people, fixture->wren, "Other", &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
      g_clear_error (&error);
      g_assert_false (kith_people_add_confirmation (people, fixture->wren, KITH_FIELD_ROLE, "linkedin", "Gardener", &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
      g_clear_error (&error);

      g_assert_cmpint (sqlite3_exec (other, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
      /* What another program decides from then on holds here as well. */
      g_assert_false (is_never (people, fixture->otto));
      writer = open_people (fixture);
      g_assert_true (kith_people_add_never (writer, fixture->otto, &error));
      g_assert_true (is_never (people, fixture->otto));
      g_assert_true (kith_people_remove_never (writer, fixture->otto, &error));
      g_assert_false (is_never (people, fixture->otto));
      g_clear_object (&writer);
      g_clear_object (&people);
      people = open_people (fixture);
      assert_dump (fixture, people, i > 0);
    }
}

/* The owner's data in a file that cannot be written: read, reported, and writing is an error. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  {
    g_autoptr (KithPeople) people = open_people (fixture);

    write_everything (people, fixture->wren);
    g_assert_true (kith_people_forget (people, fixture->otto, &error));
  }
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, &error));
  /* The last page is the tree of one table's index: the others can be read. */
  memset (contents + length - 4096, 0xa5, 4096);
  g_assert_true (g_file_set_contents (fixture->path, contents, length, &error));
  {
    g_autoptr (KithPeople) people = kith_people_open (fixture->path, &error);
    g_autofree char *note = NULL;

    g_assert_no_error (error);
    g_assert_error (kith_people_get_problem (people), KITH_ERROR, KITH_ERROR_STORAGE);
    note = kith_people_dup_note (people, fixture->wren, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (note, ==, "Met at the fern fair");
    g_assert_false (kith_people_set_note (people, fixture->wren, "Other", &error));
    g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/people/never", Fixture, NULL, set_up, test_never, tear_down);
  g_test_add ("/people/salt", Fixture, NULL, set_up, test_salt, tear_down);
  g_test_add ("/people/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/people/rejections", Fixture, NULL, set_up, test_rejections, tear_down);
  g_test_add ("/people/confirmations", Fixture, NULL, set_up, test_confirmations, tear_down);
  g_test_add ("/people/both-or-none", Fixture, NULL, set_up, test_both_or_none, tear_down);
  g_test_add ("/people/objections", Fixture, NULL, set_up, test_objections, tear_down);
  g_test_add ("/people/foreach", Fixture, NULL, set_up, test_foreach, tear_down);
  g_test_add ("/people/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/people/schemas", Fixture, NULL, set_up, test_schemas, tear_down);
  g_test_add ("/people/schemas-locked", Fixture, NULL, set_up, test_schemas_locked, tear_down);
  g_test_add ("/people/damaged", Fixture, NULL, set_up, test_damaged, tear_down);

  return g_test_run ();
}
