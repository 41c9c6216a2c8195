/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-case.h"

#include "kith-auth-results.h"
#include "kith-locks.h"

struct _KithCase
{
  KithCore *core;
  KithPolicySubject subject; /* borrows from the fields below */
  KithPolicyRules rules;
  KithAddress *address;
  char *account;             /* (nullable) */
  GStrv list_addresses;      /* (nullable) */
  GHashTable *own_keys;
  GStrv never_domains;
  GStrv objections; /* (nullable): ids of providers; not known */
  GHashTable *locked_hosts;  /* (owned) */
};

static void
add_list_address (GStrvBuilder *builder,
                  const char   *text)
{
  g_autofree char *mailbox = g_strndup (text, strcspn (text, ">?,; "));
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);

  if (address != NULL)
    g_strv_builder_add (builder, kith_address_get_key (address));
}

/*
 * List-Post: <mailto:list@example.org> (RFC 2369 section 3.4); Mailing-List: list list@example.org; contact … (Google Groups, ezmlm);
 * X-BeenThere: list@example.org (Mailman); X-Mailing-List: <list@example.org> (majordomo)
 */
static GStrv
dup_list_addresses (KithMessageContent *content)
{
  static const struct { const char *header; const char *before; } places[] = {
    { "List-Post", "mailto:" }, { "Mailing-List", "list " }, { "X-BeenThere", "" }, { "X-Mailing-List", "" },
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const char *value = kith_message_content_get_header (content, places[i].header);
      const char *found = value != NULL ? strstr (value, places[i].before) : NULL;

      if (found == NULL)
        continue;
      found += strlen (places[i].before);
      add_list_address (builder, *found == '<' ? found + 1 : found);
    }
  return g_strv_builder_end (builder);
}

