/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-eds-book.h"

#include <glib/gi18n-lib.h>
#include <kith/kith.h>

/* A server far away may take its time; one that does not answer at all holds the books behind it up for so long. */
#define OPEN_LIMIT_SEC 15
#define SILENT_SEC 30
#define FAILED_SEC 1

struct _KithEdsBook
{
  GObject parent_instance;

  ESource *source;
  ESourceCredentialsProvider *credentials;
  EBookClient *client;       /* (nullable) (owned): while it is open */
  EBookClientView *view;     /* (nullable) (owned) */
  GCancellable *opening;     /* (nullable) (owned) */
  GSource *limit;            /* (nullable) (owned) */
  gint64 retry;              /* monotonic; 0 where there is no trouble */
};

G_DEFINE_FINAL_TYPE (KithEdsBook, kith_eds_book, G_TYPE_OBJECT)

enum
{
  OPENED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_limit (KithEdsBook *self)
{
  if (self->limit != NULL)
    g_source_destroy (self->limit);
  g_clear_pointer (&self->limit, g_source_unref);
}

static gpointer
release (gpointer object)
{
  g_object_unref (object);
  return NULL;
}

/* Letting go of something of Evolution's may ask its server, and wait for it. */
static void
release_elsewhere (gpointer object)
{
  if (object != NULL)
    g_thread_unref (g_thread_new ("kith-release", release, object));
}

static void
close_book (KithEdsBook *self)
{
  clear_limit (self);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  release_elsewhere (g_steal_pointer (&self->view));
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  release_elsewhere (g_steal_pointer (&self->client));
}

static void
kith_eds_book_dispose (GObject *object)
{
  close_book (KITH_EDS_BOOK (object));
  G_OBJECT_CLASS (kith_eds_book_parent_class)->dispose (object);
}

static void
kith_eds_book_finalize (GObject *object)
{
  KithEdsBook *self = KITH_EDS_BOOK (object);

  g_object_unref (self->source);
  g_object_unref (self->credentials);
  G_OBJECT_CLASS (kith_eds_book_parent_class)->finalize (object);
}

static void
kith_eds_book_class_init (KithEdsBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_eds_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_eds_book_finalize;
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_eds_book_init (KithEdsBook *self)
{
}

KithEdsBook *
kith_eds_book_new (ESource                    *source,
                   ESourceCredentialsProvider *credentials)
{
  KithEdsBook *self = g_object_new (KITH_TYPE_EDS_BOOK, NULL);

  self->source = g_object_ref (source);
  self->credentials = g_object_ref (credentials);
  return self;
}

ESource *
kith_eds_book_get_source (KithEdsBook *self)
{
  return self->source;
}

KithEdsBookState
kith_eds_book_get_state (KithEdsBook *self)
{
  if (self->opening != NULL)
    return KITH_EDS_BOOK_OPENING;
  if (self->retry > g_get_monotonic_time ())
    return KITH_EDS_BOOK_TROUBLE;
  return self->client != NULL ? KITH_EDS_BOOK_OPEN : KITH_EDS_BOOK_CLOSED;
}

/*
 * kith_eds_book_is_at_hand:
 * @self: an open book
 *
 * Returns: whether its contacts are on this computer; %FALSE where Evolution would ask a server for each
 */
gboolean
kith_eds_book_is_at_hand (KithEdsBook *self)
{
  return self->client != NULL && e_client_check_capability (E_CLIENT (self->client), "do-initial-query");
}

/*
 * kith_eds_book_give_up:
 * @silent: whether it did not answer at all, rather than that it cannot
 *
 * It is left alone for a while, so that it holds up nobody.
 */
void
kith_eds_book_give_up (KithEdsBook *self,
                       gboolean     silent)
{
  self->retry = g_get_monotonic_time () + (silent ? SILENT_SEC : FAILED_SEC) * G_USEC_PER_SEC;
}

static void
end_opening (KithEdsBook *self,
             EBookClient *client)
{
  clear_limit (self);
  g_clear_object (&self->opening);
  if (client == NULL)
    kith_eds_book_give_up (self, TRUE);
  g_signal_emit (self, signals[OPENED], 0);
}

static void
on_contacts_changed (KithEdsBook *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is shown of it stays until somebody looks again: then it is opened anew. */
static void
on_backend_died (KithEdsBook *self)
{
  close_book (self);
  self->retry = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Each of these waits for the server, which may hang. The contacts are asked for when they are needed; their ids are all that comes here. */
static void
start_view (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  g_autoptr (GSList) fields = g_slist_prepend (NULL, (gpointer) e_contact_field_name (E_CONTACT_UID));

  e_book_client_view_set_flags (source, E_BOOK_CLIENT_VIEW_FLAGS_NONE, NULL);
  e_book_client_view_set_fields_of_interest (source, fields, NULL);
  e_book_client_view_start (source, NULL);
  g_task_return_boolean (task, TRUE);
}

/* Evolution tells nobody but its watchers of a change. */
static void
on_view (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (KithEdsBook) self = user_data;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  EBookClientView *view = NULL;

  if (!e_book_client_get_view_finish (E_BOOK_CLIENT (source), result, &view, &error))
    {
      g_debug ("An address book does not tell of changes: %s", error->message);
      return;
    }
  if (self->client != E_BOOK_CLIENT (source))
    {
      release_elsewhere (view);
      return;
    }
  self->view = view;
  g_signal_connect_object (view, "objects-added", G_CALLBACK (on_contacts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "objects-modified", G_CALLBACK (on_contacts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "objects-removed", G_CALLBACK (on_contacts_changed), self, G_CONNECT_SWAPPED);
  task = g_task_new (view, NULL, NULL, NULL);
  g_task_set_source_tag (task, start_view);
  g_task_set_name (task, "[kith] watch an address book");
  g_task_run_in_thread (task, start_view);
}

static void
watch (KithEdsBook *self)
{
  EBookQuery *query = e_book_query_any_field_contains ("");
  g_autofree char *text = e_book_query_to_string (query);

  e_book_query_unref (query);
  e_book_client_get_view (self->client, text, NULL, on_view, g_object_ref (self));
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KithEdsBook) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EClient) client = e_book_client_connect_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (client == NULL)
    g_debug ("An address book could not be opened: %s", error->message);
  else
    {
      self->client = E_BOOK_CLIENT (g_object_ref (client));
      self->retry = 0;
      g_signal_connect_object (client, "backend-died", G_CALLBACK (on_backend_died), self, G_CONNECT_SWAPPED);
      if (kith_eds_book_is_at_hand (self))
        watch (self);
    }
  end_opening (self, self->client);
}

static void
connect_book (KithEdsBook *self)
{
  /* -1: the contacts that Evolution has on this computer are enough, nobody waits for a server. */
  e_book_client_connect (self->source, (guint32) -1, self->opening, on_connected, g_object_ref (self));
}

static void
on_credentials (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (KithEdsBook) self = user_data;
  g_autoptr (GError) error = NULL;
  ENamedParameters *found = NULL;

  if (e_source_credentials_provider_lookup_finish (E_SOURCE_CREDENTIALS_PROVIDER (source), result, &found, &error))
    {
      e_named_parameters_free (found);
      connect_book (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end_opening (self, NULL);
}

/* Opening it would have Evolution ask the owner for a password, in the middle of reading mail. */
static gboolean
may_ask_for_password (KithEdsBook *self)
{
  ESourceConnectionStatus status = e_source_get_connection_status (self->source);

  return status != E_SOURCE_CONNECTION_STATUS_CONNECTED && e_source_has_extension (self->source, E_SOURCE_EXTENSION_AUTHENTICATION)
         && e_source_authentication_required (e_source_get_extension (self->source, E_SOURCE_EXTENSION_AUTHENTICATION));
}

static gboolean
on_limit (gpointer user_data)
{
  g_autoptr (KithEdsBook) self = g_object_ref (user_data);

  g_cancellable_cancel (self->opening);
  end_opening (self, NULL);
  return G_SOURCE_REMOVE;
}

/*
 * kith_eds_book_open:
 * @self: a book that is closed
 *
 * Begins to open it; "opened" follows in any case. Never makes Evolution ask for a password: a book without one at hand stays closed.
 */
void
kith_eds_book_open (KithEdsBook *self)
{
  g_return_if_fail (self->opening == NULL && self->client == NULL);
  self->opening = g_cancellable_new ();
  self->limit = g_timeout_source_new_seconds (OPEN_LIMIT_SEC);
  g_source_set_callback (self->limit, on_limit, self, NULL);
  g_source_attach (self->limit, g_main_context_get_thread_default ());
  if (may_ask_for_password (self))
    e_source_credentials_provider_lookup (self->credentials, self->source, self->opening, on_credentials, g_object_ref (self));
  else
    connect_book (self);
}

static void
free_contacts (gpointer data)
{
  g_slist_free_full (data, g_object_unref);
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GSList *contacts = NULL;

  if (e_book_client_get_contacts_finish (E_BOOK_CLIENT (source), result, &contacts, &error))
    g_task_return_pointer (task, contacts, free_contacts);
  else
    g_task_return_error (task, error);
}

/*
 * kith_eds_book_find_async:
 * @self: an open book
 * @query: an S-expression
 * @cancellable: to give up
 * @callback: called in the same main context
 */
void
kith_eds_book_find_async (KithEdsBook         *self,
                          const char          *query,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_eds_book_find_async);
  g_task_set_name (task, "[kith] contacts");
  if (self->client == NULL)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, "%s", _("The address book is closed."));
  else
    e_book_client_get_contacts (self->client, query, cancellable, on_found, g_steal_pointer (&task));
}

/*
 * kith_eds_book_find_finish:
 *
 * Returns: (transfer full) (element-type EContact): the contacts; %NULL where there are none, or with @error set
 */
GSList *
kith_eds_book_find_finish (KithEdsBook   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
