/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-reader.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>
#include <mail/em-composer-utils.h>
#include <mail/message-list.h>

#include "kith-evolution-contacts.h"
#include "kith-evolution-evidence.h"
#include "kith-evolution-menu.h"
#include "kith-evolution-message.h"
#include "kith-evolution-preferences.h"
#include "kith-evolution-shell.h"
#include "kith-pane.h"
#include "kith-sidebar.h"

/* A From line may hold ten thousand addresses; the first that is one is shown. */
#define MAX_FROM_ADDRESSES 16
#define MAX_FROM_BYTES 4096

struct _KithEvolutionReader
{
  GObject parent_instance;

  EMailReader *reader; /* weak */
  KithEngine *engine;
  KithSidebar *sidebar;
  KithPane *pane;
  KithEvolutionMenu *menu;
  char *shown; /* which message the card stands for */
  char *loaded; /* which message Evolution loaded last */
  CamelMimeMessage *message; /* that message */
  GCancellable *showing; /* (nullable): messages that are being looked for */
};

G_DEFINE_FINAL_TYPE (KithEvolutionReader, kith_evolution_reader, G_TYPE_OBJECT)

/* Where a message really is: behind a search folder there is another one. */
typedef struct
{
  CamelFolder *folder;
  char *uid;
} Place;

