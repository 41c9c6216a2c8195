/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-ask.h"
#include "kith-rules-private.h"

/* What a call carries into the engine thread. Each call uses what it needs. */
typedef struct
{
  KithAddress *address; /* (nullable) */
  gboolean never;
  char *key;            /* (nullable): of a setting, or a provider's id */
  char *text;           /* (nullable) */
  KithRuleChange change;
} Arguments;

static void
arguments_free (gpointer data)
{
  Arguments *arguments = data;

  g_clear_object (&arguments->address);
  g_free (arguments->key);
  g_free (arguments->text);
  g_free (arguments);
}

static GTask *
new_call (KithEngine          *self,
          gpointer             tag,
          Arguments          **arguments,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  *arguments = g_new0 (Arguments, 1);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, *arguments, arguments_free);
  return task;
}

static void
unref_object (gpointer data)
{
  g_object_unref (data);
}

static KithSettings *
find_settings (KithCore  *core,
               GError   **error)
{
  KithSettings *settings = kith_core_get_settings (core);

  if (settings == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The settings of Kith cannot be read: it may not be installed completely."));
  return settings;
}

static void
return_done (GTask   *task,
             gboolean done,
             GError  *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* -- reading -- */

static void
get_rules (KithCore *core,
           GTask    *task)
{
  GError *error = NULL;
  KithSettings *settings = find_settings (core, &error);
  g_autoptr (GVariant) described = NULL;
  KithRulesFields fields = { 0 };

  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  fields.settings = described = kith_settings_describe (settings, NULL);
  /* What cannot be counted is told as a notice when it was opened, and shown as nothing here. */
  if (kith_core_get_cache (core) != NULL)
    kith_cache_measure (kith_core_get_cache (core), &fields.cache_bytes, &fields.cache_answers, &fields.cache_oldest, NULL);
  if (kith_core_get_people (core) != NULL)
    kith_people_count_never (kith_core_get_people (core), &fields.n_never, NULL);
  g_task_return_pointer (task, kith_rules_new (&fields), unref_object);
}

/**
 * kith_engine_get_rules_async:
 * @self: an engine
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the settings that hold for all providers, and how much is kept.
 */
void
kith_engine_get_rules_async (KithEngine          *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, kith_engine_get_rules_async, &arguments, cancellable, callback, user_data);

  kith_worker_call_task (kith_engine_get_worker (self), task, get_rules);
}

/**
 * kith_engine_get_rules_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the rules as they are now
 */
KithRules *
kith_engine_get_rules_finish (KithEngine    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* -- changing -- */

static GVariant *
edit_list (KithSettings   *settings,
           const char     *key,
           KithRuleChange  change,
           GVariant       *words)
{
  g_auto (GStrv) list = kith_settings_dup_strings (settings, key);
  g_autofree const char **edits = g_variant_get_strv (words, NULL);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (gsize i = 0; list[i] != NULL; i++)
    if (change == KITH_RULE_CHANGE_ADD || !g_strv_contains (edits, list[i]))
      g_variant_builder_add (&builder, "s", list[i]);
  for (gsize i = 0; change == KITH_RULE_CHANGE_ADD && edits[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) list, edits[i]))
      g_variant_builder_add (&builder, "s", edits[i]);

  return g_variant_builder_end (&builder);
}

/* What is taken away may have been written by somebody who does not know how it should look. */
static GVariant *
parse_edit (const Arguments     *arguments,
            const GVariantType  *type,
            GError             **error)
{
  const char *words[] = { arguments->text, NULL };

  if (arguments->change == KITH_RULE_CHANGE_REMOVE)
    return g_variant_new_strv (words, -1);
  return kith_rules_parse (arguments->key, type, arguments->text, error);
}

static gboolean
change_setting (KithSettings     *settings,
                const Arguments  *arguments,
                GError          **error)
{
  g_autoptr (GVariantType) type = kith_settings_dup_key_type (settings, arguments->key);
  g_autoptr (GVariant) value = NULL;

  if (type == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such setting"));
      return FALSE;
    }
  if (arguments->change != KITH_RULE_CHANGE_SET && !g_variant_type_equal (type, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The setting “%s” is no list"), arguments->key);
      return FALSE;
    }

  value = parse_edit (arguments, type, error);
  if (value == NULL)
    return FALSE;
  g_variant_ref_sink (value);
  if (arguments->change == KITH_RULE_CHANGE_SET)
    return kith_settings_set_value (settings, arguments->key, value, error);
  return kith_settings_set_value (settings, arguments->key, edit_list (settings, arguments->key, arguments->change, value), error);
}

static void
change_rule (KithCore *core,
             GTask    *task)
{
  GError *error = NULL;
  KithSettings *settings = find_settings (core, &error);
  gboolean done = settings != NULL && change_setting (settings, g_task_get_task_data (task), &error);

  return_done (task, done, error);
}

/**
 * kith_engine_change_rule_async:
 * @self: an engine
 * @key: a key of org.kith.Kith
 * @change: how
 * @text: the value as text: "true" or "false", a number, a list with commas; what to add or remove
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Changes a setting that holds for all providers, in all programs. Fails with %KITH_ERROR_REFUSED where an administrator has locked it.
 */
void
kith_engine_change_rule_async (KithEngine          *self,
                               const char          *key,
                               KithRuleChange       change,
                               const char          *text,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Arguments *arguments;

  g_return_if_fail (KITH_IS_ENGINE (self) && key != NULL && text != NULL);

  task = new_call (self, kith_engine_change_rule_async, &arguments, cancellable, callback, user_data);
  arguments->key = g_strdup (key);
  arguments->text = g_strdup (text);
  arguments->change = change;
  kith_worker_call_task (kith_engine_get_worker (self), task, change_rule);
}

/**
 * kith_engine_change_rule_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the setting is as wished
 */
gboolean
kith_engine_change_rule_finish (KithEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- the order of the providers -- */

/* The owner's own word comes first, whatever the order is. */
#define OWN_WORD "you"

/* Returns: (element-type utf8): the order in force, with the ids whose provider is not there at present: it may come back */
static GPtrArray *
list_order (KithCore     *core,
            KithSettings *settings)
{
  g_auto (GStrv) wished = kith_settings_dup_strings (settings, "provider-order");
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (core));
  GPtrArray *order = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; wished[i] != NULL; i++)
    if (strcmp (wished[i], OWN_WORD) != 0 && !g_ptr_array_find_with_equal_func (order, wished[i], g_str_equal, NULL))
      g_ptr_array_add (order, g_strdup (wished[i]));
  for (guint i = 0; i < providers->len; i++)
    {
      const char *id = kith_provider_get_id (g_ptr_array_index (providers, i));

      if (strcmp (id, OWN_WORD) != 0 && !g_ptr_array_find_with_equal_func (order, id, g_str_equal, NULL))
        g_ptr_array_add (order, g_strdup (id));
    }

  return order;
}

static void
move_provider (KithCore *core,
               GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  GError *error = NULL;
  KithSettings *settings = find_settings (core, &error);
  g_autoptr (GPtrArray) order = NULL;
  guint from, to;

  if (settings == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  order = list_order (core, settings);
  if (!g_ptr_array_find_with_equal_func (order, arguments->key, g_str_equal, &from))
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such provider; “kith providers” lists them."));
      return;
    }
  if (g_strcmp0 (arguments->key, arguments->text) != 0)
    {
      char *id = g_ptr_array_steal_index (order, from);

      if (g_strcmp0 (arguments->text, OWN_WORD) == 0)
        to = 0;
      else if (arguments->text == NULL || !g_ptr_array_find_with_equal_func (order, arguments->text, g_str_equal, &to))
        to = order->len;
      g_ptr_array_insert (order, to, id);
    }

  g_ptr_array_add (order, NULL);
  return_done (task, kith_settings_set_strings (settings, "provider-order", (const char *const *) order->pdata, &error), error);
}

/**
 * kith_engine_move_provider_async:
 * @self: an engine
 * @provider_id: a provider
 * @before_id: (nullable): the one that it is to come before; %NULL to come last
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Changes the order that decides whose fact wins. The owner's own word (`you`) comes first always and cannot be moved.
 */
void
kith_engine_move_provider_async (KithEngine          *self,
                                 const char          *provider_id,
                                 const char          *before_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Arguments *arguments;

  g_return_if_fail (KITH_IS_ENGINE (self) && provider_id != NULL);

  task = new_call (self, kith_engine_move_provider_async, &arguments, cancellable, callback, user_data);
  arguments->key = g_strdup (provider_id);
  arguments->text = g_strdup (before_id);
  kith_worker_call_task (kith_engine_get_worker (self), task, move_provider);
}

/**
 * kith_engine_move_provider_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the order is as wished
 */
gboolean
kith_engine_move_provider_finish (KithEngine    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- people who are never looked up -- */

static void
set_never (KithCore *core,
           GTask    *task)
{
  Arguments *arguments = g_task_get_task_data (task);
  KithPeople *people = kith_core_get_people (core);
  GError *error = NULL;
  gboolean done;

  if (people == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_STORAGE, _("The file with your own notes on people cannot be opened."));
      return;
    }

  done = arguments->never ? kith_people_add_never (people, arguments->address, &error)
                          : kith_people_remove_never (people, arguments->address, &error);
  if (done && arguments->never)
    kith_ask_stop_about (core, arguments->address, FALSE);
  if (done)
    g_signal_emit_by_name (core, "changed");
  return_done (task, done, error);
}

/**
 * kith_engine_set_never_async:
 * @self: an engine
 * @address: a person
 * @never: whether nobody may ever be asked about the person
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Puts a person on the do-not-look-up list, as a salted hash only, or takes the person from it. What is kept of the person stays:
 * see kith_engine_forget_async().
 */
void
kith_engine_set_never_async (KithEngine          *self,
                             KithAddress         *address,
                             gboolean             never,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Arguments *arguments;

  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address));

  task = new_call (self, kith_engine_set_never_async, &arguments, cancellable, callback, user_data);
  arguments->address = g_object_ref (address);
  arguments->never = never;
  kith_worker_call_task (kith_engine_get_worker (self), task, set_never);
}

/**
 * kith_engine_set_never_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if it is written
 */
gboolean
kith_engine_set_never_finish (KithEngine    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* -- the cache -- */

static void
empty_cache (KithCore *core,
             GTask    *task)
{
  GError *error = NULL;
  gboolean done = kith_core_get_cache (core) == NULL || kith_cache_clear (kith_core_get_cache (core), &error);

  if (done)
    g_signal_emit_by_name (core, "changed");
  return_done (task, done, error);
}

/**
 * kith_engine_empty_cache_async:
 * @self: an engine
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Deletes all remembered answers and pictures. Your own word on people, the history and the ledger stay.
 */
void
kith_engine_empty_cache_async (KithEngine          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Arguments *arguments;
  g_autoptr (GTask) task = new_call (self, kith_engine_empty_cache_async, &arguments, cancellable, callback, user_data);

  kith_worker_call_task (kith_engine_get_worker (self), task, empty_cache);
}

/**
 * kith_engine_empty_cache_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if nothing is left
 */
gboolean
kith_engine_empty_cache_finish (KithEngine    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
