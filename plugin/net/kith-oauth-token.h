/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_OAUTH_TOKEN (kith_oauth_token_get_type ())
G_DECLARE_FINAL_TYPE (KithOAuthToken, kith_oauth_token, KITH, OAUTH_TOKEN, GObject)

/* An access token with what renews it (RFC 6749 section 5.1). Immutable once it is handed on. */
KithOAuthToken *kith_oauth_token_new_from_response (GBytes          *body,
                                                    const char      *server_member,
                                                    KithOAuthToken  *former,
                                                    GError         **error);
void kith_oauth_token_bind (KithOAuthToken *self,
                            const char     *origin,
                            const char     *client_id,
                            const char     *client_secret);
KithOAuthToken *kith_oauth_token_new_from_secret (const char  *secret,
                                                  GError     **error);
char *kith_oauth_token_dup_secret (KithOAuthToken *self);
const char *kith_oauth_token_get_access_token (KithOAuthToken *self);
const char *kith_oauth_token_get_refresh_token (KithOAuthToken *self);
const char *kith_oauth_token_get_server (KithOAuthToken *self);
const char *kith_oauth_token_get_origin (KithOAuthToken *self);
const char *kith_oauth_token_get_client_id (KithOAuthToken *self);
const char *kith_oauth_token_get_client_secret (KithOAuthToken *self);
gint64 kith_oauth_token_get_expires (KithOAuthToken *self);
gboolean kith_oauth_token_is_expired (KithOAuthToken *self);
gboolean kith_oauth_token_is_secret (const char *secret);

G_END_DECLS
