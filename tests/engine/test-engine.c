/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-engine.h"

/* What the provider of these tests does next; set before a lookup, read in the engine thread. */
typedef struct
{
  int n_asked;     /* atomic */
  int n_cancelled; /* atomic */
  int hang;        /* atomic: do not answer until cancelled */
  int fail;        /* atomic */
  int lifetime;    /* atomic: seconds */
  int n_built;     /* atomic: how often the one that builds on the others was asked */
  int ending;      /* atomic: the engine waits to be closed */
  const char *role;
  GTask *hanging;  /* (nullable): written before n_asked */
} Script;

static Script script;

/* -- a remote provider that needs no network -- */

#define TEST_TYPE_PROVIDER (test_provider_get_type ())
G_DECLARE_FINAL_TYPE (TestProvider, test_provider, TEST, PROVIDER, KithProvider)

struct _TestProvider
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TestProvider, test_provider, KITH_TYPE_PROVIDER)

static void
on_cancelled (GCancellable *cancellable,
              GTask        *task)
{
  g_atomic_int_inc (&script.n_cancelled);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_object_unref (task);
}

static KithAnswer *
make_answer (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("test", now, now + g_atomic_int_get (&script.lifetime));

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, script.role);
  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

static void
test_provider_lookup_async (KithProvider        *provider,
                            KithQuery           *query,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, NULL, callback, user_data);

  script.hanging = task;
  g_atomic_int_inc (&script.n_asked);
  if (g_atomic_int_get (&script.hang))
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), g_object_ref (task));
  else if (g_atomic_int_get (&script.fail))
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, "The server did not answer in time.");
  else
    g_task_return_pointer (task, make_answer (), g_object_unref);
}

static KithAnswer *
test_provider_lookup_finish (KithProvider  *provider,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_provider_class_init (TestProviderClass *klass)
{
  KITH_PROVIDER_CLASS (klass)->lookup_async = test_provider_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = test_provider_lookup_finish;
}

static void
test_provider_init (TestProvider *self)
{
  g_object_set (self, "id", "test", "name", "Test", "sends", KITH_SENDS_ADDRESS_HASH, "reveals-to", KITH_REVEALS_TO_SERVICE, NULL);
}

/* -- another, which builds on what the others say -- */

#define TEST_TYPE_BUILDER (test_builder_get_type ())
G_DECLARE_FINAL_TYPE (TestBuilder, test_builder, TEST, BUILDER, KithProvider)

struct _TestBuilder
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TestBuilder, test_builder, KITH_TYPE_PROVIDER)

static void
test_builder_lookup_async (KithProvider        *provider,
                           KithQuery           *query,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, NULL, callback, user_data);

  g_atomic_int_inc (&script.n_built);
  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, "The server did not answer in time.");
}

static void
test_builder_class_init (TestBuilderClass *klass)
{
  KITH_PROVIDER_CLASS (klass)->lookup_async = test_builder_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = test_provider_lookup_finish;
}

static void
test_builder_init (TestBuilder *self)
{
  g_object_set (self, "id", "builder", "name", "Builder", "sends", KITH_SENDS_ADDRESS_HASH, "reveals-to", KITH_REVEALS_TO_SERVICE,
                "needs", G_GUINT64_CONSTANT (1) << KITH_FIELD_ROLE, NULL);
}

/* -- fixture -- */

typedef struct
{
  char *dir;
  KithEngine *engine;
  KithAddress *address;
} Fixture;

