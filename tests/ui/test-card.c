/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gtk/gtk.h>

#include "kith-provider-info-private.h"
#include "kith-style.h"
#include "kith-test-accessible.h"
#include "kith-test-card.h"
#include "kith-test-display.h"

static gboolean
was_refreshed (gpointer fixture)
{
  return ((KithTestCard *) fixture)->refreshed > 0;
}

static gboolean
was_forgotten (gpointer fixture)
{
  return ((KithTestCard *) fixture)->forgotten > 0;
}

static gboolean
was_enabled (gpointer fixture)
{
  return ((KithTestCard *) fixture)->provider != NULL;
}

static gboolean
has_time (gpointer user_data)
{
  const char *location = kith_test_card_get_text (user_data, "kith-location");

  return location != NULL && g_str_has_suffix (location, " there");
}

static void
test_full (KithTestCard  *fixture,
           gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);

  kith_test_card_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_card_assert_text (fixture, "kith-role", "Vice President, Sales");
  kith_test_card_assert_text (fixture, "kith-company", "Example Widgets BV");
  kith_test_card_assert_text (fixture, "kith-phone", "+31 10 555 0123");
  kith_test_card_assert_text (fixture, "kith-birthday", "12 April");
  kith_test_card_assert_text (fixture, "kith-sources", "Address book · Gravatar, 2 days ago");
  g_assert_null (kith_test_card_get_text (fixture, "kith-address"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-status"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-company-unconfirmed"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-asked"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-spinner"));

  g_assert_true (kith_test_wait (has_time, fixture));
  g_assert_true (g_str_has_prefix (kith_test_card_get_text (fixture, "kith-location"), "Rotterdam · "));
}

static void
test_links (KithTestCard  *fixture,
            gconstpointer  data)
{
  AtkObject *first;

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);

  kith_test_card_assert_text (fixture, "kith-link-1", "LinkedIn");
  kith_test_card_assert_text (fixture, "kith-link-2", "GitHub");
  kith_test_card_assert_text (fixture, "kith-link-3", "Mastodon");
  kith_test_card_assert_text (fixture, "kith-link-4", "janedoe.example");
  /* The fifth is not https. */
  g_assert_null (kith_test_accessible_find (fixture->card, "kith-link-5"));

  first = kith_test_accessible_find (fixture->card, "kith-link-1");
  g_assert_cmpint (atk_object_get_role (first), ==, ATK_ROLE_LINK);
  g_assert_true (g_str_has_prefix (atk_object_get_description (first), "https://social.example/in/jane\n"));
}

static void
test_source (KithTestCard  *fixture,
             gconstpointer  data)
{
  static const char *const ids[] = { "kith-name", "kith-role", "kith-company", "kith-location", "kith-phone" };

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      AtkObject *object = kith_test_accessible_find (fixture->card, ids[i]);
      g_autofree char *tooltip = gtk_widget_get_tooltip_text (gtk_accessible_get_widget (GTK_ACCESSIBLE (object)));

      g_assert_true (g_str_has_prefix (atk_object_get_description (object), "From "));
      g_assert_true (g_str_has_suffix (tooltip, atk_object_get_description (object)));
    }

  g_assert_true (g_str_has_prefix (atk_object_get_description (kith_test_accessible_find (fixture->card, "kith-role")),
                                   "From Gravatar, 2 days ago ("));
}

static void
test_unconfirmed (KithTestCard  *fixture,
                  gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_UNCONFIRMED);

  kith_test_card_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_card_assert_text (fixture, "kith-address", "jane.doe@examp1e.test");
  g_assert_null (kith_test_card_get_text (fixture, "kith-company"));
  kith_test_card_assert_text (fixture, "kith-company-unconfirmed", "Example Widgets?");
  kith_test_card_assert_text (fixture, "kith-company-source", "unconfirmed · from the signature");
  g_assert_true (g_str_has_prefix (atk_object_get_description (kith_test_accessible_find (fixture->card, "kith-company-unconfirmed")),
                                   "Unconfirmed. From the signature, "));
}

