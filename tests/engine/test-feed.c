/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-engine-private.h"

#define OWNER "olive@home.example"

typedef struct
{
  char *dir;
  KithEngine *engine;
} Fixture;

static KithEngine *
make_engine (const char *dir)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autofree char *cache = g_build_filename (dir, "cache", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *state = g_build_filename (dir, "state", NULL);
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  char *folders[] = { NULL };
  KithCoreConfig config = { cache, data, state, folders, data, backend };
  KithEngine *engine = kith_engine_new_with_config (&config);

  kith_engine_set_own_addresses (engine, owners);
  return engine;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->dir = g_dir_make_tmp ("kith-feed-XXXXXX", NULL);
  self->engine = make_engine (self->dir);
}

static gboolean
on_too_late (gpointer user_data)
{
  g_error ("the engine is still there");
  return G_SOURCE_REMOVE;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  KithEngine *engine = self->engine;
  guint too_late = g_timeout_add_seconds (20, on_too_late, NULL);

  /* The engine thread lets go of a call a moment after it has answered. */
  g_object_add_weak_pointer (G_OBJECT (engine), (gpointer *) &self->engine);
  g_object_unref (engine);
  while (self->engine != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (too_late);
  remove_tree (self->dir);
  g_free (self->dir);
}

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static KithFeed *
begin (Fixture            *self,
       const char         *folder,
       const char         *state,
       const char *const  *uids)
{
  g_autoptr (GAsyncResult) pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KithFeed *feed;

  kith_engine_begin_feed_async (self->engine, "account", folder, state, uids, NULL, on_ready, &pending);
  result = wait_for (&pending);
  feed = kith_engine_begin_feed_finish (self->engine, result, &error);
  g_assert_no_error (error);
  return feed;
}

static void
end (Fixture  *self,
     KithFeed *feed)
{
  g_autoptr (GAsyncResult) pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_end_feed_async (self->engine, feed, NULL, on_ready, &pending);
  result = wait_for (&pending);
  kith_engine_end_feed_finish (self->engine, result, &error);
  g_assert_no_error (error);
}

/* All wanted messages: Anna writes to the owner and to Bo. */
static void
feed_folder (Fixture            *self,
             const char         *folder,
             const char         *state,
             const char *const  *uids,
             guint               n_wanted,
             guint               n_gone)
{
  g_autoptr (KithFeed) feed = begin (self, folder, state, uids);
  GPtrArray *wanted = kith_feed_get_wanted (feed);

  g_assert_cmpuint (wanted->len, ==, n_wanted);
  g_assert_cmpuint (kith_feed_get_n_gone (feed), ==, n_gone);
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autofree char *id = g_strdup_printf ("<%s@acme.example>", (const char *) g_ptr_array_index (wanted, i));

      kith_feed_add_message (feed, g_ptr_array_index (wanted, i), kith_feed_hash_id (id), 0, 1772539200, KITH_FEED_NONE);
      kith_feed_add_people (feed, KITH_PART_FROM, "Anna Berg <anna@acme.example>");
      kith_feed_add_people (feed, KITH_PART_TO, OWNER ", Bo Dahl <bo@firm.example>");
      kith_feed_add_people (feed, KITH_PART_CC, NULL);
    }
  end (self, feed);
}

/* The evidence of Anna's connection with Bo, as the card gets it; %NULL without one. */
static char *
look_up (Fixture *self)
{
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithLookup) lookup = kith_engine_lookup (self->engine, anna, NULL, KITH_LOOKUP_NONE);
  GPtrArray *connections;

  while (!kith_lookup_is_complete (lookup))
    g_main_context_iteration (NULL, TRUE);
  connections = kith_profile_get_connections (kith_lookup_get_profile (lookup));
  if (connections->len == 0)
    return NULL;
  g_assert_cmpuint (connections->len, ==, 1);
  g_assert_cmpstr (kith_connection_get_address (g_ptr_array_index (connections, 0)), ==, "bo@firm.example");
  return g_strdup (kith_connection_get_evidence (g_ptr_array_index (connections, 0)));
}

static void
assert_evidence (Fixture    *self,
                 const char *expected)
{
  g_autofree char *evidence = look_up (self);

  g_assert_cmpstr (evidence, ==, expected);
}

static void
test_feed (Fixture       *self,
           gconstpointer  data)
{
  static const char *const two[] = { "1", "first-uid", NULL };
  static const char *const three[] = { "first-uid", "7", "8", NULL };
  static const char *const moved[] = { "1", NULL };
  static const char *const none[] = { NULL };

  assert_evidence (self, NULL);
  feed_folder (self, "INBOX", "a", two, 2, 0);
  assert_evidence (self, "2 conversations, last in March 2026");
  feed_folder (self, "INBOX", "a", two, 0, 0);
  feed_folder (self, "INBOX", "b", three, 2, 1);
  assert_evidence (self, "3 conversations, last in March 2026");
  /* The same message in another folder is no other message. */
  feed_folder (self, "Archive", "a", moved, 1, 0);
  assert_evidence (self, "4 conversations, last in March 2026");
  feed_folder (self, "Copies", "a", three, 3, 0);
  assert_evidence (self, "4 conversations, last in March 2026");
  feed_folder (self, "INBOX", "c", none, 0, 3);
  assert_evidence (self, "4 conversations, last in March 2026");
  feed_folder (self, "Copies", NULL, NULL, 0, 0);
  assert_evidence (self, "1 conversation, last in March 2026");
  feed_folder (self, "Archive", "d", none, 0, 1);
  assert_evidence (self, NULL);
}

static void
test_list_evidence (Fixture       *self,
                    gconstpointer  data)
{
  static const char *const uids[] = { "1", "first-uid", NULL };
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithAddress) bo = kith_address_new ("bo@firm.example", NULL, NULL);
  g_autoptr (GAsyncResult) pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  guint n_first = 0, n_one = 0;

  feed_folder (self, "INBOX", "a", uids, 2, 0);
  kith_engine_list_evidence_async (self->engine, anna, bo, 10, NULL, on_ready, &pending);
  result = wait_for (&pending);
  found = kith_engine_list_evidence_finish (self->engine, result, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < found->len; i++)
    {
      const KithEvidence *evidence = g_ptr_array_index (found, i);

      g_assert_cmpstr (evidence->account, ==, "account");
      g_assert_cmpstr (evidence->folder, ==, "INBOX");
      n_one += kith_evidence_is (evidence, "1");
      n_first += kith_evidence_is (evidence, "first-uid");
    }
  g_assert_cmpuint (n_one, ==, 1);
  g_assert_cmpuint (n_first, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/feed/feed", Fixture, NULL, set_up, test_feed, tear_down);
  g_test_add ("/feed/list-evidence", Fixture, NULL, set_up, test_list_evidence, tear_down);
  return g_test_run ();
}
