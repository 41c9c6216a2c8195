/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-verdict.h>

G_BEGIN_DECLS

KithVerdict *kith_verdict_new (const char *provider_id,
                               const char *provider_name,
                               KithRule    rule,
                               const char *reason,
                               const char *sends_text,
                               const char *host);

G_END_DECLS
