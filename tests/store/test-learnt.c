/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "kith-learnt.h"
#include "store-test.h"

#define WREN_KEY "wren.hollis@fernworks.example"

typedef struct
{
  char *folder;
  char *path;
  KithLearnt *learnt;
  KithAddress *wren;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = store_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "learnt.db", NULL);
  fixture->learnt = kith_learnt_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->wren = kith_address_new (WREN_KEY, NULL, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->learnt);
  g_assert_finalize_object (fixture->wren);
  g_free (fixture->path);
  store_test_remove_folder (fixture->folder);
}

static void
set_employer (KithLearnt *learnt,
              const char *mailbox,
              const char *domain,
              const char *value)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_learnt_set_employer (learnt, address, domain, KITH_FIELD_COMPANY, value, "signature", &error));
  g_assert_no_error (error);
}

static char *
dup_employers (KithLearnt *learnt,
               const char *domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = kith_learnt_find_employers (learnt, domain, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const KithLearntRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text, "%s %s %s %s;", row->address, kith_field_get_id (row->field), row->value, row->provider_id);
    }
  return g_string_free (text, FALSE);
}

static void
test_employers (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *other = NULL;

  set_employer (fixture->learnt, WREN_KEY, "fernworks.example", "Fernworks");
  set_employer (fixture->learnt, WREN_KEY, "fernworks.example", "Fernworks");
  first = dup_employers (fixture->learnt, "fernworks.example");
  g_assert_cmpstr (first, ==, WREN_KEY " company Fernworks signature;");
  set_employer (fixture->learnt, WREN_KEY, "fernworks.example", "Fern Works Ltd");
  changed = dup_employers (fixture->learnt, "fernworks.example");
  g_assert_cmpstr (changed, ==, WREN_KEY " company Fern Works Ltd signature;");
  set_employer (fixture->learnt, WREN_KEY, "fernworks.example", NULL);
  gone = dup_employers (fixture->learnt, "fernworks.example");
  g_assert_cmpstr (gone, ==, "");
  other = dup_employers (fixture->learnt, "example");
  g_assert_cmpstr (other, ==, "");
}

/* A domain of ten thousand people costs as much as one of some hundreds. */
static void
test_bounds (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *mailbox = g_strdup_printf ("person%u@fernworks.example", i);

      set_employer (fixture->learnt, mailbox, "fernworks.example", "Fernworks");
    }
  rows = kith_learnt_find_employers (fixture->learnt, "fernworks.example", NULL);
  g_assert_cmpuint (rows->len, <=, 400);
  g_assert_cmpuint (rows->len, >=, 200);
  g_assert_true (kith_learnt_prune (fixture->learnt, NULL));
}

static void
add_signature (Fixture    *fixture,
               guint64     message,
               gint64      time,
               const char *role)
{
  KithLearntRow row = { .field = KITH_FIELD_ROLE, .value = (char *) role, .confidence = 0.85 };
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (rows, &row);
  g_assert_true (kith_learnt_add_signature (fixture->learnt, fixture->wren, message, time, rows, &error));
  g_assert_no_error (error);
}

static void
test_signatures (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;
  const KithLearntRow *newest;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *role = g_strdup_printf ("Gardener %u", i);

      /* Not in the order of time */
      add_signature (fixture, G_MAXUINT64 - i, 1000 + (i * 7) % 30, role);
    }
  add_signature (fixture, G_MAXUINT64, 1, "Written once");
  rows = kith_learnt_find_signatures (fixture->learnt, fixture->wren, NULL);
  g_assert_cmpuint (rows->len, ==, 8);
  newest = g_ptr_array_index (rows, 0);
  g_assert_cmpint (newest->time, ==, 1029);
  g_assert_cmpstr (newest->value, ==, "Gardener 17");
  g_assert_cmpfloat_with_epsilon (newest->confidence, 0.85, 0.001);
  g_assert_cmpint (((KithLearntRow *) g_ptr_array_index (rows, 7))->time, ==, 1022);
}

static void
count_row (const KithLearntRow *row,
           gpointer             user_data)
{
  ++*(guint *) user_data;
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  set_employer (fixture->learnt, WREN_KEY, "fernworks.example", "Fernworks");
  set_employer (fixture->learnt, "otto@kestrel.example", "kestrel.example", "Kestrel Ltd");
  add_signature (fixture, 1, 1000, "Head of Ferns");
  g_assert_true (kith_learnt_foreach (fixture->learnt, fixture->wren, count_row, &n, &error));
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (kith_learnt_foreach (fixture->learnt, NULL, count_row, &n, &error));
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "Head of Ferns"), >, 0);

  g_assert_true (kith_learnt_forget (fixture->learnt, fixture->wren, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "fernworks"), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "Head of Ferns"), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "kestrel"), >, 0);
  g_assert_true (kith_learnt_clear (fixture->learnt, &error));
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "kestrel"), ==, 0);
}

/* A cache: what cannot be read is begun anew. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "other.db", NULL);
  g_autoptr (KithLearnt) learnt = NULL;
  g_autoptr (GError) error = NULL;

  store_test_write (path, "%s", "This is no database, but it is long enough to look like one if one does not look well.");
  learnt = kith_learnt_open (path, &error);
  g_assert_no_error (error);
  set_employer (learnt, WREN_KEY, "fernworks.example", "Fernworks");
  g_assert_cmpuint (store_test_get_mode (path), ==, 0600);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/learnt/employers", Fixture, NULL, set_up, test_employers, tear_down);
  g_test_add ("/learnt/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
  g_test_add ("/learnt/signatures", Fixture, NULL, set_up, test_signatures, tear_down);
  g_test_add ("/learnt/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/learnt/damaged", Fixture, NULL, set_up, test_damaged, tear_down);

  return g_test_run ();
}
