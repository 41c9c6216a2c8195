/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

G_BEGIN_DECLS

guint kith_claws_evidence_show (GPtrArray *evidence,
                                guint      turn);

G_END_DECLS
