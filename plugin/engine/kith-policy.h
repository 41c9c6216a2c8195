/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-message.h>
#include <kith/kith-verdict.h>

#include "kith-message-content.h"
#include "kith-provider-settings.h"

G_BEGIN_DECLS

/* What is known of the person and the message; borrowed. */
typedef struct
{
  KithAddress *address;
  gboolean in_message;             /* whether the question comes from a message */
  gboolean unreadable;             /* whether the message's headers are not known */
  KithMessageFlags message_flags;
  KithMessageTraits traits;
  const char *account;             /* (nullable) */
  char **list_addresses;           /* (nullable): keys of the list's own addresses */
  gboolean is_via;                 /* the address is that of a service through which somebody else wrote */
  gboolean authentication_failed;  /* the owner's own server says that the sender is forged */
  gboolean clicked;
  gboolean offline;
} KithPolicySubject;

/* The owner's settings that the rules need; borrowed. */
typedef struct
{
  GHashTable *own_keys;                /* set of address keys */
  gboolean never;                      /* the address is on the do-not-look-up list */
  const char *const *never_domains;    /* (nullable): globs */
  gboolean ask_about_list_senders;
  gboolean ask_about_encrypted;
  gboolean ask_only_on_click;
} KithPolicyRules;

/* What the rules need to know of a provider; borrowed. */
typedef struct
{
  const char *id;
  const char *name;
  const char *host;                    /* (nullable) */
  KithSends sends;
  KithRevealsTo reveals_to;
  gboolean is_local;
  gboolean needs_token;
  gboolean signs_in; /* that is, in the browser */
  gboolean has_token;
  gboolean needs_server;
  gboolean discovers; /* finds the server by the domain of the owner's name there */
  gboolean click_only;
  gboolean objected;                   /* the person, to being looked up there */
  gboolean companies_only;
  gboolean is_locked_off;              /* the service itself, by whatever id */
  gboolean supposed_on;                /* judged as if the owner had switched it on; what an administrator has locked stays off */
  gboolean is_test;                    /* the owner puts one question to it by hand */
  KithProviderSettings *settings;
} KithPolicyProvider;

KithVerdict *kith_policy_judge (const KithPolicySubject  *subject,
                                const KithPolicyRules    *rules,
                                const KithPolicyProvider *provider);
char *kith_policy_describe_sends (KithSends     sends,
                                  KithRevealsTo reveals_to,
                                  const char   *host);
gboolean kith_policy_lacks_server (const KithPolicyProvider *provider,
                                   KithProviderSettings     *settings);

G_END_DECLS
