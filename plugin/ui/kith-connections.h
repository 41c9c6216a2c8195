/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_CONNECTIONS (kith_connections_get_type ())
/* The people whom both know: the best of them, and how many more there are. */
G_DECLARE_FINAL_TYPE (KithConnections, kith_connections, KITH, CONNECTIONS, GtkBox)

void kith_connections_set_profile (KithConnections *self,
                                   KithProfile     *profile);
void kith_connections_set_reading (KithConnections *self,
                                   gboolean         is_reading,
                                   double           fraction);

G_END_DECLS
