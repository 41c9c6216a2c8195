/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-request.h"
#include "kith-http-response.h"

G_BEGIN_DECLS

/* Responses of look-ups with several requests, in memory, so that a service can say of each "not modified" (RFC 9111 section 4.3). */
typedef struct _KithResponseStore KithResponseStore;

KithResponseStore *kith_response_store_new (void);
void kith_response_store_free (KithResponseStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithResponseStore, kith_response_store_free)

void kith_response_store_add_validators (KithResponseStore *self,
                                         KithHttpRequest   *request,
                                         const char        *token);
void kith_response_store_store (KithResponseStore *self,
                                KithHttpRequest   *request,
                                const char        *token,
                                KithHttpResponse  *response);
KithHttpResponse *kith_response_store_find (KithResponseStore *self,
                                            KithHttpRequest   *request,
                                            const char        *token);
void kith_response_store_clear (KithResponseStore *self);

G_END_DECLS
