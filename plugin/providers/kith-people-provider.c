/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-people-provider.h"

#include <glib/gi18n-lib.h>

struct _KithPeopleProvider
{
  KithProvider parent_instance;

  KithPeople *people;
};

G_DEFINE_FINAL_TYPE (KithPeopleProvider, kith_people_provider, KITH_TYPE_PROVIDER)

static void
add_correction (KithField   field,
                const char *value,
                gint64      written,
                gpointer    user_data)
{
  kith_answer_builder_add_fact (user_data, field, value);
}

static KithAnswer *
make_answer (KithPeopleProvider  *self,
             KithAddress         *address,
             GError             **error)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("you", g_get_real_time () / G_USEC_PER_SEC, 0);
  g_autofree char *note = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  gint64 written = 0;

  kith_answer_builder_set_confidence (builder, 1.0);
  if (!kith_people_foreach_correction (self->people, address, add_correction, builder, error))
    return NULL;
  note = kith_people_dup_note (self->people, address, &written, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (note != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_NOTE, note);
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  if (kith_answer_get_facts (answer)->len > 0)
    return g_steal_pointer (&answer);
  g_clear_pointer (&builder, kith_answer_builder_free);
  builder = kith_answer_builder_new ("you", g_get_real_time () / G_USEC_PER_SEC, 0);
  return kith_answer_builder_end (builder, KITH_ANSWER_NOT_FOUND, NULL);
}

static void
kith_people_provider_lookup_async (KithProvider        *provider,
                                   KithQuery           *query,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = make_answer (KITH_PEOPLE_PROVIDER (provider), kith_query_get_address (query), &error);

  g_task_set_source_tag (task, kith_people_provider_lookup_async);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, g_object_unref);
}

static KithAnswer *
kith_people_provider_lookup_finish (KithProvider  *provider,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_people_provider_finalize (GObject *object)
{
  g_clear_object (&KITH_PEOPLE_PROVIDER (object)->people);
  G_OBJECT_CLASS (kith_people_provider_parent_class)->finalize (object);
}

static void
kith_people_provider_class_init (KithPeopleProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_people_provider_finalize;
  KITH_PROVIDER_CLASS (klass)->lookup_async = kith_people_provider_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = kith_people_provider_lookup_finish;
}

static void
kith_people_provider_init (KithPeopleProvider *self)
{
  guint64 all = ((guint64) 1 << KITH_N_FIELDS) - 1;

  g_object_set (self, "id", "you", "name", C_("provider", "Your own word"), "fields", all, NULL);
}

/**
 * kith_people_provider_new:
 * @people: the file with the owner's own word
 *
 * Returns: (transfer full): the provider that answers from it
 */
KithProvider *
kith_people_provider_new (KithPeople *people)
{
  KithPeopleProvider *self = g_object_new (KITH_TYPE_PEOPLE_PROVIDER, NULL);

  self->people = g_object_ref (people);
  return KITH_PROVIDER (self);
}
