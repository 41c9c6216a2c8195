/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-provider-list.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n-lib.h>
#include <kith/kith-provider-info.h>

#include "kith-provider-row.h"
#include "kith-widgets.h"

struct _KithProviderList
{
  GtkListBox parent_instance;

  GHashTable *rows; /* (element-type utf8 KithProviderRow): borrowed from the widgets */
};

enum
{
  SWITCH_PROVIDER,
  SHOW_DETAILS,
  MOVE_PROVIDER,
  MOVE_FOCUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithProviderList, kith_provider_list, GTK_TYPE_LIST_BOX)

static int
kith_provider_list_compare (GtkListBoxRow *a,
                            GtkListBoxRow *b,
                            gpointer       user_data)
{
  return kith_provider_row_get_position (KITH_PROVIDER_ROW (a)) - kith_provider_row_get_position (KITH_PROVIDER_ROW (b));
}

static void
kith_provider_list_separate (GtkListBoxRow *row,
                             GtkListBoxRow *before,
                             gpointer       user_data)
{
  if (before == NULL)
    gtk_list_box_row_set_header (row, NULL);
  else if (gtk_list_box_row_get_header (row) == NULL)
    {
      GtkWidget *separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

      gtk_widget_show (separator);
      gtk_list_box_row_set_header (row, separator);
    }
}

static KithProviderRow *
kith_provider_list_get_row (KithProviderList *self,
                            int               position)
{
  return (KithProviderRow *) gtk_list_box_get_row_at_index (GTK_LIST_BOX (self), position);
}

/* Shows the new order at once; what the engine says comes after. */
static void
kith_provider_list_place (KithProviderList *self,
                          KithProviderRow  *moved,
                          int               to)
{
  int from = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (moved));
  int n = g_hash_table_size (self->rows);
  int position = 0;
  KithProviderRow *next;

  for (int i = 0; i < n; i++)
    {
      KithProviderRow *row = kith_provider_list_get_row (self, i);

      if (row == moved)
        continue;
      if (position == to)
        position++;
      kith_provider_row_set_position (row, position++);
    }
  kith_provider_row_set_position (moved, to);
  if (from != to)
    gtk_list_box_invalidate_sort (GTK_LIST_BOX (self));

  next = kith_provider_list_get_row (self, to + 1);
  g_signal_emit (self, signals[MOVE_PROVIDER], 0, kith_provider_row_get_id (moved), next != NULL ? kith_provider_row_get_id (next) : NULL);
}

static gboolean
kith_provider_list_can_place (KithProviderList *self,
                              KithProviderRow  *row,
                              int               to)
{
  KithProviderRow *there = to >= 0 ? kith_provider_list_get_row (self, to) : NULL;

  return there != NULL && kith_provider_row_is_movable (row) && kith_provider_row_is_movable (there);
}

static void
kith_provider_list_move_focused (KithProviderList *self,
                                 int               by)
{
  GtkWidget *child = gtk_container_get_focus_child (GTK_CONTAINER (self));

  if (KITH_IS_PROVIDER_ROW (child))
    kith_provider_list_move (self, kith_provider_row_get_id (KITH_PROVIDER_ROW (child)), by);
}

static void
kith_provider_list_dropped (KithProviderList *self,
                            const char       *id,
                            gboolean          below,
                            KithProviderRow  *target)
{
  KithProviderRow *row = g_hash_table_lookup (self->rows, id);
  int from, to;

  if (row == NULL || row == target)
    return;
  from = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  to = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (target)) + (below ? 1 : 0);
  if (from < to)
    to--;
  if (to != from && kith_provider_list_can_place (self, row, to))
    kith_provider_list_place (self, row, to);
}

static void
kith_provider_list_switched (KithProviderList *self,
                             gboolean          enabled,
                             KithProviderRow  *row)
{
  g_signal_emit (self, signals[SWITCH_PROVIDER], 0, row, enabled);
}

static void
kith_provider_list_asked_for_details (KithProviderList *self,
                                      KithProviderRow  *row)
{
  g_signal_emit (self, signals[SHOW_DETAILS], 0, kith_provider_row_get_id (row));
}

static void
kith_provider_list_row_activated (GtkListBox    *list,
                                  GtkListBoxRow *row)
{
  kith_provider_list_asked_for_details (KITH_PROVIDER_LIST (list), KITH_PROVIDER_ROW (row));
}

static void
kith_provider_list_finalize (GObject *object)
{
  g_hash_table_unref (KITH_PROVIDER_LIST (object)->rows);

  G_OBJECT_CLASS (kith_provider_list_parent_class)->finalize (object);
}

