/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-administrator.h"

G_BEGIN_DECLS

/* Where the values of one place come from. Borrowed but @path. */
typedef struct
{
  GSettingsSchema *schema;
  GSettingsBackend *backend;
  GSettingsBackend *guard;          /* (nullable): dconf, where the owner's settings are kept elsewhere */
  KithAdministrator *administrator;
  const char *path;
} KithSettingsSource;

#define KITH_TYPE_SETTINGS_PLACE (kith_settings_place_get_type ())
G_DECLARE_FINAL_TYPE (KithSettingsPlace, kith_settings_place, KITH, SETTINGS_PLACE, GObject)

/* The settings at one path: what the owner says, and what the administrator. Signal "changed": any key. Engine thread only. */
KithSettingsPlace *kith_settings_place_new (const KithSettingsSource *source);
GSettings *kith_settings_place_get_settings (KithSettingsPlace *self);
gboolean kith_settings_place_has_key (KithSettingsPlace  *self,
                                      const char         *key,
                                      const GVariantType *type);
gboolean kith_settings_place_is_in_range (KithSettingsPlace *self,
                                          const char        *key,
                                          GVariant          *value);
gboolean kith_settings_place_is_locked (KithSettingsPlace *self,
                                        const char        *key);
gboolean kith_settings_place_is_owners (KithSettingsPlace *self,
                                        const char        *key);
GVariant *kith_settings_place_ref_value (KithSettingsPlace *self,
                                         const char        *key);
GVariant *kith_settings_place_ref_own (KithSettingsPlace *self,
                                       const char        *key);
GStrv kith_settings_place_dup_both (KithSettingsPlace *self,
                                    const char        *key);
GStrv kith_settings_place_dup_common (KithSettingsPlace *self,
                                      const char        *key,
                                      gboolean          *nothing);
char *kith_settings_place_dup_string (KithSettingsPlace *self,
                                      const char        *key);
GStrv kith_settings_place_dup_strings (KithSettingsPlace *self,
                                       const char        *key);
int kith_settings_place_get_int (KithSettingsPlace *self,
                                 const char        *key);
gboolean kith_settings_place_get_boolean (KithSettingsPlace *self,
                                          const char        *key);

G_END_DECLS
