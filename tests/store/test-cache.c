/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <kith/kith-error.h>
#include <sqlite3.h>
#include <string.h>

#include "kith-cache.h"
#include "store-test.h"

#define WREN "Wren.Hollis@fernworks.example"
#define WREN_KEY "wren.hollis@fernworks.example"
#define NOW 1790000000

typedef struct
{
  char *folder;
  char *path;
  KithCache *cache;
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
  g_autoptr (GError) error = NULL;

  fixture->folder = store_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "answers.db", NULL);
  fixture->cache = kith_cache_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->wren = make_address (WREN);
  fixture->otto = make_address ("otto.lind@kestrel.example");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->cache);
  g_assert_finalize_object (fixture->wren);
  g_assert_finalize_object (fixture->otto);
  g_free (fixture->path);
  store_test_remove_folder (fixture->folder);
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static KithAnswer *
make_answer (const char *provider_id,
             gint64      fetched)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (provider_id, fetched, fetched + 86400);
  g_autoptr (GBytes) picture = g_bytes_new ("\x89PNG\r\n\x1a\n and so on", 18);

  kith_answer_builder_set_validators (builder, "W/\"abc\\\"def\"", "Tue, 01 Sep 2026 10:00:00 GMT");
  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_NAME, "Wren \"Wrenny\" Hollis\\Ø 鷦"));
  kith_answer_builder_set_confidence (builder, 0.4);
  kith_answer_builder_set_evidence (builder, "https://fernworks.example/team?who=wren");
  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Head of Ferns"));
  g_assert_true (kith_answer_builder_add_fact (builder, KITH_FIELD_EMAIL, WREN));
  kith_answer_builder_set_confidence (builder, 0.123456789012345);
  kith_answer_builder_set_evidence (builder, NULL);
  g_assert_true (kith_answer_builder_add_link (builder, "https://code.example/wren", "Some Forge"));
  g_assert_true (kith_answer_builder_add_link (builder, "https://github.com/wren-hollis-example", NULL));
  g_assert_true (kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, "image/png", picture));
  kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, "Otto Lind", "otto.lind@kestrel.example", "https://kestrel.example/otto", 0.7, "4 threads, last in March 2026");
  kith_answer_builder_add_connection (builder, KITH_TIE_FOLLOWS, NULL, NULL, "https://social.example/@ada", 0, NULL);

  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

static KithAnswer *
make_small (const char *provider_id,
            const char *role,
            gint64      fetched)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (provider_id, fetched, fetched + 3600);

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, role);
  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

static void
store (KithCache   *cache,
       KithAddress *address,
       KithAnswer  *answer)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_cache_store (cache, address, answer, &error));
  g_assert_no_error (error);
}

