/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <jansson.h>

#include "kith-oauth-redirect.h"
#include "kith-oauth.h"

G_BEGIN_DECLS

/* How long the owner has to sign in. Seconds. */
#define KITH_OAUTH_SIGN_IN_SEC 600

typedef json_t JsonValue;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonValue, json_decref)


/* What is sent to the server, secrets among it: wiped when freed. */
typedef struct _KithOAuthForm KithOAuthForm;

KithOAuthForm *kith_oauth_form_new (void);
void kith_oauth_form_free (KithOAuthForm *self);
void kith_oauth_form_add (KithOAuthForm *self,
                          const char    *name,
                          const char    *value);
char *kith_oauth_form_dup_query (KithOAuthForm *self);
GBytes *kith_oauth_form_dup_json (KithOAuthForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithOAuthForm, kith_oauth_form_free)

typedef void (*KithOAuthReadyFunc) (GTask *task);

/* One talk with the server; the data of its task, whose source is the KithHttp. */
typedef struct
{
  KithHttp *http;
  char *provider_id;
  char *provider_name;
  char *client_id;         /* (nullable) */
  char *client_secret;     /* (nullable) */
  char *authorization_uri; /* (nullable) */
  char *token_uri;
  char *device_uri;        /* (nullable) */
  char *revocation_uri;    /* (nullable) */
  char *metadata_uri;      /* (nullable) */
  char *registration_uri;  /* (nullable) */
  char *scope;             /* (nullable) */
  char *client_scope;      /* (nullable) */
  char *body_type;         /* (nullable) */
  char *server_member;     /* (nullable) */
  char *origin;            /* (nullable) */
  KithHttpTrust trust;
  char *ca_file;           /* (nullable) */

  KithOAuthReadyFunc go_on;    /* (nullable) */
  gboolean registered;         /* the client id is this sign-in's own */
  KithOAuthToken *former;      /* (nullable) (owned): the token that is renewed or revoked */
  char *state;                 /* (nullable) */
  char *verifier;              /* (nullable) */
  KithOAuthRedirect *redirect; /* (nullable) (owned) */
  KithOAuthOpenFunc open_browser;
  gpointer open_data;
  char *device_code;           /* (nullable) */
  guint interval;              /* seconds */
  gint64 deadline;             /* Unix seconds */
  KithOAuthShowFunc show_code;
  gpointer show_data;
} KithOAuthCall;

GTask *kith_oauth_call_new (KithHttp              *http,
                            const KithOAuthConfig *config,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data);
void kith_oauth_call_add_client (KithOAuthCall *call,
                                 KithOAuthForm *form);
void kith_oauth_call_send (GTask               *task,
                           const char          *method,
                           const char          *uri,
                           KithOAuthForm       *form,
                           const char          *body_type,
                           GAsyncReadyCallback  callback);
void kith_oauth_call_ask_token (GTask         *task,
                                KithOAuthForm *form);
json_t *kith_oauth_parse (KithHttpResponse *response);
char *kith_oauth_dup_refusal (KithHttpResponse *response);
void kith_oauth_call_return_refusal (GTask            *task,
                                     KithHttpResponse *response,
                                     const char       *refusal);
void kith_oauth_call_take_token (GTask            *task,
                                 KithHttpResponse *response);

/* Finds out where to sign in and as what, where the server says so itself; then calls @func. */
void kith_oauth_call_prepare (GTask              *task,
                              KithOAuthReadyFunc  func);

G_END_DECLS
