/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-answer.h>

#include <kith/kith-contact.h>
#include <string.h>

#include "kith-answer-private.h"
#include "kith-connection-private.h"
#include "kith-fact-private.h"
#include "kith-link.h"
#include "kith-picture.h"
#include "kith-text.h"

/* No honest provider says more of one person. */
#define MAX_FACTS 200
#define MAX_CONNECTIONS 5000
#define MAX_NAME_CHARS 200
#define MAX_EVIDENCE_CHARS 300
#define MAX_REASON_CHARS 500
#define MAX_VALIDATOR_BYTES 1024

/* A fact to be: the times are known only at the end. */
typedef struct
{
  KithField field;
  char *value;
  char *service;
  char *evidence;
  char *book_name;
  char *contact_uri;
  double confidence;
} Draft;

struct _KithAnswerBuilder
{
  char *provider_id;
  gint64 fetched;
  gint64 stale;
  double confidence;
  char *evidence;
  char *book_name;
  char *contact_uri;
  char *etag;
  char *last_modified;
  GPtrArray *drafts;        /* (element-type Draft) owned */
  GPtrArray *connections;   /* (element-type KithConnection) owned */
  GHashTable *keys;         /* (element-type utf8): field and key of each draft, owned */
};

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->value);
  g_free (draft->service);
  g_free (draft->evidence);
  g_free (draft->book_name);
  g_free (draft->contact_uri);
  g_free (draft);
}

static void
begin (KithAnswerBuilder *self)
{
  self->drafts = g_ptr_array_new_with_free_func (draft_free);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
clear (KithAnswerBuilder *self)
{
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);
}

/**
 * kith_answer_builder_new:
 * @provider_id: who answers
 * @fetched: when, in Unix seconds
 * @stale: from when on to ask again, in Unix seconds; 0 for never
 *
 * Begins an answer. Facts that are added have a confidence of 1 until kith_answer_builder_set_confidence() says otherwise.
 *
 * Returns: (transfer full): a builder, for one thread
 */
KithAnswerBuilder *
kith_answer_builder_new (const char *provider_id,
                         gint64      fetched,
                         gint64      stale)
{
  KithAnswerBuilder *self;

  g_return_val_if_fail (provider_id != NULL, NULL);
  self = g_new0 (KithAnswerBuilder, 1);
  self->provider_id = g_strdup (provider_id);
  self->fetched = fetched;
  self->stale = stale;
  self->confidence = 1;
  begin (self);
  return self;
}

/**
 * kith_answer_builder_free:
 *
 * Frees the builder and what was added since it was last ended.
 */
void
kith_answer_builder_free (KithAnswerBuilder *self)
{
  if (self == NULL)
    return;
  clear (self);
  g_free (self->provider_id);
  g_free (self->evidence);
  g_free (self->book_name);
  g_free (self->contact_uri);
  g_free (self->etag);
  g_free (self->last_modified);
  g_free (self);
}

/**
 * kith_answer_builder_set_confidence:
 * @confidence: how sure the provider is of the facts added from now on, 0..1
 */
void
kith_answer_builder_set_confidence (KithAnswerBuilder *self,
                                    double             confidence)
{
  g_return_if_fail (self != NULL);
  self->confidence = confidence;
}

/**
 * kith_answer_builder_set_evidence:
 * @evidence_uri: (nullable): a page that says the facts added from now on; dropped unless it can be made an https: URL
 */
void
kith_answer_builder_set_evidence (KithAnswerBuilder *self,
                                  const char        *evidence_uri)
{
  g_return_if_fail (self != NULL);
  g_free (self->evidence);
  self->evidence = evidence_uri != NULL ? kith_link_normalise (evidence_uri, KITH_LINK_UPGRADE) : NULL;
}

/**
 * kith_answer_builder_set_contact:
 * @self: a builder
 * @book_name: (nullable): what the owner calls the address book that the facts added from now on are from
 * @contact_uri: (nullable): the contact there, made with [func@Kith.contact_uri_new]; dropped where it is none
 */
void
kith_answer_builder_set_contact (KithAnswerBuilder *self,
                                 const char        *book_name,
                                 const char        *contact_uri)
{
  g_return_if_fail (self != NULL);
  g_free (self->book_name);
  g_free (self->contact_uri);
  self->book_name = kith_text_clean (book_name, -1, MAX_NAME_CHARS);
  self->contact_uri = kith_contact_uri_parse (contact_uri, NULL, NULL, NULL) ? g_strdup (contact_uri) : NULL;
}

