/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider-info.h>

#include "kith-sign-in-plan.h"

G_BEGIN_DECLS

#define KITH_TYPE_DECLARED_PROVIDER (kith_declared_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithDeclaredProvider, kith_declared_provider, KITH, DECLARED_PROVIDER, KithProvider)

/* Loads and checks a *.provider file; an error's message begins with "FILE:LINE: ". */
KithProvider *kith_declared_provider_new_from_file (GFile   *file,
                                                    GError **error);
/* (nullable): the host the provider asks by default, for `kith explain` */
guint kith_declared_provider_get_line (KithDeclaredProvider *self);
const char *kith_declared_provider_get_host (KithDeclaredProvider *self);
/* Somebody is forgotten. */
void kith_declared_provider_forget (KithDeclaredProvider *self);
/* (nullable): one line of what the provider is, and where its service's terms are */
const char *kith_declared_provider_get_about (KithDeclaredProvider *self);
const char *kith_declared_provider_get_terms (KithDeclaredProvider *self);
gboolean kith_declared_provider_needs_token (KithDeclaredProvider *self);
KithSignIn kith_declared_provider_get_sign_in (KithDeclaredProvider *self);
gboolean kith_declared_provider_takes_client_secret (KithDeclaredProvider *self);
/* It can do so without its owner: what ends is got again. */
gboolean kith_declared_provider_signs_in_as_client (KithDeclaredProvider *self);
/* A client id has to be set before anybody can sign in */
gboolean kith_declared_provider_needs_client_id (KithDeclaredProvider *self,
                                                 KithProviderSettings *settings);
/* (transfer full) (nullable): how to sign in with these settings; the provider must live as long */
KithSignInPlan *kith_declared_provider_plan_sign_in (KithDeclaredProvider  *self,
                                                     KithProviderSettings  *settings,
                                                     const char            *client_secret,
                                                     GError               **error);
/* (nullable): types of accounts of GNOME Online Accounts that serve */
const char *const *kith_declared_provider_get_desktop (KithDeclaredProvider *self);
gboolean kith_declared_provider_needs_server (KithDeclaredProvider *self);
/* It finds the server itself where the owner's name there ends in a domain. */
gboolean kith_declared_provider_discovers (KithDeclaredProvider *self);
gboolean kith_declared_provider_takes_freemail (KithDeclaredProvider *self);
/* It tells the person, or costs something: only when the owner clicks, whatever the settings say. */
gboolean kith_declared_provider_is_click_only (KithDeclaredProvider *self);
/* (transfer full): what it would send to whom, in words, for `kith provider check` */
char *kith_declared_provider_describe (KithDeclaredProvider *self);

G_END_DECLS
