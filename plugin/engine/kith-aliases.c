/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-aliases.h"

#include <kith/kith-contact.h>

/* A contact with more than this is somebody's list. */
#define MAX_ALIASES 8

/* The index is written anew, which takes a while: not in the thread that answers. */
typedef struct
{
  KithHistory *history;
  KithAddress *address;
  GPtrArray *others; /* (element-type KithAddress) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->history);
  g_object_unref (job->address);
  g_ptr_array_unref (job->others);
  g_free (job);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  for (guint i = 0; i < job->others->len; i++)
    if (!kith_history_add_alias (job->history, job->address, g_ptr_array_index (job->others, i), &error))
      {
        g_task_return_error (task, error);
        return;
      }
  g_task_return_boolean (task, TRUE);
}

static void
on_told (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  KithCore *core = KITH_CORE (source);
  KithProvider *provider = kith_core_is_open (core) ? kith_registry_find (kith_core_get_registry (core), "history") : NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("The history was not told that addresses are one person: %s", error->message);
  else if (provider != NULL)
    kith_provider_changed (provider);
}

/* An office is not the person who works there, whatever the book says. */
static KithAddress *
read_alias (KithFact *fact)
{
  g_autoptr (KithAddress) other = NULL;

  if (kith_fact_get_field (fact) != KITH_FIELD_EMAIL || kith_fact_get_book_name (fact) == NULL)
    return NULL;
  other = kith_address_new (kith_fact_get_value (fact), NULL, NULL);
  return other != NULL && !kith_address_is_role (other) ? g_steal_pointer (&other) : NULL;
}

/*
 * kith_aliases_learn:
 * @core: the core
 * @address: a person
 * @answer: what a provider says of the person
 *
 * Tells the history the other addresses that an address book of the owner's gives, where it knows both as different people.
 */
void
kith_aliases_learn (KithCore    *core,
                    KithAddress *address,
                    KithAnswer  *answer)
{
  KithHistory *history = kith_core_get_history (core);
  GPtrArray *facts = kith_answer_get_facts (answer);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (history == NULL || kith_address_is_role (address))
    return;
  for (guint i = 0; i < facts->len && others->len < MAX_ALIASES; i++)
    {
      g_autoptr (KithAddress) other = read_alias (g_ptr_array_index (facts, i));

      if (other != NULL && kith_history_is_another (history, address, other))
        g_ptr_array_add (others, g_steal_pointer (&other));
    }
  if (others->len == 0)
    return;
  job = g_new0 (Job, 1);
  job->history = g_object_ref (history);
  job->address = g_object_ref (address);
  job->others = g_steal_pointer (&others);
  task = g_task_new (core, kith_access_get_closing (kith_core_get_access (core)), on_told, NULL);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_source_tag (task, kith_aliases_learn);
  g_task_set_name (task, "[kith] one person");
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run);
}