static char *
check_validator (const char *validator)
{
  if (validator == NULL || strnlen (validator, MAX_VALIDATOR_BYTES + 1) > MAX_VALIDATOR_BYTES || !g_utf8_validate (validator, -1, NULL))
    return NULL;
  /* It goes back into a request header: nothing that could end one. */
  for (const char *p = validator; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return NULL;
  return *validator != '\0' ? g_strdup (validator) : NULL;
}

/**
 * kith_answer_builder_set_validators:
 * @etag: (nullable): value of the `ETag` header
 * @last_modified: (nullable): value of the `Last-Modified` header
 *
 * Keeps what a later conditional request needs. A value with control characters is dropped.
 */
void
kith_answer_builder_set_validators (KithAnswerBuilder *self,
                                    const char        *etag,
                                    const char        *last_modified)
{
  g_return_if_fail (self != NULL);
  g_free (self->etag);
  g_free (self->last_modified);
  self->etag = check_validator (etag);
  self->last_modified = check_validator (last_modified);
}

/**
 * kith_answer_builder_set_stale:
 * @stale: from when on to ask again, in Unix seconds; 0 for never. Holds for all facts of the answer.
 */
void
kith_answer_builder_set_stale (KithAnswerBuilder *self,
                               gint64             stale)
{
  g_return_if_fail (self != NULL);
  self->stale = stale;
}

static gboolean
add_draft (KithAnswerBuilder *self,
           KithField          field,
           char              *value,
           char              *service,
           const char        *evidence,
           double             confidence)
{
  g_autofree char *key = kith_field_make_key (field, value);
  Draft *draft;

  /* Said twice is said. */
  if (!g_hash_table_add (self->keys, g_strdup_printf ("%d:%s", field, key)) || self->drafts->len >= MAX_FACTS)
    {
      g_free (value);
      g_free (service);
      return self->drafts->len < MAX_FACTS;
    }
  draft = g_new0 (Draft, 1);
  draft->field = field;
  draft->value = value;
  draft->service = service;
  draft->evidence = g_strdup (evidence);
  draft->book_name = g_strdup (self->book_name);
  draft->contact_uri = g_strdup (self->contact_uri);
  draft->confidence = confidence;
  g_ptr_array_add (self->drafts, draft);
  return TRUE;
}

/**
 * kith_answer_builder_add_fact:
 * @field: what is known
 * @value: (nullable): what the provider says, from outside
 *
 * Adds a fact in the form that kith_field_normalise() gives it.
 *
 * Returns: whether it was taken; %FALSE where @value is none, or there are already 200 facts
 */
gboolean
kith_answer_builder_add_fact (KithAnswerBuilder *self,
                              KithField          field,
                              const char        *value)
{
  char *normal;

  g_return_val_if_fail (self != NULL, FALSE);
  if (field == KITH_FIELD_LINK)
    return kith_answer_builder_add_link (self, value, NULL);
  normal = self->drafts->len < MAX_FACTS ? kith_field_normalise (field, value) : NULL;
  return normal != NULL && add_draft (self, field, normal, NULL, self->evidence, self->confidence);
}

/**
 * kith_answer_builder_add_link:
 * @uri: (nullable): the address of a page of the person
 * @service: (nullable): what the provider calls the service; %NULL to recognise it from @uri
 *
 * Returns: whether it was taken
 */
gboolean
kith_answer_builder_add_link (KithAnswerBuilder *self,
                              const char        *uri,
                              const char        *service)
{
  char *normal, *id;

  g_return_val_if_fail (self != NULL, FALSE);
  normal = self->drafts->len < MAX_FACTS ? kith_field_normalise (KITH_FIELD_LINK, uri) : NULL;
  if (normal == NULL)
    return FALSE;
  id = kith_link_normalise_service (service);
  if (id == NULL)
    id = g_strdup (kith_link_find_service (normal));
  return add_draft (self, KITH_FIELD_LINK, normal, id, self->evidence, self->confidence);
}

/**
 * kith_answer_builder_add_picture:
 * @field: %KITH_FIELD_PHOTO or %KITH_FIELD_COMPANY_LOGO
 * @media_type: (nullable): PNG, JPEG, GIF or WebP; anything else is refused
 * @bytes: the picture as it came, at most 4 MiB; it is not decoded here
 *
 * Returns: whether it was taken
 */
gboolean
kith_answer_builder_add_picture (KithAnswerBuilder *self,
                                 KithField          field,
                                 const char        *media_type,
                                 GBytes            *bytes)
{
  char *uri;

  g_return_val_if_fail (self != NULL && bytes != NULL, FALSE);
  g_return_val_if_fail (field == KITH_FIELD_PHOTO || field == KITH_FIELD_COMPANY_LOGO, FALSE);
  uri = self->drafts->len < MAX_FACTS ? kith_picture_make_data_uri (media_type, bytes) : NULL;
  return uri != NULL && add_draft (self, field, uri, NULL, self->evidence, self->confidence);
}

/**
 * kith_answer_builder_add_connection:
 * @tie: the kind of tie
 * @name: (nullable): the other person's name
 * @address: (nullable): the other person's mailbox
 * @uri: (nullable): a page of the other person
 * @strength: how strong the tie is, 0..1
 * @evidence: (nullable): why, in words that a person can read
 *
 * Adds a person whom both know. What is malformed is left out; where nothing is left that tells who it is, or there are already 5000, the
 * connection is dropped.
 *
 * Returns: whether it was taken
 */
gboolean
kith_answer_builder_add_connection (KithAnswerBuilder *self,
                                    KithTie            tie,
                                    const char        *name,
                                    const char        *address,
                                    const char        *uri,
                                    double             strength,
                                    const char        *evidence)
{
  g_autofree char *clean_name = NULL;
  g_autofree char *clean_address = NULL;
  g_autofree char *clean_uri = NULL;
  g_autofree char *clean_evidence = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  if (self->connections->len >= MAX_CONNECTIONS)
    return FALSE;
  clean_name = kith_field_normalise (KITH_FIELD_NAME, name);
  clean_address = kith_field_normalise (KITH_FIELD_EMAIL, address);
  clean_uri = kith_field_normalise (KITH_FIELD_LINK, uri);
  clean_evidence = kith_text_clean (evidence, -1, MAX_EVIDENCE_CHARS);
  if (clean_name == NULL && clean_address == NULL && clean_uri == NULL)
    return FALSE;
  g_ptr_array_add (self->connections, kith_connection_new (self->provider_id, tie, clean_name, clean_address, clean_uri, strength,
                                                           clean_evidence != NULL ? clean_evidence : ""));
  return TRUE;
}

static void
copy_connection (KithAnswerBuilder *self,
                 KithConnection    *connection)
{
  if (self->connections->len < MAX_CONNECTIONS)
    g_ptr_array_add (self->connections,
                     kith_connection_new (self->provider_id, kith_connection_get_tie (connection), kith_connection_get_name (connection),
                                          kith_connection_get_address (connection), kith_connection_get_uri (connection),
                                          kith_connection_get_strength (connection), kith_connection_get_evidence (connection)));
}

/**
 * kith_answer_builder_copy_answer:
 * @answer: an earlier answer of the same provider
 *
 * Says the same again: takes over facts and connections, with the builder's times, and the validators where the builder has none. This is
 * how an answer is renewed after "not modified".
 */
void
kith_answer_builder_copy_answer (KithAnswerBuilder *self,
                                 KithAnswer        *answer)
{
  GPtrArray *facts, *connections;

  g_return_if_fail (self != NULL);
  g_return_if_fail (KITH_IS_ANSWER (answer));
  facts = kith_answer_get_facts (answer);
  connections = kith_answer_get_connections (answer);
  for (guint i = 0; i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);

      add_draft (self, kith_fact_get_field (fact), g_strdup (kith_fact_get_value (fact)), g_strdup (kith_fact_get_service (fact)),
                 kith_fact_get_evidence (fact), kith_fact_get_confidence (fact));
    }
  for (guint i = 0; i < connections->len; i++)
    copy_connection (self, g_ptr_array_index (connections, i));
  if (self->etag == NULL && self->last_modified == NULL)
    kith_answer_builder_set_validators (self, kith_answer_get_etag (answer), kith_answer_get_last_modified (answer));
}

