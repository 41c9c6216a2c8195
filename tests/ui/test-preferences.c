/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The page of preferences: what it says, what it changes, and what it follows. */

#include "config.h"

#include <glib/gstdio.h>
#include <kith/kith-rules.h>

#include "kith-ledger-view.h"
#include "kith-preferences.h"
#include "kith-test-accessible.h"
#include "kith-test-display.h"
#include "kith-test-page.h"

#define PROFILES "/v3/profiles/*"
#define LOCKED "Locked by your administrator."

/* -- tests -- */

static void
test_providers (KithTestPage  *fixture,
                gconstpointer  data)
{
  kith_test_page_assert_order (fixture, "you,carddav,linkedin,gravatar,signature,message,history,hunter");
  kith_test_page_assert_says (fixture, "kith-row-hunter-status", "Needs a token.");
  kith_test_page_assert_says (fixture, "kith-row-carddav-status", "Needs the address of your server.");
  kith_test_page_assert_says (fixture, "kith-row-gravatar-status", NULL);
  kith_test_page_assert_switch (fixture, "kith-switch-you", TRUE);
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", FALSE);
  g_assert_cmpstr (atk_object_get_description (gtk_widget_get_accessible (kith_test_page_find (fixture, "kith-row-gravatar"))), ==,
                                  "Sends a hash of the address to localhost.");

  kith_test_page_flip (fixture, "kith-switch-gravatar");
  kith_test_page_flip (fixture, "kith-switch-hunter");
  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_assert_says (fixture, "kith-detail-name", "Gravatar");
  kith_test_page_assert_switch (fixture, "kith-detail-switch", TRUE);
  kith_test_page_flip (fixture, "kith-detail-switch");
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", FALSE);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);
}

/* What another program, or "kith provider", changes shows in the open page. */
static void
test_follows (KithTestPage  *fixture,
              gconstpointer  data)
{
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", FALSE);
  kith_test_engine_set_provider (kith_test_page_need_other (fixture), "gravatar", "enabled", "true");
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", TRUE);

  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_assert_says (fixture, "kith-setting-domains", "");
  kith_test_engine_set_provider (fixture->other, "gravatar", "domains", "example.org,example.com");
  kith_test_page_assert_says (fixture, "kith-setting-domains", "example.org,example.com");

  /* What is being typed stays. */
  kith_test_page_type (fixture, "kith-setting-domains", "example.net");
  kith_test_engine_set_provider (fixture->other, "gravatar", "domains", "example.edu");
  kith_test_page_assert_says (fixture, "kith-setting-domains-note",
                              "Changed elsewhere to “example.edu”. Press Enter for what you typed, or Escape for that.");
  kith_test_page_assert_says (fixture, "kith-setting-domains", "example.net");
  kith_test_page_enter (fixture, "kith-setting-domains", "example.net");
  kith_test_page_assert_says (fixture, "kith-setting-domains-note", NULL);
}

static void
test_text (KithTestPage  *fixture,
           gconstpointer  data)
{
  kith_test_page_open_provider (fixture, "hunter");
  kith_test_page_enter (fixture, "kith-setting-base-url", "http://server.example");
  kith_test_page_assert_warns (fixture, "kith-setting-base-url-note");
  kith_test_page_assert_says (fixture, "kith-setting-base-url", "http://server.example");
  kith_test_page_enter (fixture, "kith-setting-base-url", "https://server.example");
  kith_test_page_assert_says (fixture, "kith-setting-base-url-note", NULL);

  /* Another provider's row begins anew. */
  kith_test_page_type (fixture, "kith-setting-base-url", "https://other.example");
  kith_test_page_click (fixture, "kith-back");
  kith_test_page_open_provider (fixture, "carddav");
  kith_test_page_assert_says (fixture, "kith-setting-base-url", "");
  kith_test_page_click (fixture, "kith-back");
  kith_test_page_open_provider (fixture, "hunter");
  kith_test_page_assert_says (fixture, "kith-setting-base-url", "https://server.example");

  /* What could not be changed for one provider is not said of the next. */
  kith_test_page_enter (fixture, "kith-setting-base-url", "http://server.example");
  kith_test_page_click (fixture, "kith-back");
  kith_test_page_open_provider (fixture, "carddav");
  kith_test_run (300);
  kith_test_page_assert_says (fixture, "kith-setting-base-url-note", NULL);
  kith_test_page_enter (fixture, "kith-setting-base-url", "http://other.example");
  kith_test_page_assert_warns (fixture, "kith-setting-base-url-note");
}

