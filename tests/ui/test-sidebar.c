/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The panel with the real engine and a server that plays a service: what is shown, what is asked, and that nobody waits. */

#include "config.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <time.h>

#include "kith-pane.h"
#include "kith-test-accessible.h"
#include "kith-test-display.h"
#include "kith-test-sidebar.h"

/* The thread that draws may be kept from the processor by others, but neither works nor waits longer than this at a time. */
#define LONGEST_WORK_MSEC 100
#define LONGEST_WAIT_MSEC 2000

static void
test_nobody (KithTestSidebar *fixture,
             gconstpointer    data)
{
  AtkObject *panel = gtk_widget_get_accessible (fixture->sidebar);

  g_assert_cmpstr (atk_object_get_name (panel), ==, "Kith");
  g_assert_cmpint (atk_object_get_role (panel), ==, ATK_ROLE_PANEL);
  kith_test_sidebar_assert_text (fixture, "kith-empty", "Select a message to see who wrote it.");

  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), NULL, fixture->message);
  kith_test_sidebar_assert_text (fixture, "kith-empty", "This message does not say who sent it.");

  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_sidebar_assert_text (fixture, "kith-empty", NULL);

  kith_sidebar_clear (KITH_SIDEBAR (fixture->sidebar));
  kith_test_sidebar_assert_text (fixture, "kith-empty", "Select a message to see who wrote it.");
  kith_test_sidebar_assert_text (fixture, "kith-name", NULL);
}

static void
test_local (KithTestSidebar *fixture,
            gconstpointer    data)
{
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  kith_test_sidebar_assert_text (fixture, "kith-role", NULL);

  kith_test_accessible_click (fixture->sidebar, "kith-menu-asked");
  kith_test_sidebar_assert_text (fixture, "kith-asked-gravatar", "Not asked. It is switched off.");
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);
}

static gboolean
is_listed (gpointer fixture)
{
  return kith_test_accessible_find (((KithTestSidebar *) fixture)->sidebar, "kith-provider-gravatar") != NULL;
}

static void
test_enable (KithTestSidebar *fixture,
             gconstpointer    data)
{
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  g_assert_true (kith_test_wait (is_listed, fixture));

  kith_test_accessible_click (fixture->sidebar, "kith-provider-gravatar");
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (kith_test_sidebar_has_photo, fixture));
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 2);
  g_assert_false (kith_test_server_saw (fixture->server, "jane"));

  /* The same person in another message: what is known is not asked again. */
  kith_sidebar_clear (KITH_SIDEBAR (fixture->sidebar));
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (kith_test_sidebar_has_photo, fixture));
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 2);

  kith_test_accessible_click (fixture->sidebar, "kith-provider-gravatar");
  kith_test_sidebar_assert_text (fixture, "kith-role", NULL);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 2);
}

static gboolean
is_gone (gpointer fixture)
{
  return !is_listed (fixture);
}

/* A face that may be somebody else's is not shown, and not fetched. */
static void
test_unsure_photo (KithTestSidebar *fixture,
                   gconstpointer    data)
{
  g_autofree char *file = g_build_filename (fixture->dir, "providers", "gravatar.provider", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *unsure = NULL;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  parts = g_strsplit (text, "field=\"photo\"", -1);
  g_assert_cmpuint (g_strv_length (parts), >, 1);
  unsure = g_strjoinv ("field=\"photo\" confidence=\"0.2\"", parts);
  kith_test_sidebar_show_jane (fixture);
  g_assert_true (kith_test_wait (is_listed, fixture));
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_true (kith_test_wait (is_gone, fixture));
  g_assert_true (g_file_set_contents (file, unsure, -1, NULL));
  g_assert_true (kith_test_wait (is_listed, fixture));

  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  kith_test_run (300);
  g_assert_false (kith_test_sidebar_has_photo (fixture));
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 1);
}

static void
test_hidden (KithTestSidebar *fixture,
             gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  gtk_widget_hide (fixture->sidebar);
  kith_test_sidebar_show_jane (fixture);
  kith_test_run (300);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);

  gtk_widget_show (fixture->sidebar);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
}

