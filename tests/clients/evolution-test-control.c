/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <gmodule.h>

#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>
#include <mail/e-mail-browser.h>
#include <mail/e-mail-paned-view.h>
#include <mail/e-mail-reader.h>
#include <mail/em-folder-tree.h>
#include <mail/message-list.h>
#include <shell/e-shell.h>

#include "kith-test-control.h"

#define KITH_TYPE_TEST_CONTROL_EXTENSION (kith_test_control_extension_get_type ())
G_DECLARE_FINAL_TYPE (KithTestControlExtension, kith_test_control_extension, KITH, TEST_CONTROL_EXTENSION, EExtension)

struct _KithTestControlExtension
{
  EExtension parent_instance;

  KithTestControl *control;
};

G_DEFINE_DYNAMIC_TYPE (KithTestControlExtension, kith_test_control_extension, E_TYPE_EXTENSION)

G_MODULE_EXPORT void e_module_load (GTypeModule *type_module);
G_MODULE_EXPORT void e_module_unload (GTypeModule *type_module);

typedef struct
{
  GType type;
  GtkWidget *found;
} Search;

static void
search_widget (GtkWidget *widget,
               gpointer   user_data)
{
  Search *search = user_data;

  if (search->found != NULL)
    return;
  if (g_type_is_a (G_OBJECT_TYPE (widget), search->type))
    search->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), search_widget, search);
}

static GtkWidget *
find_widget (GType type)
{
  GList *windows = gtk_window_list_toplevels ();
  Search search = { type, NULL };

  for (GList *l = windows; l != NULL; l = l->next)
    search_widget (l->data, &search);
  g_list_free (windows);

  return search.found;
}

static char *
count_messages (EMailReader *reader)
{
  return g_strdup_printf ("%u", message_list_count (MESSAGE_LIST (e_mail_reader_get_message_list (reader))));
}

static char *
select_message (EMailReader *reader,
                const char  *uid)
{
  MessageList *list = MESSAGE_LIST (e_mail_reader_get_message_list (reader));

  message_list_select_uid (list, uid, FALSE);
  return g_strdup ("ok");
}

static char *
select_nothing (EMailReader *reader)
{
  e_selection_model_clear (e_tree_get_selection_model (E_TREE (e_mail_reader_get_message_list (reader))));
  return g_strdup ("ok");
}

/* What Evolution would do three seconds after a selection, with a widget that tells of it, and GTK with the next icon: Evolution keeps the pictures of
 * feeds in a folder where icons are looked for, and writes other files there when it starts. All widgets are laid out anew then. */
static char *
finish_own_work (GtkWidget *reader)
{
  e_shell_view_save_state_immediately (e_mail_view_get_shell_view (E_MAIL_VIEW (reader)));
  gtk_icon_theme_rescan_if_needed (gtk_icon_theme_get_default ());
  return g_strdup ("ok");
}

static char *
set_online (gboolean online)
{
  e_shell_set_online (e_shell_get_default (), online);
  return g_strdup ("ok");
}

static char *
close_window (void)
{
  GtkWidget *browser = find_widget (E_TYPE_MAIL_BROWSER);

  if (browser == NULL)
    return g_strdup ("error: no window");
  e_mail_browser_close (E_MAIL_BROWSER (browser));

  return g_strdup ("ok");
}

/* Waits for the disk: what only a test may do. */
static char *
visit (EMailReader *reader,
       const char  *uri)
{
  EMailSession *session = e_mail_backend_get_session (e_mail_reader_get_backend (reader));
  g_autoptr (GError) error = NULL;
  g_autoptr (CamelFolder) folder = e_mail_session_uri_to_folder_sync (session, uri, 0, NULL, &error);

  if (folder == NULL || !camel_folder_refresh_info_sync (folder, NULL, &error))
    return g_strdup_printf ("error: %s", error->message);
  e_mail_reader_set_folder (reader, folder);
  g_object_set_data_full (G_OBJECT (reader), "kith-visited", g_object_ref (folder), g_object_unref);
  return g_strdup ("ok");
}

/* As a click in the tree of folders does. */
static char *
select_in_tree (const char *uri)
{
  GtkWidget *tree = find_widget (EM_TYPE_FOLDER_TREE);

  if (tree == NULL)
    return g_strdup ("error: no tree");
  em_folder_tree_set_selected (EM_FOLDER_TREE (tree), uri, FALSE);
  return g_strdup ("ok");
}

