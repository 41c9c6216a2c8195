/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-connections.h"

#include <glib/gi18n-lib.h>

#include "kith-connection-row.h"
#include "kith-mail-words.h"
#include "kith-widgets.h"

#define SHOWN_MAX 5

struct _KithConnections
{
  GtkBox parent_instance;

  GtkWidget *rows;
  GtkWidget *more;
  GtkWidget *empty;
  GtkWidget *reading;

  KithProfile *profile; /* (nullable) */
  char *shown;          /* (nullable): what the rows say: those that stay keep the keyboard's focus */
  gboolean is_reading;
  guint percent;
};

G_DEFINE_FINAL_TYPE (KithConnections, kith_connections, GTK_TYPE_BOX)

static void
kith_connections_finalize (GObject *object)
{
  g_free (KITH_CONNECTIONS (object)->shown);

  G_OBJECT_CLASS (kith_connections_parent_class)->finalize (object);
}

static void
kith_connections_dispose (GObject *object)
{
  g_clear_object (&KITH_CONNECTIONS (object)->profile);

  G_OBJECT_CLASS (kith_connections_parent_class)->dispose (object);
}

static void
kith_connections_class_init (KithConnectionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_connections_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_connections_finalize;
  widget_class->show_all = gtk_widget_show;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-connections.ui");
  gtk_widget_class_bind_template_child (widget_class, KithConnections, rows);
  gtk_widget_class_bind_template_child (widget_class, KithConnections, more);
  gtk_widget_class_bind_template_child (widget_class, KithConnections, empty);
  gtk_widget_class_bind_template_child (widget_class, KithConnections, reading);
}

static void
kith_connections_init (KithConnections *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->more, "kith-connections-more", NULL);
  kith_accessible_set (self->empty, "kith-connections-empty", NULL);
  kith_accessible_set (self->reading, "kith-reading", NULL);
}

static char *
kith_connections_describe (GPtrArray *connections)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (connections->len, SHOWN_MAX); i++)
    {
      KithConnection *connection = connections->pdata[i];
      const char *uri = kith_connection_get_uri (connection);

      g_string_append_printf (text, "%s\n%s\n%s\n", kith_connection_get_who (connection), uri != NULL ? uri : "",
                              kith_connection_get_evidence (connection));
    }

  return g_string_free (text, FALSE);
}

static void
kith_connections_update_rows (KithConnections *self,
                              GPtrArray       *connections)
{
  g_autofree char *wanted = kith_connections_describe (connections);

  if (g_strcmp0 (wanted, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&wanted);
  kith_container_clear (self->rows);
  for (guint i = 0; i < MIN (connections->len, SHOWN_MAX); i++)
    {
      g_autofree char *id = g_strdup_printf ("kith-connection-%u", i + 1);

      gtk_container_add (GTK_CONTAINER (self->rows), kith_connection_row_new (connections->pdata[i], id));
    }
}

static void
kith_connections_update_more (KithConnections *self,
                              GPtrArray       *connections)
{
  guint more = connections->len > SHOWN_MAX ? connections->len - SHOWN_MAX : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->more, more > 0);
  if (more == 0)
    return;

  /* Translators: how many more people both know, on a button that shows them all */
  text = g_strdup_printf (ngettext ("%u more…", "%u more…", more), more);
  gtk_button_set_label (GTK_BUTTON (self->more), text);
}

static void
kith_connections_update (KithConnections *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GPtrArray *connections = self->profile != NULL ? kith_profile_get_connections (self->profile) : none;
  gboolean was_looked_for = self->profile != NULL && kith_profile_is_complete (self->profile) && kith_mail_words_was_read (self->profile);
  gboolean is_empty = connections->len == 0 && was_looked_for && !self->is_reading;

  kith_connections_update_rows (self, connections);
  kith_connections_update_more (self, connections);
  gtk_widget_set_visible (self->empty, is_empty);
  gtk_widget_set_visible (self->reading, self->is_reading);
  gtk_widget_set_visible (GTK_WIDGET (self), connections->len > 0 || is_empty || self->is_reading);
}

/**
 * kith_connections_set_profile:
 * @self: a section
 * @profile: (nullable): whose connections to show
 */
void
kith_connections_set_profile (KithConnections *self,
                              KithProfile     *profile)
{
  g_return_if_fail (KITH_IS_CONNECTIONS (self));

  g_set_object (&self->profile, profile);
  kith_connections_update (self);
}

/**
 * kith_connections_set_reading:
 * @self: a section
 * @is_reading: whether mail is being read that may hold more
 * @fraction: how much of it was read, 0..1
 */
void
kith_connections_set_reading (KithConnections *self,
                              gboolean         is_reading,
                              double           fraction)
{
  guint percent = CLAMP (fraction, 0, 1) * 100;
  g_autofree char *text = NULL;

  g_return_if_fail (KITH_IS_CONNECTIONS (self));

  if (self->is_reading == is_reading && self->percent == percent)
    return;

  self->is_reading = is_reading;
  self->percent = percent;
  /* Translators: how much of the mail was read so far; "%%" is a percent sign */
  text = g_strdup_printf (_("Still reading your mail: %u %%"), percent);
  gtk_label_set_text (GTK_LABEL (self->reading), text);
  kith_connections_update (self);
}
