/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-auth-results.h"

typedef struct
{
  const char *name;
  const char *headers[3];
  KithAuthVerdict expected;
} Row;

static const char *const trusted[] = { "mx.example.org", "mail.example.net", NULL };

static const Row rows[] = {
  { "none", { NULL }, KITH_AUTH_UNKNOWN },
  { "dmarc-pass", { "mx.example.org; dmarc=pass header.from=example.com" }, KITH_AUTH_PASS },
  { "dmarc-fail", { "mx.example.org; dkim=pass header.d=evil.test; dmarc=fail (p=none dis=none) header.from=example.com" }, KITH_AUTH_FAIL },
  { "dmarc-fail-upper-case", { "MX.Example.Org 1;\r\n DMARC = FAIL header.from=example.com" }, KITH_AUTH_FAIL },
  { "dkim-fail-only", { "mx.example.org; dkim=fail reason=\"signature verification failed\" header.d=example.com; spf=pass" }, KITH_AUTH_FAIL },
  { "one-of-two-signatures", { "mx.example.org; dkim=fail header.d=a.test; dkim=pass header.d=b.test" }, KITH_AUTH_PASS },
  { "method-version", { "mx.example.org; dkim/1 = fail" }, KITH_AUTH_FAIL },
  { "no-result", { "mx.example.org 1; none" }, KITH_AUTH_UNKNOWN },
  { "spf-only", { "mx.example.org; spf=fail smtp.mailfrom=example.com" }, KITH_AUTH_UNKNOWN },
  { "not-trusted", { "evil.test; dmarc=fail" }, KITH_AUTH_UNKNOWN },
  { "forged-below", { "mx.example.org; dmarc=fail", "mx.example.org; dmarc=pass" }, KITH_AUTH_FAIL },
  { "foreign-above", { "forwarder.test; dmarc=fail", "mail.example.net; dmarc=pass" }, KITH_AUTH_PASS },
  { "one-header-for-each-method", { "mx.example.org; dkim=pass header.d=evil.test", "mx.example.org; dmarc=fail header.from=example.com" }, KITH_AUTH_FAIL },
  { "one-header-for-each-method-pass", { "mx.example.org; dmarc=pass", "mx.example.org; dkim=fail" }, KITH_AUTH_PASS },
  { "opendkim-fail-alone", { "mx.example.org; spf=pass", "mx.example.org; dkim=fail" }, KITH_AUTH_FAIL },
  { "two-of-dmarc", { "mx.example.org; dmarc=pass; dmarc=fail" }, KITH_AUTH_FAIL },
  { "temperror", { "mx.example.org; dkim=temperror; dmarc=temperror" }, KITH_AUTH_UNKNOWN },
  { "comment-lies", { "mx.example.org (a; dmarc=fail (nested)) ; dmarc=pass" }, KITH_AUTH_PASS },
  { "quotes-lie", { "mx.example.org; dkim=pass reason=\"x; dmarc=fail\"; dmarc=pass" }, KITH_AUTH_PASS },
  { "comment-before-id", { "(hello) mx.example.org; dmarc=fail" }, KITH_AUTH_FAIL },
  { "open-comment", { "mx.example.org; (dmarc=fail" }, KITH_AUTH_UNKNOWN },
  { "open-quote", { "mx.example.org; dkim=pass reason=\"dmarc=fail" }, KITH_AUTH_PASS },
  { "empty", { "" }, KITH_AUTH_UNKNOWN },
  { "semicolons", { ";;;;" }, KITH_AUTH_UNKNOWN },
  { "prefix-of-id", { "mx.example.org.evil.test; dmarc=fail" }, KITH_AUTH_UNKNOWN },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  g_assert_cmpint (kith_auth_results_judge (row->headers, trusted), ==, row->expected);
  /* Nobody is trusted until the owner says so. */
  g_assert_cmpint (kith_auth_results_judge (row->headers, NULL), ==, KITH_AUTH_UNKNOWN);
}

static void
test_too_long (void)
{
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autofree char *header = g_strconcat ("mx.example.org; dmarc=fail reason=", filler, NULL);
  const char *const headers[] = { header, NULL };

  g_assert_cmpint (kith_auth_results_judge (headers, trusted), ==, KITH_AUTH_UNKNOWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/parse/auth-results/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/parse/auth-results/too-long", test_too_long);
  return g_test_run ();
}
