/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-request.h"
#include "kith-http-response.h"

G_BEGIN_DECLS

/* Who writes down what is sent. begin() runs before the first byte leaves; where it fails, nothing is sent. Each redirect followed is a request too. */
#define KITH_TYPE_HTTP_RECORDER (kith_http_recorder_get_type ())
G_DECLARE_INTERFACE (KithHttpRecorder, kith_http_recorder, KITH, HTTP_RECORDER, GObject)

struct _KithHttpRecorderInterface
{
  GTypeInterface parent_iface;

  gint64 (*begin) (KithHttpRecorder  *self,
                   KithHttpRequest   *request,
                   GError           **error);
  void (*end) (KithHttpRecorder *self,
               gint64            id,
               guint             status,
               guint64           bytes_sent,
               guint64           bytes_received,
               const char       *outcome);
};

gint64 kith_http_recorder_begin (KithHttpRecorder  *self,
                                 KithHttpRequest   *request,
                                 GError           **error);
void kith_http_recorder_end (KithHttpRecorder *self,
                             gint64            id,
                             guint             status,
                             guint64           bytes_sent,
                             guint64           bytes_received,
                             const char       *outcome);

G_END_DECLS
