/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-export-document.h"

#include <glib/gi18n-lib.h>
#include <jansson.h>
#include <kith/kith-error.h>

#include "kith-traces.h"

/* Nobody has more messages with one person, and a document without end helps nobody. */
#define MAX_MESSAGES 1000000
#define MAX_ACQUAINTANCES 100000

/* The document while it is written. */
typedef struct
{
  KithCore *core;
  KithAddress *address; /* (nullable): everybody */
  KithTraces *traces;   /* (nullable) (owned) */
  json_t *root;         /* (owned) */
} Document;

/* The lists of the store with the owner's own word. */
static const char *const word_lists[] = {
  [KITH_PEOPLE_NOTE] = "notes",
  [KITH_PEOPLE_CORRECTION] = "corrections",
  [KITH_PEOPLE_REJECTION] = "rejections",
  [KITH_PEOPLE_CONFIRMATION] = "confirmations",
};

static void
document_free (Document *self)
{
  g_clear_pointer (&self->traces, kith_traces_free);
  json_decref (self->root);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, document_free)

/* %NULL leaves the member out. What a damaged file holds may be no UTF-8; the document always is. */
static void
set_text (json_t     *object,
          const char *name,
          const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    json_object_set_new (object, name, json_string (valid));
}

static void
set_time (json_t     *object,
          const char *name,
          gint64      unix_seconds)
{
  g_autoptr (GDateTime) time = unix_seconds > 0 ? g_date_time_new_from_unix_utc (unix_seconds) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  set_text (object, name, text);
}

static void
set_number (json_t     *object,
            const char *name,
            gint64      number)
{
  json_object_set_new (object, name, json_integer (number));
}

static json_t *
add_list (json_t     *object,
          const char *name)
{
  json_t *list = json_array ();

  json_object_set_new (object, name, list);
  return list;
}

static gboolean
is_about (Document   *self,
          const char *key)
{
  return self->address == NULL || g_strcmp0 (key, kith_address_get_key (self->address)) == 0;
}

/* -- answers and pictures -- */

static gboolean
names_person (Document *self,
              json_t   *object)
{
  const char *name;
  json_t *value;

  json_object_foreach (object, name, value)
    {
      if (json_is_string (value) && kith_traces_match (self->traces, json_string_value (value)))
        return TRUE;
    }
  return FALSE;
}

/* Of an answer about somebody else, what names the person. */
static json_t *
copy_list (Document *self,
           json_t   *list,
           gboolean  all)
{
  json_t *copy = json_array ();
  gsize i;
  json_t *item;

  json_array_foreach (list, i, item)
    {
      if (all || names_person (self, item))
        json_array_append (copy, item);
    }
  return copy;
}

static void
add_answer (Document           *self,
            const KithCacheRow *row)
{
  json_t *body = row->body != NULL ? json_loads (row->body, 0, NULL) : NULL;
  gboolean own = is_about (self, row->address);
  json_t *facts = copy_list (self, json_object_get (body, "facts"), own);
  json_t *connections = copy_list (self, json_object_get (body, "connections"), own);

  if (own || json_array_size (facts) > 0 || json_array_size (connections) > 0)
    {
      json_t *object = json_object ();

      set_text (object, "address", row->address);
      set_text (object, "provider", row->provider_id);
      set_text (object, "status", row->status);
      set_text (object, "reason", row->reason);
      set_time (object, "fetched", row->fetched);
      set_time (object, "stale", row->stale);
      json_object_set (object, "facts", facts);
      json_object_set (object, "connections", connections);
      json_array_append_new (json_object_get (self->root, "answers"), object);
    }
  json_decref (facts);
  json_decref (connections);
  json_decref (body);
}

static void
add_picture (Document           *self,
             const KithCacheRow *row)
{
  json_t *object;
  g_autofree char *data = NULL;

  if (!is_about (self, row->address) && !kith_traces_match (self->traces, row->uri))
    return;
  object = json_object ();
  set_text (object, "address", row->address);
  set_text (object, "uri", row->uri);
  set_time (object, "fetched", row->fetched);
  set_time (object, "stale", row->stale);
  if (row->picture != NULL)
    data = g_base64_encode (g_bytes_get_data (row->picture, NULL), g_bytes_get_size (row->picture));
  set_text (object, "base64", data);
  json_array_append_new (json_object_get (self->root, "pictures"), object);
}

