/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-provider-detail.h"

#include <glib/gi18n-lib.h>

#include "kith-change.h"
#include "kith-known-servers.h"
#include "kith-provider-access.h"
#include "kith-provider-test.h"
#include "kith-provider-words.h"
#include "kith-rule-widgets.h"
#include "kith-save.h"
#include "kith-widgets.h"
#include "kith-words.h"

#define MAX_KEEP_DAYS 3650
/* The place of the first group, below the head and what is said of the provider. */
#define FIRST_GROUP 2

struct _KithProviderDetail
{
  GtkBox parent_instance;

  GtkWidget *back;
  GtkWidget *name;
  GtkWidget *up;
  GtkWidget *down;
  GtkWidget *enabled;
  GtkWidget *status;
  GtkWidget *about;
  GtkWidget *sends;
  GtkWidget *site;
  GtkWidget *terms;
  GtkWidget *access_group;
  GtkWidget *access_box;
  GtkWidget *access;
  GtkWidget *rules_group;
  GtkWidget *mode;
  GtkWidget *domains;
  GtkWidget *accounts;
  GtkWidget *keep_days;
  GtkWidget *server_group;
  GtkWidget *servers_box;
  GtkWidget *servers;
  GtkWidget *base_url;
  GtkWidget *sign_in_url;
  GtkWidget *ca_file;
  GtkWidget *test_group;
  GtkWidget *test_box;
  GtkWidget *test;

  KithEngine *engine;
  KithProviderInfo *info; /* (nullable) */
  char *switched_id;      /* (nullable): the provider that was switched last */
  gboolean updating;
};

enum
{
  GO_BACK,
  MOVE,
  ACCESS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithProviderDetail, kith_provider_detail, GTK_TYPE_BOX)

static void
kith_provider_detail_show_switch (KithProviderDetail *self)
{
  self->updating = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->enabled), kith_provider_info_is_enabled (self->info));
  gtk_widget_set_sensitive (self->enabled, !kith_provider_info_is_locked (self->info));
  self->updating = FALSE;
}

static void
kith_provider_detail_switch_done (GtkWidget  *widget,
                                  const char *error)
{
  KithProviderDetail *self = KITH_PROVIDER_DETAIL (widget);

  if (error == NULL || g_strcmp0 (self->switched_id, kith_provider_info_get_id (self->info)) != 0)
    return;
  kith_provider_detail_show_switch (self);
  kith_label_say (self->status, error, TRUE);
}

static void
kith_provider_detail_switched (KithProviderDetail *self)
{
  if (self->updating || self->info == NULL)
    return;

  g_free (self->switched_id);
  self->switched_id = g_strdup (kith_provider_info_get_id (self->info));
  kith_change_provider (self->engine, self->switched_id, "enabled", gtk_switch_get_active (GTK_SWITCH (self->enabled)) ? "true" : "false",
                        GTK_WIDGET (self), kith_provider_detail_switch_done);
}

static void
kith_provider_detail_back (KithProviderDetail *self)
{
  g_signal_emit (self, signals[GO_BACK], 0);
}

static void
kith_provider_detail_up (KithProviderDetail *self)
{
  g_signal_emit (self, signals[MOVE], 0, -1);
}

static void
kith_provider_detail_down (KithProviderDetail *self)
{
  g_signal_emit (self, signals[MOVE], 0, 1);
}

/* The buttons are shown for what may be opened only. */
static void
kith_provider_detail_open (KithProviderDetail *self,
                           const char         *uri)
{
  g_autofree char *checked = kith_words_dup_web_uri (uri);

  if (checked != NULL)
    kith_widget_open_uri (GTK_WIDGET (self), checked);
}

static void
kith_provider_detail_open_site (KithProviderDetail *self)
{
  kith_provider_detail_open (self, kith_provider_info_get_site (self->info));
}

static void
kith_provider_detail_open_terms (KithProviderDetail *self)
{
  kith_provider_detail_open (self, kith_provider_info_get_terms (self->info));
}

static void
kith_provider_detail_applied (KithProviderDetail *self,
                              const char         *text,
                              KithSettingRow     *row)
{
  if (self->info != NULL)
    kith_provider_setting_apply (row, self->engine, self->info, text);
}

static void
kith_provider_detail_file_chosen (GtkWidget *widget,
                                  GFile     *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    kith_setting_row_apply_text (KITH_SETTING_ROW (KITH_PROVIDER_DETAIL (widget)->ca_file), path);
}

static void
kith_provider_detail_choose_file (KithProviderDetail *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Certificate Authority"), kith_widget_get_window (GTK_WIDGET (self)),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  kith_choose_file (GTK_WIDGET (self), chooser, kith_provider_detail_file_chosen);
}

