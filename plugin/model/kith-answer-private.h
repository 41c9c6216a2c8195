/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-answer.h>

G_BEGIN_DECLS

/* Taken over by kith_answer_new(): the arrays, with their elements. Strings are copied. */
typedef struct
{
  const char *provider_id;
  KithAnswerStatus status;
  const char *reason;
  GPtrArray *facts;
  GPtrArray *connections;
  gint64 fetched;
  gint64 stale;
  const char *etag;
  const char *last_modified;
  gboolean not_modified;
} KithAnswerFields;

/* How long a service's "no" holds: where the person objected for good, where the person is hidden until the owner clicks. */
#define KITH_ANSWER_OBJECTED_SECONDS (G_GINT64_CONSTANT (100) * 365 * 24 * 60 * 60)
#define KITH_ANSWER_HIDDEN_SECONDS (G_GINT64_CONSTANT (20) * 365 * 24 * 60 * 60)

gboolean kith_answer_is_objection (KithAnswer *self);
KithAnswer *kith_answer_new (const KithAnswerFields *fields);

G_END_DECLS
