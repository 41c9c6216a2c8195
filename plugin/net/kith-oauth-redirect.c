/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth-redirect.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#define REDIRECT_PATH "/kith"
/* The request line and headers of a browser; nothing longer is read. */
#define MAX_REQUEST_BYTES 16384
#define MAX_CONNECTIONS 8
#define READ_TIMEOUT_SEC 5

struct _KithOAuthRedirect
{
  GObject parent_instance;

  GSocketService *service;
  char *state;
  char *uri;
  guint n_connections;

  GTask *task;           /* (nullable) (owned): who waits */
  GSource *timeout;      /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (KithOAuthRedirect, kith_oauth_redirect, G_TYPE_OBJECT)

/* One connection of a browser, or of somebody else. */
typedef struct
{
  KithOAuthRedirect *redirect; /* (owned) */
  GSocketConnection *connection;
  gsize n_read;
  char buffer[MAX_REQUEST_BYTES + 1];
} Visit;

static void
visit_free (Visit *visit)
{
  visit->redirect->n_connections--;
  g_io_stream_close (G_IO_STREAM (visit->connection), NULL, NULL);
  g_object_unref (visit->connection);
  g_object_unref (visit->redirect);
  g_free (visit);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static void
stop_waiting (KithOAuthRedirect *self)
{
  if (self->timeout != NULL)
    g_source_destroy (self->timeout);
  g_clear_pointer (&self->timeout, g_source_unref);
  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
}

static void
kith_oauth_redirect_finalize (GObject *object)
{
  KithOAuthRedirect *self = KITH_OAUTH_REDIRECT (object);

  stop_waiting (self);
  g_clear_object (&self->service);
  g_free (self->state);
  g_free (self->uri);
  G_OBJECT_CLASS (kith_oauth_redirect_parent_class)->finalize (object);
}

static void
kith_oauth_redirect_class_init (KithOAuthRedirectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_oauth_redirect_finalize;
}

static void
kith_oauth_redirect_init (KithOAuthRedirect *self)
{
}

/* Ends the wait with @code, or with @error; both taken. */
static void
finish (KithOAuthRedirect *self,
        char              *code,
        GError            *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  stop_waiting (self);
  if (task == NULL)
    {
      g_free (code);
      g_clear_error (&error);
    }
  else if (code != NULL)
    g_task_return_pointer (task, code, g_free);
  else
    g_task_return_error (task, error);
}

/* Takes the same time wherever two texts of one length differ. */
static gboolean
equals_secret (const char *one,
               const char *two)
{
  gsize length = strlen (one);
  guchar difference = 0;

  if (length != strlen (two))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guchar) (one[i] ^ two[i]);
  return difference == 0;
}

/* The parameters of "GET /kith?code=…&state=… HTTP/1.1", or NULL where the request is another one. */
static GHashTable *
parse_request (const char *request)
{
  gsize length = strcspn (request, "\r\n");
  g_autofree char *line = g_strndup (request, length);
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_autoptr (GUri) uri = NULL;

  if (g_strv_length (words) != 3 || !g_str_equal (words[0], "GET") || !g_str_has_prefix (words[2], "HTTP/1."))
    return NULL;
  uri = g_uri_parse_relative (NULL, words[1], G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (uri == NULL)
    {
      g_autofree char *absolute = g_strconcat ("http://127.0.0.1", words[1], NULL);

      uri = g_uri_parse (absolute, G_URI_FLAGS_ENCODED_QUERY, NULL);
    }
  if (uri == NULL || !g_str_equal (g_uri_get_path (uri), REDIRECT_PATH) || g_uri_get_query (uri) == NULL)
    return NULL;
  return g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
}

static const char page_done[] = N_("You are signed in. You can close this window.");
static const char page_refused[] = N_("The sign-in was refused. You can close this window.");
static const char page_unknown[] = N_("This is not the sign-in that Kith waits for.");

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  /* Whether the browser reads the page to its end does not matter. */
  g_autoptr (Visit) visit = user_data;
  g_autofree char *page = g_object_steal_data (G_OBJECT (visit->connection), "page");

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
}

static void
answer (Visit      *visit,
        const char *status,
        const char *text)
{
  g_autofree char *body = g_strdup_printf ("<!DOCTYPE html><meta charset=\"utf-8\"><title>Kith</title><p>%s</p>", _(text));
  char *page = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n"
                                "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n%s",
                                status, strlen (body), body);

  g_object_set_data (G_OBJECT (visit->connection), "page", page);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (visit->connection)), page, strlen (page),
                                   G_PRIORITY_DEFAULT, NULL, on_answered, visit);
}

