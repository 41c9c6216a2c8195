/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-outcome.h>

struct _KithOutcome
{
  GObject parent_instance;

  char *provider_id;
  char *provider_name;
  KithOutcomeState state;
  KithOutcomeOrigin origin;
  char *reason;
  gint64 fetched;
};

G_DEFINE_FINAL_TYPE (KithOutcome, kith_outcome, G_TYPE_OBJECT)

static void
kith_outcome_finalize (GObject *object)
{
  KithOutcome *self = KITH_OUTCOME (object);

  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->reason);
  G_OBJECT_CLASS (kith_outcome_parent_class)->finalize (object);
}

static void
kith_outcome_class_init (KithOutcomeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_outcome_finalize;
}

static void
kith_outcome_init (KithOutcome *self)
{
}

/**
 * kith_outcome_state_get_id:
 * @state: a state
 *
 * Returns: (transfer none): its stable id, as in JSON
 */
const char *
kith_outcome_state_get_id (KithOutcomeState state)
{
  static const char *const ids[] = { "found", "not-found", "refused", "failed", "not-asked", "pending" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (ids), NULL);
  return ids[state];
}

/**
 * kith_outcome_origin_get_id:
 * @origin: where facts came from
 *
 * Returns: (transfer none) (nullable): its stable id, as in JSON; %NULL for %KITH_ORIGIN_NONE
 */
const char *
kith_outcome_origin_get_id (KithOutcomeOrigin origin)
{
  static const char *const ids[] = { NULL, "cache", "stale-cache", "provider" };

  g_return_val_if_fail ((guint) origin < G_N_ELEMENTS (ids), NULL);
  return ids[origin];
}

/**
 * kith_outcome_new:
 * @provider_id: which provider
 * @provider_name: (nullable): what to call it before a person; its id if %NULL
 * @state: what became of it
 * @origin: where its facts came from
 * @reason: (nullable): why it was not asked, refused or failed, for people, translated
 * @fetched: when the answer was given, in Unix seconds; 0 where there is none
 *
 * Returns: (transfer full): an immutable outcome
 */
KithOutcome *
kith_outcome_new (const char        *provider_id,
                  const char        *provider_name,
                  KithOutcomeState   state,
                  KithOutcomeOrigin  origin,
                  const char        *reason,
                  gint64             fetched)
{
  KithOutcome *self;

  g_return_val_if_fail (provider_id != NULL, NULL);
  self = g_object_new (KITH_TYPE_OUTCOME, NULL);
  self->provider_id = g_strdup (provider_id);
  self->provider_name = g_strdup (provider_name != NULL ? provider_name : provider_id);
  self->state = state;
  self->origin = origin;
  self->reason = g_strdup (reason);
  self->fetched = fetched;
  return self;
}

/**
 * kith_outcome_get_provider_id:
 *
 * Returns: (transfer none): which provider
 */
const char *
kith_outcome_get_provider_id (KithOutcome *self)
{
  g_return_val_if_fail (KITH_IS_OUTCOME (self), NULL);
  return self->provider_id;
}

/**
 * kith_outcome_get_provider_name:
 *
 * Returns: (transfer none): what to call the provider before a person
 */
const char *
kith_outcome_get_provider_name (KithOutcome *self)
{
  g_return_val_if_fail (KITH_IS_OUTCOME (self), NULL);
  return self->provider_name;
}

/**
 * kith_outcome_get_state:
 *
 * Returns: what became of the question
 */
KithOutcomeState
kith_outcome_get_state (KithOutcome *self)
{
  g_return_val_if_fail (KITH_IS_OUTCOME (self), KITH_OUTCOME_FAILED);
  return self->state;
}

/**
 * kith_outcome_get_origin:
 *
 * Returns: where the facts came from
 */
KithOutcomeOrigin
kith_outcome_get_origin (KithOutcome *self)
{
  g_return_val_if_fail (KITH_IS_OUTCOME (self), KITH_ORIGIN_NONE);
  return self->origin;
}

/**
 * kith_outcome_get_reason:
 *
 * Returns: (transfer none) (nullable): why it was not asked, refused or failed, for people, translated
 */
const char *
kith_outcome_get_reason (KithOutcome *self)
{
  g_return_val_if_fail (KITH_IS_OUTCOME (self), NULL);
  return self->reason;
}

/**
 * kith_outcome_get_fetched:
 *
 * Returns: when the answer was given, in Unix seconds; 0 where there is none
 */
gint64
kith_outcome_get_fetched (KithOutcome *self)
{
  g_return_val_if_fail (KITH_IS_OUTCOME (self), 0);
  return self->fetched;
}
