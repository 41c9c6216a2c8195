/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-request.h"

G_BEGIN_DECLS

#define KITH_HTTP_MAX_REQUEST_BODY_BYTES (64 * 1024)

/* What the transfer needs to know. */
gboolean kith_http_request_check (KithHttpRequest  *self,
                                  GError          **error);
GPtrArray *kith_http_request_dup_header_lines (KithHttpRequest *self);
GBytes *kith_http_request_get_body (KithHttpRequest *self);
const char *kith_http_request_get_user (KithHttpRequest *self);
const char *kith_http_request_get_password (KithHttpRequest *self);
gboolean kith_http_request_get_digest (KithHttpRequest *self);
gsize kith_http_request_get_max_bytes (KithHttpRequest *self);
const char *kith_http_request_get_ca_file (KithHttpRequest *self);
KithHttpRedirects kith_http_request_get_redirects (KithHttpRequest *self);
gboolean kith_http_request_get_urgent (KithHttpRequest *self);

KithHttpRequest *kith_http_request_new_redirected (KithHttpRequest  *self,
                                                   guint             status,
                                                   const char       *location,
                                                   GError          **error);

G_END_DECLS
