/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-site.h"

static void
test_registrable (void)
{
  static const char *const cases[][2] = {
    { "example.org", "example.org" },
    { "mail.example.org", "example.org" },
    { "mail.eu.example.co.uk", "example.co.uk" },
    { "example.co.uk", "example.co.uk" },
    { "co.uk", NULL },
    { "uk", NULL },
    { "localhost", NULL },
    /* Where people share a domain each has a part of it. */
    { "someone.github.io", "someone.github.io" },
    { "mail.someone.github.io", "someone.github.io" },
    { "github.io", NULL },
    { "firm.com.br", "firm.com.br" },
    { "www.city.kawasaki.jp", "city.kawasaki.jp" },
    { "mail.xn--bcher-kva.example", "xn--bcher-kva.example" },
    { "a.b.firm.test", "firm.test" },
    { "192.0.2.7", NULL },
    { "2001:db8::7", NULL },
    { "", NULL },
    { ".", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (kith_site_get_registrable (cases[i][0]), ==, cases[i][1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/registrable", test_registrable);
  return g_test_run ();
}
