/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The panel with the real engine and a server that plays a service: what is shown, what is asked, and that nobody waits. */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <time.h>

#include "kith-engine-private.h"
#include "kith-sidebar.h"
#include "kith-test-accessible.h"
#include "kith-test-display.h"
#include "kith-test-server.h"

#define PROFILES "/v3/profiles/*"
#define PROFILE "'status': 200, 'headers': {'Content-Type': 'application/json'}, 'template': true, 'body': '" \
  "{\\\"display_name\\\": \\\"Jane Doe\\\", \\\"job_title\\\": \\\"Vice President\\\", \\\"company\\\": \\\"Example Widgets BV\\\"," \
  " \\\"avatar_url\\\": \\\"{base-url}/photo.png\\\"}'"

/* The thread that draws may be kept from the processor by others, but neither works nor waits longer than this at a time. */
#define LONGEST_WORK_MSEC 100
#define LONGEST_WAIT_MSEC 2000

typedef struct
{
  char *dir;
  KithTestServer *server;
  KithEngine *engine;
  GtkWidget *window;
  GtkWidget *sidebar;
  KithAddress *jane;
  KithMessage *message;
} Fixture;

/* One service, whatever others there are. */
static void
copy_provider (const char *dir)
{
  g_autoptr (GFile) from = g_file_new_build_filename (KITH_TEST_PROVIDERS_DIR, "gravatar.provider", NULL);
  g_autoptr (GFile) to = g_file_new_build_filename (dir, "providers", "gravatar.provider", NULL);
  g_autofree char *folder = g_build_filename (dir, "providers", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static KithEngine *
make_engine (const char *dir)
{
  g_autofree char *providers = g_build_filename (dir, "providers", NULL);
  g_autofree char *cache = g_build_filename (dir, "cache", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *state = g_build_filename (dir, "state", NULL);
  g_autofree char *settings = g_build_filename (dir, "settings.ini", NULL);
  g_autoptr (GSettingsBackend) backend = g_keyfile_settings_backend_new (settings, "/org/kith/kith/", "Kith");
  char *folders[] = { providers, NULL };
  KithCoreConfig config = {
    .cache_dir = cache,
    .data_dir = data,
    .state_dir = state,
    .provider_folders = folders,
    .module_folder = (char *) "/nonexistent",
    .backend = backend,
  };

  return kith_engine_new_with_config (&config);
}

static void
on_set (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  kith_engine_set_provider_finish (KITH_ENGINE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
set_provider (Fixture    *fixture,
              const char *key,
              const char *value)
{
  gboolean done = FALSE;

  kith_engine_set_provider_async (fixture->engine, "gravatar", key, value, NULL, on_set, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
serve (Fixture *fixture)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 80, 80);
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *route = NULL;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0x3060c0ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &length, "png", NULL, NULL));
  text = g_base64_encode ((const guchar *) bytes, length);
  route = g_strdup_printf ("'status': 200, 'headers': {'Content-Type': 'image/png'}, 'body_base64': '%s'", text);

  kith_test_server_set_route (fixture->server, "GET", PROFILES, PROFILE);
  kith_test_server_set_route (fixture->server, "GET", "/photo.png", route);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char source[] = "From: Jane Doe <jane.doe@example.org>\r\n"
                               "To: me@example.org\r\n"
                               "Subject: Hello\r\n"
                               "Organization: Widgets of the header\r\n"
                               "\r\n"
                               "Hello\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (source, sizeof source - 1);
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("kith-sidebar-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->server = kith_test_server_new (NULL, &error);
  g_assert_no_error (error);
  serve (fixture);

  copy_provider (fixture->dir);
  fixture->engine = make_engine (fixture->dir);
  set_provider (fixture, "base-url", kith_test_server_get_base_url (fixture->server));
  set_provider (fixture, "ca-file", kith_test_server_get_ca_file (fixture->server));

  fixture->jane = kith_address_new ("jane.doe@example.org", "Jane Doe", &error);
  g_assert_no_error (error);
  fixture->message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);

  fixture->sidebar = kith_sidebar_new (fixture->engine);
  g_object_add_weak_pointer (G_OBJECT (fixture->sidebar), (gpointer *) &fixture->sidebar);
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 500);
  gtk_container_add (GTK_CONTAINER (fixture->window), fixture->sidebar);
  gtk_widget_show_all (fixture->window);
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_assert_cmpint (g_remove (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* Nothing that still runs may hold the panel or the engine for good. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  KithEngine *engine = fixture->engine;

  gtk_widget_destroy (fixture->window);
  g_assert_true (kith_test_wait (is_null, &fixture->sidebar));

  g_object_add_weak_pointer (G_OBJECT (engine), (gpointer *) &fixture->engine);
  g_object_unref (engine);
  g_assert_true (kith_test_wait (is_null, &fixture->engine));

  g_clear_object (&fixture->jane);
  g_clear_object (&fixture->message);
  kith_test_server_free (fixture->server);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
show_jane (Fixture *fixture)
{
  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), fixture->jane, fixture->message);
}

static void
assert_text (Fixture    *fixture,
             const char *id,
             const char *text)
{
  kith_test_accessible_assert_text (fixture->sidebar, id, text);
}

static guint
count_requests (Fixture *fixture)
{
  return kith_test_server_count_requests (fixture->server);
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  AtkObject *panel = gtk_widget_get_accessible (fixture->sidebar);

  g_assert_cmpstr (atk_object_get_name (panel), ==, "Kith");
  g_assert_cmpint (atk_object_get_role (panel), ==, ATK_ROLE_PANEL);
  assert_text (fixture, "kith-empty", "Select a message to see who wrote it.");

  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), NULL, fixture->message);
  assert_text (fixture, "kith-empty", "This message does not say who sent it.");

  show_jane (fixture);
  assert_text (fixture, "kith-name", "Jane Doe");
  assert_text (fixture, "kith-empty", NULL);

  kith_sidebar_clear (KITH_SIDEBAR (fixture->sidebar));
  assert_text (fixture, "kith-empty", "Select a message to see who wrote it.");
  assert_text (fixture, "kith-name", NULL);
}

static void
test_local (Fixture       *fixture,
            gconstpointer  data)
{
  show_jane (fixture);
  assert_text (fixture, "kith-name", "Jane Doe");
  assert_text (fixture, "kith-company", "Widgets of the header");
  assert_text (fixture, "kith-role", NULL);

  kith_test_accessible_click (fixture->sidebar, "kith-menu-asked");
  assert_text (fixture, "kith-asked-gravatar", "Not asked. It is switched off.");
  g_assert_cmpuint (count_requests (fixture), ==, 0);
}

static gboolean
is_listed (gpointer fixture)
{
  return kith_test_accessible_find (((Fixture *) fixture)->sidebar, "kith-provider-gravatar") != NULL;
}

static gboolean
has_photo (gpointer fixture)
{
  AtkObject *avatar = kith_test_accessible_find (((Fixture *) fixture)->sidebar, "kith-avatar");

  return g_strcmp0 (atk_object_get_description (avatar), "Photo") == 0;
}

static void
test_enable (Fixture       *fixture,
             gconstpointer  data)
{
  show_jane (fixture);
  assert_text (fixture, "kith-company", "Widgets of the header");
  g_assert_true (kith_test_wait (is_listed, fixture));

  kith_test_accessible_click (fixture->sidebar, "kith-provider-gravatar");
  assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (has_photo, fixture));
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  g_assert_false (kith_test_server_saw (fixture->server, "jane"));

  /* The same person in another message: what is known is not asked again. */
  kith_sidebar_clear (KITH_SIDEBAR (fixture->sidebar));
  show_jane (fixture);
  assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (has_photo, fixture));
  g_assert_cmpuint (count_requests (fixture), ==, 2);

  kith_test_accessible_click (fixture->sidebar, "kith-provider-gravatar");
  assert_text (fixture, "kith-role", NULL);
  assert_text (fixture, "kith-company", "Widgets of the header");
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_hidden (Fixture       *fixture,
             gconstpointer  data)
{
  set_provider (fixture, "enabled", "true");
  gtk_widget_hide (fixture->sidebar);
  show_jane (fixture);
  kith_test_run (300);
  g_assert_cmpuint (count_requests (fixture), ==, 0);

  gtk_widget_show (fixture->sidebar);
  assert_text (fixture, "kith-role", "Vice President");
}

