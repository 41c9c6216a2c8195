/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-lookup-task.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-aliases.h"
#include "kith-ask.h"
#include "kith-case.h"
#include "kith-fact-private.h"
#include "kith-forget-watch.h"
#include "kith-learn.h"
#include "kith-link.h"
#include "kith-merge.h"

struct _KithLookupTask
{
  GObject parent_instance;

  KithCore *core;
  KithAddress *address;
  KithMessage *message;         /* (nullable) (owned) */
  KithMessageContent *content;  /* (nullable) (owned) */
  char *sender;                 /* (nullable): key of the message's sender */
  KithCase *judged;             /* (nullable) (owned): of this turn of the main loop */
  KithLookupFlags flags;
  GPtrArray *steps;             /* (owned) (element-type Step) */
  GPtrArray *confirmed;         /* (owned) (element-type KithFact): what the owner said yes to */
  GSource *emission;            /* (nullable) (owned): improvements that come together are told together */
  gint64 n_forgets;             /* when it began */
  gint64 n_known_forgets;       /* since then, in this program */
  gboolean forgotten;           /* since then: nothing more is asked or kept */
  gboolean cancelled;
  gboolean completed;

  KithLookupTaskFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (KithLookupTask, kith_lookup_task, G_TYPE_OBJECT)

/* One provider in one lookup. */
typedef struct
{
  KithLookupTask *task;   /* (unowned): it outlives its steps */
  KithProvider *provider; /* (owned) */
  KithAnswer *answer;     /* (nullable) (owned) */
  KithAsk *ask;           /* (nullable) (owned) */
  GCancellable *cancellable;
  KithOutcomeState state;
  KithOutcomeOrigin origin;
  char *reason;           /* (nullable) */
  gboolean started;       /* those that build on the others' facts wait for them */
} Step;

static void
step_forget_ask (Step *step)
{
  if (step->ask == NULL)
    return;
  g_signal_handlers_disconnect_by_data (step->ask, step);
  kith_ask_leave (step->ask);
  g_clear_object (&step->ask);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  step_forget_ask (step);
  g_cancellable_cancel (step->cancellable);
  g_clear_object (&step->cancellable);
  g_clear_object (&step->provider);
  g_clear_object (&step->answer);
  g_free (step->reason);
  g_free (step);
}

static void
clear_emission (KithLookupTask *self)
{
  if (self->emission != NULL)
    g_source_destroy (self->emission);
  g_clear_pointer (&self->emission, g_source_unref);
}

static void
kith_lookup_task_finalize (GObject *object)
{
  KithLookupTask *self = KITH_LOOKUP_TASK (object);

  clear_emission (self);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->confirmed);
  g_clear_object (&self->core);
  g_clear_object (&self->address);
  g_clear_object (&self->message);
  g_clear_object (&self->content);
  g_free (self->sender);
  g_clear_pointer (&self->judged, kith_case_free);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  G_OBJECT_CLASS (kith_lookup_task_parent_class)->finalize (object);
}

static void
kith_lookup_task_class_init (KithLookupTaskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_lookup_task_finalize;
}

static void
kith_lookup_task_init (KithLookupTask *self)
{
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->confirmed = g_ptr_array_new_with_free_func (g_object_unref);
}

