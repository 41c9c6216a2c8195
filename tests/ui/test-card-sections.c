/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the sections of a card say, and what their buttons ask for. */

#include "config.h"

#include <gtk/gtk.h>

#include "kith-list-dialog.h"
#include "kith-provider-info-private.h"
#include "kith-style.h"
#include "kith-test-accessible.h"
#include "kith-test-card.h"
#include "kith-test-display.h"
#include "kith-verdict-private.h"

typedef struct
{
  KithTestCard *fixture;
  guint count;
} Wanted;

static gboolean
is_done (gpointer user_data)
{
  const Wanted *wanted = user_data;

  return wanted->fixture->done->len >= wanted->count;
}

/* A click, and what it asks the panel for. */
static void
assert_action (KithTestCard    *fixture,
               const char *id,
               const char *action)
{
  Wanted wanted = { fixture, fixture->done->len + 1 };

  kith_test_accessible_click (fixture->card, id);
  g_assert_true (kith_test_wait (is_done, &wanted));
  g_assert_cmpstr (fixture->done->pdata[fixture->done->len - 1], ==, action);
}

static const char *
get_uri (KithTestCard    *fixture,
         const char *id)
{
  return g_object_get_data (G_OBJECT (kith_test_card_get_widget (fixture, id)), "uri");
}

static void
test_connections (KithTestCard  *fixture,
                  gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);

  kith_test_card_assert_text (fixture, "kith-connection-1", "Bob Klein, 12 conversations, last in March 2026");
  kith_test_card_assert_text (fixture, "kith-connection-2", "Lena Silva, Works at Example Widgets · your LinkedIn export");
  kith_test_card_assert_text (fixture, "kith-connection-5", "projects-and-coordination@harbour.example, 1 conversation, last in May 2025");
  g_assert_null (kith_test_card_get_text (fixture, "kith-connection-6"));
  kith_test_card_assert_text (fixture, "kith-connections-more", "4 more…");
  g_assert_null (kith_test_card_get_text (fixture, "kith-connections-empty"));

  /* Found in the mail: shows the mail. Found elsewhere: a link, or nothing to click on. */
  assert_action (fixture, "kith-connection-1", "show-connection'bob@widgets.example'");
  g_assert_false (GTK_IS_BUTTON (kith_test_card_get_widget (fixture, "kith-connection-2")));
  g_assert_cmpstr (get_uri (fixture, "kith-connection-3"), ==, "https://code.example/mo");
  assert_action (fixture, "kith-connections-more", "show-connections");
}

