/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "claws-features.h"
#include <account.h>
#include <compose.h>
#include <headerview.h>
#include <mainwindow.h>
#include <mimeview.h>

#include "kith-claws-contacts.h"
#include "kith-claws-evidence.h"
#include "kith-claws-message.h"
#include "kith-claws-preferences.h"
#include "kith-pane.h"
#include "kith-sidebar.h"

#define ACTION_NAME "KithSidebar"

struct _KithClawsView
{
  GObject parent_instance;

  MessageView *message_view;     /* (nullable): %NULL once Claws Mail has destroyed it */
  GtkWidget *vbox;               /* its outermost widget */
  GtkWidget *subject;            /* (nullable): weak: Claws Mail frees what points to it before it destroys the widgets */
  KithEngine *engine;
  KithPane *pane;
  KithSidebar *sidebar;          /* (nullable): weak */

  GtkUIManager *ui_manager;      /* kept, since at the end Claws Mail frees its windows before it unloads plugins */
  GtkActionGroup *actions;
  guint merge_id;

  char *key;                     /* (nullable): of the message that is shown */
  GCancellable *reading;         /* (nullable): the headers of the message that is shown */
  guint check_source;

  char *asked;                   /* (nullable): whose messages were shown last */
  guint turn;                    /* how often in a row */
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithClawsView, kith_claws_view, G_TYPE_OBJECT)

static void
kith_claws_view_stop_reading (KithClawsView *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);

  g_clear_object (&self->reading);
}

static KithAddress *
kith_claws_view_find_sender (GPtrArray *participants)
{
  for (guint i = 0; i < participants->len; i++)
    if (kith_participant_get_part (participants->pdata[i]) == KITH_PART_FROM)
      return kith_participant_get_address (participants->pdata[i]);

  return NULL;
}

typedef struct
{
  KithClawsView *view;
  KithMessage *message;
} KithClawsReading;

static void
kith_claws_view_headers_read (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autofree KithClawsReading *reading = user_data;
  g_autoptr (KithClawsView) self = reading->view;
  g_autoptr (KithMessage) message = reading->message;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) participants = kith_engine_list_participants_finish (KITH_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->sidebar == NULL)
    return;

  g_clear_object (&self->reading);
  /* A message that cannot be read leaves the card that is there: nobody can be asked without its headers. */
  if (participants != NULL)
    kith_sidebar_show_person (self->sidebar, kith_claws_view_find_sender (participants), message);
}

static void
kith_claws_view_read_headers (KithClawsView *self,
                              KithMessage   *message)
{
  KithClawsReading *reading = g_new0 (KithClawsReading, 1);

  reading->view = g_object_ref (self);
  reading->message = g_object_ref (message);
  self->reading = g_cancellable_new ();
  kith_engine_list_participants_async (self->engine, message, self->reading, kith_claws_view_headers_read, reading);
}

static void
kith_claws_view_show_message (KithClawsView *self)
{
  g_autoptr (KithAddress) sender = kith_claws_message_dup_sender (self->message_view);
  g_autoptr (KithMessage) message = kith_claws_message_new (self->message_view);

  if (sender != NULL || message == NULL)
    kith_sidebar_announce_person (self->sidebar, sender);
  else
    kith_sidebar_clear (self->sidebar);

  if (message != NULL)
    kith_claws_view_read_headers (self, message);
}

static gboolean
kith_claws_view_check (gpointer user_data)
{
  KithClawsView *self = user_data;

  self->check_source = 0;
  if (self->message_view != NULL && self->message_view->msginfo == NULL)
    kith_claws_view_update (self);

  return G_SOURCE_REMOVE;
}

/* Claws Mail says when it shows a message, not when it shows none any more; then the subject above goes. */
static void
kith_claws_view_subject_changed (KithClawsView *self)
{
  if (self->check_source == 0)
    self->check_source = g_idle_add (kith_claws_view_check, self);
}

static void
kith_claws_view_toggled (GtkToggleAction *action,
                         gpointer         user_data)
{
  KithClawsView *self = user_data;

  if (gtk_toggle_action_get_active (action) != kith_engine_get_sidebar_visible (self->engine))
    kith_engine_set_sidebar_visible (self->engine, gtk_toggle_action_get_active (action));
}

