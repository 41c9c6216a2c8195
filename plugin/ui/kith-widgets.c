/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-widgets.h"

#include <string.h>

#define ZERO_WIDTH_SPACE "\xe2\x80\x8b"

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
 * kith_accessible_describe:
 * @widget: a widget
 * @description: what there is to say of it
 *
 * Each description that is set is told to assistive technologies: only what is another one is set.
 */
void
kith_accessible_describe (GtkWidget  *widget,
                          const char *description)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  if (g_strcmp0 (atk_object_get_description (accessible), description) != 0)
    atk_object_set_description (accessible, description);
}

/**
 * kith_widget_set_tooltip:
 * @widget: a widget
 * @text: (nullable): plain text
 *
 * Whenever a tooltip is set GTK looks what is under the pointer, for which it waits for the display server several times: only what is another one is set.
 */
void
kith_widget_set_tooltip (GtkWidget  *widget,
                         const char *text)
{
  g_autofree char *shown = gtk_widget_get_tooltip_text (widget);

  if (g_strcmp0 (shown, text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

/**
 * kith_label_new:
 * @text: (nullable): plain text
 * @style_class: (nullable): of the style sheet
 *
 * Returns: (transfer floating): a label of as many lines as the text needs, which breaks a word rather than make the panel wider; visible
 */
GtkWidget *
kith_label_new (const char *text,
                const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style_class != NULL)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), style_class);
  gtk_widget_show (label);

  return label;
}

/**
 * kith_pill_new:
 * @id: how assistive technologies and tests find it
 * @text: what it says
 * @tooltip: (nullable): what it does
 * @action: (nullable): the name of an action without a target
 *
 * Returns: (transfer floating): a small round button; visible
 */
GtkWidget *
kith_pill_new (const char *id,
               const char *text,
               const char *tooltip,
               const char *action)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_container_add (GTK_CONTAINER (button), label);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "kith-pill");
  gtk_widget_set_tooltip_text (button, tooltip);
  if (action != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  kith_accessible_set (button, id, text);
  if (tooltip != NULL)
    atk_object_set_description (gtk_widget_get_accessible (button), tooltip);
  gtk_widget_show_all (button);

  return button;
}

/**
 * kith_label_set_text:
 * @label: a #GtkLabel
 * @text: plain text
 *
 * A text that is set is laid out again, even if it is the same: only what is another one is set.
 */
void
kith_label_set_text (GtkWidget  *label,
                     const char *text)
{
  if (strcmp (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
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

  if (gtk_widget_get_visible (label) == has_text && strcmp (gtk_label_get_text (GTK_LABEL (label)), has_text ? text : "") == 0)
    return;

  kith_label_set_text (label, has_text ? text : "");
  atk_object_set_name (gtk_widget_get_accessible (label), has_text ? text : "");
  gtk_widget_set_visible (label, has_text);
}

/**
 * kith_label_say:
 * @label: a #GtkLabel
 * @text: (nullable): plain text; the label is hidden where there is none
 * @warning: whether something is amiss
 */
void
kith_label_say (GtkWidget  *label,
                const char *text,
                gboolean    warning)
{
  GtkStyleContext *style = gtk_widget_get_style_context (label);

  kith_label_set_optional_text (label, text);
  if (warning)
    gtk_style_context_add_class (style, "kith-warning");
  else
    gtk_style_context_remove_class (style, "kith-warning");
}

/**
 * kith_label_set_name:
 * @label: a #GtkLabel
 * @name: (nullable): a name, or an address: plain text; the label is hidden where there is none
 *
 * An address that is too long for a line breaks after “@” or “.”. The place is marked for the eyes only.
 */
void
kith_label_set_name (GtkWidget  *label,
                     const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (name == NULL || strchr (name, '@') == NULL)
    {
      kith_label_set_optional_text (label, name);
      return;
    }

  for (const char *p = name; *p != '\0'; p++)
    {
      g_string_append_c (text, *p);
      if ((*p == '@' || *p == '.') && p[1] != '\0')
        g_string_append (text, ZERO_WIDTH_SPACE);
    }
  kith_label_set_optional_text (label, text->str);
  atk_object_set_name (gtk_widget_get_accessible (label), name);
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

/**
 * kith_widget_get_window:
 * @widget: a widget
 *
 * Returns: (transfer none) (nullable): the window that it is in
 */
GtkWindow *
kith_widget_get_window (GtkWidget *widget)
{
  GtkWidget *toplevel = gtk_widget_get_toplevel (widget);

  return GTK_IS_WINDOW (toplevel) ? GTK_WINDOW (toplevel) : NULL;
}

/**
 * kith_widget_open_uri:
 * @widget: what was clicked
 * @uri: a link that kith_words_dup_web_uri() let pass
 *
 * Opens the link in the owner's browser.
 */
void
kith_widget_open_uri (GtkWidget  *widget,
                      const char *uri)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_on_window (kith_widget_get_window (widget), uri, gtk_get_current_event_time (), &error))
    gtk_widget_error_bell (widget);
}

static gboolean
kith_widget_focus_now (gpointer user_data)
{
  GtkWidget *widget = user_data;

  if (gtk_widget_get_mapped (widget) && gtk_widget_get_can_focus (widget))
    gtk_widget_grab_focus (widget);
  else if (gtk_widget_get_mapped (widget))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/**
 * kith_widget_focus_later:
 * @widget: something that was shown just now
 *
 * Gives it, or the first in it, the keyboard once it has its place: what scrolls to it needs to know where that is.
 */
void
kith_widget_focus_later (GtkWidget *widget)
{
  g_idle_add_full (GDK_PRIORITY_REDRAW + 10, kith_widget_focus_now, g_object_ref (widget), g_object_unref);
}
