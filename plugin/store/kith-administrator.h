/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_ADMINISTRATOR (kith_administrator_get_type ())
G_DECLARE_FINAL_TYPE (KithAdministrator, kith_administrator, KITH, ADMINISTRATOR, GObject)

/*
 * What the administrator of the computer says of settings in files, whatever keeps the owner's own: "defaults" and "locks" as GLib's key file
 * backend has them. Engine thread only. Signal "changed": one of the files.
 */
KithAdministrator *kith_administrator_new (void);
gboolean kith_administrator_is_locked (KithAdministrator *self,
                                       const char        *path,
                                       const char        *key);
GVariant *kith_administrator_ref_value (KithAdministrator  *self,
                                        const char         *path,
                                        const char         *key,
                                        const GVariantType *type);

G_END_DECLS