static void
test_nothing (KithTestCard  *fixture,
              gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);

  kith_test_card_assert_text (fixture, "kith-name", "nobody@example.org");
  g_assert_null (kith_test_card_get_text (fixture, "kith-address"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-role"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-location"));
  kith_test_card_assert_text (fixture, "kith-sources", "Nothing more is known");
  kith_test_card_assert_text (fixture, "kith-why", "Why?");

  kith_test_accessible_click (fixture->card, "kith-why");
  kith_test_accessible_assert_text (fixture->card, "kith-asked-message", "Knows nothing of this person");
  kith_test_accessible_assert_text (fixture->card, "kith-asked-gravatar", "Not asked. This is a mailing list.");

  kith_test_accessible_click (fixture->card, "kith-asked-close");
  kith_test_accessible_assert_text (fixture->card, "kith-asked-gravatar", NULL);
}

static void
test_asked (KithTestCard  *fixture,
            gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_MANY);
  kith_test_accessible_click (fixture->card, "kith-menu-asked");

  kith_test_accessible_assert_text (fixture->card, "kith-asked-message", "Knows this person");
  kith_test_accessible_assert_text (fixture->card, "kith-asked-one", "Not asked. It is switched off.");
  kith_test_accessible_assert_text (fixture->card, "kith-asked-two", "Not asked. You are working offline.");
  /* In the line of the first one that is switched off. */
  g_assert_null (kith_test_accessible_find (fixture->card, "kith-asked-three"));
}

static void
test_failed (KithTestCard  *fixture,
             gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_FAILED);

  kith_test_card_assert_text (fixture, "kith-company", "Muster GmbH");
  kith_test_card_assert_text (fixture, "kith-status", "Gravatar could not be asked. The server did not answer in time");
  kith_test_card_assert_text (fixture, "kith-sources", "This message");

  kith_card_set_notice (KITH_CARD (fixture->card), "It could not be switched on");
  kith_test_card_assert_text (fixture, "kith-status", "It could not be switched on");
}

static void
test_text_is_text (KithTestCard  *fixture,
                   gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_MARKUP);

  kith_test_card_assert_text (fixture, "kith-name", "<b>x</b> &amp; <i>");
  kith_test_card_assert_text (fixture, "kith-role", "<span size='99999'>&");
  kith_test_card_assert_text (fixture, "kith-company", "R&D %s _underlined <a href=\"https://evil.example\">");
  kith_test_card_assert_text (fixture, "kith-location", "%n%s");

  /* Of four links one can be opened: not javascript:, not one that names another host, not one without a host. */
  g_assert_null (kith_test_accessible_find (fixture->card, "kith-link-2"));
}

static void
test_long (KithTestCard  *fixture,
           gconstpointer  data)
{
  int minimum;

  kith_test_card_show (fixture, KITH_TEST_PROFILE_LONG);
  gtk_widget_get_preferred_width (fixture->card, &minimum, NULL);
  g_assert_cmpint (minimum, <=, 220);
}

static void
test_bidi (KithTestCard  *fixture,
           gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_BIDI);

  kith_test_card_assert_text (fixture, "kith-name", "שרה כהן");
  g_assert_true (kith_test_wait (has_time, fixture));
  g_assert_true (g_str_has_prefix (kith_test_card_get_text (fixture, "kith-location"), "\xe2\x80\x8e\xe2\x81\xa8תל אביב\xe2\x81\xa9 · "));
}

static gboolean
spins (gpointer user_data)
{
  return kith_test_card_get_text (user_data, "kith-spinner") != NULL;
}