static void
test_announced (KithTestSidebar *fixture,
                gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_sidebar_announce_person (KITH_SIDEBAR (fixture->sidebar), fixture->jane);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_run (300);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);

  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
}

static void
test_failed (KithTestSidebar *fixture,
             gconstpointer    data)
{
  AtkObject *status;

  kith_test_server_set_route (fixture->server, "GET", KITH_TEST_PROFILES, "'status': 500, 'body': 'no'");
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  kith_test_sidebar_assert_text (fixture, "kith-why", "Why?");

  status = kith_test_accessible_find (fixture->sidebar, "kith-status");
  g_assert_true (g_str_has_prefix (atk_object_get_name (status), "Gravatar could not be asked. "));
}

/* Microseconds: the longest stretch between two turns of the main loop, and the most work in one. */
typedef struct
{
  gint64 last;
  gint64 longest;
  gint64 last_work;
  gint64 most_work;
} Stall;

static gint64
get_work (void)
{
  struct timespec spent;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent), ==, 0);

  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static gboolean
measure (gpointer user_data)
{
  Stall *stall = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 work = get_work ();

  if (stall->last != 0)
    {
      stall->longest = MAX (stall->longest, now - stall->last);
      stall->most_work = MAX (stall->most_work, work - stall->last_work);
    }
  stall->last = now;
  stall->last_work = work;

  return G_SOURCE_CONTINUE;
}

/* A server that never answers: the name is there at once, the next person too, and the thread that draws goes on. */
static void
test_stalled (KithTestSidebar *fixture,
              gconstpointer    data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) bob = kith_address_new ("bob@example.org", "Bob Klein", &error);
  Stall stall = { 0 };
  guint source;

  kith_test_server_set_route (fixture->server, "GET", KITH_TEST_PROFILES, "'status': 200, 'delay': 30, 'body': '{}'");
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  kith_test_sidebar_assert_text (fixture, "kith-spinner", "Looking this person up");

  source = g_timeout_add (1, measure, &stall);
  for (int i = 0; i < 20; i++)
    {
      kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), i % 2 == 0 ? bob : fixture->jane, fixture->message);
      kith_test_run (20);
    }
  g_source_remove (source);
  g_test_message ("the most work in one turn of the main loop, drawing included: %.1f ms; the longest turn: %.1f ms", stall.most_work / 1000.0,
                  stall.longest / 1000.0);
  g_assert_cmpint (stall.most_work, <, LONGEST_WORK_MSEC * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (stall.longest, <, LONGEST_WAIT_MSEC * G_TIME_SPAN_MILLISECOND);

  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), bob, NULL);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Bob Klein");
  kith_test_sidebar_assert_text (fixture, "kith-company", NULL);
}

static gboolean
is_unknown (gpointer user_data)
{
  KithTestSidebar *fixture = user_data;

  return kith_test_accessible_text (fixture->sidebar, "kith-role") == NULL && !kith_test_sidebar_has_photo (fixture);
}

static void
test_forget (KithTestSidebar *fixture,
             gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (kith_test_sidebar_has_photo, fixture));
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 2);

  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  g_assert_nonnull (kith_test_find_dialog ());
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_CANCEL);
  g_assert_null (kith_test_find_dialog ());
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");

  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_ACCEPT);
  g_assert_true (kith_test_wait (is_unknown, fixture));
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  /* To forget somebody asks nobody. */
  kith_test_run (300);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 2);
}

static void
test_refresh (KithTestSidebar *fixture,
              gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (kith_test_sidebar_has_photo, fixture));

  kith_test_server_set_route (fixture->server, "GET", KITH_TEST_PROFILES, "'status': 200, 'headers': {'Content-Type': 'application/json'}, "
                                                                "'body': '{\\\"job_title\\\": \\\"President\\\"}'");
  kith_test_accessible_click (fixture->sidebar, "kith-refresh");
  kith_test_sidebar_assert_text (fixture, "kith-role", "President");
  /* The photo went with the answer that named it. */
  g_assert_false (kith_test_sidebar_has_photo (fixture));
}

