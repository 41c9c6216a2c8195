/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <kith/kith.h>

#include "kith-policy.h"
#include "kith-settings.h"

/* One row: who, through what, with which settings; the rule that must decide about a remote provider that is switched on. */
typedef struct
{
  const char *name;
  const char *mailbox;
  KithMessageFlags flags;
  KithMessageTraits traits;
  gboolean in_message;
  gboolean clicked;
  KithRule expected;
} Row;

static const Row rows[] = {
  { "a-person", "jane.doe@example.org", 0, 0, TRUE, FALSE, KITH_RULE_ASK },
  { "no-message", "jane.doe@example.org", 0, 0, FALSE, FALSE, KITH_RULE_ASK },
  { "own-address", "me@example.org", 0, 0, TRUE, FALSE, KITH_RULE_OWN_ADDRESS },
  { "own-address-other-case", "ME@Example.ORG", 0, 0, TRUE, FALSE, KITH_RULE_OWN_ADDRESS },
  { "own-address-tagged", "me+shop@example.org", 0, 0, TRUE, FALSE, KITH_RULE_OWN_ADDRESS },
  { "not-own-with-a-tag", "meg+me@example.org", 0, 0, TRUE, FALSE, KITH_RULE_ASK },
  { "not-own-elsewhere", "me@example.net", 0, 0, TRUE, FALSE, KITH_RULE_ASK },
  { "own-address-clicked", "me@example.org", 0, 0, TRUE, TRUE, KITH_RULE_OWN_ADDRESS },
  { "list-address", "dev@lists.example.org", 0, KITH_TRAIT_LIST, TRUE, FALSE, KITH_RULE_LIST },
  { "list-address-clicked", "dev@lists.example.org", 0, KITH_TRAIT_LIST, TRUE, TRUE, KITH_RULE_LIST },
  { "list-sender", "jane.doe@example.org", 0, KITH_TRAIT_LIST, TRUE, FALSE, KITH_RULE_LIST },
  { "list-sender-clicked", "jane.doe@example.org", 0, KITH_TRAIT_LIST, TRUE, TRUE, KITH_RULE_ASK },
  { "newsletter", "jane.doe@example.org", 0, KITH_TRAIT_BULK, TRUE, FALSE, KITH_RULE_LIST },
  { "no-reply", "no-reply@example.org", 0, 0, TRUE, FALSE, KITH_RULE_NO_REPLY },
  { "noreply-clicked", "noreply@example.org", 0, 0, TRUE, TRUE, KITH_RULE_NO_REPLY },
  { "role", "info@example.org", 0, 0, TRUE, FALSE, KITH_RULE_ROLE },
  { "automatic", "jane.doe@example.org", 0, KITH_TRAIT_AUTOMATIC, TRUE, FALSE, KITH_RULE_AUTOMATIC },
  { "bounce", "jane.doe@example.org", 0, KITH_TRAIT_BOUNCE, TRUE, FALSE, KITH_RULE_AUTOMATIC },
  { "junk", "jane.doe@example.org", KITH_MESSAGE_JUNK, 0, TRUE, FALSE, KITH_RULE_JUNK },
  { "junk-clicked", "jane.doe@example.org", KITH_MESSAGE_JUNK, 0, TRUE, TRUE, KITH_RULE_JUNK },
  { "encrypted-by-header", "jane.doe@example.org", 0, KITH_TRAIT_ENCRYPTED, TRUE, FALSE, KITH_RULE_ENCRYPTED },
  { "encrypted-by-client", "jane.doe@example.org", KITH_MESSAGE_ENCRYPTED, 0, TRUE, FALSE, KITH_RULE_ENCRYPTED },
  { "never-domain", "jane.doe@secret.example", 0, 0, TRUE, FALSE, KITH_RULE_NEVER },
  { "never-subdomain", "jane.doe@mail.secret.example", 0, 0, TRUE, FALSE, KITH_RULE_NEVER },
  { "never-domain-of-other-letters", "jane.doe@xn--l-0ga.example", 0, 0, TRUE, FALSE, KITH_RULE_NEVER },
  { "never-domain-of-other-letters-glob", "jane.doe@mail.b\xC3\xBC" "cher.example", 0, 0, TRUE, FALSE, KITH_RULE_NEVER },
  { "not-a-subdomain", "jane.doe@topsecret.example", 0, 0, TRUE, FALSE, KITH_RULE_ASK },
};

