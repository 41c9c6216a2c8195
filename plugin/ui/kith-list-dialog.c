/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-list-dialog.h"

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

#define WIDTH 420
#define HEIGHT 520

struct _KithListDialog
{
  GtkDialog parent_instance;

  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *empty;

  GStrv words; /* (nullable): what is looked for, case folded */
};

G_DEFINE_FINAL_TYPE (KithListDialog, kith_list_dialog, GTK_TYPE_DIALOG)

static gboolean
kith_list_dialog_matches (GtkListBoxRow *row,
                          gpointer       user_data)
{
  KithListDialog *self = user_data;
  const char *text = g_object_get_data (G_OBJECT (row), "words");

  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (strstr (text, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static char *
kith_list_dialog_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

static void
kith_list_dialog_search_changed (KithListDialog *self)
{
  g_autofree char *text = kith_list_dialog_fold (gtk_entry_get_text (GTK_ENTRY (self->search)));

  g_strfreev (self->words);
  self->words = g_strsplit (text, " ", -1);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

/* The first Escape empties the search, the next one closes the window. */
static void
kith_list_dialog_search_stopped (KithListDialog *self)
{
  if (*gtk_entry_get_text (GTK_ENTRY (self->search)) != '\0')
    gtk_entry_set_text (GTK_ENTRY (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
kith_list_dialog_row_activated (KithListDialog *self,
                                GtkListBoxRow  *row)
{
  GtkWidget *child = gtk_bin_get_child (GTK_BIN (row));

  if (GTK_IS_BUTTON (child))
    gtk_button_clicked (GTK_BUTTON (child));
}

static void
kith_list_dialog_finalize (GObject *object)
{
  g_strfreev (KITH_LIST_DIALOG (object)->words);

  G_OBJECT_CLASS (kith_list_dialog_parent_class)->finalize (object);
}

static void
kith_list_dialog_class_init (KithListDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_list_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-list-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KithListDialog, search);
  gtk_widget_class_bind_template_child (widget_class, KithListDialog, list);
  gtk_widget_class_bind_template_child (widget_class, KithListDialog, empty);
  gtk_widget_class_bind_template_callback (widget_class, kith_list_dialog_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, kith_list_dialog_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, kith_list_dialog_row_activated);
}

static void
kith_list_dialog_init (KithListDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), kith_list_dialog_matches, self, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  kith_accessible_set (self->search, "kith-list-search", _("Search"));
  kith_accessible_set (self->empty, "kith-list-empty", NULL);
}

/**
 * kith_list_dialog_new:
 * @parent: (nullable): the window of the card
 * @id: how assistive technologies and tests find it
 * @title: what the list is of
 *
 * Returns: (transfer full): an empty list, not shown yet; it destroys itself when it is closed
 */
GtkWidget *
kith_list_dialog_new (GtkWindow  *parent,
                      const char *id,
                      const char *title)
{
  KithListDialog *self = g_object_new (KITH_TYPE_LIST_DIALOG, "use-header-bar", 0, "title", title, "transient-for", parent,
                                       "destroy-with-parent", TRUE, NULL);

  kith_accessible_set (GTK_WIDGET (self), id, title);
  g_signal_connect (self, "response", G_CALLBACK (gtk_widget_destroy), NULL);

  return GTK_WIDGET (self);
}

/**
 * kith_list_dialog_add:
 * @self: a list
 * @row: (transfer floating): what the row shows; a button is clicked when the row is chosen
 * @words: what the search looks in
 */
void
kith_list_dialog_add (KithListDialog *self,
                      GtkWidget      *row,
                      const char     *words)
{
  GtkWidget *list_row = gtk_list_box_row_new ();

  g_return_if_fail (KITH_IS_LIST_DIALOG (self));

  g_object_set_data_full (G_OBJECT (list_row), "words", kith_list_dialog_fold (words), g_free);
  gtk_container_add (GTK_CONTAINER (list_row), row);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), GTK_IS_BUTTON (row));
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (list_row), FALSE);
  atk_object_set_name (gtk_widget_get_accessible (list_row), words);
  /* One stop of the Tab key for each line is enough. */
  if (GTK_IS_BUTTON (row))
    gtk_widget_set_can_focus (row, FALSE);
  gtk_widget_show (list_row);
  gtk_container_add (GTK_CONTAINER (self->list), list_row);
}

/**
 * kith_list_dialog_set_empty:
 * @self: a list
 * @text: (nullable): what is said in the place of a list
 */
void
kith_list_dialog_set_empty (KithListDialog *self,
                            const char     *text)
{
  g_return_if_fail (KITH_IS_LIST_DIALOG (self));

  kith_label_set_optional_text (self->empty, text);
  gtk_widget_set_visible (self->search, text == NULL);
}
