/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-storage-page.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-export.h>
#include <kith/kith-reading.h>
#include <kith/kith-remove-history.h>

#include "kith-change.h"
#include "kith-forget-dialog.h"
#include "kith-relative-time.h"
#include "kith-rule-widgets.h"
#include "kith-save.h"
#include "kith-setting-row.h"
#include "kith-widgets.h"

#define HISTORY_ID "history"

struct _KithStoragePage
{
  GtkBox parent_instance;

  GtkWidget *status;
  GtkWidget *history;
  GtkWidget *history_state;
  GtkWidget *history_remove;
  GtkWidget *cache;
  GtkWidget *cache_empty;
  GtkWidget *cache_max;
  GtkWidget *ledger_days;
  GtkWidget *ledger_identifiers;
  GtkWidget *save;
  GtkWidget *forget_address;
  GtkWidget *forget;
  GtkWidget *forget_all;

  KithEngine *engine; /* (nullable): %NULL when the page is gone */
};

enum
{
  FORGOTTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithStoragePage, kith_storage_page, GTK_TYPE_BOX)

/* What was asked for is done even if the page is gone by then: with it go its labels. */
static void
kith_storage_page_say (KithStoragePage *self,
                       const char      *text,
                       const GError    *error)
{
  GtkWidget *scroller;

  if (self->engine == NULL)
    return;
  kith_label_say (self->status, error != NULL ? error->message : text, error != NULL);
  /* It stands above all, and what it is about may be far below. */
  scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  if (scroller != NULL && gtk_widget_get_visible (self->status))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), 0);
}

/* -- the cache and the history -- */

