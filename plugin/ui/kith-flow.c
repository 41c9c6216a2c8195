/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-flow.h"

#define SPACING 6

struct _KithFlow
{
  GtkContainer parent_instance;

  GList *children; /* (element-type GtkWidget) */
};

G_DEFINE_FINAL_TYPE (KithFlow, kith_flow, GTK_TYPE_CONTAINER)

/* One line: the children from @first up to, and without, @end. */
typedef struct
{
  GList *first;
  GList *end;
  int height;
} KithFlowLine;

static int
kith_flow_child_width (GtkWidget *child,
                       int        width)
{
  int minimum, natural;

  gtk_widget_get_preferred_width (child, &minimum, &natural);

  return MAX (minimum, MIN (natural, width));
}

static int
kith_flow_child_height (GtkWidget *child,
                        int        width)
{
  int natural;

  gtk_widget_get_preferred_height_for_width (child, width, NULL, &natural);

  return natural;
}

static GList *
kith_flow_next_visible (GList *link)
{
  while (link != NULL && !gtk_widget_get_visible (link->data))
    link = link->next;

  return link;
}

/* Returns FALSE where no child is left. */
static gboolean
kith_flow_take_line (GList        *from,
                     int           width,
                     KithFlowLine *line)
{
  int used = 0;

  line->first = kith_flow_next_visible (from);
  line->height = 0;

  if (line->first == NULL)
    return FALSE;

  for (line->end = line->first; line->end != NULL; line->end = kith_flow_next_visible (line->end->next))
    {
      int child_width = kith_flow_child_width (line->end->data, width);

      if (line->end != line->first && used + SPACING + child_width > width)
        break;

      used += child_width + (line->end == line->first ? 0 : SPACING);
      line->height = MAX (line->height, kith_flow_child_height (line->end->data, child_width));
    }

  return TRUE;
}

static GtkSizeRequestMode
kith_flow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kith_flow_get_preferred_width (GtkWidget *widget,
                               int       *minimum,
                               int       *natural)
{
  KithFlow *self = KITH_FLOW (widget);

  *minimum = 0;
  *natural = 0;

  for (GList *l = kith_flow_next_visible (self->children); l != NULL; l = kith_flow_next_visible (l->next))
    {
      int child_minimum, child_natural;

      gtk_widget_get_preferred_width (l->data, &child_minimum, &child_natural);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static void
kith_flow_get_preferred_height_for_width (GtkWidget *widget,
                                          int        width,
                                          int       *minimum,
                                          int       *natural)
{
  KithFlow *self = KITH_FLOW (widget);
  KithFlowLine line;
  int height = 0;

  for (GList *l = self->children; kith_flow_take_line (l, width, &line); l = line.end)
    height += line.height + (height > 0 ? SPACING : 0);

  *minimum = height;
  *natural = height;
}

static void
kith_flow_get_preferred_height (GtkWidget *widget,
                                int       *minimum,
                                int       *natural)
{
  int width;

  gtk_widget_get_preferred_width (widget, &width, NULL);
  kith_flow_get_preferred_height_for_width (widget, width, minimum, natural);
}

static void
kith_flow_place_line (KithFlow            *self,
                      const KithFlowLine  *line,
                      const GtkAllocation *area,
                      int                  y)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GList *l = line->first; l != line->end; l = kith_flow_next_visible (l->next))
    {
      GtkAllocation child;

      child.width = kith_flow_child_width (l->data, area->width);
      child.height = line->height;
      child.x = area->x + (rtl ? area->width - x - child.width : x);
      child.y = y;
      gtk_widget_size_allocate (l->data, &child);
      x += child.width + SPACING;
    }
}

static void
kith_flow_size_allocate (GtkWidget     *widget,
                         GtkAllocation *allocation)
{
  KithFlow *self = KITH_FLOW (widget);
  KithFlowLine line;
  int y = allocation->y;

  gtk_widget_set_allocation (widget, allocation);

  for (GList *l = self->children; kith_flow_take_line (l, allocation->width, &line); l = line.end)
    {
      kith_flow_place_line (self, &line, allocation, y);
      y += line.height + SPACING;
    }
}

static void
kith_flow_add (GtkContainer *container,
               GtkWidget    *child)
{
  KithFlow *self = KITH_FLOW (container);

  self->children = g_list_append (self->children, child);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
kith_flow_remove (GtkContainer *container,
                  GtkWidget    *child)
{
  KithFlow *self = KITH_FLOW (container);
  GList *link = g_list_find (self->children, child);

  if (link == NULL)
    return;

  self->children = g_list_delete_link (self->children, link);
  gtk_widget_unparent (child);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
kith_flow_forall (GtkContainer *container,
                  gboolean      include_internals,
                  GtkCallback   callback,
                  gpointer      callback_data)
{
  KithFlow *self = KITH_FLOW (container);
  GList *next;

  for (GList *l = self->children; l != NULL; l = next)
    {
      next = l->next;
      callback (l->data, callback_data);
    }
}

static GType
kith_flow_child_type (GtkContainer *container)
{
  return GTK_TYPE_WIDGET;
}

static void
kith_flow_class_init (KithFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkContainerClass *container_class = GTK_CONTAINER_CLASS (klass);

  widget_class->get_request_mode = kith_flow_get_request_mode;
  widget_class->get_preferred_width = kith_flow_get_preferred_width;
  widget_class->get_preferred_height = kith_flow_get_preferred_height;
  widget_class->get_preferred_height_for_width = kith_flow_get_preferred_height_for_width;
  widget_class->size_allocate = kith_flow_size_allocate;

  container_class->add = kith_flow_add;
  container_class->remove = kith_flow_remove;
  container_class->forall = kith_flow_forall;
  container_class->child_type = kith_flow_child_type;
}

static void
kith_flow_init (KithFlow *self)
{
  gtk_widget_set_has_window (GTK_WIDGET (self), FALSE);
}

/**
 * kith_flow_insert:
 * @self: a flow
 * @child: (transfer floating): what goes into it
 * @position: before how many others
 */
void
kith_flow_insert (KithFlow  *self,
                  GtkWidget *child,
                  guint      position)
{
  g_return_if_fail (KITH_IS_FLOW (self));

  self->children = g_list_insert (self->children, child, position);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

/**
 * kith_flow_new:
 *
 * Returns: (transfer floating): an empty flow
 */
GtkWidget *
kith_flow_new (void)
{
  return g_object_new (KITH_TYPE_FLOW, NULL);
}
