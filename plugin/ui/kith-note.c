/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-note.h"

#include <string.h>

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

struct _KithNote
{
  GtkBox parent_instance;

  GtkWidget *text;
  GtkWidget *change;
  GtkWidget *editor;
  GtkWidget *view;
  GtkWidget *save;
  GtkWidget *cancel;

  char *note; /* (nullable): as it is shown */
  char *kept; /* (nullable): as the profile has it: another one until the engine has kept it, or where it cannot */
};

enum
{
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithNote, kith_note, GTK_TYPE_BOX)

static gboolean
kith_note_is_edited (KithNote *self)
{
  return gtk_widget_get_visible (self->editor);
}

static GtkTextBuffer *
kith_note_get_buffer (KithNote *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
kith_note_update (KithNote *self)
{
  gboolean edited = kith_note_is_edited (self);

  kith_label_set_optional_text (self->text, edited ? NULL : self->note);
  gtk_widget_set_visible (self->change, !edited && self->note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), edited || self->note != NULL);
}

static void
kith_note_end (KithNote *self)
{
  gboolean has_focus = gtk_container_get_focus_child (GTK_CONTAINER (self)) != NULL;

  gtk_widget_hide (self->editor);
  kith_note_update (self);
  if (has_focus && gtk_widget_get_visible (self->change))
    gtk_widget_grab_focus (self->change);
}

static gboolean
is_another (const char *text,
            const char *note)
{
  return strcmp (text, note != NULL ? note : "") != 0;
}

static void
kith_note_save (KithNote *self)
{
  GtkTextBuffer *buffer = kith_note_get_buffer (self);
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  gboolean changed;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  changed = is_another (text, self->note) || is_another (text, self->kept);

  /* Shown at once; what the engine says afterwards is the same, or why it could not be kept. */
  g_free (self->note);
  self->note = *text != '\0' ? g_strdup (text) : NULL;
  kith_note_end (self);
  if (changed)
    g_signal_emit (self, signals[SAVE], 0, text);
}

static gboolean
kith_note_key_press_event (GtkWidget   *widget,
                           GdkEventKey *event)
{
  KithNote *self = KITH_NOTE (widget);
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (kith_note_is_edited (self) && event->keyval == GDK_KEY_Escape)
    {
      kith_note_cancel (self);
      return GDK_EVENT_STOP;
    }
  if (kith_note_is_edited (self) && modifiers == GDK_CONTROL_MASK && (event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter))
    {
      kith_note_save (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WIDGET_CLASS (kith_note_parent_class)->key_press_event (widget, event);
}

static void
kith_note_finalize (GObject *object)
{
  g_free (KITH_NOTE (object)->note);
  g_free (KITH_NOTE (object)->kept);

  G_OBJECT_CLASS (kith_note_parent_class)->finalize (object);
}

static void
kith_note_class_init (KithNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_note_finalize;
  widget_class->show_all = gtk_widget_show;
  widget_class->key_press_event = kith_note_key_press_event;

  signals[SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-note.ui");
  gtk_widget_class_bind_template_child (widget_class, KithNote, text);
  gtk_widget_class_bind_template_child (widget_class, KithNote, change);
  gtk_widget_class_bind_template_child (widget_class, KithNote, editor);
  gtk_widget_class_bind_template_child (widget_class, KithNote, view);
  gtk_widget_class_bind_template_child (widget_class, KithNote, save);
  gtk_widget_class_bind_template_child (widget_class, KithNote, cancel);
  gtk_widget_class_bind_template_callback (widget_class, kith_note_edit);
  gtk_widget_class_bind_template_callback (widget_class, kith_note_save);
  gtk_widget_class_bind_template_callback (widget_class, kith_note_cancel);
}

static void
kith_note_init (KithNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->text, "kith-note", NULL);
  kith_accessible_set (self->change, "kith-note-edit", _("Change the note"));
  kith_accessible_set (self->view, "kith-note-text", _("Your note"));
  kith_accessible_set (self->save, "kith-note-save", NULL);
  kith_accessible_set (self->cancel, "kith-note-cancel", NULL);
}

/**
 * kith_note_set_profile:
 * @self: a section
 * @profile: (nullable): what is known of the person; a note that is being written is left alone
 */
void
kith_note_set_profile (KithNote    *self,
                       KithProfile *profile)
{
  GPtrArray *notes = profile != NULL ? kith_profile_get_facts (profile, KITH_FIELD_NOTE) : NULL;
  const char *own = NULL;

  g_return_if_fail (KITH_IS_NOTE (self));

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    if (g_strcmp0 (kith_fact_get_provider_id (notes->pdata[i]), "you") == 0)
      own = kith_fact_get_value (notes->pdata[i]);

  if (g_strcmp0 (own, self->note) != 0)
    {
      g_free (self->note);
      self->note = g_strdup (own);
    }
  g_free (self->kept);
  self->kept = g_strdup (own);
  kith_note_update (self);
}

/**
 * kith_note_edit:
 * @self: a section
 *
 * Opens the note for writing, and gives it the keyboard.
 */
void
kith_note_edit (KithNote *self)
{
  g_return_if_fail (KITH_IS_NOTE (self));

  if (!kith_note_is_edited (self))
    {
      gtk_text_buffer_set_text (kith_note_get_buffer (self), self->note != NULL ? self->note : "", -1);
      gtk_text_buffer_set_modified (kith_note_get_buffer (self), FALSE);
    }
  gtk_widget_show (self->editor);
  kith_note_update (self);
  kith_widget_focus_later (self->view);
}

/**
 * kith_note_cancel:
 * @self: a section
 *
 * Drops what is being written.
 */
void
kith_note_cancel (KithNote *self)
{
  g_return_if_fail (KITH_IS_NOTE (self));

  kith_note_end (self);
}

/**
 * kith_note_finish:
 * @self: a section
 *
 * Saves what is being written, if anything is: whoever goes on to the next message does not lose it. A note that was opened and left as it was does not
 * undo what another program has made of it meanwhile.
 */
void
kith_note_finish (KithNote *self)
{
  g_return_if_fail (KITH_IS_NOTE (self));

  if (!kith_note_is_edited (self))
    return;
  if (gtk_text_buffer_get_modified (kith_note_get_buffer (self)))
    kith_note_save (self);
  else
    kith_note_end (self);
}