static void
test_announced (Fixture       *fixture,
                gconstpointer  data)
{
  set_provider (fixture, "enabled", "true");
  kith_sidebar_announce_person (KITH_SIDEBAR (fixture->sidebar), fixture->jane);
  assert_text (fixture, "kith-name", "Jane Doe");
  kith_test_run (300);
  g_assert_cmpuint (count_requests (fixture), ==, 0);

  show_jane (fixture);
  assert_text (fixture, "kith-role", "Vice President");
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  AtkObject *status;

  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 500, 'body': 'no'");
  set_provider (fixture, "enabled", "true");
  show_jane (fixture);
  assert_text (fixture, "kith-company", "Widgets of the header");
  assert_text (fixture, "kith-why", "Why?");

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
test_stalled (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) bob = kith_address_new ("bob@example.org", "Bob Klein", &error);
  Stall stall = { 0 };
  guint source;

  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 200, 'delay': 30, 'body': '{}'");
  set_provider (fixture, "enabled", "true");
  show_jane (fixture);
  assert_text (fixture, "kith-name", "Jane Doe");
  assert_text (fixture, "kith-company", "Widgets of the header");
  assert_text (fixture, "kith-spinner", "Looking this person up");

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
  assert_text (fixture, "kith-name", "Bob Klein");
  assert_text (fixture, "kith-company", NULL);
}

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (GTK_IS_MESSAGE_DIALOG (l->data))
      return l->data;

  return NULL;
}

