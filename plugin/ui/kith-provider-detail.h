/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_DETAIL (kith_provider_detail_get_type ())
/* Everything that can be said of one provider, and changed. */
G_DECLARE_FINAL_TYPE (KithProviderDetail, kith_provider_detail, KITH, PROVIDER_DETAIL, GtkBox)

GtkWidget *kith_provider_detail_new (KithEngine *engine);
void kith_provider_detail_set_provider (KithProviderDetail *self,
                                        KithProviderInfo   *info);
void kith_provider_detail_set_movable (KithProviderDetail *self,
                                       gboolean            up,
                                       gboolean            down);
void kith_provider_detail_set_gone (KithProviderDetail *self);
const char *kith_provider_detail_get_id (KithProviderDetail *self);

G_END_DECLS
