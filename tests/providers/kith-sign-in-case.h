/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <jansson.h>

#include "kith-provider-fixture.h"

G_BEGIN_DECLS

/*
 * A recorded case of signing in, by the rules of the shipped provider file. The plan says how: "sign-in" is browser, device, refresh or client;
 * "sign-in-path" what stands before the file's paths; "own-host" the origin in the recorded body that stands for the server itself.
 * With "registers" the program has no client id yet. The server has its answers already. (transfer full) (nullable): what is wrong
 */
char *kith_sign_in_case_run (KithProviderFixture *fixture,
                             json_t              *vector,
                             json_t              *plan);

G_END_DECLS
