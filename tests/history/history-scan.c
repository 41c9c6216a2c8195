/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANNA "Anna Berg <anna@acme.example>"
#define BO "Bo Dahl <bo@firm.example>"

static char *
make_text (guint       number,
           const char *from,
           const char *cc,
           const char *body)
{
  return g_strdup_printf ("From: %s\nTo: " OWNER "\nCc: %s\nDate: Tue, 3 Mar 2026 10:00:%02u +0000\nMessage-ID: <m%u@example.org>\n\n%s", from, cc, number % 60,
                          number, body);
}

static void
write_file (const char *path,
            const char *text,
            gssize      length)
{
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static void
set_owner (Fixture *self)
{
  static const char *const owners[] = { OWNER, NULL };

  g_assert_true (kith_history_add_owners (self->history, owners, NULL));
}

static void
assert_anna_and_bo (Fixture *self,
                    guint    n_conversations)
{
  g_autofree char *anna = fixture_describe (self, "anna@acme.example");
  g_autofree char *expected = n_conversations == 0 ? g_strdup ("") : g_strdup_printf (
    "Bo Dahl <bo@firm.example> correspondence: %u conversation%s, last in March 2026\n", n_conversations, n_conversations == 1 ? "" : "s");

  g_assert_cmpstr (anna, ==, expected);
}

static void
test_mh (Fixture       *self,
         gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (self->directory, "mh", NULL);
  KithScanResult result;

  set_owner (self);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *text = make_text (i, ANNA, BO, "body\n");
      g_autofree char *path = g_strdup_printf ("%s/inbox/%u", folder, i);

      write_file (path, text, -1);
    }
  {
    g_autofree char *sequences = g_build_filename (folder, "inbox", ".mh_sequences", NULL);
    g_autofree char *backup = g_build_filename (folder, "inbox", ",4", NULL);

    write_file (sequences, "unseen: 1-3\n", -1);
    write_file (backup, "From: not@me.example\n\n", -1);
  }
  fixture_scan (self, folder, &result);
  g_assert_cmpuint (result.n_messages, ==, 3);
  assert_anna_and_bo (self, 3);

  /* Packed: another message has the number now. */
  {
    g_autofree char *one = g_build_filename (folder, "inbox", "1", NULL);
    g_autofree char *three = g_build_filename (folder, "inbox", "3", NULL);

    g_assert_cmpint (g_rename (three, one), ==, 0);
  }
  fixture_scan (self, folder, &result);
  g_assert_cmpuint (result.n_messages, ==, 1);
  g_assert_cmpuint (result.n_removed, ==, 2);
  assert_anna_and_bo (self, 2);

  /* Only a folder is left, and what mh keeps there. */
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/inbox/%u", folder, i);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  fixture_scan (self, folder, &result);
  g_assert_cmpuint (result.n_removed, ==, 2);
  assert_anna_and_bo (self, 0);
}

static void
append_mbox (GString    *mbox,
             const char *message,
             const char *more)
{
  g_string_append_printf (mbox, "From anna@acme.example Tue Mar  3 10:00:00 2026\n%s%s\n", more, message);
}

