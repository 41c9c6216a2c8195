/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>
#include <utime.h>

void
fixture_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      fixture_remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  static const char *const parts[] = { "cur", "new", "tmp" };

  self->directory = g_dir_make_tmp ("kith-history-XXXXXX", NULL);
  self->mail = g_build_filename (self->directory, "mail", NULL);
  self->cache = g_build_filename (self->directory, "history", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (self->mail, parts[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
    }
  self->history = kith_history_new (self->cache);
  self->n_messages = 0;
  self->now = 1795000000; /* November 2026 */
}

void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  g_assert_finalize_object (self->history);
  fixture_remove_tree (self->directory);
  g_free (self->directory);
  g_free (self->mail);
  g_free (self->cache);
}

void
fixture_reopen (Fixture *self)
{
  g_assert_finalize_object (self->history);
  self->history = kith_history_new (self->cache);
}

/* @folder: (nullable): beneath the Maildir; Returns: the path */
char *
fixture_add_raw (Fixture    *self,
                 const char *folder,
                 const char *text)
{
  g_autofree char *name = g_strdup_printf ("1767225600.M%uP1.host:2,S", self->n_messages++);
  char *path = g_build_filename (self->mail, folder != NULL ? folder : "", "cur", name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

/* @date: "3 Mar 2026" */
char *
fixture_add (Fixture    *self,
             const char *id,
             const char *reply_to,
             const char *date,
             const char *from,
             const char *to,
             const char *cc,
             const char *more)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "From: %s\nTo: %s\n", from, to);
  if (cc != NULL)
    g_string_append_printf (text, "Cc: %s\n", cc);
  g_string_append_printf (text, "Subject: very secret subject\nDate: %s 10:00:00 +0000\nMessage-ID: <%s@example.org>\n", date, id);
  if (reply_to != NULL)
    g_string_append_printf (text, "In-Reply-To: <%s@example.org>\nReferences: <%s@example.org>\n", reply_to, reply_to);
  if (more != NULL)
    g_string_append (text, more);
  g_string_append (text, "\nvery secret body\n");
  return fixture_add_raw (self, NULL, text->str);
}

void
fixture_scan (Fixture        *self,
              const char     *path,
              KithScanResult *result)
{
  g_autoptr (KithHistoryScanner) scanner = kith_history_scanner_new (self->history);
  const char *paths[] = { path != NULL ? path : self->mail, NULL };
  g_autoptr (GError) error = NULL;
  KithScanResult ignored;

  kith_history_scanner_run (scanner, paths, result != NULL ? result : &ignored, NULL, &error);
  g_assert_no_error (error);
}

/* One line for each acquaintance: name, address, kind, evidence. */
char *
fixture_describe (Fixture    *self,
                  const char *address)
{
  g_autoptr (KithAddress) person = kith_address_new (address, NULL, NULL);
  guint n_total = 0;
  g_autoptr (GPtrArray) rows = kith_history_list_acquaintances (self->history, person, self->now, 100, &n_total);
  GString *text = g_string_new (NULL);

  g_assert_cmpuint (rows->len, ==, n_total);
  for (guint i = 0; i < rows->len; i++)
    {
      KithAcquaintance *row = g_ptr_array_index (rows, i);
      g_autofree char *evidence = kith_acquaintance_dup_evidence (row);

      g_assert_cmpfloat (row->strength, >, 0);
      g_assert_cmpfloat (row->strength, <, 1);
      if (i > 0)
        g_assert_cmpfloat (row->strength, <=, ((KithAcquaintance *) g_ptr_array_index (rows, i - 1))->strength);
      g_string_append_printf (text, "%s <%s> %s: %s\n", row->name != NULL ? row->name : "-", row->mailbox, kith_tie_get_id (kith_acquaintance_get_tie (row)),
                              evidence);
    }
  return g_string_free (text, FALSE);
}

/* So that a folder is not new any more to whoever looks at its time. */
void
fixture_age (const char *path)
{
  struct utimbuf times = { 1767225600, 1767225600 };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

/* Every byte beneath a folder. */
char *
fixture_read_all (const char *directory,
                  gsize      *length)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  GString *bytes = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *content = NULL;
      gsize n = 0;

      g_string_append (bytes, name);
      if (g_file_get_contents (path, &content, &n, NULL))
        g_string_append_len (bytes, content, n);
    }
  *length = bytes->len;
  return g_string_free (bytes, FALSE);
}
