/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>

KITH_BEGIN_DECLS

/**
 * KithError:
 * @KITH_ERROR_UNAVAILABLE: could not be reached or answered nonsense: keep what is cached, try later
 * @KITH_ERROR_LIMITED: the service asks to wait: do not ask again before the time given
 * @KITH_ERROR_AUTH: a token is missing, wrong or revoked: ask the user for a new one
 * @KITH_ERROR_REFUSED: not allowed by a rule, an administrator or the service: give up
 * @KITH_ERROR_INVALID: the input is malformed: tell whoever wrote it
 * @KITH_ERROR_STORAGE: a file of ours cannot be used: go on without it and say so once
 *
 * Each code is an action for the caller. Messages are for people, translated, and never hold an address, a token or a URL query.
 */
typedef enum
{
  KITH_ERROR_UNAVAILABLE,
  KITH_ERROR_LIMITED,
  KITH_ERROR_AUTH,
  KITH_ERROR_REFUSED,
  KITH_ERROR_INVALID,
  KITH_ERROR_STORAGE,
} KithError;

#define KITH_ERROR (kith_error_quark ())
GQuark kith_error_quark (void);

KITH_END_DECLS