static void
kith_claws_view_visible_changed (KithClawsView *self)
{
  gboolean visible = kith_engine_get_sidebar_visible (self->engine);

  kith_pane_set_panel_visible (self->pane, visible);
  gtk_toggle_action_set_active (GTK_TOGGLE_ACTION (gtk_action_group_get_action (self->actions, ACTION_NAME)), visible);
}

static void
kith_claws_view_add_menu (KithClawsView *self)
{
  const GtkToggleActionEntry entry = {
    ACTION_NAME, NULL, N_("_Kith sidebar"), "<Shift>F9", N_("Show who the sender is beside the message"),
    G_CALLBACK (kith_claws_view_toggled), kith_engine_get_sidebar_visible (self->engine),
  };
  gboolean is_main = !self->message_view->new_window;

  self->ui_manager = g_object_ref (is_main ? self->message_view->mainwin->ui_manager : self->message_view->ui_manager);
  self->actions = gtk_action_group_new ("Kith");
  gtk_action_group_set_translation_domain (self->actions, GETTEXT_PACKAGE);
  gtk_action_group_add_toggle_actions (self->actions, &entry, 1, self);
  gtk_ui_manager_insert_action_group (self->ui_manager, self->actions, -1);

  self->merge_id = gtk_ui_manager_new_merge_id (self->ui_manager);
  gtk_ui_manager_add_ui (self->ui_manager, self->merge_id, is_main ? "/Menu/View/ShowHide" : "/Menu/View", ACTION_NAME, ACTION_NAME,
                         GTK_UI_MANAGER_MENUITEM, FALSE);
}

static void
kith_claws_view_remove_menu (KithClawsView *self)
{
  if (self->ui_manager == NULL)
    return;

  g_signal_handlers_disconnect_by_data (gtk_action_group_get_action (self->actions, ACTION_NAME), self);

  /* The menu of a window that is being destroyed goes with it, and cannot be changed any more. */
  if (!gtk_widget_in_destruction (self->vbox))
    {
      gtk_ui_manager_remove_ui (self->ui_manager, self->merge_id);
      gtk_ui_manager_remove_action_group (self->ui_manager, self->actions);
      gtk_ui_manager_ensure_update (self->ui_manager);
    }

  g_clear_object (&self->actions);
  g_clear_object (&self->ui_manager);
}

static void
kith_claws_view_show_preferences (KithClawsView *self,
                                  const char    *provider_id)
{
  kith_claws_preferences_show (provider_id);
}

static void
kith_claws_view_show_messages (KithClawsView *self,
                               KithAddress   *sender,
                               KithAddress   *other,
                               GPtrArray     *evidence)
{
  const char *one = kith_address_get_key (sender);
  const char *two = other != NULL ? kith_address_get_key (other) : "";
  /* A message that is shown may be the other one's: then it is asked the other way round. */
  g_autofree char *asked = g_strjoin ("\n", strcmp (one, two) < 0 ? one : two, strcmp (one, two) < 0 ? two : one, NULL);

  self->turn = g_strcmp0 (asked, self->asked) == 0 ? self->turn + 1 : 0;
  g_free (self->asked);
  self->asked = g_steal_pointer (&asked);
  kith_claws_evidence_show (evidence, self->turn);
}

/* Only the address: what a stranger calls himself is for the card. */
static void
kith_claws_view_compose (KithClawsView *self,
                         KithAddress   *address)
{
  MsgInfo *message = self->message_view != NULL ? self->message_view->msginfo : NULL;
  g_autofree char *escaped = g_uri_escape_string (kith_address_get_mailbox (address), "@", FALSE);
  g_autofree char *mailto = g_strconcat ("mailto:", escaped, NULL);

  if (account_get_list () != NULL)
    compose_new_with_folderitem (NULL, message != NULL ? message->folder : NULL, mailto);
}