static void
test_order (KithTestPage  *fixture,
            gconstpointer  data)
{
  kith_test_page_assert_order (fixture, "you,carddav,linkedin,gravatar,signature,message,history,hunter");
  gtk_widget_grab_focus (kith_test_page_find (fixture, "kith-row-gravatar"));
  g_signal_emit_by_name (kith_test_page_find (fixture, "kith-providers"), "move-focused", -1);
  kith_test_page_assert_order (fixture, "you,carddav,gravatar,linkedin,signature,message,history,hunter");
  g_signal_emit_by_name (kith_test_page_find (fixture, "kith-providers"), "move-focused", -1);
  kith_test_page_assert_order (fixture, "you,gravatar,carddav,linkedin,signature,message,history,hunter");
  /* The owner's own word is above all. */
  for (int i = 0; i < 5; i++)
    g_signal_emit_by_name (kith_test_page_find (fixture, "kith-providers"), "move-focused", -1);
  kith_test_run (200);
  kith_test_page_assert_order (fixture, "you,gravatar,carddav,linkedin,signature,message,history,hunter");

  kith_test_page_open_provider (fixture, "history");
  kith_test_page_click (fixture, "kith-move-up");
  kith_test_page_assert_order (fixture, "you,gravatar,carddav,linkedin,signature,history,message,hunter");
  kith_test_page_open_provider (fixture, "you");
  g_assert_false (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-move-up")));
  g_assert_false (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-move-down")));

  /* What is dropped below a row comes after it. */
  g_signal_emit_by_name (kith_test_page_find (fixture, "kith-row-hunter"), "drop-provider", "gravatar", TRUE);
  kith_test_page_assert_order (fixture, "you,carddav,linkedin,signature,history,message,hunter,gravatar");
  g_signal_emit_by_name (kith_test_page_find (fixture, "kith-row-carddav"), "drop-provider", "gravatar", FALSE);
  kith_test_run (200);
  kith_test_page_assert_order (fixture, "you,gravatar,carddav,linkedin,signature,history,message,hunter");
}

static void
test_try (KithTestPage  *fixture,
          gconstpointer  data)
{
  g_autofree char *steps = NULL;

  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_enter (fixture, "kith-test-address", "nobody");
  kith_test_page_assert_warns (fixture, "kith-test-verdict");
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);

  kith_test_page_enter (fixture, "kith-test-address", "jane.doe@example.org");
  kith_test_page_assert_says (fixture, "kith-test-verdict", "It works. It knows: Role, Company.");
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 1);
  g_assert_false (kith_test_server_saw (fixture->server, "jane"));

  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 404, 'body': '{}'");
  kith_test_page_click (fixture, "kith-test-start");
  kith_test_page_assert_says (fixture, "kith-test-verdict", "It works. It knows nothing of this address.");
  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 500, 'body': 'no'");
  kith_test_page_click (fixture, "kith-test-start");
  g_assert_true (kith_test_wait ((gboolean (*) (gpointer)) gtk_widget_get_sensitive, kith_test_page_find (fixture, "kith-test-start")));
  g_assert_true (g_str_has_prefix (kith_test_page_get_text (kith_test_page_find (fixture, "kith-test-verdict")), "It could not be asked. "));
}

