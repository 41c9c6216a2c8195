/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-actions.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-confirm.h>
#include <kith/kith-contact.h>
#include <kith/kith-first-run.h>

#include "kith-connection-row.h"
#include "kith-correct-dialog.h"
#include "kith-list-dialog.h"
#include "kith-sent.h"
#include "kith-widgets.h"

/* As many as a person looks through. */
#define EVIDENCE_MAX 500

struct _KithActions
{
  GObject parent_instance;

  KithEngine *engine;
  GtkWidget *panel;            /* (nullable): weak */
  GSimpleActionGroup *group;
  GtkWidget *dialog;           /* (nullable): weak: one at a time, and it goes with the person */

  KithAddress *address;        /* (nullable): whose card it is */
  KithProfile *profile;        /* (nullable) */
  GPtrArray *providers;        /* (nullable) (element-type KithProviderInfo) */
  GCancellable *cancellable;   /* of what is only looked at */
};

enum
{
  FAILED,
  OFFERS_WANTED,
  OFFERS_DISMISSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithActions, kith_actions, G_TYPE_OBJECT)

static void
kith_actions_fail (KithActions  *self,
                   const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static const char *
kith_actions_get_name (KithActions *self)
{
  KithFact *name = self->profile != NULL ? kith_profile_get_best (self->profile, KITH_FIELD_NAME) : NULL;
  const char *display_name = kith_address_get_display_name (self->address);

  if (name != NULL && !kith_fact_is_unconfirmed (name))
    return kith_fact_get_value (name);

  return display_name != NULL && *display_name != '\0' ? display_name : kith_address_get_mailbox (self->address);
}

/* -- what the mail program does -- */

static void
kith_actions_compose (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  KithActions *self = user_data;

  if (self->panel != NULL && self->address != NULL)
    g_signal_emit_by_name (self->panel, "compose", self->address);
}

static void
kith_actions_preferences (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  KithActions *self = user_data;
  const char *provider_id = g_variant_get_string (parameter, NULL);

  if (self->panel != NULL)
    g_signal_emit_by_name (self->panel, "preferences", *provider_id != '\0' ? provider_id : NULL);
}

static void
kith_actions_open_contact (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  KithActions *self = user_data;

  if (self->panel != NULL)
    g_signal_emit_by_name (self->panel, "open-contact", g_variant_get_string (parameter, NULL));
}

static void
kith_actions_add_contact (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  KithActions *self = user_data;
  g_autofree char *vcard = NULL;

  if (self->panel == NULL || self->profile == NULL)
    return;

  vcard = kith_profile_to_vcard (self->profile);
  g_signal_emit_by_name (self->panel, "add-contact", vcard);
}

/* Whom it was asked about: the card may be of somebody else when the answer comes. */
typedef struct
{
  KithActions *actions;
  KithAddress *sender;
  KithAddress *other; /* (nullable) */
} KithQuestion;

static KithQuestion *
kith_question_new (KithActions *actions,
                   KithAddress *other)
{
  KithQuestion *question = g_new0 (KithQuestion, 1);

  question->actions = g_object_ref (actions);
  question->sender = g_object_ref (actions->address);
  g_set_object (&question->other, other);
  return question;
}

static void
kith_question_free (KithQuestion *question)
{
  g_object_unref (question->actions);
  g_object_unref (question->sender);
  g_clear_object (&question->other);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithQuestion, kith_question_free)

static void
kith_actions_evidence_listed (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr (KithQuestion) question = user_data;
  KithActions *self = question->actions;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) evidence = kith_engine_list_evidence_finish (KITH_ENGINE (source), result, &error);

  if (evidence == NULL)
    kith_actions_fail (self, error);
  else if (self->panel != NULL)
    g_signal_emit_by_name (self->panel, "show-messages", question->sender, question->other, evidence);
}

