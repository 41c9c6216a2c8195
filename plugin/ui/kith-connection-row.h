/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-connection.h>

G_BEGIN_DECLS

GtkWidget *kith_connection_row_new (KithConnection *connection,
                                    const char     *id);
const char *kith_connection_get_who (KithConnection *connection);

G_END_DECLS
