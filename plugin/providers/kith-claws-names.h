/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-field.h>

G_BEGIN_DECLS

gboolean kith_claws_names_find (const char *name,
                                KithField  *field);

G_END_DECLS
