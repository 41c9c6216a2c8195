/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-search.h>

#include <jansson.h>

#include "kith-engine-private.h"

/* What the stores say of one address. */
typedef struct
{
  char *address;
  char *name;    /* (nullable) */
  char *role;    /* (nullable) */
  char *company; /* (nullable) */
  guint64 score; /* messages with the owner */
} Found;

/* A search on its way. */
typedef struct
{
  char *text;
  gboolean has_words;
  guint limit;
  KithCore *core;       /* (nullable): only in the engine thread */
  GHashTable *found;    /* (nullable) (element-type utf8 Found): by address */
  GHashTable *rejected; /* (nullable) (element-type utf8): what the owner said no to */
} Search;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->address);
  g_free (found->name);
  g_free (found->role);
  g_free (found->company);
  g_free (found);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->text);
  g_clear_pointer (&search->found, g_hash_table_unref);
  g_clear_pointer (&search->rejected, g_hash_table_unref);
  g_free (search);
}

/**
 * kith_match_free:
 * @self: (transfer full): a match
 *
 * Frees it.
 */
void
kith_match_free (KithMatch *self)
{
  g_free (self->address);
  g_free (self->name);
  g_free (self->about);
  g_free (self);
}

static void
free_match (gpointer data)
{
  kith_match_free (data);
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static Found *
need_found (Search     *search,
            const char *address)
{
  Found *found = g_hash_table_lookup (search->found, address);

  if (found == NULL)
    {
      found = g_new0 (Found, 1);
      found->address = g_strdup (address);
      g_hash_table_insert (search->found, found->address, found);
    }
  return found;
}

/* The first word counts: the stores are read in the order of their trust. */
static void
say (char       **place,
     const char  *value)
{
  if (*place == NULL && value != NULL && *value != '\0')
    *place = g_strdup (value);
}

/* @key: (nullable): of the value; %NULL for whatever the provider says */
static char *
make_rejection (const char *address,
                KithField   field,
                const char *provider_id,
                const char *key)
{
  return g_strdup_printf ("%s\n%s\n%s\n%s", address, kith_field_get_id (field), provider_id, key != NULL ? key : "");
}

static gboolean
is_rejected (Search     *search,
             const char *address,
             KithField   field,
             const char *provider_id,
             const char *value)
{
  g_autofree char *key = NULL;
  g_autofree char *any = NULL;
  g_autofree char *one = NULL;

  if (g_hash_table_size (search->rejected) == 0)
    return FALSE;
  key = kith_field_make_key (field, value);
  any = make_rejection (address, field, provider_id, NULL);
  one = make_rejection (address, field, provider_id, key);
  return g_hash_table_contains (search->rejected, any) || g_hash_table_contains (search->rejected, one);
}

/* What a provider said is found as long as it is shown: not where the owner, or an administrator, has switched it off. */
static gboolean
is_shown (Search     *search,
          const char *provider_id)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (search->core), provider_id);
  g_autoptr (KithProviderSettings) settings = provider != NULL ? kith_core_ref_provider_settings (search->core, provider) : NULL;

  return settings != NULL && kith_provider_settings_is_enabled (settings);
}

static void
say_field (Found      *found,
           KithField   field,
           const char *value)
{
  if (field == KITH_FIELD_NAME)
    say (&found->name, value);
  else if (field == KITH_FIELD_ROLE)
    say (&found->role, value);
  else if (field == KITH_FIELD_COMPANY)
    say (&found->company, value);
}

/* What a provider says of somebody, unless the owner said no to it. */
static void
say_for (Search     *search,
         const char *address,
         const char *provider_id,
         KithField   field,
         const char *value)
{
  if (value != NULL && !is_rejected (search, address, field, provider_id, value))
    say_field (need_found (search, address), field, value);
}

static void
add_word (const KithPeopleRow *row,
          gpointer             user_data)
{
  Search *search = user_data;

  if (row->kind != KITH_PEOPLE_REJECTION)
    say_field (need_found (search, row->address), row->field, row->value);
  else if (row->provider_id != NULL)
    g_hash_table_add (search->rejected, make_rejection (row->address, row->field, row->provider_id, row->value));
}

static void
add_known (const char *key,
           const char *name,
           guint       n_in,
           guint       n_out,
           gint64      last,
           gpointer    user_data)
{
  Found *found = need_found (user_data, key);

  say (&found->name, name);
  /* Whom the owner writes to is looked for more often than who writes. */
  found->score += (guint64) n_out * 4 + n_in;
}

