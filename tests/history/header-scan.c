/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gmime/gmime.h>

#include "kith-header-scan.h"

static void
append_mailbox (const char *mailbox,
                gsize       mailbox_length,
                const char *name,
                gsize       name_length,
                gpointer    user_data)
{
  GString *out = user_data;

  g_string_append_c (out, '[');
  g_string_append_len (out, name, name_length);
  g_string_append_c (out, '|');
  g_string_append_len (out, mailbox, mailbox_length);
  g_string_append_c (out, ']');
}

/* Both ways must say the same of the same bytes. */
static void
assert_same (const char *text,
             gsize       length)
{
  g_autoptr (GString) ours = g_string_new (NULL);
  g_autoptr (GString) theirs = g_string_new (NULL);
  KithSlice value = { text, length };

  kith_mailboxes_scan (value, append_mailbox, ours);
  kith_mailboxes_scan_gmime (value, append_mailbox, theirs);
  if (!g_string_equal (ours, theirs))
    g_error ("“%.*s”: read as %s, by GMime as %s", (int) length, text, ours->str, theirs->str);
}

static void
assert_read (const char *text,
             const char *expected)
{
  g_autoptr (GString) ours = g_string_new (NULL);
  KithSlice value = { text, strlen (text) };

  kith_mailboxes_scan (value, append_mailbox, ours);
  g_assert_cmpstr (ours->str, ==, expected);
  assert_same (text, strlen (text));
}

static void
test_mailboxes (void)
{
  assert_read (" anna@example.org\r\n", "[|anna@example.org]");
  assert_read (" Anna Berg <anna@example.org>,\n\t\"Dahl, Bo\" <bo@acme.example>", "[Anna Berg|anna@example.org][Dahl, Bo|bo@acme.example]");
  assert_read ("<anna@example.org>", "[|anna@example.org]");
  assert_read ("=?utf-8?q?J=C3=B6rg?= <j@example.org>", "[J\303\266rg|j@example.org]");
  assert_read ("Team: a@example.org, B <b@example.org>;, c@example.org", "[|a@example.org][B|b@example.org][|c@example.org]");
  assert_read ("undisclosed-recipients:;", "");
  assert_read ("", "");
  assert_read ("   ", "");
}

static void
test_mailboxes_generated (void)
{
  static const char *const pieces[] = {
    "anna@example.org", "<bo@acme.example>", "Anna", "Berg", "\"Dahl, Bo\"", "\"a\\\"b\"", ",", ", ", ";", ":", " ", "  ", "\r\n ", "\n\t", "@", ".", "..", "<", ">",
    "(comment)", "(nested (one))", "=?utf-8?q?J=C3=B6rg?=", "=?utf-8?b?SsO2cmc=?=", "=?x?y?z?=", "\"=?utf-8?q?J=C3=B6rg?=\"", "[127.0.0.1]", "O'Neill", "J. R.",
    "\303\266", "\377", "\"", "\\", "a.b.c@x.y.z", "undisclosed-recipients:;", "<@relay.example:c@example.org>", "=", "=?", "?=", "e=?f", "\"\"", "\" x \"",
    "\"x  y\"", "a@b@c", "A.B <c@d.example>", "anna@example.org.", "anna @ example.org", "<anna@example.org", "x@xn--bcher-kva.example", "\001", "-", "_",
    "anna@example.org Anna", "Anna <anna@example.org> Berg", "''Anna'' <anna@example.org>",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 60000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = g_rand_int_range (rand, 1, 8);

      while (n-- > 0)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      assert_same (text->str, text->len);
    }
}

/* Likely lists, which the fast path is for. */
static void
test_mailboxes_common (void)
{
  static const char *const names[] = { "Anna Berg", "Bo", "O'Neill-Smith", "A B C D", "anna_berg", "Dr Who" };
  static const char *const domains[] = { "example.org", "mail.acme.example", "x-y.test" };
  static const char *const separators[] = { ",", ", ", ",\r\n ", ",\n\t", " , " };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (" ");
      guint n = g_rand_int_range (rand, 1, 12);

      for (guint k = 0; k < n; k++)
        {
          const char *name = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))];
          const char *domain = domains[g_rand_int_range (rand, 0, G_N_ELEMENTS (domains))];
          guint form = g_rand_int_range (rand, 0, 4);

          if (k > 0)
            g_string_append (text, separators[g_rand_int_range (rand, 0, G_N_ELEMENTS (separators))]);
          if (form == 0)
            g_string_append_printf (text, "%s <p%u@%s>", name, k, domain);
          else if (form == 1)
            g_string_append_printf (text, "\"%s\" <p%u@%s>", name, k, domain);
          else if (form == 2)
            g_string_append_printf (text, "p%u.q@%s", k, domain);
          else
            g_string_append_printf (text, "<p%u@%s>", k, domain);
        }
      g_string_append (text, "\r\n");
      assert_same (text->str, text->len);
    }
}

