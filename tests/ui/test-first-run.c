/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The card asks once whether services may be used, about nobody's robots, and nothing leaves before the owner says so. And the owner's own word. */

#include "config.h"

#include <string.h>

#include "kith-test-accessible.h"
#include "kith-test-display.h"
#include "kith-test-engine.h"
#include "kith-test-sidebar.h"

#define QUESTION "So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only about people who write to you, " \
  "and you can see every request."

#define QUESTION_ON_CLICK "So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only when you click “Ask again”, " \
  "and you can see every request."

static KithMessage *
make_message (const char *more)
{
  g_autofree char *text = g_strdup_printf ("From: Jane Doe <jane.doe@example.org>\r\nTo: me@example.org\r\nSubject: Hello\r\n%s\r\nHello\r\n", more);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
}

/* Long enough for a question that is asked by mistake. */
static void
assert_silent (KithTestSidebar *fixture)
{
  kith_test_run (400);
  kith_test_sidebar_assert_text (fixture, "kith-offers", NULL);
}

static void
show (KithTestSidebar *fixture,
      const char      *mailbox,
      const char      *more)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, "Jane Doe", NULL);
  g_autoptr (KithMessage) message = make_message (more);

  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), address, message);
}

static void
test_switched_on (KithTestSidebar *fixture,
                  gconstpointer    data)
{
  /* Before the headers are known nobody can tell whether it is from a robot. */
  kith_sidebar_announce_person (KITH_SIDEBAR (fixture->sidebar), fixture->jane);
  assert_silent (fixture);

  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION);
  kith_test_sidebar_assert_text (fixture, "kith-offer-gravatar-receives", "receives a hash of the address");
  kith_test_run (300);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);

  /* At once, and the question stays for the owner to switch on more. */
  kith_test_sidebar_click (fixture, "kith-offer-gravatar");
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_false (kith_test_server_saw (fixture->server, "jane"));
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION);

  show (fixture, "bob@example.org", "");
  assert_silent (fixture);

  /* Switched off again it was still an answer. */
  kith_test_sidebar_set_provider (fixture, "enabled", "false");
  kith_test_sidebar_show_jane (fixture);
  assert_silent (fixture);
}

static void
test_not_now (KithTestSidebar *fixture,
              gconstpointer    data)
{
  KithTestSidebar other = *fixture;

  /* The other program asks as well, until one of the two has an answer. */
  kith_test_sidebar_open (&other, kith_test_sidebar_new_engine (fixture));
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_show_jane (&other);
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION);
  kith_test_sidebar_assert_text (&other, "kith-offers", QUESTION);

  kith_test_sidebar_click (fixture, "kith-offers-not-now");
  kith_test_sidebar_assert_text (fixture, "kith-offers", NULL);
  kith_test_sidebar_assert_text (&other, "kith-offers", NULL);
  kith_test_sidebar_close (&other);

  kith_test_sidebar_close (fixture);
  kith_test_sidebar_open (fixture, kith_test_sidebar_new_engine (fixture));
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  assert_silent (fixture);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);

  /* Until asked for; then "Not now" takes it away again. */
  kith_test_sidebar_click (fixture, "kith-menu-offers");
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION);
  kith_test_sidebar_click (fixture, "kith-offers-not-now");
  kith_test_sidebar_assert_text (fixture, "kith-offers", NULL);
  show (fixture, "bob@example.org", "");
  assert_silent (fixture);
}

/* That nothing is asked by itself is no reason not to say what could be asked; and switching it on is not yet that click. */
static void
test_on_click (KithTestSidebar *fixture,
               gconstpointer    data)
{
  kith_test_engine_set_rule (fixture->engine, "ask-only-on-click", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION_ON_CLICK);
  kith_test_sidebar_assert_text (fixture, "kith-offer-gravatar-receives", "receives a hash of the address, only when you click");

  kith_test_sidebar_click (fixture, "kith-offer-gravatar");
  /* One after the other: when this is set, the service is on. */
  kith_test_engine_set_rule (fixture->engine, "ask-only-on-click", "true");
  kith_test_run (400);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION_ON_CLICK);

  kith_test_sidebar_click (fixture, "kith-refresh");
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_false (kith_test_server_saw (fixture->server, "jane"));

  show (fixture, "bob@example.org", "");
  assert_silent (fixture);
}

/* The mode of one service is said of that one. */
static void
test_one_on_click (KithTestSidebar *fixture,
                   gconstpointer    data)
{
  kith_test_engine_copy_provider (fixture->dir, "libravatar.provider");
  kith_test_sidebar_set_provider (fixture, "mode", "click");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-offer-gravatar-receives", "receives a hash of the address, only when you click");
  kith_test_sidebar_assert_text (fixture, "kith-offer-libravatar-receives", "receives a hash of the address");
  kith_test_sidebar_assert_text (fixture, "kith-offers", QUESTION);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);
}

