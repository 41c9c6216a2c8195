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
/* How often a book is asked for again that its server does not know yet. */
#define MAX_UNKNOWN 5

struct _KithEdsBook
{
  GObject parent_instance;

  ESource *source;
  ESourceCredentialsProvider *credentials;
  EBookClient *client;       /* (nullable) (owned): while it is open */
  char *revision;            /* (nullable): of its contacts */
  GCancellable *opening;     /* (nullable) (owned) */
  GSource *limit;            /* (nullable) (owned): of opening */
  GSource *again;            /* (nullable) (owned) */
  guint n_unknown;           /* how often its server did not know it */
  gint64 retry;              /* monotonic; 0 where there is no trouble */
  gint64 died;               /* monotonic; 0 where its server never did */
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
destroy_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
close_book (KithEdsBook *self)
{
  destroy_source (&self->limit);
  destroy_source (&self->again);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  /* Evolution's server is told of it, and not waited for. */
  g_clear_object (&self->client);
  g_clear_pointer (&self->revision, g_free);
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
end_opening (KithEdsBook *self)
{
  destroy_source (&self->limit);
  g_clear_object (&self->opening);
  g_signal_emit (self, signals[OPENED], 0);
}

static void
fail_opening (KithEdsBook *self)
{
  kith_eds_book_give_up (self, TRUE);
  end_opening (self);
}

static gboolean
on_again (gpointer user_data)
{
  KithEdsBook *self = user_data;

  g_clear_pointer (&self->again, g_source_unref);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* The registry tells us of a new book, and the server of the books, in no order: the server says that there is none until it has heard. */
static void
open_later (KithEdsBook *self)
{
  self->n_unknown++;
  kith_eds_book_give_up (self, FALSE);
  self->again = g_timeout_source_new (FAILED_SEC * 1000);
  g_source_set_callback (self->again, on_again, self, NULL);
  g_source_attach (self->again, g_main_context_get_thread_default ());
  end_opening (self);
}

/*
 * The revision changes with each change of a contact. It is followed rather than a view of the contacts: since 3.50 libebook takes the main context of a
 * view in a thread of its own whenever the server goes away, and a view has none before it is started and while it is disposed of. A view of a directory
 * would also have its server send all of it.
 */
static void
on_property (EClient     *client,
             const char  *name,
             const char  *value,
             KithEdsBook *self)
{
  if (!g_str_equal (name, CLIENT_BACKEND_PROPERTY_REVISION) || g_strcmp0 (value, self->revision) == 0)
    return;
  g_free (self->revision);
  self->revision = g_strdup (value);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is shown of it stays until it is asked again: then it is opened anew, but not on and on where a contact of it ends the server. */
static void
on_backend_died (KithEdsBook *self)
{
  gint64 now = g_get_monotonic_time ();

  close_book (self);
  self->retry = 0;
  if (self->died != 0 && now - self->died < SILENT_SEC * G_USEC_PER_SEC)
    kith_eds_book_give_up (self, TRUE);
  self->died = now;
  g_signal_emit (self, signals[CHANGED], 0);
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
    {
      g_debug ("An address book could not be opened: %s", error->message);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && self->n_unknown < MAX_UNKNOWN)
        open_later (self);
      else
        fail_opening (self);
      return;
    }
  self->client = E_BOOK_CLIENT (g_steal_pointer (&client));
  self->n_unknown = 0;
  self->retry = 0;
  g_signal_connect_object (self->client, "backend-died", G_CALLBACK (on_backend_died), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "backend-property-changed", G_CALLBACK (on_property), self, 0);
  end_opening (self);
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
    fail_opening (self);
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
  fail_opening (self);
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
  destroy_source (&self->again);
  self->opening = g_cancellable_new ();
  self->limit = g_timeout_source_new_seconds (OPEN_LIMIT_SEC);
  /* Not before what has arrived meanwhile. */
  g_source_set_priority (self->limit, G_PRIORITY_LOW);
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
