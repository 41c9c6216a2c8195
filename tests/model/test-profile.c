/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <kith/kith-message.h>
#include <string.h>

#include "kith-fact-private.h"
#include "kith-ledger-entry-private.h"
#include "kith-profile-private.h"

static KithFact *
make_fact (KithField   field,
           const char *value,
           double      confidence)
{
  return kith_fact_new (field, value, NULL, "p", 0, 0, confidence, NULL);
}

static KithProfile *
make_profile (const char *display_name,
              KithFact   *fact)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", display_name, NULL);
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_object_unref);

  if (fact != NULL)
    g_ptr_array_add (facts, fact);
  return kith_profile_new (address, facts, NULL, NULL, TRUE);
}

static void
test_profile (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", NULL, NULL);
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *outcomes = g_ptr_array_new_with_free_func (g_object_unref);
  KithProfile *profile;

  g_ptr_array_add (facts, make_fact (KITH_FIELD_ROLE, "Chief", 1));
  g_ptr_array_add (facts, make_fact (KITH_FIELD_PHONE, "123", 1));
  g_ptr_array_add (facts, make_fact (KITH_FIELD_ROLE, "Boss", 0.3));
  g_ptr_array_add (outcomes, kith_outcome_new ("p", NULL, KITH_OUTCOME_FOUND, KITH_ORIGIN_CACHE, NULL, 7));
  profile = kith_profile_new (address, facts, NULL, outcomes, FALSE);
  g_assert_true (kith_profile_get_address (profile) == address);
  g_assert_cmpstr (kith_fact_get_value (kith_profile_get_best (profile, KITH_FIELD_ROLE)), ==, "Chief");
  g_assert_cmpuint (kith_profile_get_facts (profile, KITH_FIELD_ROLE)->len, ==, 2);
  g_assert_null (kith_profile_get_best (profile, KITH_FIELD_NAME));
  g_assert_null (kith_profile_get_facts (profile, KITH_FIELD_NAME));
  g_assert_cmpuint (kith_profile_get_connections (profile)->len, ==, 0);
  g_assert_cmpuint (kith_profile_get_outcomes (profile)->len, ==, 1);
  g_assert_false (kith_profile_is_complete (profile));
  g_assert_false (kith_profile_is_empty (profile));
  g_assert_finalize_object (profile);
}

static void
test_empty (void)
{
  g_autoptr (KithProfile) nothing = make_profile (NULL, NULL);
  g_autoptr (KithProfile) own_name = make_profile ("Jane Doe", make_fact (KITH_FIELD_NAME, "Jane Doe", 1));
  g_autoptr (KithProfile) other_name = make_profile ("Jane", make_fact (KITH_FIELD_NAME, "Jane Doe", 1));
  g_autoptr (KithProfile) hidden = make_profile (NULL, make_fact (KITH_FIELD_ROLE, "Chief", 0.1));
  g_autoptr (KithProfile) role = make_profile (NULL, make_fact (KITH_FIELD_ROLE, "Chief", 0.2));

  g_assert_true (kith_profile_is_empty (nothing));
  g_assert_true (kith_profile_is_empty (own_name));
  g_assert_false (kith_profile_is_empty (other_name));
  g_assert_true (kith_profile_is_empty (hidden));
  g_assert_false (kith_profile_is_empty (role));
}