KithLookupTask *
kith_lookup_task_new (KithCore           *core,
                      KithAddress        *address,
                      KithMessage        *message,
                      KithLookupFlags     flags,
                      KithLookupTaskFunc  func,
                      gpointer            user_data,
                      GDestroyNotify      destroy)
{
  KithLookupTask *self = g_object_new (KITH_TYPE_LOOKUP_TASK, NULL);

  self->core = g_object_ref (core);
  self->address = g_object_ref (address);
  g_set_object (&self->message, message);
  self->flags = flags;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

static gboolean
is_pending (KithLookupTask *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (((Step *) g_ptr_array_index (self->steps, i))->state == KITH_OUTCOME_PENDING)
      return TRUE;
  return FALSE;
}

static gboolean
is_rejected (KithFact *fact,
             gpointer  user_data)
{
  KithLookupTask *self = user_data;
  KithPeople *people = kith_core_get_people (self->core);

  return people != NULL
         && kith_people_is_rejected (people, self->address, kith_fact_get_field (fact),
                                     kith_fact_get_provider_id (fact), kith_fact_get_value (fact));
}

static void
take_confirmation (const KithPeopleRow *row,
                   gpointer             user_data)
{
  g_autofree char *value = kith_field_normalise (row->field, row->value);

  if (value != NULL && row->provider_id != NULL)
    g_ptr_array_add (user_data, kith_fact_new_confirmed (row->field, value, row->field == KITH_FIELD_LINK ? kith_link_find_service (value) : NULL,
                                                         row->provider_id, row->written, NULL));
}

static void
read_confirmations (KithLookupTask *self)
{
  KithPeople *people = kith_core_get_people (self->core);
  g_autoptr (GError) error = NULL;

  if (people != NULL && !kith_people_foreach_confirmation (people, self->address, take_confirmation, self->confirmed, &error))
    kith_core_warn (self->core, &error);
}

static KithProfile *
make_profile (KithLookupTask *self)
{
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (KithMergeInput));
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);
      const char *id = kith_provider_get_id (step->provider);

      if (step->answer != NULL)
        {
          KithMergeInput input = { step->answer, kith_registry_get_rank (kith_core_get_registry (self->core), id) };

          g_array_append_val (inputs, input);
        }
      g_ptr_array_add (outcomes, kith_outcome_new (id, kith_provider_get_name (step->provider), step->state, step->origin,
                                                   step->reason,
                                                   step->answer != NULL ? kith_answer_get_fetched (step->answer) : 0));
    }
  return kith_merge (self->address, inputs, self->confirmed, outcomes, !is_pending (self), is_rejected, self);
}

/* The person may be forgotten while answers are on their way. */
static gint64
count_forgets (KithLookupTask *self)
{
  KithCache *cache = kith_core_get_cache (self->core);

  return cache != NULL ? kith_cache_count_forgets (cache) : 0;
}

/*
 * Whatever brings the lookup on may come long after its beginning: in the meantime the owner may have said never, or have gone offline. That counts for
 * what is asked and kept from now on.
 */
static void
drop_case (KithLookupTask *self)
{
  g_clear_pointer (&self->judged, kith_case_free);
}

/* Returns: (transfer none) (nullable): %NULL means that nobody may be asked */
static KithCase *
need_case (KithLookupTask *self)
{
  if (self->judged == NULL)
    self->judged = kith_case_new (self->core, self->address, self->message, self->content, self->flags);
  return self->judged;
}

static gboolean
may_remember (KithLookupTask *self)
{
  KithCase *judged = need_case (self);

  return judged != NULL && !self->forgotten && kith_case_may_remember (judged);
}

static KithVerdict *
judge (Step     *step,
       gboolean  has_token)
{
  KithCase *judged = need_case (step->task);

  return judged != NULL ? kith_case_judge (judged, step->provider, has_token) : NULL;
}