/* The owner's settings for all providers, in the tests that are about them. */
static gboolean only_on_click;
static gboolean about_list_senders;
static gboolean about_encrypted;

static KithSettings *
make_settings (void)
{
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  g_autoptr (GError) error = NULL;
  KithSettings *settings = kith_settings_new (backend, &error);

  g_assert_no_error (error);
  return settings;
}

static KithRule
judge (KithSettings        *settings,
       KithPolicySubject   *subject,
       KithPolicyProvider  *provider)
{
  const char *const never_domains[] = { "secret.example", "*.B\xC3\x9C" "CHER.example", "\xC3\xB6" "l.example", NULL };
  g_autoptr (GHashTable) own = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (KithProviderSettings) provider_settings = NULL;
  g_autoptr (KithVerdict) verdict = NULL;
  KithPolicyRules rules = { .own_keys = own, .never_domains = never_domains, .ask_only_on_click = only_on_click,
                            .ask_about_list_senders = about_list_senders, .ask_about_encrypted = about_encrypted };

  g_hash_table_add (own, (gpointer) "me@example.org");
  provider_settings = kith_settings_ref_provider (settings, provider->id, provider->is_local);
  provider->settings = provider_settings;
  verdict = kith_policy_judge (subject, &rules, provider);
  g_assert_cmpint (kith_verdict_is_ask (verdict), ==, kith_verdict_get_reason (verdict) == NULL);
  return kith_verdict_get_rule (verdict);
}

static void
set (KithSettings *settings,
     const char   *key,
     const char   *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kith_settings_set_provider (settings, "remote", key, value, &error));
  g_assert_no_error (error);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  char *lists[] = { (char *) "dev@lists.example.org", NULL };
  g_autoptr (KithSettings) settings = make_settings ();
  g_autoptr (KithAddress) address = kith_address_new (row->mailbox, NULL, NULL);
  KithPolicySubject subject = {
    .address = address,
    .in_message = row->in_message,
    .message_flags = row->flags,
    .traits = row->traits,
    .list_addresses = (row->traits & KITH_TRAIT_LIST) != 0 ? lists : NULL,
    .clicked = row->clicked,
  };
  KithPolicyProvider remote = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS_HASH, .reveals_to = KITH_REVEALS_TO_SERVICE };
  KithPolicyProvider local = { .id = "local", .name = "Local", .is_local = TRUE };

  g_assert_nonnull (address);
  /* Off until the owner says otherwise, whoever it is about. */
  g_assert_cmpstr (kith_rule_get_id (judge (settings, &subject, &remote)), ==, "switched-off");
  /* Supposed to be on, it is judged as if it were, so that it can be offered. */
  remote.supposed_on = TRUE;
  g_assert_cmpstr (kith_rule_get_id (judge (settings, &subject, &remote)), ==, kith_rule_get_id (row->expected));
  remote.supposed_on = FALSE;
  set (settings, "enabled", "true");
  g_assert_cmpstr (kith_rule_get_id (judge (settings, &subject, &remote)), ==, kith_rule_get_id (row->expected));
  /* What is on this computer may always be looked at. */
  g_assert_cmpstr (kith_rule_get_id (judge (settings, &subject, &local)), ==, "ask");
}

static void
test_provider_rules (void)
{
  g_autoptr (KithSettings) settings = make_settings ();
  g_autoptr (KithAddress) address = kith_address_new ("jane.doe@widgets.example", NULL, NULL);
  KithPolicySubject subject = { .address = address, .account = "work" };
  KithPolicyProvider remote = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS };

  set (settings, "enabled", "true");
  remote.needs_token = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_NEEDS_TOKEN);
  remote.has_token = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  remote.needs_server = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_NEEDS_SERVER);
  set (settings, "base-url", "https://directory.example/");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  set (settings, "domains", "muster.example");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_DOMAIN);
  set (settings, "domains", "muster.example,*.example");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  set (settings, "accounts", "home");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ACCOUNT);
  set (settings, "accounts", "home,work");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  set (settings, "mode", "click");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_CLICK);
  subject.clicked = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  subject.offline = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_OFFLINE);
  subject.offline = FALSE;
  remote.is_locked_off = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_LOCKED_OFF);
}

