/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-request.h"
#include "kith-http-response.h"

#include <curl/curl.h>

G_BEGIN_DECLS

/* One exchange with a server on an easy handle: what is asked, what has come so far, why it was broken off. */
typedef struct _KithHttpHop KithHttpHop;

typedef struct
{
  guint connect_timeout_msec;
  guint timeout_msec; /* what is left of it */
  const char *proxy;  /* NULL: direct */
  GBytes *authorities; /* NULL: the system's */
  /* A connection stands, the request is about to leave; called from within libcurl. */
  void (*connected) (gpointer data);
  gpointer connected_data;
} KithHttpHopOptions;

KithHttpHop *kith_http_hop_new (KithHttpRequest *request);
void kith_http_hop_free (KithHttpHop *self);

void kith_http_hop_prepare (KithHttpHop              *self,
                            CURL                     *easy,
                            const KithHttpHopOptions *options);
void kith_http_hop_measure (KithHttpHop *self,
                            CURL        *easy);
gboolean kith_http_hop_judge (KithHttpHop  *self,
                              CURLcode      code,
                              GError      **error);

guint kith_http_hop_get_status (KithHttpHop *self);
const char *kith_http_hop_get_header (KithHttpHop *self,
                                      const char  *name);
const char *kith_http_hop_get_outcome (KithHttpHop *self);
gboolean kith_http_hop_is_server_failure (KithHttpHop *self);
guint64 kith_http_hop_get_bytes_sent (KithHttpHop *self);
guint64 kith_http_hop_get_bytes_received (KithHttpHop *self);
KithHttpResponse *kith_http_hop_take_response (KithHttpHop *self,
                                               guint64      sent_before,
                                               guint64      received_before);

G_END_DECLS
