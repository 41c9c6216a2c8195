/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-provider-access.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <kith/kith-sign-in.h>

#include "kith-change.h"
#include "kith-provider-words.h"
#include "kith-rule-widgets.h"
#include "kith-widgets.h"
#include "kith-words.h"

struct _KithProviderAccess
{
  GtkBox parent_instance;

  GtkWidget *user;
  GtkWidget *client_id;
  GtkWidget *title;
  GtkWidget *state;
  GtkWidget *secret_line;
  GtkWidget *client_secret;
  GtkWidget *client_secret_save;
  GtkWidget *token_line;
  GtkWidget *token;
  GtkWidget *token_save;
  GtkWidget *accounts_line;
  GtkWidget *accounts;
  GtkWidget *sign_in;
  GtkWidget *sign_in_code;
  GtkWidget *cancel;
  GtkWidget *remove;
  GtkWidget *code;
  GtkWidget *note;

  KithEngine *engine;
  KithProviderInfo *info;    /* (nullable) */
  GCancellable *cancellable; /* of the provider that is shown */
  GCancellable *signing_in;  /* (nullable) */
  char *account_of;          /* (nullable): whose account was chosen last */
  gboolean updating;
};

enum
{
  ACCESS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithProviderAccess, kith_provider_access, GTK_TYPE_BOX)

/* What the owner gave or took for a provider, on its way to the keyring. It gets there even if the page is gone by then. */
typedef struct
{
  KithProviderAccess *access;
  char *provider_id;
} Keeping;

static Keeping *
keeping_new (KithProviderAccess *self)
{
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->access = g_object_ref (self);
  keeping->provider_id = g_strdup (kith_provider_info_get_id (self->info));
  return keeping;
}

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->access);
  g_free (keeping->provider_id);
  g_free (keeping);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

/* What became of it is not to be said of another provider, or where nobody sees it. */
static gboolean
keeping_is_shown (const Keeping *keeping)
{
  const KithProviderAccess *self = keeping->access;

  return self->engine != NULL && g_strcmp0 (kith_provider_info_get_id (self->info), keeping->provider_id) == 0;
}

static void
kith_provider_access_tell (KithProviderAccess *self)
{
  if (self->engine != NULL)
    g_signal_emit (self, signals[ACCESS_CHANGED], 0);
}

/* Without a secret service it is kept all the same, for this session: the error says so. */
static gboolean
was_kept (gboolean      done,
          const GError *error)
{
  return done || g_error_matches (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
}

/* -- a token or a password -- */

static void
kith_provider_access_token_kept (GObject      *source,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  KithProviderAccess *self = keeping->access;
  g_autoptr (GError) error = NULL;
  gboolean kept = kith_engine_set_token_finish (KITH_ENGINE (source), result, &error);

  if (keeping_is_shown (keeping))
    {
      if (was_kept (kept, error))
        gtk_entry_set_text (GTK_ENTRY (self->token), "");
      kith_label_say (self->note, kept ? NULL : error->message, TRUE);
    }
  kith_provider_access_tell (self);
}

static void
kith_provider_access_save_token (KithProviderAccess *self)
{
  g_autofree char *token = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->token))));

  if (*token == '\0')
    {
      gtk_widget_grab_focus (self->token);
      return;
    }
  /* A keyring that is locked asks its owner first. */
  kith_label_say (self->note, _("Asking your keyring…"), FALSE);
  kith_engine_set_token_async (self->engine, kith_provider_info_get_id (self->info), token, NULL, kith_provider_access_token_kept,
                               keeping_new (self));
}

/* -- signing in -- */

static void
kith_provider_access_update (KithProviderAccess *self);

static void
kith_provider_access_set_signing_in (KithProviderAccess *self,
                                     GCancellable       *signing_in)
{
  g_set_object (&self->signing_in, signing_in);
  if (signing_in == NULL)
    gtk_widget_hide (self->code);
  kith_provider_access_update (self);
}

static void
kith_provider_access_prompt (const char *uri,
                             const char *user_code,
                             gpointer    user_data)
{
  KithProviderAccess *self = user_data;
  g_autofree char *checked = kith_words_dup_web_uri (uri);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (self->signing_in == NULL)
    return;
  if (checked == NULL)
    {
      kith_label_say (self->note, _("The service named a page that is not safe to open."), TRUE);
      return;
    }

  kith_label_set_optional_text (self->code, user_code);
  if (!gtk_show_uri_on_window (kith_widget_get_window (GTK_WIDGET (self)), checked, GDK_CURRENT_TIME, &error))
    text = g_strdup_printf (_("Open %s in a browser."), checked);
  else if (user_code != NULL)
    text = g_strdup_printf (_("Type this code on the page that has opened (%s)."), checked);
  else
    text = g_strdup (_("Sign in in your browser; this page follows."));
  kith_label_say (self->note, text, FALSE);
}

