/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-sidebar.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-first-run.h>
#include <kith/kith-reading.h>

#include "kith-actions.h"
#include "kith-card.h"
#include "kith-forget-dialog.h"
#include "kith-style.h"
#include "kith-widgets.h"

/* Many things may change at once: the card is asked for again when they have. */
#define AGAIN_DELAY_MSEC 200

/* The question whether services may be used. */
typedef enum
{
  KITH_OFFERING_BY_ITSELF,
  KITH_OFFERING_ASKED_FOR, /* by the owner, for this person */
  KITH_OFFERING_ANSWERED,  /* on this card: it stays for the owner to switch on more */
} KithOffering;

struct _KithSidebar
{
  GtkBox parent_instance;

  GtkWidget *stack;
  GtkWidget *empty;
  GtkWidget *page;
  GtkWidget *scroller;
  KithCard *card;

  KithEngine *engine;
  KithActions *actions;
  GdkScreen *styled_screen;   /* (nullable): holds our style sheet */

  KithAddress *address;       /* (nullable): who is shown */
  KithMessage *message;       /* (nullable) */
  KithLookupFlags flags;      /* of the lookup that waits for the panel to be seen */
  gboolean waiting;           /* nobody is asked about a person on a panel that is not seen */
  KithLookup *lookup;         /* (nullable) */
  guint again_source;
  KithOffering offering;
  GCancellable *offers_loading;
  char *notice;               /* (nullable): of the engine, until a card is seen to show it on */
  char *picture_uri;          /* (nullable): what is, or is being, shown */
  GCancellable *picture_loading;
  GCancellable *cancellable;  /* of everything else; ends with the panel */
};

enum
{
  SHOW_MESSAGES,
  COMPOSE,
  OPEN_CONTACT,
  ADD_CONTACT,
  PREFERENCES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithSidebar, kith_sidebar, GTK_TYPE_BOX)

static void
kith_sidebar_drop_picture (KithSidebar *self)
{
  if (self->picture_loading != NULL)
    g_cancellable_cancel (self->picture_loading);

  g_clear_object (&self->picture_loading);
  g_clear_pointer (&self->picture_uri, g_free);
}

static void
kith_sidebar_drop_lookup (KithSidebar *self)
{
  if (self->lookup == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->lookup, self);
  kith_lookup_cancel (self->lookup);
  g_clear_object (&self->lookup);
}

