/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures: from the fact, from the cache, and from where a fact says, where the provider may be asked. */

#include "config.h"

#include <string.h>

#include <kith/kith.h>

#include "kith-engine-private.h"
#include "kith-test-server.h"
#define KITH_TEST_WAIT_SECONDS 60
#include "../kith-test-engine.h"

static const char faces[] =
    "<provider id='faces' name='Faces' site='https://faces.example/' version='1'>"
    "<privacy sends='address' reveals-to='own-server' keep='P1D' keep-nothing='PT1H'/><server/>"
    "<step id='person' kind='json'><get url='/people/{address}'/>"
    "<match select='/people/item' address='mail'><fact field='name' select='name'/><fact field='photo' select='photo'/></match></step></provider>";

typedef struct
{
  char *dir;
  KithEngine *engine;
  KithTestServer *server;
  KithAddress *address;
} Fixture;

static void
set (Fixture    *fixture,
     const char *key,
     const char *value)
{
  kith_test_set_provider (fixture->engine, "faces", key, value);
}

/* The server says that Ada's picture is there. */
static void
name_picture (Fixture    *fixture,
              const char *base,
              const char *path)
{
  g_autofree char *body = g_strdup_printf ("{\"people\": [{\"mail\": \"ada.marsh@example.org\", \"name\": \"Ada Marsh\", \"photo\": \"%s%s\"}]}", base, path);

  kith_test_server_set_body (fixture->server, "GET", "/people/ada.marsh%40example.org", 200, "application/json", body);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *providers = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *file = NULL;
  char *folders[] = { NULL, NULL };
  KithCoreConfig config = { NULL };

  fixture->address = kith_address_new ("ada.marsh@example.org", NULL, NULL);
  fixture->server = kith_test_server_new (NULL, &error);
  g_assert_no_error (error);
  fixture->dir = g_dir_make_tmp ("kith-picture-XXXXXX", &error);
  g_assert_no_error (error);
  folders[0] = providers = g_build_filename (fixture->dir, "providers", NULL);
  settings = g_build_filename (fixture->dir, "settings.ini", NULL);
  file = g_build_filename (providers, "faces.provider", NULL);
  g_assert_cmpint (g_mkdir (providers, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, faces, -1, NULL));
  config = (KithCoreConfig) { .cache_dir = fixture->dir, .data_dir = fixture->dir, .state_dir = fixture->dir, .provider_folders = folders,
                              .module_folder = (char *) "/nonexistent", .settings_file = settings };
  fixture->engine = kith_engine_new_with_config (&config);
  set (fixture, "base-url", kith_test_server_get_base_url (fixture->server));
  set (fixture, "ca-file", kith_test_server_get_ca_file (fixture->server));
  set (fixture, "enabled", "true");
  name_picture (fixture, kith_test_server_get_base_url (fixture->server), "/ada.png");
  kith_test_server_set_body (fixture->server, "GET", "/ada.png", 200, "image/png", "not really a picture");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  kith_test_let_engine_go (&fixture->engine);
  kith_test_server_free (fixture->server);
  g_object_unref (fixture->address);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

/* Returns: (transfer full): the picture that the provider names */
static KithFact *
find_photo (Fixture *fixture)
{
  g_autoptr (KithLookup) lookup = kith_engine_lookup (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE);
  KithFact *photo;

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  photo = kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_PHOTO);
  g_assert_nonnull (photo);
  kith_test_server_clear_log (fixture->server);
  return g_object_ref (photo);
}

static GBytes *
load (Fixture      *fixture,
      KithMessage  *message,
      KithFact     *photo,
      GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_engine_load_picture_async (fixture->engine, fixture->address, message, photo, KITH_LOOKUP_NONE, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  return kith_engine_load_picture_finish (fixture->engine, result, error);
}

static void
assert_none (Fixture     *fixture,
             KithMessage *message,
             KithFact    *photo)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (fixture, message, photo, &error));
  g_assert_true (error->domain == KITH_ERROR);
}

static void
assert_picture (Fixture  *fixture,
                KithFact *photo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = load (fixture, NULL, photo, &error);
  gsize size;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes), "not really a picture", strlen ("not really a picture"));
}

/* Once, written down, and kept until the person is forgotten. */
static void
test_fetched (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (KithFact) photo = find_photo (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  assert_picture (fixture, photo);
  assert_picture (fixture, photo);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
  g_assert_false (kith_test_server_saw (fixture->server, "ada.marsh"));
  kith_engine_list_ledger_async (fixture->engine, fixture->address, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  entries = kith_engine_list_ledger_finish (fixture->engine, result, NULL);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (kith_ledger_entry_get_identifier_kind (entries->pdata[0]), ==, "picture");
  g_assert_cmpstr (kith_ledger_entry_get_provider_id (entries->pdata[0]), ==, "faces");
  kith_test_forget (fixture->engine, fixture->address, KITH_FORGET_NONE);
  assert_picture (fixture, photo);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 2);
}

/* A picture is a further question: the same rules hold. */
static void
test_rules (Fixture       *fixture,
            gconstpointer  data)
{
  static const char list[] = "From: ada.marsh@example.org\nTo: me@example.org\nList-Id: <dev.lists.example>\n\nhello\n";
  g_autoptr (KithFact) photo = find_photo (fixture);
  g_autoptr (GBytes) bytes = g_bytes_new_static (list, strlen (list));
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);

  assert_none (fixture, message, photo);
  set (fixture, "enabled", "false");
  assert_none (fixture, NULL, photo);
  set (fixture, "enabled", "true");
  set (fixture, "mode", "click");
  assert_none (fixture, NULL, photo);
  set (fixture, "mode", "always");
  kith_engine_set_offline (fixture->engine, TRUE);
  assert_none (fixture, NULL, photo);
  kith_engine_set_offline (fixture->engine, FALSE);
  kith_test_forget (fixture->engine, fixture->address, KITH_FORGET_NEVER);
  assert_none (fixture, NULL, photo);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);
}

/* The server that the owner named may be on this computer; whatever it names may not. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *other = kith_test_server_listen (fixture->server, "good", "tls", 0);
  g_autoptr (KithFact) photo = NULL;

  name_picture (fixture, other, "/ada.png");
  photo = find_photo (fixture);
  assert_none (fixture, NULL, photo);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);
}

/* It is not asked for again for a while. */
static void
test_no_picture (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KithFact) photo = find_photo (fixture);

  kith_test_server_set_body (fixture->server, "GET", "/ada.png", 200, "text/html", "<p>hello</p>");
  assert_none (fixture, NULL, photo);
  assert_none (fixture, NULL, photo);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
}

#define ADD(name, func) g_test_add ("/engine/picture/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fetched", test_fetched);
  ADD ("rules", test_rules);
  ADD ("elsewhere", test_elsewhere);
  ADD ("no-picture", test_no_picture);
  return g_test_run ();
}
