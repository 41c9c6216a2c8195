/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void
assert_bad_tls (KithNetFixture *self,
                const char     *base_url,
                const char     *ca_file)
{
  g_autoptr (KithHttp) http = kith_net_fixture_new_http (self, 5000, 15000);
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, base_url, "/secret?ada", KITH_HTTP_TRUST_USER);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;
  guint n = kith_test_recorder_get_length (self->recorder);

  kith_http_request_set_secret_header (request, "Authorization", "Bearer token");
  kith_http_request_set_ca_file (request, ca_file);
  response = kith_net_send (http, request, &error);
  g_assert_null (response);
  kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpstr (kith_test_recorder_get (self->recorder, n)->outcome, ==, "bad-tls");
  g_assert_cmpuint (kith_test_recorder_get (self->recorder, n)->status, ==, 0);
  g_assert_cmpuint (kith_test_recorder_get (self->recorder, n)->bytes_sent, ==, 0);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 0);
}

static void
test_certificates (KithNetFixture *self,
                   gconstpointer   data)
{
  static const char *const certificates[] = { "wrong-name", "expired", "untrusted" };

  kith_test_server_set_route (self->server, "GET", "/secret?ada", "'body': 'never'");
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *url = kith_test_server_listen (self->server, certificates[i], "tls", 0);

      assert_bad_tls (self, url, kith_test_server_get_ca_file (self->server));
    }
  /* Without the run's own authority the good one is unknown as well. */
  assert_bad_tls (self, kith_test_server_get_base_url (self->server), NULL);
}

static void
test_not_tls (KithNetFixture *self,
              gconstpointer   data)
{
  static const char *const modes[] = { "plain", "garbage", "reset" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *url = kith_test_server_listen (self->server, "good", modes[i], 0);
      g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, url, "/secret?ada", KITH_HTTP_TRUST_USER);
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_send (self->http, request, &error);

      g_assert_null (response);
      kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
    }
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 0);
}

/* A file trusted for one request is not trusted for the next one, not even through the connection that the first one made. */
static void
test_trust_is_per_request (KithNetFixture *self,
                           gconstpointer   data)
{
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/x");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  response = kith_net_fixture_get (self, "/x", &error);
  g_assert_no_error (error);
  g_clear_object (&response);

  kith_http_request_set_ca_file (request, NULL);
  response = kith_net_send (self->http, request, &error2);
  g_assert_null (response);
  kith_net_assert_error (error2, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 1);
}

