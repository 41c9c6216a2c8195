/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-answer.h>

KITH_BEGIN_DECLS

/**
 * KithOutcomeState:
 * @KITH_OUTCOME_PENDING: being asked now; only while a lookup runs
 *
 * What became of one provider in one lookup.
 */
typedef enum
{
  KITH_OUTCOME_FOUND,
  KITH_OUTCOME_NOT_FOUND,
  KITH_OUTCOME_REFUSED,
  KITH_OUTCOME_FAILED,
  KITH_OUTCOME_NOT_ASKED,
  KITH_OUTCOME_PENDING,
} KithOutcomeState;

/**
 * KithOutcomeOrigin:
 *
 * Where the facts of a provider came from in one lookup.
 */
typedef enum
{
  KITH_ORIGIN_NONE,
  KITH_ORIGIN_CACHE,
  KITH_ORIGIN_STALE_CACHE,
  KITH_ORIGIN_PROVIDER,
} KithOutcomeOrigin;

const char *kith_outcome_state_get_id (KithOutcomeState state);
const char *kith_outcome_origin_get_id (KithOutcomeOrigin origin);

#define KITH_TYPE_OUTCOME (kith_outcome_get_type ())
G_DECLARE_FINAL_TYPE (KithOutcome, kith_outcome, KITH, OUTCOME, GObject)

KithOutcome *kith_outcome_new (const char        *provider_id,
                               const char        *provider_name,
                               KithOutcomeState   state,
                               KithOutcomeOrigin  origin,
                               const char        *reason,
                               gint64             fetched);
const char *kith_outcome_get_provider_id (KithOutcome *self);
const char *kith_outcome_get_provider_name (KithOutcome *self);
KithOutcomeState kith_outcome_get_state (KithOutcome *self);
KithOutcomeOrigin kith_outcome_get_origin (KithOutcome *self);
const char *kith_outcome_get_reason (KithOutcome *self);
gint64 kith_outcome_get_fetched (KithOutcome *self);

KITH_END_DECLS
