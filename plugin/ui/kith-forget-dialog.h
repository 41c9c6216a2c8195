/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

GtkWidget *kith_forget_dialog_new (GtkWindow  *parent,
                                   const char *name);
GtkWidget *kith_forget_dialog_new_for_all (GtkWindow *parent);
KithForgetFlags kith_forget_dialog_get_flags (GtkWidget *dialog);

G_END_DECLS
