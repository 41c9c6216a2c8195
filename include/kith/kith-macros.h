/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* What stands between these two is exported by libkith; everything else is compiled hidden. */
#define KITH_BEGIN_DECLS G_BEGIN_DECLS _Pragma ("GCC visibility push(default)")
#define KITH_END_DECLS _Pragma ("GCC visibility pop") G_END_DECLS

/* A fact below the floor is shown as unconfirmed, never as fact; below the lower bound it is not shown at all. */
#define KITH_CONFIDENCE_FLOOR 0.5
#define KITH_CONFIDENCE_HIDDEN 0.2
