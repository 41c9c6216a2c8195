/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-provider-info.h>

G_BEGIN_DECLS

#define KITH_TYPE_PROVIDER_ROW (kith_provider_row_get_type ())
/* A provider in the list: its name, what it sends to whom, a switch, a handle to drag it by, and a button that shows the rest. */
G_DECLARE_FINAL_TYPE (KithProviderRow, kith_provider_row, KITH, PROVIDER_ROW, GtkListBoxRow)

GtkWidget *kith_provider_row_new (const char *provider_id);
const char *kith_provider_row_get_id (KithProviderRow *self);
gboolean kith_provider_row_is_movable (KithProviderRow *self);
void kith_provider_row_set_info (KithProviderRow  *self,
                                 KithProviderInfo *info);
void kith_provider_row_set_position (KithProviderRow *self,
                                     int              position);
int kith_provider_row_get_position (KithProviderRow *self);
/* A KithChangeFunc. */
void kith_provider_row_done (GtkWidget  *row,
                             const char *error);

G_END_DECLS
