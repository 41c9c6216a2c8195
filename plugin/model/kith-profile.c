/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-profile-private.h"

struct _KithProfile
{
  GObject parent_instance;

  KithAddress *address;
  GPtrArray *facts[KITH_N_FIELDS];   /* (nullable) (element-type KithFact) owned */
  GPtrArray *connections;            /* (element-type KithConnection) owned */
  GPtrArray *outcomes;               /* (element-type KithOutcome) owned */
  gboolean complete;
};

G_DEFINE_FINAL_TYPE (KithProfile, kith_profile, G_TYPE_OBJECT)

static void
kith_profile_finalize (GObject *object)
{
  KithProfile *self = KITH_PROFILE (object);

  g_clear_object (&self->address);
  for (guint i = 0; i < KITH_N_FIELDS; i++)
    g_clear_pointer (&self->facts[i], g_ptr_array_unref);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->outcomes, g_ptr_array_unref);
  G_OBJECT_CLASS (kith_profile_parent_class)->finalize (object);
}

static void
kith_profile_class_init (KithProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_profile_finalize;
}

static void
kith_profile_init (KithProfile *self)
{
}

static GPtrArray *
take_or_make (GPtrArray *array)
{
  return array != NULL ? array : g_ptr_array_new_with_free_func (g_object_unref);
}

/*
 * kith_profile_new:
 * @address: (transfer none): whom it is about
 * @facts: (transfer full) (nullable) (element-type KithFact): of each field the best first
 * @connections: (transfer full) (nullable) (element-type KithConnection): best first
 * @outcomes: (transfer full) (nullable) (element-type KithOutcome): one for each provider
 * @complete: whether nothing more will come
 *
 * Returns: (transfer full): the profile
 */
KithProfile *
kith_profile_new (KithAddress *address,
                  GPtrArray   *facts,
                  GPtrArray   *connections,
                  GPtrArray   *outcomes,
                  gboolean     complete)
{
  KithProfile *self;

  g_return_val_if_fail (KITH_IS_ADDRESS (address), NULL);
  self = g_object_new (KITH_TYPE_PROFILE, NULL);
  self->address = g_object_ref (address);
  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);
      GPtrArray **of_field = &self->facts[kith_fact_get_field (fact)];

      *of_field = take_or_make (*of_field);
      g_ptr_array_add (*of_field, g_object_ref (fact));
    }
  g_clear_pointer (&facts, g_ptr_array_unref);
  self->connections = take_or_make (connections);
  self->outcomes = take_or_make (outcomes);
  self->complete = complete;
  return self;
}

/**
 * kith_profile_get_address:
 *
 * Returns: (transfer none): whom it is about
 */
KithAddress *
kith_profile_get_address (KithProfile *self)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), NULL);
  return self->address;
}

/**
 * kith_profile_get_best:
 * @field: a field
 *
 * Returns: (transfer none) (nullable): the fact to show; see kith_fact_is_unconfirmed()
 */
KithFact *
kith_profile_get_best (KithProfile *self,
                       KithField    field)
{
  GPtrArray *facts = kith_profile_get_facts (self, field);

  return facts != NULL ? g_ptr_array_index (facts, 0) : NULL;
}

/**
 * kith_profile_get_facts:
 * @field: a field
 *
 * Returns: (transfer none) (nullable) (element-type KithFact): all facts of the field, best first; %NULL where there is none; not to be changed
 */
GPtrArray *
kith_profile_get_facts (KithProfile *self,
                        KithField    field)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), NULL);
  g_return_val_if_fail ((guint) field < KITH_N_FIELDS, NULL);
  return self->facts[field];
}

/**
 * kith_profile_get_connections:
 *
 * Returns: (transfer none) (element-type KithConnection): people whom both know, best first; not to be changed
 */
GPtrArray *
kith_profile_get_connections (KithProfile *self)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), NULL);
  return self->connections;
}

/**
 * kith_profile_get_outcomes:
 *
 * Returns: (transfer none) (element-type KithOutcome): what became of each provider; not to be changed
 */
GPtrArray *
kith_profile_get_outcomes (KithProfile *self)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), NULL);
  return self->outcomes;
}

/**
 * kith_profile_is_complete:
 *
 * Returns: whether nothing more will come
 */
gboolean
kith_profile_is_complete (KithProfile *self)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), TRUE);
  return self->complete;
}

/* The name that stands in the message anyway is no news. */
static gboolean
tells_something (KithProfile *self,
                 KithFact    *fact)
{
  const char *display_name = kith_address_get_display_name (self->address);

  if (kith_fact_get_confidence (fact) < KITH_CONFIDENCE_HIDDEN || kith_fact_get_field (fact) == KITH_FIELD_HINT)
    return FALSE;
  return kith_fact_get_field (fact) != KITH_FIELD_NAME || g_strcmp0 (kith_fact_get_value (fact), display_name) != 0;
}

/**
 * kith_profile_is_empty:
 *
 * Returns: whether it has no connection and no fact worth showing: none above %KITH_CONFIDENCE_HIDDEN but the name beside the address itself, and a hint
 *   that nothing is known
 */
gboolean
kith_profile_is_empty (KithProfile *self)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), TRUE);
  for (guint i = 0; i < KITH_N_FIELDS; i++)
    for (guint j = 0; self->facts[i] != NULL && j < self->facts[i]->len; j++)
      if (tells_something (self, g_ptr_array_index (self->facts[i], j)))
        return FALSE;
  return self->connections->len == 0;
}
