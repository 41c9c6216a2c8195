/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-response.h"
#include "kith-mapping.h"

G_BEGIN_DECLS

KithOutcomeVerdict kith_outcome_table_judge (KithMapping            *mapping,
                                             const KithStep         *step,
                                             KithHttpResponse       *response,
                                             xmlDoc                 *doc,
                                             const KithOutcomeRule **rule);
gint64 kith_outcome_table_get_until (const KithOutcomeRule *rule,
                                     KithHttpResponse      *response,
                                     gint64                 now);
const char *kith_outcome_verdict_get_id (KithOutcomeVerdict verdict);
GError *kith_outcome_verdict_make_error (KithOutcomeVerdict  verdict,
                                         guint               status,
                                         const char         *provider_name);

G_END_DECLS
