/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-save.h"

#include <glib/gi18n-lib.h>

/**
 * kith_save_chooser_new:
 * @parent: (nullable): the window
 * @name: a name for the file
 *
 * Returns: (transfer full): a dialog, not shown yet
 */
GtkFileChooserNative *
kith_save_chooser_new (GtkWindow  *parent,
                       const char *name)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);

  return chooser;
}

typedef struct
{
  GtkWidget *widget; /* (unowned): the chooser goes with it */
  KithChosenFunc chosen;
} Choice;

static void
choice_made (GtkFileChooserNative *chooser,
             int                   response,
             gpointer              user_data);

/* Once: neither of the two hears of the other any more. */
static void
choice_end (GtkWidget            *widget,
            GtkFileChooserNative *chooser)
{
  g_signal_handlers_disconnect_by_data (widget, chooser);
  g_signal_handlers_disconnect_matched (chooser, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, choice_made, NULL);
  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
}

static void
choice_made (GtkFileChooserNative *chooser,
             int                   response,
             gpointer              user_data)
{
  const Choice choice = *(Choice *) user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  choice_end (choice.widget, chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    choice.chosen (choice.widget, file);
}

static void
choice_free (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

/**
 * kith_choose_file:
 * @widget: who wants a file
 * @chooser: (transfer full): a dialog, not shown yet
 * @chosen: told which, if one is chosen
 *
 * Shows the dialog, which closes with @widget.
 */
void
kith_choose_file (GtkWidget            *widget,
                  GtkFileChooserNative *chooser,
                  KithChosenFunc        chosen)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->widget = widget;
  choice->chosen = chosen;
  g_signal_connect_data (chooser, "response", G_CALLBACK (choice_made), choice, choice_free, 0);
  g_signal_connect_object (widget, "destroy", G_CALLBACK (choice_end), chooser, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
replaced (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * kith_save_async:
 * @file: where to
 * @bytes: what
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Writes a file that only its owner can read: it says whom somebody writes with.
 */
void
kith_save_async (GFile               *file,
                 GBytes              *bytes,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_save_async);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, cancellable,
                                       replaced, task);
}

/**
 * kith_save_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: whether it is written
 */
gboolean
kith_save_finish (GAsyncResult  *result,
                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
