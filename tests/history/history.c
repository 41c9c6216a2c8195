/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "history-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ANNA "Anna Berg <anna@acme.example>"
#define BO "Bo Dahl <bo@firm.example>"
#define CARA "Cara Ek <cara@acme.example>"
#define DAN "Dan Fors <dan@third.example>"
#define ME "The Owner <" OWNER ">"

static void
add_small_graph (Fixture *self)
{
  static const char *const owners[] = { OWNER, NULL };

  /* Anna and Bo: two conversations with the owner, three messages. */
  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "a2", "a1", "4 Mar 2026", ME, ANNA, BO, NULL));
  g_free (fixture_add (self, "b1", NULL, "5 Jan 2026", BO, ME ", " ANNA, NULL, NULL));
  /* Anna and Dan: one. */
  g_free (fixture_add (self, "c1", NULL, "6 Feb 2024", ME, ANNA ", " DAN, NULL, NULL));
  /* Cara and the owner only, but she works where Anna does. */
  g_free (fixture_add (self, "d1", NULL, "7 Apr 2025", CARA, ME, NULL, NULL));
  /* Without the owner: somebody's archive. */
  g_free (fixture_add (self, "e1", NULL, "8 May 2026", ANNA, "Eve <eve@else.example>", NULL, NULL));
  kith_history_add_owners (self->history, owners, NULL);
}

static void
assert_small_graph (Fixture *self)
{
  g_autofree char *anna = fixture_describe (self, "Anna@ACME.example");
  g_autofree char *bo = fixture_describe (self, "bo@firm.example");
  g_autofree char *eve = fixture_describe (self, "eve@else.example");
  g_autofree char *owner = fixture_describe (self, OWNER);
  g_autofree char *nobody = fixture_describe (self, "nobody@example.org");

  g_assert_cmpstr (anna, ==,
                   "Bo Dahl <bo@firm.example> correspondence: 2 conversations, last in March 2026\n"
                   "Dan Fors <dan@third.example> correspondence: 1 conversation, last in February 2024\n"
                   "Cara Ek <cara@acme.example> colleague: colleague at acme.example\n");
  g_assert_cmpstr (bo, ==, "Anna Berg <anna@acme.example> correspondence: 2 conversations, last in March 2026\n");
  g_assert_cmpstr (eve, ==, "");
  g_assert_cmpstr (owner, ==, "");
  g_assert_cmpstr (nobody, ==, "");
}

static void
test_known_graph (Fixture       *self,
                  gconstpointer  data)
{
  KithScanResult result;

  add_small_graph (self);
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_messages, ==, 6);
  assert_small_graph (self);
  fixture_reopen (self);
  assert_small_graph (self);
}

/* Nobody has said who the owner is. */
static void
test_guessed_owner (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *anna = NULL;

  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "a2", NULL, "3 Mar 2026", DAN, ME, NULL, NULL));
  g_free (fixture_add (self, "a3", NULL, "3 Mar 2026", ME, CARA, NULL, NULL));
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==,
                   "Bo Dahl <bo@firm.example> correspondence: 1 conversation, last in March 2026\n"
                   "Cara Ek <cara@acme.example> colleague: colleague at acme.example\n");
}

/* Nor that the owner has two addresses, each on half of the mail. */
static void
test_guessed_owners (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *anna = NULL;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *other = g_strdup_printf ("Person %u <p%u@else%u.example>", i, i, i);

      g_free (fixture_add (self, id, NULL, "3 Mar 2026", i % 4 == 0 ? ANNA : other, i % 2 ? "me@home.example" : "me@work.example", i == 0 ? BO : NULL, NULL));
    }
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 1 conversation, last in March 2026\n");
}

/* The same person for two reasons is one row. */
static void
test_both_reasons (Fixture       *self,
                   gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autofree char *anna = NULL;

  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", ANNA, ME, CARA, NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Cara Ek <cara@acme.example> correspondence: 1 conversation, last in March 2026; colleague at acme.example\n");
}