static void
add_cache_row (const KithCacheRow *row,
               gpointer            user_data)
{
  if (row->uri != NULL)
    add_picture (user_data, row);
  else
    add_answer (user_data, row);
}

static gboolean
add_cache (Document  *self,
           GError   **error)
{
  KithCache *cache = kith_core_get_cache (self->core);

  add_list (self->root, "answers");
  add_list (self->root, "pictures");
  return cache == NULL || kith_cache_foreach (cache, add_cache_row, self, error);
}

/* -- your own word -- */

static void
add_word (const KithPeopleRow *row,
          gpointer             user_data)
{
  Document *self = user_data;
  json_t *object = json_object ();

  set_text (object, "address", row->address);
  if (row->kind == KITH_PEOPLE_NOTE)
    set_text (object, "text", row->value);
  else
    {
      set_text (object, "field", kith_field_get_id (row->field));
      set_text (object, "provider", row->provider_id);
      set_text (object, "value", row->value);
    }
  set_time (object, "written", row->written);
  json_array_append_new (json_object_get (self->root, word_lists[row->kind]), object);
}

static void
add_never (const char *hash,
           gint64      written,
           gpointer    user_data)
{
  json_t *object = json_object ();

  set_text (object, "salted-hash", hash);
  set_time (object, "written", written);
  json_array_append_new (json_object_get (((Document *) user_data)->root, "never"), object);
}

static void
add_objection (const char *hash,
               const char *provider_id,
               gint64      written,
               gpointer    user_data)
{
  json_t *object = json_object ();

  set_text (object, "salted-hash", hash);
  set_text (object, "provider", provider_id);
  set_time (object, "written", written);
  json_array_append_new (json_object_get (((Document *) user_data)->root, "objections"), object);
}

static gboolean
add_people (Document  *self,
            GError   **error)
{
  KithPeople *people = kith_core_get_people (self->core);

  for (gsize i = 0; i < G_N_ELEMENTS (word_lists); i++)
    add_list (self->root, word_lists[i]);
  add_list (self->root, "never");
  add_list (self->root, "objections");
  return people == NULL
         || (kith_people_foreach (people, self->address, add_word, self, error)
             && kith_people_foreach_never (people, self->address, add_never, self, error)
             && kith_people_foreach_objection (people, self->address, add_objection, self, error));
}

/* -- the ledger -- */

static gboolean
request_is_about (Document        *self,
                  KithLedgerEntry *entry)
{
  return is_about (self, kith_ledger_entry_get_address (entry))
         || is_about (self, kith_ledger_entry_get_sender (entry))
         || kith_traces_match (self->traces, kith_ledger_entry_get_identifier (entry))
         || kith_traces_match (self->traces, kith_ledger_entry_get_host (entry));
}

static void
add_request (Document        *self,
             KithLedgerEntry *entry)
{
  json_t *object = json_object ();

  set_time (object, "time", kith_ledger_entry_get_time (entry));
  set_text (object, "provider", kith_ledger_entry_get_provider_id (entry));
  set_text (object, "method", kith_ledger_entry_get_method (entry));
  set_text (object, "host", kith_ledger_entry_get_host (entry));
  set_text (object, "identifier_kind", kith_ledger_entry_get_identifier_kind (entry));
  set_text (object, "identifier", kith_ledger_entry_get_identifier (entry));
  set_text (object, "address", kith_ledger_entry_get_address (entry));
  set_text (object, "sender", kith_ledger_entry_get_sender (entry));
  set_number (object, "bytes_sent", kith_ledger_entry_get_bytes_sent (entry));
  set_number (object, "bytes_received", kith_ledger_entry_get_bytes_received (entry));
  set_number (object, "status", kith_ledger_entry_get_status (entry));
  set_text (object, "outcome", kith_ledger_entry_get_outcome (entry));
  json_array_append_new (json_object_get (self->root, "ledger"), object);
}

static gboolean
add_ledger (Document  *self,
            GError   **error)
{
  KithLedger *ledger = kith_core_get_ledger (self->core);
  g_autoptr (GPtrArray) entries = NULL;

  add_list (self->root, "ledger");
  if (ledger == NULL)
    return TRUE;
  entries = kith_ledger_list (ledger, NULL, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      if (request_is_about (self, g_ptr_array_index (entries, i)))
        add_request (self, g_ptr_array_index (entries, i));
    }
  return TRUE;
}

