/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the header fields of one name have cost so far: of a message, or of one field */
typedef struct
{
  guint n_entries;
  guint work;
  gsize odd;
} KithAddressCost;

gsize kith_address_bound (const char      *text,
                          gsize            length,
                          guint            max_entries,
                          KithAddressCost *cost);

G_END_DECLS