/* The file may change while the program runs. */
static void
test_ca_file_changes (KithNetFixture *self,
                      gconstpointer   data)
{
  g_autofree char *folder = g_dir_make_tmp ("kith-http-tls-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *good = NULL;
  g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request (self, "GET", "/x");
  static const char garbage[] = "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n";

  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x', 'close': true");
  g_assert_true (g_file_get_contents (kith_test_server_get_ca_file (self->server), &good, NULL, NULL));
  kith_http_request_set_ca_file (request, path);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = NULL;

      g_assert_true (g_file_set_contents (path, i == 1 ? garbage : good, -1, NULL));
      response = kith_net_send (self->http, request, &error);
      if (i == 1)
        kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
      else
        g_assert_no_error (error);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What the curl command, OpenSSL and others listen to. The authority in the file would make the server good. */
static void
test_environment (KithNetFixture *self,
                  gconstpointer   data)
{
  static const char *const variables[] = {
    "SSL_CERT_FILE", "CURL_CA_BUNDLE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS", "GTLS_SYSTEM_CA_FILE",
  };
  static const char *const switches[] = {
    "GIT_SSL_NO_VERIFY", "CURL_INSECURE", "PYTHONHTTPSVERIFY", "NODE_TLS_REJECT_UNAUTHORIZED", "KITH_INSECURE",
  };
  const char *ca_file = kith_test_server_get_ca_file (self->server);
  g_autofree char *home = g_dir_make_tmp ("kith-http-tls-XXXXXX", NULL);
  g_autofree char *curlrc = g_build_filename (home, ".curlrc", NULL);
  g_autofree char *netrc = g_build_filename (home, ".netrc", NULL);
  g_autofree char *old_home = g_strdup (g_getenv ("HOME"));
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = NULL;

  g_assert_true (g_file_set_contents (curlrc, "insecure\n", -1, NULL));
  g_assert_true (g_file_set_contents (netrc, "machine localhost login ada password from-netrc\n", -1, NULL));
  g_setenv ("HOME", home, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i], ca_file, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_setenv (switches[i], strcmp (switches[i], "NODE_TLS_REJECT_UNAUTHORIZED") == 0 ? "0" : "1", TRUE);
  /* A proxy that does not exist: loopback is never asked through one. */
  g_setenv ("https_proxy", "http://127.0.0.1:1", TRUE);
  g_setenv ("ALL_PROXY", "socks5h://127.0.0.1:1", TRUE);

  kith_test_server_set_route (self->server, "GET", "/secret?ada", "'body': 'never'");
  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  assert_bad_tls (self, kith_test_server_get_base_url (self->server), NULL);

  g_assert_finalize_object (g_steal_pointer (&self->http));
  self->http = kith_http_new (KITH_HTTP_RECORDER (self->recorder));
  response = kith_net_fixture_get (self, "/x", &error);
  g_assert_no_error (error);
  g_assert_false (kith_test_server_saw (self->server, "uthorization"));
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_unsetenv (switches[i]);
  g_unsetenv ("https_proxy");
  g_unsetenv ("ALL_PROXY");
  g_assert_cmpint (g_remove (curlrc), ==, 0);
  g_assert_cmpint (g_remove (netrc), ==, 0);
  g_assert_cmpint (g_rmdir (home), ==, 0);
  if (old_home != NULL)
    g_setenv ("HOME", old_home, TRUE);
}

/* A server on loopback is for its owner only: not for a provider file, not for a message, and not over the owner's connection. */
static void
test_guard (KithNetFixture *self,
            gconstpointer   data)
{
  static const char *const hosts[] = { "localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "0", "[::ffff:127.0.0.1]" };
  static const KithHttpTrust trusts[] = { KITH_HTTP_TRUST_NONE, KITH_HTTP_TRUST_DECLARED };
  guint before;

  kith_test_server_set_route (self->server, "GET", "/x", "'body': 'x'");
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (trusts); j++)
      {
        g_autofree char *base_url = g_strdup_printf ("https://%s:%u", hosts[i], kith_test_server_get_port (self->server));
        g_autoptr (KithHttpRequest) request = kith_net_fixture_new_request_at (self, base_url, "/x", trusts[j]);
        g_autoptr (GError) error = NULL;
        g_autoptr (KithHttpResponse) response = kith_net_send (self->http, request, &error);

        g_test_message ("%s", hosts[i]);
        g_assert_null (response);
        kith_net_assert_error (error, KITH_ERROR_REFUSED);
      }
  g_assert_cmpuint (kith_test_server_count_connections (self->server), ==, 0);
  before = kith_test_recorder_get_length (self->recorder);
  g_assert_cmpstr (kith_test_recorder_get (self->recorder, before - 1)->outcome, ==, "refused");

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (KithHttpResponse) response = kith_net_fixture_get (self, "/x", &error);

    g_assert_no_error (error);
  }
  for (gsize j = 0; j < G_N_ELEMENTS (trusts); j++)
    {
      g_autoptr (KithHttpRequest) request = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = NULL;

      request = kith_net_fixture_new_request_at (self, kith_test_server_get_base_url (self->server), "/x", trusts[j]);
      response = kith_net_send (self->http, request, &error);
      g_assert_null (response);
      kith_net_assert_error (error, KITH_ERROR_REFUSED);
    }
  g_assert_cmpuint (kith_test_server_count_requests (self->server), ==, 1);
}

#define ADD(name, func) g_test_add ("/http-tls/" name, KithNetFixture, NULL, kith_net_fixture_set_up, func, kith_net_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("certificates", test_certificates);
  ADD ("not-tls", test_not_tls);
  ADD ("trust-is-per-request", test_trust_is_per_request);
  ADD ("ca-file-changes", test_ca_file_changes);
  ADD ("environment", test_environment);
  ADD ("guard", test_guard);
  return g_test_run ();
}