static void
test_loading (KithTestCard  *fixture,
              gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  kith_card_set_busy (KITH_CARD (fixture->card), TRUE);
  kith_test_card_show (fixture, KITH_TEST_PROFILE_LOADING);
  kith_test_card_assert_text (fixture, "kith-name", "Sam Example");
  kith_test_card_assert_text (fixture, "kith-address", "sam@example.org");

  g_assert_true (kith_test_wait (spins, fixture));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * G_TIME_SPAN_MILLISECOND);
  kith_test_card_assert_text (fixture, "kith-sources", "Looking this person up…");

  kith_card_set_busy (KITH_CARD (fixture->card), FALSE);
  g_assert_null (kith_test_card_get_text (fixture, "kith-spinner"));

  /* What comes at once shows no spinner, then or later. */
  kith_card_set_busy (KITH_CARD (fixture->card), TRUE);
  kith_card_set_busy (KITH_CARD (fixture->card), FALSE);
  kith_test_run (400);
  g_assert_null (kith_test_card_get_text (fixture, "kith-spinner"));
}

static void
test_next_person (KithTestCard  *fixture,
                  gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);
  kith_test_accessible_click (fixture->card, "kith-menu-asked");
  kith_test_accessible_assert_text (fixture->card, "kith-asked", "What was asked and what not");

  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  kith_test_card_assert_text (fixture, "kith-name", "nobody@example.org");
  g_assert_null (kith_test_card_get_text (fixture, "kith-role"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-company"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-location"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-phone"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-link-1"));
  g_assert_null (kith_test_card_get_text (fixture, "kith-asked"));

  /* The time zone of the person before was perhaps still being read. */
  kith_test_run (100);
  g_assert_null (kith_test_card_get_text (fixture, "kith-location"));
}

static GPtrArray *
make_providers (gboolean enabled)
{
  GPtrArray *providers = g_ptr_array_new_with_free_func (g_object_unref);
  KithProviderInfoFields message = { .id = "message", .name = "This message", .sends_text = "sends nothing", .is_local = TRUE, .is_enabled = TRUE };
  KithProviderInfoFields gravatar = { .id = "gravatar", .name = "Gravatar", .sends_text = "sends a hash of the address", .is_enabled = enabled };
  KithProviderInfoFields tokenless = { .id = "paid", .name = "Paid", .sends_text = "sends the address", .needs_token = TRUE };
  KithProviderInfoFields locked = { .id = "crm", .name = "CRM", .sends_text = "sends the address", .is_locked = TRUE };

  g_ptr_array_add (providers, kith_provider_info_new (&message));
  g_ptr_array_add (providers, kith_provider_info_new (&gravatar));
  g_ptr_array_add (providers, kith_provider_info_new (&locked));
  g_ptr_array_add (providers, kith_provider_info_new (&tokenless));

  return providers;
}

static gboolean
is_checked (KithTestCard    *fixture,
            const char *id)
{
  AtkObject *object = kith_test_accessible_find (fixture->card, id);

  return gtk_check_menu_item_get_active (GTK_CHECK_MENU_ITEM (gtk_accessible_get_widget (GTK_ACCESSIBLE (object))));
}

