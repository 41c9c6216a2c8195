/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_FLOW (kith_flow_get_type ())
/* Lays its children out like words in a paragraph: beside each other while they fit, then on the next line. */
G_DECLARE_FINAL_TYPE (KithFlow, kith_flow, KITH, FLOW, GtkContainer)

GtkWidget *kith_flow_new (void);
void kith_flow_insert (KithFlow  *self,
                       GtkWidget *child,
                       guint      position);

G_END_DECLS
