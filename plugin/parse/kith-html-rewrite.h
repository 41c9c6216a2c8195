/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kith_html_rewrite (const char *html,
                         gsize       max_bytes);

G_END_DECLS
