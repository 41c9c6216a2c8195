/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND

#include "config.h"

#include <gio/gio.h>
#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <string.h>
#include <unistd.h>

#include "kith-settings.h"
#include "store-test.h"

#define WAIT_MSEC 15000
#define PROVIDER "[org/kith/kith/providers/gravatar]\n"
#define LOCKS_OFF "# Services outside are not wanted here.\n/org/kith/kith/providers/gravatar/enabled\n"

/* $XDG_CONFIG_DIRS of these tests: the only one that they can write. */
static char *config_dir;

static void
write_admin (const char *name,
             const char *text)
{
  g_autofree char *path = g_build_filename (config_dir, "kith", name, NULL);

  if (text != NULL)
    store_test_write (path, "%s", text);
  else
    g_unlink (path);
}

static void
administer (const char *defaults,
            const char *locks)
{
  write_admin ("defaults", defaults);
  write_admin ("locks", locks);
}

static char *
dup_own_file (void)
{
  return g_build_filename (g_get_user_config_dir (), "kith", "settings.ini", NULL);
}

/* Each test begins with an owner and an administrator who have said nothing. */
static void
clean (char          *unused,
       gconstpointer  data)
{
  g_autofree char *own = dup_own_file ();

  administer (NULL, NULL);
  g_unlink (own);
}

static KithSettings *
make_settings (GSettingsBackend *backend)
{
  g_autoptr (GError) error = NULL;
  KithSettings *settings = kith_settings_new (backend, &error);

  g_assert_no_error (error);
  return settings;
}

static KithProviderSettings *
ref_remote (KithSettings *settings)
{
  return kith_settings_ref_provider (settings, "gravatar", FALSE);
}

static gboolean
is_enabled (KithSettings *settings,
            const char   *id,
            gboolean      local)
{
  g_autoptr (KithProviderSettings) provider = kith_settings_ref_provider (settings, id, local);

  return kith_provider_settings_is_enabled (provider);
}

static void
set (KithSettings *settings,
     const char   *key,
     const char   *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_settings_set_provider (settings, "gravatar", key, value, &error));
  g_assert_no_error (error);
}

static void
check_locked_off (KithSettings *settings)
{
  static const char *const values[] = { "true", "false", "default", "" };
  g_autoptr (KithProviderSettings) provider = ref_remote (settings);

  g_assert_true (kith_provider_settings_is_locked (provider));
  g_assert_false (kith_provider_settings_is_enabled (provider));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kith_settings_set_provider (settings, "gravatar", "enabled", values[i], &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
      g_assert_cmpstr (error->message, ==, "Your administrator has switched this provider off.");
    }
  g_assert_false (is_enabled (settings, "gravatar", FALSE));
}

/* Whatever keeps the owner's settings, and whatever it says. */
static void
check_locked_off_everywhere (void)
{
  static const char own_text[] = PROVIDER "enabled='on'\nagreed-servers=['https://mine.example']\nbase-url='https://mine.example'\n";
  g_autofree char *own = dup_own_file ();
  g_autofree char *other = g_build_filename (config_dir, "other.ini", NULL);
  g_autoptr (GSettingsBackend) memory = g_memory_settings_backend_new ();
  g_autoptr (GSettingsBackend) file = NULL;
  g_autoptr (KithSettings) in_memory = make_settings (memory);
  g_autoptr (KithSettings) in_file = NULL;
  g_autoptr (KithSettings) in_home = NULL;
  g_autoptr (GSettings) direct = g_settings_new_with_backend_and_path ("org.kith.Kith.Provider", memory, "/org/kith/kith/providers/gravatar/");

  store_test_write (own, "%s", own_text);
  store_test_write (other, "%s", own_text);
  file = g_keyfile_settings_backend_new (other, "/", NULL);
  in_file = make_settings (file);
  in_home = make_settings (NULL);
  g_assert_true (g_settings_set_string (direct, "enabled", "on"));
  check_locked_off (in_memory);
  check_locked_off (in_file);
  check_locked_off (in_home);
  g_unlink (other);
}

