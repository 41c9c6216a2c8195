/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http.h"

#include "kith-http-hop.h"
#include "kith-http-loop.h"
#include "kith-http-origin.h"
#include "kith-http-proxy.h"
#include "kith-http-request-private.h"
#include "kith-http-response-private.h"
#include "kith-http-trust-store.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#define CONNECT_TIMEOUT_MSEC 5000
#define TIMEOUT_MSEC 15000
#define MAX_REDIRECTS 3
#define MAX_SPARE_HANDLES 8
#define MAX_ORIGINS 256

/**
 * KithHttp:
 *
 * Sends requests over TLS. One libcurl multi handle keeps connections, HTTP/2 streams and the parsed certificate authorities; its
 * sockets are watched by the main context that was the thread's default when the object was made. Everything here is called on
 * that thread, nothing waits, and callbacks always come later, from that main context.
 *
 * A server that asks to wait (429 or 503 with `Retry-After`) is not asked before; one that fails again and again is asked less and
 * less often. At most four requests to one origin are under way, the others queue.
 *
 * The environment may name a proxy (`https_proxy`, `all_proxy`, `no_proxy`); a host that a message named is asked directly or not
 * at all, because behind a proxy nobody can check its address.
 */
struct _KithHttp
{
  GObject parent_instance;

  KithHttpRecorder *recorder;
  guint connect_timeout_msec;
  guint timeout_msec;

  KithHttpLoop *loop;
  KithHttpTrustStore *trust_store;
  KithHttpProxy *proxy;
  GHashTable *refused;   /* (nullable) (element-type utf8): a set of hosts */
  GHashTable *origins;   /* (element-type utf8 KithHttpOrigin) */
  GHashTable *transfers; /* (element-type KithHttpTransfer): a set, owned */
  GPtrArray *spare;      /* (element-type CURL): easy handles with their TLS sessions */
};

/* What one caller waits for: one or more hops to the same origin. */
typedef struct
{
  KithHttp *http; /* unowned: it owns this */
  KithHttpRequest *request;
  KithHttpOrigin *origin;
  GCancellable *cancellable;
  GSource *cancel_source;
  GSource *connected_source;
  GAsyncReadyCallback callback;
  gpointer user_data;

  gboolean active;
  CURL *easy;
  KithHttpHop *hop;
  gint64 record;
  gint64 deadline; /* monotonic microseconds */
  guint redirects;
  guint64 bytes_sent;
  guint64 bytes_received;
} KithHttpTransfer;

enum
{
  PROP_0,
  PROP_RECORDER,
  PROP_CONNECT_TIMEOUT_MSEC,
  PROP_TIMEOUT_MSEC,
  N_PROPS
};

enum
{
  HELD,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithHttp, kith_http, G_TYPE_OBJECT)

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static CURL *
take_handle (KithHttp *self)
{
  if (self->spare->len > 0)
    return g_ptr_array_steal_index (self->spare, self->spare->len - 1);
  return curl_easy_init ();
}

static void
keep_handle (KithHttp *self,
             CURL     *easy)
{
  curl_easy_reset (easy);
  if (self->spare->len < MAX_SPARE_HANDLES)
    g_ptr_array_add (self->spare, easy);
  else
    curl_easy_cleanup (easy);
}

/* Origins. */

static gboolean
is_forgettable (gpointer key,
                gpointer value,
                gpointer user_data)
{
  return kith_http_origin_is_idle (value, get_now (), g_get_monotonic_time ());
}

static KithHttpOrigin *
ensure_origin (KithHttp   *self,
               const char *name)
{
  KithHttpOrigin *origin = g_hash_table_lookup (self->origins, name);

  if (origin != NULL)
    return origin;
  if (g_hash_table_size (self->origins) >= MAX_ORIGINS)
    g_hash_table_foreach_remove (self->origins, is_forgettable, NULL);
  origin = kith_http_origin_new (name);
  g_hash_table_insert (self->origins, origin->name, origin);
  return origin;
}

static void
hold_origin (KithHttp       *self,
             KithHttpOrigin *origin,
             gint64          until)
{
  if (kith_http_origin_hold (origin, until, get_now ()))
    g_signal_emit (self, signals[HELD], 0, origin->name, origin->held_until);
}

