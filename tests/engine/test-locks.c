/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-engine.h"

#define MESSAGE "Your administrator has switched this provider off."

/* An engine with the providers that are installed, an owner who has switched Gravatar on, and an administrator who has switched it off. */
typedef struct
{
  char *dir;
  char *locks;
  GSettingsBackend *backend;
  KithEngine *engine;
  KithAddress *address;
} Fixture;

/* $XDG_CONFIG_DIRS of this test. */
static char *config_dir;

static void
write_file (const char *path,
            const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (config_dir, "kith", NULL);
  g_autofree char *providers = g_test_build_filename (G_TEST_DIST, "..", "data", "providers", NULL);
  g_autoptr (GSettings) direct = NULL;
  char *folders[] = { providers, NULL };
  KithCoreConfig config = { .provider_folders = folders, .module_folder = (char *) "/nonexistent" };

  fixture->dir = g_dir_make_tmp ("kith-locks-XXXXXX", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fixture->locks = g_build_filename (folder, "locks", NULL);
  write_file (fixture->locks, "/org/kith/kith/providers/gravatar/enabled\n");
  fixture->backend = g_memory_settings_backend_new ();
  direct = g_settings_new_with_backend_and_path ("org.kith.Kith.Provider", fixture->backend, "/org/kith/kith/providers/gravatar/");
  g_assert_true (g_settings_set_string (direct, "enabled", "on"));
  config.cache_dir = config.data_dir = config.state_dir = fixture->dir;
  config.backend = fixture->backend;
  fixture->engine = kith_engine_new_with_config (&config);
  fixture->address = kith_address_new ("jane.doe@example.org", "Jane Doe", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  kith_engine_close (fixture->engine);
  kith_test_let_engine_go (&fixture->engine);
  g_clear_object (&fixture->address);
  g_clear_object (&fixture->backend);
  g_assert_cmpint (g_unlink (fixture->locks), ==, 0);
  g_free (fixture->locks);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
assert_refused (gboolean  done,
                GError   *error)
{
  g_assert_false (done);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, MESSAGE);
}

static void
test_set (Fixture       *fixture,
          gconstpointer  data)
{
  static const char *const values[] = { "true", "on", "default", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      gboolean done;

      kith_engine_set_provider_async (fixture->engine, "gravatar", "enabled", values[i], NULL, kith_test_keep_result, &result);
      WAIT_UNTIL (result != NULL);
      done = kith_engine_set_provider_finish (fixture->engine, result, &error);
      assert_refused (done, error);
    }
}

static void
test_token (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  kith_engine_set_token_async (fixture->engine, "gravatar", "tok-1", NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  done = kith_engine_set_token_finish (fixture->engine, result, &error);
  assert_refused (done, error);
}

static void
never_prompt (const char *uri,
              const char *user_code,
              gpointer    user_data)
{
  g_assert_not_reached ();
}

static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  kith_engine_sign_in_async (fixture->engine, "gravatar", never_prompt, NULL, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  done = kith_engine_sign_in_finish (fixture->engine, result, &error);
  assert_refused (done, error);
}

static void
test_test (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_test_provider_async (fixture->engine, "gravatar", fixture->address, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  answer = kith_engine_test_provider_finish (fixture->engine, result, NULL, &error);
  assert_refused (answer != NULL, error);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;
  guint n_found = 0;

  kith_engine_list_providers_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  infos = kith_engine_list_providers_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < infos->len; i++)
    {
      KithProviderInfo *info = g_ptr_array_index (infos, i);

      if (!g_str_equal (kith_provider_info_get_id (info), "gravatar"))
        continue;
      n_found++;
      g_assert_false (kith_provider_info_is_enabled (info));
      g_assert_true (kith_provider_info_is_locked (info));
    }
  g_assert_cmpuint (n_found, ==, 1);
}

static void
assert_not_asked (GPtrArray *outcomes)
{
  guint n_found = 0;

  for (guint i = 0; i < outcomes->len; i++)
    {
      KithOutcome *outcome = g_ptr_array_index (outcomes, i);

      if (!g_str_equal (kith_outcome_get_provider_id (outcome), "gravatar"))
        continue;
      n_found++;
      g_assert_cmpint (kith_outcome_get_state (outcome), ==, KITH_OUTCOME_NOT_ASKED);
      g_assert_cmpstr (kith_outcome_get_reason (outcome), ==, MESSAGE);
    }
  g_assert_cmpuint (n_found, ==, 1);
}

/* Also with a click, and again. */
static void
test_look_up (Fixture       *fixture,
              gconstpointer  data)
{
  static const KithLookupFlags flags[] = { KITH_LOOKUP_NONE, KITH_LOOKUP_CLICKED, KITH_LOOKUP_REFRESH | KITH_LOOKUP_CLICKED };

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (KithLookup) lookup = kith_engine_lookup (fixture->engine, fixture->address, NULL, flags[i]);

      WAIT_UNTIL (kith_lookup_is_complete (lookup));
      assert_not_asked (kith_profile_get_outcomes (kith_lookup_get_profile (lookup)));
    }
}

static void
test_explain (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) verdicts = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_explain_async (fixture->engine, fixture->address, NULL, KITH_LOOKUP_CLICKED, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  verdicts = kith_engine_explain_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < verdicts->len; i++)
    {
      KithVerdict *verdict = g_ptr_array_index (verdicts, i);

      g_assert_true (!g_str_equal (kith_verdict_get_provider_id (verdict), "gravatar") ||
                     kith_verdict_get_rule (verdict) == KITH_RULE_LOCKED_OFF);
    }
}

/* Whatever was tried: nothing was sent, so nothing was written down. */
static void
test_nothing_sent (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  test_set (fixture, NULL);
  test_test (fixture, NULL);
  test_look_up (fixture, NULL);
  kith_engine_list_ledger_async (fixture->engine, NULL, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  entries = kith_engine_list_ledger_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 0);
}

#define ADD(path, function) g_test_add ("/engine/locks/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  int status;

  config_dir = g_dir_make_tmp ("kith-locks-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_DIRS", config_dir, TRUE);
  g_setenv ("KITH_TOKEN_GRAVATAR", "tok-2", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("set", test_set);
  ADD ("token", test_token);
  ADD ("sign-in", test_sign_in);
  ADD ("test", test_test);
  ADD ("list", test_list);
  ADD ("look-up", test_look_up);
  ADD ("explain", test_explain);
  ADD ("nothing-sent", test_nothing_sent);
  status = g_test_run ();
  kith_test_remove_tree (config_dir);
  g_free (config_dir);
  return status;
}