/* "Jane via Docs": the sender's address is the service's, and Jane's own stands elsewhere. */
static gboolean
is_via (KithMessageContent *content,
        KithAddress        *address)
{
  GPtrArray *participants = kith_message_content_get_participants (content);

  if ((kith_message_content_get_traits (content) & KITH_TRAIT_VIA) == 0)
    return FALSE;
  for (guint i = 0; i < participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (participants, i);

      if (kith_participant_get_part (participant) == KITH_PART_FROM && kith_address_equal (kith_participant_get_address (participant), address))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_forged (KithCore           *core,
           KithMessageContent *content)
{
  g_auto (GStrv) trusted = kith_settings_dup_strings (kith_core_get_settings (core), "trusted-authserv-ids");
  g_auto (GStrv) headers = kith_message_content_dup_headers (content, "Authentication-Results");

  return kith_auth_results_judge ((const char *const *) headers, (const char *const *) trusted) == KITH_AUTH_FAIL;
}

static gboolean
is_listed_as_never (KithCore    *core,
                    KithAddress *address)
{
  g_autoptr (GError) error = NULL;
  gboolean never = FALSE;

  /* Where the list cannot be read, nobody is looked up: it may hold this person. */
  if (kith_core_get_people (core) == NULL)
    return TRUE;
  if (!kith_people_is_never (kith_core_get_people (core), address, &never, &error))
    {
      kith_core_warn (core, &error);
      return TRUE;
    }
  return never;
}

/* Also with a tag, "jane+shop@example.org": the same mailbox (RFC 5233). */
static gboolean
is_never (KithCore    *core,
          KithAddress *address)
{
  const char *local = kith_address_get_local_part (address);
  const char *plus = strchr (local, '+');
  g_autofree char *plain = plus != NULL && plus > local ? g_strdup_printf ("%.*s@%s", (int) (plus - local), local, kith_address_get_domain (address)) : NULL;
  g_autoptr (KithAddress) untagged = plain != NULL ? kith_address_new (plain, NULL, NULL) : NULL;

  return is_listed_as_never (core, address) || (untagged != NULL && is_listed_as_never (core, untagged));
}

/* Where they cannot be read, %NULL: any service may be among them. */
static GStrv
dup_objections (KithCore    *core,
                KithAddress *address)
{
  KithPeople *people = kith_core_get_people (core);
  g_autoptr (GError) error = NULL;
  GStrv objections = people != NULL ? kith_people_dup_objections (people, address, &error) : NULL;

  kith_core_warn (core, &error);
  return objections;
}

static void
fill_subject (KithCase           *self,
              KithMessage        *message,
              KithMessageContent *content,
              KithLookupFlags     flags)
{
  self->account = message != NULL ? g_strdup (kith_message_get_account (message)) : NULL;
  self->list_addresses = content != NULL ? dup_list_addresses (content) : NULL;
  self->subject = (KithPolicySubject) {
    .address = self->address,
    .in_message = message != NULL,
    .unreadable = message != NULL && content == NULL,
    .message_flags = message != NULL ? kith_message_get_flags (message) : KITH_MESSAGE_NONE,
    .account = self->account,
    .traits = content != NULL ? kith_message_content_get_traits (content) : KITH_TRAIT_NONE,
    .list_addresses = self->list_addresses,
    .is_via = content != NULL && is_via (content, self->address),
    .authentication_failed = content != NULL && is_forged (self->core, content),
    .clicked = (flags & KITH_LOOKUP_CLICKED) != 0,
    .offline = kith_core_is_offline (self->core) || (flags & KITH_LOOKUP_OFFLINE) != 0,
  };
}

static void
fill_rules (KithCase *self)
{
  KithSettings *settings = kith_core_get_settings (self->core);

  self->own_keys = g_hash_table_ref (kith_core_get_own_keys (self->core));
  self->never_domains = kith_settings_dup_strings (settings, "never-domains");
  self->rules = (KithPolicyRules) {
    .own_keys = self->own_keys,
    .never = is_never (self->core, self->address),
    .never_domains = (const char *const *) self->never_domains,
    .ask_about_list_senders = kith_settings_get_boolean (settings, "ask-about-list-senders"),
    .ask_about_encrypted = kith_settings_get_boolean (settings, "ask-about-encrypted"),
    .ask_only_on_click = kith_settings_get_boolean (settings, "ask-only-on-click"),
  };
}

/**
 * kith_case_new:
 * @core: the core
 * @address: the person
 * @message: (nullable): the message through which the person is met
 * @content: (nullable): its content
 * @flags: how the question came about
 *
 * Gathers what kith_policy_judge() needs.
 *
 * Returns: (transfer full) (nullable): the case; %NULL where there are no settings, which means that nobody is asked
 */
KithCase *
kith_case_new (KithCore           *core,
               KithAddress        *address,
               KithMessage        *message,
               KithMessageContent *content,
               KithLookupFlags     flags)
{
  KithCase *self;

  if (kith_core_get_settings (core) == NULL)
    return NULL;
  self = g_new0 (KithCase, 1);
  self->core = g_object_ref (core);
  self->address = g_object_ref (address);
  fill_subject (self, message, content, flags);
  fill_rules (self);
  self->objections = dup_objections (core, address);
  self->locked_hosts = kith_locks_find_hosts (core);
  return self;
}

void
kith_case_free (KithCase *self)
{
  g_object_unref (self->core);
  g_object_unref (self->address);
  g_free (self->account);
  g_strfreev (self->list_addresses);
  g_hash_table_unref (self->own_keys);
  g_strfreev (self->never_domains);
  g_strfreev (self->objections);
  g_hash_table_unref (self->locked_hosts);
  g_free (self);
}

/* @fields: under what circumstances; the rest is filled in */
static KithVerdict *
judge (KithCase           *self,
       KithProvider       *provider,
       KithPolicyProvider  fields)
{
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (self->core, provider);
  g_autofree char *host = kith_core_dup_host (self->core, provider);

  fields.host = host;
  fields.settings = settings;
  kith_core_describe_provider (provider, &fields);
  fields.objected = self->objections == NULL || g_strv_contains ((const char *const *) self->objections, kith_provider_get_id (provider));
  fields.is_locked_off = kith_locks_is_off (self->core, provider, self->locked_hosts);
  return kith_policy_judge (&self->subject, &self->rules, &fields);
}

/**
 * kith_case_may_remember:
 * @self: a case
 *
 * Returns: whether what the message says of the person may be kept for later: not of junk, not of what may be forged, nothing of whom the owner wants
 *   never looked up
 */
gboolean
kith_case_may_remember (KithCase *self)
{
  return !self->rules.never && !self->subject.authentication_failed && (self->subject.message_flags & KITH_MESSAGE_JUNK) == 0;
}

/**
 * kith_case_judge:
 * @self: a case
 * @provider: a provider
 * @has_token: whether a token of the provider is at hand
 *
 * Returns: (transfer full): whether it may be asked, and why not
 */
KithVerdict *
kith_case_judge (KithCase     *self,
                 KithProvider *provider,
                 gboolean      has_token)
{
  return judge (self, provider, (KithPolicyProvider) { .has_token = has_token });
}

/**
 * kith_case_suppose:
 * @self: a case
 * @provider: a provider
 *
 * Returns: (transfer full): whether it would be asked if the owner switched it on now, and why not
 */
KithVerdict *
kith_case_suppose (KithCase     *self,
                   KithProvider *provider)
{
  return judge (self, provider, (KithPolicyProvider) { .supposed_on = TRUE });
}

/**
 * kith_case_judge_test:
 * @self: a case
 * @provider: a provider
 *
 * Returns: (transfer full): whether the owner may put one question to it by hand, and why not
 */
KithVerdict *
kith_case_judge_test (KithCase     *self,
                      KithProvider *provider)
{
  return judge (self, provider, (KithPolicyProvider) { .is_test = TRUE });
}

/* A service says that the person does not want to be looked up there: it is not asked about the person again. */
void
kith_case_note_objection (KithCore    *core,
                          KithAddress *address,
                          const char  *provider_id)
{
  g_autoptr (GError) error = NULL;

  if (kith_core_get_people (core) != NULL && !kith_people_add_objection (kith_core_get_people (core), address, provider_id, &error))
    kith_core_warn (core, &error);
}
