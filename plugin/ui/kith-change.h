/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-rules.h>

G_BEGIN_DECLS

/* @error: (nullable): why it could not be changed; not called where @widget is gone. */
typedef void (*KithChangeFunc) (GtkWidget  *widget,
                                const char *error);

/* Changes that a widget asked for. They are made even if it is gone by then: what was decided holds. */
void kith_change_rule (KithEngine     *engine,
                       const char     *key,
                       KithRuleChange  change,
                       const char     *text,
                       GtkWidget      *widget,
                       KithChangeFunc  done);
void kith_change_provider (KithEngine     *engine,
                           const char     *provider_id,
                           const char     *key,
                           const char     *text,
                           GtkWidget      *widget,
                           KithChangeFunc  done);

G_END_DECLS
