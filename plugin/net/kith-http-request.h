/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_HTTP_MAX_BODY_BYTES (1024 * 1024)
#define KITH_HTTP_MAX_PICTURE_BYTES (4 * 1024 * 1024)

/**
 * KithHttpTrust:
 * @KITH_HTTP_TRUST_DECLARED: the host stands in a provider file: public addresses only
 * @KITH_HTTP_TRUST_USER: the owner named this server: it may be on loopback or a private network
 * @KITH_HTTP_TRUST_NONE: a message or a response named the host: public addresses only, and no credentials
 */
typedef enum
{
  KITH_HTTP_TRUST_NONE,
  KITH_HTTP_TRUST_DECLARED,
  KITH_HTTP_TRUST_USER,
} KithHttpTrust;

/**
 * KithHttpRedirects:
 * @KITH_HTTP_REDIRECTS_SAME_ORIGIN: followed within the origin; to anywhere else is an error
 * @KITH_HTTP_REDIRECTS_REPORT_OTHER: followed within the origin; to anywhere else is the response
 * @KITH_HTTP_REDIRECTS_NONE: each is the response
 */
typedef enum
{
  KITH_HTTP_REDIRECTS_SAME_ORIGIN,
  KITH_HTTP_REDIRECTS_REPORT_OTHER,
  KITH_HTTP_REDIRECTS_NONE,
} KithHttpRedirects;

#define KITH_TYPE_HTTP_REQUEST (kith_http_request_get_type ())
G_DECLARE_FINAL_TYPE (KithHttpRequest, kith_http_request, KITH, HTTP_REQUEST, GObject)

/* Built by one owner, then handed to kith_http_send_async() and not changed any more. */
KithHttpRequest *kith_http_request_new (const char     *method,
                                        const char     *url,
                                        KithHttpTrust   trust,
                                        GError        **error);
KithHttpRequest *kith_http_request_new_for_record (const char  *method,
                                                   const char  *host,
                                                   GError     **error);
void kith_http_request_set_header (KithHttpRequest *self,
                                   const char      *name,
                                   const char      *value);
void kith_http_request_set_secret_header (KithHttpRequest *self,
                                          const char      *name,
                                          const char      *value);
void kith_http_request_set_userpwd (KithHttpRequest *self,
                                    const char      *user,
                                    const char      *password,
                                    gboolean         digest);
void kith_http_request_set_body (KithHttpRequest *self,
                                 const char      *content_type,
                                 GBytes          *body);
void kith_http_request_set_max_bytes (KithHttpRequest *self,
                                      gsize            max_bytes);
void kith_http_request_set_ca_file (KithHttpRequest *self,
                                    const char      *ca_file);
void kith_http_request_set_redirects (KithHttpRequest   *self,
                                      KithHttpRedirects  redirects);
void kith_http_request_set_urgent (KithHttpRequest *self,
                                   gboolean         urgent);
void kith_http_request_set_purpose (KithHttpRequest *self,
                                    const char      *provider_id,
                                    const char      *address_key,
                                    const char      *sender,
                                    const char      *identifier_kind,
                                    const char      *identifier);

gboolean kith_http_request_has_secret (KithHttpRequest *self);
const char *kith_http_request_get_method (KithHttpRequest *self);
const char *kith_http_request_get_url (KithHttpRequest *self);
const char *kith_http_request_get_host (KithHttpRequest *self);
const char *kith_http_request_get_origin (KithHttpRequest *self);
KithHttpTrust kith_http_request_get_trust (KithHttpRequest *self);
const char *kith_http_request_get_provider_id (KithHttpRequest *self);
const char *kith_http_request_get_address_key (KithHttpRequest *self);
const char *kith_http_request_get_sender (KithHttpRequest *self);
const char *kith_http_request_get_identifier_kind (KithHttpRequest *self);
const char *kith_http_request_get_identifier (KithHttpRequest *self);

G_END_DECLS
