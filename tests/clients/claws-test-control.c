/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* First: it decides the layout of Claws Mail's structures. */
#include "claws-features.h"

#include "config.h"

#include <string.h>

#include <gtk/gtk.h>

#include <common/plugin.h>
#include <common/version.h>
#include <folder.h>
#include <folderview.h>
#include <gtk/gtkutils.h>
#include <mainwindow.h>
#include <messageview.h>
#include <prefs_common.h>
#include <summaryview.h>

#include "kith-test-control.h"

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT gint plugin_init (gchar **error);
EXPORT gboolean plugin_done (void);
EXPORT const gchar *plugin_name (void);
EXPORT const gchar *plugin_desc (void);
EXPORT const gchar *plugin_type (void);
EXPORT const gchar *plugin_licence (void);
EXPORT const gchar *plugin_version (void);
EXPORT struct PluginFeature *plugin_provides (void);

/* Claws Mail gives a plugin no place for its data. */
static KithTestControl *control;

static char *
activate_action (const char *path)
{
  GtkAction *action = gtk_ui_manager_get_action (mainwindow_get_mainwindow ()->ui_manager, path);

  if (action == NULL)
    return g_strdup ("error: no such action");
  if (GTK_IS_RADIO_ACTION (action))
    gtk_toggle_action_set_active (GTK_TOGGLE_ACTION (action), TRUE);
  else
    gtk_action_activate (action);

  return g_strdup ("ok");
}

static char *
set_layout (const char *number)
{
  static const char *const names[] = { "Standard", "ThreeColumns", "WideMessage", NULL, "WideMessageList", "SmallScreen" };
  guint i = (guint) g_ascii_strtoull (number, NULL, 10);
  g_autofree char *path = NULL;

  if (i >= G_N_ELEMENTS (names) || names[i] == NULL)
    return g_strdup ("error: no such layout");
  path = g_strdup_printf ("/Menu/View/Layout/%s", names[i]);

  return activate_action (path);
}

static char *
unload (const char *name)
{
  Plugin *plugin = plugin_get_loaded_by_name (name);

  if (plugin == NULL)
    return g_strdup ("error: not loaded");
  plugin_unload (plugin);

  return g_strdup ("ok");
}

static char *
load (const char *path)
{
  g_autofree char *error = NULL;
  Plugin *plugin = plugin_load (path, &error);

  return plugin != NULL ? g_strdup ("ok") : g_strdup_printf ("error: %s", error);
}

static char *
close_window (void)
{
  const GList *views = messageview_get_msgview_list ();

  if (views == NULL)
    return g_strdup ("error: no window");
  messageview_destroy (views->data);

  return g_strdup ("ok");
}

static char *
visit (MainWindow *window,
       const char *identifier)
{
  FolderItem *item = folder_find_item_from_identifier (identifier);

  if (item == NULL)
    return g_strdup ("error: no such folder");
  folderview_select (window->folderview, item);
  return g_strdup ("ok");
}

/* Asks the server of the folder for new mail. */
static char *
check_mail (const char *identifier)
{
  FolderItem *item = folder_find_item_from_identifier (identifier);

  if (item == NULL)
    return g_strdup ("error: no such folder");
  folderview_check_new (item->folder);
  return g_strdup ("ok");
}

/* The folder, and the numbers of the messages that its list shows. */
static char *
list_shown (SummaryView *summary)
{
  GtkCMCTree *tree = GTK_CMCTREE (summary->ctree);
  GtkCMCTreeNode *node = GTK_CMCTREE_NODE (GTK_CMCLIST (tree)->row_list);
  GString *shown = g_string_new (summary->folder_item != NULL ? summary->folder_item->path : "");

  for (; node != NULL; node = gtkut_ctree_node_next (tree, node))
    {
      MsgInfo *info = gtk_cmctree_node_get_row_data (tree, node);

      if (info != NULL)
        g_string_append_printf (shown, " %u", info->msgnum);
    }
  return g_string_free (shown, FALSE);
}

