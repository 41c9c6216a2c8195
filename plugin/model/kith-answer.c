/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-answer-private.h"

struct _KithAnswer
{
  GObject parent_instance;

  char *provider_id;
  KithAnswerStatus status;
  char *reason;
  GPtrArray *facts;         /* (element-type KithFact) owned */
  GPtrArray *connections;   /* (element-type KithConnection) owned */
  gint64 fetched;
  gint64 stale;
  char *etag;
  char *last_modified;
  gboolean not_modified;
};

G_DEFINE_FINAL_TYPE (KithAnswer, kith_answer, G_TYPE_OBJECT)

static void
kith_answer_finalize (GObject *object)
{
  KithAnswer *self = KITH_ANSWER (object);

  g_free (self->provider_id);
  g_free (self->reason);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_free (self->etag);
  g_free (self->last_modified);
  G_OBJECT_CLASS (kith_answer_parent_class)->finalize (object);
}

static void
kith_answer_class_init (KithAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_answer_finalize;
}

static void
kith_answer_init (KithAnswer *self)
{
}

/**
 * kith_answer_status_get_id:
 * @status: a status
 *
 * Returns: (transfer none): its stable id, as in JSON
 */
const char *
kith_answer_status_get_id (KithAnswerStatus status)
{
  static const char *const ids[] = { "found", "not-found", "refused", "failed" };

  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (ids), NULL);
  return ids[status];
}

/*
 * kith_answer_new:
 * @fields: what it says
 *
 * Returns: (transfer full): the answer
 */
KithAnswer *
kith_answer_new (const KithAnswerFields *fields)
{
  KithAnswer *self = g_object_new (KITH_TYPE_ANSWER, NULL);

  self->provider_id = g_strdup (fields->provider_id);
  self->status = fields->status;
  self->reason = g_strdup (fields->reason);
  self->facts = fields->facts;
  self->connections = fields->connections;
  self->fetched = fields->fetched;
  self->stale = fields->stale;
  self->etag = g_strdup (fields->etag);
  self->last_modified = g_strdup (fields->last_modified);
  self->not_modified = fields->not_modified;
  return self;
}

/**
 * kith_answer_get_provider_id:
 *
 * Returns: (transfer none): who answered
 */
const char *
kith_answer_get_provider_id (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), NULL);
  return self->provider_id;
}

/**
 * kith_answer_get_status:
 *
 * Returns: how the question ended
 */
KithAnswerStatus
kith_answer_get_status (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), KITH_ANSWER_FAILED);
  return self->status;
}

/**
 * kith_answer_get_reason:
 *
 * Returns: (transfer none) (nullable): why it was refused or failed, for people, translated
 */
const char *
kith_answer_get_reason (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), NULL);
  return self->reason;
}

/**
 * kith_answer_get_facts:
 *
 * Returns: (transfer none) (element-type KithFact): the facts, maybe none; not to be changed
 */
GPtrArray *
kith_answer_get_facts (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), NULL);
  return self->facts;
}

/**
 * kith_answer_get_connections:
 *
 * Returns: (transfer none) (element-type KithConnection): the connections, maybe none; not to be changed
 */
GPtrArray *
kith_answer_get_connections (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), NULL);
  return self->connections;
}

/**
 * kith_answer_get_fetched:
 *
 * Returns: when it was given, in Unix seconds
 */
gint64
kith_answer_get_fetched (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), 0);
  return self->fetched;
}

/**
 * kith_answer_get_stale:
 *
 * Returns: from when on to ask again, in Unix seconds; 0 for never
 */
gint64
kith_answer_get_stale (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), 0);
  return self->stale;
}

/**
 * kith_answer_get_etag:
 *
 * Returns: (transfer none) (nullable): the validator of a conditional request (RFC 9110, section 8.8.3), as the server wrote it
 */
const char *
kith_answer_get_etag (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), NULL);
  return self->etag;
}

/**
 * kith_answer_get_last_modified:
 *
 * Returns: (transfer none) (nullable): the validator of a conditional request (RFC 9110, section 8.8.2), as the server wrote it
 */
const char *
kith_answer_get_last_modified (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), NULL);
  return self->last_modified;
}

/**
 * kith_answer_is_not_modified:
 *
 * Returns: whether it says only that the earlier answer is still right; it has no facts of its own then
 */
gboolean
kith_answer_is_not_modified (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), FALSE);
  return self->not_modified;
}

/* Does the person not want to be looked up there, whatever the owner does? */
gboolean
kith_answer_is_objection (KithAnswer *self)
{
  g_return_val_if_fail (KITH_IS_ANSWER (self), FALSE);

  return self->status == KITH_ANSWER_REFUSED && self->stale - self->fetched >= KITH_ANSWER_OBJECTED_SECONDS / 2;
}
