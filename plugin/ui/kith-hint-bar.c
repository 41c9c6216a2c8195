/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-hint-bar.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

struct _KithHintBar
{
  GtkBox parent_instance;

  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (KithHintBar, kith_hint_bar, GTK_TYPE_BOX)

static void
kith_hint_bar_class_init (KithHintBarClass *klass)
{
  GTK_WIDGET_CLASS (klass)->show_all = gtk_widget_show;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), ATK_ROLE_ALERT);
}

static void
kith_hint_bar_init (KithHintBar *self)
{
  self->text = kith_label_new (NULL, NULL);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_container_add (GTK_CONTAINER (self), self->text);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-hint");
  kith_accessible_set (GTK_WIDGET (self), "kith-hint-bar", _("Warning"));
  kith_accessible_set (self->text, "kith-warning", NULL);
}

/* The first line is the heading: text with an attribute, never markup. */
static void
kith_hint_bar_show (KithHintBar *self,
                    const char  *warning)
{
  const char *end = strchr (warning, '\n');
  g_autofree char *heading = end != NULL ? g_strndup (warning, end - warning) : g_strdup (warning);
  g_autofree char *text = end != NULL ? g_strconcat (heading, " ", end + 1, NULL) : g_strdup (heading);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  bold->end_index = strlen (heading);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_label_set_attributes (GTK_LABEL (self->text), attributes);
  pango_attr_list_unref (attributes);
}

/**
 * kith_hint_bar_set_profile:
 * @self: a bar
 * @profile: (nullable): whose warning to show
 */
void
kith_hint_bar_set_profile (KithHintBar *self,
                           KithProfile *profile)
{
  KithFact *warning;

  g_return_if_fail (KITH_IS_HINT_BAR (self));

  warning = profile != NULL ? kith_profile_get_best (profile, KITH_FIELD_WARNING) : NULL;
  if (warning != NULL)
    kith_hint_bar_show (self, kith_fact_get_value (warning));
  gtk_widget_set_visible (GTK_WIDGET (self), warning != NULL);
}
