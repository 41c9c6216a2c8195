/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-answer.h>

#include "kith-learnt.h"

G_BEGIN_DECLS

/* The signatures of one person over several messages. */
guint kith_signature_memory_merge (KithAnswerBuilder *builder,
                                   GPtrArray         *rows);

G_END_DECLS
