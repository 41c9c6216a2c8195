/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-connection-row.h"

#include "kith-avatar.h"

#define AVATAR_SIZE 28

static GtkWidget *
kith_connection_row_label_new (const char *text,
                               const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), style_class);

  return label;
}

/**
 * kith_connection_row_new:
 * @connection: somebody whom both know
 *
 * Returns: (transfer floating): a picture, the name, and what makes the tie
 */
GtkWidget *
kith_connection_row_new (KithConnection *connection)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = kith_avatar_new (AVATAR_SIZE);
  const char *address = kith_connection_get_address (connection);
  const char *name = kith_connection_get_name (connection);

  if (name == NULL)
    name = address != NULL ? address : kith_connection_get_uri (connection);

  kith_avatar_set_person (KITH_AVATAR (avatar), address != NULL ? address : (name != NULL ? name : ""), name);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);

  gtk_container_add (GTK_CONTAINER (text), kith_connection_row_label_new (name, "kith-strong"));
  gtk_container_add (GTK_CONTAINER (text), kith_connection_row_label_new (kith_connection_get_evidence (connection), "kith-small"));
  gtk_container_add (GTK_CONTAINER (row), avatar);
  gtk_container_add (GTK_CONTAINER (row), text);
  gtk_widget_show_all (row);

  return row;
}
