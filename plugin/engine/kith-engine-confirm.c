/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-confirm.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-engine-private.h"

/* A fact on which the owner decides. */
typedef struct
{
  KithAddress *address;
  KithField field;
  char *provider_id;
  char *value; /* (nullable) */
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_object_unref (decision->address);
  g_free (decision->provider_id);
  g_free (decision->value);
  g_free (decision);
}

static GTask *
new_call (KithEngine          *self,
          KithAddress         *address,
          KithField            field,
          const char          *provider_id,
          const char          *value,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Decision *decision = g_new0 (Decision, 1);

  decision->address = g_object_ref (address);
  decision->field = field;
  decision->provider_id = g_strdup (provider_id);
  decision->value = g_strdup (value);
  g_task_set_task_data (task, decision, decision_free);
  return task;
}

/* Takes @error where @done is no. */
static void
end_call (KithCore *core,
          GTask    *task,
          gboolean  done,
          GError   *error)
{
  if (!done)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit_by_name (core, "changed");
  g_task_return_boolean (task, TRUE);
}

static KithPeople *
get_people (KithCore  *core,
            GError   **error)
{
  KithPeople *people = kith_core_get_people (core);

  if (people == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The file with your own notes on people cannot be opened."));
  return people;
}

static void
confirm (KithCore *core,
         GTask    *task)
{
  Decision *decision = g_task_get_task_data (task);
  GError *error = NULL;
  KithPeople *people = get_people (core, &error);
  gboolean done = people != NULL && kith_people_add_confirmation (people, decision->address, decision->field, decision->provider_id,
                                                                  decision->value, &error);

  end_call (core, task, done, error);
}

/**
 * kith_engine_confirm_async:
 * @self: an engine
 * @address: a person
 * @field: what is said
 * @provider_id: who says it
 * @value: what is right of what is said
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps the owner's yes to a fact: it is certain from then on, never grows stale, and stays where the provider does not say it any more. The no is
 * [method@Kith.Engine.reject_async]; [method@Kith.Engine.undecide_async] takes either back.
 */
void
kith_engine_confirm_async (KithEngine          *self,
                           KithAddress         *address,
                           KithField            field,
                           const char          *provider_id,
                           const char          *value,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));
  g_return_if_fail (provider_id != NULL && value != NULL);

  task = new_call (self, address, field, provider_id, value, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_confirm_async);
  kith_worker_call_task (kith_engine_get_worker (self), task, confirm);
}

/**
 * kith_engine_confirm_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the fact is confirmed from now on
 */
gboolean
kith_engine_confirm_finish (KithEngine    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
undecide (KithCore *core,
          GTask    *task)
{
  Decision *decision = g_task_get_task_data (task);
  GError *error = NULL;
  KithPeople *people = get_people (core, &error);
  gboolean done = people != NULL
                  && kith_people_remove_confirmation (people, decision->address, decision->field, decision->provider_id, decision->value, &error)
                  && kith_people_remove_rejection (people, decision->address, decision->field, decision->provider_id, decision->value, &error);

  end_call (core, task, done, error);
}

/**
 * kith_engine_undecide_async:
 * @self: an engine
 * @address: a person
 * @field: what is said
 * @provider_id: who says it
 * @value: (nullable): what the owner said yes or no to; %NULL for all that the provider says in the field
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes the owner's yes or no to a fact back: it is shown as the provider says it, unconfirmed where the provider is not sure.
 */
void
kith_engine_undecide_async (KithEngine          *self,
                            KithAddress         *address,
                            KithField            field,
                            const char          *provider_id,
                            const char          *value,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));
  g_return_if_fail (provider_id != NULL);

  task = new_call (self, address, field, provider_id, value, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_undecide_async);
  kith_worker_call_task (kith_engine_get_worker (self), task, undecide);
}

/**
 * kith_engine_undecide_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if nothing is decided about the fact any more
 */
gboolean
kith_engine_undecide_finish (KithEngine    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