/* There is no secret service here: that is said, and the token holds for this session. */
static void
test_token (KithTestPage  *fixture,
            gconstpointer  data)
{
  kith_test_page_open_provider (fixture, "hunter");
  kith_test_page_assert_says (fixture, "kith-access-state", "None is kept. It goes to your keyring, never into a file of Kith.");
  kith_test_page_enter (fixture, "kith-token", " secret-of-jane ");
  kith_test_page_assert_says (fixture, "kith-access-state", "A token is kept.");
  kith_test_page_assert_says (fixture, "kith-token", "");
  g_assert_nonnull (strstr (kith_test_page_get_text (kith_test_page_find (fixture, "kith-access-note")), "install gnome-keyring or KeePassXC"));
  kith_test_page_assert_says (fixture, "kith-row-hunter-status", NULL);

  kith_test_page_click (fixture, "kith-token-remove");
  kith_test_page_assert_says (fixture, "kith-access-state", "None is kept. It goes to your keyring, never into a file of Kith.");
  kith_test_page_assert_says (fixture, "kith-row-hunter-status", "Needs a token.");
}

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  /* Without a secret service that is an error, and kept all the same. */
  kith_engine_set_token_finish (KITH_ENGINE (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static void
keep_sign_in (KithTestPage *fixture,
              const char   *secret)
{
  gboolean done = FALSE;

  kith_engine_set_token_async (fixture->engine, "google-people", secret, NULL, on_token, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  /* As when the owner comes back to the window. */
  g_signal_emit_by_name (fixture->engine, "changed");
}

/* A sign-in that nothing renews has an end, which is told; signing in without a client id says what is missing. */
static void
test_sign_in (KithTestPage  *fixture,
              gconstpointer  data)
{
  kith_test_engine_copy_provider (fixture->dir, "google-people.provider");
  kith_test_page_open_provider (fixture, "google-people");
  kith_test_page_assert_says (fixture, "kith-access-state", "You are not signed in. What the service gives Kith goes to your keyring.");
  g_assert_false (gtk_widget_get_visible (kith_test_page_find (fixture, "kith-token-remove")));
  kith_test_page_click (fixture, "kith-sign-in");
  kith_test_page_assert_warns (fixture, "kith-access-note");
  g_assert_true (gtk_widget_get_visible (kith_test_page_find (fixture, "kith-sign-in")));

  keep_sign_in (fixture, "{\"access_token\": \"secret\", \"expires\": 4102444800}");
  kith_test_page_assert_says (fixture, "kith-access-state", "You are signed in until 01/01/00 00:00.");
  keep_sign_in (fixture, "{\"access_token\": \"secret\", \"expires\": 1000000000}");
  kith_test_page_assert_says (fixture, "kith-access-state", "Your sign-in ended 09/09/01 01:46: sign in again.");
  keep_sign_in (fixture, "{\"access_token\": \"secret\", \"refresh_token\": \"other\", \"expires\": 1000000000}");
  kith_test_page_assert_says (fixture, "kith-access-state", "You are signed in.");
}

static void
on_rules (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(KithRules **) user_data = kith_engine_get_rules_finish (KITH_ENGINE (source), result, NULL);
}

static KithRules *
get_rules (KithEngine *engine)
{
  KithRules *rules = NULL;

  kith_engine_get_rules_async (engine, NULL, on_rules, &rules);
  while (rules == NULL)
    g_main_context_iteration (NULL, TRUE);

  return rules;
}

static void
on_providers (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(GPtrArray **) user_data = kith_engine_list_providers_finish (KITH_ENGINE (source), result, NULL);
}

static GPtrArray *
list_providers (KithEngine *engine)
{
  GPtrArray *infos = NULL;

  kith_engine_list_providers_async (engine, NULL, on_providers, &infos);
  while (infos == NULL)
    g_main_context_iteration (NULL, TRUE);

  return infos;
}

static KithProviderInfo *
find_info (GPtrArray  *infos,
           const char *id)
{
  for (guint i = 0; i < infos->len; i++)
    if (g_str_equal (kith_provider_info_get_id (infos->pdata[i]), id))
      return infos->pdata[i];

  g_assert_not_reached ();
}

static gboolean
is_unknown (gpointer search)
{
  return !kith_test_page_is_known (search);
}

static void
test_rules (KithTestPage  *fixture,
            gconstpointer  data)
{
  KithTestSearch search = { fixture, "kith-remove-example.org", NULL };
  g_autoptr (KithRules) rules = NULL;

  kith_test_page_flip (fixture, "kith-setting-ask-only-on-click");
  kith_test_page_enter (fixture, "kith-setting-never-domains-entry", "Example.ORG");
  g_assert_nonnull (kith_test_page_find (fixture, "kith-remove-example.org"));
  kith_test_page_assert_says (fixture, "kith-setting-never-domains-entry", "");
  kith_test_page_enter (fixture, "kith-setting-never-domains-entry", "two words");
  kith_test_page_assert_says (fixture, "kith-setting-never-domains-note", "A domain looks like example.org; “*” stands for any part of it");
  kith_test_page_assert_says (fixture, "kith-setting-never-domains-entry", "two words");

  rules = get_rules (fixture->engine);
  g_assert_true (kith_rules_get_boolean (rules, "ask-only-on-click"));
  kith_test_page_click (fixture, "kith-remove-example.org");
  g_assert_true (kith_test_wait (is_unknown, &search));

  kith_test_page_assert_says (fixture, "kith-never-count", "Nobody so far. Only a salted hash of an address is kept, never the address.");
  kith_test_page_type (fixture, "kith-never-address", "jane.doe@example.org");
  kith_test_page_click (fixture, "kith-never-add");
  kith_test_page_assert_says (fixture, "kith-never-count", "1 person. Only a salted hash of the address is kept, so Kith cannot say who it is.");
  kith_test_page_assert_says (fixture, "kith-never-note", "Nobody is asked about this person from now on.");
  kith_test_page_type (fixture, "kith-never-address", "jane.doe@example.org");
  kith_test_page_click (fixture, "kith-never-remove");
  kith_test_page_assert_says (fixture, "kith-never-count", "Nobody so far. Only a salted hash of an address is kept, never the address.");
}

static void
show_page (KithTestPage *fixture,
           const char   *name)
{
  GtkWidget *stack = gtk_widget_get_parent (gtk_widget_get_parent (kith_test_page_find (fixture, "kith-ledger-summary")));

  while (!GTK_IS_STACK (stack))
    stack = gtk_widget_get_parent (stack);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), name);
}

static gboolean
is_file (gpointer file)
{
  return g_file_query_exists (file, NULL);
}

static void
save_ledger (KithTestPage  *fixture,
             const char    *name,
             char         **text)
{
  g_autoptr (GFile) file = g_file_new_build_filename (fixture->dir, name, NULL);
  GtkWidget *view = kith_test_page_find (fixture, "kith-ledger-summary");

  while (!KITH_IS_LEDGER_VIEW (view))
    view = gtk_widget_get_parent (view);
  kith_ledger_view_save_to (KITH_LEDGER_VIEW (view), file);
  g_assert_true (kith_test_wait (is_file, file));
  kith_test_page_assert_says (fixture, "kith-ledger-note", "Saved.");
  g_assert_true (g_file_load_contents (file, NULL, text, NULL, NULL, NULL));
}

static void
test_ledger (KithTestPage  *fixture,
             gconstpointer  data)
{
  GtkTreeView *table = GTK_TREE_VIEW (kith_test_page_find (fixture, "kith-ledger"));
  g_autoptr (GtkTreePath) first = gtk_tree_path_new_first ();
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;

  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_enter (fixture, "kith-test-address", "jane.doe@example.org");
  kith_test_page_assert_says (fixture, "kith-test-verdict", "It works. It knows: Role, Company.");
  kith_test_page_enter (fixture, "kith-test-address", "=john@example.org");
  kith_test_page_assert_says (fixture, "kith-test-verdict", "It works. It knows: Role, Company.");

  show_page (fixture, "ledger");
  kith_test_page_assert_says (fixture, "kith-ledger-summary", "2 requests.");
  kith_test_page_type (fixture, "kith-ledger-search", "JANE gravatar");
  kith_test_page_assert_says (fixture, "kith-ledger-summary", "1 request.");
  gtk_tree_selection_select_path (gtk_tree_view_get_selection (table), first);
  g_assert_nonnull (strstr (kith_test_page_get_text (kith_test_page_find (fixture, "kith-ledger-details")), "About: jane.doe@example.org"));
  kith_test_page_type (fixture, "kith-ledger-search", "nothing like it");
  kith_test_page_assert_says (fixture, "kith-ledger-summary", "Nothing like that was sent.");
  g_assert_false (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-ledger-save")));

  kith_test_page_type (fixture, "kith-ledger-search", "");
  kith_test_page_assert_says (fixture, "kith-ledger-summary", "2 requests.");
  g_assert_true (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-ledger-save")));
  save_ledger (fixture, "sent.csv", &csv);
  g_assert_true (g_str_has_prefix (csv, "time,provider,method,host,"));
  g_assert_nonnull (strstr (csv, "\"gravatar\",\"GET\",\"localhost\",\"address-sha256\",\"\",\"jane.doe@example.org\""));
  /* A spreadsheet takes no address for a formula. */
  g_assert_nonnull (strstr (csv, "\"'=john@example.org\""));
  save_ledger (fixture, "sent.json", &json);
  g_assert_nonnull (strstr (json, "\"address\": \"jane.doe@example.org\""));

  /* What was saved is said until the owner goes on, and the window goes with a row that is chosen. */
  g_signal_emit_by_name (fixture->engine, "changed");
  kith_test_run (200);
  kith_test_page_assert_says (fixture, "kith-ledger-note", "Saved.");
  kith_test_page_type (fixture, "kith-ledger-search", "gravatar");
  kith_test_page_assert_says (fixture, "kith-ledger-note", NULL);
  gtk_tree_selection_select_path (gtk_tree_view_get_selection (table), first);
  g_assert_true (gtk_widget_get_visible (kith_test_page_find (fixture, "kith-ledger-details")));
}

static void
test_forget (KithTestPage  *fixture,
             gconstpointer  data)
{
  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_enter (fixture, "kith-test-address", "jane.doe@example.org");
  kith_test_page_assert_says (fixture, "kith-test-verdict", "It works. It knows: Role, Company.");
  show_page (fixture, "ledger");
  kith_test_page_assert_says (fixture, "kith-ledger-summary", "1 request.");
  show_page (fixture, "storage");

  kith_test_page_enter (fixture, "kith-forget-address", "jane.doe@example.org");
  g_assert_nonnull (kith_test_find_dialog ());
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_CANCEL);
  g_assert_null (kith_test_find_dialog ());
  kith_test_page_click (fixture, "kith-forget");
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_ACCEPT);
  kith_test_page_assert_says (fixture, "kith-storage-status", "Forgotten. No trace of this person is left in Kith’s files.");
  kith_test_page_assert_says (fixture, "kith-forget-address", "");
  show_page (fixture, "ledger");
  kith_test_page_assert_says (fixture, "kith-ledger-summary", "Nothing was sent.");

  show_page (fixture, "storage");
  kith_test_page_assert_says (fixture, "kith-cache", "Nothing is kept.");
  g_assert_false (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-cache-empty")));
  kith_test_page_click (fixture, "kith-forget-all");
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_ACCEPT);
  kith_test_page_assert_says (fixture, "kith-storage-status", "Everything is forgotten.");
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/* A number rests for a moment before it is written; one that was set as the page closes is written, too. */
static void
test_numbers (KithTestPage  *fixture,
              gconstpointer  data)
{
  g_autoptr (KithRules) rules = NULL;

  show_page (fixture, "storage");
  /* The range is known when the rules are. */
  kith_test_page_assert_says (fixture, "kith-setting-ledger-days", "90");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (kith_test_page_find (fixture, "kith-setting-ledger-days")), 30);
  gtk_widget_destroy (g_steal_pointer (&fixture->window));
  g_assert_true (kith_test_wait (is_null, &fixture->page));
  rules = get_rules (fixture->engine);
  g_assert_cmpint (kith_rules_get_integer (rules, "ledger-days"), ==, 30);
}

static void
test_removed (KithTestPage  *fixture,
              gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->dir, "providers", "gravatar.provider", NULL);

  kith_test_page_flip (fixture, "kith-switch-gravatar");
  gtk_widget_grab_focus (kith_test_page_find (fixture, "kith-row-gravatar"));
  g_signal_emit_by_name (kith_test_page_find (fixture, "kith-providers"), "move-focused", -1);
  kith_test_page_assert_order (fixture, "you,carddav,gravatar,linkedin,signature,message,history,hunter");
  kith_test_page_open_provider (fixture, "gravatar");
  g_assert_cmpint (g_unlink (file), ==, 0);
  kith_test_page_assert_order (fixture, "you,carddav,linkedin,signature,message,history,hunter");
  kith_test_page_assert_says (fixture, "kith-detail-status", "It is not installed any more, and not asked. Its settings are kept in case that it comes back.");
  kith_test_page_assert_says (fixture, "kith-absent", "Not installed at present, but their places and settings are kept: gravatar.");

  kith_test_engine_copy_provider (fixture->dir, "gravatar.provider");
  kith_test_page_assert_order (fixture, "you,carddav,gravatar,linkedin,signature,message,history,hunter");
  kith_test_page_assert_says (fixture, "kith-absent", NULL);
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", TRUE);
}

