/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http.h"
#include "kith-test-server.h"

#include <kith/kith-error.h>

G_BEGIN_DECLS

/* A recorder that remembers; it can refuse. */
#define KITH_TYPE_TEST_RECORDER (kith_test_recorder_get_type ())
G_DECLARE_FINAL_TYPE (KithTestRecorder, kith_test_recorder, KITH, TEST_RECORDER, GObject)

typedef struct
{
  char *method;
  char *url;
  char *identifier;
  gboolean ended;
  guint status;
  guint64 bytes_sent;
  guint64 bytes_received;
  char *outcome;
} KithTestRecord;

KithTestRecorder *kith_test_recorder_new (void);
void kith_test_recorder_refuse (KithTestRecorder *self,
                                gboolean          refuse);
/* Cancels at the end of the next exchange, in the same turn of the main context. */
void kith_test_recorder_cancel_at_end (KithTestRecorder *self,
                                       GCancellable     *cancellable);
guint kith_test_recorder_get_length (KithTestRecorder *self);
guint kith_test_recorder_get_most_open (KithTestRecorder *self);
KithTestRecord *kith_test_recorder_get (KithTestRecorder *self,
                                        guint             i);

/* A server, a recorder and a KithHttp with short limits. */
typedef struct
{
  KithTestServer *server;
  KithTestRecorder *recorder;
  KithHttp *http;
} KithNetFixture;

void kith_net_fixture_set_up (KithNetFixture *self,
                              gconstpointer   data);
void kith_net_fixture_tear_down (KithNetFixture *self,
                                 gconstpointer   data);
KithHttp *kith_net_fixture_new_http (KithNetFixture *self,
                                     guint           connect_timeout_msec,
                                     guint           timeout_msec);

/* To the server, trusted by its user. */
KithHttpRequest *kith_net_fixture_new_request (KithNetFixture *self,
                                               const char     *method,
                                               const char     *path);
KithHttpRequest *kith_net_fixture_new_request_at (KithNetFixture *self,
                                                  const char     *base_url,
                                                  const char     *path,
                                                  KithHttpTrust   trust);

/* One request that runs while the test goes on. */
typedef struct
{
  GMainContext *context;
  GAsyncResult *result;
  guint calls;
} KithNetCall;

void kith_net_call_start (KithNetCall     *call,
                          KithHttp        *http,
                          KithHttpRequest *request,
                          GCancellable    *cancellable);
KithHttpResponse *kith_net_call_wait (KithNetCall  *call,
                                      KithHttp     *http,
                                      GError      **error);
void kith_net_call_clear (KithNetCall *call);

KithHttpResponse *kith_net_send (KithHttp         *http,
                                 KithHttpRequest  *request,
                                 GError          **error);
/* GET of a path with everything the default. */
KithHttpResponse *kith_net_fixture_get (KithNetFixture  *self,
                                        const char      *path,
                                        GError         **error);
void kith_net_assert_body (KithHttpResponse *response,
                           const char       *text);
/* No private thing in the message: no scheme, no host, no query. */
void kith_net_assert_plain_words (GError *error);
/* Runs the main context until @count requests have reached the server. */
void kith_net_fixture_wait_for_requests (KithNetFixture *self,
                                         guint           count);

#define kith_net_assert_error(err, code_)                                                                                         \
  G_STMT_START                                                                                                                    \
  {                                                                                                                               \
    g_assert_error (err, KITH_ERROR, code_);                                                                                      \
    kith_net_assert_plain_words (err);                                                                                            \
  }                                                                                                                               \
  G_STMT_END

G_END_DECLS
