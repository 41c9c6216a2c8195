/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-engine.h"

#define OWNER "olive@home.example"

typedef struct
{
  char *dir;
  KithEngine *engine;
  KithReading *reading;
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
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->dir = g_dir_make_tmp ("kith-feed-XXXXXX", NULL);
  self->engine = make_engine (self->dir);
  self->reading = kith_reading_new (self->engine);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->reading);
  kith_test_let_engine_go (&self->engine);
  kith_test_remove_tree (self->dir);
  g_free (self->dir);
}

/* A mail program's folder: all messages are from Anna, to the owner and to Bo. */
#define TEST_TYPE_FOLDER (test_folder_get_type ())
G_DECLARE_FINAL_TYPE (TestFolder, test_folder, TEST, FOLDER, KithMailFolder)

struct _TestFolder
{
  KithMailFolder parent_instance;

  char *state;
  GStrv uids;
  guint n_listed;            /* read once nothing is under way */
  guint n_read;
  gboolean broken;
  gboolean slow;
  GMutex *gate;              /* (nullable): the thread that reads waits for it */
  int arrived;               /* atomic: at the gate */
  const char *another;       /* (nullable): a message that is not the one of this name that was there before */
  char *before;              /* (nullable): what the folder looked like then */
};

G_DEFINE_FINAL_TYPE (TestFolder, test_folder, KITH_TYPE_MAIL_FOLDER)

static char *
test_folder_dup_state (KithMailFolder *folder)
{
  return g_strdup (TEST_FOLDER (folder)->state);
}

static guint64
test_folder_count (KithMailFolder *folder)
{
  return g_strv_length (TEST_FOLDER (folder)->uids);
}

static gboolean
test_folder_list (KithMailFolder   *folder,
                  KithMailUidFunc   func,
                  gpointer          user_data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  TestFolder *self = TEST_FOLDER (folder);

  g_atomic_int_set (&self->arrived, TRUE);
  if (self->gate != NULL)
    {
      g_mutex_lock (self->gate);
      g_mutex_unlock (self->gate);
    }
  self->n_listed++;
  for (guint i = 0; self->uids[i] != NULL; i++)
    func (self->uids[i], user_data);
  if (self->broken)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, "broken");
  return !self->broken;
}

static gboolean
test_folder_read (KithMailFolder     *folder,
                  const char *const  *uids,
                  guint               n_uids,
                  KithFeed           *feed,
                  GCancellable       *cancellable,
                  GError            **error)
{
  TestFolder *self = TEST_FOLDER (folder);

  /* As from a disk that others use. */
  if (self->slow)
    g_usleep (20000);
  for (guint i = 0; i < n_uids; i++)
    {
      gboolean another = g_strcmp0 (uids[i], self->another) == 0;
      g_autofree char *id = g_strdup_printf ("<%s%s@acme.example>", uids[i], another ? "-again" : "");

      kith_feed_add_message (feed, uids[i], kith_feed_hash_id (id), 0, another ? 1778000000 : 1772539200, KITH_FEED_NONE);
      kith_feed_add_people (feed, KITH_PART_FROM, "Anna Berg <anna@acme.example>");
      kith_feed_add_people (feed, KITH_PART_TO, OWNER ", Bo Dahl <bo@firm.example>");
      kith_feed_add_people (feed, KITH_PART_CC, NULL);
      self->n_read++;
    }
  return TRUE;
}

static gboolean
test_folder_has (KithMailFolder *folder,
                 const char     *uid)
{
  return g_strv_contains ((const char *const *) TEST_FOLDER (folder)->uids, uid);
}

static gboolean
test_folder_is_another (KithMailFolder *folder,
                        const char     *uid,
                        const char     *before)
{
  TestFolder *self = TEST_FOLDER (folder);

  g_free (self->before);
  self->before = g_strdup (before);
  return g_strcmp0 (uid, self->another) == 0;
}

static void
test_folder_finalize (GObject *object)
{
  g_free (TEST_FOLDER (object)->state);
  g_free (TEST_FOLDER (object)->before);
  g_strfreev (TEST_FOLDER (object)->uids);
  G_OBJECT_CLASS (test_folder_parent_class)->finalize (object);
}

static void
test_folder_class_init (TestFolderClass *klass)
{
  KithMailFolderClass *folder_class = KITH_MAIL_FOLDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_folder_finalize;
  folder_class->dup_state = test_folder_dup_state;
  folder_class->count = test_folder_count;
  folder_class->list = test_folder_list;
  folder_class->read = test_folder_read;
  folder_class->has = test_folder_has;
  folder_class->is_another = test_folder_is_another;
}

