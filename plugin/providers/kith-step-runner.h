/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-budget.h"
#include "kith-description.h"
#include "kith-query-private.h"
#include "kith-response-store.h"
#include "kith-setup-cache.h"

G_BEGIN_DECLS

/* Runs the steps of a description for one query; the task returns a KithAnswer. The first four must live as long as the task does. */
void kith_step_runner_run (KithDescription   *description,
                           KithSetupCache    *setup,
                           KithResponseStore *responses,
                           KithBudget        *budget,
                           KithQuery         *query,
                           GTask             *task);

G_END_DECLS