/* Learns from what came back. */
static void
note_result (KithHttp       *self,
             KithHttpOrigin *origin,
             KithHttpHop    *hop,
             gboolean        answered)
{
  guint status = kith_http_hop_get_status (hop);
  gint64 wait = -1;

  if (answered && (status == 429 || status == 503))
    wait = kith_http_parse_retry_after (kith_http_hop_get_header (hop, "retry-after"), get_now ());
  if (wait > 0)
    hold_origin (self, origin, MAX (origin->held_until, get_now () + wait));
  if (kith_http_hop_is_server_failure (hop))
    {
      if (wait < 0)
        kith_http_origin_failed (origin, g_get_monotonic_time (), g_random_double ());
    }
  else if (answered)
    kith_http_origin_succeeded (origin);
}

/* Transfers. */

static void start_waiting (KithHttp       *self,
                           KithHttpOrigin *origin);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
transfer_free (KithHttpTransfer *transfer)
{
  clear_source (&transfer->cancel_source);
  clear_source (&transfer->connected_source);
  g_clear_object (&transfer->cancellable);
  g_clear_object (&transfer->request);
  g_free (transfer);
}

/* The task is made only now: an earlier one would keep @self alive, and then dropping @self could not end what is under way. Made
 * in this turn of the main context it also returns in a later one, so that no callback runs inside libcurl's. */
static void
complete (KithHttp         *self,
          KithHttpTransfer *transfer,
          KithHttpResponse *response,
          GError           *error)
{
  KithHttpOrigin *origin = transfer->origin;
  g_autoptr (GTask) task = g_task_new (self, transfer->cancellable, transfer->callback, transfer->user_data);

  g_task_set_name (task, "kith_http_send");
  g_task_set_source_tag (task, kith_http_send_async);
  if (response != NULL)
    g_task_return_pointer (task, response, g_object_unref);
  else
    g_task_return_error (task, error);

  if (!transfer->active)
    g_queue_remove (&origin->waiting, transfer);
  else if (--origin->active == 0)
    origin->connected = FALSE;
  g_hash_table_remove (self->transfers, transfer);
  start_waiting (self, origin);
}

/* Ends the exchange under way: the handle goes back, the recorder hears of it. */
static void
end_hop (KithHttp         *self,
         KithHttpTransfer *transfer,
         const char       *outcome)
{
  kith_http_recorder_end (self->recorder, transfer->record, kith_http_hop_get_status (transfer->hop),
                          kith_http_hop_get_bytes_sent (transfer->hop), kith_http_hop_get_bytes_received (transfer->hop), outcome);
  transfer->bytes_sent += kith_http_hop_get_bytes_sent (transfer->hop);
  transfer->bytes_received += kith_http_hop_get_bytes_received (transfer->hop);
  keep_handle (self, g_steal_pointer (&transfer->easy));
  g_clear_pointer (&transfer->hop, kith_http_hop_free);
}

static void
abandon (KithHttp         *self,
         KithHttpTransfer *transfer)
{
  if (transfer->hop != NULL)
    {
      kith_http_loop_remove (self->loop, transfer->easy);
      kith_http_hop_measure (transfer->hop, transfer->easy);
      end_hop (self, transfer, "cancelled");
    }
  complete (self, transfer, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The request was cancelled")));
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  KithHttpTransfer *transfer = user_data;

  abandon (transfer->http, transfer);
  return G_SOURCE_REMOVE;
}

static gboolean
start_others (gpointer user_data)
{
  KithHttpTransfer *transfer = user_data;

  clear_source (&transfer->connected_source);
  start_waiting (transfer->http, transfer->origin);
  return G_SOURCE_REMOVE;
}

/* libcurl does not take new transfers while it runs: those that wait for this connection come a moment later. */
static void
on_connected (gpointer data)
{
  KithHttpTransfer *transfer = data;

  if (transfer->origin->connected)
    return;
  transfer->origin->connected = TRUE;
  if (g_queue_is_empty (&transfer->origin->waiting))
    return;
  transfer->connected_source = g_idle_source_new ();
  g_source_set_priority (transfer->connected_source, G_PRIORITY_DEFAULT);
  g_source_set_callback (transfer->connected_source, start_others, transfer, NULL);
  g_source_set_static_name (transfer->connected_source, "Kith HTTP connection");
  g_source_attach (transfer->connected_source, g_main_context_get_thread_default ());
}

static gboolean
is_refused (KithHttp        *self,
            KithHttpRequest *request)
{
  g_autofree char *host = g_ascii_strdown (kith_http_request_get_host (request), -1);

  return self->refused != NULL && g_hash_table_contains (self->refused, host);
}

static gboolean
begin_hop (KithHttp          *self,
           KithHttpTransfer  *transfer,
           GError           **error)
{
  gint64 left_msec = (transfer->deadline - g_get_monotonic_time ()) / 1000;
  const char *ca_file = kith_http_request_get_ca_file (transfer->request);
  g_autoptr (GBytes) authorities = NULL;
  g_autoptr (GError) local_error = NULL;
  KithHttpHopOptions options;

  /* Word of it may lie behind what brought us here: then this request must not be written down. */
  if (g_cancellable_set_error_if_cancelled (transfer->cancellable, error))
    return FALSE;
  if (is_refused (self, transfer->request))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, _("Your administrator has switched off the service at this server"));
      return FALSE;
    }
  if (left_msec <= 0)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The server did not answer in time"));
      return FALSE;
    }
  if (ca_file != NULL)
    {
      authorities = kith_http_trust_store_join (self->trust_store, ca_file, error);
      if (authorities == NULL)
        return FALSE;
    }
  transfer->record = kith_http_recorder_begin (self->recorder, transfer->request, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  options.connect_timeout_msec = self->connect_timeout_msec;
  options.timeout_msec = (guint) left_msec;
  options.proxy = kith_http_proxy_find (self->proxy, kith_http_request_get_host (transfer->request),
                                        kith_http_request_get_trust (transfer->request));
  options.authorities = authorities;
  options.connected = on_connected;
  options.connected_data = transfer;
  transfer->easy = take_handle (self);
  transfer->hop = kith_http_hop_new (transfer->request);
  curl_easy_setopt (transfer->easy, CURLOPT_PRIVATE, transfer);
  kith_http_hop_prepare (transfer->hop, transfer->easy, &options);
  if (kith_http_loop_add (self->loop, transfer->easy))
    return TRUE;

  end_hop (self, transfer, "failed");
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The request could not be started"));
  return FALSE;
}

