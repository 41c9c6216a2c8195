/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-answer-private.h"
#include "kith-case.h"
#include "kith-forget-watch.h"
#include "kith-query-private.h"

/* A test of a provider on its way. */
typedef struct
{
  KithAddress *address;
  char *provider_id;
  KithCore *core;         /* (nullable) */
  KithForgetWatch *watch; /* (nullable) */
  KithProvider *provider; /* (nullable) */
  GPtrArray *trace;       /* (element-type utf8) */
} Test;

static void
test_free (gpointer data)
{
  Test *test = data;

  g_clear_object (&test->address);
  g_clear_object (&test->core);
  g_clear_object (&test->provider);
  g_free (test->provider_id);
  g_ptr_array_unref (test->trace);
  g_free (test);
}

/* These live in the engine thread, the task ends in the caller's. */
static void
let_go (Test *test)
{
  g_clear_pointer (&test->watch, kith_forget_watch_free);
  g_clear_object (&test->core);
  g_clear_object (&test->provider);
}

static void
unref_object (gpointer data)
{
  g_object_unref (data);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAnswer) answer = kith_provider_lookup_finish (test->provider, result, &error);

  if (answer != NULL && kith_answer_is_objection (answer) && !g_cancellable_is_cancelled (kith_forget_watch_get_cancellable (test->watch)))
    kith_case_note_objection (test->core, test->address, test->provider_id);
  let_go (test);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), unref_object);
}

static void
add_facts (GPtrArray  *known,
           KithAnswer *answer)
{
  GPtrArray *facts = kith_answer_get_facts (answer);

  for (guint i = 0; i < facts->len; i++)
    if (!kith_fact_is_unconfirmed (g_ptr_array_index (facts, i)))
      g_ptr_array_add (known, g_object_ref (g_ptr_array_index (facts, i)));
}

static void
add_correction (KithField   field,
                const char *value,
                gint64      written,
                gpointer    builder)
{
  kith_answer_builder_add_fact (builder, field, value);
}

/* What a provider that builds on others is given: the owner's word, and what those that are switched on said the last time. None is asked for it. */
static GPtrArray *
collect_known_facts (Test *test)
{
  KithCache *cache = kith_core_get_cache (test->core);
  KithPeople *people = kith_core_get_people (test->core);
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (test->core));
  GPtrArray *known = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("you", 0, 0);
  g_autoptr (KithAnswer) word = NULL;

  if (people != NULL)
    kith_people_foreach_correction (people, test->address, add_correction, builder, NULL);
  word = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  add_facts (known, word);
  for (guint i = 0; cache != NULL && i < providers->len; i++)
    {
      KithProvider *other = g_ptr_array_index (providers, i);
      g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (test->core, other);
      g_autoptr (KithAnswer) answer = other != test->provider && settings != NULL && kith_provider_settings_is_enabled (settings)
                                        ? kith_cache_lookup (cache, test->address, kith_provider_get_id (other), NULL)
                                        : NULL;

      if (answer != NULL)
        add_facts (known, answer);
    }
  return known;
}

static gboolean
may_ask (Test    *test,
         GError **error)
{
  g_autoptr (KithCase) judged = kith_case_new (test->core, test->address, NULL, NULL, KITH_LOOKUP_CLICKED);
  g_autoptr (KithVerdict) verdict = NULL;

  if (judged == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The settings of Kith cannot be read: it may not be installed completely."));
      return FALSE;
    }
  verdict = kith_case_judge_test (judged, test->provider);
  if (!kith_verdict_is_ask (verdict))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, kith_verdict_get_reason (verdict));
      return FALSE;
    }
  if (!kith_provider_is_local (test->provider) && kith_core_get_http (test->core) == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot write down what it sends, so it sends nothing."));
      return FALSE;
    }
  return TRUE;
}

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (KithCallTask) task = user_data;
  Test *test = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithCredentials) credentials = kith_access_get_finish (KITH_ACCESS (source), result, &error);
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (test->core, test->provider);
  g_autoptr (GPtrArray) known_facts = NULL;
  g_autoptr (KithQuery) query = NULL;
  KithQueryFields fields = {
    .address = test->address,
    .settings = settings,
    .http = kith_core_get_http (test->core),
    .credentials = credentials,
    .token_source = KITH_TOKEN_SOURCE (source),
    .clicked = TRUE,
    .trace = test->trace,
  };

  if (error == NULL && !kith_core_is_open (test->core))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Kith is closing."));
  if (error == NULL)
    g_cancellable_set_error_if_cancelled (kith_forget_watch_get_cancellable (test->watch), &error);
  /* The owner may have been asked to unlock the tokens, and have ruled it out in the meantime. */
  if (error == NULL)
    may_ask (test, &error);
  if (error != NULL)
    {
      let_go (test);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (kith_provider_get_needs (test->provider) != 0)
    fields.known_facts = known_facts = collect_known_facts (test);
  query = kith_query_new (&fields);
  kith_provider_lookup_async (test->provider, query, kith_forget_watch_get_cancellable (test->watch), on_answered, g_steal_pointer (&task));
}

static gboolean
may_test (KithCore  *core,
          Test      *test,
          GError   **error)
{
  test->provider = kith_registry_find (kith_core_get_registry (core), test->provider_id);
  if (test->provider == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such provider; “kith providers” lists them."));
      return FALSE;
    }
  g_object_ref (test->provider);
  test->core = g_object_ref (core);
  return may_ask (test, error);
}

static void
test_provider (KithCore *core,
               GTask    *task)
{
  Test *test = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!may_test (core, test, &error))
    {
      let_go (test);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  test->watch = kith_forget_watch_new (core, test->address, NULL, g_task_get_cancellable (task));
  kith_access_get_async (kith_core_get_access (core), test->provider, kith_forget_watch_get_cancellable (test->watch), on_token, g_object_ref (task));
}

/**
 * kith_engine_test_provider_async:
 * @self: an engine
 * @provider_id: a provider
 * @address: a person
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks one provider about one person now, past the cache, and keeps nothing but the row in the ledger.
 */
void
kith_engine_test_provider_async (KithEngine          *self,
                                 const char          *provider_id,
                                 KithAddress         *address,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Test *test;

  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL && KITH_IS_ADDRESS (address));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_test_provider_async);
  test = g_new0 (Test, 1);
  test->address = g_object_ref (address);
  test->provider_id = g_strdup (provider_id);
  test->trace = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, test, test_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, test_provider);
}

/**
 * kith_engine_test_provider_finish:
 * @self: an engine
 * @result: the result
 * @steps: (out) (optional) (transfer full) (element-type utf8): each step in words, secrets masked, also where the test failed
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the provider said
 */
KithAnswer *
kith_engine_test_provider_finish (KithEngine    *self,
                                  GAsyncResult  *result,
                                  GPtrArray    **steps,
                                  GError       **error)
{
  Test *test = g_task_get_task_data (G_TASK (result));

  if (steps != NULL)
    *steps = g_ptr_array_ref (test->trace);
  return g_task_propagate_pointer (G_TASK (result), error);
}
