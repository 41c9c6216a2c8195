/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-menu.h"

#include <glib/gi18n-lib.h>

#include <mail/e-mail-browser.h>
#include <mail/e-mail-view.h>
#include <shell/e-shell-view.h>
#include <shell/e-shell-window.h>

#define ACTION_NAME "kith-show-sidebar"
#define ACTION_ACCEL "<Shift>F9"
#define ACTION_LABEL N_("_Kith Sidebar")
#define ACTION_TOOLTIP N_("Show who the sender is beside the message")

/* Evolution 3.56 has a menu system of its own; it has no macro that tells the version. */
#ifdef E_TYPE_UI_ACTION
typedef EUIAction ToggleAction;
#else
typedef GtkToggleAction ToggleAction;
#endif

struct _KithEvolutionMenu
{
  GObject parent_instance;

  KithEngine *engine;
  ToggleAction *action;
};

G_DEFINE_FINAL_TYPE (KithEvolutionMenu, kith_evolution_menu, G_TYPE_OBJECT)

#ifdef E_TYPE_UI_ACTION

#define MENU_ITEM "<item action='" ACTION_NAME "' text_only='true'/>"
#define VIEW_MENU(item) "<eui><menu id='main-menu'><submenu action='view-menu'>" item "</submenu></menu></eui>"

static void
toggle_action_set_active (ToggleAction *action,
                          gboolean      active)
{
  e_ui_action_set_active (action, active);
}

static gboolean
toggle_action_get_active (ToggleAction *action)
{
  return e_ui_action_get_active (action);
}

static ToggleAction *
add_toggle_action (EMailReader *reader)
{
  static const EUIActionEntry entries[] = {
    { ACTION_NAME, NULL, ACTION_LABEL, ACTION_ACCEL, ACTION_TOOLTIP, NULL, NULL, "true", NULL },
  };
  EUIManager *manager;
  const char *eui;

  if (E_IS_MAIL_VIEW (reader))
    {
      manager = e_shell_view_get_ui_manager (e_mail_view_get_shell_view (E_MAIL_VIEW (reader)));
      eui = VIEW_MENU ("<placeholder id='view-custom-menus'>" MENU_ITEM "</placeholder>");
    }
  else
    {
      manager = e_mail_reader_get_ui_manager (reader);
      eui = VIEW_MENU (MENU_ITEM);
    }

  if (manager == NULL)
    return NULL;
  e_ui_manager_add_actions_with_eui_data (manager, "kith", GETTEXT_PACKAGE, entries, G_N_ELEMENTS (entries), NULL, eui);

  return e_ui_manager_get_action (manager, ACTION_NAME);
}

#else

#define MENU_ITEM "<menuitem action='" ACTION_NAME "'/>"
#define VIEW_MENU(item) "<ui><menubar name='main-menu'><menu action='view-menu'>" item "</menu></menubar></ui>"

static void
toggle_action_set_active (ToggleAction *action,
                          gboolean      active)
{
  gtk_toggle_action_set_active (action, active);
}

static gboolean
toggle_action_get_active (ToggleAction *action)
{
  return gtk_toggle_action_get_active (action);
}

static ToggleAction *
add_toggle_action (EMailReader *reader)
{
  static const GtkToggleActionEntry entries[] = {
    { ACTION_NAME, NULL, ACTION_LABEL, ACTION_ACCEL, ACTION_TOOLTIP, NULL, TRUE },
  };
  GtkActionGroup *group;
  GtkUIManager *manager;
  GtkAction *action;
  const char *ui;

  if (E_IS_MAIL_VIEW (reader))
    {
      EShellView *view = e_mail_view_get_shell_view (E_MAIL_VIEW (reader));
      EShellWindow *window = e_shell_view_get_shell_window (view);

      /* A group added so goes away with its view when another one (calendar, contacts) is shown. */
      e_shell_window_add_action_group_full (window, "kith", e_shell_view_get_name (view));
      group = g_object_ref (e_shell_window_get_action_group (window, "kith"));
      manager = e_shell_window_get_ui_manager (window);
      ui = VIEW_MENU ("<placeholder name='view-custom-menus'>" MENU_ITEM "</placeholder>");
    }
  else
    {
      group = gtk_action_group_new ("kith");
      manager = e_mail_browser_get_ui_manager (E_MAIL_BROWSER (reader));
      gtk_ui_manager_insert_action_group (manager, group, 0);
      ui = VIEW_MENU (MENU_ITEM);
    }

  gtk_action_group_set_translation_domain (group, GETTEXT_PACKAGE);
  gtk_action_group_add_toggle_actions (group, entries, G_N_ELEMENTS (entries), NULL);
  gtk_ui_manager_add_ui_from_string (manager, ui, -1, NULL);

  action = gtk_action_group_get_action (group, ACTION_NAME);
  g_object_unref (group);

  return GTK_TOGGLE_ACTION (action);
}

#endif

static void
on_engine_changed (KithEvolutionMenu *self)
{
  toggle_action_set_active (self->action, kith_engine_get_sidebar_visible (self->engine));
}

static void
on_action_changed (KithEvolutionMenu *self)
{
  gboolean active = toggle_action_get_active (self->action);

  if (active != kith_engine_get_sidebar_visible (self->engine))
    kith_engine_set_sidebar_visible (self->engine, active);
}

static void
kith_evolution_menu_dispose (GObject *object)
{
  KithEvolutionMenu *self = KITH_EVOLUTION_MENU (object);

  g_clear_object (&self->action);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_evolution_menu_parent_class)->dispose (object);
}

static void
kith_evolution_menu_class_init (KithEvolutionMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_evolution_menu_dispose;
}

static void
kith_evolution_menu_init (KithEvolutionMenu *self)
{
}

/*
 * kith_evolution_menu_new:
 *
 * Returns: (transfer full): owns the connection between the item and @engine; the item itself goes with the window
 */
KithEvolutionMenu *
kith_evolution_menu_new (EMailReader *reader,
                         KithEngine  *engine)
{
  KithEvolutionMenu *self = g_object_new (KITH_TYPE_EVOLUTION_MENU, NULL);
  ToggleAction *action = add_toggle_action (reader);

  self->engine = g_object_ref (engine);
  if (action == NULL)
    return self;

  self->action = g_object_ref (action);
  on_engine_changed (self);
  g_signal_connect_object (action, "notify::active", G_CALLBACK (on_action_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::sidebar-visible", G_CALLBACK (on_engine_changed), self, G_CONNECT_SWAPPED);

  return self;
}