static void
test_folder_init (TestFolder *self)
{
}

static TestFolder *
test_folder_new_in (const char        *account,
                    const char        *name,
                    const char        *state,
                    const char *const *uids)
{
  TestFolder *self = g_object_new (TEST_TYPE_FOLDER, "account", account, "name", name, NULL);

  self->state = g_strdup (state);
  self->uids = g_strdupv ((GStrv) uids);
  return self;
}

static TestFolder *
test_folder_new (const char        *name,
                 const char        *state,
                 const char *const *uids)
{
  return test_folder_new_in ("account", name, state, uids);
}

/* The evidence of Anna's connection with Bo, as the card gets it; %NULL without one. */
static char *
look_up (Fixture *self)
{
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithLookup) lookup = kith_engine_lookup (self->engine, anna, NULL, KITH_LOOKUP_NONE);
  GPtrArray *connections;

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  connections = kith_profile_get_connections (kith_lookup_get_profile (lookup));
  if (connections->len == 0)
    return NULL;
  g_assert_cmpuint (connections->len, ==, 1);
  g_assert_cmpstr (kith_connection_get_address (g_ptr_array_index (connections, 0)), ==, "bo@firm.example");
  return g_strdup (kith_connection_get_evidence (g_ptr_array_index (connections, 0)));
}

/* Until the index says so; what is read is read in another thread. */
static void
wait_for_evidence (Fixture    *self,
                   const char *expected)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  g_autofree char *evidence = look_up (self);

  while (g_strcmp0 (evidence, expected) != 0)
    {
      if (g_get_monotonic_time () > end)
        g_error ("“%s” instead of “%s”", evidence, expected);
      g_usleep (2000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_free (evidence);
      evidence = look_up (self);
    }
}

static void
feed_folder (Fixture            *self,
             const char         *name,
             const char         *state,
             const char *const  *uids)
{
  g_autoptr (TestFolder) folder = test_folder_new (name, state, uids);

  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
}

static void
feed_account (Fixture            *self,
              const char         *account,
              const char *const  *uids)
{
  g_autoptr (TestFolder) folder = test_folder_new_in (account, "INBOX", "a", uids);

  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
}

static void
test_compare (Fixture       *self,
              gconstpointer  data)
{
  static const char *const two[] = { "1", "first-uid", NULL };
  static const char *const three[] = { "first-uid", "7", "8", NULL };
  static const char *const moved[] = { "1", NULL };
  static const char *const none[] = { NULL };

  wait_for_evidence (self, NULL);
  feed_folder (self, "INBOX", "a", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  feed_folder (self, "INBOX", "b", three);
  wait_for_evidence (self, "3 conversations, last in March 2026");
  /* The same message in another folder is no other message. */
  feed_folder (self, "Archive", "a", moved);
  wait_for_evidence (self, "4 conversations, last in March 2026");
  feed_folder (self, "Copies", "a", three);
  feed_folder (self, "INBOX", "c", none);
  feed_folder (self, "Archive", "b", none);
  wait_for_evidence (self, "3 conversations, last in March 2026");
  kith_reading_remove_folder (self->reading, "account", "Copies");
  wait_for_evidence (self, NULL);
}

/* Mail programs that name messages by numbers give those of deleted ones again, also while Kith is not looking. */
static void
test_another (Fixture       *self,
              gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const one[] = { "1", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (TestFolder) folder = test_folder_new ("INBOX", "b", two);

  feed_folder (self, "INBOX", "a", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  folder->another = "2";
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "2 conversations, last in May 2026");
  g_assert_cmpstr (folder->before, ==, "a");
  g_assert_cmpuint (folder->n_read, ==, 1);
  /* Nothing of the message that had the number before is left. */
  feed_folder (self, "INBOX", "c", one);
  wait_for_evidence (self, "1 conversation, last in March 2026");
  feed_folder (self, "INBOX", "d", none);
  wait_for_evidence (self, NULL);
}

static void
test_changes (Fixture       *self,
              gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const came[] = { "3", "1", NULL };
  static const char *const went[] = { "2", "3", "no such message", NULL };
  g_autoptr (TestFolder) folder = test_folder_new ("INBOX", "a", two);

  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (folder), g_strdupv ((GStrv) came), NULL, NULL);
  wait_for_evidence (self, "3 conversations, last in March 2026");
  /* In the order in which they are told, also where nobody waits in between. */
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (folder), NULL, g_strdupv ((GStrv) came), NULL);
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (folder), g_strdupv ((GStrv) came), NULL, NULL);
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (folder), NULL, g_strdupv ((GStrv) went), NULL);
  wait_for_evidence (self, "1 conversation, last in March 2026");
  g_assert_cmpuint (folder->n_listed, ==, 1);
}

