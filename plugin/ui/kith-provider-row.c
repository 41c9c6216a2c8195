/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-provider-row.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "kith-provider-words.h"
#include "kith-widgets.h"

#define DRAG_TARGET "KITH_PROVIDER"
/* The owner's own word wins always. */
#define OWN_WORD "you"

struct _KithProviderRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *handle;
  GtkWidget *name;
  GtkWidget *sends;
  GtkWidget *status;
  GtkWidget *enabled;
  GtkWidget *details;

  char *id;
  KithProviderInfo *info; /* (nullable) */
  int position;
  gboolean updating;
};

enum
{
  SWITCH_PROVIDER,
  SHOW_DETAILS,
  DROP_PROVIDER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithProviderRow, kith_provider_row, GTK_TYPE_LIST_BOX_ROW)

static const GtkTargetEntry drag_targets[] = {
  { (char *) DRAG_TARGET, GTK_TARGET_SAME_APP, 0 },
};

static void
kith_provider_row_switched (KithProviderRow *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[SWITCH_PROVIDER], 0, gtk_switch_get_active (GTK_SWITCH (self->enabled)));
}

static void
kith_provider_row_details_clicked (KithProviderRow *self)
{
  g_signal_emit (self, signals[SHOW_DETAILS], 0);
}

/* -- dragging -- */

/* The row as it looks hangs on the pointer. */
static void
kith_provider_row_drag_begin (KithProviderRow *self,
                              GdkDragContext  *context)
{
  GtkWidget *row = GTK_WIDGET (self);
  GtkStyleContext *style = gtk_widget_get_style_context (row);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gtk_widget_get_allocated_width (row),
                                                         gtk_widget_get_allocated_height (row));
  cairo_t *cairo = cairo_create (surface);
  int x, y;

  gtk_style_context_add_class (style, "kith-dragged");
  gtk_widget_draw (row, cairo);
  gtk_style_context_remove_class (style, "kith-dragged");
  gtk_widget_translate_coordinates (self->handle, row, 0, 0, &x, &y);
  cairo_surface_set_device_offset (surface, -x, -y);
  gtk_drag_set_icon_surface (context, surface);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
kith_provider_row_drag_data_get (KithProviderRow  *self,
                                 GdkDragContext   *context,
                                 GtkSelectionData *data)
{
  gtk_selection_data_set (data, gdk_atom_intern_static_string (DRAG_TARGET), 8, (const guchar *) self->id, strlen (self->id));
}

static void
kith_provider_row_drag_data_received (GtkWidget        *widget,
                                      GdkDragContext   *context,
                                      int               x,
                                      int               y,
                                      GtkSelectionData *data,
                                      guint             info,
                                      guint             time)
{
  KithProviderRow *self = KITH_PROVIDER_ROW (widget);
  int length = 0;
  const guchar *bytes = gtk_selection_data_get_data_with_length (data, &length);
  g_autofree char *id = bytes != NULL && length > 0 ? g_strndup ((const char *) bytes, length) : NULL;

  if (id != NULL)
    g_signal_emit (self, signals[DROP_PROVIDER], 0, id, y > gtk_widget_get_allocated_height (widget) / 2);
}

/* -- the widget -- */

static void
kith_provider_row_dispose (GObject *object)
{
  g_clear_object (&KITH_PROVIDER_ROW (object)->info);

  G_OBJECT_CLASS (kith_provider_row_parent_class)->dispose (object);
}

static void
kith_provider_row_finalize (GObject *object)
{
  g_free (KITH_PROVIDER_ROW (object)->id);

  G_OBJECT_CLASS (kith_provider_row_parent_class)->finalize (object);
}

static void
kith_provider_row_class_init (KithProviderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kith_provider_row_dispose;
  object_class->finalize = kith_provider_row_finalize;
  widget_class->drag_data_received = kith_provider_row_drag_data_received;

  signals[SWITCH_PROVIDER] = g_signal_new ("switch-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SHOW_DETAILS] = g_signal_new ("show-details", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* The id of the provider that was dropped here, and whether below this one rather than above. */
  signals[DROP_PROVIDER] = g_signal_new ("drop-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-provider-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KithProviderRow, handle);
  gtk_widget_class_bind_template_child (widget_class, KithProviderRow, name);
  gtk_widget_class_bind_template_child (widget_class, KithProviderRow, sends);
  gtk_widget_class_bind_template_child (widget_class, KithProviderRow, status);
  gtk_widget_class_bind_template_child (widget_class, KithProviderRow, enabled);
  gtk_widget_class_bind_template_child (widget_class, KithProviderRow, details);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_row_switched);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_row_details_clicked);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_row_drag_begin);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_row_drag_data_get);
}