static void
take_request (Visit *visit)
{
  KithOAuthRedirect *self = visit->redirect;
  g_autoptr (GHashTable) parameters = parse_request (visit->buffer);
  const char *state = parameters != NULL ? g_hash_table_lookup (parameters, "state") : NULL;
  const char *code = parameters != NULL ? g_hash_table_lookup (parameters, "code") : NULL;
  const char *problem = parameters != NULL ? g_hash_table_lookup (parameters, "error") : NULL;

  if (state == NULL || !equals_secret (self->state, state) || (code == NULL && problem == NULL))
    {
      answer (visit, "400 Bad Request", page_unknown);
      return;
    }
  if (code == NULL)
    {
      answer (visit, "200 OK", page_refused);
      finish (self, NULL, g_error_new_literal (KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in was refused.")));
      return;
    }
  answer (visit, "200 OK", page_done);
  finish (self, g_strdup (code), NULL);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Visit *visit = user_data;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n_read <= 0)
    {
      visit_free (visit);
      return;
    }
  visit->n_read += n_read;
  visit->buffer[visit->n_read] = '\0';
  if (strstr (visit->buffer, "\r\n\r\n") != NULL)
    take_request (visit);
  else if (visit->n_read == MAX_REQUEST_BYTES)
    visit_free (visit);
  else
    g_input_stream_read_async (G_INPUT_STREAM (source), visit->buffer + visit->n_read, MAX_REQUEST_BYTES - visit->n_read,
                               G_PRIORITY_DEFAULT, NULL, on_read, visit);
}

static gboolean
on_incoming (KithOAuthRedirect *self,
             GSocketConnection *connection,
             GObject           *source,
             GSocketService    *service)
{
  Visit *visit;

  if (self->n_connections >= MAX_CONNECTIONS)
    return TRUE;
  self->n_connections++;
  visit = g_new0 (Visit, 1);
  visit->redirect = g_object_ref (self);
  visit->connection = g_object_ref (connection);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), READ_TIMEOUT_SEC);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), visit->buffer, MAX_REQUEST_BYTES,
                             G_PRIORITY_DEFAULT, NULL, on_read, visit);
  return TRUE;
}

/**
 * kith_oauth_redirect_new:
 * @state: what the redirect must bring back
 * @host: (nullable): "localhost" for a service that does not know 127.0.0.1 (RFC 8252 section 8.3 would rather not)
 * @port: the port that the service knows; 0 for any that is free
 * @error: return location for an error
 *
 * Listens on a port of 127.0.0.1.
 *
 * Returns: (transfer full) (nullable): the listener
 */
KithOAuthRedirect *
kith_oauth_redirect_new (const char  *state,
                         const char  *host,
                         guint        port,
                         GError     **error)
{
  g_autoptr (KithOAuthRedirect) self = g_object_new (KITH_TYPE_OAUTH_REDIRECT, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) effective = NULL;

  self->state = g_strdup (state);
  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                      NULL, &effective, NULL))
    {
      if (port != 0)
        g_set_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The port for the browser to come back to (%u) is in use: try later."), port);
      else
        g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("No port for the browser to come back to could be opened."));
      return NULL;
    }
  self->uri = g_strdup_printf ("http://%s:%u" REDIRECT_PATH, host != NULL ? host : "127.0.0.1",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, G_CONNECT_SWAPPED);
  g_socket_service_start (self->service);
  return g_steal_pointer (&self);
}

const char *
kith_oauth_redirect_get_uri (KithOAuthRedirect *self)
{
  return self->uri;
}

static gboolean
on_timeout (gpointer user_data)
{
  finish (user_data, NULL, g_error_new_literal (KITH_ERROR, KITH_ERROR_AUTH, _("The browser did not come back from signing in.")));
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  finish (user_data, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The sign-in was cancelled.")));
  return G_SOURCE_REMOVE;
}

/**
 * kith_oauth_redirect_wait_async:
 * @self: a listener
 * @timeout_sec: how long to wait, seconds
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Waits for the browser. Once.
 */
void
kith_oauth_redirect_wait_async (KithOAuthRedirect   *self,
                                guint                timeout_sec,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kith_oauth_redirect_wait_async);
  self->timeout = g_timeout_source_new_seconds (timeout_sec);
  g_source_set_callback (self->timeout, on_timeout, self, NULL);
  if (cancellable != NULL)
    {
      /* A child source of the timeout: both go together, and both call back in this context. */
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_callback (cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
      g_source_add_child_source (self->timeout, cancelled);
    }
  g_source_attach (self->timeout, g_main_context_get_thread_default ());
}

/**
 * kith_oauth_redirect_wait_finish:
 * @self: a listener
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the authorization code
 */
char *
kith_oauth_redirect_wait_finish (KithOAuthRedirect  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
