/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-test-server.h"

static void
test_life (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *vectors = kith_test_vectors ("gravatar");
  const char *args[] = { "--vectors", vectors, NULL };
  g_autoptr (KithTestServer) server = kith_test_server_new (args, &error);
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *ca_file = NULL;
  g_autofree char *url = NULL;
  g_autofree char *expected = NULL;

  g_assert_no_error (error);
  expected = g_strdup_printf ("https://localhost:%u", kith_test_server_get_port (server));
  g_assert_cmpstr (kith_test_server_get_base_url (server), ==, expected);
  ca_file = g_strdup (kith_test_server_get_ca_file (server));
  g_assert_true (g_file_test (ca_file, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (kith_test_server_get_cert_file (server), G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (kith_test_server_get_key_file (server), G_FILE_TEST_IS_REGULAR));

  kith_test_server_set_route (server, "GET", "/one", "'status': 200, 'body': 'it is'");
  kith_test_server_set_body (server, "GET", "/two", 200, "text/plain", "it's");
  kith_test_server_choose (server, "ratelimited");
  url = kith_test_server_listen (server, "expired", "tls", 0);
  g_assert_true (g_str_has_prefix (url, "https://localhost:"));
  g_assert_cmpstr (url, !=, expected);

  kith_test_server_clear_log (server);
  log = kith_test_server_dup_log (server);
  g_assert_cmpuint (log->len, ==, 0);
  g_assert_cmpuint (kith_test_server_count_connections (server), ==, 0);

  g_clear_pointer (&server, kith_test_server_free);
  g_assert_false (g_file_test (ca_file, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fixture-server/life", test_life);
  return g_test_run ();
}
