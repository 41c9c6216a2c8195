/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-description.h"
#include "kith-sign-in-plan.h"

G_BEGIN_DECLS

KithSignInPlan *kith_sign_in_plan_new (KithDescription       *description,
                                       KithProviderSettings  *settings,
                                       const char            *client_secret,
                                       GError               **error);
char *kith_sign_in_dup_client_id (KithDescription      *description,
                                  KithProviderSettings *settings);

G_END_DECLS
