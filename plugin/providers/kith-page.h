/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The target of rel="next" in a Link header (RFC 8288). Returns: (transfer full) (nullable) */
char *kith_page_find_next_link (const char *header);

G_END_DECLS