static void
kith_provider_access_signed_in (GObject      *source,
                                GAsyncResult *result,
                                gpointer      user_data)
{
  g_autoptr (KithProviderAccess) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kith_engine_sign_in_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL || self->signing_in == NULL || g_task_get_cancellable (G_TASK (result)) != self->signing_in)
    return;
  kith_provider_access_set_signing_in (self, NULL);
  kith_label_say (self->note, done ? _("You are signed in.") : error->message, !done);
  kith_provider_access_tell (self);
}

static void
kith_provider_access_begin (KithProviderAccess *self,
                            gboolean            with_code)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *id = kith_provider_info_get_id (self->info);

  kith_label_say (self->note, _("Asking the service…"), FALSE);
  kith_provider_access_set_signing_in (self, cancellable);
  if (with_code)
    kith_engine_sign_in_with_code_async (self->engine, id, kith_provider_access_prompt, self, cancellable,
                                         kith_provider_access_signed_in, g_object_ref (self));
  else
    kith_engine_sign_in_async (self->engine, id, kith_provider_access_prompt, self, cancellable,
                               kith_provider_access_signed_in, g_object_ref (self));
}

static void
kith_provider_access_sign_in (KithProviderAccess *self)
{
  kith_provider_access_begin (self, FALSE);
}

static void
kith_provider_access_sign_in_with_code (KithProviderAccess *self)
{
  kith_provider_access_begin (self, TRUE);
}

static void
kith_provider_access_cancel (KithProviderAccess *self)
{
  if (self->signing_in != NULL)
    g_cancellable_cancel (self->signing_in);
  kith_provider_access_set_signing_in (self, NULL);
  kith_label_say (self->note, NULL, FALSE);
}

static void
kith_provider_access_signed_out (GObject      *source,
                                 GAsyncResult *result,
                                 gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kith_engine_sign_out_finish (KITH_ENGINE (source), result, &error);

  if (keeping_is_shown (keeping))
    kith_label_say (keeping->access->note, done ? NULL : error->message, TRUE);
  kith_provider_access_tell (keeping->access);
}

static void
kith_provider_access_remove (KithProviderAccess *self)
{
  const char *id = kith_provider_info_get_id (self->info);

  if (kith_provider_info_get_sign_in (self->info) == KITH_SIGN_IN_BROWSER)
    kith_engine_sign_out_async (self->engine, id, NULL, kith_provider_access_signed_out, keeping_new (self));
  else
    kith_engine_set_token_async (self->engine, id, NULL, NULL, kith_provider_access_token_kept, keeping_new (self));
}

static void
kith_provider_access_client_secret_kept (GObject      *source,
                                         GAsyncResult *result,
                                         gpointer      user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  KithProviderAccess *self = keeping->access;
  g_autoptr (GError) error = NULL;
  gboolean kept = kith_engine_set_client_secret_finish (KITH_ENGINE (source), result, &error);

  if (!keeping_is_shown (keeping))
    return;
  if (was_kept (kept, error))
    gtk_entry_set_text (GTK_ENTRY (self->client_secret), "");
  kith_label_say (self->note, kept ? _("The client’s secret is kept in your keyring.") : error->message, !kept);
}

static void
kith_provider_access_save_client_secret (KithProviderAccess *self)
{
  kith_engine_set_client_secret_async (self->engine, kith_provider_info_get_id (self->info),
                                       gtk_entry_get_text (GTK_ENTRY (self->client_secret)), NULL, kith_provider_access_client_secret_kept,
                                       keeping_new (self));
}

/* -- accounts of the desktop -- */

static void
kith_provider_access_account_done (GtkWidget  *widget,
                                   const char *error)
{
  KithProviderAccess *self = KITH_PROVIDER_ACCESS (widget);

  /* What could not be changed for one provider is not said of the next. */
  if (g_strcmp0 (self->account_of, kith_provider_info_get_id (self->info)) == 0)
    kith_label_say (self->note, error, TRUE);
}

static void
kith_provider_access_account_chosen (KithProviderAccess *self)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->accounts));

  if (self->updating || id == NULL)
    return;

  g_free (self->account_of);
  self->account_of = g_strdup (kith_provider_info_get_id (self->info));
  kith_change_provider (self->engine, self->account_of, "account", id, GTK_WIDGET (self), kith_provider_access_account_done);
}

