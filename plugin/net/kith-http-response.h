/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_HTTP_RESPONSE (kith_http_response_get_type ())
G_DECLARE_FINAL_TYPE (KithHttpResponse, kith_http_response, KITH, HTTP_RESPONSE, GObject)

guint kith_http_response_get_status (KithHttpResponse *self);
const char *kith_http_response_get_header (KithHttpResponse *self,
                                           const char       *name);
GBytes *kith_http_response_get_body (KithHttpResponse *self);
const char *kith_http_response_get_url (KithHttpResponse *self);
guint64 kith_http_response_get_bytes_sent (KithHttpResponse *self);
guint64 kith_http_response_get_bytes_received (KithHttpResponse *self);
gint64 kith_http_response_get_max_age (KithHttpResponse *self);
gint64 kith_http_response_get_retry_after (KithHttpResponse *self);

G_END_DECLS