static void
test_nobodys (KithTestSidebar *fixture,
              gconstpointer    data)
{
  static const struct
  {
    const char *mailbox;
    const char *more;
  } senders[] = {
    { "jane.doe@example.org", "List-Id: <dev.lists.example.org>\r\n" },
    { "jane.doe@example.org", "Precedence: bulk\r\n" },
    { "jane.doe@example.org", "Auto-Submitted: auto-generated\r\n" },
    { "no-reply@example.org", "" },
    { "info@example.org", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    {
      show (fixture, senders[i].mailbox, senders[i].more);
      assert_silent (fixture);
    }

  /* Who asks is told why. */
  show (fixture, senders[0].mailbox, senders[0].more);
  kith_test_sidebar_click (fixture, "kith-menu-offers");
  kith_test_sidebar_assert_text (fixture, "kith-offers", "No service would be asked about this sender. This came through a mailing list.");
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);
}

static void
test_already_on (KithTestSidebar *fixture,
                 gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  assert_silent (fixture);
}

static GtkWidget *
find_window (const char *id)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_strcmp0 (atk_object_get_accessible_id (gtk_widget_get_accessible (l->data)), id) == 0 && gtk_widget_get_mapped (l->data))
      return l->data;

  return NULL;
}

static gboolean
has_window (gpointer id)
{
  return find_window (id) != NULL;
}

static gboolean
has_no_window (gpointer id)
{
  return find_window (id) == NULL;
}

static void
collect_rows (GtkWidget *widget,
              gpointer   rows)
{
  if (GTK_IS_LIST_BOX_ROW (widget))
    g_ptr_array_add (rows, (gpointer) atk_object_get_name (gtk_widget_get_accessible (widget)));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), collect_rows, rows);
}

static void
test_sent (KithTestSidebar *fixture,
           gconstpointer    data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_sidebar_click (fixture, "kith-menu-sent");
  g_assert_true (kith_test_wait (has_window, (gpointer) "kith-sent"));
  kith_test_accessible_assert_text (find_window ("kith-sent"), "kith-list-empty", "Nothing was sent for this person.");
  gtk_window_close (GTK_WINDOW (find_window ("kith-sent")));
  g_assert_true (kith_test_wait (has_no_window, (gpointer) "kith-sent"));

  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (kith_test_sidebar_has_photo, fixture));
  kith_test_sidebar_click (fixture, "kith-menu-sent");
  g_assert_true (kith_test_wait (has_window, (gpointer) "kith-sent"));
  collect_rows (find_window ("kith-sent"), rows);
  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++)
    {
      g_assert_true (g_str_has_prefix (rows->pdata[i], "Gravatar · "));
      g_assert_true (g_str_has_suffix (rows->pdata[i], " · Answered"));
      g_assert_null (strstr (rows->pdata[i], "jane.doe"));
    }
  g_assert_true (strstr (rows->pdata[0], "sent a hash of the address") != NULL || strstr (rows->pdata[1], "sent a hash of the address") != NULL);

  /* The window goes with the person. */
  show (fixture, "bob@example.org", "");
  g_assert_true (kith_test_wait (has_no_window, (gpointer) "kith-sent"));
}

static GtkWidget *
get_widget (GtkWidget  *root,
            const char *id)
{
  return gtk_accessible_get_widget (GTK_ACCESSIBLE (kith_test_accessible_find (root, id)));
}

static void
test_own_word (KithTestSidebar *fixture,
               gconstpointer    data)
{
  GtkWidget *dialog;

  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");

  kith_test_sidebar_click (fixture, "kith-menu-correct");
  g_assert_true (kith_test_wait (has_window, (gpointer) "kith-correct"));
  dialog = find_window ("kith-correct");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (get_widget (dialog, "kith-correct-company"))), ==, "Widgets of the header");
  gtk_entry_set_text (GTK_ENTRY (get_widget (dialog, "kith-correct-role")), "Gardener");
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Gardener");
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");

  kith_test_sidebar_click (fixture, "kith-menu-note");
  kith_test_sidebar_assert_text (fixture, "kith-note-text", "Your note");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_widget (fixture->sidebar, "kith-note-text"))), "Calls after 15:00", -1);
  kith_test_sidebar_click (fixture, "kith-note-save");
  kith_test_sidebar_assert_text (fixture, "kith-note", "Calls after 15:00");

  /* Kept, even if the window is closed at once. */
  kith_test_sidebar_close (fixture);
  kith_test_sidebar_open (fixture, kith_test_sidebar_new_engine (fixture));
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Gardener");
  kith_test_sidebar_assert_text (fixture, "kith-note", "Calls after 15:00");

  /* Taken back. */
  kith_test_sidebar_click (fixture, "kith-menu-correct");
  g_assert_true (kith_test_wait (has_window, (gpointer) "kith-correct"));
  dialog = find_window ("kith-correct");
  gtk_entry_set_text (GTK_ENTRY (get_widget (dialog, "kith-correct-role")), "");
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  kith_test_sidebar_assert_text (fixture, "kith-role", NULL);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);
}

