/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-preferences.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-rules.h>

#include "kith-change.h"
#include "kith-ledger-view.h"
#include "kith-provider-detail.h"
#include "kith-provider-list.h"
#include "kith-provider-row.h"
#include "kith-rules-page.h"
#include "kith-storage-page.h"
#include "kith-style.h"
#include "kith-widgets.h"

struct _KithPreferences
{
  GtkBox parent_instance;

  GtkWidget *switcher;
  GtkWidget *bar;
  GtkWidget *message;
  GtkWidget *pages;
  GtkWidget *providers;
  GtkWidget *list_scroller;
  GtkWidget *list_box;
  GtkWidget *absent;
  GtkWidget *detail_scroller;
  GtkWidget *rules_scroller;
  GtkWidget *storage_scroller;
  GtkWidget *ledger_box;

  GtkWidget *list;
  GtkWidget *detail;
  GtkWidget *rules;
  GtkWidget *storage;
  GtkWidget *ledger;

  KithEngine *engine;
  GdkScreen *styled_screen;  /* (nullable): holds our style sheet */
  GCancellable *cancellable;
  GPtrArray *infos;          /* (nullable) (element-type KithProviderInfo) */
  char *wanted;              /* (nullable): the provider to show as soon as it is known */
  gboolean reading;
  gboolean read_again;       /* something changed while it was read */
};

G_DEFINE_FINAL_TYPE (KithPreferences, kith_preferences, GTK_TYPE_BOX)

static void
kith_preferences_say (KithPreferences *self,
                      const char      *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text != NULL ? text : "");
  gtk_widget_set_visible (self->bar, text != NULL);
}

static void
kith_preferences_close_bar (KithPreferences *self)
{
  kith_preferences_say (self, NULL);
}

static KithProviderInfo *
kith_preferences_find_info (KithPreferences *self,
                            const char      *id)
{
  for (guint i = 0; self->infos != NULL && i < self->infos->len; i++)
    if (g_strcmp0 (kith_provider_info_get_id (self->infos->pdata[i]), id) == 0)
      return self->infos->pdata[i];

  return NULL;
}

/* -- the details of a provider -- */

static gboolean
kith_preferences_shows_detail (KithPreferences *self)
{
  return gtk_stack_get_visible_child (GTK_STACK (self->providers)) == self->detail_scroller;
}

static void
kith_preferences_update_detail (KithPreferences *self)
{
  KithProviderList *list = KITH_PROVIDER_LIST (self->list);
  /* A copy: what is shown so far, and its id with it, goes when the new one is set. */
  g_autofree char *id = g_strdup (kith_provider_detail_get_id (KITH_PROVIDER_DETAIL (self->detail)));
  KithProviderInfo *info = kith_preferences_find_info (self, id);

  if (id == NULL || !kith_preferences_shows_detail (self))
    return;
  if (info == NULL)
    {
      kith_provider_detail_set_gone (KITH_PROVIDER_DETAIL (self->detail));
      return;
    }
  kith_provider_detail_set_provider (KITH_PROVIDER_DETAIL (self->detail), info);
  kith_provider_detail_set_movable (KITH_PROVIDER_DETAIL (self->detail), kith_provider_list_can_move (list, id, -1),
                                    kith_provider_list_can_move (list, id, 1));
}

static void
kith_preferences_open_detail (KithPreferences *self,
                              const char      *id)
{
  KithProviderInfo *info = kith_preferences_find_info (self, id);

  if (info == NULL)
    return;
  kith_provider_detail_set_provider (KITH_PROVIDER_DETAIL (self->detail), info);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->detail_scroller)), 0);
  gtk_stack_set_visible_child (GTK_STACK (self->providers), self->detail_scroller);
  kith_preferences_update_detail (self);
  gtk_widget_child_focus (self->detail, GTK_DIR_TAB_FORWARD);
}

static void
kith_preferences_close_detail (KithPreferences *self)
{
  gtk_stack_set_visible_child (GTK_STACK (self->providers), self->list_scroller);
  kith_provider_list_focus (KITH_PROVIDER_LIST (self->list), kith_provider_detail_get_id (KITH_PROVIDER_DETAIL (self->detail)));
}

/* -- reading what is so -- */

static void
kith_preferences_refresh (KithPreferences *self);

static void
kith_preferences_show_absent (KithPreferences *self,
                              KithRules       *rules)
{
  g_auto (GStrv) order = kith_rules_dup_strings (rules, "provider-order");
  g_autoptr (GString) absent = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (gsize i = 0; order[i] != NULL; i++)
    if (kith_preferences_find_info (self, order[i]) == NULL)
      g_string_append_printf (absent, "%s%s", absent->len > 0 ? ", " : "", order[i]);

  /* Translators: %s is a list of the ids of providers */
  text = g_strdup_printf (_("Not installed at present, but their places and settings are kept: %s."), absent->str);
  kith_label_set_optional_text (self->absent, absent->len > 0 ? text : NULL);
}