static void
test_no_acquaintance (Fixture       *self,
                      gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autoptr (GString) many = g_string_new (ME);
  g_autoptr (GString) ten = g_string_new (ME);
  g_autofree char *anna = NULL;
  g_autofree char *list = NULL;

  g_free (fixture_add (self, "l1", NULL, "3 Mar 2026", ANNA, "dev@lists.example.org, " ME, BO, "List-Id: Dev <dev.lists.example.org>\n"));
  g_free (fixture_add (self, "l2", NULL, "3 Mar 2026", ANNA, ME, BO, "Precedence: bulk\n"));
  g_free (fixture_add (self, "l3", NULL, "3 Mar 2026", ANNA, ME, BO, "Auto-Submitted: auto-generated\n"));
  g_free (fixture_add (self, "l4", NULL, "3 Mar 2026", "Shop <no-reply@shop.example>", ME ", " ANNA, BO, NULL));
  /* The owner's own post to the list carries no list fields; the list is no person all the same. */
  g_free (fixture_add (self, "l5", NULL, "3 Mar 2026", ME, "dev@lists.example.org, " ANNA, NULL, NULL));
  for (guint i = 0; i < 10; i++)
    {
      g_string_append_printf (many, ", m%u@many.example", i);
      if (i < 9)
        g_string_append_printf (ten, ", t%u@ten.example", i);
    }
  g_free (fixture_add (self, "m1", NULL, "3 Mar 2026", ANNA, many->str, NULL, NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "");
  list = fixture_describe (self, "dev@lists.example.org");
  g_assert_cmpstr (list, ==, "");

  /* Ten recipients are few enough. */
  g_free (fixture_add (self, "m2", NULL, "3 Mar 2026", DAN, ten->str, NULL, NULL));
  fixture_scan (self, NULL, NULL);
  g_free (anna);
  anna = fixture_describe (self, "dan@third.example");
  g_assert_true (g_str_has_prefix (anna, "- <t0@ten.example> correspondence: 1 conversation, last in March 2026\n"));
}

static void
test_one_person (Fixture       *self,
                 gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autoptr (KithAddress) home = kith_address_new ("anna@home.example", NULL, NULL);
  g_autoptr (KithAddress) work = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *bo = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;

  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", BO, ME, ANNA, NULL));
  g_free (fixture_add (self, "a2", NULL, "4 Mar 2026", BO, ME, "ANNA  BERG <a.berg@acme.example>", NULL));
  g_free (fixture_add (self, "a3", NULL, "5 Mar 2026", BO, ME, "Anna Berg <anna@home.example>", NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  bo = fixture_describe (self, "bo@firm.example");
  g_assert_nonnull (strstr (bo, "correspondence: 2 conversations"));
  g_assert_nonnull (strstr (bo, "<anna@home.example> correspondence: 1 conversation"));
  kith_history_add_alias (self->history, work, home, &error);
  g_assert_no_error (error);
  again = fixture_describe (self, "bo@firm.example");
  g_assert_nonnull (strstr (again, "correspondence: 3 conversations"));
  g_assert_null (strstr (again, "\n<"));
  other = fixture_describe (self, "anna@home.example");
  g_assert_cmpstr (other, ==, "Bo Dahl <bo@firm.example> correspondence: 3 conversations, last in March 2026\n");
}

/* One conversation, however its messages name each other, and a copy of a message in another folder is the same message. */
static void
test_threads (Fixture       *self,
              gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autofree char *copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *first = fixture_add (self, "t1", NULL, "3 Mar 2026", ANNA, ME, BO, NULL);
  g_autofree char *anna = NULL;

  g_free (fixture_add (self, "t3", "t2", "5 Mar 2026", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "t2", "t1", "4 Mar 2026", BO, ME, ANNA, NULL));
  /* A circle, and one that answers itself. */
  g_free (fixture_add (self, "x1", "x2", "3 Mar 2025", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "x2", "x3", "3 Mar 2025", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "x3", "x1", "3 Mar 2025", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "y1", "y1", "3 Mar 2025", ANNA, ME, BO, NULL));
  g_assert_true (g_file_get_contents (first, &text, NULL, NULL));
  copy = fixture_add_raw (self, ".Archive", text);
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 3 conversations, last in March 2026\n");
}

/* Messages without an identifier are different ones; those that share one are one conversation, and only the same message is the same. */
static void
test_identifiers (Fixture       *self,
                  gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  static const char no_id[] = "From: " ANNA "\nTo: " ME "\nCc: " BO "\nDate: %u Mar 2026 10:00:00 +0000\n%s\ntext\n";
  static const char *const fields[] = { "", "", "Message-ID:\n", "Message-ID: <>\n", "Message-ID: <same@a.example>\n", "Message-ID: <same@a.example>\n" };
  g_autofree char *anna = NULL;
  KithScanResult result;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = g_strdup_printf (no_id, i + 1, fields[i]);

      g_free (fixture_add_raw (self, NULL, text));
    }
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_messages, ==, G_N_ELEMENTS (fields));
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 5 conversations, last in March 2026\n");
}

static void
test_bad_dates (Fixture       *self,
                gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  KithScanResult result;
  g_autofree char *anna = NULL;
  g_autofree char *summary = NULL;

  g_free (fixture_add (self, "a1", NULL, "1 Jan 1970", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "a2", NULL, "19 Jan 2038", ANNA, ME, BO, NULL));
  g_free (fixture_add (self, "a3", NULL, "31 Dec 9999", ANNA, ME, BO, NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, &result);
  /* The names of the files say when they were delivered. */
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 3 conversations, last in January 2026\n");
  g_assert_cmpuint (result.n_bad_dates, ==, 3);
  summary = kith_scan_result_dup_summary (&result);
  g_assert_cmpstr (summary, ==, "3 had no date that can be");
}

static void
test_deleted (Fixture       *self,
              gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autofree char *path = NULL;
  g_autofree char *anna = NULL;
  g_autofree char *none = NULL;
  g_autofree char *renamed = NULL;
  KithScanResult result;
  KithHistoryStats stats;

  path = fixture_add (self, "a1", NULL, "3 Mar 2026", ANNA, ME, BO, NULL);
  g_free (fixture_add (self, "a2", NULL, "3 Mar 2026", DAN, ME, NULL, NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, !=, "");

  /* A change of flags is none. */
  renamed = g_strconcat (path, "R", NULL);
  g_assert_cmpint (g_rename (path, renamed), ==, 0);
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_messages, ==, 0);
  g_assert_cmpuint (result.n_removed, ==, 0);

  g_assert_cmpint (g_remove (renamed), ==, 0);
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_removed, ==, 1);
  none = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (none, ==, "");
  kith_history_get_stats (self->history, &stats);
  g_assert_cmpuint (stats.n_messages, ==, 1);
  g_assert_cmpuint (stats.n_addresses, ==, 2);
}

static void
assert_bytes (const char *directory,
              const char *word,
              gboolean    present)
{
  gsize length;
  g_autofree char *bytes = fixture_read_all (directory, &length);

  if ((memmem (bytes, length, word, strlen (word)) != NULL) != present)
    g_error ("“%s” is %s in the files", word, present ? "not" : "still");
}

static void
test_forget (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithAddress) other = kith_address_new ("bo@firm.example", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *bo = NULL;
  KithScanResult result;

  add_small_graph (self);
  fixture_scan (self, NULL, NULL);
  assert_bytes (self->cache, "Anna Berg", TRUE);
  assert_bytes (self->cache, "very secret", FALSE);
  kith_history_forget (self->history, anna, &error);
  g_assert_no_error (error);
  assert_bytes (self->cache, "anna", FALSE);
  assert_bytes (self->cache, "Anna", FALSE);
  assert_bytes (self->cache, "Berg", FALSE);
  bo = fixture_describe (self, "bo@firm.example");
  g_assert_cmpstr (bo, ==, "");

  /* Nor does what somebody found out about the person before. */
  g_assert_true (kith_history_add_alias (self->history, anna, other, &error));
  g_assert_true (kith_history_add_alias (self->history, other, anna, &error));
  g_assert_no_error (error);
  assert_bytes (self->cache, "anna", FALSE);

  /* The next look does not bring the old mail back; new mail is new. */
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_messages, ==, 0);
  assert_bytes (self->cache, "anna", FALSE);
  g_free (fixture_add (self, "z1", NULL, "3 Mar 2026", ANNA, ME, BO, NULL));
  fixture_scan (self, NULL, &result);
  g_assert_cmpuint (result.n_messages, ==, 1);

  kith_history_clear (self->history, &error);
  g_assert_no_error (error);
  assert_bytes (self->cache, "acme", FALSE);
  assert_bytes (self->cache, "bo", FALSE);
}

