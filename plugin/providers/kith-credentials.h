/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Copied by kith_credentials_new(). */
typedef struct
{
  const char *token;      /* a token, a key or a password */
  const char *user;       /* (nullable): of an account of the desktop */
  const char *server;     /* (nullable): an origin, named by the sign-in or by the account: asked where the owner has named none */
  gboolean server_is_own; /* it is the owner's word, not a service's: it may be on a private network */
  gboolean only_there;    /* nothing of them goes to another server, whatever the settings say */
  gboolean is_bearer;     /* a bearer token, whatever the description takes otherwise */
} KithCredentialsFields;

#define KITH_TYPE_CREDENTIALS (kith_credentials_get_type ())
G_DECLARE_FINAL_TYPE (KithCredentials, kith_credentials, KITH, CREDENTIALS, GObject)

/* What a provider is asked with. Immutable; wiped when freed. */
KithCredentials *kith_credentials_new (const KithCredentialsFields *fields);
const char *kith_credentials_get_token (KithCredentials *self);
const char *kith_credentials_get_user (KithCredentials *self);
const char *kith_credentials_get_server (KithCredentials *self);
gboolean kith_credentials_server_is_own (KithCredentials *self);
gboolean kith_credentials_go_only_there (KithCredentials *self);
gboolean kith_credentials_is_bearer (KithCredentials *self);

G_END_DECLS