static void
test_touched (Fixture       *self,
              gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const one[] = { "1", NULL };
  g_autoptr (TestFolder) folder = test_folder_new ("INBOX", "a", two);
  g_autoptr (TestFolder) thrown_away = test_folder_new ("INBOX", "a", one);
  g_autoptr (TestFolder) back = test_folder_new ("INBOX", "a", two);

  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (folder), NULL, NULL, g_strdupv ((GStrv) two));
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (thrown_away), NULL, NULL, g_strdupv ((GStrv) two));
  wait_for_evidence (self, "1 conversation, last in March 2026");
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (back), NULL, NULL, g_strdupv ((GStrv) two));
  wait_for_evidence (self, "2 conversations, last in March 2026");
  /* Only what has come back is read. */
  g_assert_cmpuint (folder->n_read, ==, 2);
  g_assert_cmpuint (back->n_read, ==, 1);
}

/* What is told of as many changes at once looks as it did before. */
static void
test_compare_anyway (Fixture       *self,
                     gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const three[] = { "2", "3", "4", NULL };
  static const char *const back[] = { "1", "2", NULL };
  static const char *const none[] = { NULL };
  static GMutex gate;
  g_autoptr (TestFolder) folder = test_folder_new ("INBOX", "a", two);
  g_autoptr (TestFolder) busy = test_folder_new ("Busy", "a", none);
  g_autoptr (TestFolder) changed = test_folder_new ("INBOX", "a", three);
  g_autoptr (TestFolder) touched = test_folder_new ("INBOX", "a", two);

  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "2 conversations, last in March 2026");
  g_mutex_lock (&gate);
  busy->gate = &gate;
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (busy));
  WAIT_UNTIL (g_atomic_int_get (&busy->arrived));
  for (guint i = 0; i < 3; i++)
    kith_reading_compare_folder (self->reading, KITH_MAIL_FOLDER (changed));
  g_mutex_unlock (&gate);
  wait_for_evidence (self, "3 conversations, last in March 2026");
  g_assert_cmpuint (changed->n_listed, ==, 1);
  g_assert_cmpuint (changed->n_read, ==, 2);
  /* What was missed then may come back, too. */
  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (touched), NULL, NULL, g_strdupv ((GStrv) back));
  wait_for_evidence (self, "4 conversations, last in March 2026");
  g_assert_cmpuint (touched->n_read, ==, 1);
}

/* Thrown away, brought back together with so many others that the folder is compared, and thrown away again. */
static void
test_thrown_away_again (Fixture       *self,
                        gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const one[] = { "1", NULL };
  g_autoptr (TestFolder) folder = test_folder_new ("INBOX", "a", two);
  g_autoptr (TestFolder) thrown_away = test_folder_new ("INBOX", "a", one);

  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "2 conversations, last in March 2026");
  for (guint i = 0; i < 2; i++)
    {
      kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (thrown_away), NULL, NULL, g_strdupv ((GStrv) two));
      wait_for_evidence (self, "1 conversation, last in March 2026");
      kith_reading_compare_folder (self->reading, KITH_MAIL_FOLDER (folder));
      wait_for_evidence (self, "2 conversations, last in March 2026");
    }
}

static void
test_unchanged (Fixture       *self,
                gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const other[] = { "3", NULL };
  g_autoptr (TestFolder) folder = test_folder_new ("INBOX", "a", two);
  g_autoptr (TestFolder) again = test_folder_new ("INBOX", "a", two);
  g_autoptr (TestFolder) touched = test_folder_new ("INBOX", "b", two);
  g_autoptr (TestFolder) unread = test_folder_new ("Broken", "b", two);

  unread->broken = TRUE;
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (again));
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (touched));
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (unread));
  feed_folder (self, "Other", "a", other);
  wait_for_evidence (self, "3 conversations, last in March 2026");
  g_assert_cmpuint (folder->n_read, ==, 2);
  /* As it was the last time: not even listed. Touched, and as it was nevertheless: listed. */
  g_assert_cmpuint (again->n_listed, ==, 0);
  g_assert_cmpuint (touched->n_listed, ==, 1);
  g_assert_cmpuint (touched->n_read, ==, 0);
  g_assert_cmpuint (unread->n_listed, ==, 1);
  g_assert_cmpuint (unread->n_read, ==, 0);
}

