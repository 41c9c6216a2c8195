/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-pane.h"

#define PANEL_WIDTH 300
#define PANEL_MIN_WIDTH 220
/* Not each pixel of a drag is written down. */
#define SAVE_DELAY_MSEC 400
/* Below this the message keeps the room, and the panel has its minimum. */
#define WIDGET_MIN_WIDTH 320

/* How a widget sat in its container. */
typedef struct
{
  gboolean expand;
  gboolean fill;
  guint padding;
  GtkPackType pack_type;
  int position;
  gboolean is_first;
  gboolean resize;
  gboolean shrink;
} KithPlace;

struct _KithPane
{
  GObject parent_instance;

  GtkWidget *widget; /* (nullable): weak */
  GtkWidget *panel;  /* (nullable): weak */
  GtkWidget *paned;  /* (nullable): weak */
  guint divider_source;

  KithEngine *engine; /* (nullable): keeps the width of the panel */
  int paned_width;    /* at the last allocation; 0 before the first */
  guint save_source;
};

G_DEFINE_FINAL_TYPE (KithPane, kith_pane, G_TYPE_OBJECT)

static void
kith_place_read (KithPlace *place,
                 GtkWidget *container,
                 GtkWidget *child)
{
  if (GTK_IS_BOX (container))
    {
      gtk_box_query_child_packing (GTK_BOX (container), child, &place->expand, &place->fill, &place->padding, &place->pack_type);
      gtk_container_child_get (GTK_CONTAINER (container), child, "position", &place->position, NULL);
    }
  else if (GTK_IS_PANED (container))
    {
      place->is_first = gtk_paned_get_child1 (GTK_PANED (container)) == child;
      gtk_container_child_get (GTK_CONTAINER (container), child, "resize", &place->resize, "shrink", &place->shrink, NULL);
    }
}

static void
kith_place_put (const KithPlace *place,
                GtkWidget       *container,
                GtkWidget       *child)
{
  if (GTK_IS_BOX (container))
    {
      if (place->pack_type == GTK_PACK_START)
        gtk_box_pack_start (GTK_BOX (container), child, place->expand, place->fill, place->padding);
      else
        gtk_box_pack_end (GTK_BOX (container), child, place->expand, place->fill, place->padding);
      gtk_box_reorder_child (GTK_BOX (container), child, place->position);
    }
  else if (GTK_IS_PANED (container) && place->is_first)
    gtk_paned_pack1 (GTK_PANED (container), child, place->resize, place->shrink);
  else if (GTK_IS_PANED (container))
    gtk_paned_pack2 (GTK_PANED (container), child, place->resize, place->shrink);
  else
    gtk_container_add (GTK_CONTAINER (container), child);
}

/* The focus of the window, where it lies on @widget or inside. */
static GtkWidget *
kith_pane_get_focus (GtkWidget *widget)
{
  GtkWidget *toplevel = gtk_widget_get_toplevel (widget);
  GtkWidget *focus = GTK_IS_WINDOW (toplevel) ? gtk_window_get_focus (GTK_WINDOW (toplevel)) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget)) ? focus : NULL;
}

/* Puts @by where @widget is. The caller holds a reference to each. */
static void
kith_pane_swap (GtkWidget *widget,
                GtkWidget *by)
{
  GtkWidget *container = gtk_widget_get_parent (widget);
  KithPlace place = { 0 };

  kith_place_read (&place, container, widget);
  gtk_container_remove (GTK_CONTAINER (container), widget);
  if (gtk_widget_get_parent (by) != NULL)
    gtk_container_remove (GTK_CONTAINER (gtk_widget_get_parent (by)), by);
  kith_place_put (&place, container, by);
}

/* The divider can only be put once it is known how much room there is. */
static gboolean
kith_pane_place_divider (gpointer user_data)
{
  KithPane *self = user_data;
  int width = self->paned != NULL && self->widget != NULL && self->panel != NULL ? gtk_widget_get_allocated_width (self->paned) : 0;
  int wanted = self->engine != NULL ? kith_engine_get_sidebar_width (self->engine) : 0;
  int panel_width = CLAMP (width - WIDGET_MIN_WIDTH, PANEL_MIN_WIDTH, MAX (wanted > 0 ? wanted : PANEL_WIDTH, PANEL_MIN_WIDTH));

  if (width > PANEL_MIN_WIDTH)
    {
      int handle = width - gtk_widget_get_allocated_width (self->widget) - gtk_widget_get_allocated_width (self->panel);

      gtk_paned_set_position (GTK_PANED (self->paned), width - panel_width - handle);
    }
  self->divider_source = 0;

  return G_SOURCE_REMOVE;
}

static void
kith_pane_place_divider_soon (KithPane *self)
{
  if (self->divider_source == 0)
    self->divider_source = g_idle_add_full (GTK_PRIORITY_RESIZE, kith_pane_place_divider, self, NULL);
}

static void
kith_pane_allocated (KithPane *self)
{
  int width = gtk_widget_get_allocated_width (self->paned);

  if (width <= 1 || self->panel == NULL || !gtk_widget_get_visible (self->panel))
    return;
  if (self->paned_width == 0)
    kith_pane_place_divider_soon (self);

  self->paned_width = width;
}

static gboolean
kith_pane_save_width (gpointer user_data)
{
  KithPane *self = user_data;
  int width = self->panel != NULL ? gtk_widget_get_allocated_width (self->panel) : 0;

  self->save_source = 0;
  if (width > 1 && width != kith_engine_get_sidebar_width (self->engine))
    kith_engine_set_sidebar_width (self->engine, width);

  return G_SOURCE_REMOVE;
}

