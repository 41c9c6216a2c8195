/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

KITH_BEGIN_DECLS

/**
 * KithRule:
 *
 * The rule that decided whether a provider is asked about a person.
 */
typedef enum
{
  KITH_RULE_ASK,
  KITH_RULE_SWITCHED_OFF,
  KITH_RULE_LOCKED_OFF,
  KITH_RULE_OFFLINE,
  KITH_RULE_OWN_ADDRESS,
  KITH_RULE_LIST,
  KITH_RULE_AUTOMATIC,
  KITH_RULE_NO_REPLY,
  KITH_RULE_ROLE,
  KITH_RULE_JUNK,
  KITH_RULE_ENCRYPTED,
  KITH_RULE_NEVER,
  KITH_RULE_AUTHENTICATION,
  KITH_RULE_DOMAIN,
  KITH_RULE_ACCOUNT,
  KITH_RULE_CLICK,
  KITH_RULE_NEEDS_TOKEN,
  KITH_RULE_NEEDS_SERVER,
  KITH_RULE_UNREADABLE,
  KITH_RULE_OBJECTED,
  KITH_RULE_VIA,
  KITH_RULE_FREEMAIL,
} KithRule;

const char *kith_rule_get_id (KithRule rule);

#define KITH_TYPE_VERDICT (kith_verdict_get_type ())
G_DECLARE_FINAL_TYPE (KithVerdict, kith_verdict, KITH, VERDICT, GObject)

/* What the policy says of one provider and one person. Immutable. */
const char *kith_verdict_get_provider_id (KithVerdict *self);
const char *kith_verdict_get_provider_name (KithVerdict *self);
KithRule kith_verdict_get_rule (KithVerdict *self);
gboolean kith_verdict_is_ask (KithVerdict *self);
const char *kith_verdict_get_reason (KithVerdict *self);
const char *kith_verdict_get_sends_text (KithVerdict *self);
const char *kith_verdict_get_host (KithVerdict *self);

KITH_END_DECLS
