/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Forgetting wins: what was on its way about a person leaves no trace in any file, whenever its answer comes. */

#include "config.h"

#include <string.h>

#include <kith/kith.h>

#include "kith-engine-private.h"
#include "kith-test-server.h"
#define KITH_TEST_WAIT_SECONDS 60
#include "../kith-test-engine.h"

#define ADA "ada.marsh@example.org"
#define BRAM "bram.okoro@example.net"

static const char faces[] =
    "<provider id='faces' name='Faces' site='https://faces.example/' version='1'>"
    "<privacy sends='address' reveals-to='own-server' keep='P1D' keep-nothing='PT1H'/><server/>"
    "<step id='person' kind='json'><get url='/people/{address}'/>"
    "<match select='/people/item' address='mail'><fact field='role' select='role'/><fact field='photo' select='photo'/></match></step></provider>";

static const char letter[] = "From: Ada Marsh <" ADA ">\r\nTo: me@example.com, Bram Okoro <" BRAM ">\r\nMessage-ID: <1@mail.example>\r\n\r\n"
                             "Dear you,\r\n\r\nthe plans.\r\n\r\nBest regards,\r\nAda Marsh\r\nHead of Signalling\r\nExample Rail Ltd\r\n";

typedef struct
{
  char *dir;
  KithEngine *engine;
  KithTestServer *server;
} Fixture;

static void
set (Fixture    *fixture,
     const char *key,
     const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_provider_async (fixture->engine, "faces", key, value, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  kith_engine_set_provider_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
}

/* Everything the server says comes as late as the rest of it. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const people[] = { ADA, "ada.marsh%40example.org", BRAM, "bram.okoro%40example.net" };
  g_autoptr (GError) error = NULL;
  g_autofree char *providers = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *file = NULL;
  char *folders[] = { NULL, NULL };
  KithCoreConfig config = { NULL };

  fixture->server = kith_test_server_new (NULL, &error);
  g_assert_no_error (error);
  fixture->dir = g_dir_make_tmp ("kith-forget-XXXXXX", &error);
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
  for (gsize i = 0; i < G_N_ELEMENTS (people); i += 2)
    {
      g_autofree char *path = g_strconcat ("/people/", people[i + 1], NULL);
      g_autofree char *route = g_strdup_printf ("'delay': 1, 'headers': {'Content-Type': 'application/json'}, 'body': '{\\\"people\\\": [{\\\"mail\\\": "
                                                "\\\"%s\\\", \\\"role\\\": \\\"Engineer\\\", \\\"photo\\\": \\\"%s/photo.png\\\"}]}'",
                                                people[i], kith_test_server_get_base_url (fixture->server));

      kith_test_server_set_route (fixture->server, "GET", path, route);
    }
  kith_test_server_set_route (fixture->server, "GET", "/photo.png", "'delay': 1, 'status': 302, 'headers': {'Location': '/other.png'}");
  kith_test_server_set_body (fixture->server, "GET", "/other.png", 200, "image/png", "not really a picture");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_null (fixture->engine);
  kith_test_server_free (fixture->server);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static KithMessage *
make_message (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (letter, strlen (letter));

  return kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
}

static KithLookup *
begin (Fixture    *fixture,
       const char *mailbox)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  g_autoptr (KithMessage) message = make_message ();

  return kith_engine_lookup (fixture->engine, address, message, KITH_LOOKUP_NONE);
}

static void
forget (Fixture    *fixture,
        const char *mailbox)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (mailbox != NULL)
    kith_engine_forget_async (fixture->engine, address, KITH_FORGET_NONE, NULL, kith_test_keep_result, &result);
  else
    kith_engine_forget_everything_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (mailbox != NULL ? kith_engine_forget_finish (fixture->engine, result, &error)
                                 : kith_engine_forget_everything_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
}

static void
wait_for_request (Fixture    *fixture,
                  const char *path)
{
  WAIT_UNTIL (kith_test_server_saw (fixture->server, path));
}

/* The server keeps everybody waiting for the same time: when the answer to a later question is there, an earlier one would have come. */
static void
let_late_answers_come (Fixture *fixture)
{
  g_autoptr (KithAddress) address = kith_address_new (BRAM, NULL, NULL);
  g_autoptr (KithLookup) lookup = kith_engine_lookup (fixture->engine, address, NULL, KITH_LOOKUP_REFRESH | KITH_LOOKUP_CLICKED);

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  g_assert_nonnull (kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_ROLE));
}