/* The divider moves with a window that changes its size too; only the owner moves it while the size stays. */
static void
kith_pane_divider_moved (KithPane *self)
{
  if (self->engine == NULL || self->divider_source != 0 || self->paned_width == 0
      || gtk_widget_get_allocated_width (self->paned) != self->paned_width)
    return;

  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_DELAY_MSEC, kith_pane_save_width, self);
}

static void
kith_pane_width_changed (KithPane *self)
{
  if (self->paned_width > 0 && self->save_source == 0)
    kith_pane_place_divider_soon (self);
}

static void
kith_pane_insert (KithPane  *self,
                  GtkWidget *widget,
                  GtkWidget *panel)
{
  GtkWidget *focus = kith_pane_get_focus (widget);
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

  g_object_ref (widget);
  kith_pane_swap (widget, paned);
  gtk_paned_pack1 (GTK_PANED (paned), widget, TRUE, TRUE);
  gtk_paned_pack2 (GTK_PANED (paned), panel, FALSE, FALSE);
  g_object_unref (widget);

  gtk_widget_set_size_request (panel, PANEL_MIN_WIDTH, -1);
  /* A mail program that shows all of a window does not show a panel that is switched off. */
  gtk_widget_set_no_show_all (panel, TRUE);
  gtk_widget_show (paned);

  g_set_weak_pointer (&self->widget, widget);
  g_set_weak_pointer (&self->panel, panel);
  g_set_weak_pointer (&self->paned, paned);
  g_signal_connect_object (paned, "size-allocate", G_CALLBACK (kith_pane_allocated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (paned, "notify::position", G_CALLBACK (kith_pane_divider_moved), self, G_CONNECT_SWAPPED);

  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static void
kith_pane_dispose (GObject *object)
{
  kith_pane_restore (KITH_PANE (object));
  g_clear_object (&KITH_PANE (object)->engine);

  G_OBJECT_CLASS (kith_pane_parent_class)->dispose (object);
}

static void
kith_pane_class_init (KithPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_pane_dispose;
}

static void
kith_pane_init (KithPane *self)
{
}

/**
 * kith_pane_new:
 * @widget: a widget that sits in a container of the mail program
 * @panel: (transfer floating): what goes to its right
 *
 * Swaps @widget for a paned container of @widget and @panel. The panel is hidden until kith_pane_set_panel_visible().
 *
 * Returns: (transfer full): the pane
 */
KithPane *
kith_pane_new (GtkWidget *widget,
               GtkWidget *panel)
{
  KithPane *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (GTK_IS_CONTAINER (gtk_widget_get_parent (widget)), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (panel), NULL);

  self = g_object_new (KITH_TYPE_PANE, NULL);
  kith_pane_insert (self, widget, panel);

  return self;
}

/**
 * kith_pane_remember_width:
 * @self: a pane
 * @engine: keeps the width
 *
 * The panel is as wide as the owner last made one in any window.
 */
void
kith_pane_remember_width (KithPane   *self,
                          KithEngine *engine)
{
  g_return_if_fail (KITH_IS_PANE (self));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::sidebar-width", G_CALLBACK (kith_pane_width_changed), self, G_CONNECT_SWAPPED);
}

/**
 * kith_pane_get_panel:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the panel; %NULL once the mail program has destroyed its window, or after kith_pane_restore()
 */
GtkWidget *
kith_pane_get_panel (KithPane *self)
{
  g_return_val_if_fail (KITH_IS_PANE (self), NULL);

  return self->panel;
}

/**
 * kith_pane_set_panel_visible:
 * @self: a pane
 * @visible: whether the panel is to be seen
 */
void
kith_pane_set_panel_visible (KithPane *self,
                             gboolean  visible)
{
  g_return_if_fail (KITH_IS_PANE (self));

  if (self->panel != NULL)
    gtk_widget_set_visible (self->panel, visible);
}

/**
 * kith_pane_get_panel_visible:
 * @self: a pane
 *
 * Returns: whether the panel is to be seen where its window is
 */
gboolean
kith_pane_get_panel_visible (KithPane *self)
{
  g_return_val_if_fail (KITH_IS_PANE (self), FALSE);

  return self->panel != NULL && gtk_widget_get_visible (self->panel);
}

/**
 * kith_pane_restore:
 * @self: a pane
 *
 * Destroys the panel and puts the widget back where it was, as it was. Does nothing the second time, or where the window is gone already.
 */
void
kith_pane_restore (KithPane *self)
{
  g_autoptr (GtkWidget) widget = NULL;
  g_autoptr (GtkWidget) paned = NULL;
  GtkWidget *focus;

  g_return_if_fail (KITH_IS_PANE (self));

  g_clear_handle_id (&self->divider_source, g_source_remove);
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  widget = self->widget != NULL ? g_object_ref (self->widget) : NULL;
  paned = self->paned != NULL ? g_object_ref (self->paned) : NULL;

  if (self->panel != NULL)
    gtk_widget_destroy (self->panel);

  g_clear_weak_pointer (&self->widget);
  g_clear_weak_pointer (&self->panel);
  g_clear_weak_pointer (&self->paned);

  if (paned == NULL || widget == NULL || gtk_widget_get_parent (widget) != paned || gtk_widget_get_parent (paned) == NULL)
    return;

  focus = kith_pane_get_focus (widget);
  kith_pane_swap (paned, widget);
  gtk_widget_destroy (paned);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}
