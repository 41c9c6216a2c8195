/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-provider-fixture.h"
#include "../kith-test-files.h"

#define LIMIT_SECONDS 60

/* A real address book server, started for the test: Radicale as Debian ships it. */
typedef struct
{
  KithProviderFixture *fixture;
  GSubprocess *process;
  char *folder;
  guint port;
} Radicale;

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
copy_card (const char *folder,
           const char *name)
{
  g_autofree char *vectors = kith_test_vectors ("carddav");
  g_autofree char *from = g_build_filename (vectors, name, NULL);
  g_autofree char *to = g_build_filename ("collections", "collection-root", "nora", "contacts", name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  write_file (folder, to, text);
}

static guint
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, !=, 0);
  g_socket_listener_close (listener);
  return port;
}

static void
wait_until_it_listens (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  gint64 until = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;

  g_socket_client_set_enable_proxy (client, FALSE);
  while (g_get_monotonic_time () < until)
    {
      g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

      if (connection != NULL)
        return;
      g_usleep (50 * 1000);
    }
  g_error ("Radicale does not listen");
}

static void
radicale_start (Radicale *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *config = NULL;
  g_autofree char *path = NULL;
  static const char *const cards[] = { "ada_v3.vcf", "bram_v3.vcf", "cleo_v4.vcf", "edge_v3.vcf", "group_v3.vcf" };

  self->fixture = kith_provider_fixture_new (kith_test_load_shipped ("carddav"), NULL);
  self->folder = g_dir_make_tmp ("kith-radicale-XXXXXX", NULL);
  self->port = find_port ();
  config = g_strdup_printf ("[server]\nhosts = 127.0.0.1:%u\nssl = True\ncertificate = %s\nkey = %s\n"
                            "[auth]\ntype = htpasswd\nhtpasswd_filename = %s/users\nhtpasswd_encryption = plain\n"
                            "[storage]\nfilesystem_folder = %s/collections\n",
                            self->port, kith_test_server_get_cert_file (self->fixture->server),
                            kith_test_server_get_key_file (self->fixture->server), self->folder, self->folder);
  write_file (self->folder, "config", config);
  write_file (self->folder, "users", "nora:s3cret\n");
  write_file (self->folder, "collections/collection-root/nora/contacts/.Radicale.props", "{\"tag\": \"VADDRESSBOOK\"}");
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    copy_card (self->folder, cards[i]);
  path = g_build_filename (self->folder, "config", NULL);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "/usr/bin/python3", "-m", "radicale",
                                    "-C", path, NULL);
  g_assert_no_error (error);
  wait_until_it_listens (self->port);
  g_free (self->fixture->base_url);
  self->fixture->base_url = g_strdup_printf ("https://localhost:%u", self->port);
  self->fixture->user = g_strdup ("nora");
  self->fixture->token = g_strdup ("s3cret");
}

static void
radicale_stop (Radicale *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  kith_provider_fixture_free (self->fixture);
  kith_test_remove_tree (self->folder);
  g_free (self->folder);
}

static KithAnswer *
look_up (Radicale   *self,
         const char *address)
{
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = kith_provider_fixture_look_up (self->fixture, address, &error);

  g_assert_no_error (error);
  return answer;
}

static gboolean
is_connected (KithAnswer *answer,
              const char *name)
{
  GPtrArray *connections = kith_answer_get_connections (answer);

  for (guint i = 0; i < connections->len; i++)
    if (g_strcmp0 (kith_connection_get_name (connections->pdata[i]), name) == 0)
      return kith_connection_get_evidence (connections->pdata[i])[0] != '\0';
  return FALSE;
}

static void
test_people (void)
{
  Radicale radicale = { 0 };
  g_autoptr (KithAnswer) ada = NULL;
  g_autoptr (KithAnswer) cleo = NULL;
  g_autoptr (KithAnswer) nobody = NULL;
  g_autoptr (GError) error = NULL;

  radicale_start (&radicale);
  ada = look_up (&radicale, "ada.marsh@example.org");
  g_assert_cmpint (kith_answer_get_status (ada), ==, KITH_ANSWER_FOUND);
  g_assert_cmpstr (kith_test_get_fact (ada, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (ada, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpstr (kith_test_get_fact (ada, KITH_FIELD_COMPANY), ==, "Example Rail Ltd");
  g_assert_cmpstr (kith_test_get_fact (ada, KITH_FIELD_MANAGER), ==, "Bram Okoro");
  g_assert_true (is_connected (ada, "Bram Okoro"));

  cleo = look_up (&radicale, "cleo.dufour@example.org");
  g_assert_cmpstr (kith_test_get_fact (cleo, KITH_FIELD_ROLE), ==, "General Counsel");
  g_assert_true (is_connected (cleo, "Bram Okoro"));
  g_assert_true (is_connected (cleo, "Ada Marsh"));

  nobody = look_up (&radicale, "nobody@example.org");
  g_assert_cmpint (kith_answer_get_status (nobody), ==, KITH_ANSWER_NOT_FOUND);

  g_free (radicale.fixture->token);
  radicale.fixture->token = g_strdup ("wrong");
  g_assert_null (kith_provider_fixture_look_up (radicale.fixture, "ada.marsh@example.org", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_AUTH);
  radicale_stop (&radicale);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/radicale/people", test_people);
  return g_test_run ();
}