static void
kith_actions_show_messages (KithActions *self,
                            KithAddress *other)
{
  if (self->address != NULL)
    kith_engine_list_evidence_async (self->engine, self->address, other, EVIDENCE_MAX, self->cancellable, kith_actions_evidence_listed,
                                     kith_question_new (self, other));
}

static void
kith_actions_all_messages (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       user_data)
{
  kith_actions_show_messages (user_data, NULL);
}

static void
kith_actions_show_connection (GSimpleAction *action,
                              GVariant      *parameter,
                              gpointer       user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) other = kith_address_new (g_variant_get_string (parameter, NULL), NULL, &error);

  if (other != NULL)
    kith_actions_show_messages (user_data, other);
  else
    kith_actions_fail (user_data, error);
}

/* -- the owner's word: once it is given it holds, even if the panel is gone before it is written -- */

typedef gboolean (*KithFinishFunc) (KithEngine    *engine,
                                    GAsyncResult  *result,
                                    GError       **error);

/* That the card has to change, the engine says itself. */
static void
kith_actions_decided (KithActions    *actions,
                      KithFinishFunc  finish,
                      GObject        *source,
                      GAsyncResult   *result)
{
  g_autoptr (KithActions) self = actions;
  g_autoptr (GError) error = NULL;

  if (!finish (KITH_ENGINE (source), result, &error))
    kith_actions_fail (self, error);
}

static void
kith_actions_confirmed (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  kith_actions_decided (user_data, kith_engine_confirm_finish, source, result);
}

static void
kith_actions_rejected (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  kith_actions_decided (user_data, kith_engine_reject_finish, source, result);
}

static void
kith_actions_correction_kept (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  kith_actions_decided (user_data, kith_engine_correct_finish, source, result);
}

static void
kith_actions_note_kept (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  kith_actions_decided (user_data, kith_engine_set_note_finish, source, result);
}

typedef void (*KithJudgeFunc) (KithEngine          *engine,
                               KithAddress         *address,
                               KithField            field,
                               const char          *provider_id,
                               const char          *value,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);

static void
kith_actions_judge (KithActions         *self,
                    GVariant            *parameter,
                    KithJudgeFunc        judge,
                    GAsyncReadyCallback  callback)
{
  const char *id, *provider_id, *value;
  KithField field;

  g_variant_get (parameter, "(&s&s&s)", &id, &provider_id, &value);
  if (self->address != NULL && kith_field_from_id (id, &field))
    judge (self->engine, self->address, field, provider_id, value, NULL, callback, g_object_ref (self));
}

static void
kith_actions_confirm (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  kith_actions_judge (user_data, parameter, kith_engine_confirm_async, kith_actions_confirmed);
}

static void
kith_actions_reject (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  kith_actions_judge (user_data, parameter, kith_engine_reject_async, kith_actions_rejected);
}

static void
kith_actions_corrected (KithActions *self,
                        const char  *id,
                        const char  *value,
                        GtkWidget   *dialog)
{
  KithAddress *address = g_object_get_data (G_OBJECT (dialog), "address");
  KithField field;

  if (kith_field_from_id (id, &field))
    kith_engine_correct_async (self->engine, address, field, value, NULL, kith_actions_correction_kept, g_object_ref (self));
}

/* -- windows -- */

