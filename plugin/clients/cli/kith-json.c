/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-json.h"

#include <stdio.h>
#include <stdlib.h>

/* NULL leaves the member out; bytes that are no UTF-8 become replacement characters, so the document is always valid. */
static void
set_string (json_t     *object,
            const char *name,
            const char *value)
{
  g_autofree char *valid = NULL;

  if (value == NULL)
    return;
  valid = g_utf8_make_valid (value, -1);
  json_object_set_new (object, name, json_string (valid));
}

static void
set_string_or_null (json_t     *object,
                    const char *name,
                    const char *value)
{
  if (value != NULL)
    set_string (object, name, value);
  else
    json_object_set_new (object, name, json_null ());
}

static void
set_time (json_t     *object,
          const char *name,
          gint64      unix_seconds)
{
  g_autoptr(GDateTime) time = unix_seconds > 0 ? g_date_time_new_from_unix_utc (unix_seconds) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  set_string (object, name, text);
}

/* Two digits are all that a confidence means. */
static json_t *
new_ratio (double value)
{
  return json_real ((double) (int) (CLAMP (value, 0.0, 1.0) * 100.0 + 0.5) / 100.0);
}

static json_t *
new_fact (KithFact *fact)
{
  json_t *object = json_object ();

  set_string (object, "value", kith_fact_get_value (fact));
  set_string (object, "service", kith_fact_get_service (fact));
  set_string (object, "provider", kith_fact_get_provider_id (fact));
  set_string (object, "book", kith_fact_get_book_name (fact));
  set_time (object, "fetched", kith_fact_get_fetched (fact));
  set_time (object, "stale", kith_fact_get_stale (fact));
  json_object_set_new (object, "confidence", new_ratio (kith_fact_get_confidence (fact)));
  if (kith_fact_is_unconfirmed (fact))
    json_object_set_new (object, "unconfirmed", json_true ());
  set_time (object, "confirmed", kith_fact_get_confirmed (fact));
  set_string (object, "evidence", kith_fact_get_evidence (fact));
  return object;
}

static json_t *
new_connection (KithConnection *connection)
{
  json_t *object = json_object ();

  set_string (object, "name", kith_connection_get_name (connection));
  set_string (object, "address", kith_connection_get_address (connection));
  set_string (object, "uri", kith_connection_get_uri (connection));
  set_string (object, "kind", kith_tie_get_id (kith_connection_get_tie (connection)));
  json_object_set_new (object, "strength", new_ratio (kith_connection_get_strength (connection)));
  set_string (object, "evidence", kith_connection_get_evidence (connection));
  set_string (object, "provider", kith_connection_get_provider_id (connection));
  return object;
}

json_t *
kith_json_new_connections (KithProfile *profile)
{
  GPtrArray *connections = kith_profile_get_connections (profile);
  json_t *list = json_array ();

  for (guint i = 0; i < connections->len; i++)
    json_array_append_new (list, new_connection (g_ptr_array_index (connections, i)));
  return list;
}

static json_t *
new_outcome (KithOutcome *outcome)
{
  KithOutcomeState state = kith_outcome_get_state (outcome);
  json_t *object = json_object ();

  /* "Being asked now" is no state of a finished card: a provider that never came back has failed. */
  if (state == KITH_OUTCOME_PENDING)
    state = KITH_OUTCOME_FAILED;
  set_string (object, "id", kith_outcome_get_provider_id (outcome));
  set_string (object, "state", kith_outcome_state_get_id (state));
  if (kith_outcome_get_origin (outcome) != KITH_ORIGIN_NONE)
    set_string (object, "from", kith_outcome_origin_get_id (kith_outcome_get_origin (outcome)));
  set_string (object, "reason", kith_outcome_get_reason (outcome));
  return object;
}

