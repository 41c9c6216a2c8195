/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whose a domain is, by the Public Suffix List. Any thread. */
const char *kith_site_get_registrable (const char *domain);

G_END_DECLS