static void
test_no_connections (KithTestCard  *fixture,
                     gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_WARNED);
  kith_test_card_assert_text (fixture, "kith-connections-empty", "No one that Kith can see.");

  /* As long as there is mail that was not read, nobody can say that. */
  kith_card_set_reading (KITH_CARD (fixture->card), TRUE, 0.345);
  kith_test_accessible_assert_text (fixture->card, "kith-reading", "Still reading your mail: 34 %");
  g_assert_null (kith_test_card_get_text (fixture, "kith-connections-empty"));
  /* Nor that somebody is new. */
  g_assert_null (kith_test_card_get_text (fixture, "kith-warning"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-hint"));
  kith_test_accessible_assert_text (fixture->card, "kith-name", "Jane Doe");
  kith_card_set_reading (KITH_CARD (fixture->card), FALSE, 1);
  kith_test_accessible_assert_text (fixture->card, "kith-hint", "First message from this address");
  kith_test_accessible_assert_text (fixture->card, "kith-name", "“Jane Doe”");
  kith_test_accessible_assert_text (fixture->card, "kith-connections-empty", "No one that Kith can see.");
  g_assert_null (kith_test_card_get_text (fixture, "kith-reading"));

  /* Nobody looked. */
  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  g_assert_null (kith_test_card_get_text (fixture, "kith-connections-empty"));
}

static void
test_between (KithTestCard  *fixture,
              gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);

  g_assert_true (g_str_has_prefix (kith_test_card_get_text (fixture, "kith-between"), "First wrote in May 2019 · 214\u00a0messages · last "));
  kith_test_card_assert_text (fixture, "kith-answer-time", "Usually answers you after 5 hours, and you within the hour");
  kith_test_card_assert_text (fixture, "kith-waiting", "2 conversations wait for your answer");
  assert_action (fixture, "kith-all-messages", "all-messages");
  assert_action (fixture, "kith-write", "compose");
  assert_action (fixture, "kith-add-contact", "add-contact");
  g_assert_null (kith_test_card_get_text (fixture, "kith-open-contact"));

  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  g_assert_null (kith_test_card_get_text (fixture, "kith-between"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-all-messages"));
  kith_test_card_assert_text (fixture, "kith-write", "Write");
}

static void
test_warning (KithTestCard  *fixture,
              gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_WARNED);

  kith_test_card_assert_text (fixture, "kith-warning",
                              "This may not be Jane Doe. You know Jane Doe at example.org; this address is new, and you share no one.");
  kith_test_card_assert_text (fixture, "kith-name", "“Jane Doe”");
  kith_test_card_assert_text (fixture, "kith-address", "jane.doe@examp1e.test");
  kith_test_card_assert_text (fixture, "kith-hint", "First message from this address");

  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);
  g_assert_null (kith_test_card_get_text (fixture, "kith-warning"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-hint"));
  kith_test_card_assert_text (fixture, "kith-name", "Jane Doe");
}

static void
test_doubts (KithTestCard  *fixture,
             gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_UNCONFIRMED);

  kith_test_card_assert_text (fixture, "kith-company-unconfirmed", "Example Widgets?");
  kith_test_card_assert_text (fixture, "kith-company-source", "unconfirmed · from the signature");
  assert_action (fixture, "kith-company-yes", "confirm('company', 'signature', 'Example Widgets')");
  assert_action (fixture, "kith-company-no", "reject('company', 'signature', 'Example Widgets')");

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);
  g_assert_null (kith_test_card_get_text (fixture, "kith-company-unconfirmed"));
  kith_test_card_assert_text (fixture, "kith-company", "Example Widgets BV");
}

static void
test_search (KithTestCard  *fixture,
             gconstpointer  data)
{
  AtkObject *find;

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FIRST_RUN);
  kith_test_card_assert_text (fixture, "kith-find-linkedin", "Find on LinkedIn");
  kith_test_card_assert_text (fixture, "kith-sales-navigator", "Open in Sales Navigator");
  g_assert_cmpstr (get_uri (fixture, "kith-find-linkedin"), ==, "https://www.linkedin.com/search/results/people/?keywords=Rosa%20Haupt%20Muster%20GmbH");
  g_assert_cmpstr (get_uri (fixture, "kith-sales-navigator"), ==, "https://www.linkedin.com/sales/search/people?keywords=Rosa%20Haupt%20Muster%20GmbH");
  find = kith_test_accessible_find (fixture->card, "kith-find-linkedin");
  g_assert_cmpstr (atk_object_get_description (find), ==,
                   "Searches for “Rosa Haupt Muster GmbH” in your browser. LinkedIn learns whom you look for.");

  /* A guess is not told to anybody. */
  kith_test_card_show (fixture, KITH_TEST_PROFILE_UNCONFIRMED);
  g_assert_cmpstr (get_uri (fixture, "kith-find-linkedin"), ==, "https://www.linkedin.com/search/results/people/?keywords=Jane%20Doe");
  /* Whose profile is known need not be looked for; who has no name cannot be. */
  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);
  g_assert_null (kith_test_card_get_text (fixture, "kith-find-linkedin"));
  g_assert_nonnull (kith_test_card_get_text (fixture, "kith-sales-navigator"));
  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  g_assert_null (kith_test_card_get_text (fixture, "kith-find-linkedin"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-sales-navigator"));
  /* What a sender calls himself does not change where the search goes. */
  kith_test_card_show (fixture, KITH_TEST_PROFILE_MARKUP);
  g_assert_true (g_str_has_prefix (get_uri (fixture, "kith-find-linkedin"),
                                   "https://www.linkedin.com/search/results/people/?keywords=%3Cb%3Ex%3C%2Fb%3E%20%26amp%3B"));
}

static void
type (KithTestCard    *fixture,
      const char *words)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (kith_test_card_get_widget (fixture, "kith-note-text"))), words, -1);
}

