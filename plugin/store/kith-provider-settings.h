/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_SETTINGS (kith_provider_settings_get_type ())
G_DECLARE_FINAL_TYPE (KithProviderSettings, kith_provider_settings, KITH, PROVIDER_SETTINGS, GObject)

/**
 * KithProviderMode:
 *
 * When a provider that is switched on may be asked: on its own, or only when the owner clicks.
 */
typedef enum
{
  KITH_PROVIDER_MODE_ALWAYS,
  KITH_PROVIDER_MODE_CLICK,
} KithProviderMode;

/* Copied by kith_provider_settings_new(); fields as the getters say. */
typedef struct
{
  const char *id;
  const char *problem; /* static */
  gboolean enabled;
  gboolean locked;
  KithProviderMode mode;
  const char *base_url;
  const char *ca_file;
  const char *user;
  const char *const *domains;
  const char *const *accounts;
  int keep_days;
  const char *client_id;
  const char *sign_in_url;
  const char *account;
} KithProviderSettingsFields;

/* Immutable picture of the settings of one provider. */
KithProviderSettings *kith_provider_settings_new (const KithProviderSettingsFields *fields);
const char *kith_provider_settings_get_id (KithProviderSettings *self);
gboolean kith_provider_settings_is_enabled (KithProviderSettings *self);
gboolean kith_provider_settings_is_locked (KithProviderSettings *self);
const char *kith_provider_settings_get_problem (KithProviderSettings *self);
const char *kith_provider_settings_get_base_url (KithProviderSettings *self);
const char *kith_provider_settings_get_ca_file (KithProviderSettings *self);
const char *const *kith_provider_settings_get_domains (KithProviderSettings *self);
const char *const *kith_provider_settings_get_accounts (KithProviderSettings *self);
KithProviderMode kith_provider_settings_get_mode (KithProviderSettings *self);
const char *kith_provider_settings_get_user (KithProviderSettings *self);
int kith_provider_settings_get_keep_days (KithProviderSettings *self);
const char *kith_provider_settings_get_client_id (KithProviderSettings *self);
const char *kith_provider_settings_get_sign_in_url (KithProviderSettings *self);
const char *kith_provider_settings_get_account (KithProviderSettings *self);

/* What a person wrote for one key, as the value that GSettings keeps. */
gboolean kith_provider_id_is_valid (const char *id);
GVariant *kith_provider_settings_parse (const char  *key,
                                        const char  *value,
                                        GError     **error);

G_END_DECLS
