/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-connection-row.h"

#include <glib/gi18n-lib.h>

#include "kith-avatar.h"
#include "kith-widgets.h"
#include "kith-words.h"

#define AVATAR_SIZE 28

/**
 * kith_connection_get_who:
 * @connection: a connection
 *
 * Returns: the name, else the address, else where it can be read about
 */
const char *
kith_connection_get_who (KithConnection *connection)
{
  const char *who = kith_connection_get_name (connection);

  if (who == NULL)
    who = kith_connection_get_address (connection);
  if (who == NULL)
    who = kith_connection_get_uri (connection);

  return who != NULL ? who : "";
}

static GtkWidget *
kith_connection_row_label_new (const char *text,
                               const char *style_class)
{
  GtkWidget *label = kith_label_new (NULL, style_class);

  kith_label_set_name (label, text);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

static GtkWidget *
kith_connection_row_content_new (KithConnection *connection)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = kith_avatar_new (AVATAR_SIZE);
  GtkWidget *name;
  const char *who = kith_connection_get_who (connection);
  const char *address = kith_connection_get_address (connection);

  kith_avatar_set_person (KITH_AVATAR (avatar), address != NULL ? address : who, who);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  name = kith_connection_row_label_new (who, "kith-strong");
  kith_label_set_never_hyphenated (name);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_container_add (GTK_CONTAINER (text), name);
  gtk_container_add (GTK_CONTAINER (text), kith_connection_row_label_new (kith_connection_get_evidence (connection), "kith-small"));
  gtk_container_add (GTK_CONTAINER (content), avatar);
  gtk_container_add (GTK_CONTAINER (content), text);
  gtk_widget_show_all (content);

  return content;
}

static void
kith_connection_row_open (GtkWidget *button)
{
  kith_widget_open_uri (button, g_object_get_data (G_OBJECT (button), "uri"));
}

/* A tie that was found in the mail shows the mail; another one the page that says so. */
static void
kith_connection_row_connect (GtkWidget      *button,
                             KithConnection *connection)
{
  const char *address = kith_connection_get_address (connection);
  g_autofree char *uri = kith_words_dup_web_uri (kith_connection_get_uri (connection));

  if (kith_connection_get_tie (connection) == KITH_TIE_CORRESPONDENCE && address != NULL)
    {
      gtk_widget_set_tooltip_text (button, _("Show these messages"));
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", address);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "kith.show-connection");
    }
  else if (uri != NULL)
    {
      gtk_widget_set_tooltip_text (button, uri);
      g_object_set_data_full (G_OBJECT (button), "uri", g_steal_pointer (&uri), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (kith_connection_row_open), NULL);
    }
}

static gboolean
kith_connection_row_is_clickable (KithConnection *connection)
{
  g_autofree char *uri = kith_words_dup_web_uri (kith_connection_get_uri (connection));

  return uri != NULL || (kith_connection_get_tie (connection) == KITH_TIE_CORRESPONDENCE && kith_connection_get_address (connection) != NULL);
}

/**
 * kith_connection_row_new:
 * @connection: somebody whom both know
 * @id: how assistive technologies and tests find it
 *
 * Returns: (transfer floating): a picture, the name, and what makes the tie; a button where there is something to show
 */
GtkWidget *
kith_connection_row_new (KithConnection *connection,
                         const char     *id)
{
  GtkWidget *content = kith_connection_row_content_new (connection);
  /* Translators: somebody whom both know, and why, as in "Bob Klein, 12 conversations, last in March 2026" */
  g_autofree char *words = g_strdup_printf (_("%s, %s"), kith_connection_get_who (connection), kith_connection_get_evidence (connection));
  GtkWidget *row;

  if (!kith_connection_row_is_clickable (connection))
    {
      gtk_style_context_add_class (gtk_widget_get_style_context (content), "kith-row");
      kith_accessible_set (content, id, words);
      return content;
    }

  row = gtk_button_new ();
  gtk_button_set_relief (GTK_BUTTON (row), GTK_RELIEF_NONE);
  gtk_style_context_add_class (gtk_widget_get_style_context (row), "kith-row");
  gtk_container_add (GTK_CONTAINER (row), content);
  kith_accessible_set (row, id, words);
  kith_connection_row_connect (row, connection);
  gtk_widget_show (row);

  return row;
}
