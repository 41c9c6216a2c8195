/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be recognised and not read: for a list of addresses that are to stay unknown. */
GBytes *kith_salted_hash (const char *text,
                          GBytes     *salt,
                          guint       rounds);

G_END_DECLS
