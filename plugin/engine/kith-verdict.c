/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-verdict-private.h"

/**
 * KithVerdict:
 *
 * What the policy says of one provider and one person: ask, or the rule that forbids it and the reason in words.
 * Immutable; any thread.
 */
struct _KithVerdict
{
  GObject parent_instance;

  char *provider_id;
  char *provider_name;
  char *reason;     /* (nullable) */
  char *sends_text;
  char *host;       /* (nullable) */
  KithRule rule;
};

G_DEFINE_FINAL_TYPE (KithVerdict, kith_verdict, G_TYPE_OBJECT)

static void
kith_verdict_finalize (GObject *object)
{
  KithVerdict *self = KITH_VERDICT (object);

  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->reason);
  g_free (self->sends_text);
  g_free (self->host);
  G_OBJECT_CLASS (kith_verdict_parent_class)->finalize (object);
}

static void
kith_verdict_class_init (KithVerdictClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_verdict_finalize;
}

static void
kith_verdict_init (KithVerdict *self)
{
}

KithVerdict *
kith_verdict_new (const char *provider_id,
                  const char *provider_name,
                  KithRule    rule,
                  const char *reason,
                  const char *sends_text,
                  const char *host)
{
  KithVerdict *self = g_object_new (KITH_TYPE_VERDICT, NULL);

  self->provider_id = g_strdup (provider_id);
  self->provider_name = g_strdup (provider_name);
  self->rule = rule;
  self->reason = g_strdup (reason);
  self->sends_text = g_strdup (sends_text);
  self->host = g_strdup (host);
  return self;
}

/**
 * kith_rule_get_id:
 * @rule: a rule
 *
 * Returns: (transfer none): the name of the rule in the output of `kith explain --json`
 */
const char *
kith_rule_get_id (KithRule rule)
{
  static const char *const ids[] = {
    [KITH_RULE_ASK] = "ask",
    [KITH_RULE_SWITCHED_OFF] = "switched-off",
    [KITH_RULE_LOCKED_OFF] = "locked-off",
    [KITH_RULE_OFFLINE] = "offline",
    [KITH_RULE_OWN_ADDRESS] = "own-address",
    [KITH_RULE_LIST] = "list",
    [KITH_RULE_AUTOMATIC] = "automatic",
    [KITH_RULE_NO_REPLY] = "no-reply",
    [KITH_RULE_ROLE] = "role",
    [KITH_RULE_JUNK] = "junk",
    [KITH_RULE_ENCRYPTED] = "encrypted",
    [KITH_RULE_NEVER] = "never",
    [KITH_RULE_AUTHENTICATION] = "authentication",
    [KITH_RULE_DOMAIN] = "domain",
    [KITH_RULE_ACCOUNT] = "account",
    [KITH_RULE_CLICK] = "click",
    [KITH_RULE_NEEDS_TOKEN] = "needs-token",
    [KITH_RULE_NEEDS_SERVER] = "needs-server",
    [KITH_RULE_UNREADABLE] = "unreadable",
    [KITH_RULE_OBJECTED] = "objected",
    [KITH_RULE_VIA] = "via",
    [KITH_RULE_FREEMAIL] = "freemail",
  };

  g_return_val_if_fail ((guint) rule < G_N_ELEMENTS (ids), NULL);
  return ids[rule];
}

/**
 * kith_verdict_get_provider_id:
 * @self: a verdict
 *
 * Returns: (transfer none): the provider's id
 */
const char *
kith_verdict_get_provider_id (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), NULL);
  return self->provider_id;
}

/**
 * kith_verdict_get_provider_name:
 * @self: a verdict
 *
 * Returns: (transfer none): the provider's name, for people
 */
const char *
kith_verdict_get_provider_name (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), NULL);
  return self->provider_name;
}

/**
 * kith_verdict_get_rule:
 * @self: a verdict
 *
 * Returns: the rule that decided
 */
KithRule
kith_verdict_get_rule (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), KITH_RULE_SWITCHED_OFF);
  return self->rule;
}

/**
 * kith_verdict_is_ask:
 * @self: a verdict
 *
 * Returns: %TRUE if the provider may be asked
 */
gboolean
kith_verdict_is_ask (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), FALSE);
  return self->rule == KITH_RULE_ASK;
}

/**
 * kith_verdict_get_reason:
 * @self: a verdict
 *
 * Returns: (transfer none) (nullable): why the provider is not asked, as a person would say it; %NULL where it is
 */
const char *
kith_verdict_get_reason (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), NULL);
  return self->reason;
}

/**
 * kith_verdict_get_sends_text:
 * @self: a verdict
 *
 * Returns: (transfer none): what leaves this computer where the provider is asked, in words
 */
const char *
kith_verdict_get_sends_text (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), NULL);
  return self->sends_text;
}

/**
 * kith_verdict_get_host:
 * @self: a verdict
 *
 * Returns: (transfer none) (nullable): the host that would be asked; %NULL for local providers
 */
const char *
kith_verdict_get_host (KithVerdict *self)
{
  g_return_val_if_fail (KITH_IS_VERDICT (self), NULL);
  return self->host;
}
