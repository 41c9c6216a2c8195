/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-first-run.h>

#include "kith-case.h"
#include "kith-declared-provider.h"
#include "kith-engine-private.h"

#define DISMISSED_KEY "first-run-dismissed"

typedef struct
{
  KithAddress *address;
  KithMessage *message; /* (nullable) */
  gboolean asked_for;
} Offering;

static void
offering_free (gpointer data)
{
  Offering *offering = data;

  g_clear_object (&offering->address);
  g_clear_object (&offering->message);
  g_free (offering);
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static gboolean
is_any_switched_on (KithCore  *core,
                    GPtrArray *providers)
{
  for (guint i = 0; i < providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (providers, i);
      g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (core, provider);

      if (!kith_provider_is_local (provider) && kith_provider_settings_is_enabled (settings))
        return TRUE;
    }
  return FALSE;
}

/* Asked by itself only as long as the owner has neither said no nor switched anything on. */
static gboolean
is_to_be_asked (KithCore       *core,
                const Offering *offering,
                GPtrArray      *providers)
{
  KithSettings *settings = kith_core_get_settings (core);

  if (settings == NULL)
    return FALSE;
  return offering->asked_for || (!kith_settings_get_boolean (settings, DISMISSED_KEY) && !is_any_switched_on (core, providers));
}

/*
 * One that can be switched on with a click, or after signing in, and that may know such a person. That it is asked only when the owner clicks is no
 * obstacle: consent is one thing, the moment is another.
 */
static gboolean
is_offer (KithProvider *provider,
          KithVerdict  *verdict,
          KithAddress  *address)
{
  KithDeclaredProvider *declared = KITH_IS_DECLARED_PROVIDER (provider) ? KITH_DECLARED_PROVIDER (provider) : NULL;

  if (declared != NULL && kith_address_is_freemail (address) && !kith_declared_provider_takes_freemail (declared))
    return FALSE;
  if (kith_verdict_get_rule (verdict) == KITH_RULE_NEEDS_TOKEN)
    return declared != NULL && kith_declared_provider_get_sign_in (declared) == KITH_SIGN_IN_BROWSER;
  return kith_verdict_is_ask (verdict) || kith_verdict_get_rule (verdict) == KITH_RULE_CLICK;
}

/* What keeps every provider from being asked about this person, or through this message. */
static gboolean
is_about_person (KithRule rule)
{
  switch (rule)
    {
    case KITH_RULE_OFFLINE:
    case KITH_RULE_OWN_ADDRESS:
    case KITH_RULE_LIST:
    case KITH_RULE_AUTOMATIC:
    case KITH_RULE_NO_REPLY:
    case KITH_RULE_ROLE:
    case KITH_RULE_JUNK:
    case KITH_RULE_ENCRYPTED:
    case KITH_RULE_NEVER:
    case KITH_RULE_AUTHENTICATION:
    case KITH_RULE_UNREADABLE:
    case KITH_RULE_VIA:
      return TRUE;
    default:
      return FALSE;
    }
}

static GPtrArray *
collect_offers (KithCase       *judged,
                const Offering *offering,
                GPtrArray      *providers)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KithVerdict) obstacle = NULL;

  for (guint i = 0; i < providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (providers, i);
      g_autoptr (KithVerdict) verdict = kith_provider_is_local (provider) ? NULL : kith_case_suppose (judged, provider);

      if (verdict == NULL)
        continue;
      if (is_offer (provider, verdict, offering->address))
        g_ptr_array_add (offers, g_steal_pointer (&verdict));
      else if (obstacle == NULL && is_about_person (kith_verdict_get_rule (verdict)))
        obstacle = g_steal_pointer (&verdict);
    }
  /* Who asks is told why nobody can help. */
  if (offers->len == 0 && offering->asked_for && obstacle != NULL)
    g_ptr_array_add (offers, g_steal_pointer (&obstacle));
  return offers;
}

static void
list_offers (KithCore *core,
             GTask    *task)
{
  const Offering *offering = g_task_get_task_data (task);
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (core));
  g_autoptr (KithMessageContent) content = NULL;
  g_autoptr (KithCase) judged = NULL;

  if (!is_to_be_asked (core, offering, providers))
    {
      g_task_return_pointer (task, g_ptr_array_new_with_free_func (g_object_unref), unref_array);
      return;
    }
  if (offering->message != NULL)
    content = kith_core_read_message (core, offering->message, g_task_get_cancellable (task), NULL);
  judged = kith_case_new (core, offering->address, offering->message, content, KITH_LOOKUP_NONE);
  g_task_return_pointer (task, judged != NULL ? collect_offers (judged, offering, providers) : g_ptr_array_new (), unref_array);
}

/**
 * kith_engine_list_offers_async:
 * @self: an engine
 * @address: a person
 * @message: (nullable): the message through which the person is met
 * @asked_for: whether the owner wants to be asked now; otherwise only who has not yet said “Not now”, and has switched nothing on, is asked
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Lists the providers that are off and could help with this person: they may be asked about such a person by every rule, and can be switched on with
 * a click, or after signing in in the browser. Sends nothing and changes nothing.
 */
void
kith_engine_list_offers_async (KithEngine          *self,
                               KithAddress         *address,
                               KithMessage         *message,
                               gboolean             asked_for,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Offering *offering;

  g_return_if_fail (KITH_IS_ENGINE (self));
  g_return_if_fail (KITH_IS_ADDRESS (address));
  g_return_if_fail (message == NULL || KITH_IS_MESSAGE (message));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_list_offers_async);
  offering = g_new0 (Offering, 1);
  offering->address = g_object_ref (address);
  g_set_object (&offering->message, message);
  offering->asked_for = asked_for;
  g_task_set_task_data (task, offering, offering_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, list_offers);
}

/**
 * kith_engine_list_offers_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithVerdict): what each would be sent; rule %KITH_RULE_ASK, or %KITH_RULE_CLICK for one that would
 *   be asked only when the owner clicks, or %KITH_RULE_NEEDS_TOKEN for one that is to be signed in to. Empty where the question is not to be asked. Where the owner asked for it and nobody may be asked about this person, the one
 *   verdict that says why
 */
GPtrArray *
kith_engine_list_offers_finish (KithEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
dismiss (KithCore *core,
         gpointer  user_data)
{
  KithSettings *settings = kith_core_get_settings (core);
  g_autoptr (GError) error = NULL;

  if (settings == NULL || kith_settings_get_boolean (settings, DISMISSED_KEY))
    return;
  if (!kith_settings_set_boolean (settings, DISMISSED_KEY, TRUE, &error))
    kith_core_warn (core, &error);
}

/**
 * kith_engine_dismiss_first_run:
 * @self: an engine
 *
 * The owner has answered: no card of any program asks by itself again.
 */
void
kith_engine_dismiss_first_run (KithEngine *self)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  kith_worker_call (kith_engine_get_worker (self), dismiss, NULL, NULL);
}
