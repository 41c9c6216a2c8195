/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

/*
 * One person met through one message: all that the policy has to know of them, gathered once and then judged for each provider.
 * Holds for the turn of the main loop in which it is made, and as long as no setting changes. Engine thread only.
 */
typedef struct _KithCase KithCase;

KithCase *kith_case_new (KithCore           *core,
                         KithAddress        *address,
                         KithMessage        *message,
                         KithMessageContent *content,
                         KithLookupFlags     flags);
void kith_case_free (KithCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithCase, kith_case_free)

gboolean kith_case_may_remember (KithCase *self);
KithVerdict *kith_case_judge (KithCase     *self,
                              KithProvider *provider,
                              gboolean      has_token);
KithVerdict *kith_case_suppose (KithCase     *self,
                                KithProvider *provider);
KithVerdict *kith_case_judge_test (KithCase     *self,
                                   KithProvider *provider);

void kith_case_note_objection (KithCore    *core,
                               KithAddress *address,
                               const char  *provider_id);

G_END_DECLS