static gboolean
is_focused (gpointer widget)
{
  return gtk_widget_is_focus (widget);
}

static gboolean
has_note (gpointer fixture)
{
  return ((KithTestCard *) fixture)->note != NULL;
}

static void
set_profile (KithTestCard    *fixture,
             KithTestProfile  kind)
{
  g_autoptr (KithProfile) profile = kith_test_profile_new (kind);

  kith_card_set_profile (KITH_CARD (fixture->card), profile);
}

static void
test_note (KithTestCard  *fixture,
           gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);
  kith_test_card_assert_text (fixture, "kith-note", "Met at FOSDEM; prefers calls after 15:00.");

  kith_test_accessible_click (fixture->card, "kith-note-edit");
  kith_test_accessible_assert_text (fixture->card, "kith-note-text", "Your note");
  g_assert_true (kith_test_wait (is_focused, kith_test_card_get_widget (fixture, "kith-note-text")));
  type (fixture, "Dropped");
  kith_test_card_press_escape (fixture);
  kith_test_accessible_assert_text (fixture->card, "kith-note", "Met at FOSDEM; prefers calls after 15:00.");
  g_assert_null (fixture->note);

  kith_test_accessible_click (fixture->card, "kith-note-edit");
  type (fixture, "  <b>Calls</b> after 16:00.\n");
  kith_test_accessible_click (fixture->card, "kith-note-save");
  g_assert_true (kith_test_wait (has_note, fixture));
  g_assert_cmpstr (fixture->note, ==, "<b>Calls</b> after 16:00.");
  kith_test_card_assert_text (fixture, "kith-note", "<b>Calls</b> after 16:00.");

  /* Nobody has said that it is kept: it may be saved again, as it is. */
  g_clear_pointer (&fixture->note, g_free);
  kith_test_accessible_click (fixture->card, "kith-note-edit");
  kith_test_accessible_click (fixture->card, "kith-note-save");
  g_assert_cmpstr (fixture->note, ==, "<b>Calls</b> after 16:00.");

  /* What was only looked at is not saved over what another program has written meanwhile. */
  g_clear_pointer (&fixture->note, g_free);
  kith_test_accessible_click (fixture->card, "kith-note-edit");
  set_profile (fixture, KITH_TEST_PROFILE_KNOWN);
  kith_card_finish_note (KITH_CARD (fixture->card));
  kith_test_card_assert_text (fixture, "kith-note", "Met at FOSDEM; prefers calls after 15:00.");
  g_assert_null (fixture->note);

  /* Nobody's note: the menu begins one; what is being written survives a better profile, and goes with the person. */
  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);
  g_assert_null (kith_test_card_get_text (fixture, "kith-note"));
  kith_test_accessible_click (fixture->card, "kith-menu-note");
  kith_test_accessible_assert_text (fixture->card, "kith-note-text", "Your note");
  set_profile (fixture, KITH_TEST_PROFILE_FULL);
  g_assert_nonnull (kith_test_card_get_text (fixture, "kith-note-text"));
  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  g_assert_null (kith_test_card_get_text (fixture, "kith-note-text"));
}

