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

#include "kith-http-recorder.h"
#include "kith-ledger.h"
#include "store-test.h"

#define WREN "wren.hollis@fernworks.example"
#define OTTO "otto.lind@kestrel.example"

typedef struct
{
  char *folder;
  char *path;
  KithLedger *ledger;
  KithAddress *wren;
  char *hash;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = store_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "ledger.db", NULL);
  fixture->ledger = kith_ledger_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->wren = kith_address_new (WREN, NULL, &error);
  g_assert_no_error (error);
  fixture->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, WREN, -1);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->ledger);
  g_assert_finalize_object (fixture->wren);
  g_free (fixture->hash);
  g_free (fixture->path);
  store_test_remove_folder (fixture->folder);
}

static KithHttpRequest *
make_request (const char *address,
              const char *sender,
              const char *identifier)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("https://api.pictures.example/v3/profiles/%s?secret=query", identifier);
  KithHttpRequest *request = kith_http_request_new ("GET", url, KITH_HTTP_TRUST_DECLARED, &error);

  g_assert_no_error (error);
  kith_http_request_set_secret_header (request, "Authorization", "Bearer kith-test-token");
  kith_http_request_set_purpose (request, "gravatar", address, sender, "address-hash", identifier);

  return request;
}

static gint64
begin (KithLedger *ledger,
       const char *address,
       const char *sender,
       const char *identifier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = make_request (address, sender, identifier);
  gint64 id = kith_http_recorder_begin (KITH_HTTP_RECORDER (ledger), request, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

static GPtrArray *
list (KithLedger  *ledger,
      KithAddress *address)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = kith_ledger_list (ledger, address, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entries);
  return entries;
}

static void
test_entry (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithLedger) other = kith_ledger_open (fixture->path, NULL);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 id = begin (fixture->ledger, WREN, OTTO, fixture->hash);
  KithLedgerEntry *entry;

  /* Before the answer another program can read it: it is committed when the request goes out. */
  before = list (other, NULL);
  g_assert_cmpuint (before->len, ==, 1);
  entry = g_ptr_array_index (before, 0);
  g_assert_cmpint (kith_ledger_entry_get_id (entry), ==, id);
  g_assert_cmpint (kith_ledger_entry_get_time (entry), >=, now);
  g_assert_cmpint (kith_ledger_entry_get_time (entry), <=, now + 60);
  g_assert_cmpstr (kith_ledger_entry_get_provider_id (entry), ==, "gravatar");
  g_assert_cmpstr (kith_ledger_entry_get_method (entry), ==, "GET");
  g_assert_cmpstr (kith_ledger_entry_get_host (entry), ==, "api.pictures.example");
  g_assert_cmpstr (kith_ledger_entry_get_identifier_kind (entry), ==, "address-hash");
  g_assert_cmpstr (kith_ledger_entry_get_identifier (entry), ==, NULL);
  g_assert_cmpstr (kith_ledger_entry_get_address (entry), ==, WREN);
  g_assert_cmpstr (kith_ledger_entry_get_sender (entry), ==, OTTO);
  g_assert_cmpuint (kith_ledger_entry_get_status (entry), ==, 0);
  g_assert_cmpstr (kith_ledger_entry_get_outcome (entry), ==, NULL);

  kith_http_recorder_end (KITH_HTTP_RECORDER (fixture->ledger), id, 200, 345, G_MAXUINT64, "ok");
  after = list (other, NULL);
  entry = g_ptr_array_index (after, 0);
  g_assert_cmpuint (kith_ledger_entry_get_status (entry), ==, 200);
  g_assert_cmpuint (kith_ledger_entry_get_bytes_sent (entry), ==, 345);
  g_assert_cmpuint (kith_ledger_entry_get_bytes_received (entry), ==, G_MAXINT64);
  g_assert_cmpstr (kith_ledger_entry_get_outcome (entry), ==, "ok");

  /* Neither hash nor token nor query are in it. */
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, fixture->hash), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "kith-test-token"), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "secret=query"), ==, 0);
}

