/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-known-servers.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-books.h>
#include <kith/kith-error.h>

#include "kith-widgets.h"

#define KEY "base-url"

struct _KithKnownServers
{
  GtkBox parent_instance;

  GtkWidget *rows;
  GtkWidget *note;
  GPtrArray *buttons;        /* (element-type GtkWidget) */

  KithEngine *engine;
  KithProviderInfo *info;    /* (nullable) */
  GCancellable *cancellable; /* (nullable): of the provider that is shown */
  char *shown;               /* (nullable): what the rows were made of */
};

enum
{
  USE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithKnownServers, kith_known_servers, GTK_TYPE_BOX)

static const char *
get_address (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "address");
}

static void
kith_known_servers_clicked (KithKnownServers *self,
                            GtkWidget        *button)
{
  g_autofree char *address = g_strdup (get_address (button));

  g_signal_emit (self, signals[USE], 0, address);
}

static GtkWidget *
kith_known_servers_button_new (KithKnownServers      *self,
                               const KithKnownServer *server,
                               guint                  place)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Use It"));
  g_autofree char *id = g_strdup_printf ("kith-server-use-%u", place);
  /* Translators: what a button does: the first %s is the name of a directory, the second its host */
  g_autofree char *name = g_strdup_printf (_("Use “%s” at %s"), server->name, server->host);

  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (server->base_url), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Takes its address over. Nothing is asked before this is switched on."));
  kith_accessible_set (button, id, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (kith_known_servers_clicked), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->buttons, button);

  return button;
}

static void
kith_known_servers_add (KithKnownServers      *self,
                        const KithKnownServer *server,
                        guint                  place)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *note = kith_label_new (server->note, "kith-small");
  /* Translators: the first %s is what the owner calls a directory of people, the second its host */
  g_autofree char *text = g_strdup_printf (_("Claws Mail knows the directory “%s” at %s."), server->name, server->host);
  GtkWidget *label = kith_label_new (text, NULL);
  g_autofree char *id = g_strdup_printf ("kith-server-%u", place);
  g_autofree char *note_id = g_strdup_printf ("kith-server-note-%u", place);

  kith_accessible_set (label, id, NULL);
  kith_accessible_set (note, note_id, NULL);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_container_add (GTK_CONTAINER (words), label);
  gtk_container_add (GTK_CONTAINER (words), note);
  gtk_container_add (GTK_CONTAINER (row), words);
  if (server->base_url != NULL)
    gtk_container_add (GTK_CONTAINER (row), kith_known_servers_button_new (self, server, place));
  gtk_style_context_add_class (gtk_widget_get_style_context (row), "kith-setting");
  gtk_widget_show_all (row);
  gtk_widget_set_visible (note, server->note != NULL);
  gtk_container_add (GTK_CONTAINER (self->rows), row);
}

/* The one that is set needs no button to set it. */
static void
kith_known_servers_update (KithKnownServers *self)
{
  g_autofree char *address = kith_provider_info_dup_setting (self->info, KEY);

  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_set_sensitive (self->buttons->pdata[i], g_strcmp0 (get_address (self->buttons->pdata[i]), address) != 0);
}

static char *
dup_summary (GPtrArray *servers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++)
    {
      const KithKnownServer *server = servers->pdata[i];

      g_string_append_printf (text, "%s\n%s\n%s\n%s\n", server->name, server->host, server->base_url != NULL ? server->base_url : "",
                              server->note != NULL ? server->note : "");
    }
  return g_string_free (text, FALSE);
}

/* Rows that say the same stay, with the focus that one of them may have. */
static void
kith_known_servers_show (KithKnownServers *self,
                         GPtrArray        *servers)
{
  g_autofree char *summary = dup_summary (servers);

  if (g_strcmp0 (summary, self->shown) != 0)
    {
      g_free (self->shown);
      self->shown = g_steal_pointer (&summary);
      g_ptr_array_set_size (self->buttons, 0);
      kith_container_clear (self->rows);
      for (guint i = 0; i < servers->len; i++)
        kith_known_servers_add (self, servers->pdata[i], i);
    }
  kith_known_servers_update (self);
}