static GPtrArray *
make_providers (gboolean enabled)
{
  GPtrArray *providers = g_ptr_array_new_with_free_func (g_object_unref);
  const KithProviderInfoFields fields[] = {
    { .id = "plain", .name = "Plain", .sends_text = "sends the address", .sends = KITH_SENDS_ADDRESS, .reveals_to = KITH_REVEALS_TO_SERVICE },
    { .id = "own", .name = "Own", .sends_text = "sends the address", .sends = KITH_SENDS_ADDRESS_HASH, .reveals_to = KITH_REVEALS_TO_SENDER_SERVER },
    { .id = "domain", .name = "Domain", .sends_text = "sends the domain", .sends = KITH_SENDS_DOMAIN, .reveals_to = KITH_REVEALS_TO_SERVICE },
    { .id = "hash", .name = "Hash", .sends_text = "sends a hash", .sends = KITH_SENDS_ADDRESS_HASH, .reveals_to = KITH_REVEALS_TO_SERVICE, .is_enabled = enabled },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_ptr_array_add (providers, kith_provider_info_new (&fields[i]));

  return providers;
}

static GPtrArray *
make_offers (void)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (offers, kith_verdict_new ("plain", "Plain", KITH_RULE_ASK, NULL, "sends the address to plain.example", "plain.example"));
  g_ptr_array_add (offers, kith_verdict_new ("own", "Own", KITH_RULE_ASK, NULL, "sends a hash of the address to the sender’s own server", NULL));
  g_ptr_array_add (offers, kith_verdict_new ("domain", "Domain", KITH_RULE_NEEDS_TOKEN, "It needs a token.", "sends the domain", "domain.example"));
  g_ptr_array_add (offers, kith_verdict_new ("hash", "Hash", KITH_RULE_ASK, NULL, "sends a hash of the address to hash.example", "hash.example"));

  return offers;
}

static gboolean
has_provider (gpointer fixture)
{
  return ((KithTestCard *) fixture)->provider != NULL;
}

static void
test_offers (KithTestCard  *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) off = make_providers (FALSE);
  g_autoptr (GPtrArray) on = make_providers (TRUE);
  g_autoptr (GPtrArray) offers = make_offers ();

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FIRST_RUN);
  g_assert_null (kith_test_card_get_text (fixture, "kith-offers"));
  kith_card_set_providers (KITH_CARD (fixture->card), off);
  kith_card_set_offers (KITH_CARD (fixture->card), offers);
  g_assert_true (kith_card_has_offers (KITH_CARD (fixture->card)));
  kith_test_accessible_assert_text (fixture->card, "kith-offers",
                                    "So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only about people who "
                                    "write to you, and you can see every request.");

  /* Three, the least telling first; the one that would tell the sender is left to "All services…". */
  kith_test_accessible_assert_text (fixture->card, "kith-offer-hash", "Hash");
  kith_test_card_assert_text (fixture, "kith-offer-hash-receives", "receives a hash of the address");
  kith_test_card_assert_text (fixture, "kith-offer-domain-receives", "receives the domain of the address");
  kith_test_card_assert_text (fixture, "kith-offer-plain-receives", "receives the address");
  g_assert_null (kith_test_card_get_text (fixture, "kith-offer-own"));
  kith_test_accessible_check_names (fixture->card);
  g_assert_null (fixture->provider);

  kith_test_accessible_click (fixture->card, "kith-offer-hash");
  g_assert_true (kith_test_wait (has_provider, fixture));
  g_assert_cmpstr (fixture->provider, ==, "hash on");
  g_clear_pointer (&fixture->provider, g_free);
  kith_card_set_providers (KITH_CARD (fixture->card), on);
  kith_card_set_providers (KITH_CARD (fixture->card), off);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (kith_test_card_get_widget (fixture, "kith-offer-hash"))));
  g_assert_null (fixture->provider);

  assert_action (fixture, "kith-offer-domain", "preferences'domain'");
  assert_action (fixture, "kith-offers-all", "preferences''");
  assert_action (fixture, "kith-offers-not-now", "dismiss-offers");

  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);
  g_assert_null (kith_test_card_get_text (fixture, "kith-offers"));
}

