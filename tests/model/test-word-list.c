/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <kith/kith-message.h>
#include <string.h>

#include "kith-word-list.h"

static GStrv
read_lines (const char *name)
{
  g_autofree char *path = g_build_filename (KITH_SOURCE_DATA_DIR, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

/* People edit these files: order and form are kept by a test. */
static void
test_freemail_file (void)
{
  g_auto (GStrv) lines = read_lines ("freemail-domains.txt");
  const char *previous = "";
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (strcmp (previous, lines[i]), <, 0);
      g_assert_cmpuint (strspn (lines[i], "abcdefghijklmnopqrstuvwxyz0123456789.-"), ==, strlen (lines[i]));
      g_assert_nonnull (strchr (lines[i], '.'));
      g_assert_true (kith_word_list_is_freemail (lines[i]));
      previous = lines[i];
      n++;
    }
  g_assert_cmpuint (n, >, 500);
}

static void
test_role_file (void)
{
  g_auto (GStrv) lines = read_lines ("role-addresses.txt");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean no_reply = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (*lines[i] == '[')
        {
          no_reply = strcmp (lines[i], "[no-reply]") == 0;
          g_assert_true (no_reply || strcmp (lines[i], "[role]") == 0);
          g_hash_table_remove_all (seen);
          continue;
        }
      g_test_message ("%s", lines[i]);
      g_assert_cmpuint (strspn (lines[i], "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (lines[i]));
      g_assert_true (g_hash_table_add (seen, lines[i]));
      g_assert_true (no_reply ? kith_word_list_is_no_reply (lines[i]) : kith_word_list_is_role (lines[i]));
    }
}

static void
test_junk_folders (void)
{
  static const char *const junk[] = {
    "Junk", "SPAM", "INBOX.Spam", "INBOX/Junk E-mail", "[Gmail]/Spam", "Courrier ind\303\251sirable", "COURRIER IND\303\211SIRABLE",
    "Courrier inde\314\201sirable", "Junk/2024/March", "\350\277\267\346\203\221\343\203\241\343\203\274\343\203\253",
    "\320\241\320\277\320\260\320\274", "Archive/Spam/old", " Bulk Mail ",
  };
  static const char *const other[] = {
    "INBOX", "Junkers", "Spam reports", "Projects/Anti-spam", "", "/", "...", "Sent", "Not junk", "\xff\xfe", NULL,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (junk); i++)
    {
      g_test_message ("%s", junk[i]);
      g_assert_true (kith_message_is_junk_folder (junk[i]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (other); i++)
    g_assert_false (kith_message_is_junk_folder (other[i]));
}

static void
test_junk_file (void)
{
  g_auto (GStrv) lines = read_lines ("junk-folders.txt");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      g_test_message ("%s", lines[i]);
      g_assert_true (g_hash_table_add (seen, lines[i]));
      g_assert_true (kith_message_is_junk_folder (lines[i]));
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 50);
}

static void
test_edges (void)
{
  g_autofree char *long_name = g_strnfill (5000, '-');
  g_autofree char *longer_name = g_strnfill (5000, 'a');

  g_assert_false (kith_word_list_is_freemail (""));
  g_assert_false (kith_word_list_is_freemail ("com"));
  g_assert_false (kith_word_list_is_freemail ("..."));
  g_assert_false (kith_word_list_is_role (""));
  g_assert_false (kith_word_list_is_no_reply (""));
  g_assert_false (kith_word_list_is_role ("+info"));
  g_assert_false (kith_word_list_is_role (long_name));
  g_assert_false (kith_word_list_is_no_reply (long_name));
  g_assert_false (kith_word_list_is_role (longer_name));
  g_assert_false (kith_word_list_is_no_reply (longer_name));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-list/freemail-file", test_freemail_file);
  g_test_add_func ("/word-list/role-file", test_role_file);
  g_test_add_func ("/word-list/junk-folders", test_junk_folders);
  g_test_add_func ("/word-list/junk-file", test_junk_file);
  g_test_add_func ("/word-list/edges", test_edges);
  return g_test_run ();
}