static void
kith_preferences_rules_read (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr (KithPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithRules) rules = kith_engine_get_rules_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;

  self->reading = FALSE;
  if (rules != NULL)
    {
      kith_rules_page_set_rules (KITH_RULES_PAGE (self->rules), rules);
      kith_storage_page_set_rules (KITH_STORAGE_PAGE (self->storage), rules);
      kith_preferences_show_absent (self, rules);
    }
  else
    kith_preferences_say (self, error->message);

  if (self->read_again)
    kith_preferences_refresh (self);
}

static void
kith_preferences_show_wanted (KithPreferences *self)
{
  g_autofree char *id = g_steal_pointer (&self->wanted);

  if (id != NULL)
    kith_preferences_show_provider (self, id);
}

static void
kith_preferences_providers_read (GObject      *source,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr (KithPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = kith_engine_list_providers_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;

  if (infos != NULL)
    {
      g_clear_pointer (&self->infos, g_ptr_array_unref);
      self->infos = g_steal_pointer (&infos);
      kith_provider_list_set_providers (KITH_PROVIDER_LIST (self->list), self->infos);
      kith_storage_page_set_providers (KITH_STORAGE_PAGE (self->storage), self->infos);
      kith_ledger_view_set_providers (KITH_LEDGER_VIEW (self->ledger), self->infos);
      kith_preferences_update_detail (self);
      kith_preferences_show_wanted (self);
    }
  else
    kith_preferences_say (self, error->message);

  kith_engine_get_rules_async (self->engine, self->cancellable, kith_preferences_rules_read, g_object_ref (self));
}

/* Many changes at once, as when a file of settings is written, are read once or twice. */
static void
kith_preferences_refresh (KithPreferences *self)
{
  self->read_again = self->reading;
  if (self->reading || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->reading = TRUE;
  kith_engine_list_providers_async (self->engine, self->cancellable, kith_preferences_providers_read, g_object_ref (self));
  kith_ledger_view_refresh (KITH_LEDGER_VIEW (self->ledger));
}

/* -- what the user does -- */

static void
kith_preferences_switch_provider (KithPreferences *self,
                                  KithProviderRow *row,
                                  gboolean         enabled)
{
  kith_change_provider (self->engine, kith_provider_row_get_id (row), "enabled", enabled ? "true" : "false", GTK_WIDGET (row),
                        kith_provider_row_done);
}

static void
kith_preferences_moved (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KithPreferences) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kith_engine_move_provider_finish (KITH_ENGINE (source), result, &error) || self->engine == NULL)
    return;
  kith_preferences_say (self, error->message);
  kith_preferences_refresh (self);
}

static void
kith_preferences_move_provider (KithPreferences *self,
                                const char      *id,
                                const char      *before)
{
  kith_preferences_say (self, NULL);
  kith_engine_move_provider_async (self->engine, id, before, NULL, kith_preferences_moved, g_object_ref (self));
}

static void
kith_preferences_move_detail (KithPreferences *self,
                              int              by)
{
  const char *id = kith_provider_detail_get_id (KITH_PROVIDER_DETAIL (self->detail));

  kith_provider_list_move (KITH_PROVIDER_LIST (self->list), id, by);
  kith_preferences_update_detail (self);
}

/* -- the widget -- */

static void
kith_preferences_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kith_preferences_parent_class)->map (widget);
  kith_preferences_refresh (KITH_PREFERENCES (widget));
}

/* What settings do not tell, such as a token given in a terminal, shows when the owner comes back from there. */
static void
kith_preferences_hierarchy_changed (GtkWidget *widget,
                                    GtkWidget *previous)
{
  KithPreferences *self = KITH_PREFERENCES (widget);
  GtkWidget *toplevel = gtk_widget_get_toplevel (widget);

  if (previous != NULL)
    g_signal_handlers_disconnect_by_func (previous, kith_preferences_refresh, self);
  if (GTK_IS_WINDOW (toplevel))
    g_signal_connect_object (toplevel, "notify::is-active", G_CALLBACK (kith_preferences_refresh), self, G_CONNECT_SWAPPED);
}

static void
kith_preferences_screen_changed (GtkWidget *widget,
                                 GdkScreen *previous)
{
  KithPreferences *self = KITH_PREFERENCES (widget);
  GdkScreen *screen = gtk_widget_has_screen (widget) ? gtk_widget_get_screen (widget) : NULL;

  if (screen == self->styled_screen)
    return;
  if (self->styled_screen != NULL)
    kith_style_release (self->styled_screen);
  g_clear_object (&self->styled_screen);
  if (screen != NULL)
    {
      self->styled_screen = g_object_ref (screen);
      kith_style_hold (screen);
    }
}