static GPtrArray *
make_facts (KithAnswerBuilder *self)
{
  GPtrArray *facts = g_ptr_array_new_full (self->drafts->len, g_object_unref);

  for (guint i = 0; i < self->drafts->len; i++)
    {
      Draft *draft = g_ptr_array_index (self->drafts, i);

      KithFact *fact = kith_fact_new (draft->field, draft->value, draft->service, self->provider_id, self->fetched, self->stale,
                                      draft->confidence, draft->evidence);

      kith_fact_set_contact (fact, draft->book_name, draft->contact_uri);
      g_ptr_array_add (facts, fact);
    }
  return facts;
}

static KithAnswer *
end (KithAnswerBuilder *self,
     KithAnswerStatus   status,
     const char        *reason,
     gboolean           not_modified)
{
  KithAnswerFields fields = {
    .provider_id = self->provider_id,
    .status = status,
    .reason = reason,
    .facts = make_facts (self),
    .connections = g_steal_pointer (&self->connections),
    .fetched = self->fetched,
    .stale = self->stale,
    .etag = self->etag,
    .last_modified = self->last_modified,
    .not_modified = not_modified,
  };

  clear (self);
  begin (self);
  return kith_answer_new (&fields);
}

/**
 * kith_answer_builder_end:
 * @status: how the question ended
 * @reason: (nullable): why it was refused or failed, for people, translated
 *
 * Makes the answer. The builder is empty afterwards, but keeps provider, times and validators; free it as well.
 *
 * Returns: (transfer full): the answer, immutable
 */
KithAnswer *
kith_answer_builder_end (KithAnswerBuilder *self,
                         KithAnswerStatus   status,
                         const char        *reason)
{
  g_autofree char *clean_reason = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  clean_reason = kith_text_clean (reason, -1, MAX_REASON_CHARS);
  return end (self, status, clean_reason, FALSE);
}

/**
 * kith_answer_builder_end_not_modified:
 *
 * Makes an answer that says only: the previous one is still right, until the builder's new time. Facts that were added are dropped.
 *
 * Returns: (transfer full): the answer, with status %KITH_ANSWER_FOUND
 */
KithAnswer *
kith_answer_builder_end_not_modified (KithAnswerBuilder *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  clear (self);
  begin (self);
  return end (self, KITH_ANSWER_FOUND, NULL, TRUE);
}