static void
kith_actions_present (KithActions *self,
                      GtkWidget   *dialog)
{
  if (self->dialog != NULL)
    gtk_widget_destroy (self->dialog);

  g_set_weak_pointer (&self->dialog, dialog);
  /* Its rows may act as those of the card do. */
  gtk_widget_insert_action_group (dialog, "kith", G_ACTION_GROUP (self->group));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
kith_actions_correct (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  KithActions *self = user_data;
  GtkWidget *dialog;

  if (self->panel == NULL || self->profile == NULL)
    return;

  dialog = kith_correct_dialog_new (kith_widget_get_window (self->panel), kith_actions_get_name (self), self->profile);
  g_object_set_data_full (G_OBJECT (dialog), "address", g_object_ref (self->address), g_object_unref);
  g_signal_connect_object (dialog, "correct", G_CALLBACK (kith_actions_corrected), self, G_CONNECT_SWAPPED);
  kith_actions_present (self, dialog);
}

static void
kith_actions_show_connections (GSimpleAction *action,
                               GVariant      *parameter,
                               gpointer       user_data)
{
  KithActions *self = user_data;
  g_autofree char *title = NULL;
  GtkWidget *dialog;
  GPtrArray *connections;

  if (self->panel == NULL || self->profile == NULL)
    return;

  /* Translators: the title of a window; %s is a name */
  title = g_strdup_printf (_("Whom you and %s both know"), kith_actions_get_name (self));
  dialog = kith_list_dialog_new (kith_widget_get_window (self->panel), "kith-connections-list", title);
  connections = kith_profile_get_connections (self->profile);
  for (guint i = 0; i < connections->len; i++)
    {
      const char *address = kith_connection_get_address (connections->pdata[i]);
      g_autofree char *id = g_strdup_printf ("kith-listed-%u", i + 1);
      g_autofree char *words = g_strconcat (kith_connection_get_who (connections->pdata[i]), " ", address != NULL ? address : "", " ",
                                            kith_connection_get_evidence (connections->pdata[i]), NULL);

      kith_list_dialog_add (KITH_LIST_DIALOG (dialog), kith_connection_row_new (connections->pdata[i], id), words);
    }
  kith_actions_present (self, dialog);
}

static void
kith_actions_ledger_listed (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (KithQuestion) question = user_data;
  KithActions *self = question->actions;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kith_engine_list_ledger_finish (KITH_ENGINE (source), result, &error);
  g_autofree char *title = NULL;
  GtkWidget *dialog;

  if (entries == NULL)
    {
      kith_actions_fail (self, error);
      return;
    }
  if (self->panel == NULL || self->address == NULL || !kith_address_equal (self->address, question->sender))
    return;

  /* Translators: the title of a window; %s is a name */
  title = g_strdup_printf (_("What was sent for %s"), kith_actions_get_name (self));
  dialog = kith_list_dialog_new (kith_widget_get_window (self->panel), "kith-sent", title);
  kith_sent_fill (KITH_LIST_DIALOG (dialog), entries, self->providers);
  kith_actions_present (self, dialog);
}

static void
kith_actions_show_sent (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  KithActions *self = user_data;

  if (self->address != NULL)
    kith_engine_list_ledger_async (self->engine, self->address, self->cancellable, kith_actions_ledger_listed, kith_question_new (self, NULL));
}

/* -- the question of the first run -- */

static void
kith_actions_dismiss_offers (GSimpleAction *action,
                             GVariant      *parameter,
                             gpointer       user_data)
{
  KithActions *self = user_data;

  kith_engine_dismiss_first_run (self->engine);
  g_signal_emit (self, signals[OFFERS_DISMISSED], 0);
}

static void
kith_actions_ask_offers (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  g_signal_emit (user_data, signals[OFFERS_WANTED], 0);
}

static const GActionEntry entries[] = {
  { "compose", kith_actions_compose },
  { "all-messages", kith_actions_all_messages },
  { "show-connection", kith_actions_show_connection, "s" },
  { "show-connections", kith_actions_show_connections },
  { "open-contact", kith_actions_open_contact, "s" },
  { "add-contact", kith_actions_add_contact },
  { "preferences", kith_actions_preferences, "s" },
  { "confirm", kith_actions_confirm, "(sss)" },
  { "reject", kith_actions_reject, "(sss)" },
  { "correct", kith_actions_correct },
  { "show-sent", kith_actions_show_sent },
  { "ask-offers", kith_actions_ask_offers },
  { "dismiss-offers", kith_actions_dismiss_offers },
};

/* What the mail program does not do is not offered. */
static void
kith_actions_update_enabled (KithActions *self)
{
  static const struct
  {
    const char *action;
    const char *signal;
  } pairs[] = {
    { "compose", "compose" },
    { "all-messages", "show-messages" },
    { "show-connection", "show-messages" },
    { "open-contact", "open-contact" },
    { "add-contact", "add-contact" },
    { "preferences", "preferences" },
  };

  for (guint i = 0; self->panel != NULL && i < G_N_ELEMENTS (pairs); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), pairs[i].action);
      guint id = g_signal_lookup (pairs[i].signal, G_OBJECT_TYPE (self->panel));

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), id != 0 && g_signal_has_handler_pending (self->panel, id, 0, FALSE));
    }
}