static void
test_locked_off (char          *unused,
                 gconstpointer  data)
{
  static const struct { const char *defaults; const char *locks; } cases[] = {
    { PROVIDER "enabled='off'\n", LOCKS_OFF },
    { PROVIDER "enabled=off\n", LOCKS_OFF },
    /* Locked without a preset: the default holds. */
    { NULL, LOCKS_OFF },
    { NULL, "  /org/kith/kith/providers/gravatar/enabled \r\n" },
    { NULL, "\xEF\xBB\xBF/org/kith/kith/providers/gravatar/enabled\r\n" },
    { NULL, "/org/Kith/kith/providers/Gravatar/Enabled\n" },
    /* A preset of the wrong type, or that is none */
    { PROVIDER "enabled=[1]\n", LOCKS_OFF },
    { PROVIDER "enabled='perhaps'\n", LOCKS_OFF },
    { PROVIDER "enabled=true\n", LOCKS_OFF },
    { "no key file\n", LOCKS_OFF },
    /* "On" is not the administrator's to say. */
    { PROVIDER "enabled='on'\n", LOCKS_OFF },
    /* All of a provider, all providers, everything */
    { NULL, "/org/kith/kith/providers/gravatar/\n" },
    { NULL, "/org/kith/kith/providers/\n" },
    { NULL, "/org/kith/kith/\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%" G_GSIZE_FORMAT, i);
      administer (cases[i].defaults, cases[i].locks);
      check_locked_off_everywhere ();
    }
}

