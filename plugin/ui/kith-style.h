/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

void kith_style_hold (GdkScreen *screen);
void kith_style_release (GdkScreen *screen);

G_END_DECLS