static void
kith_provider_list_class_init (KithProviderListClass *klass)
{
  GtkBindingSet *bindings = gtk_binding_set_by_class (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_provider_list_finalize;
  GTK_LIST_BOX_CLASS (klass)->row_activated = kith_provider_list_row_activated;

  /* The row, and whether it is to be on. */
  signals[SWITCH_PROVIDER] = g_signal_new ("switch-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, KITH_TYPE_PROVIDER_ROW, G_TYPE_BOOLEAN);
  signals[SHOW_DETAILS] = g_signal_new ("show-details", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /* The provider, and the one that it comes before; NULL for the last place. */
  signals[MOVE_PROVIDER] = g_signal_new ("move-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[MOVE_FOCUSED] = g_signal_new_class_handler ("move-focused", type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
                                                      G_CALLBACK (kith_provider_list_move_focused), NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_binding_entry_add_signal (bindings, GDK_KEY_Up, GDK_MOD1_MASK, "move-focused", 1, G_TYPE_INT, -1);
  gtk_binding_entry_add_signal (bindings, GDK_KEY_KP_Up, GDK_MOD1_MASK, "move-focused", 1, G_TYPE_INT, -1);
  gtk_binding_entry_add_signal (bindings, GDK_KEY_Down, GDK_MOD1_MASK, "move-focused", 1, G_TYPE_INT, 1);
  gtk_binding_entry_add_signal (bindings, GDK_KEY_KP_Down, GDK_MOD1_MASK, "move-focused", 1, G_TYPE_INT, 1);
}

static void
kith_provider_list_init (KithProviderList *self)
{
  GtkListBox *list = GTK_LIST_BOX (self);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_list_box_set_selection_mode (list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (list, kith_provider_list_compare, NULL, NULL);
  gtk_list_box_set_header_func (list, kith_provider_list_separate, NULL, NULL);
  kith_accessible_set (GTK_WIDGET (self), "kith-providers", _("Providers, the one whose word counts most first"));
}

/**
 * kith_provider_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
kith_provider_list_new (void)
{
  return g_object_new (KITH_TYPE_PROVIDER_LIST, NULL);
}

static void
kith_provider_list_remove_others (KithProviderList *self,
                                  GHashTable       *present)
{
  GHashTableIter iter;
  gpointer id, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, &row))
    if (!g_hash_table_contains (present, id))
      {
        gtk_widget_destroy (row);
        g_hash_table_iter_remove (&iter);
      }
}

static KithProviderRow *
kith_provider_list_need_row (KithProviderList *self,
                             const char       *id)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, id);

  if (row != NULL)
    return KITH_PROVIDER_ROW (row);

  row = kith_provider_row_new (id);
  g_signal_connect_object (row, "switch-provider", G_CALLBACK (kith_provider_list_switched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-details", G_CALLBACK (kith_provider_list_asked_for_details), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "drop-provider", G_CALLBACK (kith_provider_list_dropped), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->rows, g_strdup (id), row);
  gtk_container_add (GTK_CONTAINER (self), row);
  return KITH_PROVIDER_ROW (row);
}

/**
 * kith_provider_list_set_providers:
 * @self: a list
 * @providers: (element-type KithProviderInfo): the providers, the one whose word counts most first
 *
 * Rows stay where their provider does, and with them the focus.
 */
void
kith_provider_list_set_providers (KithProviderList *self,
                                  GPtrArray        *providers)
{
  g_autoptr (GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean moved = FALSE;

  for (guint i = 0; i < providers->len; i++)
    g_hash_table_add (present, (char *) kith_provider_info_get_id (providers->pdata[i]));
  kith_provider_list_remove_others (self, present);

  for (guint i = 0; i < providers->len; i++)
    {
      KithProviderRow *row = kith_provider_list_need_row (self, kith_provider_info_get_id (providers->pdata[i]));

      kith_provider_row_set_info (row, providers->pdata[i]);
      kith_provider_row_set_position (row, i);
      moved = moved || gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) != (int) i;
    }
  if (moved)
    gtk_list_box_invalidate_sort (GTK_LIST_BOX (self));
}

/**
 * kith_provider_list_focus:
 * @self: a list
 * @provider_id: (nullable): a provider
 *
 * Puts the keyboard on its row, if there is one.
 */
void
kith_provider_list_focus (KithProviderList *self,
                          const char       *provider_id)
{
  GtkWidget *row = provider_id != NULL ? g_hash_table_lookup (self->rows, provider_id) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (row);
}

/**
 * kith_provider_list_can_move:
 * @self: a list
 * @provider_id: a provider
 * @by: -1 for up, 1 for down
 *
 * Returns: whether there is a place there
 */
gboolean
kith_provider_list_can_move (KithProviderList *self,
                             const char       *provider_id,
                             int               by)
{
  KithProviderRow *row = provider_id != NULL ? g_hash_table_lookup (self->rows, provider_id) : NULL;

  return row != NULL && kith_provider_list_can_place (self, row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + by);
}

/**
 * kith_provider_list_move:
 * @self: a list
 * @provider_id: a provider
 * @by: -1 for up, 1 for down
 *
 * Moves it, if there is a place.
 */
void
kith_provider_list_move (KithProviderList *self,
                         const char       *provider_id,
                         int               by)
{
  KithProviderRow *row = g_hash_table_lookup (self->rows, provider_id);

  if (kith_provider_list_can_move (self, provider_id, by))
    kith_provider_list_place (self, row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + by);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}
