/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-footer.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-provider-info.h>

#include "kith-menu.h"
#include "kith-widgets.h"
#include "kith-words.h"

/* What is cached comes sooner: no spinner flashes for it. */
#define BUSY_DELAY_MSEC 300

struct _KithFooter
{
  GtkBox parent_instance;

  GtkWidget *status;
  GtkWidget *spinner;
  GtkWidget *sources;
  GtkWidget *why;
  GtkWidget *refresh;
  GtkWidget *menu_button;
  KithMenu *menu;

  KithProfile *profile;  /* (nullable) */
  GPtrArray *providers;  /* (nullable) (element-type KithProviderInfo) */
  char *notice;          /* (nullable): goes before what the profile says went wrong */
  gboolean busy;
  guint busy_source;
};

enum
{
  REFRESH,
  ENABLE_PROVIDER,
  FORGET,
  COPY_ADDRESS,
  SHOW_ASKED,
  PROVIDERS_WANTED,
  EDIT_NOTE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithFooter, kith_footer, GTK_TYPE_BOX)

static gboolean
kith_footer_is_remote (KithFooter *self,
                       const char *provider_id)
{
  for (guint i = 0; self->providers != NULL && i < self->providers->len; i++)
    {
      KithProviderInfo *info = self->providers->pdata[i];

      if (g_strcmp0 (kith_provider_info_get_id (info), provider_id) == 0)
        return !kith_provider_info_is_local (info);
    }

  return FALSE;
}

static gboolean
kith_footer_was_somebody_asked (KithFooter *self)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (self->profile);

  for (guint i = 0; i < outcomes->len; i++)
    if (kith_outcome_get_state (outcomes->pdata[i]) != KITH_OUTCOME_NOT_ASKED
        && kith_footer_is_remote (self, kith_outcome_get_provider_id (outcomes->pdata[i])))
      return TRUE;

  return FALSE;
}

static const char *
kith_footer_nothing_words (KithFooter *self)
{
  if (self->profile == NULL || !kith_profile_is_complete (self->profile))
    return self->spinner != NULL && gtk_widget_get_visible (self->spinner) ? _("Looking this person up…") : "";

  if (self->providers == NULL || kith_footer_was_somebody_asked (self))
    return _("Nothing more is known");

  return _("Nothing was sent for this person");
}

static void
kith_footer_update (KithFooter *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *sources = self->profile != NULL ? kith_words_sources (self->profile, now) : NULL;
  g_autofree char *failures = self->profile != NULL ? kith_words_failures (self->profile) : NULL;
  gboolean complete = self->profile != NULL && kith_profile_is_complete (self->profile);

  kith_label_set_text (self->sources, sources != NULL ? sources : kith_footer_nothing_words (self));
  gtk_widget_set_visible (self->why, complete && (sources == NULL || failures != NULL));
  kith_label_set_optional_text (self->status, self->notice != NULL ? self->notice : failures);
}

static gboolean
kith_footer_show_spinner (gpointer user_data)
{
  KithFooter *self = user_data;

  self->busy_source = 0;
  gtk_widget_show (self->spinner);
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  kith_footer_update (self);

  return G_SOURCE_REMOVE;
}

static void
kith_footer_refresh (KithFooter *self)
{
  g_signal_emit (self, signals[REFRESH], 0);
}

static void
kith_footer_show_asked (KithFooter *self)
{
  g_signal_emit (self, signals[SHOW_ASKED], 0);
}

static void
kith_footer_forget (KithFooter *self)
{
  g_signal_emit (self, signals[FORGET], 0);
}

static void
kith_footer_edit_note (KithFooter *self)
{
  g_signal_emit (self, signals[EDIT_NOTE], 0);
}

static void
kith_footer_copy_address (KithFooter *self)
{
  g_signal_emit (self, signals[COPY_ADDRESS], 0);
}

static void
kith_footer_enable_provider (KithFooter *self,
                             const char *id,
                             gboolean    enabled)
{
  g_signal_emit (self, signals[ENABLE_PROVIDER], 0, id, enabled);
}

static void
kith_footer_menu_toggled (KithFooter *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->menu_button)))
    g_signal_emit (self, signals[PROVIDERS_WANTED], 0);
}