static gboolean
on_emission (gpointer user_data)
{
  g_autoptr (KithLookupTask) self = g_object_ref (user_data);
  g_autoptr (KithProfile) profile = NULL;

  clear_emission (self);
  if (self->cancelled || !kith_core_is_open (self->core))
    return G_SOURCE_REMOVE;
  profile = make_profile (self);
  self->completed = kith_profile_is_complete (profile);
  drop_case (self);
  if (self->completed && may_remember (self) && count_forgets (self) == self->n_forgets)
    kith_learn_employer (self->core, self->address, profile);
  self->func (profile, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
emit_soon (KithLookupTask *self)
{
  if (self->emission != NULL || self->cancelled || self->completed)
    return;
  self->emission = g_idle_source_new ();
  g_source_set_priority (self->emission, G_PRIORITY_DEFAULT + 10);
  g_source_set_callback (self->emission, on_emission, self, NULL);
  g_source_attach (self->emission, g_main_context_get_thread_default ());
}

static void start_waiting (KithLookupTask *self);

static void
step_end (Step              *step,
          KithOutcomeState   state,
          KithOutcomeOrigin  origin,
          const char        *reason)
{
  step->state = state;
  step->origin = origin;
  g_free (step->reason);
  step->reason = g_strdup (reason);
  emit_soon (step->task);
  start_waiting (step->task);
}

static KithOutcomeState
state_of_answer (KithAnswer *answer)
{
  switch (kith_answer_get_status (answer))
    {
    case KITH_ANSWER_FOUND:
      return KITH_OUTCOME_FOUND;
    case KITH_ANSWER_NOT_FOUND:
      return KITH_OUTCOME_NOT_FOUND;
    case KITH_ANSWER_REFUSED:
      return KITH_OUTCOME_REFUSED;
    case KITH_ANSWER_FAILED:
      return KITH_OUTCOME_FAILED;
    }
  return KITH_OUTCOME_FAILED;
}

static gboolean
is_fresh (KithAnswer *answer)
{
  gint64 stale = kith_answer_get_stale (answer);

  return stale == 0 || stale > g_get_real_time () / G_USEC_PER_SEC;
}

/* What is kept stays, with its age and the reason why it is not newer. */
static void
step_end_with_kept (Step             *step,
                    KithOutcomeState  state_without,
                    const char       *reason)
{
  if (step->answer == NULL)
    step_end (step, state_without, KITH_ORIGIN_NONE, reason);
  else
    step_end (step, state_of_answer (step->answer),
              is_fresh (step->answer) ? KITH_ORIGIN_CACHE : KITH_ORIGIN_STALE_CACHE, reason);
}

static void
on_done (Step       *step,
         KithAnswer *answer,
         GError     *error)
{
  drop_case (step->task);
  if (answer != NULL)
    {
      g_set_object (&step->answer, answer);
      if (kith_provider_is_local (step->provider) && !step->task->forgotten)
        kith_aliases_learn (step->task->core, step->task->address, answer);
      step_end (step, state_of_answer (answer), KITH_ORIGIN_PROVIDER, kith_answer_get_reason (answer));
    }
  else
    step_end_with_kept (step,
                        g_error_matches (error, KITH_ERROR, KITH_ERROR_REFUSED) ? KITH_OUTCOME_REFUSED : KITH_OUTCOME_FAILED,
                        error->message);
  g_signal_handlers_disconnect_by_data (step->ask, step);
  g_clear_object (&step->ask);
}

/* These say what the sender wrote, into this message or into an earlier one. */
static gboolean
repeats_sender (KithProvider *provider)
{
  static const char *const ids[] = { "message", "signature", NULL };

  return g_strv_contains (ids, kith_provider_get_id (provider));
}

/*
 * What the others said with confidence, for a provider that builds on it. Whoever writes a page or a name into a message could write another one for
 * each reader, and would learn from a question about it who reads: nothing remote is asked with that but on a click.
 */
static GPtrArray *
collect_known_facts (KithLookupTask *self,
                     KithProvider   *asked)
{
  gboolean all = kith_provider_is_local (asked) || (self->flags & KITH_LOOKUP_CLICKED) != 0;
  GPtrArray *known = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->confirmed->len; i++)
    g_ptr_array_add (known, g_object_ref (g_ptr_array_index (self->confirmed, i)));
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);
      GPtrArray *facts = step->answer != NULL && (all || !repeats_sender (step->provider)) ? kith_answer_get_facts (step->answer) : NULL;

      for (guint j = 0; facts != NULL && j < facts->len; j++)
        if (!kith_fact_is_unconfirmed (g_ptr_array_index (facts, j)))
          g_ptr_array_add (known, g_object_ref (g_ptr_array_index (facts, j)));
    }
  return known;
}

/* Another program does not say whom it forgot. */
static gboolean
was_forgotten (KithLookupTask *self)
{
  if (self->forgotten || kith_core_get_cache (self->core) == NULL)
    return self->forgotten;
  return count_forgets (self) != self->n_forgets + self->n_known_forgets;
}

static void
step_end_forgotten (Step *step)
{
  g_clear_object (&step->answer);
  step_end (step, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, _("Somebody was forgotten in the meantime: look the person up again."));
}

static void
step_ask (Step            *step,
          KithCredentials *credentials)
{
  KithLookupTask *self = step->task;
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (self->core, step->provider);
  g_autoptr (GPtrArray) known_facts = kith_provider_get_needs (step->provider) != 0 ? collect_known_facts (self, step->provider) : NULL;
  KithQueryFields fields = {
    .address = self->address,
    .content = self->content,
    .sender = self->sender,
    .previous = step->answer,
    .known_facts = known_facts,
    .settings = settings,
    .credentials = credentials,
    .token_source = KITH_TOKEN_SOURCE (kith_core_get_access (self->core)),
    .clicked = (self->flags & KITH_LOOKUP_CLICKED) != 0,
    .remember = may_remember (self),
  };

  if (!kith_provider_is_local (step->provider))
    {
      fields.http = kith_core_get_http (self->core);
      if (fields.http == NULL)
        {
          step_end_with_kept (step, KITH_OUTCOME_NOT_ASKED, _("Kith cannot write down what it sends, so it sends nothing."));
          return;
        }
      if (was_forgotten (self))
        {
          step_end_forgotten (step);
          return;
        }
      step->ask = kith_ask_join (self->core, step->provider, self->address);
    }
  if (step->ask == NULL)
    {
      g_autoptr (KithQuery) query = kith_query_new (&fields);

      step->ask = kith_ask_start (self->core, step->provider, self->address, query);
    }
  g_signal_connect_swapped (step->ask, "done", G_CALLBACK (on_done), step);
}

