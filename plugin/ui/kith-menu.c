/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-menu.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-provider-info.h>

#include "kith-widgets.h"

#define TEXT_MAX_CHARS 44

struct _KithMenu
{
  GtkMenu parent_instance;

  GtkWidget *separator; /* below the providers */
  GList *provider_items; /* (element-type GtkWidget): owned by the menu */
};

enum
{
  ENABLE_PROVIDER,
  COPY_ADDRESS,
  SHOW_ASKED,
  FORGET,
  EDIT_NOTE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithMenu, kith_menu, GTK_TYPE_MENU)

static void
kith_menu_provider_toggled (KithMenu         *self,
                            GtkCheckMenuItem *item)
{
  g_signal_emit (self, signals[ENABLE_PROVIDER], 0, g_object_get_data (G_OBJECT (item), "provider-id"), gtk_check_menu_item_get_active (item));
}

static GtkWidget *
kith_menu_text_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_MAX_CHARS);

  return label;
}

static char *
kith_menu_describe_provider (KithProviderInfo *info)
{
  const char *sends = kith_provider_info_get_sends_text (info);

  if (kith_provider_info_is_locked (info))
    return g_strdup_printf (_("%s. Your administrator has decided this."), sends);

  return g_strdup (sends);
}

static void
kith_menu_add_provider (KithMenu         *self,
                        KithProviderInfo *info,
                        int               position)
{
  GtkWidget *item = gtk_check_menu_item_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *sends;
  g_autofree char *text = kith_menu_describe_provider (info);
  g_autofree char *id = g_strconcat ("kith-provider-", kith_provider_info_get_id (info), NULL);

  sends = kith_menu_text_new (text);
  gtk_style_context_add_class (gtk_widget_get_style_context (sends), "kith-small");
  gtk_container_add (GTK_CONTAINER (box), kith_menu_text_new (kith_provider_info_get_name (info)));
  gtk_container_add (GTK_CONTAINER (box), sends);
  gtk_container_add (GTK_CONTAINER (item), box);

  gtk_check_menu_item_set_active (GTK_CHECK_MENU_ITEM (item), kith_provider_info_is_enabled (info));
  gtk_widget_set_sensitive (item, !kith_provider_info_is_locked (info));
  g_object_set_data_full (G_OBJECT (item), "provider-id", g_strdup (kith_provider_info_get_id (info)), g_free);
  g_signal_connect_object (item, "toggled", G_CALLBACK (kith_menu_provider_toggled), self, G_CONNECT_SWAPPED);

  kith_accessible_set (item, id, kith_provider_info_get_name (info));
  atk_object_set_description (gtk_widget_get_accessible (item), text);

  gtk_widget_show_all (item);
  gtk_menu_shell_insert (GTK_MENU_SHELL (self), item, position);
  self->provider_items = g_list_append (self->provider_items, item);
}

static void
kith_menu_item_activated (KithMenu    *self,
                          GtkMenuItem *item)
{
  g_signal_emit (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), "signal")), 0);
}

static void
kith_menu_add_action (KithMenu   *self,
                      const char *id,
                      const char *text,
                      guint       signal)
{
  GtkWidget *item = gtk_menu_item_new_with_mnemonic (text);

  g_object_set_data (G_OBJECT (item), "signal", GUINT_TO_POINTER (signal));
  g_signal_connect_object (item, "activate", G_CALLBACK (kith_menu_item_activated), self, G_CONNECT_SWAPPED);
  kith_accessible_set (item, id, NULL);
  gtk_widget_show (item);
  gtk_menu_shell_append (GTK_MENU_SHELL (self), item);
}

/* What the panel does, see kith-actions.h. */
static void
kith_menu_add_panel_action (KithMenu   *self,
                            const char *id,
                            const char *text,
                            const char *action,
                            const char *target)
{
  GtkWidget *item = gtk_menu_item_new_with_mnemonic (text);

  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (item), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (item), action);
  kith_accessible_set (item, id, NULL);
  gtk_widget_show (item);
  gtk_menu_shell_append (GTK_MENU_SHELL (self), item);
}

static void
kith_menu_dispose (GObject *object)
{
  g_clear_pointer (&KITH_MENU (object)->provider_items, g_list_free);

  G_OBJECT_CLASS (kith_menu_parent_class)->dispose (object);
}

