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
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);

  return chooser;
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