static KithEngine *
make_engine (const char *dir)
{
  g_autofree char *cache = g_build_filename (dir, "cache", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *state = g_build_filename (dir, "state", NULL);
  g_autofree char *settings = g_build_filename (dir, "settings.ini", NULL);
  char *none[] = { NULL };
  KithCoreConfig config = { .cache_dir = cache, .data_dir = data, .state_dir = state, .provider_folders = none,
                            .module_folder = (char *) "/nonexistent", .settings_file = settings };

  return kith_engine_new_with_config (&config);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  script = (Script) { .lifetime = 3600, .role = "Vice President" };
  fixture->dir = g_dir_make_tmp ("kith-engine-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->engine = make_engine (fixture->dir);
  fixture->address = kith_address_new ("jane.doe@example.org", "Jane Doe", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  kith_test_let_engine_go (&fixture->engine);
  g_clear_object (&fixture->address);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
set_provider (Fixture    *fixture,
              const char *key,
              const char *value)
{
  kith_test_set_provider (fixture->engine, "test", key, value);
}

static KithLookup *
look_up (Fixture         *fixture,
         KithLookupFlags  flags)
{
  KithLookup *lookup = kith_engine_lookup (fixture->engine, fixture->address, NULL, flags);

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  return lookup;
}

static KithOutcome *
find_outcome (KithLookup *lookup,
              const char *provider_id)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (kith_lookup_get_profile (lookup));

  for (guint i = 0; i < outcomes->len; i++)
    if (g_str_equal (kith_outcome_get_provider_id (g_ptr_array_index (outcomes, i)), provider_id))
      return g_ptr_array_index (outcomes, i);
  g_assert_not_reached ();
}

static void
assert_outcome (KithLookup        *lookup,
                KithOutcomeState   state,
                KithOutcomeOrigin  origin)
{
  KithOutcome *outcome = find_outcome (lookup, "test");

  g_assert_cmpstr (kith_outcome_state_get_id (kith_outcome_get_state (outcome)), ==, kith_outcome_state_get_id (state));
  g_assert_cmpint (kith_outcome_get_origin (outcome), ==, origin);
}

static const char *
get_role (KithLookup *lookup)
{
  KithFact *fact = kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_ROLE);

  return fact != NULL ? kith_fact_get_value (fact) : NULL;
}

/* -- tests -- */

static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = look_up (fixture, KITH_LOOKUP_NONE);

  assert_outcome (lookup, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE);
  g_assert_nonnull (kith_outcome_get_reason (find_outcome (lookup, "test")));
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 0);
}

static void
test_cached (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLookup) first = NULL;
  g_autoptr (KithLookup) second = NULL;
  g_autoptr (KithLookup) third = NULL;

  set_provider (fixture, "enabled", "true");
  first = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (first, KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER);
  g_assert_cmpstr (get_role (first), ==, "Vice President");

  script.role = "President";
  second = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (second, KITH_OUTCOME_FOUND, KITH_ORIGIN_CACHE);
  g_assert_cmpstr (get_role (second), ==, "Vice President");
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 1);

  third = look_up (fixture, KITH_LOOKUP_REFRESH);
  assert_outcome (third, KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER);
  g_assert_cmpstr (get_role (third), ==, "President");
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 2);
}

static void
keep_role (KithLookup  *lookup,
           KithProfile *profile,
           GPtrArray   *roles)
{
  g_ptr_array_add (roles, g_strdup (get_role (lookup)));
}

/* What is stale shows at once, and what is asked again takes its place. */
static void
test_stale (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KithLookup) first = NULL;
  g_autoptr (KithLookup) second = NULL;

  set_provider (fixture, "enabled", "true");
  g_atomic_int_set (&script.lifetime, -1);
  first = look_up (fixture, KITH_LOOKUP_NONE);
  script.role = "President";
  second = kith_engine_lookup (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE);
  g_signal_connect (second, "profile", G_CALLBACK (keep_role), roles);
  WAIT_UNTIL (kith_lookup_is_complete (second));
  g_assert_cmpstr (g_ptr_array_index (roles, roles->len - 1), ==, "President");
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 2);
}

static void
test_failed_refresh (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (KithLookup) first = NULL;
  g_autoptr (KithLookup) second = NULL;

  set_provider (fixture, "enabled", "true");
  g_atomic_int_set (&script.lifetime, -1);
  first = look_up (fixture, KITH_LOOKUP_NONE);
  g_atomic_int_set (&script.fail, TRUE);
  second = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (second, KITH_OUTCOME_FOUND, KITH_ORIGIN_STALE_CACHE);
  g_assert_cmpstr (get_role (second), ==, "Vice President");
  g_assert_cmpstr (kith_outcome_get_reason (find_outcome (second, "test")), ==, "The server did not answer in time.");
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = NULL;

  set_provider (fixture, "enabled", "true");
  g_atomic_int_set (&script.fail, TRUE);
  lookup = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (lookup, KITH_OUTCOME_FAILED, KITH_ORIGIN_NONE);
}

