/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-card.h"

#include "kith-test-accessible.h"
#include "kith-test-actions.h"

static void
on_refresh (KithTestCard *fixture)
{
  fixture->refreshed++;
}

static void
on_forget (KithTestCard *fixture)
{
  fixture->forgotten++;
}

static void
on_note (KithTestCard *fixture,
         const char   *text)
{
  g_free (fixture->note);
  fixture->note = g_strdup (text);
}

static void
on_enable (KithTestCard *fixture,
           const char   *id,
           gboolean      enabled)
{
  g_free (fixture->provider);
  fixture->provider = g_strdup_printf ("%s %s", id, enabled ? "on" : "off");
}

/**
 * kith_test_card_set_up:
 * @fixture: (out): a card
 * @data: unused
 *
 * For g_test_add(). The window is not shown yet.
 */
void
kith_test_card_set_up (KithTestCard  *fixture,
                       gconstpointer  data)
{
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  fixture->card = kith_card_new ();
  fixture->done = kith_test_actions_insert (fixture->card);
  gtk_container_add (GTK_CONTAINER (fixture->window), fixture->card);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 900);
  g_signal_connect_swapped (fixture->card, "refresh", G_CALLBACK (on_refresh), fixture);
  g_signal_connect_swapped (fixture->card, "forget", G_CALLBACK (on_forget), fixture);
  g_signal_connect_swapped (fixture->card, "save-note", G_CALLBACK (on_note), fixture);
  g_signal_connect_swapped (fixture->card, "enable-provider", G_CALLBACK (on_enable), fixture);
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/**
 * kith_test_card_tear_down:
 * @fixture: a card
 * @data: unused
 *
 * For g_test_add(). Nothing that still runs, such as a thread that decodes for the card, may hold it for good.
 */
void
kith_test_card_tear_down (KithTestCard  *fixture,
                          gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->card), (gpointer *) &fixture->card);
  gtk_widget_destroy (fixture->window);
  g_assert_true (kith_test_wait (is_null, &fixture->card));
  g_ptr_array_unref (fixture->done);
  g_free (fixture->note);
  g_free (fixture->provider);
}

/**
 * kith_test_card_show:
 * @fixture: a card
 * @kind: which profile
 *
 * Returns when the card has its place on the screen, and what is on it, too.
 */
void
kith_test_card_show (KithTestCard    *fixture,
                     KithTestProfile  kind)
{
  g_autoptr (KithProfile) profile = kith_test_profile_new (kind);

  kith_card_set_address (KITH_CARD (fixture->card), kith_profile_get_address (profile));
  kith_card_set_profile (KITH_CARD (fixture->card), profile);
  gtk_widget_show_all (fixture->window);
  kith_test_frame (fixture->card);
}

/**
 * kith_test_card_get_text:
 * @fixture: a card
 * @id: an accessible id
 *
 * Returns: (nullable): what it says now; %NULL where nothing of that id shows
 */
const char *
kith_test_card_get_text (KithTestCard *fixture,
                         const char   *id)
{
  return kith_test_accessible_text (fixture->card, id);
}

/**
 * kith_test_card_assert_text:
 * @fixture: a card
 * @id: an accessible id
 * @text: (nullable): what it says, now or soon
 */
void
kith_test_card_assert_text (KithTestCard *fixture,
                            const char   *id,
                            const char   *text)
{
  kith_test_accessible_assert_text (fixture->card, id, text);
}

/**
 * kith_test_card_get_widget:
 * @fixture: a card
 * @id: the accessible id of something on it
 *
 * Returns: (transfer none): the widget
 */
GtkWidget *
kith_test_card_get_widget (KithTestCard *fixture,
                           const char   *id)
{
  return gtk_accessible_get_widget (GTK_ACCESSIBLE (kith_test_accessible_find (fixture->card, id)));
}

/**
 * kith_test_card_press_escape:
 * @fixture: a card
 *
 * As from a keyboard: what has the focus gets it first.
 */
void
kith_test_card_press_escape (KithTestCard *fixture)
{
  GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);

  event->key.window = g_object_ref (gtk_widget_get_window (fixture->window));
  event->key.keyval = GDK_KEY_Escape;
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (gdk_display_get_default ())));
  gtk_window_propagate_key_event (GTK_WINDOW (fixture->window), &event->key);
  gdk_event_free (event);
}
