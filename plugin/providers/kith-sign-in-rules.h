/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

typedef enum
{
  KITH_CLIENT_SECRET_NONE,
  KITH_CLIENT_SECRET_OPTIONAL,
  KITH_CLIENT_SECRET_NEEDED,
} KithClientSecret;

/* The "sign-in" of a provider file: how OAuth 2 is spoken there. Plain values that do not change once the file is loaded. */
typedef struct
{
  guint line;
  char *server;        /* (nullable): with its path, without a slash at its end; %NULL: the provider's own */
  char *authorization; /* (nullable): this and the following: a URL, or a path on the server */
  char *token;
  char *device;        /* (nullable) */
  char *revocation;    /* (nullable) */
  char *metadata;      /* (nullable) */
  char *registration;  /* (nullable) */
  char *scope;         /* (nullable): may hold {server} */
  char *client_scope;  /* (nullable): may hold {server} */
  gboolean client_credentials;
  KithClientSecret client_secret;
  char *client_site;   /* (nullable): where a client id is made */
  char *body_type;     /* (nullable) */
  char *redirect_host; /* (nullable) */
  guint redirect_port;
  char *server_from;   /* (nullable): a member of the token's answer */
} KithSignInRules;

KithSignInRules *kith_sign_in_rules_new (xmlNode *node);
void kith_sign_in_rules_free (KithSignInRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSignInRules, kith_sign_in_rules_free)
void kith_sign_in_rules_describe (const KithSignInRules *self,
                                  const char            *own_server,
                                  GString               *text);

G_END_DECLS
