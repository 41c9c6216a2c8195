/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-provider-settings.h"

G_BEGIN_DECLS

#define KITH_TYPE_SETTINGS (kith_settings_get_type ())
G_DECLARE_FINAL_TYPE (KithSettings, kith_settings, KITH, SETTINGS, GObject)

/*
 * org.kith.Kith and org.kith.Kith.Provider (at /org/kith/kith/providers/ID/) through GSettings. Engine thread only: a backend may touch the disk.
 * Signal "changed": any key, from this or another program.
 * @backend: (nullable): for tests; %NULL takes the session's, or a key file in $XDG_CONFIG_HOME/kith where no settings service can be had
 */
KithSettings *kith_settings_new (GSettingsBackend  *backend,
                                 GError           **error);
KithSettings *kith_settings_new_for_file (const char  *file,
                                          GError     **error);
KithProviderSettings *kith_settings_ref_provider (KithSettings *self,
                                                  const char   *provider_id,
                                                  gboolean      enabled_by_default);
gboolean kith_settings_set_provider (KithSettings  *self,
                                     const char    *provider_id,
                                     const char    *key,
                                     const char    *value,
                                     GError       **error);
gboolean kith_settings_is_locked (KithSettings *self,
                                  const char   *key);
GStrv kith_settings_dup_strings (KithSettings *self,
                                 const char   *key);
gboolean kith_settings_get_boolean (KithSettings *self,
                                    const char   *key);
gint64 kith_settings_get_integer (KithSettings *self,
                                  const char   *key);
gboolean kith_settings_set_boolean (KithSettings  *self,
                                    const char    *key,
                                    gboolean       value,
                                    GError       **error);
gboolean kith_settings_set_integer (KithSettings  *self,
                                    const char    *key,
                                    gint64         value,
                                    GError       **error);
gboolean kith_settings_set_strings (KithSettings        *self,
                                    const char          *key,
                                    const char *const   *value,
                                    GError             **error);
gboolean kith_settings_set_value (KithSettings  *self,
                                  const char    *key,
                                  GVariant      *value,
                                  GError       **error);
GVariantType *kith_settings_dup_key_type (KithSettings *self,
                                          const char   *key);
GVariant *kith_settings_describe (KithSettings *self,
                                  const char   *provider_id);

G_END_DECLS