/* A click asks those that are to be asked when it is made, and nobody that is switched on later. */
static void
test_clicked (KithTestSidebar *fixture,
              gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "mode", "click");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  kith_test_accessible_click (fixture->sidebar, "kith-refresh");
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_run (600);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);

  kith_test_accessible_click (fixture->sidebar, "kith-refresh");
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (kith_test_sidebar_has_photo, fixture));
  /* What a click has brought stays when something else changes. */
  kith_test_sidebar_set_provider (fixture, "keep-days", "7");
  kith_test_run (600);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 2);
}

static void
write_note (KithTestSidebar *fixture,
            const char      *text)
{
  GtkWidget *view;

  kith_test_accessible_click (fixture->sidebar, "kith-menu-note");
  view = gtk_accessible_get_widget (GTK_ACCESSIBLE (kith_test_accessible_find (fixture->sidebar, "kith-note-text")));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* A note that is being written is kept, and for its person, whatever comes next. */
static void
test_note (KithTestSidebar *fixture,
           gconstpointer    data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) bob = kith_address_new ("bob@example.org", "Bob Klein", &error);

  kith_test_sidebar_show_jane (fixture);
  write_note (fixture, "Met in Rotterdam.");
  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), bob, NULL);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Bob Klein");
  kith_test_run (300);
  kith_test_sidebar_assert_text (fixture, "kith-note", NULL);
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-note", "Met in Rotterdam.");

  write_note (fixture, "Met in Utrecht.");
  kith_test_sidebar_close (fixture);
  kith_test_sidebar_open (fixture, kith_test_sidebar_new_engine (fixture));
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-note", "Met in Utrecht.");

  /* Nobody is forgotten and remembered at once. */
  write_note (fixture, "Met nowhere.");
  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  gtk_dialog_response (GTK_DIALOG (kith_test_find_dialog ()), GTK_RESPONSE_ACCEPT);
  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), bob, NULL);
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  kith_test_sidebar_assert_text (fixture, "kith-note", NULL);
}

static gboolean
is_menu_open (gpointer user_data)
{
  return kith_test_accessible_text (((KithTestSidebar *) user_data)->sidebar, "kith-menu") != NULL
         && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (gtk_accessible_get_widget (GTK_ACCESSIBLE (
              kith_test_accessible_find (((KithTestSidebar *) user_data)->sidebar, "kith-menu")))));
}

/* Shift+F10, as from a keyboard. */
static void
press_menu_key (KithTestSidebar *fixture)
{
  GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);
  g_autofree GdkKeymapKey *keys = NULL;
  int count = 0;

  g_assert_true (gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (gdk_display_get_default ()), GDK_KEY_F10, &keys, &count));
  event->key.window = g_object_ref (gtk_widget_get_window (fixture->window));
  event->key.keyval = GDK_KEY_F10;
  event->key.hardware_keycode = keys[0].keycode;
  event->key.state = GDK_SHIFT_MASK;
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (gdk_display_get_default ())));
  gtk_main_do_event (event);
  gdk_event_free (event);
}

static void
test_menu_key (KithTestSidebar *fixture,
               gconstpointer    data)
{
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  gtk_widget_grab_focus (gtk_accessible_get_widget (GTK_ACCESSIBLE (kith_test_accessible_find (fixture->sidebar, "kith-refresh"))));
  press_menu_key (fixture);
  g_assert_true (kith_test_wait (is_menu_open, fixture));
}

/* A panel in a window beside something else, as in a mail program. */
typedef struct
{
  GtkWidget *window;
  GtkWidget *panel;
  KithPane *pane;
} Beside;

static gboolean
has_width (gpointer user_data)
{
  const Beside *beside = user_data;

  return gtk_widget_get_allocated_width (beside->panel) > 1;
}

