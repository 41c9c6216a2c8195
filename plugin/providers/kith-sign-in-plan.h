/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-oauth.h"
#include "kith-provider-settings.h"

G_BEGIN_DECLS

/* What a description and the owner's settings come to: where to sign in, and as what. */
typedef struct
{
  KithOAuthConfig config;     /* its strings are those of @strings, the settings and the description */
  gboolean as_client;         /* with the client's own id and secret: nobody is asked */
  GPtrArray *strings;         /* (element-type utf8) */
  KithProviderSettings *settings;
} KithSignInPlan;

/* Whether a sign-in was made for the servers that the settings name now. */
gboolean kith_sign_in_holds (KithOAuthToken       *token,
                             KithProviderSettings *settings);
void kith_sign_in_plan_free (KithSignInPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSignInPlan, kith_sign_in_plan_free)

G_END_DECLS