static void
start (KithHttp         *self,
       KithHttpTransfer *transfer)
{
  KithHttpOrigin *origin = transfer->origin;
  GError *error = NULL;

  origin->active++;
  transfer->active = TRUE;
  transfer->deadline = g_get_monotonic_time () + (gint64) self->timeout_msec * 1000;
  if (!kith_http_origin_check (origin, kith_http_request_get_urgent (transfer->request), get_now (), g_get_monotonic_time (), &error) ||
      !begin_hop (self, transfer, &error))
    complete (self, transfer, NULL, error);
}

/* First come, first served. A start that fails at once comes back here through complete(): the loop goes on, the call does not. */
static void
start_waiting (KithHttp       *self,
               KithHttpOrigin *origin)
{
  if (origin->draining)
    return;
  origin->draining = TRUE;
  while (self->loop != NULL && kith_http_origin_has_room (origin) && !g_queue_is_empty (&origin->waiting))
    start (self, g_queue_pop_head (&origin->waiting));
  origin->draining = FALSE;
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Follows within the same origin. FALSE with no error set: the response is the answer. */
static gboolean
find_redirect (KithHttpTransfer  *transfer,
               KithHttpRequest  **next,
               GError           **error)
{
  const char *location = kith_http_hop_get_header (transfer->hop, "location");
  KithHttpRedirects redirects = kith_http_request_get_redirects (transfer->request);

  if (!is_redirect (kith_http_hop_get_status (transfer->hop)) || location == NULL || redirects == KITH_HTTP_REDIRECTS_NONE)
    return FALSE;
  if (transfer->redirects >= MAX_REDIRECTS)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The server sent us from one place to the next too often"));
      return FALSE;
    }
  *next = kith_http_request_new_redirected (transfer->request, kith_http_hop_get_status (transfer->hop), location, error);
  if (*next == NULL && redirects == KITH_HTTP_REDIRECTS_REPORT_OTHER)
    g_clear_error (error);
  return *next != NULL;
}

static void
on_hop_done (GObject  *object,
             CURL     *easy,
             CURLcode  code)
{
  KithHttp *self = KITH_HTTP (object);
  KithHttpTransfer *transfer = NULL;
  g_autoptr (KithHttpRequest) next = NULL;
  KithHttpResponse *response = NULL;
  GError *error = NULL;
  gboolean answered;

  curl_easy_getinfo (easy, CURLINFO_PRIVATE, &transfer);
  kith_http_hop_measure (transfer->hop, easy);
  answered = kith_http_hop_judge (transfer->hop, code, &error);
  note_result (self, transfer->origin, transfer->hop, answered);
  if (answered && !find_redirect (transfer, &next, &error) && error == NULL)
    response = kith_http_hop_take_response (transfer->hop, transfer->bytes_sent, transfer->bytes_received);
  end_hop (self, transfer, kith_http_hop_get_outcome (transfer->hop));

  if (next != NULL)
    {
      g_set_object (&transfer->request, next);
      transfer->redirects++;
      if (begin_hop (self, transfer, &error))
        return;
    }
  complete (self, transfer, response, error);
}