static void
test_providers (KithTestCard  *fixture,
                gconstpointer  data)
{
  g_autoptr (GPtrArray) off = make_providers (FALSE);
  g_autoptr (GPtrArray) on = make_providers (TRUE);
  AtkObject *item;

  kith_test_card_show (fixture, KITH_TEST_PROFILE_NOTHING);
  kith_card_set_providers (KITH_CARD (fixture->card), off);
  kith_test_card_assert_text (fixture, "kith-sources", "Nothing was sent for this person");

  /* What sends nothing needs no switch, nor what cannot be asked without a token; what an administrator has decided has one that cannot be used. */
  g_assert_null (kith_test_accessible_find (fixture->card, "kith-provider-message"));
  g_assert_null (kith_test_accessible_find (fixture->card, "kith-provider-paid"));
  item = kith_test_accessible_find (fixture->card, "kith-provider-crm");
  g_assert_false (gtk_widget_get_sensitive (gtk_accessible_get_widget (GTK_ACCESSIBLE (item))));

  item = kith_test_accessible_find (fixture->card, "kith-provider-gravatar");
  g_assert_cmpstr (atk_object_get_name (item), ==, "Gravatar");
  g_assert_cmpstr (atk_object_get_description (item), ==, "sends a hash of the address");
  g_assert_false (is_checked (fixture, "kith-provider-gravatar"));
  g_assert_null (fixture->provider);

  kith_test_accessible_click (fixture->card, "kith-provider-gravatar");
  g_assert_true (kith_test_wait (was_enabled, fixture));
  g_assert_cmpstr (fixture->provider, ==, "gravatar on");

  /* What the engine says afterwards is no click. */
  g_clear_pointer (&fixture->provider, g_free);
  kith_card_set_providers (KITH_CARD (fixture->card), on);
  g_assert_true (is_checked (fixture, "kith-provider-gravatar"));
  kith_card_set_providers (KITH_CARD (fixture->card), off);
  g_assert_false (is_checked (fixture, "kith-provider-gravatar"));
  g_assert_null (fixture->provider);
}

static void
test_controls (KithTestCard  *fixture,
               gconstpointer  data)
{
  g_autofree char *clip = NULL;

  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);
  kith_test_accessible_click (fixture->card, "kith-menu-asked");
  kith_test_accessible_assert_text (fixture->card, "kith-asked", "What was asked and what not");
  kith_test_accessible_check_names (fixture->card);
  kith_test_card_assert_text (fixture, "kith-refresh", "Ask again");
  kith_test_card_assert_text (fixture, "kith-menu", "More about this card");

  kith_test_accessible_click (fixture->card, "kith-refresh");
  g_assert_true (kith_test_wait (was_refreshed, fixture));
  kith_test_accessible_click (fixture->card, "kith-menu-forget");
  g_assert_true (kith_test_wait (was_forgotten, fixture));

  kith_test_accessible_click (fixture->card, "kith-menu-copy");
  clip = gtk_clipboard_wait_for_text (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD));
  g_assert_cmpstr (clip, ==, "jane.doe@widgets.example");
}

static gboolean
is_focused (gpointer widget)
{
  return gtk_widget_is_focus (widget);
}

static void
test_escape (KithTestCard  *fixture,
             gconstpointer  data)
{
  kith_test_card_show (fixture, KITH_TEST_PROFILE_FULL);
  kith_test_accessible_click (fixture->card, "kith-menu-asked");
  kith_test_accessible_assert_text (fixture->card, "kith-asked", "What was asked and what not");
  g_assert_true (kith_test_wait (is_focused, kith_test_card_get_widget (fixture, "kith-asked-close")));
  kith_test_card_press_escape (fixture);
  kith_test_accessible_assert_text (fixture->card, "kith-asked", NULL);
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  int result;

  gtk_test_init (&argc, &argv, NULL);
  kith_style_hold (gdk_screen_get_default ());

#define ADD(path, func) g_test_add ("/ui/card/" path, KithTestCard, NULL, kith_test_card_set_up, func, kith_test_card_tear_down)
  ADD ("full", test_full);
  ADD ("links", test_links);
  ADD ("source", test_source);
  ADD ("unconfirmed", test_unconfirmed);
  ADD ("nothing", test_nothing);
  ADD ("asked", test_asked);
  ADD ("failed", test_failed);
  ADD ("text-is-text", test_text_is_text);
  ADD ("long", test_long);
  ADD ("bidi", test_bidi);
  ADD ("loading", test_loading);
  ADD ("next-person", test_next_person);
  ADD ("providers", test_providers);
  ADD ("controls", test_controls);
  ADD ("escape", test_escape);
#undef ADD

  result = g_test_run ();
  kith_style_release (gdk_screen_get_default ());
  kith_test_display_stop (display);

  return result;
}
