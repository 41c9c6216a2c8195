/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-address.h>
#include <kith/kith-error.h>
#include <kith/kith-participant.h>
#include <string.h>

typedef struct
{
  const char *input;
  const char *mailbox;
  const char *key;     /* as mailbox if NULL */
} Good;

static const Good good[] = {
  { "jane@example.org", "jane@example.org" },
  { "  Jane.Doe@Example.ORG ", "Jane.Doe@example.org", "jane.doe@example.org" },
  { "<jane@example.org>", "jane@example.org" },
  { " < jane@example.org > ", "jane@example.org" },
  { "jane@example.org.", "jane@example.org" },
  { "jane+tag@example.org", "jane+tag@example.org" },
  { "jane(the (inner) \\) one)@example.org (work)", "jane@example.org" },
  { "jane . doe @ example . org", "jane.doe@example.org" },
  { "\"jane\"@example.org", "jane@example.org" },
  { "\"jane.doe\"@example.org", "jane.doe@example.org" },
  { "\"Jane Doe\"@example.org", "\"Jane Doe\"@example.org", "\"jane doe\"@example.org" },
  { "\"a\\\"b\\\\c\"@example.org", "\"a\\\"b\\\\c\"@example.org" },
  { "\"a@b\"@example.org", "\"a@b\"@example.org" },
  { "o'hara!#$%&*/=?^_`{|}~-@example.org", "o'hara!#$%&*/=?^_`{|}~-@example.org" },
  /* Some phone companies gave such addresses out. */
  { "a..b.@example.org", "a..b.@example.org" },
  { "jane@b\303\274cher.example", "jane@xn--bcher-kva.example" },
  { "jane@B\303\234CHER.example", "jane@xn--bcher-kva.example" },
  { "jane@xn--bcher-kva.example", "jane@xn--bcher-kva.example" },
  { "JANE@XN--BCHER-KVA.example", "JANE@xn--bcher-kva.example", "jane@xn--bcher-kva.example" },
  { "J\303\234rgen@example.org", "J\303\234rgen@example.org", "j\303\274rgen@example.org" },
  { "ju\314\210rgen@example.org", "j\303\274rgen@example.org" },
  { "root@localhost", "root@localhost" },
  { "a@b_c.example", "a@b_c.example" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithAddress) address = kith_address_new (good[i].input, NULL, &error);

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      g_assert_cmpstr (kith_address_get_mailbox (address), ==, good[i].mailbox);
      g_assert_cmpstr (kith_address_get_key (address), ==, good[i].key != NULL ? good[i].key : good[i].mailbox);
      g_assert_null (kith_address_get_display_name (address));
    }
}

static const char *const bad[] = {
  "", " ", "@", "jane", "jane@", "@example.org", "jane@@example.org", "a@b@example.org", "jane@.example.org", "jane@example..org", "jane@.",
  "jane@example.org..", "jane doe@example.org", "jane@exam ple.org", "<jane@example.org", "jane@example.org>", "\"jane@example.org",
  "\"\"@example.org", "\"jane\"doe@example.org", "jane(@example.org", "jane@example.org)", "jane,joe@example.org", "jane;@example.org",
  "jane:joe@example.org", "[jane]@example.org", "jane@[192.0.2.1]", "jane@192.0.2.1", "jane@example.123", "jane@-example.org",
  "jane@example-.org", "jane@exa!mple.org", "jane@example.org/x", "ja\001ne@example.org", "ja\ne@exa\rmple.org", "\"ja\tne\"@example.org",
  "jane\177@example.org", "ja\342\200\213ne@example.org", "\342\200\256enaj@example.org", "ja\302\240ne@example.org", "ja\302\205ne@example.org",
  "ja\377ne@example.org", "jane@ex\377mple.org", "jane@\342\200\256example.org", "jane@example.org\342\200\213", "mailto:jane@example.org",
};

static void
assert_refused (const char *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = kith_address_new (input, "Jane", &error);

  g_assert_null (address);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_assert_false (strstr (error->message, "example") != NULL);
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("case %u", i);
      assert_refused (bad[i]);
    }
  assert_refused (NULL);
}

static char *
make_long (gsize local,
           gsize label,
           gsize n_labels)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < local; i++)
    g_string_append_c (text, 'a');
  g_string_append_c (text, '@');
  for (gsize i = 0; i < n_labels; i++)
    {
      for (gsize j = 0; j < label; j++)
        g_string_append_c (text, 'b');
      g_string_append (text, i + 1 < n_labels ? "." : ".test");
    }
  return g_string_free (text, FALSE);
}