/* A service that is asked on a click alone is offered as such, beside those that are asked at once. */
static void
test_offers_on_click (KithTestCard  *fixture,
                      gconstpointer  data)
{
  g_autoptr (GPtrArray) providers = make_providers (FALSE);
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_object_unref);

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FIRST_RUN);
  kith_card_set_providers (KITH_CARD (fixture->card), providers);
  g_ptr_array_add (offers, kith_verdict_new ("own", "Own", KITH_RULE_CLICK, "It is only asked when you click.", "sends a hash of the address", NULL));
  g_ptr_array_add (offers, kith_verdict_new ("domain", "Domain", KITH_RULE_NEEDS_TOKEN, "It needs a token.", "sends the domain", "domain.example"));
  kith_card_set_offers (KITH_CARD (fixture->card), offers);
  kith_test_accessible_assert_text (fixture->card, "kith-offers",
                                    "So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only when you click "
                                    "“Ask again”, and you can see every request.");
  kith_test_card_assert_text (fixture, "kith-offer-own-receives", "the sender’s own server learns that you look, only when you click");
  kith_test_card_assert_text (fixture, "kith-offer-domain-receives", "receives the domain of the address");
  g_assert_true (GTK_IS_SWITCH (kith_test_card_get_widget (fixture, "kith-offer-own")));
  g_assert_false (GTK_IS_SWITCH (kith_test_card_get_widget (fixture, "kith-offer-domain")));

  g_ptr_array_add (more, g_object_ref (offers->pdata[0]));
  g_ptr_array_add (more, kith_verdict_new ("hash", "Hash", KITH_RULE_ASK, NULL, "sends a hash of the address to hash.example", "hash.example"));
  kith_card_set_offers (KITH_CARD (fixture->card), more);
  kith_test_accessible_assert_text (fixture->card, "kith-offers",
                                    "So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only about people who "
                                    "write to you, and you can see every request.");
  kith_test_card_assert_text (fixture, "kith-offer-own-receives", "the sender’s own server learns that you look, only when you click");
  kith_test_card_assert_text (fixture, "kith-offer-hash-receives", "receives a hash of the address");
}

static void
test_offers_refused (KithTestCard  *fixture,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) providers = make_providers (FALSE);
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_object_unref);

  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  kith_card_set_providers (KITH_CARD (fixture->card), providers);
  g_ptr_array_add (offers, kith_verdict_new ("hash", "Hash", KITH_RULE_LIST, "This came through a mailing list.", "sends a hash", "hash.example"));
  kith_card_set_offers (KITH_CARD (fixture->card), offers);
  kith_test_accessible_assert_text (fixture->card, "kith-offers",
                                    "No service would be asked about this sender. This came through a mailing list.");
  g_assert_null (kith_test_card_get_text (fixture, "kith-offer-hash"));
}

static void
test_menu (KithTestCard  *fixture,
           gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);
  assert_action (fixture, "kith-menu-sent", "show-sent");
  assert_action (fixture, "kith-menu-offers", "ask-offers");
  assert_action (fixture, "kith-menu-preferences", "preferences''");
  assert_action (fixture, "kith-menu-correct", "correct");
}

/* As a window manager would. */
static void
give_focus (GtkWidget *window)
{
  GdkEvent *event = gdk_event_new (GDK_FOCUS_CHANGE);

  event->focus_change.window = g_object_ref (gtk_widget_get_window (window));
  event->focus_change.in = TRUE;
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (gdk_display_get_default ())));
  gtk_main_do_event (event);
  gdk_event_free (event);
}

/* Every control is reached with the Tab key, from the top to the end. */
static void
test_tab (KithTestCard  *fixture,
          gconstpointer  data)
{
  static const char *const ids[] = {
    "kith-connection-1", "kith-connection-3", "kith-connection-4", "kith-connection-5", "kith-connections-more", "kith-all-messages", "kith-write",
    "kith-add-contact", "kith-link-1", "kith-link-2", "kith-link-3", "kith-sales-navigator", "kith-note-edit", "kith-refresh", "kith-menu",
  };

  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);
  give_focus (fixture->window);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_true (gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD));
      g_assert_cmpstr (atk_object_get_accessible_id (gtk_widget_get_accessible (gtk_window_get_focus (GTK_WINDOW (fixture->window)))), ==, ids[i]);
    }
}

