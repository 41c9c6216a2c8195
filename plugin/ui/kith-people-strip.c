/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-people-strip.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-others.h>

#include "kith-avatar.h"
#include "kith-widgets.h"

#define AVATAR_SIZE 26
/* As many as a narrow panel has room for; the others are in a menu. */
#define SHOWN_MAX 4
#define LISTED_MAX 60

struct _KithPeopleStrip
{
  GtkBox parent_instance;

  KithMessage *message;    /* (nullable): whose people are, or are being, shown */
  KithAddress *person;     /* (nullable): whose card is below */
  GPtrArray *people;       /* (nullable) (element-type KithParticipant) */
  GCancellable *loading;   /* (nullable) */
};

enum
{
  PERSON,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithPeopleStrip, kith_people_strip, GTK_TYPE_BOX)

static const char *
kith_people_strip_get_name (KithAddress *address)
{
  const char *name = kith_address_get_display_name (address);

  return name != NULL && *name != '\0' ? name : kith_address_get_mailbox (address);
}

static void
kith_people_strip_chosen (KithPeopleStrip *self,
                          GtkWidget       *widget)
{
  g_autoptr (KithAddress) address = g_object_ref (g_object_get_data (G_OBJECT (widget), "address"));

  g_signal_emit (self, signals[PERSON], 0, address);
}

static void
kith_people_strip_mark (KithPeopleStrip *self,
                        GtkWidget       *widget)
{
  KithAddress *address = g_object_get_data (G_OBJECT (widget), "address");
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  gboolean is_shown = address != NULL && self->person != NULL && kith_address_equal (address, self->person);

  if (is_shown)
    gtk_style_context_add_class (style, "kith-selected");
  else
    gtk_style_context_remove_class (style, "kith-selected");
}

static void
kith_people_strip_update_marks (KithPeopleStrip *self)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self));

  for (GList *l = children; l != NULL; l = l->next)
    kith_people_strip_mark (self, l->data);
}

static void
kith_people_strip_add (KithPeopleStrip *self,
                       guint            index)
{
  KithAddress *address = kith_participant_get_address (self->people->pdata[index]);
  const char *name = kith_people_strip_get_name (address);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *avatar = kith_avatar_new (AVATAR_SIZE);
  g_autofree char *id = g_strdup_printf ("kith-person-%u", index + 1);

  kith_avatar_set_person (KITH_AVATAR (avatar), kith_address_get_key (address), name);
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_container_add (GTK_CONTAINER (button), avatar);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "kith-person");
  gtk_widget_set_tooltip_text (button, name);
  kith_accessible_set (button, id, name);
  g_object_set_data_full (G_OBJECT (button), "address", g_object_ref (address), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (kith_people_strip_chosen), self, G_CONNECT_SWAPPED);
  kith_people_strip_mark (self, button);
  gtk_widget_show_all (button);
  gtk_container_add (GTK_CONTAINER (self), button);
}

static GtkWidget *
kith_people_strip_menu_new (KithPeopleStrip *self)
{
  GtkWidget *menu = gtk_menu_new ();

  for (guint i = SHOWN_MAX; i < MIN (self->people->len, LISTED_MAX); i++)
    {
      KithAddress *address = kith_participant_get_address (self->people->pdata[i]);
      GtkWidget *item = gtk_menu_item_new_with_label (kith_people_strip_get_name (address));
      g_autofree char *id = g_strdup_printf ("kith-person-%u", i + 1);

      kith_accessible_set (item, id, NULL);
      g_object_set_data_full (G_OBJECT (item), "address", g_object_ref (address), g_object_unref);
      g_signal_connect_object (item, "activate", G_CALLBACK (kith_people_strip_chosen), self, G_CONNECT_SWAPPED);
      gtk_widget_show (item);
      gtk_menu_shell_append (GTK_MENU_SHELL (menu), item);
    }

  return menu;
}

static void
kith_people_strip_add_more (KithPeopleStrip *self)
{
  guint more = self->people->len - SHOWN_MAX;
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: how many more people a message is to, on a small button */
  g_autofree char *text = g_strdup_printf (_("+%u"), more);
  g_autofree char *name = g_strdup_printf (ngettext ("%u more person", "%u more people", more), more);

  gtk_container_remove (GTK_CONTAINER (button), gtk_bin_get_child (GTK_BIN (button)));
  gtk_container_add (GTK_CONTAINER (button), gtk_label_new (text));
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (button), kith_people_strip_menu_new (self));
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "kith-person");
  gtk_widget_set_tooltip_text (button, name);
  kith_accessible_set (button, "kith-people-more", name);
  gtk_widget_show_all (button);
  gtk_container_add (GTK_CONTAINER (self), button);
}

static void
kith_people_strip_fill (KithPeopleStrip *self)
{
  guint count = self->people != NULL ? self->people->len : 0;

  kith_container_clear (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), count > 1);
  if (count < 2)
    return;

  for (guint i = 0; i < MIN (count, SHOWN_MAX); i++)
    kith_people_strip_add (self, i);
  if (count > SHOWN_MAX)
    kith_people_strip_add_more (self);
}

static void
kith_people_strip_listed (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (KithPeopleStrip) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *people = kith_engine_list_others_finish (KITH_ENGINE (source), result, &error);

  /* A message that cannot be read, or another one since: nobody but the sender is known of it. */
  if (people == NULL)
    return;

  g_clear_object (&self->loading);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = people;
  kith_people_strip_fill (self);
}

static void
kith_people_strip_drop (KithPeopleStrip *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);

  g_clear_object (&self->loading);
  g_clear_object (&self->message);
  g_clear_pointer (&self->people, g_ptr_array_unref);
}

static void
kith_people_strip_dispose (GObject *object)
{
  kith_people_strip_drop (KITH_PEOPLE_STRIP (object));
  g_clear_object (&KITH_PEOPLE_STRIP (object)->person);

  G_OBJECT_CLASS (kith_people_strip_parent_class)->dispose (object);
}

static void
kith_people_strip_class_init (KithPeopleStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_people_strip_dispose;
  GTK_WIDGET_CLASS (klass)->show_all = gtk_widget_show;

  signals[PERSON] = g_signal_new ("person", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, KITH_TYPE_ADDRESS);
}

static void
kith_people_strip_init (KithPeopleStrip *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 2);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-strip");
  kith_accessible_set (GTK_WIDGET (self), "kith-people", _("People in this message"));
}

/**
 * kith_people_strip_set_message:
 * @self: a strip
 * @engine: reads the message
 * @message: (nullable): whose people to show; %NULL hides the strip
 */
void
kith_people_strip_set_message (KithPeopleStrip *self,
                               KithEngine      *engine,
                               KithMessage     *message)
{
  g_return_if_fail (KITH_IS_PEOPLE_STRIP (self));

  if (message != NULL && message == self->message)
    return;

  kith_people_strip_drop (self);
  kith_people_strip_fill (self);
  if (message == NULL)
    return;

  self->message = g_object_ref (message);
  self->loading = g_cancellable_new ();
  kith_engine_list_others_async (engine, message, self->loading, kith_people_strip_listed, g_object_ref (self));
}

/**
 * kith_people_strip_set_person:
 * @self: a strip
 * @address: (nullable): whose card is below
 */
void
kith_people_strip_set_person (KithPeopleStrip *self,
                              KithAddress     *address)
{
  g_return_if_fail (KITH_IS_PEOPLE_STRIP (self));

  g_set_object (&self->person, address);
  kith_people_strip_update_marks (self);
}
