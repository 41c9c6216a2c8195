/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http.h"
#include "kith-oauth-token.h"

G_BEGIN_DECLS

/* Where and as what to sign in. The URIs come from a provider file, or from the owner for a server of their own. Copied. */
typedef struct
{
  const char *provider_id;
  const char *provider_name;     /* (nullable): for messages */
  const char *client_id;         /* (nullable): with registration_uri */
  const char *client_secret;     /* (nullable): a "secret" that every copy of a program holds, which some services demand, or a real one */
  const char *authorization_uri; /* (nullable): without it only the device grant */
  const char *token_uri;
  const char *device_uri;        /* (nullable) */
  const char *revocation_uri;    /* (nullable) */
  const char *metadata_uri;      /* (nullable): where the server itself names the others, RFC 8414; only places of its own count */
  const char *registration_uri;  /* (nullable): where a program makes itself known */
  const char *scope;             /* (nullable) */
  const char *client_scope;      /* (nullable): with the client's own id and secret */
  const char *body_type;         /* (nullable): the server takes JSON of this media type rather than a form */
  const char *redirect_host;     /* (nullable): "localhost" for a service that does not know 127.0.0.1 */
  guint redirect_port;           /* 0: any that is free */
  const char *server_member;     /* (nullable): the member of the answer that names the server to be asked */
  const char *origin;            /* (nullable): the servers for which the sign-in holds, kept with the token */
  KithHttpTrust trust;
  const char *ca_file;           /* (nullable) */
} KithOAuthConfig;

/* Opens the page in the owner's browser. Called on the thread of the caller. */
typedef void (*KithOAuthOpenFunc) (const char *uri,
                                   gpointer    user_data);

/* Shows the owner what to type where (RFC 8628 section 3.3). Called on the thread of the caller. */
typedef void (*KithOAuthShowFunc) (const char *user_code,
                                   const char *verification_uri,
                                   gpointer    user_data);

/* All of these: in the thread of @http; the token is %NULL with an error of KITH_ERROR. */
void kith_oauth_sign_in_async (KithHttp              *http,
                               const KithOAuthConfig *config,
                               KithOAuthOpenFunc      open_browser,
                               gpointer               open_data,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data);
void kith_oauth_device_async (KithHttp              *http,
                              const KithOAuthConfig *config,
                              KithOAuthShowFunc      show_code,
                              gpointer               show_data,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data);
void kith_oauth_client_credentials_async (KithHttp              *http,
                                          const KithOAuthConfig *config,
                                          GCancellable          *cancellable,
                                          GAsyncReadyCallback    callback,
                                          gpointer               user_data);
void kith_oauth_refresh_async (KithHttp              *http,
                               const KithOAuthConfig *config,
                               KithOAuthToken        *token,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data);
KithOAuthToken *kith_oauth_finish (GAsyncResult  *result,
                                   GError       **error);

/* Has the server forget a token. */
void kith_oauth_revoke_async (KithHttp              *http,
                              const KithOAuthConfig *config,
                              KithOAuthToken        *token,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data);
gboolean kith_oauth_revoke_finish (GAsyncResult  *result,
                                   GError       **error);

G_END_DECLS
