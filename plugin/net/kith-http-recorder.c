/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-recorder.h"

G_DEFINE_INTERFACE (KithHttpRecorder, kith_http_recorder, G_TYPE_OBJECT)

static void
kith_http_recorder_default_init (KithHttpRecorderInterface *iface)
{
}

/**
 * kith_http_recorder_begin:
 * @self: the recorder
 * @request: what is about to be sent
 * @error: return location for an error
 *
 * Writes a request down before its first byte leaves. Called on the thread of the #KithHttp; when it fails, nothing is sent and
 * the request fails with @error.
 *
 * Returns: what kith_http_recorder_end() needs; -1 on error
 */
gint64
kith_http_recorder_begin (KithHttpRecorder  *self,
                          KithHttpRequest   *request,
                          GError           **error)
{
  g_return_val_if_fail (KITH_IS_HTTP_RECORDER (self), -1);
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (request), -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  return KITH_HTTP_RECORDER_GET_IFACE (self)->begin (self, request, error);
}

/**
 * kith_http_recorder_end:
 * @self: the recorder
 * @id: from kith_http_recorder_begin()
 * @status: the HTTP status, 0 where none came
 * @bytes_sent: bytes of HTTP that left, without TLS framing
 * @bytes_received: bytes of HTTP that came, before decoding
 * @outcome: `ok`, `not-modified`, `not-found`, `limited`, `refused`, `failed`, `cancelled`, `timed-out`, `bad-tls`, `too-big` or
 *   `redirect`
 */
void
kith_http_recorder_end (KithHttpRecorder *self,
                        gint64            id,
                        guint             status,
                        guint64           bytes_sent,
                        guint64           bytes_received,
                        const char       *outcome)
{
  g_return_if_fail (KITH_IS_HTTP_RECORDER (self));
  g_return_if_fail (outcome != NULL);

  KITH_HTTP_RECORDER_GET_IFACE (self)->end (self, id, status, bytes_sent, bytes_received, outcome);
}