static void
kith_claws_view_destroyed (KithClawsView *self)
{
  g_autoptr (KithClawsView) keep = g_object_ref (self);

  kith_claws_view_detach (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
kith_claws_view_attach (KithClawsView *self,
                        MessageView   *message_view)
{
  GtkWidget *sidebar = kith_sidebar_new (self->engine);

  self->message_view = message_view;
  self->vbox = g_object_ref (message_view->vbox);
  g_set_weak_pointer (&self->subject, message_view->headerview->subject_body_label);
  g_set_weak_pointer (&self->sidebar, KITH_SIDEBAR (sidebar));
  self->pane = kith_pane_new (message_view->mimeview->hbox, sidebar);
  kith_pane_remember_width (self->pane, self->engine);
  g_signal_connect_object (sidebar, "compose", G_CALLBACK (kith_claws_view_compose), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sidebar, "preferences", G_CALLBACK (kith_claws_view_show_preferences), self, G_CONNECT_SWAPPED);
  kith_claws_contacts_connect (KITH_SIDEBAR (sidebar));
  g_signal_connect_object (sidebar, "show-messages", G_CALLBACK (kith_claws_view_show_messages), self, G_CONNECT_SWAPPED);

  kith_claws_view_add_menu (self);
  kith_claws_view_visible_changed (self);

  g_signal_connect_object (self->vbox, "destroy", G_CALLBACK (kith_claws_view_destroyed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->subject, "notify::label", G_CALLBACK (kith_claws_view_subject_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "notify::sidebar-visible", G_CALLBACK (kith_claws_view_visible_changed), self, G_CONNECT_SWAPPED);
}

static void
kith_claws_view_dispose (GObject *object)
{
  kith_claws_view_detach (KITH_CLAWS_VIEW (object));

  G_OBJECT_CLASS (kith_claws_view_parent_class)->dispose (object);
}

static void
kith_claws_view_finalize (GObject *object)
{
  g_free (KITH_CLAWS_VIEW (object)->key);
  g_free (KITH_CLAWS_VIEW (object)->asked);

  G_OBJECT_CLASS (kith_claws_view_parent_class)->finalize (object);
}

static void
kith_claws_view_class_init (KithClawsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kith_claws_view_dispose;
  object_class->finalize = kith_claws_view_finalize;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_claws_view_init (KithClawsView *self)
{
}

/**
 * kith_claws_view_new:
 * @message_view: a message view of Claws Mail
 * @engine: the engine to ask
 *
 * Puts a panel to the right of the message, and its switch into the View menu of the window.
 *
 * Returns: (transfer full): the view
 */
KithClawsView *
kith_claws_view_new (MessageView *message_view,
                     KithEngine  *engine)
{
  KithClawsView *self = g_object_new (KITH_TYPE_CLAWS_VIEW, NULL);

  self->engine = g_object_ref (engine);
  kith_claws_view_attach (self, message_view);

  return self;
}

/**
 * kith_claws_view_is_of:
 * @self: a view
 * @message_view: a message view of Claws Mail
 *
 * Returns: whether @self is the panel in @message_view
 */
gboolean
kith_claws_view_is_of (KithClawsView *self,
                       MessageView   *message_view)
{
  return self->message_view == message_view;
}

/**
 * kith_claws_view_update:
 * @self: a view
 *
 * Follows what the message view shows now; the same message again changes nothing.
 */
void
kith_claws_view_update (KithClawsView *self)
{
  g_autofree char *key = NULL;

  if (self->message_view == NULL || self->sidebar == NULL)
    return;

  if (self->message_view->msginfo != NULL)
    key = kith_claws_message_dup_key (self->message_view);
  if (key != NULL && g_strcmp0 (key, self->key) == 0)
    return;

  kith_claws_view_stop_reading (self);
  g_free (self->key);
  self->key = g_steal_pointer (&key);

  if (self->key != NULL)
    kith_claws_view_show_message (self);
  else
    kith_sidebar_clear (self->sidebar);
}

/**
 * kith_claws_view_detach:
 * @self: a view
 *
 * Puts the message view back as it was. Does nothing the second time.
 */
void
kith_claws_view_detach (KithClawsView *self)
{
  kith_claws_view_stop_reading (self);
  g_clear_handle_id (&self->check_source, g_source_remove);

  if (self->vbox != NULL)
    g_signal_handlers_disconnect_by_data (self->vbox, self);
  if (self->subject != NULL)
    g_signal_handlers_disconnect_by_data (self->subject, self);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);

  self->message_view = NULL;
  kith_claws_view_remove_menu (self);
  if (self->pane != NULL)
    kith_pane_restore (self->pane);

  g_clear_object (&self->pane);
  g_clear_weak_pointer (&self->sidebar);
  g_clear_weak_pointer (&self->subject);
  g_clear_object (&self->engine);
  g_clear_object (&self->vbox);
}