static void
test_remove_account (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (self->now);
  g_autoptr (GError) error = NULL;
  g_autofree char *anna = NULL;
  static const char *const owners[] = { OWNER, NULL };
  static const char people[] = ANNA ", " BO ", " ME;
  KithSlice from = { people, sizeof people - 1 };
  guint32 folder;

  folder = kith_history_batch_add_folder (batch, "account-1", "INBOX");
  kith_history_batch_begin (batch, folder, kith_history_hash_uid ("17", -1), 99, 0, self->now - 1000, KITH_HISTORY_NONE);
  kith_history_batch_add_people (batch, KITH_PART_TO, from);
  kith_history_batch_set_state (batch, folder, "state 1");
  kith_history_commit (self->history, batch, &error);
  g_assert_no_error (error);
  kith_history_add_owners (self->history, owners, &error);
  g_assert_no_error (error);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_nonnull (strstr (anna, "Bo Dahl"));
  g_free (anna);
  anna = kith_history_dup_folder_state (self->history, "account-1", "INBOX");
  g_assert_cmpstr (anna, ==, "state 1");
  kith_history_remove_account (self->history, "account-1", &error);
  g_assert_no_error (error);
  g_free (anna);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "");
  assert_bytes (self->cache, "Anna", FALSE);
}

static void
test_list_messages (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithAddress) bo = kith_address_new ("bo@firm.example", NULL, NULL);
  g_autoptr (GPtrArray) found = NULL;
  const KithHistoryEvidence *newest;

  add_small_graph (self);
  fixture_scan (self, NULL, NULL);
  found = kith_history_list_messages (self->history, anna, bo, 100);
  g_assert_cmpuint (found->len, ==, 3);
  newest = g_ptr_array_index (found, 0);
  g_assert_cmpstr (newest->path, ==, self->mail);
  g_assert_cmpuint (newest->uid, ==, kith_history_hash_uid ("1767225600.M1P1.host", -1));
}

