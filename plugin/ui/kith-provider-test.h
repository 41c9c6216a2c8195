/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_TEST (kith_provider_test_get_type ())
/* Asks a provider about an address that the user types, and says plainly what came of it. */
G_DECLARE_FINAL_TYPE (KithProviderTest, kith_provider_test, KITH, PROVIDER_TEST, GtkBox)

GtkWidget *kith_provider_test_new (KithEngine *engine);
void kith_provider_test_set_provider (KithProviderTest *self,
                                      KithProviderInfo *info);

G_END_DECLS
