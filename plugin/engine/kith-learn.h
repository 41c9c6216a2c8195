/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-profile.h>

#include "kith-core.h"

G_BEGIN_DECLS

void kith_learn_employer (KithCore    *core,
                          KithAddress *address,
                          KithProfile *profile);

G_END_DECLS