static void
kith_storage_page_emptied (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr (KithStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;

  kith_engine_empty_cache_finish (KITH_ENGINE (source), result, &error);
  kith_storage_page_say (self, _("The remembered answers are gone."), error);
}

static void
kith_storage_page_empty (KithStoragePage *self)
{
  kith_engine_empty_cache_async (self->engine, NULL, kith_storage_page_emptied, g_object_ref (self));
}

static void
kith_storage_page_history_applied (KithStoragePage *self,
                                   const char      *text)
{
  kith_change_provider (self->engine, HISTORY_ID, "enabled", text, self->history, kith_setting_row_done);
}

static void
kith_storage_page_history_removed (GObject      *source,
                                   GAsyncResult *result,
                                   gpointer      user_data)
{
  g_autoptr (KithStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;

  kith_engine_remove_history_finish (KITH_ENGINE (source), result, &error);
  kith_storage_page_say (self, _("The index of your mail is gone."), error);
}

static void
kith_storage_page_remove_history (KithStoragePage *self)
{
  kith_engine_remove_history_async (self->engine, NULL, kith_storage_page_history_removed, g_object_ref (self));
}

static void
kith_storage_page_show_reading (KithStoragePage *self)
{
  double fraction = 0;
  g_autofree char *text = NULL;

  if (kith_engine_get_reading (self->engine, &fraction))
    text = g_strdup_printf (_("The index: still reading your mail, %d %%"), (int) (fraction * 100));
  gtk_label_set_text (GTK_LABEL (self->history_state), text != NULL ? text : _("The index"));
}

/* -- saving -- */

static void
kith_storage_page_saved (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (KithStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;

  kith_save_finish (result, &error);
  kith_storage_page_say (self, _("Saved."), error);
}

/* All that is kept, on its way to a file. */
typedef struct
{
  KithStoragePage *page;
  GFile *file;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->page);
  g_object_unref (export->file);
  g_free (export);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
kith_storage_page_exported (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kith_engine_export_finish (KITH_ENGINE (source), result, &error);

  if (bytes == NULL)
    kith_storage_page_say (export->page, NULL, error);
  else
    kith_save_async (export->file, bytes, NULL, kith_storage_page_saved, g_object_ref (export->page));
}

static void
kith_storage_page_file_chosen (GtkWidget *widget,
                               GFile     *file)
{
  KithStoragePage *self = KITH_STORAGE_PAGE (widget);
  Export *export = g_new0 (Export, 1);

  export->page = g_object_ref (self);
  export->file = g_object_ref (file);
  kith_storage_page_say (self, _("Saving…"), NULL);
  kith_engine_export_async (self->engine, NULL, NULL, kith_storage_page_exported, export);
}

static void
kith_storage_page_save (KithStoragePage *self)
{
  kith_choose_file (GTK_WIDGET (self), kith_save_chooser_new (kith_widget_get_window (GTK_WIDGET (self)), "kith.json"), kith_storage_page_file_chosen);
}

/* -- forgetting -- */

static void
kith_storage_page_forgotten (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr (KithStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kith_engine_forget_finish (KITH_ENGINE (source), result, &error) && self->engine != NULL)
    {
      gtk_entry_set_text (GTK_ENTRY (self->forget_address), "");
      g_signal_emit (self, signals[FORGOTTEN], 0);
    }
  kith_storage_page_say (self, _("Forgotten. No trace of this person is left in Kith’s files."), error);
}

static void
kith_storage_page_forget_response (KithStoragePage *self,
                                   int              response,
                                   GtkWidget       *dialog)
{
  KithAddress *address = g_object_get_data (G_OBJECT (dialog), "address");

  if (response == GTK_RESPONSE_ACCEPT)
    kith_engine_forget_async (self->engine, address, kith_forget_dialog_get_flags (dialog), NULL, kith_storage_page_forgotten,
                              g_object_ref (self));
  gtk_widget_destroy (dialog);
}

static void
kith_storage_page_forget (KithStoragePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = kith_address_new (gtk_entry_get_text (GTK_ENTRY (self->forget_address)), NULL, &error);
  GtkWidget *dialog;

  kith_storage_page_say (self, NULL, error);
  if (address == NULL)
    return;

  dialog = kith_forget_dialog_new (kith_widget_get_window (GTK_WIDGET (self)), kith_address_get_mailbox (address));
  g_object_set_data_full (G_OBJECT (dialog), "address", g_object_ref (address), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (kith_storage_page_forget_response), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_widget_destroy), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
kith_storage_page_all_forgotten (GObject      *source,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr (KithStoragePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kith_engine_forget_everything_finish (KITH_ENGINE (source), result, &error))
    g_signal_emit (self, signals[FORGOTTEN], 0);
  kith_storage_page_say (self, _("Everything is forgotten."), error);
}

static void
kith_storage_page_forget_all_response (KithStoragePage *self,
                                       int              response,
                                       GtkWidget       *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    kith_engine_forget_everything_async (self->engine, NULL, kith_storage_page_all_forgotten, g_object_ref (self));
  gtk_widget_destroy (dialog);
}

static void
kith_storage_page_forget_all (KithStoragePage *self)
{
  GtkWidget *dialog = kith_forget_dialog_new_for_all (kith_widget_get_window (GTK_WIDGET (self)));

  g_signal_connect_object (dialog, "response", G_CALLBACK (kith_storage_page_forget_all_response), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_widget_destroy), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
kith_storage_page_address_changed (KithStoragePage *self)
{
  gtk_widget_set_sensitive (self->forget, *gtk_entry_get_text (GTK_ENTRY (self->forget_address)) != '\0');
}

/* -- the widget -- */

static void
kith_storage_page_dispose (GObject *object)
{
  KithStoragePage *self = KITH_STORAGE_PAGE (object);

  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_storage_page_parent_class)->dispose (object);
}

static void
kith_storage_page_class_init (KithStoragePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_storage_page_dispose;

  /**
   * KithStoragePage::forgotten:
   * @self: a page
   *
   * Something is gone for good: what is shown elsewhere may be as well.
   */
  signals[FORGOTTEN] = g_signal_new ("forgotten", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KITH_TYPE_SETTING_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, status);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, history);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, history_state);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, history_remove);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, cache);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, cache_empty);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, cache_max);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, ledger_days);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, ledger_identifiers);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, save);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, forget_address);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, forget);
  gtk_widget_class_bind_template_child (widget_class, KithStoragePage, forget_all);
  gtk_widget_class_bind_template_callback (widget_class, kith_storage_page_empty);
  gtk_widget_class_bind_template_callback (widget_class, kith_storage_page_remove_history);
  gtk_widget_class_bind_template_callback (widget_class, kith_storage_page_save);
  gtk_widget_class_bind_template_callback (widget_class, kith_storage_page_forget);
  gtk_widget_class_bind_template_callback (widget_class, kith_storage_page_forget_all);
}

