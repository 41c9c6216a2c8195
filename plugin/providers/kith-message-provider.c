/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-message-provider.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-participant.h>

#include "kith-face.h"
#include "kith-message-card.h"
#include "kith-query-private.h"

/* Nobody checks what a message says of its sender; who made a vCard at least meant it to be kept. */
#define HEADER_CONFIDENCE 0.7
#define CARD_CONFIDENCE 0.8
/* What machines write of themselves is about whoever runs them. */
#define BULK_CONFIDENCE 0.4

/**
 * KithMessageProvider:
 *
 * What the message itself says of its sender: the name, the `Organization:` header, the picture in the `Face:` header and an attached vCard. Of
 * other people in it only the name. Local: nothing leaves this computer.
 */
struct _KithMessageProvider
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (KithMessageProvider, kith_message_provider, KITH_TYPE_PROVIDER)

#define MAX_CARDS 4
#define BULK_TRAITS (KITH_TRAIT_BULK | KITH_TRAIT_AUTOMATIC | KITH_TRAIT_BOUNCE | KITH_TRAIT_VIA)
#define BIT(field) (G_GUINT64_CONSTANT (1) << KITH_FIELD_##field)
#define FIELDS                                                                                                                               \
  (BIT (NAME) | BIT (ROLE) | BIT (COMPANY) | BIT (DEPARTMENT) | BIT (LOCATION) | BIT (TIME_ZONE) | BIT (PRONOUNS) | BIT (PHOTO) | BIT (PHONE) \
   | BIT (LINK) | BIT (MANAGER) | BIT (LANGUAGE))

/* How the person of the query stands in the message. */
typedef struct
{
  const char *display_name; /* (nullable) */
  gboolean present;
  gboolean sender;
  guint authors;
} Standing;

static gboolean
is_sender_part (KithPart part)
{
  return part == KITH_PART_FROM || part == KITH_PART_SENDER || part == KITH_PART_REPLY_TO;
}

/* The authors come first, so the others are not gone through. */
static guint
count_authors (KithMessageContent *content)
{
  GPtrArray *participants = kith_message_content_get_participants (content);
  guint n = 0;

  while (n < participants->len && kith_participant_get_part (participants->pdata[n]) == KITH_PART_FROM)
    n++;
  return n;
}

static Standing
find_standing (KithMessageContent *content,
               KithAddress        *address)
{
  GPtrArray *participants = kith_message_content_find_participants (content, address);
  Standing standing = { NULL, FALSE, FALSE, count_authors (content) };

  for (guint i = 0; participants != NULL && i < participants->len; i++)
    {
      KithParticipant *participant = participants->pdata[i];
      const char *name = kith_address_get_display_name (kith_participant_get_address (participant));

      standing.present = TRUE;
      standing.sender |= is_sender_part (kith_participant_get_part (participant));
      if (standing.display_name == NULL && name != NULL && name[0] != '\0')
        standing.display_name = name;
    }
  return standing;
}

/* A name that is only the address again says nothing. */
static gboolean
is_name (const char  *name,
         KithAddress *address)
{
  return name != NULL && g_ascii_strcasecmp (name, kith_address_get_mailbox (address)) != 0
         && g_ascii_strcasecmp (name, kith_address_get_key (address)) != 0;
}

static guint
add_card (KithAnswerBuilder   *builder,
          KithMessageContent  *content,
          KithAddress         *address,
          const char          *display_name,
          const char         **trouble)
{
  static const char *const types[] = { "text/vcard", "text/x-vcard", "text/directory", "application/vcard+json", NULL };
  const char *first_trouble = NULL;
  guint facts = 0;

  kith_answer_builder_set_confidence (builder, CARD_CONFIDENCE);
  /* Some attach a colleague's as well: the one that is the person's own counts. */
  for (guint i = 0; i < MAX_CARDS && facts == 0; i++)
    {
      const char *one = NULL;
      gboolean too_large = FALSE;
      g_autoptr (GBytes) vcard = kith_message_content_dup_part (content, types, i, KITH_MESSAGE_CARD_MAX_BYTES, &too_large);

      if (vcard != NULL)
        facts = kith_message_card_add (builder, vcard, address, display_name, &one);
      if (one == NULL && too_large)
        one = _("The attached vCard is too large: it was not read.");
      if (first_trouble == NULL || facts > 0)
        first_trouble = one;
      if (vcard == NULL)
        break;
    }
  *trouble = first_trouble;
  return facts;
}

static guint
add_headers (KithAnswerBuilder  *builder,
             KithMessageContent *content)
{
  static const char *const organizations[] = { "Organization", "Organisation", "X-Organization", NULL };
  g_autoptr (GBytes) face = kith_face_decode (kith_message_content_get_header (content, "Face"));
  guint facts = 0;

  kith_answer_builder_set_confidence (builder, (kith_message_content_get_traits (content) & BULK_TRAITS) != 0 ? BULK_CONFIDENCE : HEADER_CONFIDENCE);
  for (guint i = 0; organizations[i] != NULL && facts == 0; i++)
    {
      const char *organization = kith_message_content_get_header (content, organizations[i]);

      if (organization != NULL && kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, organization))
        facts++;
    }
  kith_answer_builder_set_confidence (builder, HEADER_CONFIDENCE);
  if (face != NULL && kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, "image/png", face))
    facts++;
  return facts;
}

static KithAnswer *
look_up (KithProvider *provider,
         KithQuery    *query)
{
  KithMessageContent *content = kith_query_get_content (query);
  KithAddress *address = kith_query_get_address (query);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (kith_provider_get_id (provider), g_get_real_time () / G_USEC_PER_SEC, 0);
  Standing standing = { NULL, FALSE, FALSE, 0 };
  const char *trouble = NULL;
  guint facts = 0;

  if (content != NULL)
    standing = find_standing (content, address);
  kith_answer_builder_set_confidence (builder, HEADER_CONFIDENCE);
  if (is_name (standing.display_name, address) && kith_answer_builder_add_fact (builder, KITH_FIELD_NAME, standing.display_name))
    facts++;
  /* Of several authors nobody knows whom the headers mean. */
  if (standing.sender)
    facts += add_card (builder, content, address, standing.display_name, &trouble);
  if (standing.sender && standing.authors <= 1)
    facts += add_headers (builder, content);
  return kith_answer_builder_end (builder, facts > 0 ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND, trouble);
}

static void
kith_message_provider_lookup_async (KithProvider        *provider,
                                    KithQuery           *query,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_message_provider_lookup_async);
  g_task_set_name (task, "[kith] message lookup");
  g_task_return_pointer (task, look_up (provider, query), g_object_unref);
}

static KithAnswer *
kith_message_provider_lookup_finish (KithProvider  *provider,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_message_provider_class_init (KithMessageProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  provider_class->lookup_async = kith_message_provider_lookup_async;
  provider_class->lookup_finish = kith_message_provider_lookup_finish;
}

static void
kith_message_provider_init (KithMessageProvider *self)
{
  g_object_set (self, "id", "message", "name", _("This message"), "fields", (guint64) FIELDS, NULL);
}

/**
 * kith_message_provider_new:
 *
 * Returns: (transfer full): the provider
 */
KithProvider *
kith_message_provider_new (void)
{
  return g_object_new (KITH_TYPE_MESSAGE_PROVIDER, NULL);
}
