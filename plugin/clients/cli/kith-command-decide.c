/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>

/* On what the owner decides: who, in which field, said by whom, and what where it is given. */
typedef struct
{
  KithAddress *address;
  KithField field;
  GStrv rest;
  gboolean undo;
} Decision;

static void
decision_clear (Decision *self)
{
  g_clear_object (&self->address);
  g_strfreev (self->rest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Decision, decision_clear)

static gboolean
parse (const KithCommand  *self,
       const char *const  *argv,
       Decision           *decision,
       KithExit           *status)
{
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "undo", 0, 0, G_OPTION_ARG_NONE, &decision->undo, N_("Take back what you said"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &decision->rest, status))
    return FALSE;
  if (g_strv_length (decision->rest) < 3 || g_strv_length (decision->rest) > 4)
    {
      *status = kith_command_usage (_("give an address, a field, the provider that says it, and what it says where that is one of several"));
      return FALSE;
    }
  *status = kith_command_parse_field (decision->rest[1], &decision->field);
  if (*status != KITH_EXIT_FOUND)
    return FALSE;
  decision->address = kith_command_parse_address (decision->rest[0], &error);
  if (decision->address == NULL)
    *status = kith_command_fail (error);
  return decision->address != NULL;
}

static KithExit
undo (KithEngine     *engine,
      const Decision *decision)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  kith_engine_undecide_async (engine, decision->address, decision->field, decision->rest[2], decision->rest[3], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_undecide_finish (engine, result, &error) ? KITH_EXIT_FOUND : kith_command_fail (error);
}

static void
on_completed (KithLookup *lookup,
              gboolean   *completed)
{
  *completed = TRUE;
}

/* What the provider says of the person now, as far as it is known without asking anybody. */
static GPtrArray *
find_values (KithEngine     *engine,
             const Decision *decision)
{
  g_autoptr(KithLookup) lookup = kith_engine_lookup (engine, decision->address, NULL, KITH_LOOKUP_OFFLINE);
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  gboolean completed = FALSE;
  GPtrArray *facts;

  g_signal_connect (lookup, "completed", G_CALLBACK (on_completed), &completed);
  while (!completed)
    g_main_context_iteration (NULL, TRUE);
  facts = kith_profile_get_facts (kith_lookup_get_profile (lookup), decision->field);
  for (guint i = 0; facts != NULL && i < facts->len; i++)
    if (g_str_equal (kith_fact_get_provider_id (g_ptr_array_index (facts, i)), decision->rest[2]))
      g_ptr_array_add (values, g_strdup (kith_fact_get_value (g_ptr_array_index (facts, i))));
  return g_steal_pointer (&values);
}

static KithExit
confirm (KithEngine     *engine,
         const Decision *decision,
         const char     *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  kith_engine_confirm_async (engine, decision->address, decision->field, decision->rest[2], value, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_confirm_finish (engine, result, &error) ? KITH_EXIT_FOUND : kith_command_fail (error);
}

KithExit
kith_command_confirm (const KithCommand  *self,
                      const char *const  *argv)
{
  g_auto(Decision) decision = { 0 };
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GPtrArray) values = NULL;

  if (!parse (self, argv, &decision, &status))
    return status;
  engine = kith_command_new_engine ();
  if (decision.undo)
    return undo (engine, &decision);
  if (decision.rest[3] != NULL)
    return confirm (engine, &decision, decision.rest[3]);
  values = find_values (engine, &decision);
  if (values->len == 0)
    {
      kith_console_error (_("%s says nothing of that; “kith show” tells who says what"), decision.rest[2]);
      return KITH_EXIT_NOTHING;
    }
  for (guint i = 0; i < values->len && status == KITH_EXIT_FOUND; i++)
    status = confirm (engine, &decision, g_ptr_array_index (values, i));
  return status;
}

KithExit
kith_command_reject (const KithCommand  *self,
                     const char *const  *argv)
{
  g_auto(Decision) decision = { 0 };
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!parse (self, argv, &decision, &status))
    return status;
  engine = kith_command_new_engine ();
  if (decision.undo)
    return undo (engine, &decision);
  kith_engine_reject_async (engine, decision.address, decision.field, decision.rest[2], decision.rest[3], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_reject_finish (engine, result, &error) ? KITH_EXIT_FOUND : kith_command_fail (error);
}