static void
kith_menu_class_init (KithMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kith_menu_dispose;

  signals[ENABLE_PROVIDER] = g_signal_new ("enable-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[COPY_ADDRESS] = g_signal_new ("copy-address", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_ASKED] = g_signal_new ("show-asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT_NOTE] = g_signal_new ("edit-note", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FORGET] = g_signal_new ("forget", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_menu_add_separator (KithMenu *self)
{
  GtkWidget *separator = gtk_separator_menu_item_new ();

  gtk_widget_show (separator);
  gtk_menu_shell_append (GTK_MENU_SHELL (self), separator);
}

static void
kith_menu_init (KithMenu *self)
{
  self->separator = gtk_separator_menu_item_new ();
  gtk_menu_shell_append (GTK_MENU_SHELL (self), self->separator);

  kith_menu_add_action (self, "kith-menu-asked", _("_What was asked and what not"), signals[SHOW_ASKED]);
  kith_menu_add_panel_action (self, "kith-menu-sent", _("What was _sent for this person"), "kith.show-sent", NULL);
  kith_menu_add_panel_action (self, "kith-menu-offers", _("_Look people up?"), "kith.ask-offers", NULL);
  kith_menu_add_panel_action (self, "kith-menu-preferences", _("_All services…"), "kith.preferences", "");
  kith_menu_add_separator (self);
  kith_menu_add_panel_action (self, "kith-menu-correct", _("C_orrect…"), "kith.correct", NULL);
  kith_menu_add_action (self, "kith-menu-note", _("Your _note…"), signals[EDIT_NOTE]);
  kith_menu_add_action (self, "kith-menu-copy", _("_Copy address"), signals[COPY_ADDRESS]);
  kith_menu_add_action (self, "kith-menu-forget", _("_Forget this person…"), signals[FORGET]);
}

/**
 * kith_menu_new:
 *
 * Returns: (transfer floating): a menu without providers
 */
GtkWidget *
kith_menu_new (void)
{
  return g_object_new (KITH_TYPE_MENU, NULL);
}

static void
kith_menu_update_provider (KithMenu         *self,
                           GtkWidget        *item,
                           KithProviderInfo *info)
{
  g_signal_handlers_block_by_func (item, kith_menu_provider_toggled, self);
  gtk_check_menu_item_set_active (GTK_CHECK_MENU_ITEM (item), kith_provider_info_is_enabled (info));
  g_signal_handlers_unblock_by_func (item, kith_menu_provider_toggled, self);
  gtk_widget_set_sensitive (item, !kith_provider_info_is_locked (info));
}

static gboolean
kith_menu_has_providers (KithMenu  *self,
                         GPtrArray *remote)
{
  GList *l = self->provider_items;
  guint i;

  for (i = 0; i < remote->len && l != NULL; i++, l = l->next)
    if (g_strcmp0 (g_object_get_data (l->data, "provider-id"), kith_provider_info_get_id (remote->pdata[i])) != 0)
      return FALSE;

  return i == remote->len && l == NULL;
}

/* What is on this computer needs no switch; for what needs a token first, a switch would do nothing. */
static gboolean
kith_menu_has_switch (KithProviderInfo *info)
{
  if (kith_provider_info_is_local (info))
    return FALSE;

  return kith_provider_info_is_enabled (info) || kith_provider_info_has_token (info) || !kith_provider_info_needs_token (info);
}

/**
 * kith_menu_set_providers:
 * @self: a menu
 * @providers: (element-type KithProviderInfo): those that send something, and could, get a line that switches them on and off
 *
 * A menu that is open keeps its lines where they are the same providers.
 */
void
kith_menu_set_providers (KithMenu  *self,
                         GPtrArray *providers)
{
  g_autoptr (GPtrArray) remote = g_ptr_array_new ();
  GList *l;

  g_return_if_fail (KITH_IS_MENU (self));

  for (guint i = 0; i < providers->len; i++)
    if (kith_menu_has_switch (providers->pdata[i]))
      g_ptr_array_add (remote, providers->pdata[i]);

  if (!kith_menu_has_providers (self, remote))
    {
      g_list_free_full (g_steal_pointer (&self->provider_items), (GDestroyNotify) gtk_widget_destroy);
      for (guint i = 0; i < remote->len; i++)
        kith_menu_add_provider (self, remote->pdata[i], i);
    }

  l = self->provider_items;
  for (guint i = 0; i < remote->len; i++, l = l->next)
    kith_menu_update_provider (self, l->data, remote->pdata[i]);

  gtk_widget_set_visible (self->separator, remote->len > 0);
}
