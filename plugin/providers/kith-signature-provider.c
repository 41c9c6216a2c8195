/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-provider.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-participant.h>
#include <string.h>

#include "kith-query-private.h"
#include "kith-signature.h"

/* More of a message than people write themselves. */
#define MAX_PART_BYTES (256 * 1024)

/**
 * KithSignatureProvider:
 *
 * What the sender writes of itself at the end of the message: role, company, phones, links. Each fact has a confidence, and what is only likely is
 * shown as unconfirmed. Local: nothing leaves this computer.
 */
struct _KithSignatureProvider
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (KithSignatureProvider, kith_signature_provider, KITH_TYPE_PROVIDER)

#define BIT(field) (G_GUINT64_CONSTANT (1) << KITH_FIELD_##field)
#define FIELDS (BIT (NAME) | BIT (ROLE) | BIT (COMPANY) | BIT (DEPARTMENT) | BIT (PHONE) | BIT (LINK) | BIT (COMPANY_URL))

/* The person of the query, where it alone wrote the message; the authors come first. */
static KithAddress *
get_author (KithMessageContent *content,
            KithAddress        *address)
{
  GPtrArray *participants = kith_message_content_get_participants (content);
  KithAddress *author = NULL;
  guint n = 0;

  for (; n < participants->len && kith_participant_get_part (participants->pdata[n]) == KITH_PART_FROM; n++)
    author = kith_participant_get_address (participants->pdata[n]);
  return n == 1 && kith_address_equal (author, address) ? author : NULL;
}

static const char *
get_organization (KithMessageContent *content)
{
  const char *value = kith_message_content_get_header (content, "Organization");

  return value != NULL ? value : kith_message_content_get_header (content, "Organisation");
}

static guint
add_values (KithAnswerBuilder  *builder,
            KithMessageContent *content,
            KithAddress        *author)
{
  g_autofree char *text = kith_message_content_dup_text (content, MAX_PART_BYTES);
  g_autofree char *html = kith_message_content_dup_html (content, MAX_PART_BYTES);
  KithMessageTraits machine = KITH_TRAIT_BULK | KITH_TRAIT_AUTOMATIC | KITH_TRAIT_BOUNCE | KITH_TRAIT_VIA;
  KithSignatureSender sender = {
    .display_name = kith_address_get_display_name (author),
    .local_part = kith_address_get_local_part (author),
    .domain = kith_address_get_domain (author),
    .organization = get_organization (content),
    .freemail = kith_address_is_freemail (author),
    .shared = kith_address_is_role (author) || (kith_message_content_get_traits (content) & machine) != 0,
  };
  g_autoptr (GPtrArray) values = kith_signature_read (text, html, &sender);
  guint facts = 0;

  for (guint i = 0; i < values->len; i++)
    {
      KithSignatureValue *value = values->pdata[i];

      kith_answer_builder_set_confidence (builder, value->confidence);
      facts += kith_answer_builder_add_fact (builder, value->field, value->value);
    }
  return facts;
}

static KithAnswer *
look_up (KithProvider *provider,
         KithQuery    *query)
{
  KithMessageContent *content = kith_query_get_content (query);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (kith_provider_get_id (provider), g_get_real_time () / G_USEC_PER_SEC, 0);
  KithAddress *author = content != NULL ? get_author (content, kith_query_get_address (query)) : NULL;
  guint facts = author != NULL ? add_values (builder, content, author) : 0;

  return kith_answer_builder_end (builder, facts > 0 ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND, NULL);
}

static void
kith_signature_provider_lookup_async (KithProvider        *provider,
                                      KithQuery           *query,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_signature_provider_lookup_async);
  g_task_set_name (task, "[kith] signature lookup");
  g_task_return_pointer (task, look_up (provider, query), g_object_unref);
}

static KithAnswer *
kith_signature_provider_lookup_finish (KithProvider  *provider,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_signature_provider_class_init (KithSignatureProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  provider_class->lookup_async = kith_signature_provider_lookup_async;
  provider_class->lookup_finish = kith_signature_provider_lookup_finish;
}

static void
kith_signature_provider_init (KithSignatureProvider *self)
{
  g_object_set (self, "id", "signature", "name", _("Their signature"), "fields", (guint64) FIELDS, NULL);
}

/**
 * kith_signature_provider_new:
 *
 * Returns: (transfer full): the provider
 */
KithProvider *
kith_signature_provider_new (void)
{
  return g_object_new (KITH_TYPE_SIGNATURE_PROVIDER, NULL);
}