static void
test_outcome (void)
{
  KithOutcome *outcome = kith_outcome_new ("gravatar", "Gravatar", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is switched off.", 0);

  g_assert_cmpstr (kith_outcome_get_provider_id (outcome), ==, "gravatar");
  g_assert_cmpstr (kith_outcome_get_provider_name (outcome), ==, "Gravatar");
  g_assert_cmpint (kith_outcome_get_state (outcome), ==, KITH_OUTCOME_NOT_ASKED);
  g_assert_cmpint (kith_outcome_get_origin (outcome), ==, KITH_ORIGIN_NONE);
  g_assert_cmpstr (kith_outcome_get_reason (outcome), ==, "It is switched off.");
  g_assert_cmpint (kith_outcome_get_fetched (outcome), ==, 0);
  g_assert_finalize_object (outcome);
  g_assert_cmpstr (kith_outcome_state_get_id (KITH_OUTCOME_NOT_ASKED), ==, "not-asked");
  g_assert_cmpstr (kith_outcome_state_get_id (KITH_OUTCOME_PENDING), ==, "pending");
  g_assert_cmpstr (kith_outcome_origin_get_id (KITH_ORIGIN_STALE_CACHE), ==, "stale-cache");
  g_assert_null (kith_outcome_origin_get_id (KITH_ORIGIN_NONE));
}

static void
test_ledger_entry (void)
{
  KithLedgerFields fields = { 1, 2, "gravatar", "GET", "api.example", "address-hash", "abc", "jane@example.org", NULL, 10, 20, 200, "found" };
  KithLedgerEntry *entry = kith_ledger_entry_new (&fields);

  g_assert_cmpint (kith_ledger_entry_get_id (entry), ==, 1);
  g_assert_cmpint (kith_ledger_entry_get_time (entry), ==, 2);
  g_assert_cmpstr (kith_ledger_entry_get_provider_id (entry), ==, "gravatar");
  g_assert_cmpstr (kith_ledger_entry_get_method (entry), ==, "GET");
  g_assert_cmpstr (kith_ledger_entry_get_host (entry), ==, "api.example");
  g_assert_cmpstr (kith_ledger_entry_get_identifier_kind (entry), ==, "address-hash");
  g_assert_cmpstr (kith_ledger_entry_get_identifier (entry), ==, "abc");
  g_assert_cmpstr (kith_ledger_entry_get_address (entry), ==, "jane@example.org");
  g_assert_null (kith_ledger_entry_get_sender (entry));
  g_assert_cmpuint (kith_ledger_entry_get_bytes_sent (entry), ==, 10);
  g_assert_cmpuint (kith_ledger_entry_get_bytes_received (entry), ==, 20);
  g_assert_cmpuint (kith_ledger_entry_get_status (entry), ==, 200);
  g_assert_cmpstr (kith_ledger_entry_get_outcome (entry), ==, "found");
  g_assert_finalize_object (entry);
}

static GInputStream *
open_nothing (gpointer       source,
              GCancellable  *cancellable,
              GError       **error)
{
  return NULL;
}

static void
count_free (gpointer data)
{
  ++*(guint *) data;
}

static void
test_message (void)
{
  guint n_freed = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  KithMessage *message = kith_message_new (KITH_MESSAGE_JUNK, "account-1", open_nothing, &n_freed, count_free);

  g_assert_cmpint (kith_message_get_flags (message), ==, KITH_MESSAGE_JUNK);
  g_assert_cmpstr (kith_message_get_account (message), ==, "account-1");
  g_assert_null (kith_message_open (message, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (kith_message_open (message, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (message);
  g_assert_cmpuint (n_freed, ==, 1);
}

static void
test_message_sources (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autofree char *folder = g_dir_make_tmp ("kith-message-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "message", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KithMessage) in_memory = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (KithMessage) on_disk = kith_message_new_for_file (KITH_MESSAGE_NONE, NULL, file);
  KithMessage *both[] = { in_memory, on_disk };
  g_autoptr (GError) error = NULL;

  g_assert_null (kith_message_open (on_disk, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_true (g_file_set_contents (path, "hello", 5, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_autoptr (GInputStream) stream = kith_message_open (both[i], NULL, NULL);
      char buffer[10];
      gsize n;

      g_assert_true (g_input_stream_read_all (stream, buffer, sizeof buffer, &n, NULL, NULL));
      g_assert_cmpmem (buffer, n, "hello", 5);
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/profile", test_profile);
  g_test_add_func ("/profile/empty", test_empty);
  g_test_add_func ("/profile/outcome", test_outcome);
  g_test_add_func ("/profile/ledger-entry", test_ledger_entry);
  g_test_add_func ("/profile/message", test_message);
  g_test_add_func ("/profile/message-sources", test_message_sources);
  return g_test_run ();
}
