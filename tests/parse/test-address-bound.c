/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "kith-address-bound.h"

/* What people and their programs write costs nothing but its entries. */
static void
test_usual (void)
{
  static const struct
  {
    const char *list;
    guint n_entries;
  } lists[] = {
    { "", 0 },
    { " \r\n", 0 },
    { " anna@example.org\r\n", 1 },
    { "<anna@example.org>", 1 },
    { "Anna Berg <anna@example.org>,\r\n\tBo <bo@example.org>", 2 },
    { "\"Berg, Anna\" <anna@example.org>, \"Dahl; Bo\" <bo@example.org>,", 2 },
    { "Berg, Anna <anna@example.org>, Dahl, Dr., Bo <bo@example.org>", 2 },
    { "\"Anna \\\"A, B\\\" Berg\" <anna@example.org>", 1 },
    { "\"Anna\" Berg <anna@example.org>, Dr. A. Berg <a@example.org>", 2 },
    { "anna@example.org (Anna Berg), (Bo) bo@example.org", 2 },
    { "anna@example.org <anna@example.org>", 1 },
    { "=?utf-8?q?J=C3=B6rg?= <j@example.org>, J\303\266rg <j@example.org>", 2 },
    { "undisclosed-recipients:;", 2 },
    { "Team: a@example.org, B <b@example.org>;, c@example.org", 5 },
    { ",, a@example.org,,,b@example.org, ,", 2 },
    { "Anna <anna>, <>", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      KithAddressCost cost = { 0 };

      g_test_message ("%s", lists[i].list);
      g_assert_cmpuint (kith_address_bound (lists[i].list, strlen (lists[i].list), 100, &cost), ==, strlen (lists[i].list));
      g_assert_cmpuint (cost.odd, ==, 0);
      g_assert_cmpuint (cost.n_entries, ==, lists[i].n_entries);
    }
}

static gsize
bound_repeated (const char *before,
                const char *part,
                guint       times)
{
  g_autoptr (GString) text = g_string_new (before);
  KithAddressCost cost = { 0 };
  gsize kept;

  for (guint i = 0; i < times; i++)
    g_string_append (text, part);
  kept = kith_address_bound (text->str, text->len, 50000, &cost);
  g_assert_cmpuint (kept, <=, text->len);
  return kept;
}

/* What is odd may be as long as a page or two, and what is not goes on behind it unless the quotes may have got lost. */
static void
test_odd (void)
{
  static const struct
  {
    const char *before;
    const char *part;
  } odd[] = {
    { "", "a," }, { "", "a b," }, { "", "\"a\"," }, { "", "a(@)," }, { "", "a@(," }, { "", "a," "(<x>)" }, { "", "\"@\"," }, { "", "a.," }, { "", "a " },
    { "", "a@\"b, c\"," }, { "\"", "\"a, b\" <c@d>, " }, { "<@a, \"x>, y\" <c@d>,", "\"p, q\" <r@s>, " }, { "(", "a@b," }, { "x\\", "\"p, q\" <r@s>," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_test_message ("%s%s", odd[i].before, odd[i].part);
      g_assert_cmpuint (bound_repeated (odd[i].before, odd[i].part, 5), ==, strlen (odd[i].before) + 5 * strlen (odd[i].part));
      g_assert_cmpuint (bound_repeated (odd[i].before, odd[i].part, 40000), <=, 4200);
    }
  g_assert_cmpuint (bound_repeated ("root, [x], a@", "anna@example.org,", 40000), ==, 13 + 40000 * 17);
}

/* No address is cut in two: half of it would be somebody else's. */
static void
test_cut (void)
{
  static const char odd[] = "Anna [x] <anna@example.org>,", usual[] = "bo@example.org,";
  g_autoptr (GString) text = g_string_new (odd);
  gsize kept;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, usual);
  for (gsize start = 0; start < strlen (usual); start++)
    {
      KithAddressCost cost = { .odd = start };

      kept = kith_address_bound (text->str, text->len, 50000, &cost);
      g_assert_cmpuint (kept, >, 4000);
      g_assert_cmpuint ((kept - strlen (odd)) % strlen (usual), ==, 0);
    }
  memset (text->str, 'a', text->len);
  g_assert_cmpuint (bound_repeated ("[", text->str, 1), ==, 0);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KithAddressCost cost = { 0 };
  guint n = 0;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "a@b,");
  g_assert_cmpuint (kith_address_bound (text->str, text->len, 150, &cost), ==, 400);
  g_assert_cmpuint (kith_address_bound (text->str, text->len, 150, &cost), ==, 200);
  g_assert_cmpuint (kith_address_bound (text->str, text->len, 150, &cost), ==, 0);
  memset (&cost, 0, sizeof cost);
  while (n < 100000 && kith_address_bound ("a@b", 3, 100000, &cost) == 3)
    n++;
  g_assert_cmpuint (n, >, 500);
  g_assert_cmpuint (n, <, 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address-bound/usual", test_usual);
  g_test_add_func ("/address-bound/odd", test_odd);
  g_test_add_func ("/address-bound/cut", test_cut);
  g_test_add_func ("/address-bound/limits", test_limits);
  return g_test_run ();
}
