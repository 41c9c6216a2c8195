/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-between.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-contact.h>

#include "kith-flow.h"
#include "kith-mail-words.h"
#include "kith-widgets.h"

struct _KithBetween
{
  GtkBox parent_instance;

  GtkWidget *contact;
  GtkWidget *habits;
  GtkWidget *waiting;
  GtkWidget *buttons;
  GtkWidget *all_messages;
  GtkWidget *open_contact;
  GtkWidget *add_contact;

  char *contact_kind; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithBetween, kith_between, GTK_TYPE_BOX)

static void
kith_between_finalize (GObject *object)
{
  g_free (KITH_BETWEEN (object)->contact_kind);

  G_OBJECT_CLASS (kith_between_parent_class)->finalize (object);
}

static void
kith_between_class_init (KithBetweenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_between_finalize;
  widget_class->show_all = gtk_widget_show;
  g_type_ensure (KITH_TYPE_FLOW);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-between.ui");
  gtk_widget_class_bind_template_child (widget_class, KithBetween, contact);
  gtk_widget_class_bind_template_child (widget_class, KithBetween, habits);
  gtk_widget_class_bind_template_child (widget_class, KithBetween, waiting);
  gtk_widget_class_bind_template_child (widget_class, KithBetween, buttons);
}

static GtkWidget *
kith_between_add_button (KithBetween *self,
                         const char  *id,
                         const char  *text,
                         const char  *tooltip,
                         const char  *action)
{
  GtkWidget *button = kith_pill_new (id, text, tooltip, action);

  gtk_container_add (GTK_CONTAINER (self->buttons), button);

  return button;
}

static void
kith_between_init (KithBetween *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->contact, "kith-between", NULL);
  kith_accessible_set (self->habits, "kith-answer-time", NULL);
  kith_accessible_set (self->waiting, "kith-waiting", NULL);

  self->all_messages = kith_between_add_button (self, "kith-all-messages", _("All messages"), _("Show the messages between you"), "kith.all-messages");
  kith_between_add_button (self, "kith-write", _("Write"), _("Write a message to this person"), "kith.compose");
  self->open_contact = kith_between_add_button (self, "kith-open-contact", _("Open contact"), _("Open the contact in your address book"), NULL);
  self->add_contact = kith_between_add_button (self, "kith-add-contact", _("Add to contacts"),
                                               _("Add what you see here to your address book"), "kith.add-contact");
}

/* A person who is in an address book is opened there; another one can be put there. */
static void
kith_between_update_contact (KithBetween *self,
                             KithProfile *profile)
{
  const char *uri = profile != NULL ? kith_profile_get_contact_uri (profile, self->contact_kind) : NULL;

  gtk_widget_set_visible (self->open_contact, uri != NULL);
  gtk_widget_set_visible (self->add_contact, uri == NULL);
  if (uri == NULL)
    return;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_contact), "s", uri);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open_contact), "kith.open-contact");
}

/**
 * kith_between_set_profile:
 * @self: a section
 * @address: (nullable): whose card it is
 * @profile: (nullable): what is known of that person
 */
void
kith_between_set_profile (KithBetween *self,
                          KithAddress *address,
                          KithProfile *profile)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  KithFact *habits = profile != NULL ? kith_profile_get_best (profile, KITH_FIELD_ANSWER_TIME) : NULL;
  g_autofree char *contact = profile != NULL ? kith_mail_words_contact (profile, now) : NULL;
  g_autofree char *waiting = profile != NULL ? kith_mail_words_waiting (profile) : NULL;

  g_return_if_fail (KITH_IS_BETWEEN (self));

  kith_label_set_optional_text (self->contact, contact);
  kith_label_set_optional_text (self->habits, habits != NULL ? kith_fact_get_value (habits) : NULL);
  kith_label_set_optional_text (self->waiting, waiting);
  gtk_widget_set_visible (self->all_messages, contact != NULL);
  kith_between_update_contact (self, profile);
  gtk_widget_set_visible (GTK_WIDGET (self), address != NULL);
}

/**
 * kith_between_set_contact_kind:
 * @self: a section
 * @kind: (nullable): the kind of address book that the mail program can open a contact of; see kith_profile_get_contact_uri()
 */
void
kith_between_set_contact_kind (KithBetween *self,
                               const char  *kind)
{
  g_return_if_fail (KITH_IS_BETWEEN (self));

  g_free (self->contact_kind);
  self->contact_kind = g_strdup (kind);
}
