/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-connection.h>
#include <kith/kith-fact.h>

KITH_BEGIN_DECLS

/**
 * KithAnswerStatus:
 * @KITH_ANSWER_FOUND: the provider knows the person
 * @KITH_ANSWER_NOT_FOUND: it was asked and knows nothing
 * @KITH_ANSWER_REFUSED: it, or the person, does not want to be asked
 * @KITH_ANSWER_FAILED: it could not be asked; earlier facts stay
 */
typedef enum
{
  KITH_ANSWER_FOUND,
  KITH_ANSWER_NOT_FOUND,
  KITH_ANSWER_REFUSED,
  KITH_ANSWER_FAILED,
} KithAnswerStatus;

const char *kith_answer_status_get_id (KithAnswerStatus status);

#define KITH_TYPE_ANSWER (kith_answer_get_type ())
G_DECLARE_FINAL_TYPE (KithAnswer, kith_answer, KITH, ANSWER, GObject)

const char *kith_answer_get_provider_id (KithAnswer *self);
KithAnswerStatus kith_answer_get_status (KithAnswer *self);
const char *kith_answer_get_reason (KithAnswer *self);
GPtrArray *kith_answer_get_facts (KithAnswer *self);
GPtrArray *kith_answer_get_connections (KithAnswer *self);
gint64 kith_answer_get_fetched (KithAnswer *self);
gint64 kith_answer_get_stale (KithAnswer *self);
const char *kith_answer_get_etag (KithAnswer *self);
const char *kith_answer_get_last_modified (KithAnswer *self);
gboolean kith_answer_is_not_modified (KithAnswer *self);

/* How a provider makes an answer: begin, add, end. A builder belongs to one thread. */
typedef struct _KithAnswerBuilder KithAnswerBuilder;

KithAnswerBuilder *kith_answer_builder_new (const char *provider_id,
                                            gint64      fetched,
                                            gint64      stale);
void kith_answer_builder_free (KithAnswerBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithAnswerBuilder, kith_answer_builder_free)

void kith_answer_builder_set_confidence (KithAnswerBuilder *self,
                                         double             confidence);
void kith_answer_builder_set_evidence (KithAnswerBuilder *self,
                                       const char        *evidence_uri);
void kith_answer_builder_set_validators (KithAnswerBuilder *self,
                                         const char        *etag,
                                         const char        *last_modified);
void kith_answer_builder_set_stale (KithAnswerBuilder *self,
                                    gint64             stale);
gboolean kith_answer_builder_add_fact (KithAnswerBuilder *self,
                                       KithField          field,
                                       const char        *value);
gboolean kith_answer_builder_add_link (KithAnswerBuilder *self,
                                       const char        *uri,
                                       const char        *service);
gboolean kith_answer_builder_add_picture (KithAnswerBuilder *self,
                                          KithField          field,
                                          const char        *media_type,
                                          GBytes            *bytes);
gboolean kith_answer_builder_add_connection (KithAnswerBuilder *self,
                                             KithTie            tie,
                                             const char        *name,
                                             const char        *address,
                                             const char        *uri,
                                             double             strength,
                                             const char        *evidence);
void kith_answer_builder_copy_answer (KithAnswerBuilder *self,
                                      KithAnswer        *answer);
KithAnswer *kith_answer_builder_end (KithAnswerBuilder *self,
                                     KithAnswerStatus   status,
                                     const char        *reason);
KithAnswer *kith_answer_builder_end_not_modified (KithAnswerBuilder *self);

KITH_END_DECLS