/* What somebody wrote into a file shows as a line, and ends when it is set anew. */
static void
test_wrong (KithTestPage  *fixture,
            gconstpointer  data)
{
  static const char text[] = "[org/kith/kith]\nledger-days='ninety'\nnever-domains=7\n"
                             "[org/kith/kith/providers/gravatar]\nmode='sometimes'\nenabled='on'\nbase-url='http://x'\n";
  static const char note[] = "What is kept for this cannot be used, so the default holds until you change it here.";
  g_autofree char *file = g_build_filename (fixture->dir, "settings.ini", NULL);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  kith_test_page_assert_says (fixture, "kith-setting-ledger-days-note", note);
  kith_test_page_assert_says (fixture, "kith-setting-ledger-days", "90");
  kith_test_page_assert_says (fixture, "kith-setting-never-domains-note", note);
  kith_test_page_assert_says (fixture, "kith-row-gravatar-status", "The server's address in the settings cannot be used.");
  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_assert_says (fixture, "kith-setting-mode-note", note);
}

static void
test_locked (KithTestPage  *fixture,
             gconstpointer  data)
{
  kith_test_page_assert_says (fixture, "kith-row-gravatar-status", LOCKED);
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", FALSE);
  g_assert_false (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-switch-gravatar")));
  kith_test_page_assert_says (fixture, "kith-setting-ask-only-on-click-note", LOCKED);
  g_assert_false (gtk_widget_is_sensitive (kith_test_page_find (fixture, "kith-setting-ask-only-on-click")));
  kith_test_page_assert_says (fixture, "kith-setting-never-domains-note", LOCKED);
  g_assert_false (gtk_widget_is_sensitive (kith_test_page_find (fixture, "kith-setting-never-domains-entry")));
  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_assert_says (fixture, "kith-detail-status", LOCKED);
  g_assert_false (gtk_widget_get_sensitive (kith_test_page_find (fixture, "kith-detail-switch")));

  /* However the switch is turned: it goes back, and the page says why. */
  kith_test_page_flip (fixture, "kith-switch-gravatar");
  kith_test_page_assert_switch (fixture, "kith-switch-gravatar", FALSE);
}

/* Whoever does not see the page finds every control with the keyboard, and hears what it is for. */
static void
check_names (GtkWidget *widget,
             gpointer   user_data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SWITCH (widget) || GTK_IS_COMBO_BOX (widget) || GTK_IS_TREE_VIEW (widget))
    {
      const char *name = atk_object_get_name (gtk_widget_get_accessible (widget));

      if (name == NULL || *name == '\0')
        g_error ("a %s has no name", G_OBJECT_TYPE_NAME (widget));
      g_assert_true (gtk_widget_get_can_focus (widget) || GTK_IS_COMBO_BOX (widget));
    }
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), check_names, NULL);
}