/* -- the owner's LinkedIn connections -- */

static void
add_linkedin_people (json_t    *list,
                     GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    {
      const KithLinkedInPerson *person = g_ptr_array_index (people, i);
      json_t *object = json_object ();

      set_text (object, "name", person->name);
      set_text (object, "address", person->address);
      set_text (object, "company", person->company);
      set_text (object, "position", person->position);
      set_text (object, "url", person->url);
      set_time (object, "connected", person->connected);
      json_array_append_new (list, object);
    }
}

/* A connection that shares no address, and to which the owner said yes. */
static gboolean
add_confirmed_profiles (Document      *self,
                        KithLinkedIn  *linkedin,
                        json_t        *list,
                        GError       **error)
{
  KithPeople *people = kith_core_get_people (self->core);
  g_auto (GStrv) profiles = people != NULL ? kith_people_dup_confirmed (people, self->address, KITH_FIELD_LINK, "linkedin", error) : NULL;

  if (people != NULL && profiles == NULL)
    return FALSE;
  for (gsize i = 0; profiles != NULL && profiles[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) found = kith_linkedin_find_by_profile (linkedin, profiles[i], error);

      if (found == NULL)
        return FALSE;
      /* Those of the address are there already. */
      for (guint k = found->len; k > 0; k--)
        if (g_strcmp0 (((KithLinkedInPerson *) found->pdata[k - 1])->address, kith_address_get_key (self->address)) == 0)
          g_ptr_array_remove_index (found, k - 1);
      add_linkedin_people (list, found);
    }
  return TRUE;
}

static gboolean
add_linkedin (Document  *self,
              GError   **error)
{
  KithLinkedIn *linkedin = kith_core_get_linkedin (self->core);
  json_t *list = add_list (self->root, "linkedin");
  g_autoptr (GPtrArray) people = NULL;

  if (linkedin == NULL)
    return TRUE;
  people = self->address != NULL ? kith_linkedin_find_by_address (linkedin, self->address, error) : kith_linkedin_list (linkedin, error);
  if (people == NULL)
    return FALSE;
  add_linkedin_people (list, people);
  return self->address == NULL || add_confirmed_profiles (self, linkedin, list, error);
}

/* -- what was learnt from cards and messages -- */

static void
add_learnt_row (const KithLearntRow *row,
                gpointer             user_data)
{
  Document *self = user_data;
  json_t *object = json_object ();

  set_text (object, "address", row->address);
  set_text (object, "field", kith_field_get_id (row->field));
  set_text (object, "value", row->value);
  set_text (object, "provider", row->provider_id != NULL ? row->provider_id : "signature");
  set_time (object, "time", row->time);
  json_array_append_new (json_object_get (self->root, row->provider_id != NULL ? "employers" : "signatures"), object);
}

static gboolean
add_learnt (Document  *self,
            GError   **error)
{
  KithLearnt *learnt = kith_core_get_learnt (self->core);

  add_list (self->root, "employers");
  add_list (self->root, "signatures");
  return learnt == NULL || kith_learnt_foreach (learnt, self->address, add_learnt_row, self, error);
}

/* -- the history -- */

static void
add_known_address (const char *key,
                   const char *name,
                   guint       n_in,
                   guint       n_out,
                   gint64      last,
                   gpointer    user_data)
{
  json_t *object = json_object ();

  set_text (object, "address", key);
  set_text (object, "name", name);
  set_number (object, "messages_from", n_in);
  set_number (object, "messages_to", n_out);
  set_time (object, "last", last);
  json_array_append_new (user_data, object);
}

static void
add_acquaintances (Document    *self,
                   KithHistory *history,
                   json_t      *object)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) found = kith_history_list_acquaintances (history, self->address, now, MAX_ACQUAINTANCES, NULL);
  json_t *list = add_list (object, "connections");

  for (guint i = 0; i < found->len; i++)
    {
      KithAcquaintance *acquaintance = g_ptr_array_index (found, i);
      g_autofree char *evidence = kith_acquaintance_dup_evidence (acquaintance);
      json_t *item = json_object ();

      set_text (item, "name", acquaintance->name);
      set_text (item, "address", acquaintance->mailbox);
      set_number (item, "conversations", acquaintance->n_conversations);
      set_time (item, "last", acquaintance->last);
      set_text (item, "evidence", evidence);
      json_array_append_new (list, item);
    }
}