static KithAnswer *
lookup (KithCache   *cache,
        KithAddress *address,
        const char  *provider_id)
{
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = kith_cache_lookup (cache, address, provider_id, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_same_fact (KithFact *one,
                  KithFact *two)
{
  g_assert_cmpint (kith_fact_get_field (one), ==, kith_fact_get_field (two));
  g_assert_cmpstr (kith_fact_get_value (one), ==, kith_fact_get_value (two));
  g_assert_cmpstr (kith_fact_get_service (one), ==, kith_fact_get_service (two));
  g_assert_cmpstr (kith_fact_get_provider_id (one), ==, kith_fact_get_provider_id (two));
  g_assert_cmpstr (kith_fact_get_evidence (one), ==, kith_fact_get_evidence (two));
  g_assert_cmpfloat (kith_fact_get_confidence (one), ==, kith_fact_get_confidence (two));
  g_assert_cmpint (kith_fact_get_fetched (one), ==, kith_fact_get_fetched (two));
  g_assert_cmpint (kith_fact_get_stale (one), ==, kith_fact_get_stale (two));
}

static void
assert_same_connection (KithConnection *one,
                        KithConnection *two)
{
  g_assert_cmpint (kith_connection_get_tie (one), ==, kith_connection_get_tie (two));
  g_assert_cmpstr (kith_connection_get_name (one), ==, kith_connection_get_name (two));
  g_assert_cmpstr (kith_connection_get_address (one), ==, kith_connection_get_address (two));
  g_assert_cmpstr (kith_connection_get_uri (one), ==, kith_connection_get_uri (two));
  g_assert_cmpstr (kith_connection_get_evidence (one), ==, kith_connection_get_evidence (two));
  g_assert_cmpstr (kith_connection_get_provider_id (one), ==, kith_connection_get_provider_id (two));
  g_assert_cmpfloat (kith_connection_get_strength (one), ==, kith_connection_get_strength (two));
}

static void
assert_same (KithAnswer *one,
             KithAnswer *two)
{
  g_assert_cmpstr (kith_answer_get_provider_id (one), ==, kith_answer_get_provider_id (two));
  g_assert_cmpint (kith_answer_get_status (one), ==, kith_answer_get_status (two));
  g_assert_cmpstr (kith_answer_get_reason (one), ==, kith_answer_get_reason (two));
  g_assert_cmpint (kith_answer_get_fetched (one), ==, kith_answer_get_fetched (two));
  g_assert_cmpint (kith_answer_get_stale (one), ==, kith_answer_get_stale (two));
  g_assert_cmpstr (kith_answer_get_etag (one), ==, kith_answer_get_etag (two));
  g_assert_cmpstr (kith_answer_get_last_modified (one), ==, kith_answer_get_last_modified (two));
  g_assert_cmpuint (kith_answer_get_facts (one)->len, ==, kith_answer_get_facts (two)->len);
  for (guint i = 0; i < kith_answer_get_facts (one)->len; i++)
    assert_same_fact (g_ptr_array_index (kith_answer_get_facts (one), i), g_ptr_array_index (kith_answer_get_facts (two), i));
  g_assert_cmpuint (kith_answer_get_connections (one)->len, ==, kith_answer_get_connections (two)->len);
  for (guint i = 0; i < kith_answer_get_connections (one)->len; i++)
    assert_same_connection (g_ptr_array_index (kith_answer_get_connections (one), i),
                            g_ptr_array_index (kith_answer_get_connections (two), i));
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  static const KithAnswerStatus statuses[] = { KITH_ANSWER_NOT_FOUND, KITH_ANSWER_REFUSED, KITH_ANSWER_FAILED };
  g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
  g_autoptr (KithAnswer) back = NULL;
  g_autoptr (KithAnswer) none = lookup (fixture->cache, fixture->wren, "gravatar");
  g_autoptr (KithAnswer) other = NULL;

  g_assert_null (none);
  store (fixture->cache, fixture->wren, answer);
  back = lookup (fixture->cache, fixture->wren, "gravatar");
  g_assert_nonnull (back);
  g_assert_cmpuint (kith_answer_get_facts (back)->len, ==, 6);
  g_assert_cmpuint (kith_answer_get_connections (back)->len, ==, 2);
  assert_same (answer, back);

  /* Another program, another provider, another person */
  {
    g_autoptr (KithCache) second = kith_cache_open (fixture->path, NULL);
    g_autoptr (KithAnswer) seen = lookup (second, fixture->wren, "gravatar");

    assert_same (answer, seen);
  }
  other = lookup (fixture->cache, fixture->wren, "webfinger");
  g_assert_null (other);
  other = lookup (fixture->cache, fixture->otto, "gravatar");
  g_assert_null (other);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("gravatar", NOW + 1, 0);
      g_autoptr (KithAnswer) made = kith_answer_builder_end (builder, statuses[i], "The service wants no questions");
      g_autoptr (KithAnswer) read = NULL;

      store (fixture->cache, fixture->wren, made);
      read = lookup (fixture->cache, fixture->wren, "gravatar");
      assert_same (made, read);
    }
}

static void
test_touch (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
  g_autoptr (KithAnswer) back = NULL;
  g_autoptr (KithAnswer) gone = NULL;
  g_autoptr (GError) error = NULL;
  KithFact *fact;

  store (fixture->cache, fixture->wren, answer);
  g_assert_true (kith_cache_touch (fixture->cache, fixture->wren, "gravatar", NOW + 100, NOW + 200, &error));
  g_assert_true (kith_cache_touch (fixture->cache, fixture->otto, "gravatar", NOW + 100, NOW + 200, &error));
  g_assert_no_error (error);
  back = lookup (fixture->cache, fixture->wren, "gravatar");
  g_assert_cmpint (kith_answer_get_fetched (back), ==, NOW + 100);
  g_assert_cmpint (kith_answer_get_stale (back), ==, NOW + 200);
  fact = g_ptr_array_index (kith_answer_get_facts (back), 0);
  g_assert_cmpint (kith_fact_get_fetched (fact), ==, NOW + 100);
  g_assert_cmpstr (kith_answer_get_etag (back), ==, kith_answer_get_etag (answer));

  g_assert_true (kith_cache_remove_provider (fixture->cache, "gravatar", &error));
  gone = lookup (fixture->cache, fixture->wren, "gravatar");
  g_assert_null (gone);
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

/* Rows that somebody else wrote: dropped, or with every value checked again. */
static void
test_hostile_rows (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const changes[] = {
    "body = 'no JSON'",
    "body = '{}'",
    "body = '[]'",
    "body = x'7b7d'",
    "body = CAST (x'ff' AS TEXT)",
    "body = replace (hex (zeroblob (200000)), '0', '[')",
    "body = '{\"facts\":[{\"field\":\"shoe-size\",\"value\":\"43\",\"confidence\":1}],\"connections\":[]}'",
    "body = '{\"facts\":[{\"field\":\"role\",\"value\":7,\"confidence\":1}],\"connections\":[]}'",
    "body = '{\"facts\":[{\"field\":\"role\",\"value\":\"Gardener\",\"confidence\":\"sure\"}],\"connections\":[]}'",
    "body = '{\"facts\":[{\"field\":\"link\",\"value\":\"javascript:alert(1)\",\"confidence\":1}],\"connections\":[]}'",
    "body = '{\"facts\":[{\"field\":\"photo\",\"value\":\"file:///etc/passwd\",\"confidence\":1}],\"connections\":[]}'",
    "body = '{\"facts\":[],\"connections\":[{\"kind\":\"friend\",\"strength\":1}]}'",
    "status = 'maybe'",
    "status = NULL, status = 3",
    "fetched = -1",
    "fetched = 99999999999999",
    "stale = -5",
    "stale = 9223372036854775807",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
      g_autoptr (KithAnswer) back = NULL;
      g_autoptr (KithAnswer) fresh = NULL;
      g_autofree char *sql = g_strdup_printf ("UPDATE answers SET %s", changes[i]);

      g_test_message ("%s", changes[i]);
      store (fixture->cache, fixture->wren, answer);
      run_foreign (fixture->path, sql);
      back = lookup (fixture->cache, fixture->wren, "gravatar");
      g_assert_null (back);
      /* The row is gone, and a new answer takes its place. */
      store (fixture->cache, fixture->wren, answer);
      fresh = lookup (fixture->cache, fixture->wren, "gravatar");
      assert_same (answer, fresh);
    }

  /* Control characters and numbers out of range come back tamed. */
  {
    g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
    g_autoptr (KithAnswer) back = NULL;
    KithFact *fact;

    store (fixture->cache, fixture->wren, answer);
    run_foreign (fixture->path,
                 "UPDATE answers SET reason = 'a' || char (10) || 'b', etag = 'x' || char (13, 10) || 'Evil: 1', "
                 "body = '{\"facts\":[{\"field\":\"role\",\"value\":\"Head\\u202e\\u0007 of\\nFerns\",\"confidence\":1e300}],\"connections\":[]}'");
    back = lookup (fixture->cache, fixture->wren, "gravatar");
    g_assert_nonnull (back);
    fact = g_ptr_array_index (kith_answer_get_facts (back), 0);
    g_assert_cmpstr (kith_fact_get_value (fact), ==, "Head of Ferns");
    g_assert_cmpfloat (kith_fact_get_confidence (fact), <=, 1);
    g_assert_cmpstr (kith_answer_get_etag (back), ==, NULL);
    g_assert_null (strchr (kith_answer_get_reason (back), '\n'));
  }
}

static void
test_pictures (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new ("\0picture\xff", 9);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GBytes) none = NULL;
  gint64 stale = 0;

  none = kith_cache_lookup_picture (fixture->cache, "https://pictures.example/1", &stale, &error);
  g_assert_no_error (error);
  g_assert_null (none);
  g_assert_true (kith_cache_store_picture (fixture->cache, fixture->wren, "https://pictures.example/1", bytes, NOW, &error));
  g_assert_no_error (error);
  back = kith_cache_lookup_picture (fixture->cache, "https://pictures.example/1", &stale, &error);
  g_assert_true (g_bytes_equal (bytes, back));
  g_assert_cmpint (stale, ==, NOW);

  /* Another person with the same picture does not lose it with the first. */
  g_assert_true (kith_cache_store_picture (fixture->cache, fixture->otto, "https://pictures.example/1", bytes, NOW, &error));
  g_assert_true (kith_cache_forget (fixture->cache, fixture->wren, &error));
  g_assert_no_error (error);
  none = kith_cache_lookup_picture (fixture->cache, "https://pictures.example/1", NULL, &error);
  g_assert_nonnull (none);

  run_foreign (fixture->path, "UPDATE pictures SET bytes = zeroblob (8000000)");
  g_clear_pointer (&none, g_bytes_unref);
  none = kith_cache_lookup_picture (fixture->cache, "https://pictures.example/1", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (none);
}

static void
count_hold (const char *origin,
            gint64      until,
            gpointer    user_data)
{
  guint *count = user_data;

  g_assert_cmpstr (origin, ==, "https://api.pictures.example");
  (*count)++;
}

static void
test_holds (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 now = get_now ();
  guint count = 0;

  g_assert_true (kith_cache_store_hold (fixture->cache, "https://api.pictures.example", now - 5, &error));
  g_assert_true (kith_cache_store_hold (fixture->cache, "https://api.pictures.example", now + 3600, &error));
  g_assert_true (kith_cache_store_hold (fixture->cache, "https://over.example", now - 5, &error));
  kith_cache_foreach_hold (fixture->cache, count_hold, &count);
  g_assert_cmpuint (count, ==, 1);
}

static void
assert_no_trace (Fixture *fixture)
{
  static const GChecksumType kinds[] = { G_CHECKSUM_SHA256, G_CHECKSUM_MD5 };

  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN_KEY), ==, 0);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "wren.hollis%40fernworks"), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *hash = g_compute_checksum_for_string (kinds[i], WREN_KEY, -1);

      g_assert_cmpuint (store_test_count_files_with (fixture->folder, hash), ==, 0);
    }
}

