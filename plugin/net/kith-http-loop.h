/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <curl/curl.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* A libcurl multi handle whose sockets and timer are one GSource on the thread-default main context. */
typedef struct _KithHttpLoop KithHttpLoop;

/* One easy handle is done; it has been taken out of the multi handle. */
typedef void (*KithHttpLoopFunc) (GObject  *owner,
                                  CURL     *easy,
                                  CURLcode  code);

KithHttpLoop *kith_http_loop_new (GObject          *owner,
                                  KithHttpLoopFunc  func);
void kith_http_loop_free (KithHttpLoop *self);
gboolean kith_http_loop_add (KithHttpLoop *self,
                             CURL         *easy);
void kith_http_loop_remove (KithHttpLoop *self,
                            CURL         *easy);

G_END_DECLS
