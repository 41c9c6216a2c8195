/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

/* Where a mail program keeps its address books. */
void kith_engine_set_claws_folder (KithEngine *self,
                                   const char *folder);

KITH_END_DECLS