/* A better profile of the same person leaves the keyboard where it is. */
static void
test_focus_stays (KithTestCard  *fixture,
                  gconstpointer  data)
{
  g_autoptr (KithProfile) again = kith_test_profile_new (KITH_TEST_PROFILE_KNOWN);
  GtkWidget *bob;

  kith_test_card_show (fixture, KITH_TEST_PROFILE_KNOWN);
  bob = kith_test_card_get_widget (fixture, "kith-connection-1");
  gtk_widget_grab_focus (bob);
  kith_card_set_profile (KITH_CARD (fixture->card), again);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == bob);
}

static void
test_narrow (KithTestCard  *fixture,
             gconstpointer  data)
{
  for (int kind = 0; kind < KITH_TEST_N_PROFILES; kind++)
    {
      int minimum;

      kith_test_card_show (fixture, kind);
      gtk_widget_get_preferred_width (fixture->card, &minimum, NULL);
      g_assert_cmpint (minimum, <=, 220);
    }
}

static gboolean
is_listed (GtkWidget  *dialog,
           const char *id)
{
  return kith_test_accessible_text (dialog, id) != NULL;
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static void
test_list (KithTestCard  *fixture,
           gconstpointer  data)
{
  GtkWidget *dialog = kith_list_dialog_new (NULL, "list", "People");
  GtkWidget *search;

  for (guint i = 0; i < 3; i++)
    {
      static const char *const words[] = { "Émile Roux emile@example.org", "Bob Klein bob@example.org", "Ida Novak ida@harbour.example" };
      g_autofree char *id = g_strdup_printf ("row-%u", i + 1);
      GtkWidget *label = gtk_label_new (words[i]);

      atk_object_set_accessible_id (gtk_widget_get_accessible (label), id);
      gtk_widget_show (label);
      kith_list_dialog_add (KITH_LIST_DIALOG (dialog), label, words[i]);
    }
  gtk_window_present (GTK_WINDOW (dialog));
  kith_test_frame (dialog);
  kith_test_accessible_assert_text (dialog, "row-3", "Ida Novak ida@harbour.example");

  search = gtk_accessible_get_widget (GTK_ACCESSIBLE (kith_test_accessible_find (dialog, "kith-list-search")));
  gtk_entry_set_text (GTK_ENTRY (search), "EMILE example");
  kith_test_accessible_assert_text (dialog, "row-3", NULL);
  kith_test_accessible_assert_text (dialog, "row-2", NULL);
  g_assert_true (is_listed (dialog, "row-1"));

  g_signal_emit_by_name (search, "stop-search");
  kith_test_accessible_assert_text (dialog, "row-3", "Ida Novak ida@harbour.example");
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_emit_by_name (search, "stop-search");
  g_assert_true (kith_test_wait (is_null, &dialog));
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  int result;

  gtk_test_init (&argc, &argv, NULL);
  kith_style_hold (gdk_screen_get_default ());

#define ADD(path, func) g_test_add ("/ui/card-sections/" path, KithTestCard, NULL, kith_test_card_set_up, func, kith_test_card_tear_down)
  ADD ("connections", test_connections);
  ADD ("no-connections", test_no_connections);
  ADD ("between", test_between);
  ADD ("warning", test_warning);
  ADD ("doubts", test_doubts);
  ADD ("search", test_search);
  ADD ("note", test_note);
  ADD ("offers", test_offers);
  ADD ("offers-on-click", test_offers_on_click);
  ADD ("offers-refused", test_offers_refused);
  ADD ("menu", test_menu);
  ADD ("tab", test_tab);
  ADD ("focus-stays", test_focus_stays);
  ADD ("narrow", test_narrow);
  ADD ("list", test_list);
#undef ADD

  result = g_test_run ();
  kith_style_release (gdk_screen_get_default ());
  kith_test_display_stop (display);

  return result;
}
