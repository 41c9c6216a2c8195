/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <string.h>

struct _KithTestRecorder
{
  GObject parent_instance;

  GPtrArray *records; /* (element-type KithTestRecord) */
  guint open;
  guint most_open;
  gboolean refuse;
  GCancellable *at_end; /* (nullable) (owned) */
};

static void kith_test_recorder_iface_init (KithHttpRecorderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KithTestRecorder, kith_test_recorder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KITH_TYPE_HTTP_RECORDER, kith_test_recorder_iface_init))

static void
record_free (KithTestRecord *record)
{
  g_free (record->method);
  g_free (record->url);
  g_free (record->identifier);
  g_free (record->outcome);
  g_free (record);
}

static gint64
kith_test_recorder_begin (KithHttpRecorder  *recorder,
                          KithHttpRequest   *request,
                          GError           **error)
{
  KithTestRecorder *self = KITH_TEST_RECORDER (recorder);
  KithTestRecord *record;

  if (self->refuse)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, "The ledger is full");
      return -1;
    }
  record = g_new0 (KithTestRecord, 1);
  record->method = g_strdup (kith_http_request_get_method (request));
  record->url = g_strdup (kith_http_request_get_url (request));
  record->identifier = g_strdup (kith_http_request_get_identifier (request));
  g_ptr_array_add (self->records, record);
  self->open++;
  self->most_open = MAX (self->most_open, self->open);
  return self->records->len;
}

static void
kith_test_recorder_end (KithHttpRecorder *recorder,
                        gint64            id,
                        guint             status,
                        guint64           bytes_sent,
                        guint64           bytes_received,
                        const char       *outcome)
{
  KithTestRecorder *self = KITH_TEST_RECORDER (recorder);
  KithTestRecord *record;

  g_assert_cmpint (id, >=, 1);
  g_assert_cmpint (id, <=, self->records->len);
  record = g_ptr_array_index (self->records, id - 1);
  g_assert_false (record->ended);
  record->ended = TRUE;
  self->open--;
  record->status = status;
  record->bytes_sent = bytes_sent;
  record->bytes_received = bytes_received;
  record->outcome = g_strdup (outcome);
  g_cancellable_cancel (self->at_end);
}

static void
kith_test_recorder_iface_init (KithHttpRecorderInterface *iface)
{
  iface->begin = kith_test_recorder_begin;
  iface->end = kith_test_recorder_end;
}

static void
kith_test_recorder_finalize (GObject *object)
{
  g_clear_object (&KITH_TEST_RECORDER (object)->at_end);
  g_ptr_array_unref (KITH_TEST_RECORDER (object)->records);
  G_OBJECT_CLASS (kith_test_recorder_parent_class)->finalize (object);
}

static void
kith_test_recorder_class_init (KithTestRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_test_recorder_finalize;
}

static void
kith_test_recorder_init (KithTestRecorder *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
}

KithTestRecorder *
kith_test_recorder_new (void)
{
  return g_object_new (KITH_TYPE_TEST_RECORDER, NULL);
}

void
kith_test_recorder_refuse (KithTestRecorder *self,
                           gboolean          refuse)
{
  self->refuse = refuse;
}

void
kith_test_recorder_cancel_at_end (KithTestRecorder *self,
                                  GCancellable     *cancellable)
{
  g_set_object (&self->at_end, cancellable);
}

guint
kith_test_recorder_get_length (KithTestRecorder *self)
{
  return self->records->len;
}

/* How many were under way at the same time, at most. */
guint
kith_test_recorder_get_most_open (KithTestRecorder *self)
{
  return self->most_open;
}

KithTestRecord *
kith_test_recorder_get (KithTestRecorder *self,
                        guint             i)
{
  g_assert_cmpuint (i, <, self->records->len);
  return g_ptr_array_index (self->records, i);
}

KithHttp *
kith_net_fixture_new_http (KithNetFixture *self,
                           guint           connect_timeout_msec,
                           guint           timeout_msec)
{
  return g_object_new (KITH_TYPE_HTTP, "recorder", self->recorder, "connect-timeout-msec", connect_timeout_msec, "timeout-msec",
                       timeout_msec, NULL);
}

