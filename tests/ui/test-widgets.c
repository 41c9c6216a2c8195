/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The avatar, the pane, the flow, and what all widgets share. */

#include "config.h"

#include <gtk/gtk.h>

#include "kith-avatar.h"
#include "kith-flow.h"
#include "kith-pane.h"
#include "kith-test-accessible.h"
#include "kith-test-display.h"
#include "kith-widgets.h"

static GBytes *
make_picture (const char *type,
              int         width,
              int         height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  gdk_pixbuf_fill (pixbuf, 0x3060c0ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &length, type, &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (bytes, length);
}

static const char *
get_state (GtkWidget *avatar)
{
  return atk_object_get_description (gtk_widget_get_accessible (avatar));
}

static gboolean
has_photo (gpointer avatar)
{
  return g_strcmp0 (get_state (avatar), "Photo") == 0;
}

static gboolean
is_alone (gpointer object)
{
  return ((GObject *) object)->ref_count == 1;
}

static void
assert_picture (GBytes     *bytes,
                const char *expected)
{
  g_autoptr (GtkWidget) avatar = g_object_ref_sink (kith_avatar_new (64));

  kith_avatar_set_person (KITH_AVATAR (avatar), "jane@example.org", "Jane Doe");
  kith_avatar_set_picture (KITH_AVATAR (avatar), bytes);
  /* The thread holds the avatar as long as it decodes. */
  g_assert_true (kith_test_wait (is_alone, avatar));
  g_assert_cmpstr (get_state (avatar), ==, expected);
  g_assert_cmpstr (atk_object_get_name (gtk_widget_get_accessible (avatar)), ==, "Jane Doe");
}

static void
test_picture (void)
{
  g_autoptr (GBytes) png = make_picture ("png", 96, 64);
  g_autoptr (GBytes) jpeg = make_picture ("jpeg", 600, 600);
  g_autoptr (GBytes) thin = make_picture ("png", 4096, 1);

  assert_picture (png, "Photo");
  assert_picture (jpeg, "Photo");
  assert_picture (thin, "Photo");
}

static void
test_picture_refused (void)
{
  static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
  g_autoptr (GBytes) wide = make_picture ("png", 4097, 1);
  g_autoptr (GBytes) high = make_picture ("jpeg", 1, 5000);
  g_autoptr (GBytes) whole = make_picture ("png", 64, 64);
  g_autoptr (GBytes) truncated = g_bytes_new_from_bytes (whole, 0, 40);
  g_autoptr (GBytes) drawing = g_bytes_new_static (svg, sizeof svg - 1);
  g_autoptr (GBytes) cursor = make_picture ("ico", 32, 32);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("\x89PNG\r\n\x1a\nnonsense", 16);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  assert_picture (wide, "Initials");
  assert_picture (high, "Initials");
  assert_picture (truncated, "Initials");
  assert_picture (drawing, "Initials");
  assert_picture (cursor, "Initials");
  assert_picture (garbage, "Initials");
  assert_picture (nothing, "Initials");
}

static void
test_picture_of_another (void)
{
  g_autoptr (GtkWidget) avatar = g_object_ref_sink (kith_avatar_new (64));
  g_autoptr (GBytes) png = make_picture ("png", 64, 64);

  kith_avatar_set_person (KITH_AVATAR (avatar), "jane@example.org", "Jane Doe");
  kith_avatar_set_picture (KITH_AVATAR (avatar), png);
  kith_avatar_set_person (KITH_AVATAR (avatar), "bob@example.org", "Bob Klein");
  g_assert_true (kith_test_wait (is_alone, avatar));
  g_assert_cmpstr (get_state (avatar), ==, "Initials");

  /* A better name for the same person keeps the photo. */
  kith_avatar_set_picture (KITH_AVATAR (avatar), png);
  g_assert_true (kith_test_wait (has_photo, avatar));
  kith_avatar_set_person (KITH_AVATAR (avatar), "bob@example.org", "Robert Klein");
  g_assert_cmpstr (get_state (avatar), ==, "Photo");

  kith_avatar_set_picture (KITH_AVATAR (avatar), NULL);
  g_assert_cmpstr (get_state (avatar), ==, "Initials");
}

static void
assert_order (GtkWidget *box,
              GtkWidget *first,
              GtkWidget *second,
              GtkWidget *third)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (box));

  g_assert_cmpuint (g_list_length (children), ==, 3);
  g_assert_true (g_list_nth_data (children, 0) == first);
  g_assert_true (g_list_nth_data (children, 1) == second);
  g_assert_true (g_list_nth_data (children, 2) == third);
}