static void
kith_provider_access_accounts_listed (GObject      *source,
                                      GAsyncResult *result,
                                      gpointer      user_data)
{
  g_autoptr (KithProviderAccess) self = user_data;
  g_autoptr (GPtrArray) accounts = kith_engine_list_accounts_finish (KITH_ENGINE (source), result, NULL);
  g_autofree char *chosen = NULL;

  /* Of another provider, or for nobody. */
  if (self->engine == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  chosen = kith_provider_info_dup_setting (self->info, "account");
  self->updating = TRUE;
  gtk_combo_box_text_remove_all (GTK_COMBO_BOX_TEXT (self->accounts));
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->accounts), "", _("None"));
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      KithDesktopAccount *account = accounts->pdata[i];

      gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->accounts), account->id, account->name);
    }
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->accounts), chosen);
  self->updating = FALSE;
  gtk_widget_set_visible (self->accounts_line, accounts != NULL && accounts->len > 0);
}

/* -- the widget -- */

static char *
kith_provider_access_describe_end (KithProviderInfo *info)
{
  gint64 expires = kith_provider_info_get_token_expires (info);
  g_autoptr (GDateTime) end = expires != 0 ? g_date_time_new_from_unix_local (expires) : NULL;
  g_autofree char *when = end != NULL ? g_date_time_format (end, "%x %H:%M") : NULL;

  if (when == NULL)
    return NULL;
  if (expires <= g_get_real_time () / G_USEC_PER_SEC)
    /* Translators: %s is a date and a time */
    return g_strdup_printf (_("Your sign-in ended %s: sign in again."), when);
  /* Translators: %s is a date and a time */
  return g_strdup_printf (_("You are signed in until %s."), when);
}

static const char *
kith_provider_access_describe (KithProviderInfo *info)
{
  gboolean has_token = kith_provider_info_has_token (info);

  switch (kith_provider_info_get_sign_in (info))
    {
    case KITH_SIGN_IN_PASSWORD:
      if (kith_provider_info_get_account (info) != NULL)
        return _("An account of this desktop is used.");
      return has_token ? _("A password is kept.") : _("None is kept. It goes to your keyring, never into a file of Kith.");

    case KITH_SIGN_IN_BROWSER:
      if (kith_provider_info_get_account (info) != NULL)
        return _("An account of this desktop is used.");
      return has_token ? _("You are signed in.") : _("You are not signed in. What the service gives Kith goes to your keyring.");

    case KITH_SIGN_IN_TOKEN:
    case KITH_SIGN_IN_NONE:
    default:
      if (has_token)
        return _("A token is kept.");
      return kith_provider_info_needs_token (info) ? _("None is kept. It goes to your keyring, never into a file of Kith.")
                                                   : _("Not needed, but the service may allow more with one. It goes to your keyring.");
    }
}

static void
kith_provider_access_update (KithProviderAccess *self)
{
  KithSignIn way = kith_provider_info_get_sign_in (self->info);
  gboolean browser = way == KITH_SIGN_IN_BROWSER;
  gboolean has_token = kith_provider_info_has_token (self->info);
  gboolean has_account = kith_provider_info_get_account (self->info) != NULL;
  gboolean locked = kith_provider_info_is_locked (self->info) && !kith_provider_info_is_enabled (self->info);
  g_autofree char *end = kith_provider_access_describe_end (self->info);

  gtk_label_set_text (GTK_LABEL (self->title), browser ? _("Sign-in") : way == KITH_SIGN_IN_PASSWORD ? _("Password") : _("Token"));
  gtk_label_set_text (GTK_LABEL (self->state), end != NULL ? end : kith_provider_access_describe (self->info));
  gtk_widget_set_visible (self->user, way == KITH_SIGN_IN_PASSWORD && !has_account);
  gtk_widget_set_visible (self->client_id, browser);
  gtk_widget_set_visible (self->secret_line, browser && kith_provider_info_takes_client_secret (self->info));
  gtk_widget_set_visible (self->token_line, !browser && !(has_account && way == KITH_SIGN_IN_PASSWORD));
  gtk_widget_set_visible (self->sign_in, browser && !has_account && self->signing_in == NULL);
  gtk_widget_set_visible (self->sign_in_code, browser && !has_account && self->signing_in == NULL);
  gtk_widget_set_visible (self->cancel, browser && self->signing_in != NULL);
  gtk_widget_set_visible (self->remove, has_token && !has_account && self->signing_in == NULL);
  gtk_button_set_label (GTK_BUTTON (self->remove), browser ? _("Sign _Out") : _("_Remove"));
  gtk_widget_set_sensitive (GTK_WIDGET (self), !locked);
}

static void
kith_provider_access_row_applied (KithProviderAccess *self,
                                  const char         *text,
                                  KithSettingRow     *row)
{
  kith_provider_setting_apply (row, self->engine, self->info, text);
}

