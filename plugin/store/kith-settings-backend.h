/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where settings are read and written, and what an administrator says of them. */
gboolean kith_settings_backend_has_session_bus (void);
GSettingsBackend *kith_settings_backend_choose (char             **file,
                                                GSettingsBackend **guard);
GSettingsBackend *kith_settings_backend_new_for_file (const char *file);
gboolean kith_settings_backend_is_key_file (GSettingsBackend *backend);
GSettingsSchema *kith_settings_backend_find_schema (const char  *id,
                                                    GError     **error);
GVariant *kith_settings_backend_ref_preset (GSettingsBackend   *backend,
                                            const char         *path,
                                            const char         *key,
                                            const GVariantType *type);
gboolean kith_settings_backend_has_wrong_value (GSettingsBackend   *backend,
                                                const char         *path,
                                                GSettingsSchemaKey *key);

G_END_DECLS