static void
add_answer (const KithCacheRow *row,
            gpointer            user_data)
{
  Search *search = user_data;
  json_t *body = row->body != NULL && is_shown (search, row->provider_id) ? json_loads (row->body, 0, NULL) : NULL;
  json_t *fact;
  gsize i;

  json_array_foreach (json_object_get (body, "facts"), i, fact)
    {
      const char *id = json_string_value (json_object_get (fact, "field"));
      double confidence = json_number_value (json_object_get (fact, "confidence"));
      KithField field;

      if (id != NULL && confidence >= KITH_CONFIDENCE_FLOOR && kith_field_from_id (id, &field))
        say_for (search, row->address, row->provider_id, field, json_string_value (json_object_get (fact, "value")));
    }
  json_decref (body);
}

static gboolean
add_linkedin (Search        *search,
              KithLinkedIn  *linkedin,
              GError       **error)
{
  g_autoptr (GPtrArray) people = NULL;

  if (!is_shown (search, "linkedin"))
    return TRUE;
  people = kith_linkedin_list (linkedin, error);
  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      const KithLinkedInPerson *person = g_ptr_array_index (people, i);

      if (person->address == NULL)
        continue;
      say_for (search, person->address, "linkedin", KITH_FIELD_NAME, person->name);
      say_for (search, person->address, "linkedin", KITH_FIELD_ROLE, person->position);
      say_for (search, person->address, "linkedin", KITH_FIELD_COMPANY, person->company);
    }
  return TRUE;
}

static gboolean
gather (KithCore  *core,
        Search    *search,
        GError   **error)
{
  KithPeople *people = kith_core_get_people (core);
  KithLinkedIn *linkedin = kith_core_get_linkedin (core);
  KithCache *cache = kith_core_get_cache (core);

  search->core = core;
  search->found = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, found_free);
  search->rejected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if ((people != NULL && !kith_people_foreach (people, NULL, add_word, search, error))
      || (linkedin != NULL && !add_linkedin (search, linkedin, error))
      || (cache != NULL && !kith_cache_foreach (cache, add_answer, search, error)))
    return FALSE;
  if (kith_core_get_history (core) != NULL && is_shown (search, "history"))
    kith_history_foreach_address (kith_core_get_history (core), add_known, search);
  return TRUE;
}

/* Each word begins a word of the address, the name, the role or the company; accents need not be typed. */
static gboolean
matches (const Search *search,
         const Found  *found)
{
  const char *parts[] = { found->address, found->name, found->role, found->company };
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (all, "%s ", parts[i]);
  return strstr (found->address, search->text) != NULL || (search->has_words && g_str_match_string (search->text, all->str, TRUE));
}

/* GLib finds everything where there is no word to look for. */
static gboolean
has_words (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const Found *one = *(Found *const *) a;
  const Found *other = *(Found *const *) b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return strcmp (one->address, other->address);
}

static KithMatch *
make_match (const Found *found)
{
  KithMatch *match = g_new0 (KithMatch, 1);

  match->address = g_strdup (found->address);
  match->name = g_strdup (found->name);
  if (found->role != NULL && found->company != NULL)
    match->about = g_strdup_printf ("%s · %s", found->role, found->company);
  else
    match->about = g_strdup (found->role != NULL ? found->role : found->company);
  return match;
}

static void
search_stores (KithCore *core,
               GTask    *task)
{
  Search *search = g_task_get_task_data (task);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (free_match);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer found;

  if (!gather (core, search, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_hash_table_iter_init (&iter, search->found);
  while (g_hash_table_iter_next (&iter, NULL, &found))
    if (matches (search, found))
      g_ptr_array_add (sorted, found);
  g_ptr_array_sort (sorted, compare_found);
  for (guint i = 0; i < sorted->len && i < search->limit; i++)
    g_ptr_array_add (results, make_match (g_ptr_array_index (sorted, i)));
  g_task_return_pointer (task, g_steal_pointer (&results), unref_array);
}

/**
 * kith_engine_search_async:
 * @self: an engine
 * @text: the beginnings of words of the name, the address, the role or the company
 * @limit: at most so many
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds people in what is stored here: the owner's own word, LinkedIn connections, remembered answers and the history. Nothing is sent.
 */
void
kith_engine_search_async (KithEngine          *self,
                          const char          *text,
                          guint                limit,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (KITH_IS_ENGINE (self) && text != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_search_async);
  g_task_set_name (task, "kith_engine_search_async");
  search = g_new0 (Search, 1);
  search->text = g_utf8_strdown (text, -1);
  search->has_words = has_words (search->text);
  search->limit = limit;
  g_task_set_task_data (task, search, search_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, search_stores);
}

/**
 * kith_engine_search_finish:
 * @self: an engine
 * @result: the result
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable) (element-type KithMatch): who was found; those the owner writes with most first
 */
GPtrArray *
kith_engine_search_finish (KithEngine    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
