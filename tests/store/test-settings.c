/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND

#include "config.h"

#include <gio/gio.h>
#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-settings-backend.h"
#include "kith-settings.h"
#include "store-test.h"

#define WAIT_MSEC 15000

static KithSettings *
make_settings (GSettingsBackend *backend)
{
  g_autoptr (GError) error = NULL;
  KithSettings *settings = kith_settings_new (backend, &error);

  g_assert_no_error (error);
  return settings;
}

static KithSettings *
make_memory_settings (void)
{
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();

  return make_settings (backend);
}

static void
set (KithSettings *settings,
     const char   *id,
     const char   *key,
     const char   *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_settings_set_provider (settings, id, key, value, &error));
  g_assert_no_error (error);
}

static void
set_fails (KithSettings *settings,
           const char   *id,
           const char   *key,
           const char   *value,
           int           code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kith_settings_set_provider (settings, id, key, value, &error));
  g_assert_error (error, KITH_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_null (strchr (error->message, '\n'));
  /* What was wrong may hold a token or an address: it is not repeated. */
  g_assert_true (strchr (value, '@') == NULL || strstr (error->message, value) == NULL);
}

static gboolean
is_enabled (KithSettings *settings,
            const char   *id,
            gboolean      by_default)
{
  g_autoptr (KithProviderSettings) provider = kith_settings_ref_provider (settings, id, by_default);

  return kith_provider_settings_is_enabled (provider);
}

static void
test_defaults (void)
{
  g_autoptr (KithSettings) settings = make_memory_settings ();
  g_autoptr (KithProviderSettings) remote = kith_settings_ref_provider (settings, "gravatar", FALSE);
  g_autoptr (KithProviderSettings) local = kith_settings_ref_provider (settings, "message", TRUE);
  g_auto (GStrv) own = kith_settings_dup_strings (settings, "own-addresses");

  g_assert_cmpstr (kith_provider_settings_get_id (remote), ==, "gravatar");
  g_assert_false (kith_provider_settings_is_enabled (remote));
  g_assert_true (kith_provider_settings_is_enabled (local));
  g_assert_false (kith_provider_settings_is_locked (remote));
  g_assert_null (kith_provider_settings_get_problem (remote));
  g_assert_null (kith_provider_settings_get_base_url (remote));
  g_assert_null (kith_provider_settings_get_ca_file (remote));
  g_assert_null (kith_provider_settings_get_user (remote));
  g_assert_null (kith_provider_settings_get_client_id (remote));
  g_assert_cmpint (kith_provider_settings_get_mode (remote), ==, KITH_PROVIDER_MODE_ALWAYS);
  g_assert_cmpint (kith_provider_settings_get_keep_days (remote), ==, 0);
  g_assert_cmpuint (g_strv_length ((GStrv) kith_provider_settings_get_domains (remote)), ==, 0);
  g_assert_cmpuint (g_strv_length ((GStrv) kith_provider_settings_get_accounts (remote)), ==, 0);
  g_assert_cmpuint (g_strv_length (own), ==, 0);
  g_assert_true (kith_settings_get_boolean (settings, "sidebar-visible"));
  g_assert_false (kith_settings_get_boolean (settings, "ask-about-list-senders"));
  g_assert_cmpint (kith_settings_get_integer (settings, "ledger-days"), ==, 90);
  g_assert_cmpint (kith_settings_get_integer (settings, "cache-max-mib"), ==, 64);
  g_assert_false (kith_settings_is_locked (settings, "ledger-days"));
  g_assert_false (is_enabled (settings, "../../kith", TRUE));
}

