/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The actions of a panel, for a card without one: they are written down instead of done, as "compose" or "confirm('company', …)". */
GPtrArray *kith_test_actions_insert (GtkWidget *card);

G_END_DECLS
