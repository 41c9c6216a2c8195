/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

/* The owner's word on a person, on its way into the file. */
typedef struct
{
  KithAddress *address;
  KithField field;
  char *provider_id; /* (nullable) */
  char *value;       /* (nullable) */
} Word;

typedef gboolean (*WriteFunc) (KithPeople  *people,
                               const Word  *word,
                               GError     **error);

static void
word_free (gpointer data)
{
  Word *word = data;

  g_clear_object (&word->address);
  g_free (word->provider_id);
  g_free (word->value);
  g_free (word);
}

static GTask *
new_call (KithEngine          *self,
          KithAddress         *address,
          Word               **word,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  *word = g_new0 (Word, 1);
  (*word)->address = g_object_ref (address);
  g_task_set_task_data (task, *word, word_free);
  return task;
}

static void
write_word (KithCore  *core,
            GTask     *task,
            WriteFunc  write)
{
  KithPeople *people = kith_core_get_people (core);
  g_autoptr (GError) error = NULL;

  if (people == NULL)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("The file with your own notes on people cannot be opened."));
  else if (!write (people, g_task_get_task_data (task), &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      g_signal_emit_by_name (core, "changed");
      g_task_return_boolean (task, TRUE);
    }
}

static gboolean
write_note (KithPeople  *people,
            const Word  *word,
            GError     **error)
{
  return kith_people_set_note (people, word->address, word->value, error);
}

static void
set_note (KithCore *core,
          GTask    *task)
{
  write_word (core, task, write_note);
}

/**
 * kith_engine_set_note_async:
 * @self: an engine
 * @address: a person
 * @text: (nullable): the owner's note; %NULL or empty deletes it
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps a note on a person.
 */
void
kith_engine_set_note_async (KithEngine          *self,
                            KithAddress         *address,
                            const char          *text,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Word *word;
  g_autoptr (GTask) task = new_call (self, address, &word, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_set_note_async);
  word->value = g_strdup (text);
  kith_worker_call_task (kith_engine_get_worker (self), task, set_note);
}

/**
 * kith_engine_set_note_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the note is kept
 */
gboolean
kith_engine_set_note_finish (KithEngine    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
write_correction (KithPeople  *people,
                  const Word  *word,
                  GError     **error)
{
  return kith_people_set_correction (people, word->address, word->field, word->value, error);
}

static void
correct (KithCore *core,
         GTask    *task)
{
  write_word (core, task, write_correction);
}

/**
 * kith_engine_correct_async:
 * @self: an engine
 * @address: a person
 * @field: what is wrong
 * @value: (nullable): what is right; %NULL or empty takes the correction back
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Keeps the owner's own word on a field: it comes before what any provider says, and never grows stale.
 */
void
kith_engine_correct_async (KithEngine          *self,
                           KithAddress         *address,
                           KithField            field,
                           const char          *value,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Word *word;
  g_autoptr (GTask) task = new_call (self, address, &word, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_correct_async);
  word->field = field;
  word->value = g_strdup (value);
  kith_worker_call_task (kith_engine_get_worker (self), task, correct);
}

/**
 * kith_engine_correct_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the correction is kept
 */
gboolean
kith_engine_correct_finish (KithEngine    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
write_rejection (KithPeople  *people,
                 const Word  *word,
                 GError     **error)
{
  return kith_people_add_rejection (people, word->address, word->field, word->provider_id, word->value, error);
}

static void
reject (KithCore *core,
        GTask    *task)
{
  write_word (core, task, write_rejection);
}

/**
 * kith_engine_reject_async:
 * @self: an engine
 * @address: a person
 * @field: what is wrong
 * @provider_id: who says so
 * @value: (nullable): the wrong value; %NULL for whatever the provider says of this field
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Hides a fact for good: "not this person".
 */
void
kith_engine_reject_async (KithEngine          *self,
                          KithAddress         *address,
                          KithField            field,
                          const char          *provider_id,
                          const char          *value,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Word *word;
  g_autoptr (GTask) task = new_call (self, address, &word, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_engine_reject_async);
  word->field = field;
  word->provider_id = g_strdup (provider_id);
  word->value = g_strdup (value);
  kith_worker_call_task (kith_engine_get_worker (self), task, reject);
}

/**
 * kith_engine_reject_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the fact is hidden from now on
 */
gboolean
kith_engine_reject_finish (KithEngine    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