static void
test_length (void)
{
  g_autofree char *longest = make_long (64, 61, 4);
  g_autofree char *too_long = make_long (320, 10, 1);
  g_autofree char *huge = make_long (65536, 10, 1);
  g_autofree char *label = make_long (4, 64, 1);
  g_autofree char *domain = make_long (4, 60, 5);
  g_autofree char *spaced = g_strdup_printf ("%*s@example.org", 2000, "jane");
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = kith_address_new (longest, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kith_address_get_mailbox (address), ==, longest);
  assert_refused (too_long);
  assert_refused (huge);
  assert_refused (label);
  assert_refused (domain);
  assert_refused (spaced);
}

static void
test_parts (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("\"Jane @ Doe\"@B\303\274cher.Example", NULL, NULL);

  g_assert_cmpstr (kith_address_get_local_part (address), ==, "\"Jane @ Doe\"");
  g_assert_cmpstr (kith_address_get_domain (address), ==, "xn--bcher-kva.example");
}

static const struct
{
  const char *name;
  const char *expected;
} names[] = {
  { "Jane Doe", "Jane Doe" },
  { "\"Doe, Jane\"", "Doe, Jane" },
  { "'Jane Doe'", "Jane Doe" },
  { "  Jane \r\n\t Doe ", "Jane Doe" },
  { "J\303\274rgen", "J\303\274rgen" },
  { "J\374rgen", "J\357\277\275rgen" },
  { "Jane\342\200\256 eoD", "Jane eoD" },
  { "Ja\001\033ne", "Jane" },
  { "<b>Jane</b>", "<b>Jane</b>" },
  { "Jane @ Acme", "Jane @ Acme" },
  { "R&D", "R&D" },
  { "", NULL },
  { " \342\200\213 ", NULL },
  { "\"\"", NULL },
  { "jane@example.org", NULL },
  { "<jane@example.org>", NULL },
  { "ceo@bank.example", NULL },
  { "The CEO (ceo@bank.example)", NULL },
  { "ceo @ bank.example", NULL },
  { "ceo\357\274\240bank.example", NULL },
  { "ceo\342\200\213@\342\200\213bank.example", NULL },
  { "=?utf-8?q?ceo=40bank.example?=", NULL },
};

static void
test_names (void)
{
  g_autofree char *long_name = g_strnfill (1000, 'x');
  g_autoptr (KithAddress) with_long_name = kith_address_new ("jane@evil.test", long_name, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KithAddress) address = kith_address_new ("jane@evil.test", names[i].name, NULL);

      g_test_message ("case %u", i);
      g_assert_cmpstr (kith_address_get_display_name (address), ==, names[i].expected);
    }
  g_assert_cmpint (g_utf8_strlen (kith_address_get_display_name (with_long_name), -1), ==, 200);
}

static void
test_equal (void)
{
  g_autoptr (KithAddress) a = kith_address_new ("Jane@Example.org", "Jane", NULL);
  g_autoptr (KithAddress) b = kith_address_new ("jane@example.org", NULL, NULL);
  g_autoptr (KithAddress) c = kith_address_new ("jane@example.com", "Jane", NULL);

  g_assert_true (kith_address_equal (a, a));
  g_assert_true (kith_address_equal (a, b));
  g_assert_cmpuint (kith_address_hash (a), ==, kith_address_hash (b));
  g_assert_false (kith_address_equal (a, c));
  g_assert_false (kith_address_equal (a, NULL));
}

