/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <kith/kith.h>
#include <signal.h>
#include <string.h>

#include "kith-ldap-session.h"

/* A TLS record of 16 KiB, of which a byte comes every now and then. */
static gpointer
drip (gpointer data)
{
  static const char head[] = { 0x16, 0x03, 0x03, 0x40, 0x00, 0x02 };
  g_autoptr (GSocketListener) listener = data;
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept (listener, NULL, NULL, NULL);
  GOutputStream *stream;

  g_assert_nonnull (connection);
  stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_assert_true (g_output_stream_write_all (stream, head, sizeof head, NULL, NULL, NULL));
  while (g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL))
    g_usleep (G_USEC_PER_SEC / 20);
  return NULL;
}

/* The thread that asks comes back: else a server could keep one for each question. */
static void
test_slow_handshake (void)
{
  GSocketListener *listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("ldaps://127.0.0.1:%u/dc=example", port);
  KithLdapServer server = { .url = url };
  KithLdapTraffic traffic = { 0 };
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpuint (port, !=, 0);
  thread = g_thread_new ("server", drip, listener);
  g_assert_null (kith_ldap_session_open (&server, &traffic, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpstr (error->message, ==, "The directory did not answer in time");
  g_thread_join (thread);
}

static void
test_escape (void)
{
  static const char *const pairs[][2] = {
    { "ada@example.org", "ada@example.org" },
    { "*", "\\2a" },
    { "a)(mail=*", "a\\29\\28mail=\\2a" },
    { "\\2a", "\\5c2a" },
    { "zoë@example.org", "zoë@example.org" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *escaped = kith_ldap_escape (pairs[i][0]);

      g_assert_cmpstr (escaped, ==, pairs[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_test_add_func ("/providers/ldap-session/slow-handshake", test_slow_handshake);
  g_test_add_func ("/providers/ldap-session/escape", test_escape);
  return g_test_run ();
}