static void
kith_sidebar_picture_loaded (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr (KithSidebar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kith_engine_load_picture_finish (KITH_ENGINE (source), result, &error);

  if (bytes != NULL)
    kith_card_set_picture (self->card, bytes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* The initials stay; the next profile may have the picture again. */
    g_clear_pointer (&self->picture_uri, g_free);
}

static void
kith_sidebar_update_picture (KithSidebar *self,
                             KithProfile *profile)
{
  KithFact *photo = kith_profile_get_best (profile, KITH_FIELD_PHOTO);
  /* A face that may be somebody else's is none. */
  const char *uri = photo != NULL && !kith_fact_is_unconfirmed (photo) ? kith_fact_get_value (photo) : NULL;

  if (g_strcmp0 (uri, self->picture_uri) == 0)
    return;

  kith_sidebar_drop_picture (self);
  if (uri == NULL)
    {
      /* Before the last provider has answered, the picture may still come back. */
      if (kith_profile_is_complete (profile))
        kith_card_set_picture (self->card, NULL);
      return;
    }

  self->picture_uri = g_strdup (uri);
  self->picture_loading = g_cancellable_new ();
  kith_engine_load_picture_async (self->engine, self->address, self->message, photo, self->flags, self->picture_loading,
                                  kith_sidebar_picture_loaded, g_object_ref (self));
}

static void
kith_sidebar_show_notice (KithSidebar *self)
{
  if (self->notice == NULL || self->address == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  kith_card_set_notice (self->card, self->notice);
  g_clear_pointer (&self->notice, g_free);
}

static void
kith_sidebar_take_notice (KithSidebar *self,
                          const char  *notice)
{
  g_free (self->notice);
  self->notice = g_strdup (notice);
  kith_sidebar_show_notice (self);
}

static void
kith_sidebar_profile_changed (KithSidebar *self)
{
  KithProfile *profile = kith_lookup_get_profile (self->lookup);

  if (profile != NULL)
    {
      kith_card_set_profile (self->card, profile);
      kith_actions_set_profile (self->actions, profile);
      kith_sidebar_update_picture (self, profile);
    }

  kith_card_set_busy (self->card, !kith_lookup_is_complete (self->lookup));
}

static void
kith_sidebar_offers_listed (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (KithSidebar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) offers = kith_engine_list_offers_finish (KITH_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->offers_loading);
  kith_card_set_offers (self->card, offers != NULL && (offers->len > 0 || self->offering == KITH_OFFERING_ASKED_FOR) ? offers : NULL);
}

static void
kith_sidebar_drop_offers (KithSidebar *self)
{
  if (self->offers_loading != NULL)
    g_cancellable_cancel (self->offers_loading);

  g_clear_object (&self->offers_loading);
}

/* Nobody is asked about services for a message whose headers are not known: it may be from a robot. */
static void
kith_sidebar_list_offers (KithSidebar *self)
{
  if (self->offering == KITH_OFFERING_ANSWERED || self->address == NULL || (self->flags & KITH_LOOKUP_OFFLINE) != 0)
    return;

  kith_sidebar_drop_offers (self);
  self->offers_loading = g_cancellable_new ();
  kith_engine_list_offers_async (self->engine, self->address, self->message, self->offering == KITH_OFFERING_ASKED_FOR, self->offers_loading,
                                 kith_sidebar_offers_listed, g_object_ref (self));
}

static void
kith_sidebar_offers_wanted (KithSidebar *self)
{
  self->offering = KITH_OFFERING_ASKED_FOR;
  kith_sidebar_list_offers (self);
}

static void
kith_sidebar_offers_dismissed (KithSidebar *self)
{
  kith_sidebar_drop_offers (self);
  self->offering = KITH_OFFERING_BY_ITSELF;
  kith_card_set_offers (self->card, NULL);
}

static void
kith_sidebar_start (KithSidebar *self)
{
  g_clear_handle_id (&self->again_source, g_source_remove);
  kith_sidebar_drop_lookup (self);
  self->waiting = FALSE;

  self->lookup = kith_engine_lookup (self->engine, self->address, self->message, self->flags);
  g_signal_connect_object (self->lookup, "profile", G_CALLBACK (kith_sidebar_profile_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lookup, "completed", G_CALLBACK (kith_sidebar_profile_changed), self, G_CONNECT_SWAPPED);
  kith_card_set_busy (self->card, TRUE);
  kith_sidebar_profile_changed (self);
  kith_sidebar_list_offers (self);
  kith_sidebar_show_notice (self);
}

static void
kith_sidebar_ask (KithSidebar     *self,
                  KithLookupFlags  flags)
{
  self->flags = flags;
  self->waiting = TRUE;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kith_sidebar_start (self);
}

static gboolean
kith_sidebar_ask_again (gpointer user_data)
{
  KithSidebar *self = user_data;

  self->again_source = 0;
  /* The click was for what could be asked then, not for what is switched on since; its answers are kept. */
  if (self->address != NULL && !self->waiting)
    kith_sidebar_ask (self, self->flags & ~(KITH_LOOKUP_REFRESH | KITH_LOOKUP_CLICKED));

  return G_SOURCE_REMOVE;
}

static void
kith_sidebar_providers_listed (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data)
{
  g_autoptr (KithSidebar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) providers = kith_engine_list_providers_finish (KITH_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (providers != NULL)
    {
      kith_card_set_providers (self->card, providers);
      kith_actions_set_providers (self->actions, providers);
    }
  else
    kith_card_set_notice (self->card, error->message);
}

static void
kith_sidebar_list_providers (KithSidebar *self)
{
  kith_engine_list_providers_async (self->engine, self->cancellable, kith_sidebar_providers_listed, g_object_ref (self));
}

/* A setting, a provider or the owner's word, through this or another program; or the way to the internet. */
static void
kith_sidebar_changed (KithSidebar *self)
{
  kith_sidebar_list_providers (self);
  if (self->again_source == 0 && self->address != NULL)
    self->again_source = g_timeout_add (AGAIN_DELAY_MSEC, kith_sidebar_ask_again, self);
}

static void
kith_sidebar_reading_changed (KithSidebar *self)
{
  double fraction = 0;
  gboolean is_reading = kith_engine_get_reading (self->engine, &fraction);

  kith_card_set_reading (self->card, is_reading, fraction);
}

static void
kith_sidebar_provider_set (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr (KithSidebar) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kith_engine_set_provider_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;

  kith_card_set_notice (self->card, done ? NULL : error->message);
  kith_sidebar_list_providers (self);
  if (done && self->address != NULL)
    kith_sidebar_ask (self, KITH_LOOKUP_NONE);
}

static void
kith_sidebar_enable_provider (KithSidebar *self,
                              const char  *id,
                              gboolean     enabled)
{
  if (enabled)
    {
      /* That is an answer too. */
      self->offering = KITH_OFFERING_ANSWERED;
      kith_engine_dismiss_first_run (self->engine);
    }
  kith_engine_set_provider_async (self->engine, id, "enabled", enabled ? "true" : "false", NULL, kith_sidebar_provider_set,
                                  g_object_ref (self));
}

static void
kith_sidebar_refresh (KithSidebar *self)
{
  if (self->address == NULL)
    return;

  kith_card_set_notice (self->card, NULL);
  kith_sidebar_ask (self, KITH_LOOKUP_REFRESH | KITH_LOOKUP_CLICKED);
}

/* Who is forgotten: the card may be of somebody else when that is done. */
typedef struct
{
  KithSidebar *sidebar;
  KithAddress *address;
} Forgetting;

static void
forgetting_free (Forgetting *forgetting)
{
  g_object_unref (forgetting->sidebar);
  g_object_unref (forgetting->address);
  g_free (forgetting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forgetting, forgetting_free)

static gboolean
kith_sidebar_shows (KithSidebar *self,
                    KithAddress *address)
{
  return self->address != NULL && kith_address_equal (self->address, address);
}

static void
kith_sidebar_forgotten (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (Forgetting) forgetting = user_data;
  KithSidebar *self = forgetting->sidebar;
  g_autoptr (GError) error = NULL;
  gboolean done = kith_engine_forget_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;
  if (!done)
    {
      kith_card_set_notice (self->card, error->message);
      kith_card_set_busy (self->card, self->lookup != NULL && !kith_lookup_is_complete (self->lookup));
      return;
    }
  if (!kith_sidebar_shows (self, forgetting->address))
    return;

  /* Somebody who was forgotten just now is not asked about again by that. */
  kith_sidebar_drop_picture (self);
  kith_card_set_picture (self->card, NULL);
  kith_card_set_address (self->card, self->address);
  kith_sidebar_ask (self, KITH_LOOKUP_OFFLINE);
}

static void
kith_sidebar_forget_response (KithSidebar *self,
                              int          response,
                              GtkWidget   *dialog)
{
  g_autoptr (KithAddress) address = g_object_steal_data (G_OBJECT (dialog), "address");

  if (response == GTK_RESPONSE_ACCEPT && address != NULL)
    {
      Forgetting *forgetting = g_new0 (Forgetting, 1);

      if (kith_sidebar_shows (self, address))
        {
          kith_card_drop_note (self->card);
          kith_sidebar_drop_lookup (self);
        }
      forgetting->sidebar = g_object_ref (self);
      forgetting->address = g_object_ref (address);
      kith_engine_forget_async (self->engine, address, kith_forget_dialog_get_flags (dialog), NULL, kith_sidebar_forgotten, forgetting);
    }

  gtk_widget_destroy (dialog);
}

static void
kith_sidebar_forget (KithSidebar *self)
{
  const char *name;
  GtkWidget *dialog;

  if (self->address == NULL)
    return;

  name = kith_address_get_display_name (self->address);
  dialog = kith_forget_dialog_new (kith_widget_get_window (GTK_WIDGET (self)), name != NULL ? name : kith_address_get_mailbox (self->address));
  g_object_set_data_full (G_OBJECT (dialog), "address", g_object_ref (self->address), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (kith_sidebar_forget_response), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_widget_destroy), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
kith_sidebar_show_words (KithSidebar *self,
                         const char  *words)
{
  kith_card_finish_note (self->card);
  kith_sidebar_drop_lookup (self);
  kith_sidebar_drop_picture (self);
  kith_sidebar_drop_offers (self);
  self->waiting = FALSE;
  g_clear_object (&self->address);
  g_clear_object (&self->message);
  if (self->actions != NULL)
    kith_actions_set_address (self->actions, NULL);
  kith_card_set_busy (self->card, FALSE);

  gtk_label_set_text (GTK_LABEL (self->empty), words);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->empty);
}

/* The card of @address at once; that of the same person stays as it is until something better is known. */
static void
kith_sidebar_take_person (KithSidebar *self,
                          KithAddress *address,
                          KithMessage *message)
{
  gboolean same = self->address != NULL && kith_address_equal (self->address, address)
                  && g_strcmp0 (kith_address_get_display_name (self->address), kith_address_get_display_name (address)) == 0;

  if (!same)
    kith_card_finish_note (self->card);
  kith_sidebar_drop_lookup (self);
  g_set_object (&self->address, address);
  g_set_object (&self->message, message);
  kith_actions_set_address (self->actions, address);

  if (!same)
    {
      kith_sidebar_drop_offers (self);
      self->offering = KITH_OFFERING_BY_ITSELF;
      kith_sidebar_drop_picture (self);
      kith_card_set_picture (self->card, NULL);
      kith_card_set_busy (self->card, FALSE);
      kith_card_set_address (self->card, address);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
    }

  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->page);
}

static void
kith_sidebar_map (GtkWidget *widget)
{
  KithSidebar *self = KITH_SIDEBAR (widget);

  GTK_WIDGET_CLASS (kith_sidebar_parent_class)->map (widget);
  if (self->waiting)
    kith_sidebar_start (self);
}

/* The Menu key, or Shift+F10, anywhere on the card. */
static gboolean
kith_sidebar_popup_menu (GtkWidget *widget)
{
  KithSidebar *self = KITH_SIDEBAR (widget);

  if (self->address == NULL)
    return FALSE;

  kith_card_popup_menu (self->card);

  return TRUE;
}

static void
kith_sidebar_unstyle (KithSidebar *self)
{
  if (self->styled_screen != NULL)
    kith_style_release (self->styled_screen);

  g_clear_object (&self->styled_screen);
}

static void
kith_sidebar_screen_changed (GtkWidget *widget,
                             GdkScreen *previous)
{
  KithSidebar *self = KITH_SIDEBAR (widget);

  kith_sidebar_unstyle (self);
  if (gtk_widget_has_screen (widget))
    {
      self->styled_screen = g_object_ref (gtk_widget_get_screen (widget));
      kith_style_hold (self->styled_screen);
    }

  if (GTK_WIDGET_CLASS (kith_sidebar_parent_class)->screen_changed != NULL)
    GTK_WIDGET_CLASS (kith_sidebar_parent_class)->screen_changed (widget, previous);
}

static void
kith_sidebar_dispose (GObject *object)
{
  KithSidebar *self = KITH_SIDEBAR (object);

  if (self->actions != NULL)
    kith_card_finish_note (self->card);
  g_cancellable_cancel (self->cancellable);
  kith_sidebar_drop_lookup (self);
  kith_sidebar_drop_picture (self);
  kith_sidebar_drop_offers (self);
  self->waiting = FALSE;
  g_clear_handle_id (&self->again_source, g_source_remove);
  g_clear_object (&self->address);
  g_clear_object (&self->message);
  if (self->actions != NULL)
    g_object_run_dispose (G_OBJECT (self->actions));
  g_clear_object (&self->actions);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
  kith_sidebar_unstyle (self);

  G_OBJECT_CLASS (kith_sidebar_parent_class)->dispose (object);
}

static void
kith_sidebar_finalize (GObject *object)
{
  KithSidebar *self = KITH_SIDEBAR (object);

  g_clear_object (&self->cancellable);
  g_free (self->notice);

  G_OBJECT_CLASS (kith_sidebar_parent_class)->finalize (object);
}

/* What only a mail program can do. What no handler is connected to is not offered on the card. */
static void
kith_sidebar_install_signals (GType type)
{
  /**
   * KithSidebar::show-messages:
   * @self: the panel
   * @sender: whose card it is
   * @other: (nullable): the shared acquaintance; %NULL for all messages between the owner and @sender
   * @evidence: (element-type KithEvidence): the messages, newest first; may be empty
   */
  signals[SHOW_MESSAGES] = g_signal_new ("show-messages", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 3, KITH_TYPE_ADDRESS, KITH_TYPE_ADDRESS, G_TYPE_PTR_ARRAY);
  /**
   * KithSidebar::compose:
   * @self: the panel
   * @address: whom to write to
   */
  signals[COMPOSE] = g_signal_new ("compose", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, KITH_TYPE_ADDRESS);
  /**
   * KithSidebar::open-contact:
   * @self: the panel
   * @uri: what the provider of an address book gave as the evidence of its facts
   */
  signals[OPEN_CONTACT] = g_signal_new ("open-contact", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * KithSidebar::add-contact:
   * @self: the panel
   * @vcard: what the owner saw of the person, as a vCard 3.0
   */
  signals[ADD_CONTACT] = g_signal_new ("add-contact", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * KithSidebar::preferences:
   * @self: the panel
   * @provider_id: (nullable): the provider that is to be seen
   */
  signals[PREFERENCES] = g_signal_new ("preferences", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kith_sidebar_class_init (KithSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  bindtextdomain (GETTEXT_PACKAGE, KITH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_type_ensure (KITH_TYPE_CARD);

  object_class->dispose = kith_sidebar_dispose;
  object_class->finalize = kith_sidebar_finalize;
  widget_class->show_all = gtk_widget_show;
  widget_class->map = kith_sidebar_map;
  widget_class->popup_menu = kith_sidebar_popup_menu;
  widget_class->screen_changed = kith_sidebar_screen_changed;
  kith_sidebar_install_signals (G_TYPE_FROM_CLASS (klass));

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, KithSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, KithSidebar, empty);
  gtk_widget_class_bind_template_child (widget_class, KithSidebar, page);
  gtk_widget_class_bind_template_child (widget_class, KithSidebar, scroller);
  gtk_widget_class_bind_template_child (widget_class, KithSidebar, card);
  gtk_widget_class_set_accessible_role (widget_class, ATK_ROLE_PANEL);
}

static void
kith_sidebar_init (KithSidebar *self)
{
  g_autoptr (GtkWidget) footer = NULL;

  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (GTK_WIDGET (self), "kith-sidebar", _("Kith"));
  kith_accessible_set (self->empty, "kith-empty", NULL);
  footer = kith_card_take_footer (self->card);
  gtk_container_add (GTK_CONTAINER (self->page), footer);
  /* What the keyboard gets to comes into sight. */
  gtk_container_set_focus_vadjustment (GTK_CONTAINER (self->card), gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)));

  g_signal_connect_object (self->card, "refresh", G_CALLBACK (kith_sidebar_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "enable-provider", G_CALLBACK (kith_sidebar_enable_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "forget", G_CALLBACK (kith_sidebar_forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "providers-wanted", G_CALLBACK (kith_sidebar_list_providers), self, G_CONNECT_SWAPPED);
}

static void
kith_sidebar_save_note (KithSidebar *self,
                        const char  *text)
{
  kith_actions_save_note (self->actions, text);
}

static void
kith_sidebar_action_failed (KithSidebar *self,
                            const char  *why)
{
  kith_card_set_notice (self->card, why);
}

static void
kith_sidebar_connect_actions (KithSidebar *self)
{
  g_signal_connect_object (self->card, "save-note", G_CALLBACK (kith_sidebar_save_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "failed", G_CALLBACK (kith_sidebar_action_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "offers-wanted", G_CALLBACK (kith_sidebar_offers_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "offers-dismissed", G_CALLBACK (kith_sidebar_offers_dismissed), self, G_CONNECT_SWAPPED);
}

/**
 * kith_sidebar_new:
 * @engine: the engine to ask
 *
 * Returns: (transfer floating): a panel on which nobody is selected
 */
GtkWidget *
kith_sidebar_new (KithEngine *engine)
{
  KithSidebar *self;

  g_return_val_if_fail (KITH_IS_ENGINE (engine), NULL);

  self = g_object_new (KITH_TYPE_SIDEBAR, NULL);
  self->engine = g_object_ref (engine);
  self->actions = kith_actions_new (engine, GTK_WIDGET (self));
  kith_sidebar_connect_actions (self);
  g_signal_connect_object (engine, "notice", G_CALLBACK (kith_sidebar_take_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (kith_sidebar_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "reading", G_CALLBACK (kith_sidebar_reading_changed), self, G_CONNECT_SWAPPED);
  kith_sidebar_reading_changed (self);
  kith_sidebar_clear (self);
  kith_sidebar_list_providers (self);

  return GTK_WIDGET (self);
}

/**
 * kith_sidebar_set_contact_kind:
 * @self: a panel
 * @kind: (nullable): the kind of address book whose contacts the mail program can open, see kith_profile_get_contact_uri(); %NULL for all
 */
void
kith_sidebar_set_contact_kind (KithSidebar *self,
                               const char  *kind)
{
  g_return_if_fail (KITH_IS_SIDEBAR (self));

  kith_card_set_contact_kind (self->card, kind);
}

/**
 * kith_sidebar_announce_person:
 * @self: a panel
 * @address: (nullable): the sender of a message that the client still loads
 *
 * The card at once, with what is on this computer: the headers that say whether anybody may be asked are not known yet.
 * kith_sidebar_show_person() follows.
 */
void
kith_sidebar_announce_person (KithSidebar *self,
                              KithAddress *address)
{
  g_return_if_fail (KITH_IS_SIDEBAR (self));

  if (address == NULL)
    {
      kith_sidebar_show_words (self, _("This message does not say who sent it."));
      return;
    }

  kith_sidebar_take_person (self, address, NULL);
  kith_sidebar_ask (self, KITH_LOOKUP_OFFLINE);
}

/**
 * kith_sidebar_show_person:
 * @self: a panel
 * @address: (nullable): the sender; %NULL where the message names none that can be used
 * @message: (nullable): the message
 *
 * Shows initials and name at once, then what the engine finds. The person before is forgotten and the lookup cancelled. Nobody is asked while the
 * panel is not on the screen.
 */
void
kith_sidebar_show_person (KithSidebar *self,
                          KithAddress *address,
                          KithMessage *message)
{
  g_return_if_fail (KITH_IS_SIDEBAR (self));

  if (address == NULL)
    {
      kith_sidebar_show_words (self, _("This message does not say who sent it."));
      return;
    }

  kith_sidebar_take_person (self, address, message);
  kith_sidebar_ask (self, KITH_LOOKUP_NONE);
}

/**
 * kith_sidebar_clear:
 * @self: a panel
 *
 * No message is selected.
 */
void
kith_sidebar_clear (KithSidebar *self)
{
  g_return_if_fail (KITH_IS_SIDEBAR (self));

  kith_sidebar_show_words (self, _("Select a message to see who wrote it."));
}
