/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-correct-dialog.h"

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

static const KithField fields[] = {
  KITH_FIELD_NAME, KITH_FIELD_ROLE, KITH_FIELD_COMPANY, KITH_FIELD_DEPARTMENT, KITH_FIELD_LOCATION, KITH_FIELD_PHONE, KITH_FIELD_PRONOUNS,
};

struct _KithCorrectDialog
{
  GtkDialog parent_instance;

  GtkWidget *grid;
  GtkWidget *entries[G_N_ELEMENTS (fields)];
  char *former[G_N_ELEMENTS (fields)];
};

enum
{
  CORRECT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithCorrectDialog, kith_correct_dialog, GTK_TYPE_DIALOG)

static void
kith_correct_dialog_response (GtkDialog *dialog,
                              int        response)
{
  KithCorrectDialog *self = KITH_CORRECT_DIALOG (dialog);

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entries[i]))));

      if (g_strcmp0 (text, self->former[i]) != 0)
        g_signal_emit (self, signals[CORRECT], 0, kith_field_get_id (fields[i]), text);
    }

  gtk_widget_destroy (GTK_WIDGET (self));
}

static void
kith_correct_dialog_finalize (GObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_free (KITH_CORRECT_DIALOG (object)->former[i]);

  G_OBJECT_CLASS (kith_correct_dialog_parent_class)->finalize (object);
}

static void
kith_correct_dialog_class_init (KithCorrectDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_correct_dialog_finalize;
  GTK_DIALOG_CLASS (klass)->response = kith_correct_dialog_response;

  signals[CORRECT] = g_signal_new ("correct", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
kith_correct_dialog_init (KithCorrectDialog *self)
{
  GtkWidget *save;

  self->grid = gtk_grid_new ();
  g_object_set (self->grid, "margin", 12, "row-spacing", 6, "column-spacing", 12, NULL);
  gtk_container_add (GTK_CONTAINER (gtk_dialog_get_content_area (GTK_DIALOG (self))), self->grid);

  gtk_dialog_add_button (GTK_DIALOG (self), _("_Cancel"), GTK_RESPONSE_CANCEL);
  save = gtk_dialog_add_button (GTK_DIALOG (self), _("_Save"), GTK_RESPONSE_ACCEPT);
  gtk_dialog_set_default_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
  kith_accessible_set (save, "kith-correct-save", NULL);
}

static void
kith_correct_dialog_add (KithCorrectDialog *self,
                         KithProfile       *profile,
                         guint              row)
{
  KithFact *fact = kith_profile_get_best (profile, fields[row]);
  GtkWidget *caption = gtk_label_new (kith_field_get_label (fields[row]));
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *id = g_strconcat ("kith-correct-", kith_field_get_id (fields[row]), NULL);

  self->entries[row] = entry;
  self->former[row] = g_strdup (fact != NULL && !kith_fact_is_unconfirmed (fact) ? kith_fact_get_value (fact) : "");
  gtk_entry_set_text (GTK_ENTRY (entry), self->former[row]);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), 32);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (caption), entry);
  kith_accessible_set (entry, id, kith_field_get_label (fields[row]));

  gtk_grid_attach (GTK_GRID (self->grid), caption, 0, row + 1, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), entry, 1, row + 1, 1, 1);
}

/**
 * kith_correct_dialog_new:
 * @parent: (nullable): the window of the card
 * @name: whose card it is
 * @profile: what is known of that person
 *
 * Returns: (transfer full): the dialog, not shown yet; it destroys itself
 */
GtkWidget *
kith_correct_dialog_new (GtkWindow   *parent,
                         const char  *name,
                         KithProfile *profile)
{
  KithCorrectDialog *self = g_object_new (KITH_TYPE_CORRECT_DIALOG, "use-header-bar", 0, "transient-for", parent, "destroy-with-parent", TRUE,
                                          "resizable", FALSE, NULL);
  /* Translators: the title of a dialog; %s is a name */
  g_autofree char *title = g_strdup_printf (_("Correct what is known of %s"), name);
  GtkWidget *text = kith_label_new (_("Your own word comes before what anybody else says, and stays on this computer. An empty line takes it back."), NULL);

  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 44);
  gtk_grid_attach (GTK_GRID (self->grid), text, 0, 0, 2, 1);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    kith_correct_dialog_add (self, profile, i);
  gtk_widget_show_all (self->grid);
  kith_accessible_set (GTK_WIDGET (self), "kith-correct", title);
  gtk_widget_grab_focus (self->entries[0]);

  return GTK_WIDGET (self);
}