static void
test_mbox (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->directory, "box", NULL);
  g_autoptr (GString) mbox = g_string_new (NULL);
  g_autofree char *one = make_text (1, ANNA, BO, "From here on it is a text.\n\nFrom the bottom of my heart\n\n>From quoted at 10:00\nFrom at 10:00 without an empty line\n");
  g_autofree char *two = make_text (2, ANNA, BO, "two\n");
  g_autofree char *three = make_text (3, ANNA, BO, "three\n");
  g_autofree char *four = make_text (4, ANNA, BO, "four\n");
  KithScanResult result;

  set_owner (self);
  append_mbox (mbox, one, "Content-Length: 5\n");
  append_mbox (mbox, two, "Content-Length: 999999\n");
  append_mbox (mbox, three, "Content-Length: -1\n");
  write_file (path, mbox->str, mbox->len);
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_messages, ==, 3);
  assert_anna_and_bo (self, 3);

  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_unchanged, ==, 1);
  g_assert_cmpuint (result.n_messages, ==, 0);

  /* Appended to, in place: only what is new is read. */
  {
    FILE *file = fopen (path, "a");

    g_assert_nonnull (file);
    fprintf (file, "From anna@acme.example Tue Mar  3 10:00:00 2026\n%s\n", four);
    fclose (file);
  }
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_messages, ==, 1);
  g_assert_cmpuint (result.n_removed, ==, 0);
  assert_anna_and_bo (self, 4);

  /* Written anew without the second. */
  g_string_truncate (mbox, 0);
  append_mbox (mbox, one, "Status: RO\n");
  append_mbox (mbox, three, "");
  append_mbox (mbox, four, "");
  write_file (path, mbox->str, mbox->len);
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_messages, ==, 0);
  g_assert_cmpuint (result.n_removed, ==, 1);
  assert_anna_and_bo (self, 3);

  /* The last message is deleted: a file of no bytes is left. */
  write_file (path, "", 0);
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_removed, ==, 3);
  assert_anna_and_bo (self, 0);

  write_file (path, mbox->str, mbox->len);
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_messages, ==, 3);
  assert_anna_and_bo (self, 3);

  /* And gone. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_removed, ==, 3);
  assert_anna_and_bo (self, 0);
}

/* Messages of all lengths around the size of the window in which an mbox is read. */
static void
test_mbox_long (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->directory, "long", NULL);
  g_autoptr (GString) mbox = g_string_new (NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  KithScanResult result;

  set_owner (self);
  for (guint i = 0; i < 40; i++)
    {
      gsize length = i % 4 == 0 ? (gsize) g_rand_int_range (rand, 1000000, 2200000) : (gsize) g_rand_int_range (rand, 0, 3000);
      g_autofree char *body = g_malloc (length + 2);
      g_autofree char *text = NULL;

      for (gsize k = 0; k < length; k++)
        body[k] = k % 60 == 59 ? '\n' : 'x';
      body[length] = '\n';
      body[length + 1] = '\0';
      text = make_text (i, ANNA, BO, body);
      append_mbox (mbox, text, i % 5 == 0 ? "X-Long: 1\n" : "");
    }
  write_file (path, mbox->str, mbox->len);
  fixture_scan (self, path, &result);
  g_assert_cmpuint (result.n_messages, ==, 40);
  assert_anna_and_bo (self, 40);
}

static void
test_tree (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *root = g_build_filename (self->directory, "tree", NULL);
  static const char *const places[] = { "a/cur/1.x", "a/.Sub/new/2.x", "b/mh/1", "a/new/3.x:2,S" };
  KithScanResult result;
  KithHistoryStats stats;

  set_owner (self);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (root, places[i], NULL);
      g_autofree char *text = make_text (i, ANNA, BO, "");
      g_autofree char *maildir = g_build_filename (root, "a/.Sub/cur", NULL);

      write_file (path, text, -1);
      g_mkdir_with_parents (maildir, 0700);
    }
  {
    g_autofree char *box = g_build_filename (root, "b", "box.mbox", NULL);
    g_autofree char *other = g_build_filename (root, "b", "notes.txt", NULL);
    g_autofree char *text = make_text (9, ANNA, BO, "");
    g_autofree char *mbox = g_strconcat ("From x Tue Mar  3 10:00:00 2026\n", text, NULL);
    g_autofree char *loop = g_build_filename (root, "b", "loop", NULL);
    g_autofree char *dangling = g_build_filename (root, "a", "cur", "4.x", NULL);
    g_autofree char *fifo = g_build_filename (root, "a", "cur", "5.x", NULL);
    g_autofree char *empty = g_build_filename (root, "a", "cur", "6.x", NULL);
    g_autofree char *linked_fifo = g_build_filename (root, "a", "cur", "7.x", NULL);
    g_autofree char *garbage = g_build_filename (root, "a", "cur", "8.x", NULL);

    write_file (box, mbox, -1);
    write_file (other, "no mail\n", -1);
    write_file (empty, "", 0);
    write_file (garbage, "\001\002\003 no colon anywhere\n\n", -1);
    g_assert_cmpint (symlink (root, loop), ==, 0);
    g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
    g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
    g_assert_cmpint (symlink ("5.x", linked_fifo), ==, 0);
  }
  fixture_scan (self, root, &result);
  g_assert_cmpuint (result.n_messages, ==, 5);
  g_assert_cmpuint (result.n_loops, ==, 1);
  g_assert_cmpuint (result.n_not_messages, ==, 4);
  assert_anna_and_bo (self, 5);
  kith_history_get_stats (self->history, &stats);
  g_assert_cmpuint (stats.n_folders, ==, 4);

  /* A folder that is gone takes its messages along. */
  {
    g_autofree char *mh = g_build_filename (root, "b", "mh", NULL);

    fixture_remove_tree (mh);
  }
  fixture_scan (self, root, &result);
  assert_anna_and_bo (self, 4);
}

