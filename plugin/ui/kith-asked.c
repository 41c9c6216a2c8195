/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-asked.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n-lib.h>

#include "kith-widgets.h"
#include "kith-words.h"

struct _KithAsked
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *close;
  GtkWidget *rows;

  KithProfile *profile; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithAsked, kith_asked, GTK_TYPE_BOX)

static void
kith_asked_close (KithAsked *self)
{
  gtk_widget_hide (GTK_WIDGET (self));
}

static gboolean
kith_asked_key_press_event (GtkWidget   *widget,
                            GdkEventKey *event)
{
  if (event->keyval == GDK_KEY_Escape)
    {
      kith_asked_close (KITH_ASKED (widget));
      return GDK_EVENT_STOP;
    }

  return GTK_WIDGET_CLASS (kith_asked_parent_class)->key_press_event (widget, event);
}

static void
kith_asked_add_row (KithAsked   *self,
                    const char  *who,
                    KithOutcome *outcome,
                    gint64       now)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *words = kith_words_outcome (outcome, now);
  g_autofree char *id = g_strconcat ("kith-asked-", kith_outcome_get_provider_id (outcome), NULL);
  GtkWidget *what = kith_label_new (words, "kith-small");

  kith_accessible_set (what, id, NULL);
  gtk_container_add (GTK_CONTAINER (row), kith_label_new (who, NULL));
  gtk_container_add (GTK_CONTAINER (row), what);
  gtk_widget_show_all (row);
  gtk_container_add (GTK_CONTAINER (self->rows), row);
}

static gboolean
kith_asked_is_alike (KithOutcome *one,
                     KithOutcome *other)
{
  return kith_outcome_get_state (one) == KITH_OUTCOME_NOT_ASKED && kith_outcome_get_state (other) == KITH_OUTCOME_NOT_ASKED
         && g_strcmp0 (kith_outcome_get_reason (one), kith_outcome_get_reason (other)) == 0;
}

/* Those that were not asked for one and the same reason share a line: there may be many that are switched off. */
static void
kith_asked_add_alike (KithAsked *self,
                      GPtrArray *outcomes,
                      guint      first,
                      gint64     now)
{
  g_autoptr (GString) who = g_string_new (kith_outcome_get_provider_name (outcomes->pdata[first]));

  for (guint i = 0; i < first; i++)
    if (kith_asked_is_alike (outcomes->pdata[i], outcomes->pdata[first]))
      return;

  for (guint i = first + 1; i < outcomes->len; i++)
    if (kith_asked_is_alike (outcomes->pdata[first], outcomes->pdata[i]))
      {
        /* Translators: between the names of providers in a list */
        g_string_append (who, _(", "));
        g_string_append (who, kith_outcome_get_provider_name (outcomes->pdata[i]));
      }

  kith_asked_add_row (self, who->str, outcomes->pdata[first], now);
}

/* Few look at it: the lines are made when somebody does. */
static void
kith_asked_update (KithAsked *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GPtrArray *outcomes;

  kith_container_clear (self->rows);
  if (self->profile == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  outcomes = kith_profile_get_outcomes (self->profile);
  for (guint i = 0; i < outcomes->len; i++)
    if (kith_outcome_get_state (outcomes->pdata[i]) != KITH_OUTCOME_NOT_ASKED)
      kith_asked_add_row (self, kith_outcome_get_provider_name (outcomes->pdata[i]), outcomes->pdata[i], now);

  for (guint i = 0; i < outcomes->len; i++)
    if (kith_outcome_get_state (outcomes->pdata[i]) == KITH_OUTCOME_NOT_ASKED)
      kith_asked_add_alike (self, outcomes, i, now);
}

static void
kith_asked_show (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kith_asked_parent_class)->show (widget);
  kith_asked_update (KITH_ASKED (widget));
}

static void
kith_asked_dispose (GObject *object)
{
  g_clear_object (&KITH_ASKED (object)->profile);

  G_OBJECT_CLASS (kith_asked_parent_class)->dispose (object);
}

static void
kith_asked_class_init (KithAskedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_asked_dispose;
  widget_class->show = kith_asked_show;
  widget_class->key_press_event = kith_asked_key_press_event;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-asked.ui");
  gtk_widget_class_bind_template_child (widget_class, KithAsked, title);
  gtk_widget_class_bind_template_child (widget_class, KithAsked, close);
  gtk_widget_class_bind_template_child (widget_class, KithAsked, rows);
  gtk_widget_class_bind_template_callback (widget_class, kith_asked_close);
}

static void
kith_asked_init (KithAsked *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->title, "kith-asked", NULL);
  kith_accessible_set (self->close, "kith-asked-close", _("Close"));
}

/**
 * kith_asked_set_profile:
 * @self: a list
 * @profile: (nullable): whose outcomes to show
 */
void
kith_asked_set_profile (KithAsked   *self,
                        KithProfile *profile)
{
  g_return_if_fail (KITH_IS_ASKED (self));

  g_set_object (&self->profile, profile);
  kith_asked_update (self);
}
