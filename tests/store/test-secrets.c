/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-secrets.h"
#include "secret-service-mock.h"
#include "store-test.h"

#define TOKEN "kith-test-token-7c1"

static GTestDBus *bus;

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static char *
lookup (KithSecrets  *secrets,
        const char   *provider_id,
        GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_secrets_lookup_async (secrets, provider_id, NULL, result_cb, &result);
  wait_for (&result);

  return kith_secrets_lookup_finish (secrets, result, error);
}

static gboolean
store (KithSecrets  *secrets,
       const char   *provider_id,
       const char   *token,
       GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_secrets_store_async (secrets, provider_id, token, NULL, result_cb, &result);
  wait_for (&result);

  return kith_secrets_store_finish (secrets, result, error);
}

static void
check_finalized (KithSecrets *secrets)
{
  /* What libsecret still has under way may hold the last reference for a turn of the loop. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (secrets);
}

static void
check_absent (void)
{
  KithSecrets *secrets = kith_secrets_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *none = lookup (secrets, "gravatar", &error);
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;

  g_assert_no_error (error);
  g_assert_null (none);

  g_assert_false (store (secrets, "gravatar", TOKEN, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "gnome-keyring"));
  g_assert_null (strstr (error->message, TOKEN));
  g_clear_error (&error);

  /* It serves this session, and can be taken away again. */
  kept = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, TOKEN);
  g_assert_true (store (secrets, "gravatar", NULL, &error));
  g_assert_no_error (error);
  gone = lookup (secrets, "gravatar", &error);
  g_assert_null (gone);
  check_finalized (secrets);
}

static void
test_no_bus (void)
{
  g_autofree char *address = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));

  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  check_absent ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static void
test_no_service (void)
{
  check_absent ();
}

static void
test_environment (void)
{
  KithSecrets *secrets = kith_secrets_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *other = NULL;

  g_setenv ("KITH_TOKEN_MY_OWN_SERVER", "from-environment", TRUE);
  g_setenv ("KITH_TOKEN_GRAVATAR", "", TRUE);
  store (secrets, "my-own-server", TOKEN, NULL);
  token = lookup (secrets, "my-own-server", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "from-environment");
  other = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_null (other);
  g_unsetenv ("KITH_TOKEN_MY_OWN_SERVER");
  g_unsetenv ("KITH_TOKEN_GRAVATAR");
  check_finalized (secrets);
}

static void
test_service (void)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_WELL);
  KithSecrets *secrets = kith_secrets_new ();
  KithSecrets *other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *none = lookup (secrets, "gravatar", &error);
  g_autofree char *kept = NULL;
  g_autofree char *token = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  g_assert_null (none);
  g_assert_true (store (secrets, "gravatar", TOKEN, &error));
  g_assert_no_error (error);
  kept = secret_service_mock_dup_secret (mock, "gravatar");
  g_assert_cmpstr (kept, ==, TOKEN);

  /* Another program finds it there. */
  other = kith_secrets_new ();
  token = lookup (other, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, TOKEN);
  check_finalized (other);

  g_assert_true (store (secrets, "gravatar", "", &error));
  g_assert_no_error (error);
  gone = secret_service_mock_dup_secret (mock, "gravatar");
  g_assert_null (gone);
  after = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_null (after);

  check_finalized (secrets);
  secret_service_mock_stop (mock);
}

/* Ten questions at once open the service once, and each gets its answer. */
static void
test_many (void)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_WELL);
  KithSecrets *secrets = kith_secrets_new ();
  GAsyncResult *results[10] = { NULL };

  g_assert_true (store (secrets, "gravatar", TOKEN, NULL));
  check_finalized (secrets);
  secrets = kith_secrets_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    kith_secrets_lookup_async (secrets, "gravatar", NULL, result_cb, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *token = NULL;

      wait_for (&results[i]);
      token = kith_secrets_lookup_finish (secrets, results[i], &error);
      g_assert_no_error (error);
      g_assert_cmpstr (token, ==, TOKEN);
      g_object_unref (results[i]);
    }
  check_finalized (secrets);
  secret_service_mock_stop (mock);
}

