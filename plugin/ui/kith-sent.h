/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-list-dialog.h"

G_BEGIN_DECLS

void kith_sent_fill (KithListDialog *dialog,
                     GPtrArray      *entries,
                     GPtrArray      *providers);

G_END_DECLS