/* Two windows on one person ask once, and one of them may close. */
static void
test_shared (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLookup) first = NULL;
  g_autoptr (KithLookup) second = NULL;

  set_provider (fixture, "enabled", "true");
  g_atomic_int_set (&script.hang, TRUE);
  first = kith_engine_lookup (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE);
  second = kith_engine_lookup (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE);
  WAIT_UNTIL (kith_lookup_get_profile (first) != NULL && kith_lookup_get_profile (second) != NULL);
  assert_outcome (first, KITH_OUTCOME_PENDING, KITH_ORIGIN_NONE);
  g_clear_object (&first);
  /* Something later through the same thread: by then the first is gone, and the question must still be there. */
  set_provider (fixture, "user", "jane");
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&script.n_cancelled), ==, 0);
  kith_lookup_cancel (second);
  set_provider (fixture, "user", "");
  g_assert_cmpint (g_atomic_int_get (&script.n_cancelled), ==, 1);
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (KithLookup) first = NULL;
  g_autoptr (KithLookup) second = NULL;

  set_provider (fixture, "enabled", "true");
  g_atomic_int_set (&script.lifetime, -1);
  first = look_up (fixture, KITH_LOOKUP_OFFLINE);
  assert_outcome (first, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE);
  g_clear_object (&first);
  first = look_up (fixture, KITH_LOOKUP_NONE);
  kith_engine_set_offline (fixture->engine, TRUE);
  second = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (second, KITH_OUTCOME_FOUND, KITH_ORIGIN_STALE_CACHE);
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 1);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = NULL;

  set_provider (fixture, "enabled", "true");
  lookup = look_up (fixture, KITH_LOOKUP_NONE);
  kith_test_forget (fixture->engine, fixture->address, KITH_FORGET_NONE);
  g_clear_object (&lookup);
  lookup = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (lookup, KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER);
  kith_test_forget (fixture->engine, fixture->address, KITH_FORGET_NEVER);
  g_clear_object (&lookup);
  lookup = look_up (fixture, KITH_LOOKUP_REFRESH | KITH_LOOKUP_CLICKED);
  assert_outcome (lookup, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE);
  g_assert_null (get_role (lookup));
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 2);
}