/* A step goes when its lookup is cancelled, and cancels its own first: then @step is not touched any more. */
typedef struct
{
  Step *step;                /* (unowned) */
  GCancellable *cancellable; /* (owned) */
} TokenWait;

static void
token_wait_free (TokenWait *wait)
{
  g_object_unref (wait->cancellable);
  g_free (wait);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TokenWait, token_wait_free)

static void
on_token (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TokenWait) wait = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithCredentials) credentials = kith_access_get_finish (KITH_ACCESS (source), result, &error);
  Step *step = wait->step;
  KithLookupTask *self;
  g_autoptr (KithVerdict) verdict = NULL;

  if (g_cancellable_is_cancelled (wait->cancellable))
    return;
  self = step->task;
  if (g_error_matches (error, KITH_ERROR, KITH_ERROR_AUTH))
    kith_core_set_last_error (self->core, kith_provider_get_id (step->provider), error->message);
  drop_case (self);
  verdict = judge (step, credentials != NULL);
  if (verdict == NULL || !kith_verdict_is_ask (verdict))
    {
      const char *reason = error != NULL ? error->message : verdict != NULL ? kith_verdict_get_reason (verdict) : NULL;

      step_end_with_kept (step, KITH_OUTCOME_NOT_ASKED, reason);
      return;
    }
  step_ask (step, credentials);
}

static void
step_find_token (Step *step)
{
  TokenWait *wait = g_new0 (TokenWait, 1);

  wait->step = step;
  wait->cancellable = g_object_ref (step->cancellable);
  kith_access_get_async (kith_core_get_access (step->task->core), step->provider, step->cancellable, on_token, wait);
}

/* The owner switched it off, or wants nothing kept of this person: then nothing of it is shown either. */
static gboolean
hides_kept (KithRule rule)
{
  return rule == KITH_RULE_SWITCHED_OFF || rule == KITH_RULE_LOCKED_OFF || rule == KITH_RULE_NEVER || rule == KITH_RULE_OBJECTED;
}

static void
step_look_in_cache (Step *step)
{
  KithLookupTask *self = step->task;
  KithCache *cache = kith_core_get_cache (self->core);
  g_autoptr (GError) error = NULL;

  if (cache == NULL)
    return;
  step->answer = kith_cache_lookup (cache, self->address, kith_provider_get_id (step->provider), &error);
  kith_core_warn (self->core, &error);
}

/* Who is hidden there until the owner clicks: the owner does. */
static gboolean
opens_hidden (Step *step)
{
  return (step->task->flags & KITH_LOOKUP_CLICKED) != 0 && kith_answer_get_status (step->answer) == KITH_ANSWER_REFUSED;
}

static void
step_start (Step *step)
{
  KithLookupTask *self = step->task;
  g_autoptr (KithVerdict) verdict = judge (step, TRUE);

  if (verdict == NULL)
    {
      step_end (step, KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, NULL);
      return;
    }
  if (!kith_provider_is_local (step->provider) && !hides_kept (kith_verdict_get_rule (verdict)) && !self->forgotten)
    step_look_in_cache (step);
  if (!kith_verdict_is_ask (verdict))
    step_end_with_kept (step, KITH_OUTCOME_NOT_ASKED, kith_verdict_get_reason (verdict));
  else if (kith_provider_is_local (step->provider))
    step_ask (step, NULL);
  else if (self->forgotten)
    step_end_forgotten (step);
  else if (step->answer != NULL && is_fresh (step->answer) && (self->flags & KITH_LOOKUP_REFRESH) == 0 && !opens_hidden (step))
    step_end_with_kept (step, KITH_OUTCOME_FOUND, kith_answer_get_reason (step->answer));
  else
    {
      step->origin = step->answer == NULL ? KITH_ORIGIN_NONE : is_fresh (step->answer) ? KITH_ORIGIN_CACHE : KITH_ORIGIN_STALE_CACHE;
      step_find_token (step);
    }
}

