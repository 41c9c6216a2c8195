/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* nghttpd speaks HTTP/2 only, so an answer at all is proof; its log tells the connections apart. */

typedef struct
{
  KithNetFixture net;
  GSubprocess *process;
  char *folder;
  char *log_file;
  char *base_url;
} Fixture;

static guint16
find_port (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) local = NULL;

  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  local = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
}

static gboolean
can_connect (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  return connection != NULL;
}

/* It does not outlive a test that fails. */
static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *file = NULL;
  g_autofree char *docs = NULL;
  g_autofree char *port_text = NULL;
  g_autofree char *large = g_strnfill (300000, 'z');
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  gint64 limit = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint16 port = find_port ();

  kith_net_fixture_set_up (&self->net, data);
  self->folder = g_dir_make_tmp ("kith-http2-XXXXXX", &error);
  g_assert_no_error (error);
  file = g_build_filename (self->folder, "large", NULL);
  g_assert_true (g_file_set_contents (file, large, -1, NULL));
  docs = g_strconcat ("--htdocs=", self->folder, NULL);
  port_text = g_strdup_printf ("%u", port);
  /* A file: nobody empties a pipe while the server talks. */
  self->log_file = g_build_filename (self->folder, "log", NULL);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_stdout_file_path (launcher, self->log_file);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, KITH_TEST_NGHTTPD, "--verbose", "--address=127.0.0.1", docs, port_text,
                                               kith_test_server_get_key_file (self->net.server),
                                               kith_test_server_get_cert_file (self->net.server), NULL);
  g_assert_no_error (error);
  while (!can_connect (port))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
      g_thread_yield ();
    }
  self->base_url = g_strdup_printf ("https://127.0.0.1:%u", port);
}

static char *
end_server (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *log = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_file_get_contents (self->log_file, &log, NULL, &error);
  g_assert_no_error (error);
  return log;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *file = g_build_filename (self->folder, "large", NULL);

  g_clear_object (&self->process);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_remove (self->log_file), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->log_file);
  g_free (self->base_url);
  kith_net_fixture_tear_down (&self->net, data);
}

/* How many connections carried requests: "[id=7] ... recv HEADERS". */
static guint
count_connections (const char *log)
{
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *id = strstr (lines[i], "[id=");

      if (id != NULL && strstr (lines[i], "recv HEADERS") != NULL)
        g_hash_table_add (ids, g_strndup (id, strcspn (id, "]")));
    }
  return g_hash_table_size (ids);
}

static guint
count_text (const char *log,
            const char *text)
{
  guint count = 0;

  for (const char *p = strstr (log, text); p != NULL; p = strstr (p + 1, text))
    count++;
  return count;
}

/* More than once: libcurl 7.88 forgets the last bytes of a stream now and then, unless it is nudged. */
#define ROUNDS 8

static void
run_round (Fixture *self)
{
  KithNetCall calls[12];

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (KithHttpRequest) request = NULL;

      request = kith_net_fixture_new_request_at (&self->net, self->base_url, i == 5 ? "/none" : "/large", KITH_HTTP_TRUST_USER);
      kith_http_request_set_secret_header (request, "Authorization", "Bearer token");
      kith_net_call_start (&calls[i], self->net.http, request, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_call_wait (&calls[i], self->net.http, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (kith_http_response_get_status (response), ==, i == 5 ? 404 : 200);
      if (i != 5)
        g_assert_cmpuint (g_bytes_get_size (kith_http_response_get_body (response)), ==, 300000);
      g_assert_nonnull (kith_http_response_get_header (response, "Server"));
    }
}

static void
test_streams (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *log = NULL;

  for (guint i = 0; i < ROUNDS; i++)
    run_round (self);
  log = end_server (self);
  g_assert_cmpuint (count_text (log, ":path: /large"), ==, 11 * ROUNDS);
  g_assert_cmpuint (count_text (log, "authorization: Bearer token"), ==, 12 * ROUNDS);
  g_assert_cmpuint (count_text (log, "user-agent: Kith/" KITH_VERSION), ==, 12 * ROUNDS);
  g_assert_cmpuint (count_connections (log), ==, 1);
}

/* A stream that is dropped leaves the others on the same connection alone. */
static void
test_limits (Fixture       *self,
             gconstpointer  data)
{
  KithNetCall calls[2];
  g_autofree char *log = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (KithHttpRequest) request = NULL;

      request = kith_net_fixture_new_request_at (&self->net, self->base_url, "/large", KITH_HTTP_TRUST_USER);
      if (i == 0)
        kith_http_request_set_max_bytes (request, 299999);
      kith_net_call_start (&calls[i], self->net.http, request, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithHttpResponse) response = kith_net_call_wait (&calls[i], self->net.http, &error);

      if (i == 0)
        kith_net_assert_error (error, KITH_ERROR_UNAVAILABLE);
      else
        g_assert_no_error (error);
    }
  log = end_server (self);
  g_assert_cmpuint (count_text (log, ":path: /large"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http2/streams", Fixture, NULL, set_up, test_streams, tear_down);
  g_test_add ("/http2/limits", Fixture, NULL, set_up, test_limits, tear_down);
  return g_test_run ();
}