static void
test_names (KithTestPage  *fixture,
            gconstpointer  data)
{
  static const char *const pages[] = { "providers", "rules", "storage", "ledger" };

  kith_test_page_find (fixture, "kith-row-gravatar");
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      show_page (fixture, pages[i]);
      kith_test_run (100);
      check_names (fixture->page, NULL);
    }
  show_page (fixture, "providers");
  kith_preferences_show_provider (KITH_PREFERENCES (fixture->page), "hunter");
  kith_test_run (400);
  kith_test_page_assert_says (fixture, "kith-detail-name", "Hunter");
  check_names (fixture->page, NULL);
}

/* The window goes while a question is under way. */
static void
test_destroyed (KithTestPage  *fixture,
                gconstpointer  data)
{
  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 200, 'delay': 30, 'body': '{}'");
  kith_test_page_open_provider (fixture, "gravatar");
  kith_test_page_enter (fixture, "kith-test-address", "jane.doe@example.org");
  kith_test_page_flip (fixture, "kith-switch-hunter");
  kith_test_page_enter (fixture, "kith-forget-address", "jane.doe@example.org");
  gtk_widget_destroy (g_steal_pointer (&fixture->window));
  g_assert_null (kith_test_find_dialog ());
}

/* What was decided holds, even if the window is closed before it is done; and nobody is told then. */
static void
test_decided (KithTestPage  *fixture,
              gconstpointer  data)
{
  g_autoptr (KithRules) rules = NULL;
  g_autoptr (GPtrArray) infos = NULL;

  kith_test_page_open_provider (fixture, "hunter");
  show_page (fixture, "storage");
  kith_test_page_click (fixture, "kith-history-remove");
  kith_test_page_enter (fixture, "kith-forget-address", "jane.doe@example.org");
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_ACCEPT);
  kith_test_page_click (fixture, "kith-forget-all");
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_ACCEPT);
  kith_test_page_enter (fixture, "kith-token", "secret-of-jane");
  kith_test_page_type (fixture, "kith-never-address", "jane.doe@example.org");
  kith_test_page_click (fixture, "kith-never-add");
  gtk_widget_destroy (g_steal_pointer (&fixture->window));
  g_assert_true (kith_test_wait (is_null, &fixture->page));

  rules = get_rules (fixture->engine);
  g_assert_cmpint (kith_rules_get_n_never (rules), ==, 1);
  infos = list_providers (fixture->engine);
  g_assert_false (kith_provider_info_is_enabled (find_info (infos, "history")));
  g_assert_true (kith_provider_info_has_token (find_info (infos, "hunter")));
}

