/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-link-button.h"

#include "kith-widgets.h"
#include "kith-words.h"

#define TEXT_MAX_CHARS 26

static void
kith_link_button_clicked (GtkWidget *button)
{
  kith_widget_open_uri (button, g_object_get_data (G_OBJECT (button), "uri"));
}

/**
 * kith_link_button_new:
 * @profile: the profile that @link is of
 * @link: a fact of %KITH_FIELD_LINK
 * @now: seconds since 1970
 *
 * Returns: (transfer floating) (nullable): a button that opens the link in the browser; %NULL where it is none that may be opened
 */
GtkWidget *
kith_link_button_new (KithProfile *profile,
                      KithFact    *link,
                      gint64       now)
{
  g_autofree char *uri = kith_words_dup_web_uri (kith_fact_get_value (link));
  g_autofree char *service = NULL;
  g_autofree char *source = NULL;
  g_autofree char *tooltip = NULL;
  GtkWidget *button, *label;

  if (uri == NULL)
    return NULL;

  service = kith_words_service (link);
  source = kith_words_fact_source (profile, link, now);
  tooltip = g_strconcat (uri, "\n", source, NULL);

  label = gtk_label_new (service);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_MAX_CHARS);

  button = gtk_button_new ();
  gtk_container_add (GTK_CONTAINER (button), label);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "kith-pill");
  gtk_widget_set_tooltip_text (button, tooltip);
  atk_object_set_role (gtk_widget_get_accessible (button), ATK_ROLE_LINK);
  atk_object_set_name (gtk_widget_get_accessible (button), service);
  atk_object_set_description (gtk_widget_get_accessible (button), tooltip);

  g_object_set_data_full (G_OBJECT (button), "uri", g_steal_pointer (&uri), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (kith_link_button_clicked), NULL);
  gtk_widget_show_all (button);

  return button;
}