static void
test_values (void)
{
  static const char *const addresses[] = { "me@home.example", "I@work.example", NULL };
  g_autoptr (KithSettings) settings = make_memory_settings ();
  g_autoptr (KithProviderSettings) provider = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) own = NULL;
  g_autofree char *ca_file = g_test_build_filename (G_TEST_DIST, "store", "fixtures", "people-v1.sql", NULL);

  set (settings, "gravatar", "enabled", "true");
  set (settings, "gravatar", "base-url", "https://Profiles.example:8443/kith/");
  set (settings, "gravatar", "ca-file", ca_file);
  set (settings, "gravatar", "user", "wren");
  set (settings, "gravatar", "domains", "Example.ORG, *.kestrel.example,,bücher.example ");
  set (settings, "gravatar", "accounts", "Work, At home");
  set (settings, "gravatar", "mode", "click");
  set (settings, "gravatar", "keep-days", "7");
  set (settings, "gravatar", "client-id", "abc");
  provider = kith_settings_ref_provider (settings, "gravatar", FALSE);
  g_assert_true (kith_provider_settings_is_enabled (provider));
  g_assert_nonnull (strstr (kith_provider_settings_get_base_url (provider), ":8443/kith"));
  g_assert_false (g_str_has_suffix (kith_provider_settings_get_base_url (provider), "/"));
  g_assert_cmpstr (kith_provider_settings_get_ca_file (provider), ==, ca_file);
  g_assert_cmpstr (kith_provider_settings_get_user (provider), ==, "wren");
  g_assert_cmpint (kith_provider_settings_get_mode (provider), ==, KITH_PROVIDER_MODE_CLICK);
  g_assert_cmpint (kith_provider_settings_get_keep_days (provider), ==, 7);
  g_assert_cmpstr (kith_provider_settings_get_client_id (provider), ==, "abc");
  g_assert_cmpstr (kith_provider_settings_get_domains (provider)[0], ==, "example.org");
  g_assert_cmpstr (kith_provider_settings_get_domains (provider)[1], ==, "*.kestrel.example");
  g_assert_cmpstr (kith_provider_settings_get_domains (provider)[2], ==, "xn--bcher-kva.example");
  g_assert_null (kith_provider_settings_get_domains (provider)[3]);
  g_assert_cmpstr (kith_provider_settings_get_accounts (provider)[1], ==, "At home");

  /* Another provider has its own. */
  g_assert_false (is_enabled (settings, "webfinger", FALSE));

  set (settings, "gravatar", "enabled", "false");
  g_assert_false (is_enabled (settings, "gravatar", TRUE));
  set (settings, "gravatar", "enabled", "default");
  g_assert_true (is_enabled (settings, "gravatar", TRUE));
  set (settings, "gravatar", "base-url", "");
  set (settings, "gravatar", "ca-file", "");
  set (settings, "gravatar", "domains", "");
  set (settings, "gravatar", "mode", "");
  set (settings, "gravatar", "keep-days", "");
  g_clear_object (&provider);
  provider = kith_settings_ref_provider (settings, "gravatar", FALSE);
  g_assert_null (kith_provider_settings_get_base_url (provider));
  g_assert_null (kith_provider_settings_get_ca_file (provider));
  g_assert_null (kith_provider_settings_get_domains (provider)[0]);
  g_assert_cmpint (kith_provider_settings_get_mode (provider), ==, KITH_PROVIDER_MODE_ALWAYS);
  g_assert_cmpint (kith_provider_settings_get_keep_days (provider), ==, 0);

  g_assert_true (kith_settings_set_strings (settings, "own-addresses", addresses, &error));
  g_assert_true (kith_settings_set_boolean (settings, "sidebar-visible", FALSE, &error));
  g_assert_true (kith_settings_set_integer (settings, "ledger-days", 30, &error));
  g_assert_no_error (error);
  own = kith_settings_dup_strings (settings, "own-addresses");
  g_assert_true (g_strv_equal ((const char *const *) own, addresses));
  g_assert_false (kith_settings_get_boolean (settings, "sidebar-visible"));
  g_assert_cmpint (kith_settings_get_integer (settings, "ledger-days"), ==, 30);

  g_assert_false (kith_settings_set_integer (settings, "ledger-days", G_MININT64, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (kith_settings_set_boolean (settings, "ledger-days", TRUE, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
test_refused_values (void)
{
  static const struct { const char *key; const char *value; } cases[] = {
    { "enabled", "perhaps" }, { "enabled", "TRUE" },
    { "mode", "sometimes" },
    { "base-url", "http://profiles.example" }, { "base-url", "profiles.example" }, { "base-url", "https://" },
    { "base-url", "https://user:pass@profiles.example" }, { "base-url", "https://profiles.example/?a=b" },
    { "base-url", "https://profiles.example/#top" }, { "base-url", "file:///etc/passwd" }, { "base-url", "https://a b.example" },
    { "base-url", "https://profiles.example\nHost: evil.example" }, { "base-url", "https://profiles.example:99999" },
    { "base-url", "https://profiles.example\\@evil.example" }, { "base-url", "\xff\xfe" },
    { "ca-file", "relative.pem" }, { "ca-file", "/nonexistent/ca.pem" }, { "ca-file", "/" }, { "ca-file", "/dev/null" },
    { "user", "a:b" }, { "user", "a\nb" },
    { "domains", "exa mple.org" }, { "domains", "https://example.org" }, { "domains", "a@example.org" },
    { "accounts", "a\x01" }, { "accounts", "\xc3\x28" },
    { "keep-days", "-1" }, { "keep-days", "many" }, { "keep-days", "99999" },
    { "client-id", "a\r\nb" },
    { "shoe-size", "43" }, { "", "" }, { "Enabled", "true" },
  };
  g_autoptr (KithSettings) settings = make_memory_settings ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    set_fails (settings, "gravatar", cases[i].key, cases[i].value, KITH_ERROR_INVALID);
  set_fails (settings, "", "enabled", "true", KITH_ERROR_INVALID);
  set_fails (settings, "../kith", "enabled", "true", KITH_ERROR_INVALID);
  set_fails (settings, "Gravatar", "enabled", "true", KITH_ERROR_INVALID);
  set_fails (settings, "a/b", "enabled", "true", KITH_ERROR_INVALID);
  set_fails (settings, "-", "enabled", "true", KITH_ERROR_INVALID);
  g_assert_false (is_enabled (settings, "gravatar", FALSE));
}

static char *
dup_file (void)
{
  return g_build_filename (g_get_user_config_dir (), "kith", "settings.ini", NULL);
}

/* Each of these tests begins with nothing. */
static void
clean_home (char          *unused,
            gconstpointer  data)
{
  g_autofree char *path = dup_file ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    store_test_remove_folder (g_steal_pointer (&folder));
  else
    g_unlink (folder);
}

/* In a bare terminal: no bus, so a file of ours. */
static void
test_key_file (char          *unused,
               gconstpointer  data)
{
  g_autofree char *path = dup_file ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;

  {
    g_autoptr (KithSettings) settings = make_settings (NULL);

    g_assert_false (is_enabled (settings, "gravatar", FALSE));
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    set (settings, "gravatar", "enabled", "true");
    g_assert_true (is_enabled (settings, "gravatar", FALSE));
    g_assert_true (kith_settings_set_boolean (settings, "sidebar-visible", FALSE, NULL));
  }
  g_assert_cmpuint (store_test_get_mode (path), ==, 0600);
  g_assert_cmpuint (store_test_get_mode (folder), ==, 0700);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "[org/kith/kith/providers/gravatar]"));
  {
    g_autoptr (KithSettings) settings = make_settings (NULL);

    g_assert_true (is_enabled (settings, "gravatar", FALSE));
    g_assert_false (kith_settings_get_boolean (settings, "sidebar-visible"));
  }
}

static void
count_cb (KithSettings *settings,
          guint        *count)
{
  (*count)++;
}

static gboolean
time_out_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for_change (guint *count)
{
  gboolean late = FALSE;
  guint source = g_timeout_add (WAIT_MSEC, time_out_cb, &late);

  while (*count == 0 && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
}

/* Two programs on one file: what one changes the other is told of, and neither takes back what the other has just done. */
static void
test_two (char          *unused,
          gconstpointer  data)
{
  g_autoptr (KithSettings) one = make_settings (NULL);
  g_autoptr (KithSettings) two = make_settings (NULL);
  guint count = 0;

  g_signal_connect (two, "changed", G_CALLBACK (count_cb), &count);
  g_assert_false (is_enabled (two, "gravatar", FALSE));
  set (one, "gravatar", "enabled", "true");
  wait_for_change (&count);
  g_assert_true (is_enabled (two, "gravatar", FALSE));

  count = 0;
  g_assert_true (kith_settings_set_boolean (one, "ask-only-on-click", TRUE, NULL));
  wait_for_change (&count);
  g_assert_true (kith_settings_get_boolean (two, "ask-only-on-click"));

  /* No turn of the main loop in between: nobody has been told yet. */
  set (one, "gravatar", "mode", "click");
  set (two, "gravatar", "user", "wren");
  set (one, "webfinger", "enabled", "true");
  set (two, "message", "enabled", "false");
  {
    g_autoptr (KithSettings) three = make_settings (NULL);
    g_autoptr (KithProviderSettings) provider = kith_settings_ref_provider (three, "gravatar", FALSE);

    g_assert_true (kith_provider_settings_is_enabled (provider));
    g_assert_cmpint (kith_provider_settings_get_mode (provider), ==, KITH_PROVIDER_MODE_CLICK);
    g_assert_cmpstr (kith_provider_settings_get_user (provider), ==, "wren");
    g_assert_true (is_enabled (three, "webfinger", FALSE));
    g_assert_false (is_enabled (three, "message", TRUE));
  }

  /* One's own change is told too. */
  count = 0;
  set (two, "gravatar", "enabled", "false");
  g_assert_cmpuint (count, >, 0);
}

/* A file that anybody may have written by hand. */
static void
test_bad_file (char          *unused,
               gconstpointer  data)
{
  static const char *const texts[] = {
    "no key file at all",
    "[org/kith/kith]\nsidebar-visible=7\nledger-days='many'\nown-addresses='me'\ncache-max-mib=-3\nask-only-on-click=maybe\n"
    "[org/kith/kith/providers/gravatar]\nenabled=true\nmode=3\ndomains=7\nkeep-days=99999\nbase-url=[1]\n",
    "[org/kith/kith]\nledger-days=99999999999999\n[org/kith/kith/providers/gravatar]\nenabled='sometimes'\nkeep-days='x\n",
    "[org/kith/kith\n\xff\xfe\n=\n[]\n",
  };
  g_autofree char *path = dup_file ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KithSettings) settings = NULL;
      g_autoptr (KithProviderSettings) provider = NULL;
      g_auto (GStrv) own = NULL;

      store_test_write (path, "%s", texts[i]);
      settings = make_settings (NULL);
      g_assert_true (kith_settings_get_boolean (settings, "sidebar-visible"));
      g_assert_cmpint (kith_settings_get_integer (settings, "ledger-days"), ==, 90);
      g_assert_cmpint (kith_settings_get_integer (settings, "cache-max-mib"), ==, 64);
      own = kith_settings_dup_strings (settings, "own-addresses");
      g_assert_cmpuint (g_strv_length (own), ==, 0);
      provider = kith_settings_ref_provider (settings, "gravatar", FALSE);
      g_assert_false (kith_provider_settings_is_enabled (provider));
      g_assert_cmpint (kith_provider_settings_get_mode (provider), ==, KITH_PROVIDER_MODE_ALWAYS);
      g_assert_cmpint (kith_provider_settings_get_keep_days (provider), ==, 0);
      set (settings, "gravatar", "base-url", "");
      set (settings, "gravatar", "enabled", "true");
      g_assert_true (is_enabled (settings, "gravatar", FALSE));
    }
}

/* A server that cannot be meant does not make the usual one be asked instead. */
static void
test_bad_server (char          *unused,
                 gconstpointer  data)
{
  static const char *const servers[] = { "http://profiles.example", "https://u:p@profiles.example", "nonsense", "https://profiles.example/?q" };
  g_autofree char *path = dup_file ();

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (KithSettings) settings = NULL;
      g_autoptr (KithProviderSettings) provider = NULL;

      store_test_write (path, "[org/kith/kith/providers/gravatar]\nenabled='on'\nbase-url='%s'\n", servers[i]);
      settings = make_settings (NULL);
      provider = kith_settings_ref_provider (settings, "gravatar", FALSE);
      g_assert_false (kith_provider_settings_is_enabled (provider));
      g_assert_nonnull (kith_provider_settings_get_problem (provider));
      g_assert_null (kith_provider_settings_get_base_url (provider));
    }
}

