/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-engine.h"

#include <glib/gstdio.h>
#include <kith/kith-rules.h>

#include "kith-engine-private.h"
#include "../kith-test-wait.h"

/**
 * kith_test_engine_new:
 * @dir: a folder of the test
 *
 * Returns: (transfer full): an engine that keeps everything below @dir, and knows the provider files of its folder "providers" only
 */
KithEngine *
kith_test_engine_new (const char *dir)
{
  g_autofree char *providers = g_build_filename (dir, "providers", NULL);
  g_autofree char *cache = g_build_filename (dir, "cache", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *state = g_build_filename (dir, "state", NULL);
  g_autofree char *settings = g_build_filename (dir, "settings.ini", NULL);
  char *folders[] = { providers, NULL };
  KithCoreConfig config = {
    .cache_dir = cache,
    .data_dir = data,
    .state_dir = state,
    .provider_folders = folders,
    .module_folder = (char *) "/nonexistent",
    .settings_file = settings,
  };

  return kith_engine_new_with_config (&config);
}

/**
 * kith_test_engine_end:
 * @engine: (inout): the last reference, as it should be; %NULL afterwards
 *
 * Nothing that still runs may hold the engine for good.
 */
void
kith_test_engine_end (KithEngine **engine)
{
  KithEngine *ending = *engine;

  g_object_add_weak_pointer (G_OBJECT (ending), (gpointer *) engine);
  g_object_unref (ending);
  WAIT_UNTIL (*engine == NULL);
}

/**
 * kith_test_engine_copy_provider:
 * @dir: a folder of the test
 * @name: one of the provider files that Kith brings
 *
 * Makes the provider known to the engines on @dir, also to those that run.
 */
void
kith_test_engine_copy_provider (const char *dir,
                                const char *name)
{
  g_autoptr (GFile) from = g_file_new_build_filename (KITH_TEST_PROVIDERS_DIR, name, NULL);
  g_autoptr (GFile) to = g_file_new_build_filename (dir, "providers", name, NULL);
  g_autofree char *folder = g_build_filename (dir, "providers", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/**
 * kith_test_engine_set_provider:
 * @engine: an engine
 * @id: a provider
 * @key: one of its settings
 * @value: the value
 *
 * Returns when it is set.
 */
void
kith_test_engine_set_provider (KithEngine *engine,
                               const char *id,
                               const char *key,
                               const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_provider_async (engine, id, key, value, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  kith_engine_set_provider_finish (engine, result, &error);
  g_assert_no_error (error);
}

/**
 * kith_test_engine_set_rule:
 * @engine: an engine
 * @key: a setting of the rules
 * @value: the value
 *
 * Returns when it is set.
 */
void
kith_test_engine_set_rule (KithEngine *engine,
                           const char *key,
                           const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_change_rule_async (engine, key, KITH_RULE_CHANGE_SET, value, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  kith_engine_change_rule_finish (engine, result, &error);
  g_assert_no_error (error);
}
