/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_KNOWN_SERVERS (kith_known_servers_get_type ())
/* Offers the servers that are set up in the owner's mail program for the setting that names a provider's. Signal "use" (utf8 address). */
G_DECLARE_FINAL_TYPE (KithKnownServers, kith_known_servers, KITH, KNOWN_SERVERS, GtkBox)

GtkWidget *kith_known_servers_new (KithEngine *engine);
void kith_known_servers_set_provider (KithKnownServers *self,
                                      KithProviderInfo *info);

G_END_DECLS