static void
open_beside (Beside     *beside,
             KithEngine *engine)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *message = gtk_label_new ("message");

  beside->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  beside->panel = gtk_label_new ("panel");
  gtk_container_add (GTK_CONTAINER (beside->window), box);
  gtk_box_pack_start (GTK_BOX (box), message, TRUE, TRUE, 0);
  gtk_window_set_default_size (GTK_WINDOW (beside->window), 900, 300);
  beside->pane = kith_pane_new (message, beside->panel);
  kith_pane_remember_width (beside->pane, engine);
  kith_pane_set_panel_visible (beside->pane, TRUE);
  gtk_widget_show_all (beside->window);
  g_assert_true (kith_test_wait (has_width, beside));
  kith_test_run (100);
}

static gboolean
is_width_kept (gpointer engine)
{
  return kith_engine_get_sidebar_width (engine) > 0;
}

static gboolean
is_400_wide (gpointer panel)
{
  return ABS (gtk_widget_get_allocated_width (panel) - 400) <= 2;
}

static void
test_width (KithTestSidebar *fixture,
            gconstpointer    data)
{
  Beside one, two;
  GtkWidget *paned;
  int width;

  open_beside (&one, fixture->engine);
  g_assert_cmpint (gtk_widget_get_allocated_width (one.panel), ==, 300);
  g_assert_cmpint (kith_engine_get_sidebar_width (fixture->engine), ==, 0);

  /* A window that changes its size is no wish of the owner. */
  gtk_window_resize (GTK_WINDOW (one.window), 1000, 300);
  kith_test_run (600);
  g_assert_cmpint (kith_engine_get_sidebar_width (fixture->engine), ==, 0);

  paned = gtk_widget_get_parent (one.panel);
  width = gtk_widget_get_allocated_width (paned) - gtk_widget_get_allocated_width (one.panel) - gtk_paned_get_position (GTK_PANED (paned));
  gtk_paned_set_position (GTK_PANED (paned), gtk_widget_get_allocated_width (paned) - width - 400);
  g_assert_true (kith_test_wait (is_width_kept, fixture->engine));
  g_assert_cmpint (kith_engine_get_sidebar_width (fixture->engine), ==, 400);

  /* The next window, and after a restart. */
  open_beside (&two, fixture->engine);
  g_assert_true (kith_test_wait (is_400_wide, two.panel));
  gtk_widget_destroy (two.window);
  g_object_unref (two.pane);
  gtk_widget_destroy (one.window);
  g_object_unref (one.pane);
  kith_test_run (300);
  kith_test_sidebar_close (fixture);
  kith_test_sidebar_open (fixture, kith_test_sidebar_new_engine (fixture));
  open_beside (&one, fixture->engine);
  g_assert_true (kith_test_wait (is_400_wide, one.panel));
  gtk_widget_destroy (one.window);
  g_object_unref (one.pane);
}

/* The window goes while everything is still under way. */
static void
test_destroyed (KithTestSidebar *fixture,
                gconstpointer    data)
{
  kith_test_server_set_route (fixture->server, "GET", KITH_TEST_PROFILES, "'status': 200, 'delay': 30, 'body': '{}'");
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  gtk_widget_destroy (fixture->sidebar);
  g_assert_null (kith_test_find_dialog ());
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  int result;

  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/ui/sidebar/" path, KithTestSidebar, NULL, kith_test_sidebar_set_up, func, kith_test_sidebar_tear_down)
  ADD ("nobody", test_nobody);
  ADD ("local", test_local);
  ADD ("enable", test_enable);
  ADD ("unsure-photo", test_unsure_photo);
  ADD ("hidden", test_hidden);
  ADD ("announced", test_announced);
  ADD ("failed", test_failed);
  ADD ("stalled", test_stalled);
  ADD ("forget", test_forget);
  ADD ("refresh", test_refresh);
  ADD ("clicked", test_clicked);
  ADD ("note", test_note);
  ADD ("menu-key", test_menu_key);
  ADD ("width", test_width);
  ADD ("destroyed", test_destroyed);
#undef ADD

  result = g_test_run ();
  kith_test_display_stop (display);

  return result;
}