static void
test_between (Fixture       *self,
              gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithAddress) nobody = kith_address_new ("nobody@acme.example", NULL, NULL);
  KithBetween between;

  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", ANNA, ME, NULL, NULL));
  g_free (fixture_add (self, "a2", "a1", "4 Mar 2026", ME, ANNA, NULL, NULL));
  g_free (fixture_add (self, "a3", "a1", "6 Mar 2026", ANNA, ME, NULL, NULL));
  g_free (fixture_add (self, "b1", NULL, "1 Nov 2026", ANNA, ME, NULL, NULL));
  g_free (fixture_add (self, "c1", NULL, "2 Nov 2026", ANNA, BO, ME, NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  g_assert_true (kith_history_get_between (self->history, anna, self->now, &between));
  g_assert_cmpuint (between.n_in, ==, 4);
  g_assert_cmpuint (between.n_out, ==, 1);
  g_assert_cmpint (between.first, ==, 1772532000);
  g_assert_cmpint (between.last, ==, 1793613600);
  g_assert_cmpint (between.their_answer, ==, 2 * 86400);
  g_assert_cmpint (between.your_answer, ==, 86400);
  g_assert_cmpuint (between.n_waiting, ==, 1);
  g_assert_cmpint (between.waiting_since, ==, 1793527200);
  g_assert_false (kith_history_get_between (self->history, nobody, self->now, &between));
}

static void
assert_lookalike (Fixture       *self,
                  const char    *address,
                  const char    *name,
                  KithLookalike  expected,
                  const char    *expected_known)
{
  g_autoptr (KithAddress) person = kith_address_new (address, NULL, NULL);
  g_autofree char *known = NULL;

  g_assert_cmpint (kith_history_check_lookalike (self->history, person, name, &known), ==, expected);
  g_assert_cmpstr (known, ==, expected_known);
}

static void
test_lookalike (Fixture       *self,
                gconstpointer  data)
{
  add_small_graph (self);
  fixture_scan (self, NULL, NULL);
  assert_lookalike (self, "anna@acme.example", "Anna Berg", KITH_LOOKALIKE_NONE, NULL);
  assert_lookalike (self, "anna@evil.example", "anna  BERG", KITH_LOOKALIKE_NAME, "anna@acme.example");
  assert_lookalike (self, "anna@evil.example", "Berg, Anna", KITH_LOOKALIKE_NAME, "anna@acme.example");
  assert_lookalike (self, "anna@evil.example", "Berg,", KITH_LOOKALIKE_NONE, NULL);
  assert_lookalike (self, "anna@evil.example", ", Anna Berg ", KITH_LOOKALIKE_NONE, NULL);
  assert_lookalike (self, "x@acne.example", "Somebody", KITH_LOOKALIKE_DOMAIN, "acme.example");
  assert_lookalike (self, "x@acrne.example", NULL, KITH_LOOKALIKE_DOMAIN, "acme.example");
  assert_lookalike (self, "x@xn--cme-5cd.example", NULL, KITH_LOOKALIKE_DOMAIN, "acme.example");
  assert_lookalike (self, "new@acme.example", "New Person", KITH_LOOKALIKE_NONE, NULL);
  assert_lookalike (self, "x@unlike.example", "Somebody", KITH_LOOKALIKE_NONE, NULL);
  assert_lookalike (self, OWNER, "The Owner", KITH_LOOKALIKE_NONE, NULL);
  assert_lookalike (self, "boss@evil.example", "The Owner", KITH_LOOKALIKE_NAME, OWNER);
  /* Shared people speak for somebody whom the owner has not written to. */
  assert_lookalike (self, "bo@firm.example", "Bo Dahl", KITH_LOOKALIKE_NONE, NULL);
}

static void
test_domains (void)
{
  g_assert_true (kith_domain_is_lookalike ("paypal.example", "paypa1.example"));
  g_assert_true (kith_domain_is_lookalike ("bank.example", "bamk.example"));
  g_assert_true (kith_domain_is_lookalike ("bank.example", "bnak.example"));
  g_assert_true (kith_domain_is_lookalike ("bank.example", "banks.example"));
  g_assert_true (kith_domain_is_lookalike ("modern.example", "rnodern.example"));
  g_assert_false (kith_domain_is_lookalike ("bank.example", "bank.example"));
  g_assert_false (kith_domain_is_lookalike ("bank.example", "brand.example"));
  g_assert_false (kith_domain_is_lookalike ("ab.test", "ac.test"));
}

static void
test_keys (void)
{
  static const struct
  {
    const char *mailbox, *key;
    gsize registrable;
  } cases[] = {
    { "anna@mail.acme.example", "example.acme.mail@anna", strlen ("example.acme") },
    { "anna@acme.example", "example.acme@anna", strlen ("example.acme") },
    { "anna@x.firm.co.uk", "uk.co.firm.x@anna", strlen ("uk.co.firm") },
    { "anna@firm.uk", "uk.firm@anna", strlen ("uk.firm") },
    { "anna@co.uk", "uk.co@anna", 0 },
    { "anna@pages.someone.github.io", "io.github.someone.pages@anna", strlen ("io.github.someone") },
    { "anna@localhost", "localhost@anna", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = kith_history_key_from_mailbox (cases[i].mailbox);
      g_autofree char *back = kith_history_key_to_mailbox (key);

      g_assert_cmpstr (key, ==, cases[i].key);
      g_assert_cmpstr (back, ==, cases[i].mailbox);
      g_assert_cmpuint (kith_history_key_get_registrable_length (key), ==, cases[i].registrable);
    }
  g_assert_cmpuint (kith_history_hash_uid ("1234", -1), ==, 1234);
  g_assert_cmpuint (kith_history_hash_uid ("01234", -1), !=, 1234);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/history/index/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("known-graph", test_known_graph);
  ADD ("guessed-owner", test_guessed_owner);
  ADD ("guessed-owners", test_guessed_owners);
  ADD ("both-reasons", test_both_reasons);
  ADD ("no-acquaintance", test_no_acquaintance);
  ADD ("one-person", test_one_person);
  ADD ("threads", test_threads);
  ADD ("identifiers", test_identifiers);
  ADD ("bad-dates", test_bad_dates);
  ADD ("deleted", test_deleted);
  ADD ("forget", test_forget);
  ADD ("remove-account", test_remove_account);
  ADD ("list-messages", test_list_messages);
  ADD ("between", test_between);
  ADD ("lookalike", test_lookalike);
  g_test_add_func ("/history/index/domains", test_domains);
  g_test_add_func ("/history/index/keys", test_keys);
  return g_test_run ();
}