void
kith_net_fixture_set_up (KithNetFixture *self,
                         gconstpointer   data)
{
  g_autoptr (GError) error = NULL;

  self->server = kith_test_server_new (NULL, &error);
  g_assert_no_error (error);
  self->recorder = kith_test_recorder_new ();
  self->http = kith_http_new (KITH_HTTP_RECORDER (self->recorder));
}

/* Whatever was begun has ended, and nothing is left that keeps the object alive. */
void
kith_net_fixture_tear_down (KithNetFixture *self,
                            gconstpointer   data)
{
  if (self->http != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->http));
  for (guint i = 0; i < self->recorder->records->len; i++)
    g_assert_true (kith_test_recorder_get (self->recorder, i)->ended);
  g_assert_finalize_object (g_steal_pointer (&self->recorder));
  g_clear_pointer (&self->server, kith_test_server_free);
}

KithHttpRequest *
kith_net_fixture_new_request_at (KithNetFixture *self,
                                 const char     *base_url,
                                 const char     *path,
                                 KithHttpTrust   trust)
{
  g_autofree char *url = g_strconcat (base_url, path, NULL);
  g_autoptr (GError) error = NULL;
  KithHttpRequest *request = kith_http_request_new ("GET", url, trust, &error);

  g_assert_no_error (error);
  kith_http_request_set_ca_file (request, kith_test_server_get_ca_file (self->server));
  return request;
}

KithHttpRequest *
kith_net_fixture_new_request (KithNetFixture *self,
                              const char     *method,
                              const char     *path)
{
  g_autofree char *url = g_strconcat (kith_test_server_get_base_url (self->server), path, NULL);
  g_autoptr (GError) error = NULL;
  KithHttpRequest *request = kith_http_request_new (method, url, KITH_HTTP_TRUST_USER, &error);

  g_assert_no_error (error);
  kith_http_request_set_ca_file (request, kith_test_server_get_ca_file (self->server));
  return request;
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  KithNetCall *call = user_data;

  g_assert_cmpuint (call->calls, ==, 0);
  call->calls++;
  call->result = g_object_ref (result);
}

void
kith_net_call_start (KithNetCall     *call,
                     KithHttp        *http,
                     KithHttpRequest *request,
                     GCancellable    *cancellable)
{
  memset (call, 0, sizeof *call);
  call->context = g_main_context_ref_thread_default ();
  kith_http_send_async (http, request, cancellable, on_sent, call);
  /* Never from within the call. */
  g_assert_cmpuint (call->calls, ==, 0);
}

KithHttpResponse *
kith_net_call_wait (KithNetCall  *call,
                    KithHttp     *http,
                    GError      **error)
{
  KithHttpResponse *response;

  while (call->calls == 0)
    g_main_context_iteration (call->context, TRUE);
  response = kith_http_send_finish (http, call->result, error);
  kith_net_call_clear (call);
  return response;
}

void
kith_net_call_clear (KithNetCall *call)
{
  g_clear_object (&call->result);
  g_clear_pointer (&call->context, g_main_context_unref);
}

KithHttpResponse *
kith_net_send (KithHttp         *http,
               KithHttpRequest  *request,
               GError          **error)
{
  KithNetCall call;

  kith_net_call_start (&call, http, request, NULL);
  return kith_net_call_wait (&call, http, error);
}

KithHttpResponse *
kith_net_fixture_get (KithNetFixture  *self,
                      const char      *path,
                      GError         **error)
{
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", path);

  return kith_net_send (self->http, request, error);
}

void
kith_net_assert_body (KithHttpResponse *response,
                      const char       *text)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (kith_http_response_get_body (response), &size);

  g_assert_cmpmem (data, size, text, strlen (text));
}

void
kith_net_assert_plain_words (GError *error)
{
  static const char *const never[] = { "://", "localhost", "127.0.0.1", "::1", "?", "=", "curl", "CURL", "errno" };

  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    if (strstr (error->message, never[i]) != NULL)
      g_error ("Not for people: %s", error->message);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

void
kith_net_fixture_wait_for_requests (KithNetFixture *self,
                                    guint           count)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  gint64 limit = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (kith_test_server_count_requests (self->server) < count)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
      while (g_main_context_iteration (context, FALSE))
        ;
      g_thread_yield ();
    }
}