static json_t *
new_profile_facts (KithProfile *profile)
{
  json_t *object = json_object ();

  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      GPtrArray *facts = kith_profile_get_facts (profile, (KithField) field);
      json_t *list;

      if (facts == NULL || facts->len == 0)
        continue;
      list = json_array ();
      for (guint i = 0; i < facts->len; i++)
        json_array_append_new (list, new_fact (g_ptr_array_index (facts, i)));
      json_object_set_new (object, kith_field_get_id ((KithField) field), list);
    }
  return object;
}

json_t *
kith_json_new_card (KithProfile *profile,
                    KithPart     part)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);
  json_t *object = json_object ();
  json_t *list = json_array ();

  set_string (object, "address", kith_address_get_mailbox (kith_profile_get_address (profile)));
  set_string_or_null (object, "part", kith_part_get_id (part));
  json_object_set_new (object, "facts", new_profile_facts (profile));
  json_object_set_new (object, "connections", kith_json_new_connections (profile));
  for (guint i = 0; i < outcomes->len; i++)
    json_array_append_new (list, new_outcome (g_ptr_array_index (outcomes, i)));
  json_object_set_new (object, "providers", list);
  return object;
}

json_t *
kith_json_new_verdicts (KithParticipant *participant,
                        GPtrArray       *verdicts)
{
  json_t *object = json_object ();
  json_t *list = json_array ();

  set_string (object, "address", kith_address_get_mailbox (kith_participant_get_address (participant)));
  set_string_or_null (object, "part", kith_part_get_id (kith_participant_get_part (participant)));
  for (guint i = 0; i < verdicts->len; i++)
    {
      KithVerdict *verdict = g_ptr_array_index (verdicts, i);
      json_t *item = json_object ();

      set_string (item, "id", kith_verdict_get_provider_id (verdict));
      set_string (item, "name", kith_verdict_get_provider_name (verdict));
      set_string (item, "verdict", kith_verdict_is_ask (verdict) ? "ask" : "no");
      set_string (item, "rule", kith_rule_get_id (kith_verdict_get_rule (verdict)));
      set_string (item, "reason", kith_verdict_get_reason (verdict));
      set_string (item, "sends", kith_verdict_get_sends_text (verdict));
      set_string (item, "host", kith_verdict_get_host (verdict));
      json_array_append_new (list, item);
    }
  json_object_set_new (object, "providers", list);
  return object;
}

static json_t *
new_sends (KithSends sends)
{
  static const struct
  {
    KithSends flag;
    const char *id;
  } names[] = {
    { KITH_SENDS_ADDRESS_HASH, "address-hash" },
    { KITH_SENDS_DOMAIN, "domain" },
    { KITH_SENDS_ADDRESS, "address" },
    { KITH_SENDS_NAME, "name" },
    { KITH_SENDS_HANDLE, "handle" },
  };
  json_t *list = json_array ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((sends & names[i].flag) != 0)
      json_array_append_new (list, json_string (names[i].id));
  return list;
}

const char *
kith_reveals_to_get_id (KithRevealsTo reveals_to)
{
  switch (reveals_to)
    {
    case KITH_REVEALS_TO_SERVICE:
      return "service";
    case KITH_REVEALS_TO_SENDER_SERVER:
      return "sender-server";
    case KITH_REVEALS_TO_OWN_SERVER:
      return "own-server";
    case KITH_REVEALS_TO_NOBODY:
    default:
      return "nobody";
    }
}

/* In the order of KithSignIn */
static const char *const sign_in_ids[] = { "none", "token", "password", "browser" };

