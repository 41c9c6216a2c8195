/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-widgets.h"

/**
 * kith_accessible_set:
 * @widget: a widget
 * @id: how assistive technologies and tests find it, in every language
 * @name: (nullable): what it is called, where its own text does not say so
 *
 * Names @widget for those who do not see it.
 */
void
kith_accessible_set (GtkWidget  *widget,
                     const char *id,
                     const char *name)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  atk_object_set_accessible_id (accessible, id);
  if (name != NULL)
    atk_object_set_name (accessible, name);
}

/**
 * kith_label_set_optional_text:
 * @label: a #GtkLabel
 * @text: (nullable): plain text; the label is hidden where there is none
 */
void
kith_label_set_optional_text (GtkWidget  *label,
                              const char *text)
{
  gboolean has_text = text != NULL && *text != '\0';

  gtk_label_set_text (GTK_LABEL (label), has_text ? text : "");
  gtk_widget_set_visible (label, has_text);
}

/**
 * kith_label_set_never_hyphenated:
 * @label: a #GtkLabel
 *
 * A name or an address that is broken at the end of a line shows no character that is not in it.
 */
void
kith_label_set_never_hyphenated (GtkWidget *label)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
}

static void
kith_container_destroy_child (GtkWidget *child,
                              gpointer   user_data)
{
  gtk_widget_destroy (child);
}

/**
 * kith_container_clear:
 * @container: a #GtkContainer
 *
 * Destroys what is in it.
 */
void
kith_container_clear (GtkWidget *container)
{
  gtk_container_foreach (GTK_CONTAINER (container), kith_container_destroy_child, NULL);
}