static void
kith_provider_row_init (KithProviderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * kith_provider_row_new:
 * @provider_id: a provider
 *
 * Returns: (transfer floating): a row that says nothing yet
 */
GtkWidget *
kith_provider_row_new (const char *provider_id)
{
  KithProviderRow *self = g_object_new (KITH_TYPE_PROVIDER_ROW, NULL);
  g_autofree char *row_id = g_strconcat ("kith-row-", provider_id, NULL);
  g_autofree char *status_id = g_strconcat (row_id, "-status", NULL);

  self->id = g_strdup (provider_id);
  kith_accessible_set (GTK_WIDGET (self), row_id, NULL);
  kith_accessible_set (self->status, status_id, NULL);
  gtk_widget_set_sensitive (self->handle, kith_provider_row_is_movable (self));
  if (kith_provider_row_is_movable (self))
    {
      gtk_drag_source_set (self->handle, GDK_BUTTON1_MASK, drag_targets, G_N_ELEMENTS (drag_targets), GDK_ACTION_MOVE);
      gtk_drag_dest_set (GTK_WIDGET (self), GTK_DEST_DEFAULT_ALL, drag_targets, G_N_ELEMENTS (drag_targets), GDK_ACTION_MOVE);
    }

  return GTK_WIDGET (self);
}

/**
 * kith_provider_row_get_id:
 * @self: a row
 *
 * Returns: its provider
 */
const char *
kith_provider_row_get_id (KithProviderRow *self)
{
  return self->id;
}

/**
 * kith_provider_row_is_movable:
 * @self: a row
 *
 * Returns: whether its place is for the owner to say
 */
gboolean
kith_provider_row_is_movable (KithProviderRow *self)
{
  return g_strcmp0 (self->id, OWN_WORD) != 0;
}

static void
kith_provider_row_name_controls (KithProviderRow *self)
{
  const char *name = kith_provider_info_get_name (self->info);
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self));
  g_autofree char *switch_id = g_strconcat ("kith-switch-", self->id, NULL);
  g_autofree char *details_id = g_strconcat ("kith-details-", self->id, NULL);
  /* Translators: what a switch does; %s is the name of a service such as Gravatar */
  g_autofree char *switch_name = g_strdup_printf (_("Use %s"), name);
  /* Translators: the name of a button; %s is the name of a service such as Gravatar */
  g_autofree char *details_name = g_strdup_printf (_("Settings of %s"), name);

  if (g_strcmp0 (atk_object_get_name (accessible), name) == 0)
    return;
  kith_accessible_set (self->enabled, switch_id, switch_name);
  kith_accessible_set (self->details, details_id, details_name);
  gtk_widget_set_tooltip_text (self->details, details_name);
  atk_object_set_name (accessible, name);
}

/**
 * kith_provider_row_set_info:
 * @self: a row
 * @info: its provider as it is now
 */
void
kith_provider_row_set_info (KithProviderRow  *self,
                            KithProviderInfo *info)
{
  g_autofree char *sends = kith_provider_words_sends (info);
  g_autofree char *status = kith_provider_words_status (info);

  g_set_object (&self->info, info);
  kith_label_set_optional_text (self->name, kith_provider_info_get_name (info));
  kith_label_set_optional_text (self->sends, sends);
  kith_label_say (self->status, status, kith_provider_words_is_warning (info));
  kith_accessible_describe (GTK_WIDGET (self), sends);

  self->updating = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->enabled), kith_provider_info_is_enabled (info));
  gtk_widget_set_sensitive (self->enabled, !kith_provider_info_is_locked (info));
  self->updating = FALSE;
  kith_provider_row_name_controls (self);
}

/**
 * kith_provider_row_set_position:
 * @self: a row
 * @position: its place in the list
 */
void
kith_provider_row_set_position (KithProviderRow *self,
                                int              position)
{
  self->position = position;
}

/**
 * kith_provider_row_get_position:
 * @self: a row
 *
 * Returns: its place in the list
 */
int
kith_provider_row_get_position (KithProviderRow *self)
{
  return self->position;
}

/**
 * kith_provider_row_done:
 * @row: a #KithProviderRow
 * @error: (nullable): why the provider could not be switched; %NULL where it was
 */
void
kith_provider_row_done (GtkWidget  *row,
                        const char *error)
{
  KithProviderRow *self = KITH_PROVIDER_ROW (row);

  if (error == NULL || self->info == NULL)
    return;
  kith_provider_row_set_info (self, self->info);
  kith_label_say (self->status, error, TRUE);
}
