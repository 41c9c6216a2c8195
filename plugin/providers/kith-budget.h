/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-description.h"

G_BEGIN_DECLS

/* How often a provider may still be asked, by the limits that its file names: a service is not asked until it has to refuse. */
typedef struct _KithBudget KithBudget;

KithBudget *kith_budget_new (GPtrArray *limits);
void kith_budget_free (KithBudget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithBudget, kith_budget_free)

gboolean kith_budget_take (KithBudget *self,
                           gboolean    with_token,
                           gint64      now);

G_END_DECLS
