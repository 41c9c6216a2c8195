/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The directories that Claws Mail knows are offered, and neither used nor asked by that. */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-directory.h"
#include "../kith-test-engine.h"

#define SERVERS \
  "<server name=\"Staff\" host=\"ldap.example.org\" port=\"636\" base-dn=\"ou=people,dc=example,dc=org\" bind-dn=\"\" enable-tls=\"no\" enable-ssl=\"yes\"/>" \
  "<server name=\"Clear\" host=\"clear.example.org\" port=\"389\" base-dn=\"dc=example,dc=org\" bind-dn=\"\" enable-tls=\"no\" enable-ssl=\"no\"/>"
#define URL "ldaps://ldap.example.org/ou=people,dc=example,dc=org"

typedef struct
{
  char *dir;
  GSettingsBackend *backend;
  KithEngine *engine;
} Fixture;

/* $XDG_CONFIG_DIRS of this test: where an administrator writes. */
static char *config_dir;

static void
administer (const char *locks)
{
  g_autofree char *folder = g_build_filename (config_dir, "kith", NULL);
  g_autofree char *path = g_build_filename (folder, "locks", NULL);

  if (locks == NULL)
    {
      g_unlink (path);
      return;
    }
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, locks, -1, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  char *folders[] = { NULL };
  KithCoreConfig config = { .provider_folders = folders, .module_folder = (char *) "/nonexistent" };
  g_autofree char *claws = NULL;

  administer (data);
  fixture->dir = g_dir_make_tmp ("kith-known-servers-XXXXXX", NULL);
  fixture->backend = g_memory_settings_backend_new ();
  config.cache_dir = config.data_dir = config.state_dir = fixture->dir;
  config.backend = fixture->backend;
  fixture->engine = kith_engine_new_with_config (&config);
  claws = kith_test_directory_write_claws (fixture->dir, SERVERS);
  kith_engine_set_claws_folder (fixture->engine, claws);
}

/* Whatever was done: nobody was asked, and nothing was sent. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  kith_engine_list_ledger_async (fixture->engine, NULL, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  entries = kith_engine_list_ledger_finish (fixture->engine, result, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_cmpuint (kith_test_directory_count_questions (), ==, 0);
  kith_engine_close (fixture->engine);
  g_clear_object (&result);
  kith_test_let_engine_go (&fixture->engine);
  g_clear_object (&fixture->backend);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  administer (NULL);
}

static GPtrArray *
list_servers (Fixture     *fixture,
              const char  *provider_id,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_engine_list_servers_async (fixture->engine, provider_id, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  return kith_engine_list_servers_finish (fixture->engine, result, error);
}

static void
assert_count (Fixture    *fixture,
              const char *provider_id,
              guint       n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = list_servers (fixture, provider_id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (servers->len, ==, n);
}

static void
assert_error (Fixture    *fixture,
              const char *provider_id,
              int         code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (list_servers (fixture, provider_id, &error));
  g_assert_error (error, KITH_ERROR, code);
}

static void
set_provider (Fixture     *fixture,
              const char  *provider_id,
              const char  *key,
              const char  *value,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_engine_set_provider_async (fixture->engine, provider_id, key, value, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  kith_engine_set_provider_finish (fixture->engine, result, error);
}

static void
assert_provider (Fixture    *fixture,
                 const char *base_url)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  guint n_found = 0;

  kith_engine_list_providers_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  infos = kith_engine_list_providers_finish (fixture->engine, result, NULL);
  for (guint i = 0; i < infos->len; i++)
    {
      KithProviderInfo *info = g_ptr_array_index (infos, i);
      g_autofree char *value = NULL;

      if (!g_str_equal (kith_provider_info_get_id (info), "ldap"))
        continue;
      n_found++;
      value = kith_provider_info_dup_setting (info, "base-url");
      g_assert_cmpstr (value, ==, base_url);
      g_assert_false (kith_provider_info_is_enabled (info));
    }
  g_assert_cmpuint (n_found, ==, 1);
}

static void
look_up (Fixture *fixture)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane.doe@example.org", NULL, NULL);
  g_autoptr (KithLookup) lookup = kith_engine_lookup (fixture->engine, address, NULL, KITH_LOOKUP_CLICKED);

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
}

/* Listing changes nothing. */
static void
test_listed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = list_servers (fixture, "ldap", &error);
  const KithKnownServer *server;

  g_assert_no_error (error);
  g_assert_cmpuint (servers->len, ==, 2);
  server = servers->pdata[0];
  g_assert_cmpstr (server->name, ==, "Staff");
  g_assert_cmpstr (server->host, ==, "ldap.example.org");
  g_assert_cmpstr (server->base_url, ==, URL);
  server = servers->pdata[1];
  g_assert_null (server->base_url);
  g_assert_nonnull (server->note);
  assert_provider (fixture, "");
  look_up (fixture);

  /* Others are asked over HTTP, or nobody. */
  assert_count (fixture, "you", 0);
  assert_error (fixture, "nobody", KITH_ERROR_INVALID);
}

/* The address is kept as it is offered, and the directory stays off: still nobody is asked. */
static void
test_used (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) servers = list_servers (fixture, "ldap", NULL);
  g_autoptr (GError) error = NULL;

  set_provider (fixture, "ldap", "base-url", ((KithKnownServer *) servers->pdata[0])->base_url, &error);
  g_assert_no_error (error);
  assert_provider (fixture, URL);
  look_up (fixture);
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *other = NULL;
  g_autofree char *broken = NULL;

  assert_count (fixture, "ldap", 2);
  other = kith_test_directory_write_claws (fixture->dir, "<server host=\"other.example.org\" enable-ssl=\"yes\"/>");
  assert_count (fixture, "ldap", 1);
  broken = kith_test_directory_write_claws (fixture->dir, "<server");
  assert_error (fixture, "ldap", KITH_ERROR_INVALID);
}

static void
test_switched_off (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  set_provider (fixture, "claws", "enabled", "false", &error);
  g_assert_no_error (error);
  assert_count (fixture, "ldap", 0);
}

static void
test_locked_off (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_error (fixture, "ldap", KITH_ERROR_REFUSED);
}

static void
test_locked_address (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  set_provider (fixture, "ldap", "base-url", URL, &error);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  assert_provider (fixture, "");
}

int
main (int    argc,
      char **argv)
{
  int status;

  config_dir = g_dir_make_tmp ("kith-known-servers-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_DIRS", config_dir, TRUE);
  g_test_init (&argc, &argv, NULL);
  kith_test_directory_register ();
#define ADD(path, locks, function) g_test_add ("/engine/known-servers/" path, Fixture, locks, set_up, function, tear_down)
  ADD ("listed", NULL, test_listed);
  ADD ("used", NULL, test_used);
  ADD ("follows", NULL, test_follows);
  ADD ("switched-off", NULL, test_switched_off);
  ADD ("locked-off", "/org/kith/kith/providers/ldap/enabled\n", test_locked_off);
  ADD ("locked-address", "/org/kith/kith/providers/ldap/base-url\n", test_locked_address);
#undef ADD
  status = g_test_run ();
  kith_test_remove_tree (config_dir);
  g_free (config_dir);
  return status;
}
