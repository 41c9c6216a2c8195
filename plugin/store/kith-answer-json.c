/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-answer-json.h"

#include <jansson.h>
#include <string.h>

/* Absent rather than null, so that a row is no longer than it must be. */
static void
set_text (json_t     *object,
          const char *key,
          const char *text)
{
  if (text != NULL)
    json_object_set_new (object, key, json_string (text));
}

static const char *
get_text (json_t     *object,
          const char *key)
{
  return json_string_value (json_object_get (object, key));
}

static json_t *
write_fact (KithFact *fact)
{
  json_t *object = json_object ();

  set_text (object, "field", kith_field_get_id (kith_fact_get_field (fact)));
  set_text (object, "value", kith_fact_get_value (fact));
  set_text (object, "service", kith_fact_get_service (fact));
  set_text (object, "evidence", kith_fact_get_evidence (fact));
  json_object_set_new (object, "confidence", json_real (kith_fact_get_confidence (fact)));

  return object;
}

static json_t *
write_connection (KithConnection *connection)
{
  json_t *object = json_object ();

  set_text (object, "kind", kith_tie_get_id (kith_connection_get_tie (connection)));
  set_text (object, "name", kith_connection_get_name (connection));
  set_text (object, "address", kith_connection_get_address (connection));
  set_text (object, "uri", kith_connection_get_uri (connection));
  set_text (object, "evidence", kith_connection_get_evidence (connection));
  json_object_set_new (object, "strength", json_real (kith_connection_get_strength (connection)));

  return object;
}

static gboolean
fact_matches (KithFact   *fact,
              KithTraces *traces)
{
  return kith_traces_match (traces, kith_fact_get_value (fact)) ||
         kith_traces_match (traces, kith_fact_get_service (fact)) ||
         kith_traces_match (traces, kith_fact_get_evidence (fact));
}

static gboolean
connection_matches (KithConnection *connection,
                    KithTraces     *traces)
{
  return kith_traces_match (traces, kith_connection_get_name (connection)) ||
         kith_traces_match (traces, kith_connection_get_address (connection)) ||
         kith_traces_match (traces, kith_connection_get_uri (connection)) ||
         kith_traces_match (traces, kith_connection_get_evidence (connection));
}

/*
 * kith_answer_json_write:
 * @answer: an answer
 * @without: (nullable): leave out what tells of this address
 *
 * Returns: (transfer full) (nullable): its facts and connections; %NULL where there is no memory for it
 */
char *
kith_answer_json_write (KithAnswer *answer,
                        KithTraces *without)
{
  GPtrArray *facts = kith_answer_get_facts (answer);
  GPtrArray *connections = kith_answer_get_connections (answer);
  json_t *root = json_object ();
  json_t *fact_list = json_array ();
  json_t *connection_list = json_array ();
  g_autofree char *copy = NULL;
  char *text;

  for (guint i = 0; i < facts->len; i++)
    {
      if (without == NULL || !fact_matches (g_ptr_array_index (facts, i), without))
        json_array_append_new (fact_list, write_fact (g_ptr_array_index (facts, i)));
    }
  for (guint i = 0; i < connections->len; i++)
    {
      if (without == NULL || !connection_matches (g_ptr_array_index (connections, i), without))
        json_array_append_new (connection_list, write_connection (g_ptr_array_index (connections, i)));
    }
  json_object_set_new (root, "facts", fact_list);
  json_object_set_new (root, "connections", connection_list);

  text = json_dumps (root, JSON_COMPACT);
  json_decref (root);
  copy = g_strdup (text);
  free (text);

  return g_steal_pointer (&copy);
}

static gboolean
read_fact (json_t            *object,
           KithAnswerBuilder *builder)
{
  const char *value = get_text (object, "value");
  json_t *confidence = json_object_get (object, "confidence");
  KithField field;

  if (value == NULL || !json_is_number (confidence) || !kith_field_from_id (get_text (object, "field"), &field))
    return FALSE;

  kith_answer_builder_set_confidence (builder, json_number_value (confidence));
  kith_answer_builder_set_evidence (builder, get_text (object, "evidence"));
  if (field == KITH_FIELD_LINK)
    return kith_answer_builder_add_link (builder, value, get_text (object, "service"));

  return kith_answer_builder_add_fact (builder, field, value);
}

static gboolean
read_connection (json_t            *object,
                 KithAnswerBuilder *builder)
{
  json_t *strength = json_object_get (object, "strength");
  KithTie tie;

  if (!json_is_number (strength) || !kith_tie_from_id (get_text (object, "kind"), &tie))
    return FALSE;

  kith_answer_builder_add_connection (builder, tie, get_text (object, "name"), get_text (object, "address"), get_text (object, "uri"),
                                      json_number_value (strength), get_text (object, "evidence"));
  return TRUE;
}

static gboolean
read_root (json_t            *root,
           KithAnswerBuilder *builder)
{
  json_t *facts = json_object_get (root, "facts");
  json_t *connections = json_object_get (root, "connections");

  if (!json_is_array (facts) || !json_is_array (connections))
    return FALSE;

  for (gsize i = 0; i < json_array_size (facts); i++)
    {
      if (!read_fact (json_array_get (facts, i), builder))
        return FALSE;
    }
  for (gsize i = 0; i < json_array_size (connections); i++)
    {
      if (!read_connection (json_array_get (connections, i), builder))
        return FALSE;
    }

  return TRUE;
}

/*
 * kith_answer_json_read:
 * @json: what a cache file holds; it is not trusted
 * @builder: where facts and connections are added; it checks each value again
 *
 * Returns: whether all of it was read
 */
gboolean
kith_answer_json_read (const char        *json,
                       KithAnswerBuilder *builder)
{
  json_t *root = json_loadb (json, strlen (json), JSON_REJECT_DUPLICATES, NULL);
  gboolean read = root != NULL && read_root (root, builder);

  json_decref (root);
  return read;
}