static void
test_locked (void)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_WELL);
  KithSecrets *secrets = kith_secrets_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *again = NULL;
  g_autofree char *none = NULL;
  g_autofree char *session = NULL;

  g_assert_true (store (secrets, "gravatar", TOKEN, NULL));

  /* Unlocked through a prompt */
  secret_service_mock_set_mood (mock, MOCK_LOCKED);
  token = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, TOKEN);
  g_assert_cmpuint (secret_service_mock_count_prompts (mock), ==, 1);

  /* Dismissed: told, and not asked again with the next message */
  secret_service_mock_set_mood (mock, MOCK_DISMISSED);
  none = lookup (secrets, "gravatar", &error);
  g_assert_null (none);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "locked"));
  g_clear_error (&error);
  g_assert_cmpuint (secret_service_mock_count_prompts (mock), ==, 2);
  again = lookup (secrets, "gravatar", &error);
  g_assert_null (again);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_cmpuint (secret_service_mock_count_prompts (mock), ==, 2);

  /* A token that cannot be stored serves the session. */
  g_assert_false (store (secrets, "gravatar", "another-token", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_null (strstr (error->message, "another-token"));
  g_clear_error (&error);
  session = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (session, ==, "another-token");

  check_finalized (secrets);
  secret_service_mock_stop (mock);
}

static void
test_crash (void)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_WELL);
  KithSecrets *secrets = kith_secrets_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *token = NULL;

  g_assert_true (store (secrets, "gravatar", TOKEN, NULL));
  secret_service_mock_set_mood (mock, MOCK_CRASHING);
  none = lookup (secrets, "gravatar", &error);
  g_assert_null (none);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  secret_service_mock_stop (mock);

  /* Started again, it is found again, with a new session. */
  mock = secret_service_mock_start (MOCK_WELL);
  g_assert_true (store (secrets, "gravatar", TOKEN, &error));
  g_assert_no_error (error);
  token = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, TOKEN);
  check_finalized (secrets);
  secret_service_mock_stop (mock);
}

/* A service that never answers is given up after five seconds; after that nobody waits for it again for a while. */
static void
test_silent (void)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_SILENT);
  KithSecrets *secrets = kith_secrets_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *again = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 waited;

  none = lookup (secrets, "gravatar", &error);
  waited = g_get_monotonic_time () - start;
  g_assert_null (none);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "does not answer"));
  g_assert_cmpint (waited, >, 4 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (waited, <, 10 * G_TIME_SPAN_SECOND);
  g_clear_error (&error);

  start = g_get_monotonic_time ();
  again = lookup (secrets, "gravatar", &error);
  g_assert_null (again);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);

  check_finalized (secrets);
  secret_service_mock_stop (mock);
}

static void
test_cancelled (void)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_WELL);
  KithSecrets *secrets = kith_secrets_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *token = NULL;

  g_assert_true (store (secrets, "gravatar", TOKEN, NULL));
  secret_service_mock_set_mood (mock, MOCK_SILENT);
  kith_secrets_lookup_async (secrets, "gravatar", cancellable, result_cb, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  none = kith_secrets_lookup_finish (secrets, result, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* That was not the service's fault: it is asked again at once. */
  secret_service_mock_set_mood (mock, MOCK_WELL);
  token = lookup (secrets, "gravatar", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, TOKEN);
  g_clear_object (&result);
  check_finalized (secrets);
  secret_service_mock_stop (mock);
}

static void
test_bad_tokens (void)
{
  static const char *const tokens[] = { "two\nlines", "a\tb", "\x7f", "\xc3\x28" };
  KithSecrets *secrets = kith_secrets_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (store (secrets, "gravatar", tokens[i], &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
    }
  check_finalized (secrets);
}

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

  g_test_add_func ("/secrets/no-bus", test_no_bus);
  g_test_add_func ("/secrets/no-service", test_no_service);
  g_test_add_func ("/secrets/environment", test_environment);
  g_test_add_func ("/secrets/service", test_service);
  g_test_add_func ("/secrets/many", test_many);
  g_test_add_func ("/secrets/locked", test_locked);
  g_test_add_func ("/secrets/crash", test_crash);
  g_test_add_func ("/secrets/silent", test_silent);
  g_test_add_func ("/secrets/cancelled", test_cancelled);
  g_test_add_func ("/secrets/bad-tokens", test_bad_tokens);
  status = g_test_run ();

  g_clear_object (&connection);
  g_test_dbus_down (bus);
  g_object_unref (bus);

  return status;
}