static void
place_clear (Place *place)
{
  g_clear_object (&place->folder);
  g_clear_pointer (&place->uid, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
find_place (KithEvolutionReader *self,
            const char          *uid,
            Place               *place)
{
  g_autoptr (CamelFolder) folder = e_mail_reader_ref_folder (self->reader);

  if (folder == NULL)
    return;
  em_utils_get_real_folder_and_message_uid (folder, uid, &place->folder, NULL, &place->uid);
  if (place->folder == NULL)
    place->folder = g_steal_pointer (&folder);
  if (place->uid == NULL)
    place->uid = g_strdup (uid);
}

static char *
place_dup_key (Place *place)
{
  CamelStore *store = camel_folder_get_parent_store (place->folder);

  return g_strjoin ("\n", store != NULL ? camel_service_get_uid (CAMEL_SERVICE (store)) : "",
                    camel_folder_get_full_name (place->folder), place->uid, NULL);
}

static guint32
get_folder_type (KithEvolutionReader *self,
                 CamelFolder         *folder)
{
  EMailSession *session = e_mail_backend_get_session (e_mail_reader_get_backend (self->reader));
  MailFolderCache *cache = e_mail_session_get_folder_cache (session);
  CamelStore *store = camel_folder_get_parent_store (folder);
  CamelFolderInfoFlags flags = 0;

  if (store == NULL || !mail_folder_cache_get_folder_info_flags (cache, store, camel_folder_get_full_name (folder), &flags))
    return 0;

  return flags & CAMEL_FOLDER_TYPE_MASK;
}

static gboolean
is_outgoing (KithEvolutionReader *self,
             CamelFolder         *folder,
             guint32              type)
{
  EShell *shell = e_shell_backend_get_shell (E_SHELL_BACKEND (e_mail_reader_get_backend (self->reader)));
  ESourceRegistry *registry = e_shell_get_registry (shell);

  return type == CAMEL_FOLDER_TYPE_SENT || type == CAMEL_FOLDER_TYPE_DRAFTS || type == CAMEL_FOLDER_TYPE_OUTBOX ||
         em_utils_folder_is_sent (registry, folder) || em_utils_folder_is_drafts (registry, folder) ||
         em_utils_folder_is_templates (registry, folder) || em_utils_folder_is_outbox (registry, folder);
}

static KithMessageFlags
get_message_flags (KithEvolutionReader *self,
                   Place               *place,
                   CamelMessageInfo    *info)
{
  g_autoptr (CamelFolder) shown_folder = e_mail_reader_ref_folder (self->reader);
  guint32 type = get_folder_type (self, place->folder);
  KithMessageFlags flags = KITH_MESSAGE_NONE;

  /* The junk folder may be a search folder over flags, a real one, one that only its name tells, or all of them; each of them counts. */
  if (type == CAMEL_FOLDER_TYPE_JUNK ||
      (camel_folder_get_flags (place->folder) & CAMEL_FOLDER_IS_JUNK) != 0 ||
      (shown_folder != NULL && (camel_folder_get_flags (shown_folder) & CAMEL_FOLDER_IS_JUNK) != 0) ||
      kith_message_is_junk_folder (camel_folder_get_full_name (place->folder)) ||
      (info != NULL && (camel_message_info_get_flags (info) & CAMEL_MESSAGE_JUNK) != 0))
    flags |= KITH_MESSAGE_JUNK;
  if (is_outgoing (self, place->folder, type))
    flags |= KITH_MESSAGE_OUTGOING;

  return flags;
}

static KithAddress *
find_address (CamelInternetAddress *from)
{
  const char *name;
  const char *mailbox;

  for (int i = 0; from != NULL && i < MAX_FROM_ADDRESSES && camel_internet_address_get (from, i, &name, &mailbox); i++)
    {
      KithAddress *address = kith_address_new (mailbox, name, NULL);

      if (address != NULL)
        return address;
    }

  return NULL;
}

static KithAddress *
find_address_in_summary (CamelMessageInfo *info)
{
  const char *from = camel_message_info_get_from (info);
  g_autoptr (CamelInternetAddress) addresses = NULL;

  if (from == NULL || strlen (from) > MAX_FROM_BYTES)
    return NULL;
  addresses = camel_internet_address_new ();
  camel_address_unformat (CAMEL_ADDRESS (addresses), from);

  return find_address (addresses);
}

static void
clear (KithEvolutionReader *self)
{
  g_clear_pointer (&self->shown, g_free);
  kith_sidebar_clear (self->sidebar);
}

static void
show_loaded_message (KithEvolutionReader *self,
                     Place               *place)
{
  CamelStore *store = camel_folder_get_parent_store (place->folder);
  g_autoptr (CamelMessageInfo) info = camel_folder_get_message_info (place->folder, place->uid);
  g_autoptr (KithAddress) address = find_address (camel_mime_message_get_from (self->message));
  g_autoptr (KithMessage) message = kith_evolution_message_new (self->message, get_message_flags (self, place, info),
                                                                store != NULL ? camel_service_get_uid (CAMEL_SERVICE (store)) : NULL);

  g_free (self->shown);
  self->shown = g_strdup (self->loaded);
  kith_sidebar_show_person (self->sidebar, address, message);
}

/*
 * The card at once, from the summary, before the message itself is there. Who may be asked is not known before its headers are, so this is
 * only what is on this computer.
 */
static void
announce_message (KithEvolutionReader *self,
                  Place               *place)
{
  g_autoptr (CamelMessageInfo) info = camel_folder_get_message_info (place->folder, place->uid);
  g_autoptr (KithAddress) address = info != NULL ? find_address_in_summary (info) : NULL;

  g_clear_pointer (&self->shown, g_free);
  if (address != NULL)
    kith_sidebar_announce_person (self->sidebar, address);
  else
    kith_sidebar_show_person (self->sidebar, NULL, NULL);
}

static void
on_message_selected (GtkWidget           *message_list,
                     const char          *uid,
                     KithEvolutionReader *self)
{
  g_auto (Place) place = { NULL };
  g_autofree char *key = NULL;

  if (uid == NULL)
    {
      clear (self);
      return;
    }

  find_place (self, uid, &place);
  if (place.folder == NULL)
    return;
  key = place_dup_key (&place);
  if (g_strcmp0 (key, self->shown) == 0)
    return;

  /* Evolution loads a message a moment after it was selected; who is back before that finds the last one still shown, and it is not loaded again. */
  if (g_strcmp0 (key, self->loaded) == 0)
    show_loaded_message (self, &place);
  else
    announce_message (self, &place);
}

static void
on_message_loaded (EMailReader         *reader,
                   const char          *uid,
                   CamelMimeMessage    *message,
                   KithEvolutionReader *self)
{
  g_auto (Place) place = { NULL };
  g_autofree char *key = NULL;

  if (uid == NULL || message == NULL)
    {
      clear (self);
      return;
    }

  find_place (self, uid, &place);
  if (place.folder == NULL)
    return;
  key = place_dup_key (&place);

  g_set_object (&self->message, message);
  g_free (self->loaded);
  self->loaded = g_strdup (key);
  if (g_strcmp0 (key, self->shown) != 0)
    show_loaded_message (self, &place);
}

static void
on_preferences (KithSidebar *sidebar,
                const char  *provider_id)
{
  kith_evolution_preferences_show (e_shell_get_default (), provider_id);
}

static void
on_visible_changed (KithEvolutionReader *self)
{
  kith_pane_set_panel_visible (self->pane, kith_engine_get_sidebar_visible (self->engine));
}

/* Only the address: what a stranger calls himself is for the card. */
static void
on_compose (KithSidebar         *sidebar,
            KithAddress         *address,
            KithEvolutionReader *self)
{
  EShell *shell = e_shell_backend_get_shell (E_SHELL_BACKEND (e_mail_reader_get_backend (self->reader)));
  g_autoptr (CamelFolder) folder = e_mail_reader_ref_folder (self->reader);
  g_autofree char *escaped = g_uri_escape_string (kith_address_get_mailbox (address), "@", FALSE);
  g_autofree char *mailto = g_strconcat ("mailto:", escaped, NULL);

  em_utils_compose_new_message_with_mailto (shell, mailto, folder);
}

static void
stop_showing (KithEvolutionReader *self)
{
  if (self->showing != NULL)
    g_cancellable_cancel (self->showing);
  g_clear_object (&self->showing);
}

static const char *
get_name (KithAddress *address)
{
  const char *name = kith_address_get_display_name (address);

  return name != NULL ? name : kith_address_get_mailbox (address);
}

static void
on_show_messages (KithEvolutionReader *self,
                  KithAddress         *sender,
                  KithAddress         *other,
                  GPtrArray           *evidence)
{
  g_autofree char *title = NULL;

  if (other != NULL)
    /* Translators: the title of a list of messages: those that two people stand on, by their names */
    title = g_strdup_printf (_("Messages with %s and %s"), get_name (sender), get_name (other));
  else
    /* Translators: the title of a list of messages: %s is the name of a person */
    title = g_strdup_printf (_("Messages with %s"), get_name (sender));
  stop_showing (self);
  self->showing = g_cancellable_new ();
  kith_evolution_evidence_show (self->reader, title, evidence, self->showing);
}

static void
attach (KithEvolutionReader *self)
{
  GtkWidget *preview = GTK_WIDGET (e_mail_reader_get_preview_pane (self->reader));
  GtkWidget *message_list = e_mail_reader_get_message_list (self->reader);

  self->sidebar = g_object_ref_sink (KITH_SIDEBAR (kith_sidebar_new (self->engine)));
  self->pane = kith_pane_new (preview, GTK_WIDGET (self->sidebar));
  kith_pane_remember_width (self->pane, self->engine);
  g_signal_connect (self->sidebar, "preferences", G_CALLBACK (on_preferences), NULL);
  self->menu = kith_evolution_menu_new (self->reader, self->engine);
  kith_evolution_contacts_connect (self->sidebar, e_shell_backend_get_shell (E_SHELL_BACKEND (e_mail_reader_get_backend (self->reader))));

  g_signal_connect_object (self->sidebar, "compose", G_CALLBACK (on_compose), self, 0);
  g_signal_connect_object (self->sidebar, "show-messages", G_CALLBACK (on_show_messages), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reader, "message-loaded", G_CALLBACK (on_message_loaded), self, 0);
  if (message_list != NULL)
    g_signal_connect_object (message_list, "message-selected", G_CALLBACK (on_message_selected), self, 0);
  g_signal_connect_object (self->engine, "notify::sidebar-visible", G_CALLBACK (on_visible_changed), self, G_CONNECT_SWAPPED);
  on_visible_changed (self);
}

static void
kith_evolution_reader_dispose (GObject *object)
{
  KithEvolutionReader *self = KITH_EVOLUTION_READER (object);

  stop_showing (self);
  g_clear_weak_pointer (&self->reader);
  g_clear_object (&self->message);
  g_clear_object (&self->menu);
  g_clear_object (&self->pane);
  g_clear_object (&self->sidebar);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_evolution_reader_parent_class)->dispose (object);
}

static void
kith_evolution_reader_finalize (GObject *object)
{
  KithEvolutionReader *self = KITH_EVOLUTION_READER (object);

  g_free (self->shown);
  g_free (self->loaded);

  G_OBJECT_CLASS (kith_evolution_reader_parent_class)->finalize (object);
}

static void
kith_evolution_reader_class_init (KithEvolutionReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kith_evolution_reader_dispose;
  object_class->finalize = kith_evolution_reader_finalize;
}

static void
kith_evolution_reader_init (KithEvolutionReader *self)
{
}

/*
 * kith_evolution_reader_new:
 * @reader: not owned
 *
 * Returns: (transfer full) (nullable): the card beside the preview of @reader; %NULL where there is no engine or no preview
 */
KithEvolutionReader *
kith_evolution_reader_new (EMailReader *reader)
{
  EShell *shell = e_shell_backend_get_shell (E_SHELL_BACKEND (e_mail_reader_get_backend (reader)));
  KithEngine *engine = kith_evolution_shell_find_engine (shell);
  KithEvolutionReader *self;

  if (engine == NULL || e_mail_reader_get_preview_pane (reader) == NULL)
    return NULL;

  self = g_object_new (KITH_TYPE_EVOLUTION_READER, NULL);
  g_set_weak_pointer (&self->reader, reader);
  self->engine = g_object_ref (engine);
  attach (self);

  return self;
}