/* The object. */

static gpointer
initialise_libcurl (gpointer data)
{
  curl_global_init (CURL_GLOBAL_DEFAULT);
  return NULL;
}

static void
kith_http_constructed (GObject *object)
{
  static GOnce once = G_ONCE_INIT;
  KithHttp *self = KITH_HTTP (object);

  G_OBJECT_CLASS (kith_http_parent_class)->constructed (object);

  /* Of all threads that use libcurl in this process; never undone, as a host program may use it as well. */
  g_once (&once, initialise_libcurl, NULL);
  self->loop = kith_http_loop_new (object, on_hop_done);
}

static void
kith_http_dispose (GObject *object)
{
  KithHttp *self = KITH_HTTP (object);

  if (self->loop != NULL)
    {
      g_autoptr (GList) transfers = g_hash_table_get_keys (self->transfers);
      KithHttpLoop *loop = self->loop;

      for (GList *l = transfers; l != NULL; l = l->next)
        {
          KithHttpTransfer *transfer = l->data;

          /* Nobody may be started in place of those that end. */
          transfer->origin->draining = TRUE;
          abandon (self, transfer);
        }
      self->loop = NULL;
      g_ptr_array_set_size (self->spare, 0);
      kith_http_loop_free (loop);
    }

  G_OBJECT_CLASS (kith_http_parent_class)->dispose (object);
}

static void
kith_http_finalize (GObject *object)
{
  KithHttp *self = KITH_HTTP (object);

  g_clear_pointer (&self->transfers, g_hash_table_unref);
  g_clear_pointer (&self->origins, g_hash_table_unref);
  g_clear_pointer (&self->spare, g_ptr_array_unref);
  g_clear_pointer (&self->trust_store, kith_http_trust_store_free);
  g_clear_pointer (&self->proxy, kith_http_proxy_free);
  g_clear_object (&self->recorder);
  g_clear_pointer (&self->refused, g_hash_table_unref);

  G_OBJECT_CLASS (kith_http_parent_class)->finalize (object);
}

static void
kith_http_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  KithHttp *self = KITH_HTTP (object);

  switch (prop_id)
    {
    case PROP_RECORDER:
      self->recorder = g_value_dup_object (value);
      break;
    case PROP_CONNECT_TIMEOUT_MSEC:
      self->connect_timeout_msec = g_value_get_uint (value);
      break;
    case PROP_TIMEOUT_MSEC:
      self->timeout_msec = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kith_http_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  KithHttp *self = KITH_HTTP (object);

  switch (prop_id)
    {
    case PROP_RECORDER:
      g_value_set_object (value, self->recorder);
      break;
    case PROP_CONNECT_TIMEOUT_MSEC:
      g_value_set_uint (value, self->connect_timeout_msec);
      break;
    case PROP_TIMEOUT_MSEC:
      g_value_set_uint (value, self->timeout_msec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kith_http_class_init (KithHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = kith_http_constructed;
  object_class->dispose = kith_http_dispose;
  object_class->finalize = kith_http_finalize;
  object_class->set_property = kith_http_set_property;
  object_class->get_property = kith_http_get_property;

  properties[PROP_RECORDER] = g_param_spec_object ("recorder", NULL, NULL, KITH_TYPE_HTTP_RECORDER, flags);
  /* How long a connection may take to be made, and a request from its start to its last byte, redirects included. */
  properties[PROP_CONNECT_TIMEOUT_MSEC] = g_param_spec_uint ("connect-timeout-msec", NULL, NULL, 1, G_MAXINT, CONNECT_TIMEOUT_MSEC, flags);
  properties[PROP_TIMEOUT_MSEC] = g_param_spec_uint ("timeout-msec", NULL, NULL, 1, G_MAXINT, TIMEOUT_MSEC, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * KithHttp::held:
   * @self: the object
   * @origin: an origin
   * @until: Unix seconds, or 0 when it is not held any more
   *
   * An origin is not asked before @until. Whoever keeps this gives it back with kith_http_hold() after a restart.
   */
  signals[HELD] = g_signal_new ("held", KITH_TYPE_HTTP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                G_TYPE_INT64);
}

static void
kith_http_init (KithHttp *self)
{
  self->trust_store = kith_http_trust_store_new ();
  self->proxy = kith_http_proxy_new_from_environment ();
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kith_http_origin_free);
  self->transfers = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) transfer_free, NULL);
  self->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) curl_easy_cleanup);
}

/**
 * kith_http_new:
 * @recorder: who writes down what is sent
 *
 * Returns: (transfer full): a new one on the thread-default main context
 */
