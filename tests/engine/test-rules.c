/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The settings that hold for all providers, through the engine: read, changed, wrong on the disk, and what is kept. */

#include "config.h"

#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-engine.h"

typedef struct
{
  char *dir;
  KithEngine *engine;
} Fixture;

static void
start_engine (Fixture *fixture)
{
  g_autofree char *cache = g_build_filename (fixture->dir, "cache", NULL);
  g_autofree char *data = g_build_filename (fixture->dir, "data", NULL);
  g_autofree char *state = g_build_filename (fixture->dir, "state", NULL);
  g_autofree char *settings = g_build_filename (fixture->dir, "settings.ini", NULL);
  char *none[] = { NULL };
  KithCoreConfig config = {
    .cache_dir = cache,
    .data_dir = data,
    .state_dir = state,
    .provider_folders = none,
    .module_folder = (char *) "/nonexistent",
    .settings_file = settings,
  };

  fixture->engine = kith_engine_new_with_config (&config);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("kith-rules-XXXXXX", &error);
  g_assert_no_error (error);
  start_engine (fixture);
}

static void
end_engine (Fixture *fixture)
{
  kith_test_let_engine_go (&fixture->engine);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  end_engine (fixture);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static KithRules *
get_rules (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KithRules *rules;

  kith_engine_get_rules_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  rules = kith_engine_get_rules_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_true (KITH_IS_RULES (rules));

  return rules;
}

static gboolean
change (Fixture         *fixture,
        const char      *key,
        KithRuleChange   how,
        const char      *text,
        GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_engine_change_rule_async (fixture->engine, key, how, text, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  return kith_engine_change_rule_finish (fixture->engine, result, error);
}

static void
assert_changes (Fixture        *fixture,
                const char     *key,
                KithRuleChange  how,
                const char     *text)
{
  g_autoptr (GError) error = NULL;

  gboolean done = change (fixture, key, how, text, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
assert_refuses (Fixture        *fixture,
                const char     *key,
                KithRuleChange  how,
                const char     *text,
                int             code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (change (fixture, key, how, text, &error));
  g_assert_error (error, KITH_ERROR, code);
}

static void
assert_list (Fixture    *fixture,
             const char *key,
             const char *wanted)
{
  g_autoptr (KithRules) rules = get_rules (fixture);
  g_auto (GStrv) list = kith_rules_dup_strings (rules, key);
  g_autofree char *text = g_strjoinv (",", list);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_list_begins (Fixture    *fixture,
                    const char *key,
                    const char *wanted)
{
  g_autoptr (KithRules) rules = get_rules (fixture);
  g_auto (GStrv) list = kith_rules_dup_strings (rules, key);
  g_autofree char *text = g_strjoinv (",", list);

  if (!g_str_has_prefix (text, wanted))
    g_assert_cmpstr (text, ==, wanted);
}

static void
test_defaults (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (KithRules) rules = get_rules (fixture);
  int least, greatest;

  g_assert_true (kith_rules_has_key (rules, "ask-only-on-click"));
  g_assert_false (kith_rules_has_key (rules, "no-such-key"));
  g_assert_false (kith_rules_get_boolean (rules, "ask-only-on-click"));
  g_assert_false (kith_rules_get_boolean (rules, "no-such-key"));
  g_assert_cmpint (kith_rules_get_integer (rules, "ledger-days"), ==, 90);
  kith_rules_get_range (rules, "ledger-days", &least, &greatest);
  g_assert_cmpint (least, ==, 1);
  g_assert_cmpint (greatest, ==, 36500);
  g_assert_false (kith_rules_is_locked (rules, "ledger-days"));
  g_assert_false (kith_rules_is_wrong (rules, "ledger-days"));
  g_assert_cmpint (kith_rules_get_n_never (rules), ==, 0);
  g_assert_cmpint (kith_rules_get_cache_answers (rules), ==, 0);
  g_assert_cmpint (kith_rules_get_cache_oldest (rules), ==, 0);
  assert_list (fixture, "never-domains", "");
}

static void
count_change (guint *count)
{
  (*count)++;
}

static void
test_set (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (KithRules) rules = NULL;
  guint n_changes = 0;

  /* That the engine is there is told, too. */
  g_object_unref (get_rules (fixture));
  g_signal_connect_swapped (fixture->engine, "changed", G_CALLBACK (count_change), &n_changes);
  assert_changes (fixture, "ask-only-on-click", KITH_RULE_CHANGE_SET, "true");
  assert_changes (fixture, "ledger-days", KITH_RULE_CHANGE_SET, "30");
  assert_changes (fixture, "own-addresses", KITH_RULE_CHANGE_SET, "me@example.org, me@example.com");
  WAIT_UNTIL (n_changes >= 3);
  rules = get_rules (fixture);
  g_assert_true (kith_rules_get_boolean (rules, "ask-only-on-click"));
  g_assert_cmpint (kith_rules_get_integer (rules, "ledger-days"), ==, 30);
  assert_list (fixture, "own-addresses", "me@example.org,me@example.com");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  assert_refuses (fixture, "no-such-key", KITH_RULE_CHANGE_SET, "true", KITH_ERROR_INVALID);
  assert_refuses (fixture, "ask-only-on-click", KITH_RULE_CHANGE_SET, "maybe", KITH_ERROR_INVALID);
  assert_refuses (fixture, "ask-only-on-click", KITH_RULE_CHANGE_ADD, "true", KITH_ERROR_INVALID);
  assert_refuses (fixture, "ledger-days", KITH_RULE_CHANGE_SET, "0", KITH_ERROR_INVALID);
  assert_refuses (fixture, "ledger-days", KITH_RULE_CHANGE_SET, "many", KITH_ERROR_INVALID);
  assert_refuses (fixture, "own-addresses", KITH_RULE_CHANGE_ADD, "nobody", KITH_ERROR_INVALID);
  assert_refuses (fixture, "never-domains", KITH_RULE_CHANGE_ADD, "two words", KITH_ERROR_INVALID);
  assert_refuses (fixture, "trusted-authserv-ids", KITH_RULE_CHANGE_ADD, "mx.example.org; x", KITH_ERROR_INVALID);
  assert_list (fixture, "own-addresses", "");
  assert_list (fixture, "never-domains", "");
}

static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  assert_changes (fixture, "never-domains", KITH_RULE_CHANGE_ADD, " Example.ORG ");
  assert_changes (fixture, "never-domains", KITH_RULE_CHANGE_ADD, "*.example.com");
  assert_changes (fixture, "never-domains", KITH_RULE_CHANGE_ADD, "example.org");
  assert_list (fixture, "never-domains", "example.org,*.example.com");
  assert_changes (fixture, "never-domains", KITH_RULE_CHANGE_REMOVE, "example.org");
  assert_list (fixture, "never-domains", "*.example.com");

  assert_changes (fixture, "own-addresses", KITH_RULE_CHANGE_ADD, "me@example.org");
  assert_list (fixture, "own-addresses", "me@example.org");
  assert_changes (fixture, "trusted-authserv-ids", KITH_RULE_CHANGE_ADD, "MX.example.org");
  assert_list (fixture, "trusted-authserv-ids", "mx.example.org");
}

/* Another program writes; what it wrote stays when a word is added here. */
static void
test_two_programs (Fixture       *fixture,
                   gconstpointer  data)
{
  Fixture other = { fixture->dir, NULL };
  guint n_changes = 0;

  assert_changes (fixture, "never-domains", KITH_RULE_CHANGE_ADD, "one.example");
  g_signal_connect_swapped (fixture->engine, "changed", G_CALLBACK (count_change), &n_changes);
  start_engine (&other);
  n_changes = 0;
  assert_changes (&other, "never-domains", KITH_RULE_CHANGE_ADD, "two.example");
  WAIT_UNTIL (n_changes > 0);
  assert_changes (fixture, "never-domains", KITH_RULE_CHANGE_ADD, "three.example");
  assert_list (fixture, "never-domains", "one.example,two.example,three.example");
  end_engine (&other);
}

static GPtrArray *
list_providers (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *providers;

  kith_engine_list_providers_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  providers = kith_engine_list_providers_finish (fixture->engine, result, &error);
  g_assert_no_error (error);

  return providers;
}

static char *
dup_order (Fixture *fixture)
{
  g_autoptr (GPtrArray) providers = list_providers (fixture);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < providers->len; i++)
    g_ptr_array_add (ids, (char *) kith_provider_info_get_id (providers->pdata[i]));
  g_ptr_array_add (ids, NULL);

  return g_strjoinv (",", (char **) ids->pdata);
}

/* Each look waits for the engine, which hears of the change from the settings. */
static void
assert_order (Fixture    *fixture,
              const char *wanted)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  g_autofree char *order = dup_order (fixture);

  while (!g_str_has_prefix (order, wanted) && g_get_monotonic_time () < end)
    {
      g_free (order);
      order = dup_order (fixture);
    }
  if (!g_str_has_prefix (order, wanted))
    g_assert_cmpstr (order, ==, wanted);
}

static void
assert_last (Fixture    *fixture,
             const char *id)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  g_autofree char *wanted = g_strconcat (",", id, NULL);
  g_autofree char *order = dup_order (fixture);

  while (!g_str_has_suffix (order, wanted) && g_get_monotonic_time () < end)
    {
      g_free (order);
      order = dup_order (fixture);
    }
  if (!g_str_has_suffix (order, wanted))
    g_assert_cmpstr (order, ==, wanted);
}

static void
move (Fixture    *fixture,
      const char *id,
      const char *before)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_move_provider_async (fixture->engine, id, before, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (kith_engine_move_provider_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* One that is not installed at present keeps its place. */
  assert_changes (fixture, "provider-order", KITH_RULE_CHANGE_SET, "gone,signature");
  assert_order (fixture, "you,signature,claws,linkedin,");
  move (fixture, "history", "signature");
  assert_order (fixture, "you,history,signature,claws,linkedin,");
  move (fixture, "history", NULL);
  assert_last (fixture, "history");
  move (fixture, "history", "claws");
  assert_order (fixture, "you,signature,history,claws,linkedin,");
  move (fixture, "signature", "signature");
  assert_list_begins (fixture, "provider-order", "gone,signature,history,claws,linkedin,");
  move (fixture, "message", "you");
  assert_list_begins (fixture, "provider-order", "message,gone,signature,history,claws,linkedin,");

  kith_engine_move_provider_async (fixture->engine, "nobody", NULL, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_false (kith_engine_move_provider_finish (fixture->engine, result, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
set_never (Fixture    *fixture,
           const char *text,
           gboolean    never)
{
  g_autoptr (KithAddress) address = kith_address_new (text, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_never_async (fixture->engine, address, never, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (kith_engine_set_never_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
}

static void
assert_n_never (Fixture *fixture,
                gint64   wanted)
{
  g_autoptr (KithRules) rules = get_rules (fixture);

  g_assert_cmpint (kith_rules_get_n_never (rules), ==, wanted);
}

static void
test_never (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->dir, "data", "people.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  set_never (fixture, "jane.doe@example.org", TRUE);
  set_never (fixture, "Jane.Doe@EXAMPLE.org", TRUE);
  set_never (fixture, "john.roe@example.org", TRUE);
  assert_n_never (fixture, 2);
  set_never (fixture, "john.roe@example.org", FALSE);
  assert_n_never (fixture, 1);

  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, length, "jane.doe"));
}

/* What somebody's file holds does not end the program: the default is in force, and it is told. */
static void
test_wrong (Fixture       *fixture,
            gconstpointer  data)
{
  static const char text[] = "[org/kith/kith]\n"
                             "ledger-days='ninety'\n"
                             "cache-max-mib=100000\n"
                             "never-domains=true\n"
                             "ask-only-on-click=true\n"
                             "[org/kith/kith/providers/history]\n"
                             "keep-days='soon'\n"
                             "mode='sometimes'\n"
                             "user=plain\n";
  g_autofree char *file = g_build_filename (fixture->dir, "settings.ini", NULL);
  g_autoptr (KithRules) rules = NULL;
  g_autoptr (GPtrArray) providers = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  end_engine (fixture);
  g_assert_true (g_file_set_contents (file, text, -1, &error));
  start_engine (fixture);
  rules = get_rules (fixture);
  g_assert_true (kith_rules_is_wrong (rules, "ledger-days"));
  g_assert_cmpint (kith_rules_get_integer (rules, "ledger-days"), ==, 90);
  g_assert_true (kith_rules_is_wrong (rules, "cache-max-mib"));
  g_assert_cmpint (kith_rules_get_integer (rules, "cache-max-mib"), ==, 64);
  g_assert_true (kith_rules_is_wrong (rules, "never-domains"));
  g_assert_false (kith_rules_is_wrong (rules, "ask-only-on-click"));
  g_assert_true (kith_rules_get_boolean (rules, "ask-only-on-click"));

  providers = list_providers (fixture);
  for (guint i = 0; i < providers->len; i++)
    if (g_str_equal (kith_provider_info_get_id (providers->pdata[i]), "history"))
      {
        g_autofree char *days = kith_provider_info_dup_setting (providers->pdata[i], "keep-days");
        g_autofree char *mode = kith_provider_info_dup_setting (providers->pdata[i], "mode");
        g_autofree char *user = kith_provider_info_dup_setting (providers->pdata[i], "user");

        found = TRUE;
        g_assert_cmpstr (days, ==, "0");
        g_assert_cmpstr (mode, ==, "always");
        g_assert_cmpstr (user, ==, "plain");
        g_assert_true (kith_provider_info_is_setting_wrong (providers->pdata[i], "keep-days"));
        g_assert_true (kith_provider_info_is_setting_wrong (providers->pdata[i], "mode"));
        g_assert_false (kith_provider_info_is_setting_wrong (providers->pdata[i], "user"));
        g_assert_false (kith_provider_info_is_setting_locked (providers->pdata[i], "user"));
      }
  g_assert_true (found);

  /* Writing it anew sets it right. */
  assert_changes (fixture, "ledger-days", KITH_RULE_CHANGE_SET, "45");
  g_clear_object (&rules);
  rules = get_rules (fixture);
  g_assert_false (kith_rules_is_wrong (rules, "ledger-days"));
  g_assert_cmpint (kith_rules_get_integer (rules, "ledger-days"), ==, 45);
}

static void
test_cache (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->dir, "cache", "answers.db", NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (KithAddress) jane = kith_address_new ("jane.doe@example.org", NULL, NULL);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("gravatar", now - 7200, now);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (KithCache) cache = NULL;
  g_autoptr (KithRules) rules = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Vice President");
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  end_engine (fixture);
  cache = kith_cache_open (file, &error);
  g_assert_no_error (error);
  g_assert_true (kith_cache_store (cache, jane, answer, &error));
  g_clear_object (&cache);
  start_engine (fixture);

  rules = get_rules (fixture);
  g_assert_cmpint (kith_rules_get_cache_answers (rules), ==, 1);
  g_assert_cmpint (kith_rules_get_cache_oldest (rules), ==, now - 7200);
  g_assert_cmpint (kith_rules_get_cache_bytes (rules), >, 0);

  kith_engine_empty_cache_async (fixture->engine, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (kith_engine_empty_cache_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
  g_clear_object (&rules);
  rules = get_rules (fixture);
  g_assert_cmpint (kith_rules_get_cache_answers (rules), ==, 0);
  g_assert_cmpint (kith_rules_get_cache_oldest (rules), ==, 0);
}

static void
test_sidebar_visible (Fixture       *fixture,
                      gconstpointer  data)
{
  WAIT_UNTIL (kith_engine_get_sidebar_visible (fixture->engine));
  kith_engine_set_sidebar_visible (fixture->engine, FALSE);
  g_assert_false (kith_engine_get_sidebar_visible (fixture->engine));
}

static void
count_up (guint *count)
{
  ++*count;
}

/* What the engine thread said before it heard of the click does not take the click back, not even for a moment. */
static void
test_sidebar_flicker (Fixture       *fixture,
                      gconstpointer  data)
{
  KithEngine *engine = fixture->engine;
  gboolean visible = TRUE;

  WAIT_UNTIL (kith_engine_get_sidebar_visible (engine));
  for (int i = 1; i <= 20; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      guint n_seen = 0;
      gulong seen = g_signal_connect_swapped (engine, "notify::sidebar-visible", G_CALLBACK (count_up), &n_seen);

      kith_engine_set_sidebar_width (engine, 200 + i);
      g_usleep (i % 2 == 0 ? 3000 : 0);
      visible = !visible;
      kith_engine_set_sidebar_visible (engine, visible);
      /* The answer to a later call comes after all that was said before. */
      kith_engine_list_ledger_async (engine, NULL, NULL, kith_test_keep_result, &result);
      WAIT_UNTIL (result != NULL);
      g_assert_cmpint (kith_engine_get_sidebar_visible (engine), ==, visible);
      g_assert_cmpint (kith_engine_get_sidebar_width (engine), ==, 200 + i);
      g_assert_cmpuint (n_seen, ==, 1);
      g_ptr_array_unref (kith_engine_list_ledger_finish (engine, result, NULL));
      g_signal_handler_disconnect (engine, seen);
    }
}

/* Engine thread. */
static void
wait_at_gate (KithCore *core,
              gpointer  gate)
{
  g_mutex_lock (gate);
  g_mutex_unlock (gate);
}

/* What is ruled out while the token is looked for holds for one question by hand, and for an import. */
static void
test_offline_while_token_is_sought (Fixture       *fixture,
                                    gconstpointer  data)
{
  KithEngine *engine = fixture->engine;
  g_autoptr (KithAddress) address = kith_address_new ("jane.doe@example.org", NULL, NULL);
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) tested = NULL;
  g_autoptr (GAsyncResult) imported = NULL;
  g_autoptr (GError) error = NULL;
  GMutex gate;

  kith_engine_set_provider_async (engine, "linkedin-dma", "enabled", "true", NULL, kith_test_keep_result, &set);
  WAIT_UNTIL (set != NULL);
  g_assert_true (kith_engine_set_provider_finish (engine, set, &error));
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  kith_worker_call (kith_engine_get_worker (engine), wait_at_gate, &gate, NULL);
  kith_engine_test_provider_async (engine, "linkedin-dma", address, NULL, kith_test_keep_result, &tested);
  kith_engine_import_linkedin_online_async (engine, NULL, kith_test_keep_result, &imported);
  kith_engine_set_offline (engine, TRUE);
  g_mutex_unlock (&gate);
  WAIT_UNTIL (tested != NULL && imported != NULL);
  g_mutex_clear (&gate);
  g_assert_null (kith_engine_test_provider_finish (engine, tested, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "You are working offline.");
  g_clear_error (&error);
  g_assert_cmpint (kith_engine_import_linkedin_online_finish (engine, imported, &error), ==, -1);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "You are working offline.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rules/defaults", Fixture, NULL, set_up, test_defaults, tear_down);
  g_test_add ("/rules/set", Fixture, NULL, set_up, test_set, tear_down);
  g_test_add ("/rules/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/rules/lists", Fixture, NULL, set_up, test_lists, tear_down);
  g_test_add ("/rules/two-programs", Fixture, NULL, set_up, test_two_programs, tear_down);
  g_test_add ("/rules/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/rules/never", Fixture, NULL, set_up, test_never, tear_down);
  g_test_add ("/rules/wrong", Fixture, NULL, set_up, test_wrong, tear_down);
  g_test_add ("/rules/cache", Fixture, NULL, set_up, test_cache, tear_down);
  g_test_add ("/rules/offline-while-token-is-sought", Fixture, NULL, set_up, test_offline_while_token_is_sought, tear_down);
  g_test_add ("/rules/sidebar-visible", Fixture, NULL, set_up, test_sidebar_visible, tear_down);
  g_test_add ("/rules/sidebar-flicker", Fixture, NULL, set_up, test_sidebar_flicker, tear_down);
  return g_test_run ();
}
