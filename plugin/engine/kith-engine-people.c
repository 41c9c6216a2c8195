/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-confirm.h>
#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

typedef struct _Word Word;

typedef gboolean (*WriteFunc) (KithPeople  *people,
                               const Word  *word,
                               GError     **error);

/* The owner's word on a person, on its way into the file. */
struct _Word
{
  KithAddress *address;
  KithField field;
  char *provider_id; /* (nullable) */
  char *value;       /* (nullable) */
  WriteFunc write;
};

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->address);
  g_free (word->provider_id);
  g_free (word->value);
  g_free (word);
}

static void
write_word (KithCore *core,
            GTask    *task)
{
  const Word *word = g_task_get_task_data (task);
  KithPeople *people = kith_core_get_people (core);
  g_autoptr (GError) error = NULL;

  if (people == NULL)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("The file with your own notes on people cannot be opened."));
  else if (!word->write (people, word, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      g_signal_emit_by_name (core, "changed");
      g_task_return_boolean (task, TRUE);
    }
}

/* @word: borrowed */
static void
begin (KithEngine          *self,
       Word                 word,
       gpointer             source_tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Word *copy = g_new (Word, 1);

  *copy = word;
  g_object_ref (copy->address);
  copy->provider_id = g_strdup (word.provider_id);
  copy->value = g_strdup (word.value);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, copy, word_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, write_word);
}

static gboolean
write_note (KithPeople  *people,
            const Word  *word,
            GError     **error)
{
  return kith_people_set_note (people, word->address, word->value, error);
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
  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));

  begin (self, (Word) { address, .value = (char *) text, .write = write_note }, kith_engine_set_note_async,
         cancellable, callback, user_data);
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
  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));

  begin (self, (Word) { address, field, NULL, (char *) value, write_correction }, kith_engine_correct_async,
         cancellable, callback, user_data);
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
  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));
  g_return_if_fail (provider_id != NULL);

  begin (self, (Word) { address, field, (char *) provider_id, (char *) value, write_rejection }, kith_engine_reject_async,
         cancellable, callback, user_data);
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

static gboolean
write_confirmation (KithPeople  *people,
                    const Word  *word,
                    GError     **error)
{
  return kith_people_add_confirmation (people, word->address, word->field, word->provider_id, word->value, error);
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
  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));
  g_return_if_fail (provider_id != NULL && value != NULL);

  begin (self, (Word) { address, field, (char *) provider_id, (char *) value, write_confirmation }, kith_engine_confirm_async,
         cancellable, callback, user_data);
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

static gboolean
write_nothing (KithPeople  *people,
               const Word  *word,
               GError     **error)
{
  return kith_people_remove_confirmation (people, word->address, word->field, word->provider_id, word->value, error)
         && kith_people_remove_rejection (people, word->address, word->field, word->provider_id, word->value, error);
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
  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));
  g_return_if_fail (provider_id != NULL);

  begin (self, (Word) { address, field, (char *) provider_id, (char *) value, write_nothing }, kith_engine_undecide_async,
         cancellable, callback, user_data);
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