KithHttp *
kith_http_new (KithHttpRecorder *recorder)
{
  g_return_val_if_fail (KITH_IS_HTTP_RECORDER (recorder), NULL);

  return g_object_new (KITH_TYPE_HTTP, "recorder", recorder, NULL);
}

/**
 * kith_http_send_async:
 * @self: the object
 * @request: what to send; it is not changed any more
 * @cancellable: (nullable): may be cancelled from any thread
 * @callback: called exactly once, later, on the thread-default main context
 * @user_data: for @callback
 *
 * Dropping the last reference to @self ends every request under way with %G_IO_ERROR_CANCELLED.
 */
void
kith_http_send_async (KithHttp            *self,
                      KithHttpRequest     *request,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  KithHttpTransfer *transfer;
  GError *error = NULL;

  g_return_if_fail (KITH_IS_HTTP (self));
  g_return_if_fail (KITH_IS_HTTP_REQUEST (request));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  transfer = g_new0 (KithHttpTransfer, 1);
  transfer->http = self;
  transfer->request = g_object_ref (request);
  transfer->origin = ensure_origin (self, kith_http_request_get_origin (request));
  transfer->callback = callback;
  transfer->user_data = user_data;
  g_set_object (&transfer->cancellable, cancellable);
  g_hash_table_add (self->transfers, transfer);

  if (self->loop == NULL || g_cancellable_is_cancelled (cancellable))
    {
      abandon (self, transfer);
      return;
    }
  if (!kith_http_request_check (request, &error) ||
      !kith_http_origin_check (transfer->origin, kith_http_request_get_urgent (request), get_now (), g_get_monotonic_time (), &error))
    {
      complete (self, transfer, NULL, error);
      return;
    }
  if (cancellable != NULL)
    {
      transfer->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (transfer->cancel_source, G_SOURCE_FUNC (on_cancelled), transfer, NULL);
      g_source_set_static_name (transfer->cancel_source, "Kith HTTP cancellation");
      g_source_attach (transfer->cancel_source, g_main_context_get_thread_default ());
    }
  g_queue_push_tail (&transfer->origin->waiting, transfer);
  start_waiting (self, transfer->origin);
}

/**
 * kith_http_send_finish:
 * @self: the object
 * @result: what the callback got
 * @error: return location for an error
 *
 * Any HTTP status is a response. Errors: %KITH_ERROR_UNAVAILABLE (not reached, too slow, too big, bad certificate, a redirect to
 * elsewhere, or resting after failures), %KITH_ERROR_LIMITED (the server asked to wait; nothing was sent), %KITH_ERROR_REFUSED (a
 * private address, or credentials for a host that a message named), %KITH_ERROR_INVALID (the request), %G_IO_ERROR_CANCELLED, or
 * what the recorder said.
 *
 * Returns: (transfer full) (nullable): the response
 */
KithHttpResponse *
kith_http_send_finish (KithHttp      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (KITH_IS_HTTP (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kith_http_set_refused_hosts:
 * @self: the client
 * @hosts: (element-type utf8): a set of lower-case names, which is not changed any more
 *
 * No request goes to these hosts from now on, redirects among them; what is under way ends.
 */
void
kith_http_set_refused_hosts (KithHttp   *self,
                             GHashTable *hosts)
{
  g_return_if_fail (KITH_IS_HTTP (self));

  g_hash_table_ref (hosts);
  g_clear_pointer (&self->refused, g_hash_table_unref);
  self->refused = hosts;
}

/**
 * kith_http_hold:
 * @self: the object
 * @origin: an origin, as of kith_http_request_get_origin()
 * @until: Unix seconds, at most a day from now; the past ends a hold
 *
 * Requests to @origin fail with %KITH_ERROR_LIMITED until then, also those that queue; nothing is sent.
 */
void
kith_http_hold (KithHttp   *self,
                const char *origin,
                gint64      until)
{
  g_return_if_fail (KITH_IS_HTTP (self));
  g_return_if_fail (origin != NULL);

  hold_origin (self, ensure_origin (self, origin), until);
}

/**
 * kith_http_get_held_until:
 * @self: the object
 * @origin: an origin
 *
 * Returns: Unix seconds; 0 where it is not held
 */
gint64
kith_http_get_held_until (KithHttp   *self,
                          const char *origin)
{
  KithHttpOrigin *entry;

  g_return_val_if_fail (KITH_IS_HTTP (self), 0);
  g_return_val_if_fail (origin != NULL, 0);

  entry = g_hash_table_lookup (self->origins, origin);
  return entry != NULL && entry->held_until > get_now () ? entry->held_until : 0;
}