static KithAnswer *
make_answer_about_other (void)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("directory", NOW, NOW + 3600);
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, WREN_KEY, -1);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, WREN_KEY, -1);
  g_autofree char *upper = g_ascii_strup (sha256, -1);
  g_autofree char *photo = g_strconcat ("https://pictures.example/avatar/", md5, NULL);
  g_autofree char *evidence = g_strconcat ("https://pictures.example/v3/", upper, NULL);

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Bird warden");
  kith_answer_builder_add_fact (builder, KITH_FIELD_EMAIL, WREN);
  kith_answer_builder_add_fact (builder, KITH_FIELD_PHOTO, photo);
  kith_answer_builder_add_link (builder, "https://forms.example/ask?to=wren.hollis%40fernworks.example", NULL);
  kith_answer_builder_add_fact (builder, KITH_FIELD_HEADLINE, "Works with wren.hollis@fernworks.example on everything");
  kith_answer_builder_set_evidence (builder, evidence);
  kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, "Kestrel Sanctuary");
  kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, "Wren Hollis", WREN, NULL, 1, "same team");
  kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, "Wren", NULL, photo, 1, NULL);
  kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, "Ada Moss", "ada@kestrel.example", NULL, 1, NULL);

  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
  g_autoptr (KithAnswer) about_other = make_answer_about_other ();
  g_autoptr (KithAnswer) back = NULL;
  g_autoptr (KithCache) second = kith_cache_open (fixture->path, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new ("picture", 7);
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, WREN_KEY, -1);
  g_autofree char *uri = g_strdup_printf ("https://pictures.example/%s.png", sha256);

  for (int i = 0; i < 50; i++)
    {
      g_autofree char *id = g_strdup_printf ("provider-%d", i);
      g_autoptr (KithAnswer) one = make_answer (id, NOW + i);

      store (fixture->cache, fixture->wren, one);
    }
  store (fixture->cache, fixture->wren, answer);
  store (second, fixture->otto, about_other);
  g_assert_true (kith_cache_store_picture (fixture->cache, fixture->otto, uri, bytes, NOW, &error));
  g_assert_true (kith_cache_store_picture (fixture->cache, fixture->wren, "https://pictures.example/2", bytes, NOW, &error));
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, WREN_KEY), >, 0);

  g_assert_true (kith_cache_forget (fixture->cache, fixture->wren, &error));
  g_assert_no_error (error);
  assert_no_trace (fixture);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "Head of Ferns"), ==, 0);

  /* What else was said about others stays. */
  back = lookup (second, fixture->otto, "directory");
  g_assert_nonnull (back);
  g_assert_cmpuint (kith_answer_get_facts (back)->len, ==, 1);
  g_assert_cmpstr (kith_fact_get_value (g_ptr_array_index (kith_answer_get_facts (back), 0)), ==, "Bird warden");
  g_assert_cmpuint (kith_answer_get_connections (back)->len, ==, 1);
  g_assert_cmpstr (kith_connection_get_name (g_ptr_array_index (kith_answer_get_connections (back), 0)), ==, "Ada Moss");
}

