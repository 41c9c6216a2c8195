/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fact-private.h"

#include <kith/kith-contact.h>

struct _KithFact
{
  GObject parent_instance;

  KithField field;
  char *value;
  char *service;
  char *provider_id;
  gint64 fetched;
  gint64 stale;
  double confidence;
  gint64 confirmed;
  char *evidence;
  char *book_name;   /* (nullable) */
  char *contact_uri; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithFact, kith_fact, G_TYPE_OBJECT)

static void
kith_fact_finalize (GObject *object)
{
  KithFact *self = KITH_FACT (object);

  g_free (self->value);
  g_free (self->service);
  g_free (self->provider_id);
  g_free (self->evidence);
  g_free (self->book_name);
  g_free (self->contact_uri);
  G_OBJECT_CLASS (kith_fact_parent_class)->finalize (object);
}

static void
kith_fact_class_init (KithFactClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_fact_finalize;
}

static void
kith_fact_init (KithFact *self)
{
}

/*
 * kith_fact_new:
 * @field: what is known
 * @value: a value in the form of kith_field_normalise()
 * @service: (nullable): the service of a link
 * @provider_id: who said it
 * @fetched: when, in Unix seconds
 * @stale: from when on to ask again, in Unix seconds; 0 for never
 * @confidence: 0..1; what is no number counts as 0
 * @evidence_uri: (nullable): a page that says the same
 *
 * Returns: (transfer full): the fact
 */
KithFact *
kith_fact_new (KithField   field,
               const char *value,
               const char *service,
               const char *provider_id,
               gint64      fetched,
               gint64      stale,
               double      confidence,
               const char *evidence_uri)
{
  KithFact *self;

  g_return_val_if_fail ((guint) field < KITH_N_FIELDS, NULL);
  g_return_val_if_fail (value != NULL && provider_id != NULL, NULL);
  self = g_object_new (KITH_TYPE_FACT, NULL);
  self->field = field;
  self->value = g_strdup (value);
  self->service = g_strdup (service);
  self->provider_id = g_strdup (provider_id);
  self->fetched = fetched;
  self->stale = stale;
  /* Not CLAMP: a NaN passes that. */
  self->confidence = confidence > 0 ? MIN (confidence, 1.0) : 0;
  self->evidence = g_strdup (evidence_uri);
  return self;
}

/*
 * kith_fact_new_confirmed:
 * @field: what is known
 * @value: a value in the form of kith_field_normalise()
 * @service: (nullable): the service of a link
 * @provider_id: who said it
 * @confirmed: when the owner said yes to it, in Unix seconds
 * @evidence_uri: (nullable): a page that says the same
 *
 * Returns: (transfer full): a fact that is certain and never grows stale
 */
KithFact *
kith_fact_new_confirmed (KithField   field,
                         const char *value,
                         const char *service,
                         const char *provider_id,
                         gint64      confirmed,
                         const char *evidence_uri)
{
  KithFact *self = kith_fact_new (field, value, service, provider_id, confirmed, 0, 1.0, evidence_uri);

  if (self != NULL)
    self->confirmed = confirmed;
  return self;
}

/*
 * kith_fact_set_contact:
 * @self: a fact that nobody has seen yet
 * @book_name: (nullable): the address book that it is from
 * @contact_uri: (nullable): the contact in it
 */
void
kith_fact_set_contact (KithFact   *self,
                       const char *book_name,
                       const char *contact_uri)
{
  g_free (self->book_name);
  g_free (self->contact_uri);
  self->book_name = g_strdup (book_name);
  self->contact_uri = g_strdup (contact_uri);
}

/**
 * kith_fact_get_field:
 *
 * Returns: what is known
 */
KithField
kith_fact_get_field (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), KITH_FIELD_NAME);
  return self->field;
}

/**
 * kith_fact_get_value:
 *
 * Returns: (transfer none): the value, clean text in the form of [func@Kith.field_normalise]; never markup
 */
const char *
kith_fact_get_value (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), NULL);
  return self->value;
}

/**
 * kith_fact_get_service:
 *
 * Returns: (transfer none) (nullable): for a link, the id of the service it leads to ("linkedin"); %NULL for any other site
 */
const char *
kith_fact_get_service (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), NULL);
  return self->service;
}

/**
 * kith_fact_get_provider_id:
 *
 * Returns: (transfer none): who said it
 */
const char *
kith_fact_get_provider_id (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), NULL);
  return self->provider_id;
}

/**
 * kith_fact_get_fetched:
 *
 * Returns: when it was said, in Unix seconds
 */
gint64
kith_fact_get_fetched (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), 0);
  return self->fetched;
}

/**
 * kith_fact_get_stale:
 *
 * Returns: from when on it should be asked for again, in Unix seconds; 0 for never
 */
gint64
kith_fact_get_stale (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), 0);
  return self->stale;
}

/**
 * kith_fact_get_confidence:
 *
 * Returns: how sure the provider is, 0..1
 */
double
kith_fact_get_confidence (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), 0);
  return self->confidence;
}

/**
 * kith_fact_is_unconfirmed:
 *
 * Returns: whether it is under %KITH_CONFIDENCE_FLOOR, so that it must be shown as unconfirmed
 */
gboolean
kith_fact_is_unconfirmed (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), TRUE);
  return self->confidence < KITH_CONFIDENCE_FLOOR;
}

/**
 * kith_fact_get_confirmed:
 *
 * Returns: when the owner said yes to it, in Unix seconds; 0 where nobody was asked
 */
gint64
kith_fact_get_confirmed (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), 0);
  return self->confirmed;
}

/**
 * kith_fact_get_evidence:
 *
 * Returns: (transfer none) (nullable): the URI of a page that says the same
 */
const char *
kith_fact_get_evidence (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), NULL);
  return self->evidence;
}

/**
 * kith_fact_get_book_name:
 * @self: a fact
 *
 * Returns: (transfer none) (nullable): what the owner calls the address book that it is from
 */
const char *
kith_fact_get_book_name (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), NULL);
  return self->book_name;
}

/**
 * kith_fact_get_contact_uri:
 * @self: a fact
 *
 * Returns: (transfer none) (nullable): the contact that it is from, as [func@Kith.contact_uri_parse] reads it
 */
const char *
kith_fact_get_contact_uri (KithFact *self)
{
  g_return_val_if_fail (KITH_IS_FACT (self), NULL);
  return self->contact_uri;
}