static void
kith_preferences_dispose (GObject *object)
{
  KithPreferences *self = KITH_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  if (self->styled_screen != NULL)
    kith_style_release (self->styled_screen);
  g_clear_object (&self->styled_screen);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_preferences_parent_class)->dispose (object);
}

static void
kith_preferences_finalize (GObject *object)
{
  KithPreferences *self = KITH_PREFERENCES (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_free (self->wanted);

  G_OBJECT_CLASS (kith_preferences_parent_class)->finalize (object);
}

static void
kith_preferences_class_init (KithPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_preferences_finalize;
  widget_class->map = kith_preferences_map;
  widget_class->hierarchy_changed = kith_preferences_hierarchy_changed;
  widget_class->screen_changed = kith_preferences_screen_changed;
  /* What shows is for the page to say. */
  widget_class->show_all = gtk_widget_show;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, switcher);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, bar);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, message);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, pages);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, providers);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, list_scroller);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, list_box);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, absent);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, detail_scroller);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, rules_scroller);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, storage_scroller);
  gtk_widget_class_bind_template_child (widget_class, KithPreferences, ledger_box);
  gtk_widget_class_bind_template_callback (widget_class, kith_preferences_close_bar);
}

static void
kith_preferences_name_pages (KithPreferences *self)
{
  static const char *const ids[] = { "kith-page-providers", "kith-page-rules", "kith-page-storage", "kith-page-ledger" };
  g_autoptr (GList) buttons = gtk_container_get_children (GTK_CONTAINER (self->switcher));
  GList *l = buttons;

  for (gsize i = 0; i < G_N_ELEMENTS (ids) && l != NULL; i++, l = l->next)
    kith_accessible_set (l->data, ids[i], NULL);
}

static void
kith_preferences_init (KithPreferences *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (GTK_WIDGET (self), "kith-preferences", _("Kith"));
  kith_accessible_set (self->message, "kith-message", NULL);
  kith_accessible_set (self->absent, "kith-absent", NULL);
  kith_accessible_set (self->switcher, "kith-pages", NULL);
  kith_preferences_name_pages (self);
}

static void
kith_preferences_add (GtkWidget *container,
                      GtkWidget *child)
{
  gtk_container_add (GTK_CONTAINER (container), child);
  gtk_widget_show (child);
}

static void
kith_preferences_connect (KithPreferences *self)
{
  g_signal_connect_object (self->list, "switch-provider", G_CALLBACK (kith_preferences_switch_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "show-details", G_CALLBACK (kith_preferences_open_detail), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "move-provider", G_CALLBACK (kith_preferences_move_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "go-back", G_CALLBACK (kith_preferences_close_detail), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "move", G_CALLBACK (kith_preferences_move_detail), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "access-changed", G_CALLBACK (kith_preferences_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->storage, "forgotten", G_CALLBACK (kith_preferences_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "changed", G_CALLBACK (kith_preferences_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "notice", G_CALLBACK (kith_preferences_say), self, G_CONNECT_SWAPPED);
}

/**
 * kith_preferences_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): the page; it is filled when it is seen
 */
GtkWidget *
kith_preferences_new (KithEngine *engine)
{
  KithPreferences *self;

  g_return_val_if_fail (KITH_IS_ENGINE (engine), NULL);

  self = g_object_new (KITH_TYPE_PREFERENCES, NULL);
  self->engine = g_object_ref (engine);
  self->list = kith_provider_list_new ();
  self->detail = kith_provider_detail_new (engine);
  self->rules = kith_rules_page_new (engine);
  self->storage = kith_storage_page_new (engine);
  self->ledger = kith_ledger_view_new (engine);
  kith_preferences_add (self->list_box, self->list);
  kith_preferences_add (self->detail_scroller, self->detail);
  kith_preferences_add (self->rules_scroller, self->rules);
  kith_preferences_add (self->storage_scroller, self->storage);
  kith_preferences_add (self->ledger_box, self->ledger);
  gtk_widget_set_vexpand (self->ledger, TRUE);
  kith_preferences_connect (self);

  return GTK_WIDGET (self);
}

/**
 * kith_preferences_show_provider:
 * @self: the page
 * @provider_id: (nullable): a provider; %NULL for all of them
 *
 * Shows the settings of a provider, as soon as it is known.
 */
void
kith_preferences_show_provider (KithPreferences *self,
                                const char      *provider_id)
{
  g_return_if_fail (KITH_IS_PREFERENCES (self));

  gtk_stack_set_visible_child (GTK_STACK (self->pages), self->providers);
  if (provider_id == NULL)
    gtk_stack_set_visible_child (GTK_STACK (self->providers), self->list_scroller);
  else if (self->infos != NULL)
    kith_preferences_open_detail (self, provider_id);
  else
    {
      g_free (self->wanted);
      self->wanted = g_strdup (provider_id);
    }
}
