/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-accessible.h"

#define WAIT_MSEC 20000

static gboolean
has_state (AtkObject    *object,
           AtkStateType  state)
{
  g_autoptr (AtkStateSet) states = atk_object_ref_state_set (object);

  return atk_state_set_contains_state (states, state);
}

/* Depth first; objects of our own process stay as long as their widgets do. */
static AtkObject *
find (AtkObject  *object,
      const char *id)
{
  int count = atk_object_get_n_accessible_children (object);

  if (g_strcmp0 (atk_object_get_accessible_id (object), id) == 0)
    return object;

  for (int i = 0; i < count; i++)
    {
      g_autoptr (AtkObject) child = atk_object_ref_accessible_child (object, i);
      AtkObject *found = child != NULL ? find (child, id) : NULL;

      if (found != NULL)
        return found;
    }

  return NULL;
}

/**
 * kith_test_accessible_find:
 * @root: where to look
 * @id: an accessible id
 *
 * Returns: (transfer none) (nullable): the object, whether it shows or not
 */
AtkObject *
kith_test_accessible_find (GtkWidget  *root,
                           const char *id)
{
  return find (gtk_widget_get_accessible (root), id);
}

/**
 * kith_test_accessible_text:
 * @root: where to look
 * @id: an accessible id
 *
 * Returns: (nullable): what it says; %NULL where nothing of that id shows
 */
const char *
kith_test_accessible_text (GtkWidget  *root,
                           const char *id)
{
  AtkObject *object = kith_test_accessible_find (root, id);

  return object != NULL && has_state (object, ATK_STATE_SHOWING) ? atk_object_get_name (object) : NULL;
}

typedef struct
{
  GtkWidget *root;
  const char *id;
  const char *text;
} Expected;

static gboolean
is_as_expected (gpointer user_data)
{
  const Expected *expected = user_data;

  return g_strcmp0 (kith_test_accessible_text (expected->root, expected->id), expected->text) == 0;
}

/**
 * kith_test_accessible_assert_text:
 * @root: where to look
 * @id: an accessible id
 * @text: (nullable): what it says, now or soon; %NULL where nothing of that id is to show
 */
void
kith_test_accessible_assert_text (GtkWidget  *root,
                                  const char *id,
                                  const char *text)
{
  Expected expected = { root, id, text };

  kith_test_wait (is_as_expected, &expected);
  g_assert_cmpstr (kith_test_accessible_text (root, id), ==, text);
}

/**
 * kith_test_accessible_click:
 * @root: where to look
 * @id: the accessible id of a control
 */
void
kith_test_accessible_click (GtkWidget  *root,
                            const char *id)
{
  AtkObject *object = kith_test_accessible_find (root, id);
  GtkWidget *widget;

  g_assert_nonnull (object);
  widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (object));
  /* The action of an item wants its menu on the screen. */
  if (GTK_IS_MENU_ITEM (widget))
    {
      gtk_menu_item_activate (GTK_MENU_ITEM (widget));
      return;
    }

  g_assert_true (ATK_IS_ACTION (object));
  g_assert_true (atk_action_do_action (ATK_ACTION (object), 0));
}

/**
 * kith_test_accessible_check_names:
 * @root: where to look
 *
 * Every control that shows is reached from the keyboard and has a name.
 */
void
kith_test_accessible_check_names (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root))
    return;

  if (GTK_IS_BUTTON (root))
    {
      AtkObject *accessible = gtk_widget_get_accessible (root);
      const char *name = atk_object_get_name (accessible);

      g_assert_true (gtk_widget_get_can_focus (root));
      g_assert_nonnull (atk_object_get_accessible_id (accessible));
      g_assert_nonnull (name);
      g_assert_cmpuint (g_utf8_strlen (name, -1), >, 0);
    }

  if (GTK_IS_CONTAINER (root))
    gtk_container_forall (GTK_CONTAINER (root), (GtkCallback) (GCallback) kith_test_accessible_check_names, NULL);
}

static gboolean
set_flag (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * kith_test_wait:
 * @done: says whether what is waited for has come
 * @user_data: for @done
 *
 * Returns: whether it came
 */
gboolean
kith_test_wait (gboolean (*done) (gpointer user_data),
                gpointer   user_data)
{
  gint64 end = g_get_monotonic_time () + WAIT_MSEC * G_TIME_SPAN_MILLISECOND;

  while (!done (user_data))
    {
      gboolean woken = FALSE;
      guint source;

      if (g_get_monotonic_time () > end)
        return FALSE;

      source = g_timeout_add (10, set_flag, &woken);
      g_main_context_iteration (NULL, TRUE);
      if (!woken)
        g_source_remove (source);
    }

  return TRUE;
}

/**
 * kith_test_run:
 * @msec: how long
 *
 * Runs the main loop, to see that something does not happen.
 */
void
kith_test_run (guint msec)
{
  gboolean over = FALSE;

  g_timeout_add (msec, set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
has_place (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_allocated_width (widget) > 1;
}

static void
on_painted (GdkFrameClock *clock,
            gpointer       user_data)
{
  (*(guint *) user_data)++;
}

static gboolean
are_two (gpointer count)
{
  return *(guint *) count >= 2;
}

/**
 * kith_test_frame:
 * @widget: a widget in a window that was shown
 *
 * Runs the main loop until what was shown has its place: in the frame after the one in which the window has learnt how large it is to be.
 */
void
kith_test_frame (GtkWidget *widget)
{
  GdkFrameClock *clock;
  guint count = 0;
  gulong id;

  g_assert_true (kith_test_wait (has_place, widget));
  clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &count);
  gdk_frame_clock_begin_updating (clock);
  g_assert_true (kith_test_wait (are_two, &count));
  gdk_frame_clock_end_updating (clock);
  g_signal_handler_disconnect (clock, id);
  g_object_unref (clock);
}

/**
 * kith_test_find_dialog:
 *
 * Returns: (transfer none) (nullable): the question that is being asked in a window of its own
 */
GtkWidget *
kith_test_find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (GTK_IS_MESSAGE_DIALOG (l->data))
      return l->data;

  return NULL;
}
