/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Do both names belong to whoever registered the domain (publicsuffix.org)? Never true of numbers and of names without a dot. */
gboolean kith_http_is_same_site (const char *host,
                                 const char *other);

G_END_DECLS
