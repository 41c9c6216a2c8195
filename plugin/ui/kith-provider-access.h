/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_ACCESS (kith_provider_access_get_type ())
/* How the owner tells a service who they are: a token, a password, or the browser. */
G_DECLARE_FINAL_TYPE (KithProviderAccess, kith_provider_access, KITH, PROVIDER_ACCESS, GtkBox)

GtkWidget *kith_provider_access_new (KithEngine *engine);
void kith_provider_access_set_provider (KithProviderAccess *self,
                                        KithProviderInfo   *info);

G_END_DECLS