static void
test_pane_in_box (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *above = gtk_label_new ("above");
  GtkWidget *message = gtk_text_view_new ();
  GtkWidget *below = gtk_label_new ("below");

  gtk_box_pack_start (GTK_BOX (box), above, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), message, TRUE, TRUE, 3);
  gtk_box_pack_start (GTK_BOX (box), below, FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (window), box);
  gtk_widget_grab_focus (message);

  for (int i = 0; i < 3; i++)
    {
      GtkWidget *panel = gtk_label_new ("panel");
      KithPane *pane = kith_pane_new (message, panel);
      gboolean expand, fill;
      guint padding;

      g_assert_true (kith_pane_get_panel (pane) == panel);
      g_assert_true (GTK_IS_PANED (gtk_widget_get_parent (message)));
      assert_order (box, above, gtk_widget_get_parent (message), below);
      g_assert_false (kith_pane_get_panel_visible (pane));
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == message);

      /* The mail program shows everything; the panel is switched off. */
      gtk_widget_show_all (window);
      g_assert_false (kith_pane_get_panel_visible (pane));
      kith_pane_set_panel_visible (pane, TRUE);
      g_assert_true (kith_pane_get_panel_visible (pane));

      kith_pane_restore (pane);
      assert_order (box, above, message, below);
      gtk_box_query_child_packing (GTK_BOX (box), message, &expand, &fill, &padding, NULL);
      g_assert_true (expand && fill);
      g_assert_cmpuint (padding, ==, 3);
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == message);
      g_assert_null (kith_pane_get_panel (pane));
      g_assert_finalize_object (pane);
    }

  gtk_widget_destroy (window);
}

static gboolean
is_wide (gpointer panel)
{
  return gtk_widget_get_allocated_width (panel) == 300;
}

static void
test_pane_in_paned (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *outer = gtk_paned_new (GTK_ORIENTATION_VERTICAL);
  GtkWidget *list = gtk_label_new ("list");
  GtkWidget *message = gtk_label_new ("message");
  GtkWidget *panel = gtk_label_new ("panel");
  g_autoptr (KithPane) pane = NULL;
  gboolean resize, shrink;

  gtk_paned_pack1 (GTK_PANED (outer), list, TRUE, FALSE);
  gtk_paned_pack2 (GTK_PANED (outer), message, FALSE, TRUE);
  gtk_container_add (GTK_CONTAINER (window), outer);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 400);

  pane = kith_pane_new (message, panel);
  kith_pane_set_panel_visible (pane, TRUE);
  gtk_widget_show_all (window);
  g_assert_true (gtk_paned_get_child2 (GTK_PANED (outer)) == gtk_widget_get_parent (message));
  g_assert_true (kith_test_wait (is_wide, panel));

  kith_pane_restore (pane);
  g_assert_true (gtk_paned_get_child2 (GTK_PANED (outer)) == message);
  gtk_container_child_get (GTK_CONTAINER (outer), message, "resize", &resize, "shrink", &shrink, NULL);
  g_assert_false (resize);
  g_assert_true (shrink);

  gtk_widget_destroy (window);
}

