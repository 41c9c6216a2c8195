/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-query.h>

#include "kith-http.h"
#include "kith-message-content.h"
#include "kith-provider-settings.h"
#include "kith-token-source.h"

G_BEGIN_DECLS

/* What the engine hands over with a question; borrowed for the call of kith_query_new(), which takes references. */
typedef struct
{
  KithAddress *address;
  KithMessageContent *content;      /* (nullable) */
  const char *sender;               /* (nullable): key of the message's sender, for the ledger */
  KithAnswer *previous;             /* (nullable): for its validators */
  GPtrArray *known_facts;           /* (nullable) (element-type KithFact) */
  KithProviderSettings *settings;
  KithHttp *http;                   /* (nullable): local providers get none */
  const char *token;                /* (nullable): for credentials that are nothing but a token */
  KithCredentials *credentials;     /* (nullable) */
  KithTokenSource *token_source;    /* (nullable): renews them */
  gboolean clicked;
  gboolean remember;                /* what is read in the message may be kept: it is not junk, not forged, and the person is not on the list of those never looked up */
  GPtrArray *trace;                 /* (nullable) (element-type utf8): steps in words, secrets masked, for `kith provider test` */
} KithQueryFields;

KithQuery *kith_query_new (const KithQueryFields *fields);
KithMessageContent *kith_query_get_content (KithQuery *self);
KithProviderSettings *kith_query_get_settings (KithQuery *self);
KithHttp *kith_query_get_http (KithQuery *self);
KithCredentials *kith_query_get_credentials (KithQuery *self);
void kith_query_set_credentials (KithQuery       *self,
                                 KithCredentials *credentials);
KithTokenSource *kith_query_get_token_source (KithQuery *self);
const char *kith_query_get_sender (KithQuery *self);
gboolean kith_query_may_remember (KithQuery *self);
gboolean kith_query_is_traced (KithQuery *self);

G_END_DECLS
