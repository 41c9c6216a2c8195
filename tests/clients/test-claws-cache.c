/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include <kith/kith-error.h>

#include "kith-claws-cache.h"

static void
put_number (GByteArray *bytes,
            guint32     number)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
put_text (GByteArray *bytes,
          const char *text)
{
  put_number (bytes, strlen (text));
  g_byte_array_append (bytes, (const guint8 *) text, strlen (text));
}

/* As Claws Mail 4 writes one message. */
static void
put_message (GByteArray *bytes,
             guint32     number,
             const char *cc,
             guint       n_references)
{
  static const char *const first[] = { "Ada", "Tue, 3 Mar 2026 10:00:00 +0000", "Ada <ada@a.example>", "owner@example.org" };
  static const char *const last[] = { "", "A subject", "2@a.example", "1@a.example", "" };

  put_number (bytes, number);
  put_number (bytes, 343);
  put_number (bytes, 1772532000);
  put_number (bytes, 1772532001);
  put_number (bytes, 0);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    put_text (bytes, first[i]);
  put_text (bytes, cc);
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    put_text (bytes, last[i]);
  put_number (bytes, 0);
  put_number (bytes, 343);
  put_number (bytes, n_references);
  for (guint i = n_references; i > 0; i--)
    {
      g_autofree char *id = g_strdup_printf ("%u@a.example", i - 1);

      put_text (bytes, id);
    }
}

static char *
write_file (GByteArray *bytes,
            gsize       length)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("kith-claws-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, length, NULL));
  return path;
}

static GByteArray *
make_cache (void)
{
  GByteArray *bytes = g_byte_array_new ();

  put_number (bytes, 24);
  put_text (bytes, "ISO-8859-1");
  put_message (bytes, 7, "Ren\xe9" "e <r@r.example>", 3);
  put_message (bytes, 9, "", 0);
  return bytes;
}

static void
test_read (void)
{
  g_autoptr (GByteArray) bytes = make_cache ();
  gint64 before = g_get_real_time ();
  g_autofree char *path = write_file (bytes, bytes->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithClawsCache) cache = kith_claws_cache_open (path, &error);
  KithClawsRecord record = { 0 };

  g_assert_no_error (error);
  /* The clock of files goes on in steps. */
  g_assert_cmpint (kith_claws_cache_get_time (cache), >, before - G_USEC_PER_SEC / 20);
  g_assert_cmpint (kith_claws_cache_get_time (cache), <=, g_get_real_time ());
  for (guint pass = 0; pass < 2; pass++)
    {
      g_assert_true (kith_claws_cache_next (cache, &record, TRUE, &error));
      g_assert_cmpuint (record.number, ==, 7);
      g_assert_cmpint (record.date, ==, 1772532001);
      g_assert_cmpstr (record.from, ==, "Ada <ada@a.example>");
      g_assert_cmpstr (record.to, ==, "owner@example.org");
      g_assert_cmpstr (record.cc, ==, "Renée <r@r.example>");
      g_assert_null (record.newsgroups);
      g_assert_cmpstr (record.id, ==, "2@a.example");
      g_assert_cmpstr (record.in_reply_to, ==, "1@a.example");
      g_assert_cmpstr (record.root, ==, "0@a.example");
      g_assert_true (kith_claws_cache_next (cache, &record, FALSE, &error));
      g_assert_cmpuint (record.number, ==, 9);
      g_assert_null (record.from);
      g_assert_false (kith_claws_cache_next (cache, &record, TRUE, &error));
      g_assert_no_error (error);
      kith_claws_cache_rewind (cache);
    }
  kith_claws_record_clear (&record);
  g_unlink (path);
}

/* As many as a sender cares to write: the messages behind it are read all the same. */
static void
test_references (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithClawsCache) cache = NULL;
  KithClawsRecord record = { 0 };

  put_number (bytes, 24);
  put_text (bytes, "UTF-8");
  put_message (bytes, 7, "", 50000);
  put_message (bytes, 9, "", 1);
  path = write_file (bytes, bytes->len);
  cache = kith_claws_cache_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (kith_claws_cache_next (cache, &record, TRUE, &error));
  g_assert_cmpstr (record.root, ==, "0@a.example");
  g_assert_true (kith_claws_cache_next (cache, &record, TRUE, &error));
  g_assert_cmpuint (record.number, ==, 9);
  kith_claws_record_clear (&record);
  g_unlink (path);
}

/* Cut anywhere, or with lengths that are lies: an end or an error, and nothing else. */
static void
test_broken (void)
{
  g_autoptr (GByteArray) bytes = make_cache ();

  for (guint length = 0; length < bytes->len; length++)
    for (guint lie = 0; lie < 2; lie++)
      {
        g_autoptr (GByteArray) copy = g_byte_array_new ();
        g_autofree char *path = NULL;
        g_autoptr (KithClawsCache) cache = NULL;
        KithClawsRecord record = { 0 };

        g_byte_array_append (copy, bytes->data, bytes->len);
        if (lie)
          copy->data[length] ^= 0xff;
        path = write_file (copy, lie ? copy->len : length);
        cache = kith_claws_cache_open (path, NULL);
        for (guint i = 0; i < 4 && cache != NULL && kith_claws_cache_next (cache, &record, TRUE, NULL); i++)
          ;
        kith_claws_record_clear (&record);
        g_unlink (path);
      }
}

static void
test_marks (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GHashTable) none = kith_claws_marks_load ("/nonexistent/.claws_mark", 8);
  g_autoptr (GHashTable) marked = NULL;
  g_autofree char *path = NULL;

  put_number (bytes, 2);
  for (guint32 i = 1; i < 5; i++)
    {
      put_number (bytes, i);
      put_number (bytes, i == 3 ? 8 : 1);
    }
  path = write_file (bytes, bytes->len - 2);
  marked = kith_claws_marks_load (path, 8);
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  g_assert_cmpuint (g_hash_table_size (marked), ==, 1);
  g_assert_true (g_hash_table_contains (marked, GUINT_TO_POINTER (3)));
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claws-cache/read", test_read);
  g_test_add_func ("/claws-cache/references", test_references);
  g_test_add_func ("/claws-cache/broken", test_broken);
  g_test_add_func ("/claws-cache/marks", test_marks);
  return g_test_run ();
}