/* Nothing can be written there: an error each time, and the defaults hold. */
static void
test_no_place (char          *unused,
               gconstpointer  data)
{
  g_autofree char *blocker = g_build_filename (g_get_user_config_dir (), "kith", NULL);
  g_autoptr (KithSettings) settings = NULL;
  g_autoptr (GError) error = NULL;

  store_test_write (blocker, "a file where the folder should be");
  settings = make_settings (NULL);
  g_assert_false (is_enabled (settings, "gravatar", FALSE));
  g_assert_false (kith_settings_set_provider (settings, "gravatar", "enabled", "true", &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
}

static void
test_session_bus (void)
{
  static const struct { const char *address; gboolean alive; } cases[] = {
    { "unix:path=/nonexistent/bus", FALSE },
    { "unix:path=/nonexistent/b%75s,guid=0123456789abcdef0123456789abcdef", FALSE },
    { "unix:path=/dev/null", TRUE },
    { "unix:path=%2fdev%2fnull,guid=0123456789abcdef0123456789abcdef", TRUE },
    { "unix:path=/nonexistent/bus;unix:abstract=other", TRUE },
    { "unix:abstract=/tmp/dbus-x", TRUE },
    { "disabled:", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].address);
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", cases[i].address, TRUE);
      g_assert_true (kith_settings_backend_has_session_bus () == cases[i].alive);
    }
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
}

static void
test_no_schema (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KithSettings) settings = NULL;

      g_unsetenv ("GSETTINGS_SCHEMA_DIR");
      settings = kith_settings_new (NULL, &error);
      /* On a machine where Kith is installed the schema is found all the same. */
      g_assert_true ((settings == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  char *home = store_test_make_folder ();
  int status;

  /* The choice of the backend is tested here: a bare terminal, and a home of its own. */
  g_unsetenv ("GSETTINGS_BACKEND");
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/values", test_values);
  g_test_add_func ("/settings/refused-values", test_refused_values);
  g_test_add ("/settings/key-file", char, NULL, clean_home, test_key_file, clean_home);
  g_test_add ("/settings/two", char, NULL, clean_home, test_two, clean_home);
  g_test_add ("/settings/bad-file", char, NULL, clean_home, test_bad_file, clean_home);
  g_test_add ("/settings/bad-server", char, NULL, clean_home, test_bad_server, clean_home);
  g_test_add ("/settings/no-place", char, NULL, clean_home, test_no_place, clean_home);
  g_test_add_func ("/settings/session-bus", test_session_bus);
  g_test_add_func ("/settings/no-schema", test_no_schema);

  status = g_test_run ();
  store_test_remove_folder (home);

  return status;
}