static void
test_mailboxes_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  KithSlice value;
  guint n = 0;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "%sp%u@example.org", i > 0 ? "," : "", i);
  value = (KithSlice) { text->str, text->len };
  kith_mailboxes_scan (value, append_mailbox, out);
  for (const char *p = out->str; *p != '\0'; p++)
    n += *p == '[';
  g_assert_cmpuint (n, ==, 50000);
}

static void
assert_same_date (const char *text)
{
  KithSlice value = { text, strlen (text) };
  g_autoptr (GDateTime) theirs = NULL;
  gint64 ours = -1;
  gboolean read;

  read = kith_date_scan (value, &ours);
  theirs = g_mime_utils_header_decode_date (text);
  g_assert_cmpint (read, ==, theirs != NULL);
  if (theirs != NULL && ours != g_date_time_to_unix (theirs))
    g_error ("“%s”: %" G_GINT64_FORMAT ", by GMime %" G_GINT64_FORMAT, text, ours, g_date_time_to_unix (theirs));
}

/* One group in the other, as many as a header block has room for: the stack of a thread has none for that. */
static void
test_mailboxes_groups_within_groups (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  KithSlice value;

  for (guint i = 0; i < KITH_HEADER_MAX_BYTES / 2 - 100; i++)
    g_string_append (text, "a:");
  g_string_append (text, "anna@example.org");
  value = (KithSlice) { text->str, text->len };
  kith_mailboxes_scan (value, append_mailbox, out);
  g_assert_cmpstr (out->str, ==, "");
}

