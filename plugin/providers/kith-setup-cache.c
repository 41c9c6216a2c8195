/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-setup-cache.h"

#define KEEP_SECONDS (12 * 60 * 60)

typedef struct
{
  gint64 until;       /* monotonic seconds */
  GHashTable *values; /* (element-type utf8 utf8) */
  GHashTable *lists;  /* (element-type utf8 GPtrArray) */
} Entry;

struct _KithSetupCache
{
  GHashTable *entries; /* (element-type utf8 Entry) */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_hash_table_unref (entry->values);
  g_hash_table_unref (entry->lists);
  g_free (entry);
}

KithSetupCache *
kith_setup_cache_new (void)
{
  KithSetupCache *self = g_new0 (KithSetupCache, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

void
kith_setup_cache_free (KithSetupCache *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Another server, another user or another token: another answer. The token itself is not kept. */
static char *
make_key (KithQuery      *query,
          const KithStep *step)
{
  KithProviderSettings *settings = kith_query_get_settings (query);
  const char *base_url = settings != NULL ? kith_provider_settings_get_base_url (settings) : NULL;
  const char *user = settings != NULL ? kith_provider_settings_get_user (settings) : NULL;
  KithCredentials *credentials = kith_query_get_credentials (query);
  const char *account = credentials != NULL ? kith_credentials_get_user (credentials) : NULL;
  const char *server = credentials != NULL ? kith_credentials_get_server (credentials) : NULL;
  const char *token = kith_query_get_token (query);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token != NULL ? token : "", -1);

  return g_strjoin ("\n", step->id, or_empty (base_url), or_empty (user), or_empty (server), or_empty (account), hash, NULL);
}

/* Tokens come and go; what was learnt with them stays no longer than it holds. */
static gboolean
is_over (gpointer key,
         gpointer entry,
         gpointer now)
{
  return ((Entry *) entry)->until < *(gint64 *) now;
}

gboolean
kith_setup_cache_load (KithSetupCache *self,
                       KithQuery      *query,
                       const KithStep *step,
                       KithVariables  *variables)
{
  g_autofree char *key = make_key (query, step);
  Entry *entry = g_hash_table_lookup (self->entries, key);
  GHashTableIter iter;
  gpointer name, value;

  if (entry == NULL || entry->until < g_get_monotonic_time () / G_USEC_PER_SEC)
    return FALSE;
  g_hash_table_iter_init (&iter, entry->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    kith_variables_set (variables, name, value);
  g_hash_table_iter_init (&iter, entry->lists);
  while (g_hash_table_iter_next (&iter, &name, &value))
    kith_variables_add_to_list (variables, name, value, G_MAXUINT);
  return TRUE;
}

static void
collect (GPtrArray     *rules,
         KithVariables *variables,
         Entry         *entry)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const KithRule *rule = rules->pdata[i];
      GPtrArray *list;
      const char *value;

      collect (rule->children, variables, entry);
      if (rule->kind != KITH_RULE_CAPTURE)
        continue;
      list = rule->list ? kith_variables_get_list (variables, rule->name) : NULL;
      value = rule->list ? NULL : kith_variables_lookup (rule->name, variables);
      if (list != NULL)
        g_hash_table_replace (entry->lists, g_strdup (rule->name), g_ptr_array_ref (list));
      if (value != NULL)
        g_hash_table_replace (entry->values, g_strdup (rule->name), g_strdup (value));
    }
}

void
kith_setup_cache_store (KithSetupCache *self,
                        KithQuery      *query,
                        const KithStep *step,
                        KithVariables  *variables)
{
  Entry *entry = g_new0 (Entry, 1);
  gint64 now = g_get_monotonic_time () / G_USEC_PER_SEC;

  g_hash_table_foreach_remove (self->entries, is_over, &now);
  entry->until = now + KEEP_SECONDS;
  entry->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  entry->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  collect (step->rules, variables, entry);
  /* Where the step was sent to, or what it discovered. */
  if (kith_variables_lookup ("server", variables) != NULL)
    g_hash_table_replace (entry->values, g_strdup ("server"), g_strdup (kith_variables_lookup ("server", variables)));
  g_hash_table_replace (self->entries, make_key (query, step), entry);
}

/* After a failure nothing that was learnt of the server is relied on. */
void
kith_setup_cache_clear (KithSetupCache *self)
{
  g_hash_table_remove_all (self->entries);
}