/* An address whose local part needs quotes is found in JSON too. */
static void
test_forget_quoted (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (KithAddress) quoted = make_address ("\"wren hollis\"@fernworks.example");
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("directory", NOW, NOW + 3600);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, "Wren", kith_address_get_mailbox (quoted), NULL, 1, "same team");
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpuint (kith_answer_get_connections (answer)->len, ==, 1);
  store (fixture->cache, fixture->otto, answer);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "wren hollis"), >, 0);
  g_assert_true (kith_cache_forget (fixture->cache, quoted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (store_test_count_files_with (fixture->folder, "wren hollis"), ==, 0);
}

static void
test_clear (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
  g_autoptr (KithAnswer) back = NULL;
  g_autoptr (GError) error = NULL;

  store (fixture->cache, fixture->wren, answer);
  g_assert_true (kith_cache_clear (fixture->cache, &error));
  g_assert_no_error (error);
  assert_no_trace (fixture);
  back = lookup (fixture->cache, fixture->wren, "gravatar");
  g_assert_null (back);
  store (fixture->cache, fixture->wren, answer);
}

static void
test_prune (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *letters = g_strnfill (180, 'x');
  guint left = 0;

  for (int i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("provider-%d", i);
      g_autoptr (KithAnswer) answer = make_small (id, letters, NOW + i);

      store (fixture->cache, fixture->wren, answer);
    }

  g_assert_true (kith_cache_prune (fixture->cache, NOW + 5, 1024 * 1024, &error));
  g_assert_no_error (error);
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("provider-%d", i);
      g_autoptr (KithAnswer) answer = lookup (fixture->cache, fixture->wren, id);

      g_assert_true ((answer != NULL) == (i >= 5));
    }

  /* By size: the newest stay. */
  g_assert_true (kith_cache_prune (fixture->cache, 0, 5000, &error));
  g_assert_no_error (error);
  for (int i = 5; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("provider-%d", i);
      g_autoptr (KithAnswer) answer = lookup (fixture->cache, fixture->wren, id);

      g_assert_true (answer != NULL || left == 0);
      left += answer != NULL;
    }
  g_assert_cmpuint (left, >=, 3);
  g_assert_cmpuint (left, <, 10);

  g_assert_true (kith_cache_prune (fixture->cache, 0, 0, &error));
  g_assert_no_error (error);
}

