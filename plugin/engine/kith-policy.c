/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-policy.h"

#include <glib/gi18n-lib.h>

#include "kith-verdict-private.h"
#include "kith-word-list.h"

/* A settings file has what its author wrote: "Bücher.example" is "xn--bcher-kva.example" in every address. */
static char *
dup_glob (const char *text)
{
  char *ascii = g_str_is_ascii (text) ? NULL : g_hostname_to_ascii (text);

  return ascii != NULL ? ascii : g_ascii_strdown (text, -1);
}

/* The domain a glob of the settings means: "example.org" covers its subdomains as well, "*" stands for any text. */
static gboolean
domain_matches (const char        *domain,
                const char *const *globs)
{
  for (gsize i = 0; globs != NULL && globs[i] != NULL; i++)
    {
      g_autofree char *glob = dup_glob (globs[i]);

      if (g_pattern_match_simple (glob, domain))
        return TRUE;
      if (strpbrk (glob, "*?") == NULL && g_str_has_suffix (domain, glob)
          && domain[strlen (domain) - strlen (glob) - 1] == '.')
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_no_reply (KithAddress *address)
{
  return kith_word_list_is_no_reply (kith_address_get_local_part (address));
}

/* Whether it is one of the owner's addresses, also with a tag: "me+shop@example.org" (RFC 5233). */
static gboolean
is_own (const KithPolicyRules *rules,
        const char            *key)
{
  const char *at = strrchr (key, '@');
  const char *plus = at != NULL ? memchr (key, '+', at - key) : NULL;
  g_autofree char *plain = plus != NULL && plus > key ? g_strdup_printf ("%.*s%s", (int) (plus - key), key, at) : NULL;

  return rules->own_keys != NULL
         && (g_hash_table_contains (rules->own_keys, key) || (plain != NULL && g_hash_table_contains (rules->own_keys, plain)));
}

static gboolean
is_never (const KithPolicySubject *subject,
          const KithPolicyRules   *rules)
{
  return rules->never || domain_matches (kith_address_get_domain (subject->address), rules->never_domains);
}

/* Rules on the person: they hold for every remote provider, and no click overrides them. */
static KithRule
judge_person (const KithPolicySubject *subject,
              const KithPolicyRules   *rules)
{
  KithAddress *address = subject->address;
  const char *key = kith_address_get_key (address);

  if (is_never (subject, rules))
    return KITH_RULE_NEVER;
  if (is_own (rules, key))
    return KITH_RULE_OWN_ADDRESS;
  if (subject->list_addresses != NULL && g_strv_contains ((const char *const *) subject->list_addresses, key))
    return KITH_RULE_LIST;
  if (is_no_reply (address))
    return KITH_RULE_NO_REPLY;
  if (kith_address_is_role (address))
    return KITH_RULE_ROLE;
  return KITH_RULE_ASK;
}

/* Rules on the message through which the person is met. */
static KithRule
judge_message (const KithPolicySubject *subject,
               const KithPolicyRules   *rules)
{
  if (!subject->in_message)
    return KITH_RULE_ASK;
  if ((subject->message_flags & KITH_MESSAGE_JUNK) != 0)
    return KITH_RULE_JUNK;
  /* Nobody can tell whether it came through a list, say. */
  if (subject->unreadable)
    return KITH_RULE_UNREADABLE;
  if (subject->authentication_failed)
    return KITH_RULE_AUTHENTICATION;
  if (subject->is_via)
    return KITH_RULE_VIA;
  if ((subject->traits & (KITH_TRAIT_AUTOMATIC | KITH_TRAIT_BOUNCE)) != 0)
    return KITH_RULE_AUTOMATIC;
  if ((subject->traits & (KITH_TRAIT_LIST | KITH_TRAIT_BULK)) != 0 && !rules->ask_about_list_senders && !subject->clicked)
    return KITH_RULE_LIST;
  if (((subject->message_flags & KITH_MESSAGE_ENCRYPTED) != 0 || (subject->traits & KITH_TRAIT_ENCRYPTED) != 0)
      && !rules->ask_about_encrypted)
    return KITH_RULE_ENCRYPTED;
  return KITH_RULE_ASK;
}

static gboolean
has_domain (KithProviderSettings *settings)
{
  const char *user = kith_provider_settings_get_user (settings);

  return user != NULL && strchr (user, '@') != NULL;
}

/**
 * kith_policy_lacks_server:
 * @provider: a provider
 * @settings: its settings
 *
 * Returns: whether it has no server of its own and the owner has named none, in no way
 */
gboolean
kith_policy_lacks_server (const KithPolicyProvider *provider,
                          KithProviderSettings     *settings)
{
  return provider->needs_server && kith_provider_settings_get_base_url (settings) == NULL
         && kith_provider_settings_get_account (settings) == NULL && !(provider->discovers && has_domain (settings));
}

/* Rules on the provider: routing, and what it needs before it can be asked. */
static KithRule
judge_provider (const KithPolicySubject  *subject,
                const KithPolicyRules    *rules,
                const KithPolicyProvider *provider)
{
  KithProviderSettings *settings = provider->settings;
  const char *const *domains = kith_provider_settings_get_domains (settings);
  const char *const *accounts = kith_provider_settings_get_accounts (settings);

  if (domains != NULL && domains[0] != NULL && !domain_matches (kith_address_get_domain (subject->address), domains))
    return KITH_RULE_DOMAIN;
  if (accounts != NULL && accounts[0] != NULL
      && (subject->account == NULL || !g_strv_contains (accounts, subject->account)))
    return KITH_RULE_ACCOUNT;
  if (provider->is_local)
    return KITH_RULE_ASK;
  if (provider->objected)
    return KITH_RULE_OBJECTED;
  if (provider->companies_only && kith_address_is_freemail (subject->address))
    return KITH_RULE_FREEMAIL;
  if (kith_policy_lacks_server (provider, settings))
    return KITH_RULE_NEEDS_SERVER;
  if (provider->needs_token && !provider->has_token)
    return KITH_RULE_NEEDS_TOKEN;
  if (subject->offline)
    return KITH_RULE_OFFLINE;
  if (!subject->clicked
      && (rules->ask_only_on_click || provider->click_only || kith_provider_settings_get_mode (settings) == KITH_PROVIDER_MODE_CLICK))
    return KITH_RULE_CLICK;
  return KITH_RULE_ASK;
}

static gboolean
is_locked_off (const KithPolicyProvider *provider)
{
  return provider->is_locked_off
         || (kith_provider_settings_is_locked (provider->settings) && !kith_provider_settings_is_enabled (provider->settings));
}

/*
 * That the owner names the provider and the person is consent to this one question, whatever it is routed to otherwise, and be it about the owner; but
 * what an administrator, the person or the owner has ruled out stays ruled out.
 */
static KithRule
judge_test (const KithPolicySubject  *subject,
            const KithPolicyRules    *rules,
            const KithPolicyProvider *provider)
{
  if (is_locked_off (provider))
    return KITH_RULE_LOCKED_OFF;
  if (provider->is_local)
    return KITH_RULE_ASK;
  if (is_never (subject, rules))
    return KITH_RULE_NEVER;
  if (provider->objected)
    return KITH_RULE_OBJECTED;
  if (kith_policy_lacks_server (provider, provider->settings))
    return KITH_RULE_NEEDS_SERVER;
  return subject->offline ? KITH_RULE_OFFLINE : KITH_RULE_ASK;
}

static KithRule
judge (const KithPolicySubject  *subject,
       const KithPolicyRules    *rules,
       const KithPolicyProvider *provider)
{
  KithRule rule = KITH_RULE_ASK;

  if (provider->is_test)
    return judge_test (subject, rules, provider);
  if (is_locked_off (provider))
    return KITH_RULE_LOCKED_OFF;
  if (!kith_provider_settings_is_enabled (provider->settings) && !provider->supposed_on)
    return KITH_RULE_SWITCHED_OFF;
  if (!provider->is_local)
    {
      rule = judge_person (subject, rules);
      if (rule == KITH_RULE_ASK)
        rule = judge_message (subject, rules);
    }
  if (rule == KITH_RULE_ASK)
    rule = judge_provider (subject, rules, provider);
  return rule;
}

static const char *
get_reason (KithRule                  rule,
            const KithPolicyProvider *provider)
{
  switch (rule)
    {
    case KITH_RULE_ASK:
      return NULL;
    case KITH_RULE_SWITCHED_OFF:
      return _("It is switched off.");
    case KITH_RULE_LOCKED_OFF:
      return _("Your administrator has switched this provider off.");
    case KITH_RULE_OFFLINE:
      return _("You are working offline.");
    case KITH_RULE_OWN_ADDRESS:
      return _("This is your own address.");
    case KITH_RULE_LIST:
      return _("This came through a mailing list.");
    case KITH_RULE_AUTOMATIC:
      return _("This was sent automatically.");
    case KITH_RULE_NO_REPLY:
      return _("Nobody reads mail at this address.");
    case KITH_RULE_ROLE:
      return _("This is the address of an office, not of a person.");
    case KITH_RULE_JUNK:
      return _("This message is junk.");
    case KITH_RULE_ENCRYPTED:
      return _("This message is encrypted.");
    case KITH_RULE_NEVER:
      return _("You asked never to look up this person.");
    case KITH_RULE_AUTHENTICATION:
      return _("Your mail server says that the sender may be forged.");
    case KITH_RULE_DOMAIN:
      return _("It is only asked about other domains.");
    case KITH_RULE_ACCOUNT:
      return _("It is only asked for other accounts.");
    case KITH_RULE_CLICK:
      return _("It is only asked when you click.");
    case KITH_RULE_NEEDS_TOKEN:
      return provider->signs_in ? _("It needs you to sign in.") : _("It needs a token.");
    case KITH_RULE_NEEDS_SERVER:
      return _("It needs the address of your server.");
    case KITH_RULE_UNREADABLE:
      return _("The message could not be read.");
    case KITH_RULE_OBJECTED:
      return _("The person objected to being looked up there.");
    case KITH_RULE_VIA:
      return _("This is the address of the service through which somebody wrote.");
    case KITH_RULE_FREEMAIL:
      return _("This address is of a mail service, not of a company.");
    }
  return NULL;
}

/**
 * kith_policy_describe_sends:
 * @sends: what leaves this computer
 * @reveals_to: who learns of it
 * @host: (nullable): the host that is asked
 *
 * Returns: (transfer full): that in words, without a full stop
 */
char *
kith_policy_describe_sends (KithSends      sends,
                            KithRevealsTo  reveals_to,
                            const char    *host)
{
  const char *what;

  if (sends == KITH_SENDS_NOTHING && reveals_to != KITH_REVEALS_TO_NOBODY)
    return g_strdup (_("asks for your own data; sends nothing about others"));
  if (sends == KITH_SENDS_NOTHING)
    return g_strdup (_("sends nothing"));
  if ((sends & KITH_SENDS_ADDRESS) != 0)
    what = _("the address");
  else if ((sends & KITH_SENDS_ADDRESS_HASH) != 0)
    what = _("a hash of the address");
  else if ((sends & KITH_SENDS_HANDLE) != 0)
    what = _("a user name");
  else if ((sends & KITH_SENDS_NAME) != 0)
    what = _("the name");
  else
    what = _("the domain");
  if (reveals_to == KITH_REVEALS_TO_SENDER_SERVER)
    /* Translators: %s is "a hash of the address" or the like */
    return g_strdup_printf (_("sends %s to the sender’s own server"), what);
  if (host == NULL && reveals_to == KITH_REVEALS_TO_OWN_SERVER)
    /* Translators: %s is "a hash of the address" or the like */
    return g_strdup_printf (_("sends %s to a server that you name"), what);
  if (host == NULL)
    /* Translators: %s is "a hash of the address" or the like */
    return g_strdup_printf (_("sends %s"), what);
  /* Translators: the first %s is "a hash of the address" or the like, the second a host name */
  return g_strdup_printf (_("sends %s to %s"), what, host);
}

/**
 * kith_policy_judge:
 * @subject: the person and the message
 * @rules: the owner's settings
 * @provider: the provider
 *
 * Decides whether @provider may be asked about the person. A pure function: no clock, no file, no state.
 *
 * Returns: (transfer full): ask, or the rule that forbids it with its reason
 */
KithVerdict *
kith_policy_judge (const KithPolicySubject  *subject,
                   const KithPolicyRules    *rules,
                   const KithPolicyProvider *provider)
{
  KithRule rule = judge (subject, rules, provider);
  g_autofree char *sends = kith_policy_describe_sends (provider->sends, provider->reveals_to, provider->host);
  const char *problem = kith_provider_settings_get_problem (provider->settings);
  const char *reason = rule == KITH_RULE_SWITCHED_OFF && problem != NULL ? problem : get_reason (rule, provider);

  return kith_verdict_new (provider->id, provider->name, rule, reason, sends, provider->host);
}