static void
add_messages (Document    *self,
              KithHistory *history,
              json_t      *object)
{
  g_autoptr (GPtrArray) found = kith_history_list_messages (history, self->address, self->address, MAX_MESSAGES);
  json_t *list = add_list (object, "messages");

  for (guint i = 0; i < found->len; i++)
    {
      const KithHistoryEvidence *evidence = g_ptr_array_index (found, i);
      json_t *item = json_object ();

      set_text (item, "account", evidence->account);
      set_text (item, "folder", evidence->path);
      set_time (item, "date", evidence->date);
      json_array_append_new (list, item);
    }
}

static void
add_history (Document *self)
{
  KithHistory *history = kith_core_get_history (self->core);
  json_t *object = json_object ();
  KithBetween between;

  json_object_set_new (self->root, "history", object);
  if (history == NULL)
    return;
  if (self->address == NULL)
    {
      kith_history_foreach_address (history, add_known_address, add_list (object, "addresses"));
      return;
    }
  if (kith_history_get_between (history, self->address, g_get_real_time () / G_USEC_PER_SEC, &between))
    {
      set_number (object, "messages_from", between.n_in);
      set_number (object, "messages_to", between.n_out);
      set_time (object, "first", between.first);
      set_time (object, "last", between.last);
    }
  add_acquaintances (self, history, object);
  add_messages (self, history, object);
}

/* -- settings -- */

static json_t *
make_value (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return json_boolean (g_variant_get_boolean (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    return json_integer (g_variant_get_int32 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return json_string (g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **texts = g_variant_get_strv (value, NULL);
      json_t *list = json_array ();

      for (gsize i = 0; texts[i] != NULL; i++)
        json_array_append_new (list, json_string (texts[i]));
      return list;
    }
  return NULL;
}

/* As kith_settings_describe() has them. */
static void
add_described (json_t   *object,
               GVariant *described)
{
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, described);
  while (g_variant_iter_loop (&iter, "{&s(vbbii)}", &key, &value, NULL, NULL, NULL, NULL))
    {
      json_t *made = make_value (value);

      if (made == NULL)
        {
          g_autofree char *text = g_variant_print (value, FALSE);

          made = json_string (text);
        }
      json_object_set_new (object, key, made);
    }
}

/* Tokens are no settings: they are in the keyring, which exports its own. */
static void
add_settings (Document *self)
{
  KithSettings *settings = kith_core_get_settings (self->core);
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (self->core));
  json_t *object = json_object ();
  json_t *of_providers = json_object ();

  json_object_set_new (self->root, "settings", object);
  if (settings != NULL)
    {
      g_autoptr (GVariant) described = kith_settings_describe (settings, NULL);

      add_described (object, described);
    }
  json_object_set_new (object, "providers", of_providers);
  for (guint i = 0; settings != NULL && i < providers->len; i++)
    {
      const char *id = kith_provider_get_id (g_ptr_array_index (providers, i));
      g_autoptr (GVariant) described = kith_settings_describe (settings, id);
      json_t *own = json_object ();

      json_object_set_new (of_providers, id, own);
      if (described != NULL)
        add_described (own, described);
    }
}

/**
 * kith_export_document_build:
 * @core: the core
 * @address: (nullable): about whom; %NULL for everybody, and the settings
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): the document, UTF-8
 */
GBytes *
kith_export_document_build (KithCore     *core,
                            KithAddress  *address,
                            GError      **error)
{
  g_autoptr (Document) self = g_new0 (Document, 1);
  char *text;

  self->core = core;
  self->address = address;
  self->root = json_object ();
  if (address != NULL)
    {
      self->traces = kith_traces_new (address);
      set_text (self->root, "address", kith_address_get_mailbox (address));
    }
  set_time (self->root, "exported", g_get_real_time () / G_USEC_PER_SEC);
  if (!add_cache (self, error) || !add_people (self, error) || !add_ledger (self, error) || !add_linkedin (self, error) || !add_learnt (self, error))
    return NULL;
  add_history (self);
  if (address == NULL)
    add_settings (self);

  text = json_dumps (self->root, JSON_INDENT (2) | JSON_REAL_PRECISION (3));
  if (text == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("There is too much to export at once."));
      return NULL;
    }
  return g_bytes_new_with_free_func (text, strlen (text), free, text);
}