/* Going online again asks about the person on the card. */
static void
test_online (KithTestSidebar *fixture,
             gconstpointer    data)
{
  kith_test_sidebar_set_provider (fixture, "enabled", "true");
  kith_engine_set_offline (fixture->engine, TRUE);
  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_run (400);
  g_assert_cmpuint (kith_test_sidebar_count_requests (fixture), ==, 0);

  kith_engine_set_offline (fixture->engine, FALSE);
  kith_test_sidebar_assert_text (fixture, "kith-role", "Vice President");
}

typedef struct
{
  KithAddress *written_to;
  char *provider_id;
  guint shown;
  guint n_evidence;
  char *vcard;
} Heard;

static void
on_compose (Heard       *heard,
            KithAddress *address)
{
  g_set_object (&heard->written_to, address);
}

static void
on_preferences (Heard      *heard,
                const char *provider_id)
{
  heard->provider_id = g_strdup (provider_id != NULL ? provider_id : "none");
}

static void
on_show_messages (Heard       *heard,
                  KithAddress *sender,
                  KithAddress *other,
                  GPtrArray   *evidence)
{
  heard->shown++;
  heard->n_evidence += evidence->len;
}

static void
on_add_contact (Heard      *heard,
                const char *vcard)
{
  heard->vcard = g_strdup (vcard);
}

static gboolean
has_heard_all (gpointer user_data)
{
  Heard *heard = user_data;

  return heard->written_to != NULL && heard->provider_id != NULL && heard->vcard != NULL;
}

static gboolean
is_sensitive (KithTestSidebar *fixture,
              const char      *id)
{
  return gtk_widget_get_sensitive (get_widget (fixture->sidebar, id));
}

/* What only the mail program can do is offered where it does it. */
static void
test_signals (KithTestSidebar *fixture,
              gconstpointer    data)
{
  Heard heard = { NULL };

  kith_test_sidebar_show_jane (fixture);
  kith_test_sidebar_assert_text (fixture, "kith-company", "Widgets of the header");
  g_assert_false (is_sensitive (fixture, "kith-write"));
  g_assert_false (is_sensitive (fixture, "kith-add-contact"));

  g_signal_connect_swapped (fixture->sidebar, "compose", G_CALLBACK (on_compose), &heard);
  g_signal_connect_swapped (fixture->sidebar, "preferences", G_CALLBACK (on_preferences), &heard);
  g_signal_connect_swapped (fixture->sidebar, "show-messages", G_CALLBACK (on_show_messages), &heard);
  g_signal_connect_swapped (fixture->sidebar, "add-contact", G_CALLBACK (on_add_contact), &heard);
  kith_test_sidebar_show_jane (fixture);
  g_assert_true (is_sensitive (fixture, "kith-write"));

  kith_test_sidebar_click (fixture, "kith-write");
  kith_test_sidebar_click (fixture, "kith-add-contact");
  kith_test_sidebar_click (fixture, "kith-menu-preferences");
  g_assert_true (kith_test_wait (has_heard_all, &heard));
  g_assert_true (kith_address_equal (heard.written_to, fixture->jane));
  g_assert_cmpstr (heard.provider_id, ==, "none");
  g_assert_nonnull (strstr (heard.vcard, "jane.doe@example.org"));
  g_assert_nonnull (strstr (heard.vcard, "Widgets of the header"));
  g_assert_cmpuint (heard.shown, ==, 0);

  g_object_unref (heard.written_to);
  g_free (heard.provider_id);
  g_free (heard.vcard);
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  int result;

  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/ui/first-run/" path, KithTestSidebar, NULL, kith_test_sidebar_set_up, func, kith_test_sidebar_tear_down)
  ADD ("switched-on", test_switched_on);
  ADD ("not-now", test_not_now);
  ADD ("on-click", test_on_click);
  ADD ("one-on-click", test_one_on_click);
  ADD ("nobodys", test_nobodys);
  ADD ("already-on", test_already_on);
  ADD ("sent", test_sent);
  ADD ("own-word", test_own_word);
  ADD ("online", test_online);
  ADD ("signals", test_signals);
#undef ADD

  result = g_test_run ();
  kith_test_display_stop (display);

  return result;
}