/* As if it had been typed. */
static void
kith_provider_detail_use_server (KithProviderDetail *self,
                                 const char         *address)
{
  kith_setting_row_apply_text (KITH_SETTING_ROW (self->base_url), address);
}

static void
kith_provider_detail_access_changed (KithProviderDetail *self)
{
  g_signal_emit (self, signals[ACCESS_CHANGED], 0);
}

static void
kith_provider_detail_dispose (GObject *object)
{
  KithProviderDetail *self = KITH_PROVIDER_DETAIL (object);

  g_clear_object (&self->info);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_provider_detail_parent_class)->dispose (object);
}

static void
kith_provider_detail_finalize (GObject *object)
{
  g_free (KITH_PROVIDER_DETAIL (object)->switched_id);

  G_OBJECT_CLASS (kith_provider_detail_parent_class)->finalize (object);
}

static void
kith_provider_detail_bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, back);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, name);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, up);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, down);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, enabled);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, status);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, about);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, sends);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, site);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, terms);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, access_group);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, access_box);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, rules_group);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, mode);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, domains);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, accounts);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, keep_days);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, server_group);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, servers_box);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, base_url);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, sign_in_url);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, ca_file);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, test_group);
  gtk_widget_class_bind_template_child (widget_class, KithProviderDetail, test_box);
}

static void
kith_provider_detail_class_init (KithProviderDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_provider_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_provider_detail_finalize;

  signals[GO_BACK] = g_signal_new ("go-back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* By how many places: -1 for up, 1 for down. */
  signals[MOVE] = g_signal_new ("move", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ACCESS_CHANGED] = g_signal_new ("access-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KITH_TYPE_SETTING_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-provider-detail.ui");
  kith_provider_detail_bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_detail_switched);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_detail_back);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_detail_up);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_detail_down);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_detail_open_site);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_detail_open_terms);
}

static void
kith_provider_detail_init (KithProviderDetail *self)
{
  GtkWidget *choose;
  GtkWidget *rows[7];

  gtk_widget_init_template (GTK_WIDGET (self));

  rows[0] = self->mode;
  rows[1] = self->domains;
  rows[2] = self->accounts;
  rows[3] = self->keep_days;
  rows[4] = self->base_url;
  rows[5] = self->sign_in_url;
  rows[6] = self->ca_file;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_signal_connect_object (rows[i], "apply", G_CALLBACK (kith_provider_detail_applied), self, G_CONNECT_SWAPPED);
  kith_setting_row_add_choice (KITH_SETTING_ROW (self->mode), "always", _("When a message is shown"));
  kith_setting_row_add_choice (KITH_SETTING_ROW (self->mode), "click", _("Only when I click"));
  kith_setting_row_set_range (KITH_SETTING_ROW (self->keep_days), 0, MAX_KEEP_DAYS);

  choose = gtk_button_new_with_mnemonic (_("_Choose…"));
  g_signal_connect_object (choose, "clicked", G_CALLBACK (kith_provider_detail_choose_file), self, G_CONNECT_SWAPPED);
  kith_setting_row_pack_button (KITH_SETTING_ROW (self->ca_file), choose);

  kith_accessible_set (choose, "kith-choose-ca-file", _("Choose the file of a certificate authority"));
  kith_accessible_set (self->back, "kith-back", _("Back to the providers"));
  kith_accessible_set (self->up, "kith-move-up", _("Move up: its word counts more"));
  kith_accessible_set (self->down, "kith-move-down", _("Move down: its word counts less"));
  kith_accessible_set (self->name, "kith-detail-name", NULL);
  kith_accessible_set (self->status, "kith-detail-status", NULL);
  kith_accessible_set (self->sends, "kith-detail-sends", NULL);
  kith_accessible_set (self->site, "kith-site", NULL);
  kith_accessible_set (self->terms, "kith-terms", NULL);
}

/**
 * kith_provider_detail_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): the widget, without a provider
 */
GtkWidget *
kith_provider_detail_new (KithEngine *engine)
{
  KithProviderDetail *self = g_object_new (KITH_TYPE_PROVIDER_DETAIL, NULL);

  self->engine = g_object_ref (engine);
  self->access = kith_provider_access_new (engine);
  gtk_container_add (GTK_CONTAINER (self->access_box), self->access);
  gtk_widget_show (self->access);
  g_signal_connect_object (self->access, "access-changed", G_CALLBACK (kith_provider_detail_access_changed), self, G_CONNECT_SWAPPED);
  self->servers = kith_known_servers_new (engine);
  gtk_container_add (GTK_CONTAINER (self->servers_box), self->servers);
  g_signal_connect_object (self->servers, "use", G_CALLBACK (kith_provider_detail_use_server), self, G_CONNECT_SWAPPED);
  self->test = kith_provider_test_new (engine);
  gtk_container_add (GTK_CONTAINER (self->test_box), self->test);
  gtk_widget_show (self->test);

  return GTK_WIDGET (self);
}