static void
kith_storage_page_init (KithStoragePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->status, "kith-storage-status", NULL);
  kith_accessible_set (self->history_remove, "kith-history-remove", _("Delete the index of your mail"));
  kith_accessible_set (self->history_state, "kith-history-state", NULL);
  kith_accessible_set (self->cache, "kith-cache", NULL);
  kith_accessible_set (self->cache_empty, "kith-cache-empty", _("Empty the remembered answers"));
  kith_accessible_set (self->save, "kith-save-all", _("Save all that Kith keeps"));
  kith_accessible_set (self->forget_address, "kith-forget-address", _("Address of the person to forget"));
  kith_accessible_set (self->forget, "kith-forget", NULL);
  kith_accessible_set (self->forget_all, "kith-forget-all", NULL);
  g_signal_connect_object (self->history, "apply", G_CALLBACK (kith_storage_page_history_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->forget_address, "changed", G_CALLBACK (kith_storage_page_address_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->forget_address, "activate", G_CALLBACK (kith_storage_page_forget), self, G_CONNECT_SWAPPED);
}

/**
 * kith_storage_page_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): a page; kith_storage_page_set_rules() fills it
 */
GtkWidget *
kith_storage_page_new (KithEngine *engine)
{
  KithStoragePage *self = g_object_new (KITH_TYPE_STORAGE_PAGE, NULL);

  self->engine = g_object_ref (engine);
  kith_rule_row_bind (KITH_SETTING_ROW (self->cache_max), engine);
  g_signal_connect_object (engine, "reading", G_CALLBACK (kith_storage_page_show_reading), self, G_CONNECT_SWAPPED);
  kith_storage_page_show_reading (self);
  kith_rule_row_bind (KITH_SETTING_ROW (self->ledger_days), engine);
  kith_rule_row_bind (KITH_SETTING_ROW (self->ledger_identifiers), engine);

  return GTK_WIDGET (self);
}

static char *
kith_storage_page_describe_cache (KithRules *rules)
{
  gint64 n = kith_rules_get_cache_answers (rules);
  gint64 oldest = kith_rules_get_cache_oldest (rules);
  g_autofree char *size = g_format_size (kith_rules_get_cache_bytes (rules));
  g_autofree char *age = NULL;

  if (n == 0 && oldest == 0)
    return g_strdup (_("Nothing is kept."));

  age = kith_relative_time_format (oldest, g_get_real_time () / G_USEC_PER_SEC);
  /* Translators: how much is kept: a number, a size such as "1.2 MB", and a time such as "3 days ago" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d answer, %s; the oldest is from %s", "%d answers, %s; the oldest is from %s", n),
                          (int) n, size, age);
}

/**
 * kith_storage_page_set_rules:
 * @self: a page
 * @rules: the rules as they are now
 */
void
kith_storage_page_set_rules (KithStoragePage *self,
                             KithRules       *rules)
{
  g_autofree char *cache = kith_storage_page_describe_cache (rules);

  kith_label_set_optional_text (self->cache, cache);
  gtk_widget_set_sensitive (self->cache_empty, kith_rules_get_cache_oldest (rules) != 0 || kith_rules_get_cache_answers (rules) > 0);
  kith_rule_row_show (KITH_SETTING_ROW (self->cache_max), rules);
  kith_rule_row_show (KITH_SETTING_ROW (self->ledger_days), rules);
  kith_rule_row_show (KITH_SETTING_ROW (self->ledger_identifiers), rules);
}

/**
 * kith_storage_page_set_providers:
 * @self: a page
 * @providers: (element-type KithProviderInfo): the providers as they are now; one of them is the history
 */
void
kith_storage_page_set_providers (KithStoragePage *self,
                                 GPtrArray       *providers)
{
  for (guint i = 0; i < providers->len; i++)
    if (g_strcmp0 (kith_provider_info_get_id (providers->pdata[i]), HISTORY_ID) == 0)
      {
        kith_setting_row_set_value (KITH_SETTING_ROW (self->history), kith_provider_info_is_enabled (providers->pdata[i]) ? "true" : "false");
        kith_setting_set_state (KITH_SETTING (self->history), kith_provider_info_is_locked (providers->pdata[i]),
                                kith_provider_info_is_setting_wrong (providers->pdata[i], "enabled"));
      }
}