static void
kith_provider_access_leave (KithProviderAccess *self)
{
  if (self->signing_in != NULL)
    g_cancellable_cancel (self->signing_in);
  g_clear_object (&self->signing_in);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
kith_provider_access_dispose (GObject *object)
{
  KithProviderAccess *self = KITH_PROVIDER_ACCESS (object);

  kith_provider_access_leave (self);
  g_clear_pointer (&self->account_of, g_free);
  g_clear_object (&self->info);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_provider_access_parent_class)->dispose (object);
}

static void
kith_provider_access_bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, user);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, client_id);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, title);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, state);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, secret_line);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, client_secret);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, client_secret_save);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, token_line);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, token);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, token_save);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, accounts_line);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, accounts);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, sign_in);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, sign_in_code);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, cancel);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, remove);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, code);
  gtk_widget_class_bind_template_child (widget_class, KithProviderAccess, note);
}

static void
kith_provider_access_class_init (KithProviderAccessClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_provider_access_dispose;

  /**
   * KithProviderAccess::access-changed:
   * @self: the widget
   *
   * A token came or went: settings do not tell of that.
   */
  signals[ACCESS_CHANGED] = g_signal_new ("access-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KITH_TYPE_SETTING_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-provider-access.ui");
  kith_provider_access_bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_save_token);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_save_client_secret);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_account_chosen);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_sign_in_with_code);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_cancel);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_access_remove);
}

static void
kith_provider_access_init (KithProviderAccess *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->client_secret), _("Client secret, if the service wants one"));
  kith_accessible_set (self->state, "kith-access-state", NULL);
  kith_accessible_set (self->token, "kith-token", _("Token or password"));
  kith_accessible_set (self->token_save, "kith-token-save", _("Save the token or password"));
  kith_accessible_set (self->client_secret, "kith-client-secret", _("Client secret"));
  kith_accessible_set (self->client_secret_save, "kith-client-secret-save", _("Save the client secret"));
  kith_accessible_set (self->accounts, "kith-accounts", _("Account of this desktop"));
  kith_accessible_set (self->sign_in, "kith-sign-in", NULL);
  kith_accessible_set (self->sign_in_code, "kith-sign-in-code", NULL);
  kith_accessible_set (self->cancel, "kith-sign-in-cancel", NULL);
  kith_accessible_set (self->remove, "kith-token-remove", NULL);
  kith_accessible_set (self->code, "kith-sign-in-user-code", NULL);
  kith_accessible_set (self->note, "kith-access-note", NULL);
  g_signal_connect_object (self->user, "apply", G_CALLBACK (kith_provider_access_row_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client_id, "apply", G_CALLBACK (kith_provider_access_row_applied), self, G_CONNECT_SWAPPED);
}

/**
 * kith_provider_access_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): the widget, without a provider
 */
GtkWidget *
kith_provider_access_new (KithEngine *engine)
{
  KithProviderAccess *self = g_object_new (KITH_TYPE_PROVIDER_ACCESS, NULL);

  self->engine = g_object_ref (engine);
  return GTK_WIDGET (self);
}

/**
 * kith_provider_access_set_provider:
 * @self: the widget
 * @info: the provider as it is now
 */
void
kith_provider_access_set_provider (KithProviderAccess *self,
                                   KithProviderInfo   *info)
{
  gboolean same = self->info != NULL && g_strcmp0 (kith_provider_info_get_id (self->info), kith_provider_info_get_id (info)) == 0;

  g_set_object (&self->info, info);
  if (!same)
    {
      kith_provider_access_leave (self);
      kith_setting_row_reset (KITH_SETTING_ROW (self->user));
      kith_setting_row_reset (KITH_SETTING_ROW (self->client_id));
      self->cancellable = g_cancellable_new ();
      gtk_entry_set_text (GTK_ENTRY (self->token), "");
      gtk_entry_set_text (GTK_ENTRY (self->client_secret), "");
      gtk_widget_hide (self->accounts_line);
      gtk_widget_hide (self->code);
      kith_label_say (self->note, NULL, FALSE);
    }

  kith_provider_setting_show (KITH_SETTING_ROW (self->user), info);
  kith_provider_setting_show (KITH_SETTING_ROW (self->client_id), info);
  kith_provider_access_update (self);
  if (kith_provider_info_get_sign_in (info) == KITH_SIGN_IN_BROWSER || kith_provider_info_get_sign_in (info) == KITH_SIGN_IN_PASSWORD)
    kith_engine_list_accounts_async (self->engine, kith_provider_info_get_id (info), self->cancellable,
                                     kith_provider_access_accounts_listed, g_object_ref (self));
}