/**
 * kith_provider_detail_get_id:
 * @self: the widget
 *
 * Returns: (nullable): the provider that is shown
 */
const char *
kith_provider_detail_get_id (KithProviderDetail *self)
{
  return self->info != NULL ? kith_provider_info_get_id (self->info) : NULL;
}

static void
kith_provider_detail_show_link (GtkWidget  *button,
                                const char *uri)
{
  g_autofree char *checked = uri != NULL ? kith_words_dup_web_uri (uri) : NULL;

  gtk_widget_set_visible (button, checked != NULL);
  kith_widget_set_tooltip (button, checked);
}

static void
kith_provider_detail_show_head (KithProviderDetail *self)
{
  const char *name = kith_provider_info_get_name (self->info);
  g_autofree char *sends = kith_provider_words_sends (self->info);
  g_autofree char *status = kith_provider_words_status (self->info);
  /* Translators: what a switch does; %s is the name of a service such as Gravatar */
  g_autofree char *use = g_strdup_printf (_("Use %s"), name);

  gtk_label_set_text (GTK_LABEL (self->name), name);
  kith_label_set_optional_text (self->about, kith_provider_info_get_about (self->info));
  kith_label_set_optional_text (self->sends, sends);
  kith_accessible_set (self->enabled, "kith-detail-switch", use);
  kith_label_say (self->status, status, kith_provider_words_is_warning (self->info));
  kith_provider_detail_show_link (self->site, kith_provider_info_get_site (self->info));
  kith_provider_detail_show_link (self->terms, kith_provider_info_get_terms (self->info));
}

/**
 * kith_provider_detail_set_provider:
 * @self: the widget
 * @info: the provider as it is now
 */
void
kith_provider_detail_set_provider (KithProviderDetail *self,
                                   KithProviderInfo   *info)
{
  GtkWidget *rows[] = { self->mode, self->domains, self->accounts, self->keep_days, self->base_url, self->sign_in_url, self->ca_file };
  gboolean local = kith_provider_info_is_local (info);
  KithSignIn way = kith_provider_info_get_sign_in (info);

  if (g_strcmp0 (kith_provider_detail_get_id (self), kith_provider_info_get_id (info)) != 0)
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
      kith_setting_row_reset (KITH_SETTING_ROW (rows[i]));
  g_set_object (&self->info, info);
  gtk_widget_set_sensitive (self->access_group, TRUE);
  gtk_widget_set_sensitive (self->rules_group, TRUE);
  gtk_widget_set_sensitive (self->server_group, TRUE);
  gtk_widget_set_sensitive (self->test_group, TRUE);
  kith_provider_detail_show_head (self);
  kith_provider_detail_show_switch (self);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    kith_provider_setting_show (KITH_SETTING_ROW (rows[i]), info);

  /* Where the owner names the server, everything begins with that. */
  gtk_box_reorder_child (GTK_BOX (self), self->server_group, kith_provider_info_needs_server (info) ? FIRST_GROUP : FIRST_GROUP + 2);
  gtk_widget_set_visible (self->access_group, way != KITH_SIGN_IN_NONE);
  gtk_widget_set_visible (self->mode, !local && !kith_provider_info_is_click_only (info));
  gtk_widget_set_visible (self->keep_days, !local);
  gtk_widget_set_visible (self->server_group, !local);
  gtk_widget_set_visible (self->sign_in_url, way == KITH_SIGN_IN_BROWSER);
  kith_known_servers_set_provider (KITH_KNOWN_SERVERS (self->servers), info);
  kith_provider_access_set_provider (KITH_PROVIDER_ACCESS (self->access), info);
  kith_provider_test_set_provider (KITH_PROVIDER_TEST (self->test), info);
}

/**
 * kith_provider_detail_set_movable:
 * @self: the widget
 * @up: whether there is a place above
 * @down: whether there is one below
 */
void
kith_provider_detail_set_movable (KithProviderDetail *self,
                                  gboolean            up,
                                  gboolean            down)
{
  gtk_widget_set_sensitive (self->up, up);
  gtk_widget_set_sensitive (self->down, down);
}

/**
 * kith_provider_detail_set_gone:
 * @self: the widget
 *
 * The provider that is shown was removed from this computer meanwhile.
 */
void
kith_provider_detail_set_gone (KithProviderDetail *self)
{
  GtkWidget *groups[] = { self->access_group, self->rules_group, self->server_group, self->test_group, self->enabled, self->up, self->down };

  kith_label_say (self->status, _("It is not installed any more, and not asked. Its settings are kept in case that it comes back."), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_widget_set_sensitive (groups[i], FALSE);
}
