/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-evidence.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>
#include <mail/e-mail-browser.h>
#include <mail/e-mail-paned-view.h>
#include <mail/em-folder-tree.h>
#include <mail/message-list.h>

#include "kith-evolution-folder.h"

#define MAX_MESSAGES 200

/* The messages of one folder. */
typedef struct
{
  CamelStore *store;
  char *name;
  GHashTable *numbers;       /* of guint64, by value */
} Group;

typedef struct
{
  GWeakRef reader;           /* read in the main thread only */
  GPtrArray *groups;         /* of Group */
  CamelFolder *found;        /* (nullable): what lists the messages, and nothing else */
  CamelStore *parent;
  char *title;
} Showing;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_object_unref (group->store);
  g_free (group->name);
  g_hash_table_unref (group->numbers);
  g_free (group);
}

static void
showing_free (gpointer data)
{
  Showing *showing = data;

  g_weak_ref_clear (&showing->reader);
  g_ptr_array_unref (showing->groups);
  g_clear_object (&showing->found);
  g_object_unref (showing->parent);
  g_free (showing->title);
  g_free (showing);
}

static CamelStore *
ref_store (CamelSession *session,
           const char   *account)
{
  g_autoptr (CamelService) service = NULL;

  if (g_str_has_prefix (account, KITH_EVOLUTION_ACCOUNT_PREFIX))
    service = camel_session_ref_service (session, account + strlen (KITH_EVOLUTION_ACCOUNT_PREFIX));
  return service != NULL && CAMEL_IS_STORE (service) ? CAMEL_STORE (g_steal_pointer (&service)) : NULL;
}

static Group *
find_group (GPtrArray  *groups,
            CamelStore *store,
            const char *name)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    {
      group = groups->pdata[i];
      if (group->store == store && strcmp (group->name, name) == 0)
        return group;
    }
  group = g_new0 (Group, 1);
  group->store = g_object_ref (store);
  group->name = g_strdup (name);
  group->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_ptr_array_add (groups, group);
  return group;
}

static GPtrArray *
make_groups (CamelSession *session,
             GPtrArray    *evidence)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < evidence->len && i < MAX_MESSAGES; i++)
    {
      const KithEvidence *one = evidence->pdata[i];
      g_autoptr (CamelStore) store = ref_store (session, one->account);
      guint64 *number;

      if (store == NULL)
        continue;
      number = g_new (guint64, 1);
      *number = one->uid;
      g_hash_table_add (find_group (groups, store, one->folder)->numbers, number);
    }
  return groups;
}

static void
append_string (GString    *expression,
               const char *string)
{
  g_string_append_c (expression, ' ');
  camel_sexp_encode_string (expression, string);
}

/*
 * The history knows a message by a number that is made of its name; the folder has the names. Where several folders are searched, a message of the same name in another one is
 * told apart by its place, although that makes Camel look at each message.
 */
static gboolean
append_messages (GString     *expression,
                 CamelFolder *folder,
                 const Group *group,
                 gboolean     alone)
{
  GPtrArray *uids = camel_folder_get_uids (folder);
  g_autofree char *place = g_strdup_printf ("folder://%s/%s", camel_service_get_uid (CAMEL_SERVICE (group->store)), group->name);
  gboolean any = FALSE;

  for (guint i = 0; uids != NULL && i < uids->len; i++)
    {
      gint64 number = (gint64) kith_evidence_hash_uid (uids->pdata[i]);

      if (!g_hash_table_contains (group->numbers, &number))
        continue;
      if (!any && !alone)
        {
          g_string_append (expression, " (and (message-location");
          append_string (expression, place);
          g_string_append_c (expression, ')');
        }
      if (!any)
        g_string_append (expression, " (uid");
      append_string (expression, uids->pdata[i]);
      any = TRUE;
    }
  if (any)
    g_string_append (expression, alone ? ")" : "))");
  if (uids != NULL)
    camel_folder_free_uids (folder, uids);
  return any;
}

