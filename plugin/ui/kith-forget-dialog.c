/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-forget-dialog.h"

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

/**
 * kith_forget_dialog_new:
 * @parent: (nullable): the window of the card
 * @name: who is to be forgotten
 *
 * Asks before anything is deleted. Not shown yet, and does not wait: "response" is %GTK_RESPONSE_ACCEPT where the user means it.
 *
 * Returns: (transfer full): the dialog
 */
GtkWidget *
kith_forget_dialog_new (GtkWindow  *parent,
                        const char *name)
{
  GtkWidget *dialog = gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
                                              _("Forget %s?"), name);
  GtkWidget *never = gtk_check_button_new_with_mnemonic (_("_Never ask about this person again"));
  GtkWidget *forget;

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s",
                                            _("Kith deletes what it keeps of this person: answers, notes, corrections and the record of requests. "
                                              "Your messages and your address book stay as they are."));

  gtk_container_add (GTK_CONTAINER (gtk_message_dialog_get_message_area (GTK_MESSAGE_DIALOG (dialog))), never);
  gtk_widget_show (never);
  kith_accessible_set (never, "kith-forget-never", NULL);
  g_object_set_data (G_OBJECT (dialog), "never", never);

  gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Cancel"), GTK_RESPONSE_CANCEL);
  forget = gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Forget"), GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (forget), GTK_STYLE_CLASS_DESTRUCTIVE_ACTION);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);

  return dialog;
}

/**
 * kith_forget_dialog_get_flags:
 * @dialog: made by kith_forget_dialog_new()
 *
 * Returns: what the user chose
 */
KithForgetFlags
kith_forget_dialog_get_flags (GtkWidget *dialog)
{
  GtkToggleButton *never = g_object_get_data (G_OBJECT (dialog), "never");

  return gtk_toggle_button_get_active (never) ? KITH_FORGET_NEVER : KITH_FORGET_NONE;
}

/**
 * kith_forget_dialog_new_for_all:
 * @parent: (nullable): the window
 *
 * Asks before everything is deleted, as kith_forget_dialog_new() does before one person is.
 *
 * Returns: (transfer full): the dialog
 */
GtkWidget *
kith_forget_dialog_new_for_all (GtkWindow *parent)
{
  GtkWidget *dialog = gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
                                              _("Forget everything?"));
  GtkWidget *forget;

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s",
                                            _("Kith deletes what it keeps of all people: answers, your notes and corrections, imported connections, "
                                              "the index of your mail and the record of requests. This cannot be undone. Settings, tokens and the "
                                              "list of people whom nobody is asked about stay."));
  gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Cancel"), GTK_RESPONSE_CANCEL);
  forget = gtk_dialog_add_button (GTK_DIALOG (dialog), _("Forget _Everything"), GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (forget), GTK_STYLE_CLASS_DESTRUCTIVE_ACTION);
  kith_accessible_set (forget, "kith-forget-all-confirm", NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);

  return dialog;
}
