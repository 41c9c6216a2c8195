/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

G_BEGIN_DECLS

#define KITH_TYPE_REGISTRY (kith_registry_get_type ())
G_DECLARE_FINAL_TYPE (KithRegistry, kith_registry, KITH, REGISTRY, GObject)

/*
 * All providers: those built in, the *.provider files of the folders, and those that modules implement.
 * Follows the folders; "changed" says that a file came or went, "provider-changed" (KithProvider) that a local provider knows something else now. Engine thread only.
 */
KithRegistry *kith_registry_new (const char *const *folders,
                                 const char        *module_folder);
void kith_registry_add (KithRegistry *self,
                        KithProvider *provider);
void kith_registry_load (KithRegistry *self);
GPtrArray *kith_registry_get_providers (KithRegistry *self);
GPtrArray *kith_registry_get_errors (KithRegistry *self);
KithProvider *kith_registry_find (KithRegistry *self,
                                  const char   *provider_id);
void kith_registry_set_order (KithRegistry      *self,
                              const char *const *order);
guint kith_registry_get_rank (KithRegistry *self,
                              const char   *provider_id);
GStrv kith_registry_dup_default_folders (const char *data_dir);

G_END_DECLS