static void
test_identifiers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GPtrArray) entries = NULL;

  kith_ledger_set_keep_identifiers (fixture->ledger, TRUE);
  begin (fixture->ledger, WREN, NULL, fixture->hash);
  kith_ledger_set_keep_identifiers (fixture->ledger, FALSE);
  begin (fixture->ledger, WREN, NULL, fixture->hash);
  entries = list (fixture->ledger, NULL);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (kith_ledger_entry_get_identifier (g_ptr_array_index (entries, 0)), ==, NULL);
  g_assert_cmpstr (kith_ledger_entry_get_identifier (g_ptr_array_index (entries, 1)), ==, fixture->hash);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) one = NULL;

  for (int i = 0; i < 10; i++)
    begin (fixture->ledger, i % 2 == 0 ? WREN : OTTO, NULL, "x");
  all = list (fixture->ledger, NULL);
  g_assert_cmpuint (all->len, ==, 10);
  for (guint i = 1; i < all->len; i++)
    g_assert_cmpint (kith_ledger_entry_get_id (g_ptr_array_index (all, i - 1)), >,
                     kith_ledger_entry_get_id (g_ptr_array_index (all, i)));
  one = list (fixture->ledger, fixture->wren);
  g_assert_cmpuint (one->len, ==, 5);
  for (guint i = 0; i < one->len; i++)
    g_assert_cmpstr (kith_ledger_entry_get_address (g_ptr_array_index (one, i)), ==, WREN);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLedger) other = kith_ledger_open (fixture->path, NULL);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, WREN, -1);

  kith_ledger_set_keep_identifiers (fixture->ledger, TRUE);
  for (int i = 0; i < 100; i++)
    {
      begin (fixture->ledger, WREN, NULL, fixture->hash);
      begin (fixture->ledger, OTTO, WREN, "otto");
      begin (fixture->ledger, OTTO, NULL, md5);
      begin (fixture->ledger, OTTO, OTTO, "otto");
    }
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN), >, 0);
  g_assert_true (kith_ledger_forget (fixture->ledger, fixture->wren, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, fixture->hash), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, md5), ==, 0);
  left = list (other, NULL);
  g_assert_cmpuint (left->len, ==, 100);

  g_assert_true (kith_ledger_clear (fixture->ledger, &error));
  g_assert_no_error (error);
  none = list (other, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, OTTO), ==, 0);
}

static void
run_foreign (const char *path,
             const char *sql)
{
  sqlite3 *handle;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (handle);
}

static void
test_prune (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  for (int i = 0; i < 5; i++)
    id = begin (fixture->ledger, WREN, NULL, "x");
  run_foreign (fixture->path, "UPDATE requests SET time = 1000 WHERE id < 4");
  g_assert_true (kith_ledger_prune (fixture->ledger, 1001, &error));
  g_assert_no_error (error);
  left = list (fixture->ledger, NULL);
  g_assert_cmpuint (left->len, ==, 2);

  /* An end whose row is gone does nothing. */
  kith_http_recorder_end (KITH_HTTP_RECORDER (fixture->ledger), 1, 200, 1, 1, "ok");
  kith_http_recorder_end (KITH_HTTP_RECORDER (fixture->ledger), id, 200, 1, 1, "ok");
}

static void
test_hostile_rows (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) entries = NULL;

  begin (fixture->ledger, WREN, NULL, "x");
  begin (fixture->ledger, WREN, NULL, "x");
  run_foreign (fixture->path,
               "UPDATE requests SET host = x'00ff', provider = NULL WHERE id = 1;"
               "UPDATE requests SET provider = NULL, status = -7, bytes_sent = -1, time = 'soon', outcome = CAST (x'c328' AS TEXT) WHERE id = 2");
  entries = list (fixture->ledger, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_nonnull (kith_ledger_entry_get_provider_id (g_ptr_array_index (entries, 0)));
  g_assert_cmpuint (kith_ledger_entry_get_status (g_ptr_array_index (entries, 0)), ==, 0);
  g_assert_cmpuint (kith_ledger_entry_get_bytes_sent (g_ptr_array_index (entries, 0)), ==, 0);
  g_assert_cmpstr (kith_ledger_entry_get_outcome (g_ptr_array_index (entries, 0)), ==, NULL);
}

/* What cannot be written down is not sent: begin fails and says so. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sender = g_strnfill (100000, 's');
  g_autoptr (KithHttpRequest) request = make_request (WREN, sender, "x");
  struct rlimit before;
  struct rlimit small;
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 65536;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_cmpint (kith_http_recorder_begin (KITH_HTTP_RECORDER (fixture->ledger), request, &error), ==, -1);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "nothing was sent"));
  g_assert_null (strstr (error->message, WREN));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, handler);

  begin (fixture->ledger, WREN, NULL, "x");
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = make_request (WREN, NULL, "x");
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (kith_http_recorder_begin (KITH_HTTP_RECORDER (fixture->ledger), request, &error), ==, -1);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  sqlite3_close (handle);

  begin (fixture->ledger, WREN, NULL, "x");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/ledger/entry", Fixture, NULL, set_up, test_entry, tear_down);
  g_test_add ("/ledger/identifiers", Fixture, NULL, set_up, test_identifiers, tear_down);
  g_test_add ("/ledger/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/ledger/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/ledger/prune", Fixture, NULL, set_up, test_prune, tear_down);
  g_test_add ("/ledger/hostile-rows", Fixture, NULL, set_up, test_hostile_rows, tear_down);
  g_test_add ("/ledger/full-disk", Fixture, NULL, set_up, test_full_disk, tear_down);
  g_test_add ("/ledger/busy", Fixture, NULL, set_up, test_busy, tear_down);

  return g_test_run ();
}
