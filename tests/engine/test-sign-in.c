/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "desktop-accounts-mock.h"
#include "kith-engine-private.h"
#include "kith-test-server.h"
#include "../store/secret-service-mock.h"
#define KITH_TEST_WAIT_SECONDS 60
#include "../kith-test-engine.h"

#define PEOPLE "{\"people\": [{\"mail\": \"ada.marsh@example.org\", \"name\": \"Ada Marsh\"}]}"

static GTestDBus *bus;

/* Services whose sign-in and answers are the fixture server's. */
static const char signer[] =
    "<provider id='signer' name='Signer' site='https://signer.example/' version='1'>"
    "<privacy sends='address' reveals-to='own-server' keep='P1D' keep-nothing='PT1H'/><server/>"
    "<auth kind='oauth2' desktop='ms_graph'><sign-in authorization='/authorize' token='/token' revocation='/revoke' scope='read'/></auth>"
    "<step id='person' kind='json'><get url='/people/{address}'/>"
    "<match select='/people/item' address='mail'><fact field='name' select='name'/></match></step></provider>";

static const char book[] =
    "<provider id='book' name='Book' site='https://book.example/' version='1'>"
    "<privacy sends='address' reveals-to='own-server' keep='P1D' keep-nothing='PT1H'/><server/>"
    "<auth kind='basic' desktop='owncloud google'/>"
    "<step id='person' kind='json'><get url='/people/{address}'/>"
    "<match select='/people/item' address='mail'><fact field='name' select='name'/></match></step></provider>";

