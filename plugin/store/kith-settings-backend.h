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
int kith_settings_backend_lock_file (const char *file);
void kith_settings_backend_unlock_file (int lock);
GSettingsSchema *kith_settings_backend_find_schema (const char  *id,
                                                    GError     **error);
gboolean kith_settings_backend_has_wrong_value (GSettingsBackend   *backend,
                                                const char         *path,
                                                GSettingsSchemaKey *key);

G_END_DECLS