json_t *
kith_json_new_provider (KithProviderInfo *info)
{
  guint64 fields = kith_provider_info_get_fields (info);
  json_t *object = json_object ();
  json_t *list = json_array ();

  set_string (object, "id", kith_provider_info_get_id (info));
  set_string (object, "name", kith_provider_info_get_name (info));
  json_object_set_new (object, "enabled", json_boolean (kith_provider_info_is_enabled (info)));
  json_object_set_new (object, "locked", json_boolean (kith_provider_info_is_locked (info)));
  json_object_set_new (object, "local", json_boolean (kith_provider_info_is_local (info)));
  json_object_set_new (object, "sends", new_sends (kith_provider_info_get_sends (info)));
  set_string (object, "sends_text", kith_provider_info_get_sends_text (info));
  set_string (object, "reveals_to", kith_reveals_to_get_id (kith_provider_info_get_reveals_to (info)));
  for (int field = 0; field < KITH_N_FIELDS; field++)
    if ((fields & (G_GUINT64_CONSTANT (1) << field)) != 0)
      json_array_append_new (list, json_string (kith_field_get_id ((KithField) field)));
  json_object_set_new (object, "fields", list);
  set_string (object, "site", kith_provider_info_get_site (info));
  set_string (object, "about", kith_provider_info_get_about (info));
  set_string (object, "terms", kith_provider_info_get_terms (info));
  set_string (object, "base_url", kith_provider_info_get_base_url (info));
  json_object_set_new (object, "has_token", json_boolean (kith_provider_info_has_token (info)));
  json_object_set_new (object, "sign_in", json_string (sign_in_ids[kith_provider_info_get_sign_in (info)]));
  json_object_set_new (object, "needs_token", json_boolean (kith_provider_info_needs_token (info)));
  set_string (object, "last_error", kith_provider_info_get_last_error (info));
  return object;
}

json_t *
kith_json_new_request (KithLedgerEntry *entry)
{
  json_t *object = json_object ();

  set_time (object, "time", kith_ledger_entry_get_time (entry));
  set_string (object, "provider", kith_ledger_entry_get_provider_id (entry));
  set_string (object, "method", kith_ledger_entry_get_method (entry));
  set_string (object, "host", kith_ledger_entry_get_host (entry));
  set_string (object, "identifier_kind", kith_ledger_entry_get_identifier_kind (entry));
  set_string (object, "identifier", kith_ledger_entry_get_identifier (entry));
  set_string (object, "address", kith_ledger_entry_get_address (entry));
  set_string (object, "sender", kith_ledger_entry_get_sender (entry));
  json_object_set_new (object, "bytes_sent", json_integer ((json_int_t) kith_ledger_entry_get_bytes_sent (entry)));
  json_object_set_new (object, "bytes_received", json_integer ((json_int_t) kith_ledger_entry_get_bytes_received (entry)));
  json_object_set_new (object, "status", json_integer ((json_int_t) kith_ledger_entry_get_status (entry)));
  set_string (object, "outcome", kith_ledger_entry_get_outcome (entry));
  return object;
}

/* Writes one document {name: array}; takes over @array. */
void
kith_json_print (const char *name,
                 json_t     *array)
{
  json_t *document = json_object ();

  json_object_set_new (document, name, array);
  json_dumpf (document, stdout, JSON_INDENT (2) | JSON_REAL_PRECISION (3));
  putchar ('\n');
  json_decref (document);
}

/*
 * kith_json_begin:
 * @name: what the array is called
 *
 * Begins a document {name: array} whose items come one by one, so that a long one need not be kept. It reads as kith_json_print() writes it.
 */
void
kith_json_begin (const char *name)
{
  printf ("{\n  \"%s\": [", name);
}

/* Writes the next item; takes over @item. */
void
kith_json_put (json_t   *item,
               gboolean  first)
{
  char *text = json_dumps (item, JSON_INDENT (2) | JSON_REAL_PRECISION (3));

  fputs (first ? "\n    " : ",\n    ", stdout);
  /* There is no newline within a string: these are between the values. */
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    {
      putchar (*p);
      if (*p == '\n')
        fputs ("    ", stdout);
    }
  free (text);
  json_decref (item);
}

void
kith_json_end (gboolean empty)
{
  fputs (empty ? "]\n}\n" : "\n  ]\n}\n", stdout);
}
