/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ISO 8601 section 4.4.3.2: P1D, PT12H, P1Y2M3DT4H5M6S. A month is 30 days and a year 365. Returns: seconds, or -1 */
gint64 kith_duration_parse (const char *text);

G_END_DECLS