static const struct
{
  const char *mailbox;
  gboolean freemail;
  gboolean role;
} kinds[] = {
  { "jane@gmail.com", TRUE, FALSE },
  { "jane@GMX.de", TRUE, FALSE },
  { "jane@mail.yahoo.co.uk", TRUE, FALSE },
  { "jane@notgmail.com", FALSE, FALSE },
  { "jane@gmail.com.evil.test", FALSE, FALSE },
  { "jane@com", FALSE, FALSE },
  { "jane@acme.example", FALSE, FALSE },
  { "info@acme.example", FALSE, TRUE },
  { "Info@acme.example", FALSE, TRUE },
  { "info+x@acme.example", FALSE, TRUE },
  { "sales.uk@acme.example", FALSE, TRUE },
  { "sales-team@acme.example", FALSE, TRUE },
  { "support2@acme.example", FALSE, TRUE },
  { "support-2@acme.example", FALSE, TRUE },
  { "sales.meier@acme.example", FALSE, FALSE },
  { "salesman@acme.example", FALSE, FALSE },
  { "informatik.meier@acme.example", FALSE, FALSE },
  { "post.malone@acme.example", FALSE, FALSE },
  { "no-reply@acme.example", FALSE, TRUE },
  { "noreply@acme.example", FALSE, TRUE },
  { "NoReply@acme.example", FALSE, TRUE },
  { "do.not.reply@acme.example", FALSE, TRUE },
  { "donotreply@acme.example", FALSE, TRUE },
  { "news-noreply@acme.example", FALSE, TRUE },
  { "acmenoreply@acme.example", FALSE, TRUE },
  { "noreply1234@acme.example", FALSE, TRUE },
  { "noreply+abc@acme.example", FALSE, TRUE },
  { "acme-no-reply-de@acme.example", FALSE, TRUE },
  { "bounce-123=jane=example.org@acme.example", FALSE, TRUE },
  { "bounces+jane@acme.example", FALSE, TRUE },
  { "MAILER-DAEMON@acme.example", FALSE, TRUE },
  { "postmaster@acme.example", FALSE, TRUE },
  { "keine-antwort@acme.example", FALSE, TRUE },
  { "bitte.nicht.antworten@acme.example", FALSE, TRUE },
  { "ne-pas-repondre@acme.example", FALSE, TRUE },
  { "ne_pas_repondre@acme.example", FALSE, TRUE },
  { "no-responder@acme.example", FALSE, TRUE },
  { "nao-responda@acme.example", FALSE, TRUE },
  { "non-rispondere@acme.example", FALSE, TRUE },
  { "niet-beantwoorden@acme.example", FALSE, TRUE },
  { "svar-ikke@acme.example", FALSE, TRUE },
  { "svara-inte@acme.example", FALSE, TRUE },
  { "nie-odpowiadaj@acme.example", FALSE, TRUE },
  { "kontakt@acme.example", FALSE, TRUE },
  { "vertrieb@acme.example", FALSE, TRUE },
  { "buchhaltung@acme.example", FALSE, TRUE },
  { "comptabilite@acme.example", FALSE, TRUE },
  { "ventas@acme.example", FALSE, TRUE },
  { "ufficio.stampa@acme.example", FALSE, TRUE },
  { "atendimento@acme.example", FALSE, TRUE },
  { "klantenservice@acme.example", FALSE, TRUE },
  { "kundservice@acme.example", FALSE, TRUE },
  { "biuro@acme.example", FALSE, TRUE },
  { "renate.noreplica@acme.example", FALSE, FALSE },
  { "jane.notify-smith@acme.example", FALSE, FALSE },
  { "robert@acme.example", FALSE, FALSE },
  { "josh.mailman@acme.example", FALSE, FALSE },
  { "mailman@acme.example", FALSE, TRUE },
  { "bouncer@acme.example", FALSE, FALSE },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (KithAddress) address = kith_address_new (kinds[i].mailbox, NULL, NULL);

      g_test_message ("%s", kinds[i].mailbox);
      g_assert_cmpint (kith_address_is_freemail (address), ==, kinds[i].freemail);
      g_assert_cmpint (kith_address_is_role (address), ==, kinds[i].role);
    }
}

/* 10,000 recipients of one message: linear, and far from being felt. */
static void
test_many (void)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *mailbox = g_strdup_printf ("jane%u@b\303\274cher.example", i);
      g_autoptr (KithAddress) address = kith_address_new (mailbox, "J\303\274rgen", NULL);

      g_assert_false (kith_address_is_role (address));
    }
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_participant (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("jane@example.org", NULL, NULL);
  KithParticipant *participant = kith_participant_new (address, KITH_PART_REPLY_TO);

  g_assert_true (kith_participant_get_address (participant) == address);
  g_assert_cmpint (kith_participant_get_part (participant), ==, KITH_PART_REPLY_TO);
  g_assert_cmpstr (kith_part_get_id (KITH_PART_REPLY_TO), ==, "reply-to");
  g_assert_cmpstr (kith_part_get_id (KITH_PART_BCC), ==, "bcc");
  g_assert_null (kith_part_get_id (KITH_PART_NONE));
  g_assert_finalize_object (participant);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/bad", test_bad);
  g_test_add_func ("/address/length", test_length);
  g_test_add_func ("/address/parts", test_parts);
  g_test_add_func ("/address/names", test_names);
  g_test_add_func ("/address/equal", test_equal);
  g_test_add_func ("/address/kinds", test_kinds);
  g_test_add_func ("/address/many", test_many);
  g_test_add_func ("/address/participant", test_participant);
  return g_test_run ();
}
