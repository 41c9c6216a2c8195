/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Provider files that come, change and go while the program runs. */

#include "config.h"

#include <glib/gstdio.h>
#include <kith/kith.h>
#include <string.h>

#include "kith-engine-private.h"
#define KITH_TEST_WAIT_SECONDS 40
#include "../kith-test-engine.h"

typedef struct
{
  char *dir;
  char *folder;
  KithEngine *engine;
  guint n_changes;
  GPtrArray *notices; /* (element-type utf8) */
} Fixture;

static void
count_change (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
keep_notice (Fixture    *fixture,
             const char *text)
{
  g_ptr_array_add (fixture->notices, g_strdup (text));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *settings = NULL;
  char *folders[2] = { NULL, NULL };
  KithCoreConfig config = { .module_folder = (char *) "/nonexistent" };

  fixture->dir = g_dir_make_tmp ("kith-drop-in-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->dir, "data", "providers", NULL);
  fixture->notices = g_ptr_array_new_with_free_func (g_free);
  folders[0] = fixture->folder;
  settings = g_build_filename (fixture->dir, "settings.ini", NULL);
  config.cache_dir = fixture->dir;
  config.data_dir = fixture->dir;
  config.state_dir = fixture->dir;
  config.provider_folders = folders;
  config.settings_file = settings;
  /* Where there is no such folder yet, it may come later. */
  if (data == NULL)
    g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  fixture->engine = kith_engine_new_with_config (&config);
  g_signal_connect_swapped (fixture->engine, "changed", G_CALLBACK (count_change), fixture);
  g_signal_connect_swapped (fixture->engine, "notice", G_CALLBACK (keep_notice), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (fixture->engine, fixture);
  kith_test_let_engine_go (&fixture->engine);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->folder);
  g_ptr_array_unref (fixture->notices);
}

/* Returns: (transfer full) (nullable) */
static KithProviderInfo *
find_provider (Fixture    *fixture,
               const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) providers = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_list_providers_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  providers = kith_engine_list_providers_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < providers->len; i++)
    if (g_str_equal (kith_provider_info_get_id (providers->pdata[i]), id))
      return g_object_ref (providers->pdata[i]);
  return NULL;
}

/* Other things change as well: until the provider says the words, or is gone. */
static gboolean
has_come_to (Fixture    *fixture,
             const char *id,
             const char *about)
{
  g_autoptr (KithProviderInfo) info = find_provider (fixture, id);

  return g_strcmp0 (info != NULL ? kith_provider_info_get_about (info) : NULL, about) == 0
         && (info == NULL || !kith_provider_info_is_enabled (info));
}

static void
wait_for (Fixture    *fixture,
          const char *id,
          const char *about)
{
  guint seen = fixture->n_changes;

  while (!has_come_to (fixture, id, about))
    {
      WAIT_UNTIL (fixture->n_changes != seen);
      seen = fixture->n_changes;
    }
}

static void
drop (Fixture    *fixture,
      const char *name,
      const char *id,
      const char *about)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = g_strdup_printf (
      "<provider id=\"%s\" name=\"CRM\" site=\"https://crm.example.org/\" version=\"1\">\n  <about>%s</about>\n"
      "  <privacy sends=\"address\" reveals-to=\"own-server\" keep=\"P1D\" keep-nothing=\"PT1H\"/>\n  <server url=\"https://crm.example.org\"/>\n"
      "  <step id=\"a\" kind=\"json\"><get url=\"/p?q={address}\"/>"
      "<match select=\"/item\" address=\"mail\"><fact field=\"role\" select=\"role\"/></match></step>\n</provider>\n", id, about);

  g_mkdir_with_parents (fixture->folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
is_notice_about (Fixture    *fixture,
                 const char *text)
{
  for (guint i = 0; i < fixture->notices->len; i++)
    if (strstr (fixture->notices->pdata[i], text) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_comes_changes_and_goes (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "crm.provider", NULL);

  wait_for (fixture, "crm", NULL);
  drop (fixture, "crm.provider", "crm", "Our contacts");
  wait_for (fixture, "crm", "Our contacts");
  drop (fixture, "crm.provider", "crm", "All contacts");
  wait_for (fixture, "crm", "All contacts");
  g_assert_cmpint (g_remove (path), ==, 0);
  wait_for (fixture, "crm", NULL);
}

/* A wrong file, or one whose id is taken, is told of and left out; the others go on. */
static void
test_wrong_files (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "broken.provider", NULL);
  g_autoptr (KithProviderInfo) good = NULL;
  g_autoptr (KithProviderInfo) own = NULL;

  drop (fixture, "a-crm.provider", "crm", "Our contacts");
  wait_for (fixture, "crm", "Our contacts");
  drop (fixture, "b-crm.provider", "crm", "Not ours");
  drop (fixture, "message.provider", "message", "Not the message");
  g_assert_true (g_file_set_contents (path, "<provider id=\"broken\">\n  <nonsense/>\n</provider>\n", -1, NULL));
  WAIT_UNTIL (is_notice_about (fixture, "broken.provider:") && is_notice_about (fixture, "b-crm.provider:1:") && is_notice_about (fixture, "message.provider:1:"));
  good = find_provider (fixture, "crm");
  g_assert_cmpstr (kith_provider_info_get_about (good), ==, "Our contacts");
  own = find_provider (fixture, "message");
  g_assert_true (kith_provider_info_is_local (own));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/drop-in/comes-changes-and-goes", Fixture, NULL, set_up, test_comes_changes_and_goes, tear_down);
  g_test_add ("/drop-in/folder-comes-later", Fixture, "later", set_up, test_comes_changes_and_goes, tear_down);
  g_test_add ("/drop-in/wrong-files", Fixture, NULL, set_up, test_wrong_files, tear_down);
  return g_test_run ();
}