static void
kith_known_servers_clear (KithKnownServers *self)
{
  g_clear_pointer (&self->shown, g_free);
  g_ptr_array_set_size (self->buttons, 0);
  kith_container_clear (self->rows);
  kith_label_say (self->note, NULL, FALSE);
  gtk_widget_hide (GTK_WIDGET (self));
}

static void
kith_known_servers_listed (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr (KithKnownServers) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = kith_engine_list_servers_finish (KITH_ENGINE (source), result, &error);

  /* Of another provider, or for nobody. */
  if (self->cancellable == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  /* That an administrator has switched it off the page says already. */
  if (servers == NULL && g_error_matches (error, KITH_ERROR, KITH_ERROR_REFUSED))
    {
      kith_known_servers_clear (self);
      return;
    }
  kith_label_say (self->note, error != NULL ? error->message : NULL, TRUE);
  if (servers != NULL)
    kith_known_servers_show (self, servers);
  gtk_widget_set_visible (GTK_WIDGET (self), servers == NULL || servers->len > 0);
}

static void
kith_known_servers_leave (KithKnownServers *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
kith_known_servers_dispose (GObject *object)
{
  KithKnownServers *self = KITH_KNOWN_SERVERS (object);

  kith_known_servers_leave (self);
  g_clear_object (&self->info);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_known_servers_parent_class)->dispose (object);
}

static void
kith_known_servers_finalize (GObject *object)
{
  KithKnownServers *self = KITH_KNOWN_SERVERS (object);

  g_ptr_array_unref (self->buttons);
  g_free (self->shown);

  G_OBJECT_CLASS (kith_known_servers_parent_class)->finalize (object);
}

static void
kith_known_servers_class_init (KithKnownServersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_known_servers_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_known_servers_finalize;

  /**
   * KithKnownServers::use:
   * @self: the widget
   * @address: what the setting takes
   *
   * The owner wants the provider to use one of the servers.
   */
  signals[USE] = g_signal_new ("use", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kith_known_servers_init (KithKnownServers *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-known-servers");
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_show (self->rows);
  gtk_container_add (GTK_CONTAINER (self), self->rows);
  self->note = kith_label_new (NULL, "kith-small");
  gtk_style_context_add_class (gtk_widget_get_style_context (self->note), "kith-setting");
  gtk_widget_hide (self->note);
  kith_accessible_set (self->note, "kith-servers-note", NULL);
  gtk_container_add (GTK_CONTAINER (self), self->note);
}

/**
 * kith_known_servers_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): the widget, without a provider; it shows itself where there is something to offer
 */
GtkWidget *
kith_known_servers_new (KithEngine *engine)
{
  KithKnownServers *self = g_object_new (KITH_TYPE_KNOWN_SERVERS, NULL);

  self->engine = g_object_ref (engine);
  return GTK_WIDGET (self);
}

/**
 * kith_known_servers_set_provider:
 * @self: the widget
 * @info: the provider as it is now
 */
void
kith_known_servers_set_provider (KithKnownServers *self,
                                 KithProviderInfo *info)
{
  gboolean same = self->info != NULL && g_strcmp0 (kith_provider_info_get_id (self->info), kith_provider_info_get_id (info)) == 0;

  g_set_object (&self->info, info);
  if (!same || kith_provider_info_is_setting_locked (info, KEY))
    {
      kith_known_servers_leave (self);
      kith_known_servers_clear (self);
    }
  if (!kith_provider_info_needs_server (info) || kith_provider_info_is_setting_locked (info, KEY))
    return;

  kith_known_servers_update (self);
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  kith_engine_list_servers_async (self->engine, kith_provider_info_get_id (info), self->cancellable, kith_known_servers_listed,
                                  g_object_ref (self));
}
