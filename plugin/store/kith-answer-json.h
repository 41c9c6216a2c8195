/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-answer.h>

#include "kith-traces.h"

G_BEGIN_DECLS

/* Facts and connections of an answer as the cache keeps them. */
char *kith_answer_json_write (KithAnswer *answer,
                              KithTraces *without);
gboolean kith_answer_json_read (const char        *json,
                                KithAnswerBuilder *builder);

G_END_DECLS