static gboolean
release (gpointer task)
{
  g_task_return_pointer (task, make_answer (), g_object_unref);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static KithLookup *
begin_to_ask (Fixture *fixture)
{
  KithLookup *lookup;

  set_provider (fixture, "enabled", "true");
  kith_test_set_provider (fixture->engine, "builder", "enabled", "true");
  g_atomic_int_set (&script.hang, TRUE);
  lookup = kith_engine_lookup (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE);
  WAIT_UNTIL (kith_lookup_get_profile (lookup) != NULL && g_atomic_int_get (&script.n_asked) == 1);
  return lookup;
}

/* As another program does it. */
static void
forget_elsewhere (Fixture *fixture)
{
  Fixture other = { fixture->dir, make_engine (fixture->dir), fixture->address };

  kith_test_forget (other.engine, other.address, KITH_FORGET_NONE);
  kith_test_let_engine_go (&other.engine);
}

/* What is ruled out while an answer is on its way holds for those that wait for it. */
static void
test_offline_while_asked (Fixture       *fixture,
                          gconstpointer  data)
{
  gboolean rules_out = data != NULL;
  g_autoptr (KithLookup) lookup = begin_to_ask (fixture);

  if (data == forget_elsewhere)
    forget_elsewhere (fixture);
  else
    kith_engine_set_offline (fixture->engine, rules_out);
  g_assert_cmpint (g_atomic_int_get (&script.n_built), ==, 0);
  g_main_context_invoke (g_task_get_context (script.hanging), release, script.hanging);
  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  g_assert_cmpint (g_atomic_int_get (&script.n_built), ==, rules_out ? 0 : 1);
  g_assert_cmpint (kith_outcome_get_state (find_outcome (lookup, "builder")), ==, rules_out ? KITH_OUTCOME_NOT_ASKED : KITH_OUTCOME_FAILED);
}

static void
set_never (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_never_async (fixture->engine, fixture->address, TRUE, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (kith_engine_set_never_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
}

/* A question about somebody who is to be forgotten, or never to be looked up, ends there, and no other follows. */
static void
test_never_while_asked (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin_to_ask (fixture);
  g_autoptr (KithLookup) later = NULL;

  if (data == NULL)
    kith_test_forget (fixture->engine, fixture->address, KITH_FORGET_NEVER);
  else
    set_never (fixture);
  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  g_assert_cmpint (g_atomic_int_get (&script.n_cancelled), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&script.n_built), ==, 0);
  assert_outcome (lookup, data == NULL ? KITH_OUTCOME_NOT_ASKED : KITH_OUTCOME_FAILED, KITH_ORIGIN_NONE);
  g_assert_cmpint (kith_outcome_get_state (find_outcome (lookup, "builder")), ==, KITH_OUTCOME_NOT_ASKED);
  later = look_up (fixture, KITH_LOOKUP_OFFLINE);
  g_assert_null (get_role (later));
}

static KithAnswer *
put_to_test (Fixture  *fixture,
             GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_engine_test_provider_async (fixture->engine, "test", fixture->address, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  return kith_engine_test_provider_finish (fixture->engine, result, NULL, error);
}

/* One question by hand needs no switch, but what is ruled out is not asked that way either. */
static void
test_by_hand (Fixture       *fixture,
              gconstpointer  data)
{
  const char *const own[] = { "jane.doe@example.org", NULL };
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_own_addresses (fixture->engine, own);
  answer = put_to_test (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_clear_object (&answer);
  kith_engine_set_offline (fixture->engine, TRUE);
  g_assert_null (put_to_test (fixture, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "You are working offline.");
  g_clear_error (&error);
  kith_engine_set_offline (fixture->engine, FALSE);
  kith_test_forget (fixture->engine, fixture->address, KITH_FORGET_NEVER);
  g_assert_null (put_to_test (fixture, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "You asked never to look up this person.");
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 1);
}

/* What cannot be opened cannot be cleaned: nobody is told that all traces are gone. */
static void
test_forget_what_is_closed (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (fixture->dir, "other", NULL);
  g_autofree char *cache = g_build_filename (dir, "cache", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KithEngine *engine;

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (cache, "not a folder", -1, &error));
  engine = make_engine (dir);
  kith_engine_forget_everything_async (engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_false (kith_engine_forget_everything_finish (engine, result, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  g_clear_object (&result);
  kith_engine_close (engine);
  g_object_unref (engine);
}

/* A call that comes after the end is answered, too: a window may still be open while its program lets Kith go. */
static void
test_call_after_end (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_close (fixture->engine);
  kith_engine_list_ledger_async (fixture->engine, NULL, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_null (kith_engine_list_ledger_finish (fixture->engine, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What the owner decided last is written before the end, although the thread had not begun with it. */
static void
test_decided_before_end (Fixture       *fixture,
                         gconstpointer  data)
{
  KithEngine *engine = make_engine (fixture->dir);
  g_autoptr (KithLookup) lookup = NULL;

  kith_engine_set_note_async (engine, fixture->address, "Likes ships.", NULL, NULL, NULL);
  kith_engine_close (engine);
  g_object_unref (engine);
  lookup = look_up (fixture, KITH_LOOKUP_OFFLINE);
  g_assert_cmpstr (kith_fact_get_value (kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_NOTE)), ==, "Likes ships.");
}

/* Has the answer come when the engine is closed already, and its context is emptied. */
static gboolean
release_at_end (gpointer core)
{
  if (kith_core_is_open (core))
    return G_SOURCE_CONTINUE;
  return release (script.hanging);
}

static void
wait_for_end (KithCore *core,
              gpointer  user_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_callback (source, release_at_end, g_object_ref (core), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_atomic_int_set (&script.ending, TRUE);
}

/* The engine goes while one provider is asked and another waits for what it says. */
static void
test_end_while_asked (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (KithLookup) lookup = begin_to_ask (fixture);

  kith_worker_call (kith_engine_get_worker (fixture->engine), wait_for_end, NULL, NULL);
  WAIT_UNTIL (g_atomic_int_get (&script.ending));
  kith_engine_close (fixture->engine);
  g_assert_cmpint (g_atomic_int_get (&script.n_built), ==, 0);
}

static void
test_own_address (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *const own[] = { "Jane.Doe@EXAMPLE.org", NULL };
  g_autoptr (KithLookup) lookup = NULL;

  set_provider (fixture, "enabled", "true");
  kith_engine_set_own_addresses (fixture->engine, own);
  lookup = look_up (fixture, KITH_LOOKUP_NONE);
  assert_outcome (lookup, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE);
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 0);
}

/* What an engine still does when it goes is ended, and every callback is called. */
static void
test_end (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (fixture->dir, "other", NULL);
  KithEngine *engine = make_engine (dir);
  g_autoptr (KithLookup) lookup = kith_engine_lookup (engine, fixture->address, NULL, KITH_LOOKUP_NONE);

  g_assert_finalize_object (engine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kith_lookup_cancel (lookup);
}

static void
test_message (Fixture       *fixture,
              gconstpointer  data)
{
  static const char text[] = "From: Jane Doe <jane.doe@example.org>\r\nTo: Me <me@example.org>, me@example.org\r\n"
                             "List-Id: <dev.lists.example.org>\r\nOrganization: Example Widgets BV\r\nSubject: x\r\n\r\nhello\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) participants = NULL;
  g_autoptr (KithLookup) lookup = NULL;
  g_autoptr (GError) error = NULL;
  KithFact *company;

  set_provider (fixture, "enabled", "true");
  kith_engine_list_participants_async (fixture->engine, message, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  participants = kith_engine_list_participants_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (participants->len, >=, 2);
  lookup = kith_engine_lookup (fixture->engine, fixture->address, message, KITH_LOOKUP_NONE);
  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  /* It came through a list, so nobody else is asked. */
  assert_outcome (lookup, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE);
  company = kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_COMPANY);
  g_assert_nonnull (company);
  g_assert_cmpstr (kith_fact_get_value (company), ==, "Example Widgets BV");
}

static void
test_explain (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) verdicts = NULL;
  g_autoptr (GError) error = NULL;
  gboolean seen = FALSE;

  set_provider (fixture, "enabled", "true");
  kith_engine_explain_async (fixture->engine, fixture->address, NULL, KITH_LOOKUP_NONE, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  verdicts = kith_engine_explain_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < verdicts->len; i++)
    {
      KithVerdict *verdict = g_ptr_array_index (verdicts, i);

      if (g_str_equal (kith_verdict_get_provider_id (verdict), "test"))
        seen = kith_verdict_is_ask (verdict);
    }
  g_assert_true (seen);
  g_assert_cmpint (g_atomic_int_get (&script.n_asked), ==, 0);
}

static void
test_providers (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (KithLookup) lookup = NULL;
  g_autoptr (GError) error = NULL;
  const char *last_error = NULL;

  set_provider (fixture, "enabled", "true");
  g_atomic_int_set (&script.fail, TRUE);
  lookup = look_up (fixture, KITH_LOOKUP_NONE);
  kith_engine_list_providers_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  infos = kith_engine_list_providers_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < infos->len; i++)
    {
      KithProviderInfo *info = g_ptr_array_index (infos, i);

      if (!g_str_equal (kith_provider_info_get_id (info), "test"))
        continue;
      g_assert_true (kith_provider_info_is_enabled (info));
      g_assert_false (kith_provider_info_is_local (info));
      last_error = kith_provider_info_get_last_error (info);
    }
  g_assert_cmpstr (last_error, ==, "The server did not answer in time.");
}

static void
test_unknown_provider (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_provider_async (fixture->engine, "nobody", "enabled", "true", NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_false (kith_engine_set_provider_finish (fixture->engine, result, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
register_provider (void)
{
  GIOExtensionPoint *point = g_io_extension_point_register (KITH_PROVIDER_EXTENSION_POINT_NAME);

  g_io_extension_point_set_required_type (point, KITH_TYPE_PROVIDER);
  g_io_extension_point_implement (KITH_PROVIDER_EXTENSION_POINT_NAME, TEST_TYPE_PROVIDER, "test", 0);
  g_io_extension_point_implement (KITH_PROVIDER_EXTENSION_POINT_NAME, TEST_TYPE_BUILDER, "builder", 0);
}

#define ADD(path, func) g_test_add ("/engine/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  register_provider ();
  ADD ("off", test_off);
  ADD ("cached", test_cached);
  ADD ("stale", test_stale);
  ADD ("failed-refresh", test_failed_refresh);
  ADD ("failed", test_failed);
  ADD ("shared", test_shared);
  ADD ("offline", test_offline);
  ADD ("forget", test_forget);
  ADD ("forget-what-is-closed", test_forget_what_is_closed);
  ADD ("online-while-asked", test_offline_while_asked);
  g_test_add ("/engine/offline-while-asked", Fixture, GINT_TO_POINTER (TRUE), set_up, test_offline_while_asked, tear_down);
  g_test_add ("/engine/forget-elsewhere", Fixture, forget_elsewhere, set_up, test_offline_while_asked, tear_down);
  ADD ("forget-while-asked", test_never_while_asked);
  g_test_add ("/engine/never-while-asked", Fixture, GINT_TO_POINTER (TRUE), set_up, test_never_while_asked, tear_down);
  ADD ("by-hand", test_by_hand);
  ADD ("own-address", test_own_address);
  ADD ("end", test_end);
  ADD ("end-while-asked", test_end_while_asked);
  ADD ("call-after-end", test_call_after_end);
  ADD ("decided-before-end", test_decided_before_end);
  ADD ("message", test_message);
  ADD ("explain", test_explain);
  ADD ("providers", test_providers);
  ADD ("unknown-provider", test_unknown_provider);
  return g_test_run ();
}