static gboolean
is_unknown (gpointer user_data)
{
  Fixture *fixture = user_data;

  return kith_test_accessible_text (fixture->sidebar, "kith-role") == NULL && !has_photo (fixture);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  set_provider (fixture, "enabled", "true");
  show_jane (fixture);
  assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (has_photo, fixture));
  g_assert_cmpuint (count_requests (fixture), ==, 2);

  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  g_assert_nonnull (find_dialog ());
  gtk_dialog_response (GTK_DIALOG (find_dialog ()), GTK_RESPONSE_CANCEL);
  g_assert_null (find_dialog ());
  assert_text (fixture, "kith-role", "Vice President");

  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  gtk_dialog_response (GTK_DIALOG (find_dialog ()), GTK_RESPONSE_ACCEPT);
  g_assert_true (kith_test_wait (is_unknown, fixture));
  assert_text (fixture, "kith-name", "Jane Doe");
  /* To forget somebody asks nobody. */
  kith_test_run (300);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  set_provider (fixture, "enabled", "true");
  show_jane (fixture);
  assert_text (fixture, "kith-role", "Vice President");
  g_assert_true (kith_test_wait (has_photo, fixture));

  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 200, 'headers': {'Content-Type': 'application/json'}, "
                                                                "'body': '{\\\"job_title\\\": \\\"President\\\"}'");
  kith_test_accessible_click (fixture->sidebar, "kith-refresh");
  assert_text (fixture, "kith-role", "President");
  /* The photo went with the answer that named it. */
  g_assert_false (has_photo (fixture));
}

/* The window goes while everything is still under way. */
static void
test_destroyed (Fixture       *fixture,
                gconstpointer  data)
{
  kith_test_server_set_route (fixture->server, "GET", PROFILES, "'status': 200, 'delay': 30, 'body': '{}'");
  set_provider (fixture, "enabled", "true");
  show_jane (fixture);
  kith_test_accessible_click (fixture->sidebar, "kith-menu-forget");
  gtk_widget_destroy (fixture->sidebar);
  g_assert_null (find_dialog ());
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  int result;

  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/ui/sidebar/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("nobody", test_nobody);
  ADD ("local", test_local);
  ADD ("enable", test_enable);
  ADD ("hidden", test_hidden);
  ADD ("announced", test_announced);
  ADD ("failed", test_failed);
  ADD ("stalled", test_stalled);
  ADD ("forget", test_forget);
  ADD ("refresh", test_refresh);
  ADD ("destroyed", test_destroyed);
#undef ADD

  result = g_test_run ();
  kith_test_display_stop (display);

  return result;
}