static char *
move_to_trash (SummaryView *summary,
               const char  *number)
{
  MsgInfo *info = folder_item_get_msginfo (summary->folder_item, (gint) g_ascii_strtoull (number, NULL, 10));

  if (info == NULL)
    return g_strdup ("error: no such message");
  folder_item_move_msg (summary->folder_item->folder->trash, info);
  procmsg_msginfo_free (&info);
  return g_strdup ("ok");
}

static char *
set_junk (SummaryView *summary,
          const char  *number,
          gboolean     junk)
{
  MsgInfo *info = folder_item_get_msginfo (summary->folder_item, (gint) g_ascii_strtoull (number, NULL, 10));

  if (info == NULL)
    return g_strdup ("error: no such message");
  if (junk)
    procmsg_msginfo_set_flags (info, MSG_SPAM, 0);
  else
    procmsg_msginfo_unset_flags (info, MSG_SPAM, 0);
  procmsg_msginfo_free (&info);
  return g_strdup ("ok");
}

static char *
run (const char *command,
     const char *arg)
{
  MainWindow *window = mainwindow_get_mainwindow ();

  if (strcmp (command, "count") == 0)
    return g_strdup_printf ("%d", window->summaryview->folder_item != NULL ? window->summaryview->folder_item->total_msgs : 0);
  else if (strcmp (command, "is-online") == 0)
    return g_strdup (prefs_common_get_prefs ()->work_offline ? "no" : "yes");
  else if (strcmp (command, "select") == 0 && arg != NULL)
    summary_select_by_msgnum (window->summaryview, (guint) g_ascii_strtoull (arg, NULL, 10), TRUE);
  else if (strcmp (command, "clear") == 0)
    summary_unselect_all (window->summaryview);
  else if (strcmp (command, "clear-view") == 0)
    messageview_clear (window->messageview);
  else if (strcmp (command, "open") == 0)
    summary_open_msg (window->summaryview);
  else if (strcmp (command, "visit") == 0 && arg != NULL)
    return visit (window, arg);
  else if (strcmp (command, "check") == 0 && arg != NULL)
    return check_mail (arg);
  else if (strcmp (command, "end-search") == 0)
    quicksearch_set (window->summaryview->quicksearch, ADVANCED_SEARCH_EXTENDED, "");
  else if (strcmp (command, "shown") == 0)
    return list_shown (window->summaryview);
  else if (strcmp (command, "delete") == 0 && arg != NULL)
    return move_to_trash (window->summaryview, arg);
  else if ((strcmp (command, "junk") == 0 || strcmp (command, "no-junk") == 0) && arg != NULL)
    return set_junk (window->summaryview, arg, strcmp (command, "junk") == 0);
  else if (strcmp (command, "close") == 0)
    return close_window ();
  else if (strcmp (command, "finish") == 0)
    gtk_icon_theme_rescan_if_needed (gtk_icon_theme_get_default ());
  else if (strcmp (command, "layout") == 0 && arg != NULL)
    return set_layout (arg);
  else if (strcmp (command, "action") == 0 && arg != NULL)
    return activate_action (arg);
  else if (strcmp (command, "unload") == 0 && arg != NULL)
    return unload (arg);
  else if (strcmp (command, "load") == 0 && arg != NULL)
    return load (arg);
  else
    return NULL;

  return g_strdup ("ok");
}

gint
plugin_init (gchar **error)
{
  g_autoptr (GError) local_error = NULL;

  control = kith_test_control_new (run, &local_error);
  if (control == NULL)
    {
      *error = g_strdup (local_error->message);
      return -1;
    }

  return 0;
}

gboolean
plugin_done (void)
{
  g_clear_pointer (&control, kith_test_control_free);
  return TRUE;
}

const gchar *
plugin_name (void)
{
  return "Kith test control";
}

const gchar *
plugin_desc (void)
{
  return "Drives Claws Mail from a test";
}

const gchar *
plugin_type (void)
{
  return "GTK3";
}

const gchar *
plugin_licence (void)
{
  return "GPL3+";
}

const gchar *
plugin_version (void)
{
  return KITH_VERSION;
}

struct PluginFeature *
plugin_provides (void)
{
  static struct PluginFeature features[] = { { PLUGIN_UTILITY, "Kith test control" }, { PLUGIN_NOTHING, NULL } };

  return features;
}
