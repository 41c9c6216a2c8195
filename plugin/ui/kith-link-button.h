/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

GtkWidget *kith_link_button_new (KithProfile *profile,
                                 KithFact    *link,
                                 gint64       now);

G_END_DECLS