/*
 * A provider that needs what others find waits for them: a local one for the local ones only, so that what is on this computer
 * shows at once.
 */
static gboolean
may_start (Step *step)
{
  KithLookupTask *self = step->task;

  if (kith_provider_get_needs (step->provider) == 0)
    return TRUE;
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *other = g_ptr_array_index (self->steps, i);

      if (other->state != KITH_OUTCOME_PENDING || kith_provider_get_needs (other->provider) != 0)
        continue;
      if (kith_provider_is_local (other->provider) || !kith_provider_is_local (step->provider))
        return FALSE;
    }
  return TRUE;
}

static void
start_waiting (KithLookupTask *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);

      if (step->started || !may_start (step))
        continue;
      step->started = TRUE;
      step_start (step);
    }
}

/* A local provider knows something else now: it is asked again, and those local ones that build on what the others say. Its facts stay till then. */
static void
on_provider_changed (KithLookupTask *self,
                     KithProvider   *provider)
{
  if (self->cancelled || !kith_provider_is_local (provider))
    return;
  drop_case (self);
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);

      if (step->provider != provider && (!kith_provider_is_local (step->provider) || kith_provider_get_needs (step->provider) == 0))
        continue;
      step_forget_ask (step);
      step->state = KITH_OUTCOME_PENDING;
      step->started = FALSE;
      self->completed = FALSE;
    }
  start_waiting (self);
}

/* Ends what is on its way; what is at hand here is asked again, without being told to remember anything. */
static void
restart_pending (KithLookupTask *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);

      if (step->state != KITH_OUTCOME_PENDING)
        continue;
      step_forget_ask (step);
      g_cancellable_cancel (step->cancellable);
      g_object_unref (step->cancellable);
      step->cancellable = g_cancellable_new ();
      g_clear_object (&step->answer);
      step->started = FALSE;
    }
  start_waiting (self);
}

/* The rows of the ledger name the sender of the message as well. */
static void
on_forgotten (KithLookupTask *self,
              KithAddress    *forgotten)
{
  if (self->cancelled)
    return;
  self->forgotten |= kith_forget_concerns (forgotten, self->address, NULL);
  self->n_known_forgets++;
  if (!kith_forget_concerns (forgotten, self->address, self->sender))
    return;
  g_clear_pointer (&self->sender, g_free);
  if (self->forgotten)
    g_ptr_array_set_size (self->confirmed, 0);
  drop_case (self);
  restart_pending (self);
}

static void
read_message (KithLookupTask *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *participants;

  if (self->message == NULL)
    return;
  self->content = kith_core_read_message (self->core, self->message, NULL, &error);
  if (self->content == NULL)
    {
      kith_core_warn (self->core, &error);
      return;
    }
  participants = kith_message_content_get_participants (self->content);
  if (participants->len > 0)
    self->sender = g_strdup (kith_address_get_key (kith_participant_get_address (g_ptr_array_index (participants, 0))));
}

/**
 * kith_lookup_task_start:
 * @self: a task
 *
 * Reads the message, looks into the cache and asks whom the policy allows.
 */
void
kith_lookup_task_start (KithLookupTask *self)
{
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (self->core));

  self->n_forgets = count_forgets (self);
  read_message (self);
  read_confirmations (self);
  for (guint i = 0; i < providers->len; i++)
    {
      Step *step = g_new0 (Step, 1);

      step->task = self;
      step->provider = g_object_ref (g_ptr_array_index (providers, i));
      step->cancellable = g_cancellable_new ();
      step->state = KITH_OUTCOME_PENDING;
      g_ptr_array_add (self->steps, step);
    }
  g_signal_connect_object (self->core, "forgotten", G_CALLBACK (on_forgotten), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kith_core_get_registry (self->core), "provider-changed", G_CALLBACK (on_provider_changed), self, G_CONNECT_SWAPPED);
  start_waiting (self);
  emit_soon (self);
}

/**
 * kith_lookup_task_cancel:
 * @self: a task
 *
 * Ends it: nothing is emitted any more, and requests that nobody else waits for are ended.
 */
void
kith_lookup_task_cancel (KithLookupTask *self)
{
  self->cancelled = TRUE;
  clear_emission (self);
  g_ptr_array_set_size (self->steps, 0);
}
