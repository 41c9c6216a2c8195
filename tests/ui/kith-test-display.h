/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An X server of the test's own: it picks a free display, and goes with the test however that ends. */
GSubprocess *kith_test_display_start (void);
void kith_test_display_stop (GSubprocess *display);

G_END_DECLS
