/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-connection-private.h"

#include <string.h>

struct _KithConnection
{
  GObject parent_instance;

  char *provider_id;
  KithTie tie;
  char *name;
  char *address;
  char *uri;
  double strength;
  char *evidence;
};

G_DEFINE_FINAL_TYPE (KithConnection, kith_connection, G_TYPE_OBJECT)

static const char *const tie_ids[] = { "correspondence", "colleague", "follows", "directory", "organization" };

static void
kith_connection_finalize (GObject *object)
{
  KithConnection *self = KITH_CONNECTION (object);

  g_free (self->provider_id);
  g_free (self->name);
  g_free (self->address);
  g_free (self->uri);
  g_free (self->evidence);
  G_OBJECT_CLASS (kith_connection_parent_class)->finalize (object);
}

static void
kith_connection_class_init (KithConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_connection_finalize;
}

static void
kith_connection_init (KithConnection *self)
{
}

/**
 * kith_tie_get_id:
 * @tie: a kind of tie
 *
 * Returns: (transfer none): its stable id, as in JSON
 */
const char *
kith_tie_get_id (KithTie tie)
{
  g_return_val_if_fail ((guint) tie < G_N_ELEMENTS (tie_ids), NULL);
  return tie_ids[tie];
}

/**
 * kith_tie_from_id:
 * @id: (nullable): an id
 * @tie: (out) (optional): the kind of tie
 *
 * Returns: whether there is such a kind
 */
gboolean
kith_tie_from_id (const char *id,
                  KithTie    *tie)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (tie_ids); i++)
    if (strcmp (tie_ids[i], id) == 0)
      {
        if (tie != NULL)
          *tie = i;
        return TRUE;
      }
  return FALSE;
}

/*
 * kith_connection_new:
 * @provider_id: who said it
 * @tie: the kind of tie
 * @name: (nullable): the other person's name, clean
 * @address: (nullable): the other person's mailbox, normalised
 * @uri: (nullable): a page of the other person
 * @strength: 0..1; what is no number counts as 0
 * @evidence: in words that a person can read, clean
 *
 * Returns: (transfer full): the connection
 */
KithConnection *
kith_connection_new (const char *provider_id,
                     KithTie     tie,
                     const char *name,
                     const char *address,
                     const char *uri,
                     double      strength,
                     const char *evidence)
{
  KithConnection *self;

  g_return_val_if_fail (provider_id != NULL && evidence != NULL, NULL);
  g_return_val_if_fail ((guint) tie < G_N_ELEMENTS (tie_ids), NULL);
  self = g_object_new (KITH_TYPE_CONNECTION, NULL);
  self->provider_id = g_strdup (provider_id);
  self->tie = tie;
  self->name = g_strdup (name);
  self->address = g_strdup (address);
  self->uri = g_strdup (uri);
  self->strength = strength > 0 ? MIN (strength, 1.0) : 0;
  self->evidence = g_strdup (evidence);
  return self;
}

/**
 * kith_connection_get_name:
 *
 * Returns: (transfer none) (nullable): the name of the person whom both know, one clean line
 */
const char *
kith_connection_get_name (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), NULL);
  return self->name;
}

/**
 * kith_connection_get_address:
 *
 * Returns: (transfer none) (nullable): the mailbox of that person
 */
const char *
kith_connection_get_address (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), NULL);
  return self->address;
}

/**
 * kith_connection_get_uri:
 *
 * Returns: (transfer none) (nullable): an https: page of that person
 */
const char *
kith_connection_get_uri (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), NULL);
  return self->uri;
}

/**
 * kith_connection_get_tie:
 *
 * Returns: the kind of tie
 */
KithTie
kith_connection_get_tie (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), KITH_TIE_CORRESPONDENCE);
  return self->tie;
}

/**
 * kith_connection_get_strength:
 *
 * Returns: how strong the tie is, 0..1
 */
double
kith_connection_get_strength (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), 0);
  return self->strength;
}

/**
 * kith_connection_get_evidence:
 *
 * Returns: (transfer none): why Kith says so, in words: "4 threads, last in March 2026"; may be empty
 */
const char *
kith_connection_get_evidence (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), NULL);
  return self->evidence;
}

/**
 * kith_connection_get_provider_id:
 *
 * Returns: (transfer none): who said it
 */
const char *
kith_connection_get_provider_id (KithConnection *self)
{
  g_return_val_if_fail (KITH_IS_CONNECTION (self), NULL);
  return self->provider_id;
}