static void
kith_actions_dispose (GObject *object)
{
  KithActions *self = KITH_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->dialog != NULL)
    gtk_widget_destroy (self->dialog);

  g_clear_weak_pointer (&self->dialog);
  g_clear_weak_pointer (&self->panel);
  g_clear_object (&self->engine);
  g_clear_object (&self->address);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->providers, g_ptr_array_unref);

  G_OBJECT_CLASS (kith_actions_parent_class)->dispose (object);
}

static void
kith_actions_finalize (GObject *object)
{
  KithActions *self = KITH_ACTIONS (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (kith_actions_parent_class)->finalize (object);
}

static void
kith_actions_class_init (KithActionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kith_actions_dispose;
  object_class->finalize = kith_actions_finalize;

  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OFFERS_WANTED] = g_signal_new ("offers-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OFFERS_DISMISSED] = g_signal_new ("offers-dismissed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_actions_init (KithActions *self)
{
  self->cancellable = g_cancellable_new ();
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
}

/**
 * kith_actions_new:
 * @engine: the engine
 * @panel: a #KithSidebar: what is under it finds the actions
 *
 * Returns: (transfer full): the actions, about nobody yet
 */
KithActions *
kith_actions_new (KithEngine *engine,
                  GtkWidget  *panel)
{
  KithActions *self = g_object_new (KITH_TYPE_ACTIONS, NULL);

  self->engine = g_object_ref (engine);
  g_set_weak_pointer (&self->panel, panel);
  gtk_widget_insert_action_group (panel, "kith", G_ACTION_GROUP (self->group));

  return self;
}

/**
 * kith_actions_set_address:
 * @self: actions
 * @address: (nullable): whose card it is from now on
 *
 * A window about the person before closes.
 */
void
kith_actions_set_address (KithActions *self,
                          KithAddress *address)
{
  g_return_if_fail (KITH_IS_ACTIONS (self));

  if (self->address != NULL && (address == NULL || !kith_address_equal (self->address, address)))
    {
      g_clear_object (&self->profile);
      if (self->dialog != NULL)
        gtk_widget_destroy (self->dialog);
    }
  g_set_object (&self->address, address);
  kith_actions_update_enabled (self);
}

/**
 * kith_actions_set_profile:
 * @self: actions
 * @profile: what is known of the person now
 */
void
kith_actions_set_profile (KithActions *self,
                          KithProfile *profile)
{
  g_return_if_fail (KITH_IS_ACTIONS (self));

  g_set_object (&self->profile, profile);
}

/**
 * kith_actions_set_providers:
 * @self: actions
 * @providers: (element-type KithProviderInfo): every provider; kept, not copied
 */
void
kith_actions_set_providers (KithActions *self,
                            GPtrArray   *providers)
{
  g_return_if_fail (KITH_IS_ACTIONS (self));

  g_clear_pointer (&self->providers, g_ptr_array_unref);
  self->providers = g_ptr_array_ref (providers);
}

/**
 * kith_actions_save_note:
 * @self: actions
 * @text: the owner's note on the person; empty takes it back
 */
void
kith_actions_save_note (KithActions *self,
                        const char  *text)
{
  g_return_if_fail (KITH_IS_ACTIONS (self));

  if (self->address != NULL)
    kith_engine_set_note_async (self->engine, self->address, text, NULL, kith_actions_note_kept, g_object_ref (self));
}
