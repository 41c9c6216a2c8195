/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

/* What address books tell the history: several addresses of one contact are one person. */
void kith_aliases_learn (KithCore    *core,
                         KithAddress *address,
                         KithAnswer  *answer);

G_END_DECLS
