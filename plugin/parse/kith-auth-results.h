/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KithAuthVerdict:
 *
 * What the owner's own mail server says of who a message is from.
 */
typedef enum
{
  KITH_AUTH_UNKNOWN,
  KITH_AUTH_PASS,
  KITH_AUTH_FAIL,
} KithAuthVerdict;

KithAuthVerdict kith_auth_results_judge (const char *const *headers,
                                         const char *const *trusted_ids);

G_END_DECLS
