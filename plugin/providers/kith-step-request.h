/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-request.h"
#include "kith-variables.h"

G_BEGIN_DECLS

/* Makes the request of a step: where it goes, how far that place is trusted, and which credentials go along. */
KithHttpRequest *kith_step_request_new (KithDescription  *description,
                                        const KithStep   *step,
                                        KithQuery        *query,
                                        KithVariables    *variables,
                                        const char       *next_url,
                                        GError          **error);
char *kith_step_request_describe (KithHttpRequest *request);
GPtrArray *kith_step_request_describe_sent (KithHttpRequest *request,
                                            const char      *token);

G_END_DECLS