typedef struct
{
  char *dir;
  KithEngine *engine;
  KithTestServer *server;
  SecretServiceMock *secrets;
  DesktopAccountsMock *desktop;
  GCancellable *cancellable;
  GThread *thread;     /* of the test */
  char *page;          /* (nullable): what the owner is asked to open */
  GAsyncResult *ended; /* (nullable): of a sign-in */
} Fixture;

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
set_token (Fixture    *fixture,
           const char *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kith_engine_set_token_async (fixture->engine, "signer", token, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  kith_engine_set_token_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
}

/* As a sign-in at this server leaves it in the keyring. */
static void
keep_sign_in (Fixture    *fixture,
              const char *access_token,
              gint64      expires)
{
  g_autofree char *secret
      = g_strdup_printf ("{\"access_token\":\"%s\",\"refresh_token\":\"rt\",\"expires\":%" G_GINT64_FORMAT ",\"origin\":\"%s\"}", access_token, expires,
                         kith_test_server_get_base_url (fixture->server));

  set_token (fixture, secret);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *providers = NULL;
  g_autofree char *settings = NULL;
  char *folders[] = { NULL, NULL };
  KithCoreConfig config = { NULL };

  fixture->thread = g_thread_self ();
  fixture->secrets = secret_service_mock_start (MOCK_WELL);
  fixture->desktop = desktop_accounts_mock_start ();
  fixture->cancellable = g_cancellable_new ();
  fixture->server = kith_test_server_new (NULL, &error);
  g_assert_no_error (error);
  fixture->dir = g_dir_make_tmp ("kith-sign-in-XXXXXX", &error);
  g_assert_no_error (error);
  folders[0] = providers = g_build_filename (fixture->dir, "providers", NULL);
  settings = g_build_filename (fixture->dir, "settings.ini", NULL);
  g_assert_cmpint (g_mkdir (providers, 0700), ==, 0);
  write_file (providers, "signer.provider", signer);
  write_file (providers, "book.provider", book);
  config = (KithCoreConfig) { .cache_dir = fixture->dir, .data_dir = fixture->dir, .state_dir = fixture->dir, .provider_folders = folders,
                              .module_folder = (char *) "/nonexistent", .settings_file = settings };
  fixture->engine = kith_engine_new_with_config (&config);
  kith_test_set_provider (fixture->engine, "signer", "base-url", kith_test_server_get_base_url (fixture->server));
  kith_test_set_provider (fixture->engine, "signer", "ca-file", kith_test_server_get_ca_file (fixture->server));
  kith_test_set_provider (fixture->engine, "signer", "client-id", "a-client");
  kith_test_set_provider (fixture->engine, "signer", "enabled", "true");
  kith_test_server_set_body (fixture->server, "GET", "/people/ada.marsh%40example.org", 200, "application/json", PEOPLE);
  kith_test_server_set_body (fixture->server, "GET", "/people/bela%40example.org", 200, "application/json", PEOPLE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->ended);
  kith_engine_close (fixture->engine);
  kith_test_let_engine_go (&fixture->engine);
  desktop_accounts_mock_stop (fixture->desktop);
  secret_service_mock_stop (fixture->secrets);
  kith_test_server_free (fixture->server);
  g_object_unref (fixture->cancellable);
  g_free (fixture->page);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
begin_test (Fixture       *fixture,
            const char    *provider,
            const char    *address,
            GAsyncResult **result)
{
  g_autoptr (KithAddress) whom = kith_address_new (address, NULL, NULL);

  kith_engine_test_provider_async (fixture->engine, provider, whom, NULL, kith_test_keep_result, result);
}

/* Returns: (transfer full) (nullable): what the provider knows of Ada */
static char *
ask (Fixture     *fixture,
     const char  *provider,
     GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  GPtrArray *facts;

  begin_test (fixture, provider, "ada.marsh@example.org", &result);
  WAIT_UNTIL (result != NULL);
  answer = kith_engine_test_provider_finish (fixture->engine, result, NULL, error);
  facts = answer != NULL ? kith_answer_get_facts (answer) : NULL;
  return facts != NULL && facts->len > 0 ? g_strdup (kith_fact_get_value (facts->pdata[0])) : NULL;
}

static guint
count (Fixture    *fixture,
       const char *target)
{
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (fixture->server);
  guint n = 0;

  for (guint i = 0; i < log->len; i++)
    n += g_str_equal (((KithTestRequest *) log->pdata[i])->target, target);
  return n;
}

static char *
dup_last_authorization (Fixture *fixture)
{
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (fixture->server);

  return g_strdup (kith_test_request_get_header (log->pdata[log->len - 1], "Authorization"));
}

/* -- renewing -- */

static void
test_shared_renewal (Fixture       *fixture,
                     gconstpointer  data)
{
  GAsyncResult *results[2] = { NULL, NULL };
  g_autofree char *kept = NULL;

  keep_sign_in (fixture, "old", 1);
  kith_test_server_set_route (fixture->server, "POST", "/token",
                              "'status': 200, 'delay': 0.4, 'headers': {'Content-Type': 'application/json'},"
                              "'body': {'access_token': 'new', 'expires_in': 3600, 'refresh_token': 'rt-2'}");
  begin_test (fixture, "signer", "ada.marsh@example.org", &results[0]);
  begin_test (fixture, "signer", "bela@example.org", &results[1]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KithAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      WAIT_UNTIL (results[i] != NULL);
      answer = kith_engine_test_provider_finish (fixture->engine, results[i], NULL, &error);
      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (count (fixture, "/token"), ==, 1);
  g_assert_false (kith_test_server_saw (fixture->server, "Bearer old"));
  kept = secret_service_mock_dup_secret (fixture->secrets, "signer");
  g_assert_nonnull (strstr (kept, "rt-2"));
}

/* Another program renewed the token, and ours was refused: nobody is signed out. */
static void
test_renewed_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *authorization = NULL;

  keep_sign_in (fixture, "old", 1);
  kith_test_server_set_route (fixture->server, "POST", "/token",
                              "'status': 400, 'delay': 1, 'headers': {'Content-Type': 'application/json'}, 'body': {'error': 'invalid_grant'}");
  begin_test (fixture, "signer", "ada.marsh@example.org", &result);
  WAIT_UNTIL (count (fixture, "/token") == 1);
  keep_sign_in (fixture, "from-elsewhere", 0);
  WAIT_UNTIL (result != NULL);
  answer = kith_engine_test_provider_finish (fixture->engine, result, NULL, &error);
  g_assert_no_error (error);
  authorization = dup_last_authorization (fixture);
  g_assert_cmpstr (authorization, ==, "Bearer from-elsewhere");
}

/* -- giving up -- */

static void
on_prompt (const char *uri,
           const char *user_code,
           gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_thread_self () == fixture->thread);
  g_assert_null (fixture->ended);
  g_assert_null (user_code);
  g_assert_null (fixture->page);
  fixture->page = g_strdup (uri);
}

static void
begin_sign_in (Fixture *fixture)
{
  kith_engine_sign_in_async (fixture->engine, "signer", on_prompt, fixture, fixture->cancellable, kith_test_keep_result, &fixture->ended);
  WAIT_UNTIL (fixture->page != NULL);
  g_assert_null (fixture->ended);
}

/* Nobody listens on the port any more to which the browser would come back. */
static void
assert_nobody_listens (Fixture *fixture)
{
  g_autoptr (GHashTable) query = g_uri_parse_params (strchr (fixture->page, '?') + 1, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  g_autoptr (GUri) back = g_uri_parse (g_hash_table_lookup (query, "redirect_uri"), G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", g_uri_get_port (back), NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_owner_gives_up (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  begin_sign_in (fixture);
  g_cancellable_cancel (fixture->cancellable);
  WAIT_UNTIL (fixture->ended != NULL);
  g_assert_false (kith_engine_sign_in_finish (fixture->engine, fixture->ended, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_nobody_listens (fixture);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, 0);
}

static void
test_program_ends (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  begin_sign_in (fixture);
  kith_engine_close (fixture->engine);
  WAIT_UNTIL (fixture->ended != NULL);
  g_assert_false (kith_engine_sign_in_finish (fixture->engine, fixture->ended, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_nobody_listens (fixture);
}

static void
test_program_ends_while_renewing (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  keep_sign_in (fixture, "old", 1);
  kith_test_server_set_route (fixture->server, "POST", "/token", "'status': 200, 'delay': 30, 'body': '{}'");
  begin_test (fixture, "signer", "ada.marsh@example.org", &result);
  WAIT_UNTIL (count (fixture, "/token") == 1);
  kith_engine_close (fixture->engine);
  WAIT_UNTIL (result != NULL);
  g_assert_null (kith_engine_test_provider_finish (fixture->engine, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_signing_out_while_renewing (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  keep_sign_in (fixture, "old", 1);
  kith_test_server_set_body (fixture->server, "POST", "/revoke", 200, "application/json", "{}");
  kith_test_server_set_route (fixture->server, "POST", "/token", "'status': 200, 'delay': 1, 'body': {'access_token': 'late'}");
  begin_test (fixture, "signer", "ada.marsh@example.org", &result);
  WAIT_UNTIL (count (fixture, "/token") == 1);
  kith_engine_sign_out_async (fixture->engine, "signer", NULL, kith_test_keep_result, &fixture->ended);
  WAIT_UNTIL (fixture->ended != NULL && result != NULL);
  g_assert_true (kith_engine_sign_out_finish (fixture->engine, fixture->ended, &error));
  g_assert_no_error (error);
  g_assert_true (kith_test_server_saw (fixture->server, "token=rt"));
  g_assert_null (kith_engine_test_provider_finish (fixture->engine, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kept = secret_service_mock_dup_secret (fixture->secrets, "signer");
  g_assert_null (kept);
}

/* -- accounts of the desktop -- */

static char *
list_accounts (Fixture    *fixture,
               const char *provider)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  kith_engine_list_accounts_async (fixture->engine, provider, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  accounts = kith_engine_list_accounts_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < accounts->len; i++)
    {
      const KithDesktopAccount *account = accounts->pdata[i];

      g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", account->id, account->name);
    }
  return g_string_free (text, FALSE);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *for_signer = list_accounts (fixture, "signer");
  g_autofree char *without_books = list_accounts (fixture, "book");
  g_autofree char *for_book = NULL;
  g_autofree char *for_history = list_accounts (fixture, "history");

  g_assert_cmpstr (for_signer, ==, "office: ada@office.example");
  g_assert_cmpstr (without_books, ==, "");
  g_assert_cmpstr (for_history, ==, "");
  desktop_accounts_mock_set_contacts_uri (fixture->desktop, "https://ada@cloud.example/remote.php/dav/");
  for_book = list_accounts (fixture, "book");
  g_assert_cmpstr (for_book, ==, "mail: ada@mail.example, cloud: ada");
}

static void
test_account_gives_token (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *authorization = NULL;
  g_autofree char *after = NULL;

  kith_test_set_provider (fixture->engine, "signer", "account", "office");
  desktop_accounts_mock_set_token (fixture->desktop, "of-the-desktop", "renewed-by-the-desktop");
  name = ask (fixture, "signer", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Ada Marsh");
  authorization = dup_last_authorization (fixture);
  g_assert_cmpstr (authorization, ==, "Bearer of-the-desktop");

  /* The service does not accept it: the desktop renews it, and it is asked once more. */
  kith_test_server_set_route (fixture->server, "GET", "/people/ada.marsh%40example.org",
                              "'sequence': [{'status': 401}, {'status': 200, 'headers': {'Content-Type': 'application/json'},"
                              "'body': {'people': [{'mail': 'ada.marsh@example.org', 'name': 'Ada M.'}]}}]");
  g_free (name);
  name = ask (fixture, "signer", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Ada M.");
  after = dup_last_authorization (fixture);
  g_assert_cmpstr (after, ==, "Bearer renewed-by-the-desktop");
  g_assert_null (secret_service_mock_dup_secret (fixture->secrets, "signer"));
}

static void
assert_account_fails (Fixture    *fixture,
                      const char *words)
{
  g_autoptr (GError) error = NULL;
  guint before = kith_test_server_count_requests (fixture->server);

  g_assert_null (ask (fixture, "signer", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strchr (error->message, '@'));
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, before);
}

static void
test_account_wants_its_owner (Fixture       *fixture,
                              gconstpointer  data)
{
  kith_test_set_provider (fixture->engine, "signer", "account", "office");
  desktop_accounts_mock_set_token (fixture->desktop, NULL, NULL);
  assert_account_fails (fixture, "sign in again");
  desktop_accounts_mock_set_token (fixture->desktop, "a-token", NULL);
  desktop_accounts_mock_set_attention (fixture->desktop, TRUE);
  assert_account_fails (fixture, "sign in again");
  desktop_accounts_mock_set_attention (fixture->desktop, FALSE);
  desktop_accounts_mock_set_gone (fixture->desktop, TRUE);
  assert_account_fails (fixture, "not in GNOME Online Accounts");
  desktop_accounts_mock_set_gone (fixture->desktop, FALSE);
  kith_test_set_provider (fixture->engine, "signer", "account", "calendar");
  assert_account_fails (fixture, "not in GNOME Online Accounts");
}

/* A password with the owner's name, or a bearer token, at the server that the account names. */
static void
test_account_names_server (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *uri = g_strdup_printf ("https://ada@localhost:%u/remote.php/dav/", kith_test_server_get_port (fixture->server));
  g_autofree char *name = NULL;
  g_autofree char *basic = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *other = kith_test_server_listen (fixture->server, "good", "tls", 0);
  guint before;
  g_autoptr (GError) error = NULL;

  kith_test_set_provider (fixture->engine, "book", "ca-file", kith_test_server_get_ca_file (fixture->server));
  kith_test_set_provider (fixture->engine, "book", "enabled", "true");
  kith_test_set_provider (fixture->engine, "book", "account", "cloud");
  desktop_accounts_mock_set_contacts_uri (fixture->desktop, uri);
  desktop_accounts_mock_set_token (fixture->desktop, "a-password", NULL);
  name = ask (fixture, "book", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Ada Marsh");
  basic = dup_last_authorization (fixture);
  /* ada:a-password */
  g_assert_cmpstr (basic, ==, "Basic YWRhOmEtcGFzc3dvcmQ=");
  kith_test_set_provider (fixture->engine, "book", "account", "mail");
  g_free (name);
  name = ask (fixture, "book", &error);
  g_assert_no_error (error);
  bearer = dup_last_authorization (fixture);
  g_assert_cmpstr (bearer, ==, "Bearer a-password");

  /* Another server gets nothing of it. */
  kith_test_set_provider (fixture->engine, "book", "base-url", other);
  before = kith_test_server_count_requests (fixture->server);
  g_assert_null (ask (fixture, "book", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_assert_cmpuint (kith_test_server_count_requests (fixture->server), ==, before);
}

static void
test_no_desktop (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *none = NULL;

  kith_test_set_provider (fixture->engine, "signer", "account", "office");
  desktop_accounts_mock_stop (fixture->desktop);
  none = list_accounts (fixture, "signer");
  g_assert_cmpstr (none, ==, "");
  assert_account_fails (fixture, "not in GNOME Online Accounts");
  fixture->desktop = desktop_accounts_mock_start ();
}

#define ADD(name, func) g_test_add ("/sign-in/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDBusConnection) connection = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  ADD ("shared-renewal", test_shared_renewal);
  ADD ("renewed-elsewhere", test_renewed_elsewhere);
  ADD ("owner-gives-up", test_owner_gives_up);
  ADD ("program-ends", test_program_ends);
  ADD ("program-ends-while-renewing", test_program_ends_while_renewing);
  ADD ("signing-out-while-renewing", test_signing_out_while_renewing);
  ADD ("accounts", test_accounts);
  ADD ("account-gives-token", test_account_gives_token);
  ADD ("account-wants-its-owner", test_account_wants_its_owner);
  ADD ("account-names-server", test_account_names_server);
  ADD ("no-desktop", test_no_desktop);
  status = g_test_run ();
  g_clear_object (&connection);
  g_test_dbus_down (bus);
  g_object_unref (bus);
  return status;
}