/* GMime looks for an address in all of the rest of the list, at each word. */
static void
test_mailboxes_no_mailboxes (void)
{
  g_autoptr (GString) text = g_string_new ("anna@example.org, ");
  g_autoptr (GString) out = g_string_new (NULL);
  KithSlice value;
  gint64 start = g_get_monotonic_time ();

  while (text->len < KITH_HEADER_MAX_BYTES)
    g_string_append (text, "a,");
  value = (KithSlice) { text->str, text->len };
  kith_mailboxes_scan (value, append_mailbox, out);
  g_assert_true (g_str_has_prefix (out->str, "[|anna@example.org]"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
}

static void
test_dates (void)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  static const char *const odd[] = {
    "", "nonsense", "Tue, 3 Mar 2026 10:00:00 GMT", "3 Mar 26 10:00 +0100", "Tue, 3 Mar 2026 10:00:00 +0000 (UTC)", "Thu, 1 Jan 1970 00:00:00 +0000",
    "Tue, 19 Jan 2038 03:14:08 +0000", "Fri, 31 Dec 9999 23:59:59 +0000", "Sun, 29 Feb 2026 10:00:00 +0000", "Mon, 29 Feb 2024 10:00:00 +0000",
    "Tue, 99 Mar 2026 10:00:00 +0000", "Tue, 3 Mar 2026 99:00:00 +0000", "Tue,3 Mar 2026 10:00:00 +0000", "Tue, 03 Mar 2026 10:00:60 +0000",
    "Tue, 3 Mar 2026 10:00:00 -1200", "Tue, 3 Mar 2026 10:00:00 +9999", "\001\002", "Tue, 3 Mar 2026",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  KithSlice plain = { " Tue, 3 Mar 2026 10:00:00 +0100\r\n", 33 };
  gint64 date;

  g_assert_true (kith_date_scan (plain, &date));
  g_assert_cmpint (date, ==, 1772528400);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    assert_same_date (odd[i]);
  for (guint i = 0; i < 30000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s%d %s %d %02d:%02d:%02d %c%02d%02d", g_rand_boolean (rand) ? "Mon, " : "", g_rand_int_range (rand, 1, 32),
                                               months[g_rand_int_range (rand, 0, 12)], g_rand_int_range (rand, 1969, 2050), g_rand_int_range (rand, 0, 25),
                                               g_rand_int_range (rand, 0, 61), g_rand_int_range (rand, 0, 61), g_rand_boolean (rand) ? '+' : '-',
                                               g_rand_int_range (rand, 0, 15), g_rand_int_range (rand, 0, 4) * 15);

      assert_same_date (text);
    }
}

static void
assert_slice (KithSlice   slice,
              const char *expected)
{
  g_autofree char *text = g_strndup (slice.text, slice.length);

  g_assert_cmpstr (g_strstrip (text), ==, expected);
}

static void
test_headers (void)
{
  static const char block[] =
    "Return-Path: <x@example.org>\r\n"
    "FROM : Anna <anna@example.org>\r\n"
    "to: a@example.org,\r\n b@example.org\r\n"
    "To: c@example.org\r\n"
    "no colon here\r\n"
    "Message-Id:\r\n <one@example.org>\r\n"
    "References: <a@x> junk <b@x>\r\n"
    "List-Id: Dev <dev.lists.example.org>\r\n"
    "\r\n"
    "From: not@me.example\r\n";
  KithHeaders headers;
  KithSlice id;

  kith_headers_scan (&headers, block, sizeof block - 1);
  assert_slice (headers.addresses[KITH_HEADER_FROM][0], "Anna <anna@example.org>");
  g_assert_null (headers.addresses[KITH_HEADER_FROM][1].text);
  assert_slice (headers.addresses[KITH_HEADER_TO][0], "a@example.org,\r\n b@example.org");
  assert_slice (headers.addresses[KITH_HEADER_TO][1], "c@example.org");
  g_assert_true (headers.complete);
  g_assert_true (headers.list);
  g_assert_false (headers.robot);
  g_assert_true (kith_message_id_next (&headers.references, &id));
  assert_slice (id, "a@x");
  g_assert_true (kith_message_id_next (&headers.references, &id));
  assert_slice (id, "b@x");
  g_assert_false (kith_message_id_next (&headers.references, &id));

  /* Cut anywhere, it is read without a step past the end. */
  for (gsize cut = 0; cut < sizeof block - 1; cut++)
    {
      g_autofree char *copy = g_memdup2 (block, cut + 1);

      kith_headers_scan (&headers, copy, cut);
    }
}

static void
test_headers_robots (void)
{
  static const struct
  {
    const char *field;
    gboolean list, robot;
  } cases[] = {
    { "Precedence: bulk\n", FALSE, TRUE },
    { "precedence: LIST\n", TRUE, FALSE },
    { "Precedence: first-class\n", FALSE, FALSE },
    { "Auto-Submitted: no\n", FALSE, FALSE },
    { "Auto-Submitted: auto-replied (vacation)\n", FALSE, TRUE },
    { "List-Unsubscribe: <https://example.org/u>\n", TRUE, FALSE },
    { "List-Post: <mailto:dev@example.org>\n", TRUE, FALSE },
    { "Listen: no\n", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KithHeaders headers;

      kith_headers_scan (&headers, cases[i].field, strlen (cases[i].field));
      g_assert_cmpint (headers.list, ==, cases[i].list);
      g_assert_cmpint (headers.robot, ==, cases[i].robot);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/history/header-scan/mailboxes", test_mailboxes);
  g_test_add_func ("/history/header-scan/mailboxes-generated", test_mailboxes_generated);
  g_test_add_func ("/history/header-scan/mailboxes-common", test_mailboxes_common);
  g_test_add_func ("/history/header-scan/mailboxes-many", test_mailboxes_many);
  g_test_add_func ("/history/header-scan/no-mailboxes", test_mailboxes_no_mailboxes);
  g_test_add_func ("/history/header-scan/mailboxes-groups-within-groups", test_mailboxes_groups_within_groups);
  g_test_add_func ("/history/header-scan/dates", test_dates);
  g_test_add_func ("/history/header-scan/headers", test_headers);
  g_test_add_func ("/history/header-scan/robots", test_headers_robots);
  return g_test_run ();
}
