/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-fuzz.h"
#include "kith-tree.h"

G_BEGIN_DECLS

void kith_fuzz_check_tree (KithXmlDoc   *doc,
                           const GError *error);

G_END_DECLS