static void
kith_footer_connect_menu (KithFooter *self)
{
  g_signal_connect_object (self->menu, "enable-provider", G_CALLBACK (kith_footer_enable_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->menu, "show-asked", G_CALLBACK (kith_footer_show_asked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->menu, "copy-address", G_CALLBACK (kith_footer_copy_address), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->menu, "edit-note", G_CALLBACK (kith_footer_edit_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->menu, "forget", G_CALLBACK (kith_footer_forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->menu_button, "toggled", G_CALLBACK (kith_footer_menu_toggled), self, G_CONNECT_SWAPPED);
}

static void
kith_footer_dispose (GObject *object)
{
  KithFooter *self = KITH_FOOTER (object);

  g_clear_handle_id (&self->busy_source, g_source_remove);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->providers, g_ptr_array_unref);

  G_OBJECT_CLASS (kith_footer_parent_class)->dispose (object);
}

static void
kith_footer_finalize (GObject *object)
{
  g_free (KITH_FOOTER (object)->notice);

  G_OBJECT_CLASS (kith_footer_parent_class)->finalize (object);
}

static void
kith_footer_class_init (KithFooterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kith_footer_dispose;
  object_class->finalize = kith_footer_finalize;

  signals[REFRESH] = g_signal_new ("refresh", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENABLE_PROVIDER] = g_signal_new ("enable-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[FORGET] = g_signal_new ("forget", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COPY_ADDRESS] = g_signal_new ("copy-address", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_ASKED] = g_signal_new ("show-asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROVIDERS_WANTED] = g_signal_new ("providers-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT_NOTE] = g_signal_new ("edit-note", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, KithFooter, status);
  gtk_widget_class_bind_template_child (widget_class, KithFooter, spinner);
  gtk_widget_class_bind_template_child (widget_class, KithFooter, sources);
  gtk_widget_class_bind_template_child (widget_class, KithFooter, why);
  gtk_widget_class_bind_template_child (widget_class, KithFooter, refresh);
  gtk_widget_class_bind_template_child (widget_class, KithFooter, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, kith_footer_refresh);
  gtk_widget_class_bind_template_callback (widget_class, kith_footer_show_asked);
}

static void
kith_footer_init (KithFooter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->menu = KITH_MENU (kith_menu_new ());
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (self->menu_button), GTK_WIDGET (self->menu));
  kith_footer_connect_menu (self);

  kith_accessible_set (self->status, "kith-status", NULL);
  kith_accessible_set (self->sources, "kith-sources", NULL);
  kith_accessible_set (self->spinner, "kith-spinner", _("Looking this person up"));
  kith_accessible_set (self->why, "kith-why", NULL);
  kith_accessible_set (self->refresh, "kith-refresh", _("Ask again"));
  kith_accessible_set (self->menu_button, "kith-menu", _("More about this card"));
}

/**
 * kith_footer_set_profile:
 * @self: a footer
 * @profile: (nullable): the profile that is shown above
 */
void
kith_footer_set_profile (KithFooter  *self,
                         KithProfile *profile)
{
  g_return_if_fail (KITH_IS_FOOTER (self));

  g_set_object (&self->profile, profile);
  kith_footer_update (self);
}

/**
 * kith_footer_popup_menu:
 * @self: a footer
 *
 * Opens the menu of the card, as the Menu key does.
 */
void
kith_footer_popup_menu (KithFooter *self)
{
  g_return_if_fail (KITH_IS_FOOTER (self));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->menu_button), TRUE);
}

/**
 * kith_footer_set_busy:
 * @self: a footer
 * @busy: whether more may come
 *
 * Shows a spinner, but not for what comes at once.
 */
void
kith_footer_set_busy (KithFooter *self,
                      gboolean    busy)
{
  g_return_if_fail (KITH_IS_FOOTER (self));

  if (self->busy == busy)
    return;

  self->busy = busy;

  if (busy)
    {
      self->busy_source = g_timeout_add (BUSY_DELAY_MSEC, kith_footer_show_spinner, self);
      return;
    }

  g_clear_handle_id (&self->busy_source, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_widget_hide (self->spinner);
  kith_footer_update (self);
}

/**
 * kith_footer_set_notice:
 * @self: a footer
 * @notice: (nullable): why what the user asked for could not be done
 */
void
kith_footer_set_notice (KithFooter *self,
                        const char *notice)
{
  g_return_if_fail (KITH_IS_FOOTER (self));

  g_free (self->notice);
  self->notice = g_strdup (notice);
  kith_footer_update (self);
}

/**
 * kith_footer_set_providers:
 * @self: a footer
 * @providers: (element-type KithProviderInfo): every provider; kept, not copied
 */
void
kith_footer_set_providers (KithFooter *self,
                           GPtrArray  *providers)
{
  g_return_if_fail (KITH_IS_FOOTER (self));

  g_clear_pointer (&self->providers, g_ptr_array_unref);
  self->providers = g_ptr_array_ref (providers);
  kith_menu_set_providers (self->menu, providers);
  kith_footer_update (self);
}
