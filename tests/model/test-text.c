/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "kith-text.h"

typedef struct
{
  const char *input;
  const char *line;
  const char *block;   /* as line if NULL */
} Case;

static const Case cases[] = {
  { "Jane Doe", "Jane Doe" },
  { "  Jane \t\r\n Doe\v\f ", "Jane Doe", "Jane\nDoe" },
  { "a\302\240b\343\200\200c\342\200\203d\342\240\200e", "a b c d e" },
  { "a\n\n\n\n b \r\nc\n", "a b c", "a\n\nb\nc" },
  { "a\342\200\250b\342\200\251c", "a b c", "a\nb\nc" },
  { "\001a\033[31mb\177c\302\205d\302\233e", "a[31mbc de" },
  { "a\342\200\252b\342\200\253c\342\200\254d\342\200\255e\342\200\256f", "abcdef" },
  { "a\342\201\246b\342\201\247c\342\201\250d\342\201\251e", "abcde" },
  { "a\342\200\216b\342\200\217c\330\234d", "abcd" },
  { "a\342\200\213b\342\201\240c\357\273\277d\302\255e\315\217f", "abcdef" },
  { "a\363\240\201\201b\363\240\204\200c", "abc" },
  { "a\343\205\244\341\205\237\357\276\240b", "ab" },
  { "ab\357\277\276\357\277\277\357\267\220", "ab" },
  /* Joiners stay where a script or an emoji needs them. */
  { "\331\205\333\214\342\200\214\330\256\331\210\330\247\331\207\331\205", "\331\205\333\214\342\200\214\330\256\331\210\330\247\331\207\331\205" },
  { "\360\237\221\251\342\200\215\360\237\222\273", "\360\237\221\251\342\200\215\360\237\222\273" },
  { "a\342\200\215b\342\200\214c", "abc" },
  { "\342\235\244\357\270\217", "\342\235\244\357\270\217" },
  { "a\357\270\217b", "ab" },
  /* NFC */
  { "u\314\210", "\303\274" },
  { "\342\204\253", "\303\205" },
  { "\314\201\314\201abc", "abc" },
  { "J\374rgen", "J\357\277\275rgen" },
  { "a\342\202", "a\357\277\275\357\277\275" },
  { "\355\240\200", "\357\277\275\357\277\275\357\277\275" },
  { "<b>&amp;</b>", "<b>&amp;</b>" },
  { "", NULL },
  { " \t\n ", NULL },
  { "\342\200\213\342\200\256", NULL },
  { "\314\201", NULL },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = kith_text_clean (cases[i].input, -1, 100);
      g_autofree char *block = kith_text_clean_block (cases[i].input, -1, 100);

      g_test_message ("%u", i);
      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (block, ==, cases[i].block != NULL ? cases[i].block : cases[i].line);
    }
}

static void
test_bytes (void)
{
  g_autofree char *nul = kith_text_clean ("a\0b\0", 4, 10);
  g_autofree char *part = kith_text_clean ("abcdef", 3, 10);
  g_autofree char *none = kith_text_clean (NULL, -1, 10);
  g_autofree char *zero = kith_text_clean ("abc", -1, 0);

  g_assert_cmpstr (nul, ==, "ab");
  g_assert_cmpstr (part, ==, "abc");
  g_assert_null (none);
  g_assert_null (zero);
}

static void
test_cap (void)
{
  g_autofree char *exact = kith_text_clean ("abcde", -1, 5);
  g_autofree char *cut = kith_text_clean ("abcdef", -1, 5);
  g_autofree char *at_space = kith_text_clean ("abc def", -1, 5);
  g_autofree char *wide = kith_text_clean ("\303\274\303\274\303\274\303\274", -1, 3);

  g_assert_cmpstr (exact, ==, "abcde");
  g_assert_cmpstr (cut, ==, "abcd\342\200\246");
  g_assert_cmpstr (at_space, ==, "abc\342\200\246");
  g_assert_cmpstr (wide, ==, "\303\274\303\274\342\200\246");
}

/* Marks piled on one letter would run over the neighbouring lines, and take NFC quadratic time to sort. */
static void
test_marks (void)
{
  GString *text = g_string_new ("z");
  g_autofree char *clean = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 500000; i++)
    g_string_append (text, i % 2 == 0 ? "\314\226" : "\314\201");
  g_string_append (text, "a");
  clean = kith_text_clean (text->str, text->len, 100);
  g_assert_cmpint (g_utf8_strlen (clean, -1), <=, 10);
  g_assert_true (g_str_has_suffix (clean, "a"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  g_string_free (text, TRUE);
}

static void
test_hidden_flood (void)
{
  GString *text = g_string_new (NULL);
  g_autofree char *clean = NULL;

  for (guint i = 0; i < 500000; i++)
    g_string_append (text, "\342\200\213");
  g_string_append (text, "a");
  clean = kith_text_clean (text->str, text->len, 100);
  g_assert_cmpstr (clean, ==, "a");
  g_string_free (text, TRUE);
}

static void
test_address (void)
{
  g_assert_true (kith_text_holds_address ("a@b"));
  g_assert_true (kith_text_holds_address ("x (a@b.test) y"));
  g_assert_true (kith_text_holds_address ("a @ b.test"));
  g_assert_true (kith_text_holds_address ("a\357\271\253b"));
  g_assert_false (kith_text_holds_address ("Jane Doe"));
  g_assert_false (kith_text_holds_address ("Jane @ Acme"));
  g_assert_false (kith_text_holds_address ("@jane"));
  g_assert_false (kith_text_holds_address ("jane@"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/cases", test_cases);
  g_test_add_func ("/text/bytes", test_bytes);
  g_test_add_func ("/text/cap", test_cap);
  g_test_add_func ("/text/marks", test_marks);
  g_test_add_func ("/text/hidden-flood", test_hidden_flood);
  g_test_add_func ("/text/address", test_address);
  return g_test_run ();
}