/* The domain of a mail service is nobody's company. */
static void
test_freemail (void)
{
  static const struct { const char *mailbox; KithRule expected; } cases[] = {
    { "jane.doe@gmail.com", KITH_RULE_FREEMAIL },
    { "jane.doe@GMX.net", KITH_RULE_FREEMAIL },
    { "jane.doe@yahoo.co.uk", KITH_RULE_FREEMAIL },
    { "jane.doe@notgmail.com.widgets.example", KITH_RULE_ASK },
    { "jane.doe@widgets.example", KITH_RULE_ASK },
  };
  g_autoptr (KithSettings) settings = make_settings ();

  set (settings, "enabled", "true");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KithAddress) address = kith_address_new (cases[i].mailbox, NULL, NULL);
      KithPolicySubject subject = { .address = address };
      KithPolicyProvider companies = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_DOMAIN, .companies_only = TRUE };
      KithPolicyProvider people = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS };

      g_test_message ("%s", cases[i].mailbox);
      g_assert_cmpint (judge (settings, &subject, &companies), ==, cases[i].expected);
      g_assert_cmpint (judge (settings, &subject, &people), ==, KITH_RULE_ASK);
    }
}

/* Globs of domains, for a provider and for nobody at all. */
static void
test_domain_globs (void)
{
  static const struct { const char *domains; const char *domain; KithRule expected; } cases[] = {
    { "widgets.example", "widgets.example", KITH_RULE_ASK },
    { "widgets.example", "mail.widgets.example", KITH_RULE_ASK },
    { "widgets.example", "topwidgets.example", KITH_RULE_DOMAIN },
    { "widgets.example", "widgets.example.test", KITH_RULE_DOMAIN },
    { "*.widgets.example", "a.b.widgets.example", KITH_RULE_ASK },
    { "*.widgets.example", "widgets.example", KITH_RULE_DOMAIN },
    { "widgets.*", "widgets.example", KITH_RULE_ASK },
    { "WIDGETS.Example", "widgets.example", KITH_RULE_ASK },
    { "b\303\274cher.example", "xn--bcher-kva.example", KITH_RULE_ASK },
    { "one.example,two.example", "two.example", KITH_RULE_ASK },
    { "*", "anything.example", KITH_RULE_ASK },
    { "", "anything.example", KITH_RULE_ASK },
  };
  g_autoptr (KithSettings) settings = make_settings ();

  set (settings, "enabled", "true");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mailbox = g_strconcat ("jane.doe@", cases[i].domain, NULL);
      g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
      KithPolicySubject subject = { .address = address };
      KithPolicyProvider remote = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS };

      g_test_message ("%s against %s", cases[i].domain, cases[i].domains);
      set (settings, "domains", cases[i].domains);
      g_assert_cmpint (judge (settings, &subject, &remote), ==, cases[i].expected);
    }
}

/* For one provider, and for all of them; what is on this computer needs no click. */
static void
test_click (void)
{
  g_autoptr (KithSettings) settings = make_settings ();
  g_autoptr (KithAddress) address = kith_address_new ("jane.doe@widgets.example", NULL, NULL);
  KithPolicySubject subject = { .address = address };
  KithPolicyProvider remote = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS };
  KithPolicyProvider shy = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS, .click_only = TRUE };
  KithPolicyProvider local = { .id = "local", .name = "Local", .is_local = TRUE };

  set (settings, "enabled", "true");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  g_assert_cmpint (judge (settings, &subject, &shy), ==, KITH_RULE_CLICK);
  only_on_click = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_CLICK);
  g_assert_cmpint (judge (settings, &subject, &local), ==, KITH_RULE_ASK);
  subject.clicked = TRUE;
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_ASK);
  only_on_click = FALSE;
  g_assert_cmpint (judge (settings, &subject, &shy), ==, KITH_RULE_ASK);
}