static gboolean
contains (const char *data,
          gsize       length,
          const char *text)
{
  gsize n = strlen (text);

  for (gsize i = 0; i + n <= length; i++)
    if (g_ascii_strncasecmp (data + i, text, n) == 0)
      return TRUE;
  return FALSE;
}

static void
assert_not_in (const char *folder,
               const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        assert_not_in (path, text);
      else if (g_file_get_contents (path, &data, &length, NULL) && contains (data, length, text))
        g_error ("“%s” is in %s", text, name);
    }
}

static void
assert_no_trace (Fixture *fixture)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, ADA, -1);
  const char *const traces[] = { "ada.marsh", "Ada Marsh", "Head of Signalling", "Example Rail", hash };

  let_late_answers_come (fixture);
  kith_engine_close (fixture->engine);
  kith_test_let_engine_go (&fixture->engine);
  for (gsize i = 0; i < G_N_ELEMENTS (traces); i++)
    assert_not_in (fixture->dir, traces[i]);
}

/* Without forgetting, there are traces: otherwise the other tests say nothing. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin (fixture, ADA);
  g_autoptr (KithAddress) address = kith_address_new (ADA, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  kith_engine_list_ledger_async (fixture->engine, address, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  entries = kith_engine_list_ledger_finish (fixture->engine, result, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_clear_object (&result);
  forget (fixture, ADA);
  assert_no_trace (fixture);
}

/* While the server thinks about it. */
static void
test_on_its_way (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin (fixture, ADA);

  wait_for_request (fixture, "/people/ada");
  forget (fixture, data);
  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  assert_no_trace (fixture);
}

/* Before anybody was asked: neither a token is looked for any more, nor is the signature of the message kept. */
static void
test_just_begun (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin (fixture, ADA);

  forget (fixture, data);
  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  g_assert_nonnull (kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_NAME));
  assert_no_trace (fixture);
}

/* About somebody else in a message of hers: that question goes on, without her name beside it. */
static void
test_sender (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin (fixture, BRAM);

  wait_for_request (fixture, "/people/bram");
  forget (fixture, ADA);
  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  g_assert_nonnull (kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_ROLE));
  assert_no_trace (fixture);
}

static void
test_picture (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin (fixture, ADA);
  g_autoptr (KithAddress) address = kith_address_new (ADA, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  KithFact *photo;

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  photo = kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_PHOTO);
  g_assert_nonnull (photo);
  kith_engine_load_picture_async (fixture->engine, address, NULL, photo, KITH_LOOKUP_NONE, NULL, kith_test_keep_result, &result);
  wait_for_request (fixture, "/photo.png");
  forget (fixture, data);
  WAIT_UNTIL (result != NULL);
  bytes = kith_engine_load_picture_finish (fixture->engine, result, NULL);
  g_clear_object (&result);
  assert_no_trace (fixture);
}

static void
test_by_hand (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (KithAddress) address = kith_address_new (ADA, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KithAnswer) answer = NULL;

  kith_engine_test_provider_async (fixture->engine, "faces", address, NULL, kith_test_keep_result, &result);
  wait_for_request (fixture, "/people/ada");
  forget (fixture, data);
  WAIT_UNTIL (result != NULL);
  answer = kith_engine_test_provider_finish (fixture->engine, result, NULL, NULL);
  g_clear_object (&result);
  assert_no_trace (fixture);
}

#define ADD(name, func, whom) g_test_add ("/engine/forget/" name, Fixture, whom, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kept", test_kept, NULL);
  ADD ("on-its-way", test_on_its_way, ADA);
  ADD ("everything-on-its-way", test_on_its_way, NULL);
  ADD ("just-begun", test_just_begun, ADA);
  ADD ("everything-just-begun", test_just_begun, NULL);
  ADD ("sender", test_sender, NULL);
  ADD ("picture", test_picture, ADA);
  ADD ("by-hand", test_by_hand, ADA);
  return g_test_run ();
}
