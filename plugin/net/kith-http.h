/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-recorder.h"

G_BEGIN_DECLS

#define KITH_TYPE_HTTP (kith_http_get_type ())
G_DECLARE_FINAL_TYPE (KithHttp, kith_http, KITH, HTTP, GObject)

/* One libcurl multi handle on the thread-default main context of the thread that makes it. */
KithHttp *kith_http_new (KithHttpRecorder *recorder);
void kith_http_send_async (KithHttp            *self,
                           KithHttpRequest     *request,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
KithHttpResponse *kith_http_send_finish (KithHttp      *self,
                                         GAsyncResult  *result,
                                         GError       **error);

/* An origin is held: no request goes there before @until (Unix seconds). The signal "held" (origin, until) lets the store keep it. */
void kith_http_hold (KithHttp   *self,
                     const char *origin,
                     gint64      until);
/* No request goes to these hosts, by whatever way they are named: a set of lower-case names, which is not changed any more. */
void kith_http_set_refused_hosts (KithHttp   *self,
                                  GHashTable *hosts);
gint64 kith_http_get_held_until (KithHttp   *self,
                                 const char *origin);

G_END_DECLS