/* What the owner allows, and what stays forbidden all the same. */
static void
test_allowed (void)
{
  static const struct { const char *mailbox; KithMessageFlags flags; KithMessageTraits traits; KithRule expected; } cases[] = {
    { "jane.doe@widgets.example", 0, KITH_TRAIT_LIST, KITH_RULE_ASK },
    { "jane.doe@widgets.example", 0, KITH_TRAIT_BULK, KITH_RULE_ASK },
    { "jane.doe@widgets.example", 0, KITH_TRAIT_ENCRYPTED, KITH_RULE_ASK },
    { "jane.doe@widgets.example", KITH_MESSAGE_ENCRYPTED, 0, KITH_RULE_ASK },
    { "dev@lists.example.org", 0, KITH_TRAIT_LIST, KITH_RULE_LIST },
    { "me@example.org", 0, KITH_TRAIT_LIST | KITH_TRAIT_ENCRYPTED, KITH_RULE_OWN_ADDRESS },
    { "noreply@widgets.example", 0, KITH_TRAIT_LIST, KITH_RULE_NO_REPLY },
    { "info@widgets.example", 0, KITH_TRAIT_BULK, KITH_RULE_ROLE },
    { "jane.doe@secret.example", 0, KITH_TRAIT_ENCRYPTED, KITH_RULE_NEVER },
    { "jane.doe@widgets.example", KITH_MESSAGE_JUNK, KITH_TRAIT_LIST | KITH_TRAIT_ENCRYPTED, KITH_RULE_JUNK },
    { "jane.doe@widgets.example", 0, KITH_TRAIT_LIST | KITH_TRAIT_AUTOMATIC, KITH_RULE_AUTOMATIC },
    { "jane.doe@widgets.example", 0, KITH_TRAIT_BOUNCE, KITH_RULE_AUTOMATIC },
  };
  char *lists[] = { (char *) "dev@lists.example.org", NULL };
  g_autoptr (KithSettings) settings = make_settings ();

  set (settings, "enabled", "true");
  about_list_senders = TRUE;
  about_encrypted = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KithAddress) address = kith_address_new (cases[i].mailbox, NULL, NULL);
      KithPolicySubject subject = { .address = address, .in_message = TRUE, .message_flags = cases[i].flags, .traits = cases[i].traits,
                                    .list_addresses = lists };
      KithPolicyProvider remote = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS };

      g_test_message ("%" G_GSIZE_FORMAT " %s", i, cases[i].mailbox);
      g_assert_cmpint (judge (settings, &subject, &remote), ==, cases[i].expected);
    }
  about_list_senders = FALSE;
  about_encrypted = FALSE;
}

static void
test_unreadable (void)
{
  g_autoptr (KithSettings) settings = make_settings ();
  g_autoptr (KithAddress) address = kith_address_new ("jane.doe@widgets.example", NULL, NULL);
  KithPolicySubject subject = { .address = address, .in_message = TRUE, .unreadable = TRUE };
  KithPolicyProvider remote = { .id = "remote", .name = "Remote", .sends = KITH_SENDS_ADDRESS };

  set (settings, "enabled", "true");
  g_assert_cmpint (judge (settings, &subject, &remote), ==, KITH_RULE_UNREADABLE);
}

static void
test_sends (void)
{
  g_autofree char *nothing = kith_policy_describe_sends (KITH_SENDS_NOTHING, KITH_REVEALS_TO_NOBODY, NULL);
  g_autofree char *own = kith_policy_describe_sends (KITH_SENDS_NOTHING, KITH_REVEALS_TO_SERVICE, NULL);
  g_autofree char *hash = kith_policy_describe_sends (KITH_SENDS_ADDRESS_HASH, KITH_REVEALS_TO_SERVICE, "api.example.org");
  g_autofree char *most = kith_policy_describe_sends (KITH_SENDS_ADDRESS_HASH | KITH_SENDS_ADDRESS, KITH_REVEALS_TO_SENDER_SERVER, "x.example");

  g_assert_cmpstr (nothing, ==, "sends nothing");
  g_assert_cmpstr (own, ==, "asks for your own data; sends nothing about others");
  g_assert_cmpstr (hash, ==, "sends a hash of the address to api.example.org");
  g_assert_cmpstr (most, ==, "sends the address to the sender’s own server");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/policy/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/engine/policy/provider-rules", test_provider_rules);
  g_test_add_func ("/engine/policy/freemail", test_freemail);
  g_test_add_func ("/engine/policy/domain-globs", test_domain_globs);
  g_test_add_func ("/engine/policy/click", test_click);
  g_test_add_func ("/engine/policy/allowed", test_allowed);
  g_test_add_func ("/engine/policy/unreadable", test_unreadable);
  g_test_add_func ("/engine/policy/sends", test_sends);
  return g_test_run ();
}
