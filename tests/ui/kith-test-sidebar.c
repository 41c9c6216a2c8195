/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-sidebar.h"

#include "kith-test-accessible.h"
#include "kith-test-engine.h"
#include "../kith-test-files.h"

#define PROFILE "'status': 200, 'headers': {'Content-Type': 'application/json'}, 'template': true, 'body': '" \
  "{\\\"display_name\\\": \\\"Jane Doe\\\", \\\"job_title\\\": \\\"Vice President\\\", \\\"company\\\": \\\"Example Widgets BV\\\"," \
  " \\\"avatar_url\\\": \\\"{base-url}/photo.png\\\"}'"

/**
 * kith_test_sidebar_set_provider:
 * @fixture: a panel
 * @key: a setting of the service
 * @value: its value
 *
 * Returns when it is set.
 */
void
kith_test_sidebar_set_provider (KithTestSidebar *fixture,
                                const char      *key,
                                const char      *value)
{
  kith_test_engine_set_provider (fixture->engine, "gravatar", key, value);
}

static void
serve (KithTestSidebar *fixture)
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

  kith_test_server_set_route (fixture->server, "GET", KITH_TEST_PROFILES, PROFILE);
  kith_test_server_set_route (fixture->server, "GET", "/photo.png", route);
}

/**
 * kith_test_sidebar_new_engine:
 * @fixture: a panel
 *
 * Returns: (transfer full): an engine on the files of @fixture, as another program has one, or the same after a restart
 */
KithEngine *
kith_test_sidebar_new_engine (KithTestSidebar *fixture)
{
  return kith_test_engine_new (fixture->dir);
}

/**
 * kith_test_sidebar_open:
 * @fixture: a panel that is closed
 * @engine: (transfer full): its engine
 *
 * Opens the window with the panel.
 */
void
kith_test_sidebar_open (KithTestSidebar *fixture,
                        KithEngine      *engine)
{
  fixture->engine = engine;
  fixture->sidebar = kith_sidebar_new (engine);
  g_object_add_weak_pointer (G_OBJECT (fixture->sidebar), (gpointer *) &fixture->sidebar);
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 900);
  gtk_container_add (GTK_CONTAINER (fixture->window), fixture->sidebar);
  gtk_widget_show_all (fixture->window);
}

/**
 * kith_test_sidebar_set_up:
 * @fixture: (out): a panel
 * @data: unused
 *
 * For g_test_add().
 */
void
kith_test_sidebar_set_up (KithTestSidebar *fixture,
                          gconstpointer    data)
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

  /* One service, whatever others there are. */
  kith_test_engine_copy_provider (fixture->dir, "gravatar.provider");
  kith_test_sidebar_open (fixture, kith_test_engine_new (fixture->dir));
  kith_test_sidebar_set_provider (fixture, "base-url", kith_test_server_get_base_url (fixture->server));
  kith_test_sidebar_set_provider (fixture, "ca-file", kith_test_server_get_ca_file (fixture->server));

  fixture->jane = kith_address_new ("jane.doe@example.org", "Jane Doe", &error);
  g_assert_no_error (error);
  fixture->message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/**
 * kith_test_sidebar_close:
 * @fixture: a panel
 *
 * Closes the window and ends the engine. Nothing that still runs may hold the panel or the engine for good.
 */
void
kith_test_sidebar_close (KithTestSidebar *fixture)
{
  gtk_widget_destroy (fixture->window);
  g_assert_true (kith_test_wait (is_null, &fixture->sidebar));
  kith_test_engine_end (&fixture->engine);
}

/**
 * kith_test_sidebar_tear_down:
 * @fixture: a panel
 * @data: unused
 *
 * For g_test_add().
 */
void
kith_test_sidebar_tear_down (KithTestSidebar *fixture,
                             gconstpointer    data)
{
  kith_test_sidebar_close (fixture);
  g_clear_object (&fixture->jane);
  g_clear_object (&fixture->message);
  kith_test_server_free (fixture->server);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

/**
 * kith_test_sidebar_show_jane:
 * @fixture: a panel
 *
 * Selects the message of Jane Doe.
 */
void
kith_test_sidebar_show_jane (KithTestSidebar *fixture)
{
  kith_sidebar_show_person (KITH_SIDEBAR (fixture->sidebar), fixture->jane, fixture->message);
}

/**
 * kith_test_sidebar_assert_text:
 * @fixture: a panel
 * @id: an accessible id
 * @text: (nullable): what it says, now or soon
 */
void
kith_test_sidebar_assert_text (KithTestSidebar *fixture,
                               const char      *id,
                               const char      *text)
{
  kith_test_accessible_assert_text (fixture->sidebar, id, text);
}

/**
 * kith_test_sidebar_click:
 * @fixture: a panel
 * @id: the accessible id of a control
 */
void
kith_test_sidebar_click (KithTestSidebar *fixture,
                         const char      *id)
{
  kith_test_accessible_click (fixture->sidebar, id);
}

/**
 * kith_test_sidebar_count_requests:
 * @fixture: a panel
 *
 * Returns: how many requests the service has seen
 */
guint
kith_test_sidebar_count_requests (KithTestSidebar *fixture)
{
  return kith_test_server_count_requests (fixture->server);
}

/**
 * kith_test_sidebar_has_photo:
 * @fixture: a #KithTestSidebar
 *
 * Returns: whether the card shows a photo; for kith_test_wait()
 */
gboolean
kith_test_sidebar_has_photo (gpointer fixture)
{
  AtkObject *avatar = kith_test_accessible_find (((KithTestSidebar *) fixture)->sidebar, "kith-avatar");

  return g_strcmp0 (atk_object_get_description (avatar), "Photo") == 0;
}