static void
test_unusable (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->path, "answers.db", NULL);
  g_autoptr (KithCache) cache = kith_cache_open (path, &error);

  g_assert_null (cache);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
}

/* In use, the file is spoilt: an error once, then a new cache, and never an end of the program. */
static void
test_spoilt (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = make_answer ("gravatar", NOW);
  g_autoptr (GError) error = NULL;
  gboolean stored = FALSE;

  store (fixture->cache, fixture->wren, answer);
  run_foreign (fixture->path, "DROP TABLE answers; CREATE TABLE answers (words)");
  for (int i = 0; i < 3 && !stored; i++)
    {
      g_clear_error (&error);
      stored = kith_cache_store (fixture->cache, fixture->wren, answer, &error);
      if (!stored)
        g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
    }
  g_assert_true (stored);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cache/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/cache/touch", Fixture, NULL, set_up, test_touch, tear_down);
  g_test_add ("/cache/hostile-rows", Fixture, NULL, set_up, test_hostile_rows, tear_down);
  g_test_add ("/cache/pictures", Fixture, NULL, set_up, test_pictures, tear_down);
  g_test_add ("/cache/holds", Fixture, NULL, set_up, test_holds, tear_down);
  g_test_add ("/cache/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/cache/forget-quoted", Fixture, NULL, set_up, test_forget_quoted, tear_down);
  g_test_add ("/cache/clear", Fixture, NULL, set_up, test_clear, tear_down);
  g_test_add ("/cache/prune", Fixture, NULL, set_up, test_prune, tear_down);
  g_test_add ("/cache/unusable", Fixture, NULL, set_up, test_unusable, tear_down);
  g_test_add ("/cache/spoilt", Fixture, NULL, set_up, test_spoilt, tear_down);

  return g_test_run ();
}
