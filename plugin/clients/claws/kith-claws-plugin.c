/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What Claws Mail looks for in a plugin. It calls without a context, which is why one variable of ours is not in an object. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "claws-features.h"
#include <account.h>
#include <common/hooks.h>
#include <common/plugin.h>
#include <common/utils.h>
#include <common/version.h>
#include <mainwindow.h>
#include <messageview.h>
#include <prefs_common.h>

#include <kith/kith-books.h>

#include "kith-claws-reading.h"
#include "kith-claws-preferences.h"
#include "kith-claws-view.h"

#define EXPORTED __attribute__ ((visibility ("default")))

typedef struct
{
  KithEngine *engine;
  KithClawsReading *reading;
  KithClawsPreferences *preferences;
  GPtrArray *views; /* (element-type KithClawsView) */
  gulong show_hook;
  gulong offline_hook;
  gulong accounts_hook;
} KithClawsPlugin;

static KithClawsPlugin *plugin;

EXPORTED gint plugin_init (gchar **error);
EXPORTED gboolean plugin_done (void);
EXPORTED const gchar *plugin_name (void);
EXPORTED const gchar *plugin_desc (void);
EXPORTED const gchar *plugin_version (void);
EXPORTED struct PluginFeature *plugin_provides (void);
EXPORTED const gchar *plugin_type (void);
EXPORTED const gchar *plugin_licence (void);

static KithClawsView *
kith_claws_plugin_find_view (MessageView *message_view)
{
  for (guint i = 0; i < plugin->views->len; i++)
    if (kith_claws_view_is_of (plugin->views->pdata[i], message_view))
      return plugin->views->pdata[i];

  return NULL;
}

static void
kith_claws_plugin_view_closed (KithClawsView *view)
{
  g_ptr_array_remove_fast (plugin->views, view);
}

/* Claws Mail prints in a message window that nobody sees. */
static gboolean
kith_claws_plugin_is_seen (MessageView *message_view)
{
  return message_view->window == NULL || gtk_widget_get_visible (message_view->window);
}

static void
kith_claws_plugin_follow (MessageView *message_view)
{
  KithClawsView *view;

  if (message_view == NULL || message_view->mimeview == NULL || !kith_claws_plugin_is_seen (message_view))
    return;

  view = kith_claws_plugin_find_view (message_view);
  if (view == NULL)
    {
      view = kith_claws_view_new (message_view, plugin->engine);
      g_signal_connect (view, "closed", G_CALLBACK (kith_claws_plugin_view_closed), NULL);
      g_ptr_array_add (plugin->views, view);
    }

  kith_claws_view_update (view);
}

static gboolean
kith_claws_plugin_message_shown (gpointer source,
                                 gpointer user_data)
{
  kith_claws_plugin_follow (source);

  return FALSE;
}

static gboolean
kith_claws_plugin_offline_changed (gpointer source,
                                   gpointer user_data)
{
  kith_engine_set_offline (plugin->engine, prefs_common_get_prefs ()->work_offline);

  return FALSE;
}

static gboolean
kith_claws_plugin_accounts_changed (gpointer source,
                                    gpointer user_data)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  for (GList *l = account_get_list (); l != NULL; l = l->next)
    {
      PrefsAccount *account = l->data;

      if (account->address != NULL && *account->address != '\0')
        g_ptr_array_add (addresses, account->address);
    }

  g_ptr_array_add (addresses, NULL);
  kith_engine_set_own_addresses (plugin->engine, (const char *const *) addresses->pdata);

  return FALSE;
}

static void
kith_claws_plugin_follow_open_windows (void)
{
  MainWindow *main_window = mainwindow_get_mainwindow ();

  if (main_window != NULL)
    kith_claws_plugin_follow (main_window->messageview);

  for (const GList *l = messageview_get_msgview_list (); l != NULL; l = l->next)
    kith_claws_plugin_follow (l->data);
}

gint
plugin_init (gchar **error)
{
  bindtextdomain (GETTEXT_PACKAGE, KITH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (!check_plugin_version (MAKE_NUMERIC_VERSION (4, 1, 0, 0), VERSION_NUMERIC, "Kith", error))
    return -1;

  plugin = g_new0 (KithClawsPlugin, 1);
  plugin->engine = kith_engine_new ();
  plugin->preferences = kith_claws_preferences_new (plugin->engine);
  plugin->views = g_ptr_array_new_with_free_func (g_object_unref);

  kith_engine_set_claws_folder (plugin->engine, get_rc_dir ());
  kith_claws_plugin_offline_changed (NULL, NULL);
  kith_claws_plugin_accounts_changed (NULL, NULL);
  plugin->reading = kith_claws_reading_new (plugin->engine);

  plugin->show_hook = hooks_register_hook (MESSAGE_VIEW_SHOW_DONE_HOOKLIST, kith_claws_plugin_message_shown, NULL);
  plugin->offline_hook = hooks_register_hook (OFFLINE_SWITCH_HOOKLIST, kith_claws_plugin_offline_changed, NULL);
  plugin->accounts_hook = hooks_register_hook (ACCOUNT_LIST_CHANGED_HOOKLIST, kith_claws_plugin_accounts_changed, NULL);
  kith_claws_plugin_follow_open_windows ();

  return 0;
}

gboolean
plugin_done (void)
{
  hooks_unregister_hook (MESSAGE_VIEW_SHOW_DONE_HOOKLIST, plugin->show_hook);
  hooks_unregister_hook (OFFLINE_SWITCH_HOOKLIST, plugin->offline_hook);
  hooks_unregister_hook (ACCOUNT_LIST_CHANGED_HOOKLIST, plugin->accounts_hook);

  for (guint i = 0; i < plugin->views->len; i++)
    kith_claws_view_detach (plugin->views->pdata[i]);

  kith_claws_reading_stop (plugin->reading);
  g_object_unref (plugin->reading);
  kith_claws_preferences_free (plugin->preferences);
  g_ptr_array_unref (plugin->views);
  /* What a window had decided as it closed is written now, or never. */
  kith_engine_close (plugin->engine);
  g_object_unref (plugin->engine);
  g_clear_pointer (&plugin, g_free);

  return TRUE;
}

const gchar *
plugin_name (void)
{
  return "Kith";
}

const gchar *
plugin_desc (void)
{
  return _("Shows who the sender of a message is: role, company, and the people you both know.\n"
           "\n"
           "Uses what is on this computer; asks a service only after you have switched it on.");
}

const gchar *
plugin_version (void)
{
  return KITH_VERSION;
}

struct PluginFeature *
plugin_provides (void)
{
  /* Claws Mail refuses a plugin that provides the same as another one. */
  static struct PluginFeature features[] = {
    { PLUGIN_UTILITY, "Kith" },
    { PLUGIN_NOTHING, NULL },
  };

  return features;
}

const gchar *
plugin_type (void)
{
  return "GTK3";
}

const gchar *
plugin_licence (void)
{
  return "LGPL2.1+";
}
