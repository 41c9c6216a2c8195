/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-provider-fixture.h"

static char *
load_error (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  KithProvider *provider = kith_declared_provider_new_from_file (file, &error);

  if (provider != NULL)
    g_error ("%s was loaded although it is wrong", path);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_assert_null (strchr (error->message, '\n'));
  return g_strdup (error->message);
}

/* Each line of expected.txt is what the message must begin with. */
static void
test_wrong_files (void)
{
  g_autofree char *list = kith_test_fixture_path ("provider-files", "wrong", "expected.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint count = 0;
  guint wrong = 0;

  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autofree char *name = g_strndup (lines[i], strcspn (lines[i], ":"));
      g_autofree char *path = kith_test_fixture_path ("provider-files", "wrong", name, NULL);
      g_autofree char *message = load_error (path);
      g_autofree char *folder = g_path_get_dirname (path);

      g_assert_true (g_str_has_prefix (message, folder));
      count++;
      if (!g_str_has_prefix (message + strlen (folder) + 1, lines[i]))
        {
          g_test_message ("expected %s\n     got %s", lines[i], message + strlen (folder) + 1);
          wrong++;
        }
    }
  g_assert_cmpuint (wrong, ==, 0);
  g_assert_cmpuint (count, >=, 40);
  g_test_message ("%u wrong files, each with its line and reason", count);
}

static void
test_right_file (void)
{
  g_autofree char *path = kith_test_fixture_path ("provider-files", "right.provider", NULL);
  g_autoptr (KithProvider) provider = kith_test_load_provider (path);
  g_autofree char *text = kith_declared_provider_describe (KITH_DECLARED_PROVIDER (provider));

  g_assert_cmpstr (kith_provider_get_id (provider), ==, "example");
  g_assert_cmpstr (kith_provider_get_name (provider), ==, "Example");
  g_assert_cmpstr (kith_provider_get_site (provider), ==, "https://example.org/");
  g_assert_cmpuint (kith_provider_get_sends (provider), ==, KITH_SENDS_ADDRESS_HASH);
  g_assert_cmpuint (kith_provider_get_reveals_to (provider), ==, KITH_REVEALS_TO_SERVICE);
  g_assert_false (kith_provider_is_local (provider));
  g_assert_cmpuint (kith_provider_get_fields (provider), ==,
                    G_GUINT64_CONSTANT (1) << KITH_FIELD_ROLE | G_GUINT64_CONSTANT (1) << KITH_FIELD_COMPANY
                        | G_GUINT64_CONSTANT (1) << KITH_FIELD_LINK);
  g_assert_cmpstr (kith_declared_provider_get_host (KITH_DECLARED_PROVIDER (provider)), ==, "api.example.org");
  g_assert_false (kith_declared_provider_needs_token (KITH_DECLARED_PROVIDER (provider)));
  g_assert_false (kith_declared_provider_needs_server (KITH_DECLARED_PROVIDER (provider)));
  g_assert_nonnull (strstr (text, "address-sha256"));
  g_assert_finalize_object (g_steal_pointer (&provider));
}

static void
test_shipped_files (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "providers", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".provider"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_autoptr (KithProvider) provider = kith_test_load_provider (path);
        g_autofree char *expected = g_strconcat (kith_provider_get_id (provider), ".provider", NULL);

        g_assert_cmpstr (name, ==, expected);
        g_assert_false (kith_provider_is_local (provider));
        count++;
      }
  g_assert_cmpuint (count, >, 0);
}

static char *
write_file (const char *name,
            const char *text,
            gsize       length)
{
  char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  return path;
}

static void
test_no_files (void)
{
  g_autofree char *big = g_malloc (300 * 1024);
  g_autofree char *missing = g_build_filename (g_get_user_data_dir (), "missing.provider", NULL);
  g_autofree char *empty_path = write_file ("empty.provider", "", 0);
  g_autofree char *nul_path = write_file ("nul.provider", "<provider\0", 10);
  g_autofree char *message = NULL;
  g_autofree char *big_path = NULL;

  memset (big, ' ', 300 * 1024);
  big_path = write_file ("big.provider", big, 300 * 1024);
  message = load_error (big_path);
  g_assert_nonnull (strstr (message, ":1: a provider file has at most 256 KiB"));
  g_free (message);
  message = load_error (missing);
  g_assert_nonnull (strstr (message, "missing.provider:1: "));
  g_free (message);
  message = load_error (empty_path);
  g_assert_nonnull (strstr (message, "empty.provider:1: the file is empty"));
  g_free (message);
  message = load_error (nul_path);
  g_assert_nonnull (strstr (message, "nul.provider:1: not well-formed XML"));
  g_free (message);
  message = load_error (g_get_user_data_dir ());
  g_assert_nonnull (strstr (message, ":1: "));
  g_remove (big_path);
  g_remove (empty_path);
  g_remove (nul_path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/description/wrong-files", test_wrong_files);
  g_test_add_func ("/providers/description/right-file", test_right_file);
  g_test_add_func ("/providers/description/shipped-files", test_shipped_files);
  g_test_add_func ("/providers/description/no-files", test_no_files);
  return g_test_run ();
}
