/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-response.h"

G_BEGIN_DECLS

/* @headers: (transfer full) (element-type utf8 utf8): names in lower case. */
KithHttpResponse *kith_http_response_new (const char *url,
                                          guint       status,
                                          GHashTable *headers,
                                          GBytes     *body,
                                          guint64     bytes_sent,
                                          guint64     bytes_received);

GHashTable *kith_http_headers_new (void);
void kith_http_headers_add_line (GHashTable *headers,
                                 const char *line,
                                 gsize       length);

/* The longest wait that a server can ask for, in seconds. */
#define KITH_HTTP_MAX_RETRY_AFTER (24 * 60 * 60)

gint64 kith_http_parse_max_age (const char *cache_control,
                                const char *age);
gint64 kith_http_parse_retry_after (const char *text,
                                    gint64      now);

G_END_DECLS
