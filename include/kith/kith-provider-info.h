/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_INFO (kith_provider_info_get_type ())
G_DECLARE_FINAL_TYPE (KithProviderInfo, kith_provider_info, KITH, PROVIDER_INFO, GObject)

/* What a person can know of a provider: an immutable picture, made in the engine thread, for any thread. */
const char *kith_provider_info_get_id (KithProviderInfo *self);
const char *kith_provider_info_get_name (KithProviderInfo *self);
const char *kith_provider_info_get_site (KithProviderInfo *self);
const char *kith_provider_info_get_about (KithProviderInfo *self);
const char *kith_provider_info_get_terms (KithProviderInfo *self);
const char *kith_provider_info_get_sends_text (KithProviderInfo *self);
KithSends kith_provider_info_get_sends (KithProviderInfo *self);
KithRevealsTo kith_provider_info_get_reveals_to (KithProviderInfo *self);
guint64 kith_provider_info_get_fields (KithProviderInfo *self);
gboolean kith_provider_info_is_local (KithProviderInfo *self);
gboolean kith_provider_info_is_enabled (KithProviderInfo *self);
gboolean kith_provider_info_is_locked (KithProviderInfo *self);
gboolean kith_provider_info_has_token (KithProviderInfo *self);
gint64 kith_provider_info_get_token_expires (KithProviderInfo *self);
gboolean kith_provider_info_needs_token (KithProviderInfo *self);
KithSignIn kith_provider_info_get_sign_in (KithProviderInfo *self);
gboolean kith_provider_info_needs_client_id (KithProviderInfo *self);
gboolean kith_provider_info_takes_client_secret (KithProviderInfo *self);
const char *kith_provider_info_get_account (KithProviderInfo *self);
const char *kith_provider_info_get_base_url (KithProviderInfo *self);
const char *kith_provider_info_get_last_error (KithProviderInfo *self);
gboolean kith_provider_info_needs_server (KithProviderInfo *self);
gboolean kith_provider_info_lacks_server (KithProviderInfo *self);
gboolean kith_provider_info_is_click_only (KithProviderInfo *self);
char *kith_provider_info_dup_setting (KithProviderInfo *self,
                                      const char       *key);
gboolean kith_provider_info_is_setting_locked (KithProviderInfo *self,
                                               const char       *key);
gboolean kith_provider_info_is_setting_wrong (KithProviderInfo *self,
                                              const char       *key);
const char *kith_provider_info_get_problem (KithProviderInfo *self);

KITH_END_DECLS