int
main (int   argc,
      char *argv[])
{
  static const char locks[] = "/org/kith/kith/providers/gravatar/enabled\n/org/kith/kith/ask-only-on-click\n/org/kith/kith/never-domains\n";
  GSubprocess *display;
  int result;

  kith_test_page_begin ();
  display = kith_test_display_start ();
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, func) g_test_add ("/ui/preferences/" path, KithTestPage, NULL, kith_test_page_set_up, func, kith_test_page_tear_down)
  ADD ("providers", test_providers);
  ADD ("follows", test_follows);
  ADD ("text", test_text);
  ADD ("order", test_order);
  ADD ("try", test_try);
  ADD ("token", test_token);
  ADD ("sign-in", test_sign_in);
  ADD ("rules", test_rules);
  ADD ("ledger", test_ledger);
  ADD ("forget", test_forget);
  ADD ("numbers", test_numbers);
  ADD ("removed", test_removed);
  ADD ("wrong", test_wrong);
  g_test_add ("/ui/preferences/locked", KithTestPage, locks, kith_test_page_set_up, test_locked, kith_test_page_tear_down);
  ADD ("names", test_names);
  ADD ("destroyed", test_destroyed);
  ADD ("decided", test_decided);
#undef ADD

  result = g_test_run ();
  kith_test_display_stop (display);
  kith_test_page_end ();

  return result;
}