/* The mail program closes the window first. */
static void
test_pane_destroyed (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *message = gtk_label_new ("message");
  KithPane *pane;

  gtk_container_add (GTK_CONTAINER (box), message);
  gtk_container_add (GTK_CONTAINER (window), box);
  pane = kith_pane_new (message, gtk_label_new ("panel"));
  kith_pane_set_panel_visible (pane, TRUE);
  gtk_widget_show_all (window);
  gtk_widget_destroy (window);

  g_assert_null (kith_pane_get_panel (pane));
  kith_pane_set_panel_visible (pane, TRUE);
  kith_pane_restore (pane);
  g_assert_finalize_object (pane);
}

static void
test_flow (void)
{
  GtkWidget *flow = g_object_ref_sink (kith_flow_new ());
  GtkWidget *children[3];
  int minimum, natural, one_line, three_lines;

  for (int i = 0; i < 3; i++)
    {
      children[i] = gtk_drawing_area_new ();
      gtk_widget_set_size_request (children[i], 100, 20);
      gtk_widget_show (children[i]);
      gtk_container_add (GTK_CONTAINER (flow), children[i]);
    }

  gtk_widget_show (flow);
  gtk_widget_get_preferred_width (flow, &minimum, &natural);
  g_assert_cmpint (minimum, ==, 100);
  g_assert_cmpint (natural, ==, 312);
  gtk_widget_get_preferred_height_for_width (flow, 312, &one_line, NULL);
  g_assert_cmpint (one_line, ==, 20);
  gtk_widget_get_preferred_height_for_width (flow, 120, &three_lines, NULL);
  g_assert_cmpint (three_lines, ==, 72);

  gtk_widget_hide (children[1]);
  gtk_widget_get_preferred_height_for_width (flow, 120, &three_lines, NULL);
  g_assert_cmpint (three_lines, ==, 46);

  gtk_container_remove (GTK_CONTAINER (flow), children[0]);
  gtk_widget_destroy (flow);
  g_object_unref (flow);
}

static void
count_notification (GObject    *object,
                    GParamSpec *pspec,
                    gpointer    user_data)
{
  (*(guint *) user_data)++;
}

/* What is there already is not laid out, told or looked for under the pointer once more. */
static void
test_same_again (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));
  AtkObject *accessible = gtk_widget_get_accessible (label);
  guint n_labels = 0, n_tooltips = 0, n_descriptions = 0;

  g_signal_connect (label, "notify::label", G_CALLBACK (count_notification), &n_labels);
  g_signal_connect (label, "notify::tooltip-text", G_CALLBACK (count_notification), &n_tooltips);
  g_signal_connect (accessible, "notify::accessible-description", G_CALLBACK (count_notification), &n_descriptions);
  for (guint i = 0; i < 2; i++)
    {
      kith_label_set_optional_text (label, "Vice President");
      kith_widget_set_tooltip (label, "<From> an address book");
      kith_accessible_describe (label, "From an address book");
    }
  g_assert_cmpuint (n_labels, ==, 1);
  g_assert_cmpuint (n_tooltips, ==, 1);
  g_assert_cmpuint (n_descriptions, ==, 1);

  for (guint i = 0; i < 2; i++)
    {
      kith_label_set_optional_text (label, NULL);
      kith_widget_set_tooltip (label, NULL);
    }
  g_assert_false (gtk_widget_get_visible (label));
  g_assert_null (gtk_widget_get_tooltip_text (label));
  g_assert_cmpuint (n_labels, ==, 2);
  g_assert_cmpuint (n_tooltips, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  int result;

  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/avatar/picture", test_picture);
  g_test_add_func ("/ui/avatar/picture-refused", test_picture_refused);
  g_test_add_func ("/ui/avatar/picture-of-another", test_picture_of_another);
  g_test_add_func ("/ui/pane/box", test_pane_in_box);
  g_test_add_func ("/ui/pane/paned", test_pane_in_paned);
  g_test_add_func ("/ui/pane/destroyed", test_pane_destroyed);
  g_test_add_func ("/ui/flow", test_flow);
  g_test_add_func ("/ui/same-again", test_same_again);

  result = g_test_run ();
  kith_test_display_stop (display);

  return result;
}