/* A search folder that nobody keeps, as Evolution itself makes one to search in all accounts. */
static void
find_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Showing *showing = task_data;
  g_autoptr (GString) expression = g_string_new (showing->groups->len == 1 ? "(match-all" : "(match-all (or");
  GList *folders = NULL;

  for (guint i = 0; i < showing->groups->len; i++)
    {
      const Group *group = showing->groups->pdata[i];
      CamelFolder *folder = camel_store_get_folder_sync (group->store, group->name, 0, cancellable, NULL);

      if (folder != NULL && append_messages (expression, folder, group, showing->groups->len == 1))
        folders = g_list_prepend (folders, g_object_ref (folder));
      g_clear_object (&folder);
    }
  g_string_append (expression, showing->groups->len == 1 ? ")" : "))");
  if (folders != NULL)
    {
      showing->found = camel_vee_folder_new (showing->parent, showing->title, CAMEL_STORE_FOLDER_PRIVATE);
      camel_vee_folder_set_expression (CAMEL_VEE_FOLDER (showing->found), expression->str);
      camel_vee_folder_set_folders (CAMEL_VEE_FOLDER (showing->found), folders, cancellable);
    }
  g_list_free_full (folders, g_object_unref);
  g_task_return_boolean (task, TRUE);
}

static void
search_widget (GtkWidget *widget,
               gpointer   user_data)
{
  GtkWidget **found = user_data;

  if (*found == NULL && EM_IS_FOLDER_TREE (widget))
    *found = widget;
  else if (*found == NULL && GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), search_widget, found);
}

/* What is listed is no folder of the tree: so none is selected, and each of them can be clicked to go back to it. */
static void
unselect_folder (EMailReader *reader)
{
  GtkWidget *tree = NULL;

  search_widget (gtk_widget_get_toplevel (GTK_WIDGET (reader)), &tree);
  if (tree != NULL)
    gtk_tree_selection_unselect_all (gtk_tree_view_get_selection (GTK_TREE_VIEW (tree)));
}

static void
on_list_built (MessageList *list)
{
  g_signal_handlers_disconnect_by_func (list, on_list_built, NULL);
  message_list_select (list, MESSAGE_LIST_SELECT_NEXT | MESSAGE_LIST_SELECT_WRAP, 0, 0);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Showing *showing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GObject) object = g_weak_ref_get (&showing->reader);
  EMailReader *reader = (EMailReader *) object;
  GtkWidget *list;

  if (reader == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (showing->found == NULL)
    {
      /* The history may know them from another mail program. */
      e_alert_submit (e_mail_reader_get_alert_sink (reader), "system:simple-info", _("These messages are in none of Evolution’s folders."), NULL);
      return;
    }
  list = e_mail_reader_get_message_list (reader);
  unselect_folder (reader);
  g_signal_handlers_disconnect_by_func (list, on_list_built, NULL);
  g_signal_connect (list, "message-list-built", G_CALLBACK (on_list_built), NULL);
  e_mail_reader_set_folder (reader, showing->found);
  gtk_window_present (GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (reader))));
}

static void
search_view (GtkWidget *widget,
             gpointer   user_data)
{
  GtkWidget **found = user_data;

  if (*found == NULL && E_IS_MAIL_PANED_VIEW (widget))
    *found = widget;
  else if (*found == NULL && GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), search_view, found);
}

/* A window of one message has no list. */
static EMailReader *
find_reader_with_list (EMailReader *reader)
{
  GtkWidget *found = NULL;
  EShell *shell = e_shell_backend_get_shell (E_SHELL_BACKEND (e_mail_reader_get_backend (reader)));

  if (!E_IS_MAIL_BROWSER (reader))
    return reader;
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (shell)); l != NULL; l = l->next)
    search_view (l->data, &found);
  return found != NULL ? E_MAIL_READER (found) : NULL;
}

/*
 * kith_evolution_evidence_show:
 * @reader: where it was asked for
 * @title: what to call the list
 * @evidence: (element-type KithEvidence): messages of any folders
 * @cancellable: to give up
 *
 * Lists exactly these messages, as Evolution lists what a search has found.
 */
void
kith_evolution_evidence_show (EMailReader  *reader,
                              const char   *title,
                              GPtrArray    *evidence,
                              GCancellable *cancellable)
{
  EMailReader *lister = find_reader_with_list (reader);
  EMailSession *session = e_mail_backend_get_session (e_mail_reader_get_backend (reader));
  g_autoptr (GTask) task = NULL;
  Showing *showing;

  if (lister == NULL)
    return;
  task = g_task_new (NULL, cancellable, on_found, NULL);
  showing = g_new0 (Showing, 1);
  g_weak_ref_init (&showing->reader, lister);
  showing->groups = make_groups (CAMEL_SESSION (session), evidence);
  showing->parent = g_object_ref (e_mail_session_get_vfolder_store (session));
  showing->title = g_strdup (title);
  g_task_set_task_data (task, showing, showing_free);
  g_task_run_in_thread (task, find_in_thread);
}