/* What may lock anything locks everything. */
static void
test_unreadable_locks (char          *unused,
                       gconstpointer  data)
{
  g_autofree char *path = g_build_filename (config_dir, "kith", "locks", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  check_locked_off_everywhere ();
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (symlink ("/nonexistent/locks", path), ==, 0);
  check_locked_off_everywhere ();
  g_assert_cmpint (g_unlink (path), ==, 0);
  /* In UTF-16, as an editor of another system writes it */
  g_assert_true (g_file_set_contents (path, "\xFF\xFE/\0o\0", 6, NULL));
  check_locked_off_everywhere ();
}

static void
test_not_allowed (char          *unused,
                  gconstpointer  data)
{
  g_autoptr (KithSettings) settings = NULL;

  administer ("[org/kith/kith]\nallowed-providers=['openpgp']\n", "/org/kith/kith/allowed-providers\n");
  check_locked_off_everywhere ();
  settings = make_settings (NULL);
  /* A copy of its file under another name is not allowed either; what sends nothing always is. */
  g_assert_false (kith_settings_set_provider (settings, "gravatar-two", "enabled", "true", NULL));
  g_assert_true (kith_settings_set_provider (settings, "openpgp", "enabled", "true", NULL));
  g_assert_true (is_enabled (settings, "openpgp", FALSE));
  g_assert_true (is_enabled (settings, "message", TRUE));
}

static void
test_presets (char          *unused,
              gconstpointer  data)
{
  g_autoptr (KithSettings) settings = NULL;
  g_autoptr (KithProviderSettings) before = NULL;
  g_autoptr (KithProviderSettings) after = NULL;
  g_autoptr (GError) error = NULL;

  administer ("[org/kith/kith]\nledger-days=14\nask-only-on-click=true\nnever-domains=['rival.example']\n" PROVIDER
              "mode='click'\ndomains=['corp.example']\nkeep-days=3\n[org/kith/kith/providers/message]\nenabled='off'\n", NULL);
  settings = make_settings (NULL);
  before = ref_remote (settings);
  g_assert_cmpint (kith_settings_get_integer (settings, "ledger-days"), ==, 14);
  g_assert_true (kith_settings_get_boolean (settings, "ask-only-on-click"));
  g_assert_cmpint (kith_provider_settings_get_mode (before), ==, KITH_PROVIDER_MODE_CLICK);
  g_assert_cmpstr (kith_provider_settings_get_domains (before)[0], ==, "corp.example");
  g_assert_cmpint (kith_provider_settings_get_keep_days (before), ==, 3);
  g_assert_false (is_enabled (settings, "message", TRUE));
  g_assert_false (kith_settings_is_locked (settings, "ledger-days"));

  /* They are the owner's to change, also back to what they were without. */
  g_assert_true (kith_settings_set_integer (settings, "ledger-days", 90, &error));
  g_assert_true (kith_settings_set_boolean (settings, "ask-only-on-click", FALSE, &error));
  g_assert_true (kith_settings_set_provider (settings, "message", "enabled", "true", &error));
  g_assert_no_error (error);
  set (settings, "mode", "always");
  set (settings, "keep-days", "0");
  after = ref_remote (settings);
  g_assert_cmpint (kith_settings_get_integer (settings, "ledger-days"), ==, 90);
  g_assert_false (kith_settings_get_boolean (settings, "ask-only-on-click"));
  g_assert_cmpint (kith_provider_settings_get_mode (after), ==, KITH_PROVIDER_MODE_ALWAYS);
  g_assert_cmpint (kith_provider_settings_get_keep_days (after), ==, 0);
  g_assert_true (is_enabled (settings, "message", TRUE));

  /* An empty text takes the owner's word back. */
  set (settings, "domains", "own.example");
  set (settings, "domains", "");
  g_clear_object (&after);
  after = ref_remote (settings);
  g_assert_cmpstr (kith_provider_settings_get_domains (after)[0], ==, "corp.example");
}

static void
test_locked_values (char          *unused,
                    gconstpointer  data)
{
  g_autofree char *own = dup_own_file ();
  g_autoptr (KithSettings) settings = NULL;
  g_autoptr (GError) error = NULL;

  administer ("[org/kith/kith]\nledger-days=14\nask-only-on-click=true\n",
              "/org/kith/kith/ledger-days\n/org/kith/kith/ask-only-on-click\n/org/kith/kith/cache-max-mib\n");
  store_test_write (own, "[org/kith/kith]\nledger-days=9999\nask-only-on-click=false\ncache-max-mib=1\n");
  settings = make_settings (NULL);
  g_assert_cmpint (kith_settings_get_integer (settings, "ledger-days"), ==, 14);
  g_assert_cmpint (kith_settings_get_integer (settings, "cache-max-mib"), ==, 64);
  g_assert_true (kith_settings_get_boolean (settings, "ask-only-on-click"));
  g_assert_true (kith_settings_is_locked (settings, "ledger-days"));
  g_assert_false (kith_settings_set_boolean (settings, "ask-only-on-click", FALSE, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "The setting “ask-only-on-click” is locked by the administrator");
}

/* An administrator may restrict, not send: what a preset says in this direction does not count. */
static void
test_widening (char          *unused,
               gconstpointer  data)
{
  static const char *const locks[] = {
    NULL, LOCKS_OFF "/org/kith/kith/ask-about-encrypted\n/org/kith/kith/ask-about-list-senders\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (locks); i++)
    {
      g_autoptr (KithSettings) settings = NULL;

      administer ("[org/kith/kith]\nask-about-encrypted=true\nask-about-list-senders=true\n" PROVIDER "enabled='on'\n", locks[i]);
      settings = make_settings (NULL);
      g_assert_false (is_enabled (settings, "gravatar", FALSE));
      g_assert_false (kith_settings_get_boolean (settings, "ask-about-encrypted"));
      g_assert_false (kith_settings_get_boolean (settings, "ask-about-list-senders"));
    }
  administer ("[org/kith/kith]\nask-about-encrypted=false\n", "/org/kith/kith/ask-about-encrypted\n");
  {
    g_autoptr (KithSettings) settings = make_settings (NULL);

    g_assert_true (kith_settings_set_boolean (settings, "ask-about-list-senders", TRUE, NULL));
    g_assert_true (kith_settings_get_boolean (settings, "ask-about-list-senders"));
    g_assert_false (kith_settings_set_boolean (settings, "ask-about-encrypted", TRUE, NULL));
    g_assert_false (kith_settings_get_boolean (settings, "ask-about-encrypted"));
  }
}

/* Nor does a lock take back what the owner has ruled out. */
static void
test_owners_restrictions (char          *unused,
                          gconstpointer  data)
{
  static const char own_text[] =
    "[org/kith/kith]\nnever-domains=['rival.example']\nown-addresses=['me@own.example']\ntrusted-authserv-ids=['mx.own.example']\nask-only-on-click=true\n"
    PROVIDER "enabled='on'\nmode='click'\ndomains=['sales.corp.example', 'friends.example']\naccounts=['work']\n";
  static const struct { const char *defaults; const char *domains; const char *accounts; gboolean enabled; } cases[] = {
    { "domains=@as []\naccounts=@as []\n", "sales.corp.example,friends.example", "work", TRUE },
    { "domains=['corp.example', 'other.example']\naccounts=['work', 'home']\n", "sales.corp.example", "work", TRUE },
    { "domains=['*.CORP.example', '*.friends.example']\naccounts=['work']\n", "*.friends.example,sales.corp.example", "work", TRUE },
    { "domains=['other.example']\naccounts=['work']\n", "", "work", FALSE },
    { "domains=@as []\naccounts=['home']\n", "sales.corp.example,friends.example", "", FALSE },
  };
  g_autofree char *own = dup_own_file ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *defaults =
        g_strdup_printf ("[org/kith/kith]\nnever-domains=['court.example']\nown-addresses=@as []\ntrusted-authserv-ids=@as []\nask-only-on-click=false\n" PROVIDER
                         "mode='always'\n%s", cases[i].defaults);
      g_autofree char *domains = NULL;
      g_autofree char *accounts = NULL;
      g_auto (GStrv) never = NULL;
      g_auto (GStrv) addresses = NULL;
      g_auto (GStrv) servers = NULL;
      g_autoptr (KithSettings) settings = NULL;
      g_autoptr (KithProviderSettings) provider = NULL;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      administer (defaults, "/org/kith/kith/never-domains\n/org/kith/kith/own-addresses\n/org/kith/kith/trusted-authserv-ids\n"
                            "/org/kith/kith/ask-only-on-click\n/org/kith/kith/providers/gravatar/mode\n"
                            "/org/kith/kith/providers/gravatar/domains\n/org/kith/kith/providers/gravatar/accounts\n");
      store_test_write (own, "%s", own_text);
      settings = make_settings (NULL);
      never = kith_settings_dup_strings (settings, "never-domains");
      g_assert_true (g_strv_contains ((const char *const *) never, "court.example") && g_strv_contains ((const char *const *) never, "rival.example"));
      addresses = kith_settings_dup_strings (settings, "own-addresses");
      g_assert_true (g_strv_contains ((const char *const *) addresses, "me@own.example"));
      servers = kith_settings_dup_strings (settings, "trusted-authserv-ids");
      g_assert_true (g_strv_contains ((const char *const *) servers, "mx.own.example"));
      g_assert_true (kith_settings_get_boolean (settings, "ask-only-on-click"));

      provider = ref_remote (settings);
      g_assert_cmpint (kith_provider_settings_get_mode (provider), ==, KITH_PROVIDER_MODE_CLICK);
      domains = g_strjoinv (",", (GStrv) kith_provider_settings_get_domains (provider));
      g_assert_cmpstr (domains, ==, cases[i].domains);
      accounts = g_strjoinv (",", (GStrv) kith_provider_settings_get_accounts (provider));
      g_assert_cmpstr (accounts, ==, cases[i].accounts);
      g_assert_cmpint (kith_provider_settings_is_enabled (provider), ==, cases[i].enabled);
      if (!cases[i].enabled)
        g_assert_nonnull (strstr (kith_provider_settings_get_problem (provider), "asked about nobody"));
    }
}

/* A server that the administrator names is asked by nobody who has not switched the provider on with this server in sight. */
static void
test_servers (char          *unused,
              gconstpointer  data)
{
  static const struct { const char *key; const char *one; const char *two; const char *own; } cases[] = {
    { "base-url", "https://one.example", "https://two.example", "https://mine.example" },
    { "sign-in-url", "https://one.example", "https://two.example", "https://mine.example" },
    /* A CardDAV server is found by the domain of it. */
    { "user", "wren@one.example", "wren@two.example", "wren@mine.example" },
    { "account", "account_1", "account_2", "account_3" },
    { "ca-file", "/etc/hosts", "/etc/passwd", "/etc/group" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = g_strdup_printf (PROVIDER "%s='%s'\n", cases[i].key, cases[i].one);
      g_autofree char *second = g_strdup_printf (PROVIDER "%s='%s'\n", cases[i].key, cases[i].two);
      g_autofree char *lock = g_strdup_printf ("/org/kith/kith/providers/gravatar/%s\n", cases[i].key);
      g_autoptr (KithProviderSettings) moved = NULL;

      clean (NULL, NULL);
      {
        /* On, and the usual server: the owner's word. */
        g_autoptr (KithSettings) settings = make_settings (NULL);

        set (settings, "enabled", "true");
        g_assert_true (is_enabled (settings, "gravatar", FALSE));
      }
      administer (first, NULL);
      {
        g_autoptr (KithSettings) settings = make_settings (NULL);

        moved = ref_remote (settings);
        g_assert_false (kith_provider_settings_is_enabled (moved));
        g_assert_nonnull (strstr (kith_provider_settings_get_problem (moved), "named another server"));
        set (settings, "enabled", "true");
        g_assert_true (is_enabled (settings, "gravatar", FALSE));
      }
      administer (second, lock);
      {
        g_autoptr (KithSettings) settings = make_settings (NULL);

        g_assert_false (is_enabled (settings, "gravatar", FALSE));
        set (settings, "enabled", "true");
        g_assert_true (is_enabled (settings, "gravatar", FALSE));
      }
      administer (second, NULL);
      {
        g_autoptr (KithSettings) settings = make_settings (NULL);

        set (settings, cases[i].key, cases[i].own);
        g_assert_true (is_enabled (settings, "gravatar", FALSE));
      }
    }
}

/* The agreement is the owner's to give, not the administrator's. */
static void
test_agreement_cannot_be_preset (char          *unused,
                                 gconstpointer  data)
{
  static const char *const locks[] = { NULL, "/org/kith/kith/providers/gravatar/agreed-servers\n" };
  g_autofree char *own = dup_own_file ();

  for (gsize i = 0; i < G_N_ELEMENTS (locks); i++)
    {
      g_autoptr (KithSettings) settings = NULL;

      administer (PROVIDER "base-url='https://one.example'\nagreed-servers=['https://one.example']\n", locks[i]);
      store_test_write (own, PROVIDER "enabled='on'\n");
      settings = make_settings (NULL);
      g_assert_false (is_enabled (settings, "gravatar", FALSE));
    }
}

static void
on_changed (KithSettings *settings,
            gboolean     *changed)
{
  *changed = TRUE;
}

static gboolean
on_late (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

/* In a mail program that runs for weeks, too. */
static void
test_followed (char          *unused,
               gconstpointer  data)
{
  g_autoptr (KithSettings) settings = make_settings (NULL);
  gboolean changed = FALSE, late = FALSE;
  guint source = g_timeout_add (WAIT_MSEC, on_late, &late);

  set (settings, "enabled", "true");
  g_assert_true (is_enabled (settings, "gravatar", FALSE));
  g_signal_connect (settings, "changed", G_CALLBACK (on_changed), &changed);
  write_admin ("locks", LOCKS_OFF);
  while (is_enabled (settings, "gravatar", FALSE) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_assert_true (changed);
  check_locked_off (settings);
  g_source_remove (source);
}

/*
 * Each key, reviewed: what the worst is that an administrator can do with it. A new key fails here until somebody has thought about it; one whose
 * value could carry something about the owner anywhere must not be made.
 */
typedef enum
{
  LOOKS_ONLY,     /* how something is shown or kept on this computer */
  RESTRICTS,      /* fewer questions, fewer people, fewer services, beside what the owner has ruled out: test_owners_restrictions() */
  OWNERS_TO_WIDEN, /* true sends more, so only the owner's own true counts: test_widening() */
  OWNERS_TO_BEGIN, /* nothing is sent until the owner has switched the provider on: test_widening() */
  NAMES_SERVER,   /* asked only when the owner has agreed to it: test_servers() */
  NAMES_ACCOUNT,  /* which account of the owner's is used; agreed to as servers are: test_servers() */
  NAMES_PROGRAM,  /* as which program Kith signs in, at a server that the owner has agreed to */
  TRUSTS,         /* who vouches for a server; agreed to as servers are: test_servers() */
} Effect;

static const struct
{
  const char *schema;
  const char *key;
  const char *type;
  Effect effect;
} reviewed[] = {
  { "org.kith.Kith", "own-addresses", "as", RESTRICTS },
  { "org.kith.Kith", "allowed-providers", "as", RESTRICTS },
  { "org.kith.Kith", "provider-order", "as", LOOKS_ONLY },
  { "org.kith.Kith", "sidebar-visible", "b", LOOKS_ONLY },
  { "org.kith.Kith", "sidebar-width", "i", LOOKS_ONLY },
  { "org.kith.Kith", "ask-about-list-senders", "b", OWNERS_TO_WIDEN },
  { "org.kith.Kith", "ask-about-encrypted", "b", OWNERS_TO_WIDEN },
  { "org.kith.Kith", "ask-only-on-click", "b", RESTRICTS },
  { "org.kith.Kith", "never-domains", "as", RESTRICTS },
  /* A sender who fails at a trusted server is not asked about. */
  { "org.kith.Kith", "trusted-authserv-ids", "as", RESTRICTS },
  { "org.kith.Kith", "ledger-days", "i", LOOKS_ONLY },
  { "org.kith.Kith", "ledger-keep-identifiers", "b", LOOKS_ONLY },
  { "org.kith.Kith", "cache-max-mib", "i", LOOKS_ONLY },
  { "org.kith.Kith", "first-run-dismissed", "b", LOOKS_ONLY },
  { "org.kith.Kith.Provider", "enabled", "s", OWNERS_TO_BEGIN },
  { "org.kith.Kith.Provider", "mode", "s", RESTRICTS },
  { "org.kith.Kith.Provider", "base-url", "s", NAMES_SERVER },
  { "org.kith.Kith.Provider", "sign-in-url", "s", NAMES_SERVER },
  { "org.kith.Kith.Provider", "agreed-servers", "as", OWNERS_TO_BEGIN },
  { "org.kith.Kith.Provider", "ca-file", "s", TRUSTS },
  { "org.kith.Kith.Provider", "user", "s", NAMES_ACCOUNT },
  { "org.kith.Kith.Provider", "client-id", "s", NAMES_PROGRAM },
  { "org.kith.Kith.Provider", "account", "s", NAMES_ACCOUNT },
  { "org.kith.Kith.Provider", "domains", "as", RESTRICTS },
  { "org.kith.Kith.Provider", "accounts", "as", RESTRICTS },
  { "org.kith.Kith.Provider", "keep-days", "i", LOOKS_ONLY },
};

static void
check_reviewed (const char *id)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = g_settings_schema_source_lookup (source, id, TRUE);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (reviewed); i++)
    {
      g_autoptr (GSettingsSchemaKey) key = NULL;

      if (!g_str_equal (reviewed[i].schema, id))
        continue;
      n++;
      g_assert_true (g_settings_schema_has_key (schema, reviewed[i].key));
      key = g_settings_schema_get_key (schema, reviewed[i].key);
      g_assert_cmpstr (g_variant_type_peek_string (g_settings_schema_key_get_value_type (key)), ==, reviewed[i].type);
      /* Only the two that are known name a server. */
      g_assert_true (g_str_has_suffix (reviewed[i].key, "url") == (reviewed[i].effect == NAMES_SERVER));
    }
  g_assert_cmpuint (n, ==, g_strv_length (keys));
}

static void
test_every_key_is_reviewed (void)
{
  check_reviewed ("org.kith.Kith");
  check_reviewed ("org.kith.Kith.Provider");
}

#define ADD(path, function) g_test_add ("/administrator/" path, char, NULL, clean, function, clean)

int
main (int    argc,
      char **argv)
{
  g_autofree char *home = store_test_make_folder ();
  g_autofree char *folder = NULL;
  int status;

  /* The choice of the backend is tested here: a bare terminal, a home of its own, and an administrator who is this test. */
  config_dir = g_build_filename (home, "xdg", NULL);
  folder = g_build_filename (config_dir, "kith", NULL);
  g_unsetenv ("GSETTINGS_BACKEND");
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_DIRS", config_dir, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);

  ADD ("locked-off", test_locked_off);
  ADD ("unreadable-locks", test_unreadable_locks);
  ADD ("not-allowed", test_not_allowed);
  ADD ("presets", test_presets);
  ADD ("locked-values", test_locked_values);
  ADD ("widening", test_widening);
  ADD ("owners-restrictions", test_owners_restrictions);
  ADD ("servers", test_servers);
  ADD ("agreement-cannot-be-preset", test_agreement_cannot_be_preset);
  ADD ("followed", test_followed);
  g_test_add_func ("/administrator/every-key-is-reviewed", test_every_key_is_reviewed);

  status = g_test_run ();
  store_test_remove_folder (g_steal_pointer (&home));
  g_free (config_dir);

  return status;
}