/* As in the mail programs: no junk, no drafts, nothing that was thrown away; but a folder that is named is read. */
static void
test_left_out (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *root = g_build_filename (self->directory, "tree", NULL);
  g_autofree char *junk = g_build_filename (root, "a", ".Junk", NULL);
  g_autofree char *trashed = g_build_filename (root, "a", "cur", "1.x:2,S", NULL);
  static const char *const places[] = { "a/cur/1.x:2,S", "a/cur/2.x:2,ST", "a/cur/3.x:2,DS", "a/.Junk/cur/4.x:2,S", "a/.INBOX.Spam/cur/5.x", "mh/Pourriel/1" };
  KithScanResult result;

  set_owner (self);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (root, places[i], NULL);
      g_autofree char *text = make_text (i, ANNA, BO, "");

      write_file (path, text, -1);
    }
  {
    g_autofree char *box = g_build_filename (root, "b", "Spam.mbox", NULL);
    g_autofree char *text = make_text (9, ANNA, BO, "");
    g_autofree char *mbox = g_strconcat ("From x Tue Mar  3 10:00:00 2026\n", text, NULL);

    write_file (box, mbox, -1);
  }
  fixture_scan (self, root, &result);
  g_assert_cmpuint (result.n_messages, ==, 1);
  assert_anna_and_bo (self, 1);
  {
    g_autofree char *with_flag = g_strconcat (trashed, "T", NULL);

    g_assert_cmpint (g_rename (trashed, with_flag), ==, 0);
  }
  fixture_scan (self, root, &result);
  g_assert_cmpuint (result.n_removed, ==, 1);
  assert_anna_and_bo (self, 0);

  fixture_scan (self, junk, &result);
  g_assert_cmpuint (result.n_messages, ==, 1);
  fixture_scan (self, root, &result);
  assert_anna_and_bo (self, 0);
}

static void
test_unchanged (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *cur = g_build_filename (self->mail, "cur", NULL);
  g_autofree char *new = g_build_filename (self->mail, "new", NULL);
  KithScanResult result;

  set_owner (self);
  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", ANNA, OWNER, BO, NULL));
  fixture_scan (self, NULL, &result);
  /* It has changed so lately that it may change again within the same tick. */
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_unchanged, ==, 0);
  g_assert_cmpuint (result.n_messages, ==, 0);
  fixture_age (cur);
  fixture_age (new);
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_unchanged, ==, 0);
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_unchanged, ==, 1);
  g_free (fixture_add (self, "a2", NULL, "3 Mar 2026", ANNA, OWNER, BO, NULL));
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_unchanged, ==, 0);
  g_assert_cmpuint (result.n_messages, ==, 1);
  assert_anna_and_bo (self, 2);
}

static void
test_huge (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("From: " ANNA "\nMessage-ID: <huge@example.org>\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nTo: " OWNER);
  g_autoptr (GString) header = g_string_new ("From: " ANNA "\nTo: " OWNER ", " BO "\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nX-Long: ");
  KithScanResult result;
  KithHistoryStats stats;

  set_owner (self);
  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, ",\n p%u@many.example", i);
  g_string_append (text, "\n\nbody\n");
  g_free (fixture_add_raw (self, NULL, text->str));
  for (guint i = 0; i < 2 * 1024 * 1024; i++)
    g_string_append_c (header, 'x');
  g_string_append (header, "\nCc: behind@the-end.example\n\nbody\n");
  g_free (fixture_add_raw (self, NULL, header->str));
  g_free (fixture_add_raw (self, NULL, "Subject: nobody wrote this\n\nbody\n"));
  g_free (fixture_add_raw (self, NULL, "From: =?utf-8?q?broken\nTo: @@@, <>, \"unclosed <x@y\nMessage-ID: <><>\n\nbody\n"));
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_messages, ==, 4);
  g_assert_cmpuint (result.n_cut, ==, 2);
  g_assert_cmpuint (result.n_no_author, ==, 1);
  assert_anna_and_bo (self, 1);
  kith_history_get_stats (self->history, &stats);
  g_assert_cmpuint (stats.n_addresses, <, 200);
}

typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  KithHistoryScanner *scanner;
  GError *error;
  KithScanResult result;
  gint n_reports;            /* atomic */
} Run;

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Run *run = user_data;

  kith_history_scanner_run_finish (KITH_HISTORY_SCANNER (source), result, &run->result, &run->error);
  g_main_loop_quit (run->loop);
}

static void
on_progress (const KithScanProgress *progress,
             gpointer                user_data)
{
  Run *run = user_data;

  g_assert_cmpuint (progress->done, <=, progress->total);
  g_atomic_int_inc (&run->n_reports);
}

static gboolean
resume (gpointer user_data)
{
  Run *run = user_data;

  g_assert_cmpint (g_atomic_int_get (&run->n_reports), ==, 0);
  kith_history_scanner_resume (run->scanner);
  return G_SOURCE_REMOVE;
}

static gboolean
cancel (gpointer user_data)
{
  Run *run = user_data;

  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

static void
run_scan (Fixture     *self,
          Run         *run,
          gboolean     pause_it,
          GSourceFunc  later)
{
  const char *paths[] = { self->mail, NULL };

  run->loop = g_main_loop_new (NULL, FALSE);
  run->scanner = kith_history_scanner_new (self->history);
  run->cancellable = g_cancellable_new ();
  kith_history_scanner_set_progress_func (run->scanner, on_progress, run);
  if (pause_it)
    kith_history_scanner_pause (run->scanner);
  kith_history_scanner_run_async (run->scanner, paths, run->cancellable, on_done, run);
  if (later != NULL)
    g_timeout_add (50, later, run);
  g_main_loop_run (run->loop);
  g_main_loop_unref (run->loop);
  g_object_unref (run->cancellable);
  g_object_unref (run->scanner);
}

static void
test_pause_and_cancel (Fixture       *self,
                       gconstpointer  data)
{
  Run paused = { 0, }, cancelled = { 0, }, whole = { 0, };

  set_owner (self);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = make_text (i, ANNA, BO, "");

      g_free (fixture_add_raw (self, NULL, text));
    }
  /* Cancelled while it is paused: it ends, and nothing is lost. */
  run_scan (self, &cancelled, TRUE, cancel);
  g_assert_error (cancelled.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&cancelled.error);
  run_scan (self, &paused, TRUE, resume);
  g_assert_no_error (paused.error);
  g_assert_cmpint (g_atomic_int_get (&paused.n_reports), >, 0);
  assert_anna_and_bo (self, 300);
  run_scan (self, &whole, FALSE, NULL);
  g_assert_no_error (whole.error);
  g_assert_cmpuint (whole.result.n_messages, ==, 0);
}

static void
test_no_mail (Fixture       *self,
              gconstpointer  data)
{
  static const char *const nowhere[] = { "/nonexistent/kith", NULL };
  const char *empty[] = { self->directory, NULL };
  g_autoptr (KithHistoryScanner) scanner = kith_history_scanner_new (self->history);
  g_autoptr (GError) error = NULL;
  g_autofree char *cur = g_build_filename (self->mail, "cur", NULL);
  KithScanResult result;

  fixture_remove_tree (cur);
  g_assert_false (kith_history_scanner_run (scanner, nowhere, &result, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (kith_history_scanner_run (scanner, empty, &result, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/history/scan/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("mh", test_mh);
  ADD ("mbox", test_mbox);
  ADD ("mbox-long", test_mbox_long);
  ADD ("tree", test_tree);
  ADD ("left-out", test_left_out);
  ADD ("unchanged", test_unchanged);
  ADD ("huge", test_huge);
  ADD ("pause-and-cancel", test_pause_and_cancel);
  ADD ("no-mail", test_no_mail);
  return g_test_run ();
}