static void
test_forget_what_is_gone (Fixture       *self,
                          gconstpointer  data)
{
  static const char *const one[] = { "1", NULL };
  static const char *const two[] = { "2", NULL };
  static const char *const kept[] = { "INBOX", "Later", NULL };
  static const char *const accounts[] = { "account of another", NULL };

  feed_folder (self, "INBOX", "a", one);
  feed_folder (self, "Old", "a", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_reading_keep_folders (self->reading, "account", kept);
  wait_for_evidence (self, "1 conversation, last in March 2026");
  kith_reading_keep_accounts (self->reading, "someone else", accounts);
  feed_folder (self, "Old", "a", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_reading_keep_accounts (self->reading, "acc", accounts);
  wait_for_evidence (self, NULL);
}

/* Engine thread. */
static void
wait_at_gate (KithCore *core,
              gpointer  gate)
{
  g_mutex_lock (gate);
  g_mutex_unlock (gate);
}

/* A mail program may have looked at its folders before the engine has opened its files. */
static void
test_forget_early (Fixture       *self,
                   gconstpointer  data)
{
  static const char *const one[] = { "1", NULL };
  static const char *const accounts[] = { "account of another", NULL };
  GMutex gate;

  feed_folder (self, "INBOX", "a", one);
  wait_for_evidence (self, "1 conversation, last in March 2026");
  g_clear_object (&self->reading);
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  kith_worker_call (kith_engine_get_worker (self->engine), wait_at_gate, &gate, NULL);
  self->reading = kith_reading_new (self->engine);
  kith_reading_keep_accounts (self->reading, "acc", accounts);
  g_mutex_unlock (&gate);
  wait_for_evidence (self, NULL);
  g_mutex_clear (&gate);
}

static gboolean
is_of_old (const char *account)
{
  return strstr (account, "old") != NULL;
}

/* What others told of stays, as long as they are there. */
static void
test_forget_accounts (Fixture       *self,
                      gconstpointer  data)
{
  static const char *const one[] = { "1", NULL };
  static const char *const two[] = { "2", NULL };
  static const char *const three[] = { "3", NULL };

  feed_account (self, "other:new/account", one);
  feed_account (self, "other:old/account", two);
  feed_account (self, "old", three);
  wait_for_evidence (self, "3 conversations, last in March 2026");
  kith_reading_forget_accounts (self->reading, "other:", is_of_old);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_reading_forget_accounts (self->reading, "old", is_of_old);
  wait_for_evidence (self, "1 conversation, last in March 2026");
  kith_reading_forget_accounts (self->reading, "", is_of_old);
  feed_account (self, "other:newer/account", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
}

static void
switch_history (Fixture    *self,
                const char *value)
{
  kith_test_set_provider (self->engine, "history", "enabled", value);
}

static void
assert_no_index (Fixture *self)
{
  g_autofree char *index = g_build_filename (self->dir, "cache", "history", "index", NULL);

  g_assert_false (g_file_test (index, G_FILE_TEST_EXISTS));
}

static void
test_switch (Fixture       *self,
             gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  static const char *const one[] = { "3", NULL };

  switch_history (self, "false");
  feed_folder (self, "INBOX", "a", two);
  wait_for_evidence (self, NULL);
  assert_no_index (self);
  switch_history (self, "true");
  wait_for_evidence (self, "2 conversations, last in March 2026");
  switch_history (self, "false");
  feed_folder (self, "Other", "a", one);
  wait_for_evidence (self, NULL);
  switch_history (self, "");
  wait_for_evidence (self, "3 conversations, last in March 2026");
}

static void
test_remove (Fixture       *self,
             gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  feed_folder (self, "INBOX", "a", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  kith_engine_remove_history_async (self->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (kith_engine_remove_history_finish (self->engine, result, &error));
  g_assert_no_error (error);
  assert_no_index (self);
  wait_for_evidence (self, NULL);
  assert_no_index (self);
  switch_history (self, "true");
  wait_for_evidence (self, "2 conversations, last in March 2026");
}

/* Whatever happens to the index, the mail is still there. */
static void
test_lost (Fixture       *self,
           gconstpointer  data)
{
  static const char *const two[] = { "1", "2", NULL };
  g_autofree char *path = g_build_filename (self->dir, "cache", "history", NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  feed_folder (self, "INBOX", "a", two);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  dir = g_dir_open (path, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (files, g_build_filename (path, name, NULL));
  for (guint i = 0; i < files->len; i++)
    {
      FILE *file = g_fopen (g_ptr_array_index (files, i), "w");

      g_assert_nonnull (file);
      fputs ("KithIndx", file);
      fclose (file);
    }
  wait_for_evidence (self, NULL);
  /* It is looked after now and then; and when something else has changed. */
  switch_history (self, "true");
  wait_for_evidence (self, "2 conversations, last in March 2026");
}

static void
note_fraction (KithEngine *engine,
               gpointer    user_data)
{
  GArray *fractions = user_data;
  double fraction;

  kith_engine_get_reading (engine, &fraction);
  g_array_append_val (fractions, fraction);
}

static void
test_progress (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GArray) fractions = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uids = NULL;
  g_autoptr (TestFolder) folder = NULL;
  double fraction = 0;
  gulong handler = g_signal_connect (self->engine, "reading", G_CALLBACK (note_fraction), fractions);

  for (guint i = 0; i < 25000; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%u", i + 1);

      g_strv_builder_add (builder, uid);
    }
  uids = g_strv_builder_end (builder);
  g_assert_false (kith_engine_get_reading (self->engine, &fraction));
  g_assert_cmpfloat (fraction, ==, 1.0);
  folder = test_folder_new ("INBOX", "a", (const char *const *) uids);
  folder->slow = TRUE;
  kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
  wait_for_evidence (self, "25000 conversations, last in March 2026");
  WAIT_UNTIL (!kith_engine_get_reading (self->engine, NULL));
  g_signal_handler_disconnect (self->engine, handler);
  g_assert_cmpuint (fractions->len, >, 1);
  for (guint i = 1; i < fractions->len; i++)
    g_assert_cmpfloat (g_array_index (fractions, double, i - 1), <=, g_array_index (fractions, double, i));
  g_assert_cmpfloat (g_array_index (fractions, double, 0), <, 1.0);
}

static void
test_list_evidence (Fixture       *self,
                    gconstpointer  data)
{
  static const char *const uids[] = { "1", "first-uid", NULL };
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithAddress) bo = kith_address_new ("bo@firm.example", NULL, NULL);

  feed_folder (self, "INBOX", "a", uids);
  wait_for_evidence (self, "2 conversations, last in March 2026");
  for (guint pass = 0; pass < 3; pass++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) found = NULL;
      guint n_first = 0, n_one = 0;

      /* What Anna has with Bo; all of Anna's; all of Bo's, who has never written to the owner. */
      kith_engine_list_evidence_async (self->engine, pass == 2 ? bo : anna, pass == 0 ? bo : NULL, 10, NULL, kith_test_keep_result, &result);
      WAIT_UNTIL (result != NULL);
      found = kith_engine_list_evidence_finish (self->engine, result, NULL);
      g_assert_cmpuint (found->len, ==, pass == 2 ? 0 : 2);
      for (guint i = 0; i < found->len; i++)
        {
          const KithEvidence *evidence = g_ptr_array_index (found, i);

          g_assert_cmpstr (evidence->account, ==, "account");
          g_assert_cmpstr (evidence->folder, ==, "INBOX");
          n_one += evidence->uid == kith_evidence_hash_uid ("1");
          n_first += evidence->uid == kith_evidence_hash_uid ("first-uid");
        }
      g_assert_cmpuint (n_one, ==, pass == 2 ? 0 : 1);
      g_assert_cmpuint (n_first, ==, pass == 2 ? 0 : 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/feed/compare", Fixture, NULL, set_up, test_compare, tear_down);
  g_test_add ("/feed/another", Fixture, NULL, set_up, test_another, tear_down);
  g_test_add ("/feed/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/feed/touched", Fixture, NULL, set_up, test_touched, tear_down);
  g_test_add ("/feed/compare-anyway", Fixture, NULL, set_up, test_compare_anyway, tear_down);
  g_test_add ("/feed/thrown-away-again", Fixture, NULL, set_up, test_thrown_away_again, tear_down);
  g_test_add ("/feed/unchanged", Fixture, NULL, set_up, test_unchanged, tear_down);
  g_test_add ("/feed/forget-what-is-gone", Fixture, NULL, set_up, test_forget_what_is_gone, tear_down);
  g_test_add ("/feed/forget-early", Fixture, NULL, set_up, test_forget_early, tear_down);
  g_test_add ("/feed/forget-accounts", Fixture, NULL, set_up, test_forget_accounts, tear_down);
  g_test_add ("/feed/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/feed/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/feed/lost", Fixture, NULL, set_up, test_lost, tear_down);
  g_test_add ("/feed/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/feed/list-evidence", Fixture, NULL, set_up, test_list_evidence, tear_down);
  return g_test_run ();
}