/* The folder, how many messages its list shows, and which there are. */
static char *
list_shown (EMailReader *reader)
{
  g_autoptr (CamelFolder) folder = e_mail_reader_ref_folder (reader);
  GPtrArray *uids = folder != NULL ? camel_folder_get_uids (folder) : NULL;
  GString *shown = g_string_new (NULL);

  g_string_printf (shown, "%s: %u:", folder != NULL ? camel_folder_get_full_name (folder) : "",
                   message_list_count (MESSAGE_LIST (e_mail_reader_get_message_list (reader))));
  for (guint i = 0; uids != NULL && i < uids->len; i++)
    g_string_append_printf (shown, " %s", (const char *) uids->pdata[i]);
  if (uids != NULL)
    camel_folder_free_uids (folder, uids);
  return g_string_free (shown, FALSE);
}

/* In the folder that was visited last: a newer Evolution may show the one of the tree again by now. */
static char *
set_flags (EMailReader *reader,
           const char  *uid,
           guint32      mask,
           guint32      flags)
{
  CamelFolder *folder = g_object_get_data (G_OBJECT (reader), "kith-visited");

  if (folder == NULL)
    return g_strdup ("error: no folder was visited");
  if (!camel_folder_set_message_flags (folder, uid, mask, flags))
    return g_strdup ("error: no such message, or it has these flags");
  return g_strdup ("ok");
}

static char *
run (const char *command,
     const char *arg)
{
  GtkWidget *reader = find_widget (E_TYPE_MAIL_PANED_VIEW);

  if (reader == NULL)
    return g_strdup ("error: no mail view");

  if (strcmp (command, "count") == 0)
    return count_messages (E_MAIL_READER (reader));
  if (strcmp (command, "select") == 0 && arg != NULL)
    return select_message (E_MAIL_READER (reader), arg);
  if (strcmp (command, "clear") == 0)
    return select_nothing (E_MAIL_READER (reader));
  if (strcmp (command, "open") == 0)
    return g_strdup_printf ("%u", e_mail_reader_open_selected_mail (E_MAIL_READER (reader)));
  if (strcmp (command, "visit") == 0 && arg != NULL)
    return visit (E_MAIL_READER (reader), arg);
  if (strcmp (command, "tree") == 0 && arg != NULL)
    return select_in_tree (arg);
  if (strcmp (command, "shown") == 0)
    return list_shown (E_MAIL_READER (reader));
  if (strcmp (command, "delete") == 0 && arg != NULL)
    return set_flags (E_MAIL_READER (reader), arg, CAMEL_MESSAGE_DELETED, CAMEL_MESSAGE_DELETED);
  if (strcmp (command, "junk") == 0 && arg != NULL)
    return set_flags (E_MAIL_READER (reader), arg, CAMEL_MESSAGE_JUNK, CAMEL_MESSAGE_JUNK);
  if (strcmp (command, "no-junk") == 0 && arg != NULL)
    return set_flags (E_MAIL_READER (reader), arg, CAMEL_MESSAGE_JUNK, 0);
  if (strcmp (command, "close") == 0)
    return close_window ();
  if (strcmp (command, "finish") == 0)
    return finish_own_work (reader);
  if (strcmp (command, "is-online") == 0)
    return g_strdup (e_shell_get_online (e_shell_get_default ()) ? "yes" : "no");
  if (strcmp (command, "online") == 0 || strcmp (command, "offline") == 0)
    return set_online (strcmp (command, "online") == 0);

  return NULL;
}

static void
kith_test_control_extension_constructed (GObject *object)
{
  KithTestControlExtension *self = KITH_TEST_CONTROL_EXTENSION (object);
  g_autoptr (GError) error = NULL;

  G_OBJECT_CLASS (kith_test_control_extension_parent_class)->constructed (object);

  self->control = kith_test_control_new (run, &error);
  if (self->control == NULL)
    g_printerr ("test control: %s\n", error->message);
}

static void
kith_test_control_extension_dispose (GObject *object)
{
  KithTestControlExtension *self = KITH_TEST_CONTROL_EXTENSION (object);

  g_clear_pointer (&self->control, kith_test_control_free);

  G_OBJECT_CLASS (kith_test_control_extension_parent_class)->dispose (object);
}

static void
kith_test_control_extension_class_init (KithTestControlExtensionClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = kith_test_control_extension_constructed;
  G_OBJECT_CLASS (klass)->dispose = kith_test_control_extension_dispose;

  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_SHELL;
}

static void
kith_test_control_extension_class_finalize (KithTestControlExtensionClass *klass)
{
}

static void
kith_test_control_extension_init (KithTestControlExtension *self)
{
}

void
e_module_load (GTypeModule *type_module)
{
  if (g_type_module_use (type_module))
    kith_test_control_extension_register_type (type_module);
}

void
e_module_unload (GTypeModule *type_module)
{
}
