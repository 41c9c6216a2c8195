/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-provider.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-participant.h>
#include <string.h>

#include "kith-query-private.h"
#include "kith-signature-memory.h"
#include "kith-signature.h"

/* More of a message than people write themselves. */
#define MAX_PART_BYTES (256 * 1024)

/**
 * KithSignatureProvider:
 *
 * What the sender writes of itself at the end of messages: role, company, phones, links; of this one and of those shown before. Each fact has a
 * confidence, and what is only likely is shown as unconfirmed. Local: nothing leaves this computer.
 */
struct _KithSignatureProvider
{
  KithProvider parent_instance;

  KithLearnt *learnt; /* (nullable): without it each message stands for itself */
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

static gboolean
is_shared (KithMessageContent *content,
           KithAddress        *author)
{
  KithMessageTraits machine = KITH_TRAIT_BULK | KITH_TRAIT_AUTOMATIC | KITH_TRAIT_BOUNCE | KITH_TRAIT_VIA;

  return kith_address_is_role (author) || (kith_message_content_get_traits (content) & machine) != 0;
}

/* A number for the message by its id, or by its date where it has none. */
static guint64
get_message_number (KithMessageContent *content)
{
  const char *id = kith_message_content_get_header (content, "Message-ID");
  const char *date = kith_message_content_get_header (content, "Date");
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number = 0;

  if (id == NULL)
    id = date != NULL ? date : "";
  g_checksum_update (checksum, (const guchar *) id, strlen (id));
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (&number, digest, sizeof number);
  return number;
}

/* When it was written, as the message has it, but not in the time to come. */
static gint64
get_time (KithMessageContent *content)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 date = kith_message_content_get_date (content);

  return date > 0 ? MIN (date, now) : now;
}

static void
row_free (gpointer data)
{
  KithLearntRow *row = data;

  g_free (row->value);
  g_free (row);
}

/* Returns: (transfer full) (element-type KithLearntRow): what this message says */
static GPtrArray *
read_message (KithMessageContent *content,
              KithAddress        *author)
{
  g_autofree char *text = kith_message_content_dup_text (content, MAX_PART_BYTES);
  g_autofree char *html = kith_message_content_dup_html (content, MAX_PART_BYTES);
  KithSignatureSender sender = {
    .display_name = kith_address_get_display_name (author),
    .local_part = kith_address_get_local_part (author),
    .domain = kith_address_get_domain (author),
    .organization = get_organization (content),
    .freemail = kith_address_is_freemail (author),
    .shared = is_shared (content, author),
  };
  g_autoptr (GPtrArray) values = kith_signature_read (text, html, &sender);
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  guint64 number = get_message_number (content);
  gint64 time = get_time (content);

  for (guint i = 0; i < values->len; i++)
    {
      const KithSignatureValue *value = values->pdata[i];
      KithLearntRow *row = g_new0 (KithLearntRow, 1);

      row->field = value->field;
      row->value = g_strdup (value->value);
      row->confidence = value->confidence;
      row->message = number;
      row->time = time;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

/* Of what is kept, that of other messages: this one was read anew. */
static void
add_kept (GPtrArray *all,
          GPtrArray *kept,
          GPtrArray *now)
{
  const KithLearntRow *first = now != NULL && now->len > 0 ? g_ptr_array_index (now, 0) : NULL;
  gboolean added = first == NULL;

  for (guint i = 0; i < kept->len; i++)
    {
      KithLearntRow *row = g_ptr_array_index (kept, i);

      if (!added && row->time < first->time)
        {
          g_ptr_array_extend (all, now, NULL, NULL);
          added = TRUE;
        }
      if (first == NULL || row->message != first->message)
        g_ptr_array_add (all, row);
    }
  if (!added)
    g_ptr_array_extend (all, now, NULL, NULL);
}

static KithAnswer *
look_up (KithSignatureProvider  *self,
         KithQuery              *query,
         GError                **error)
{
  KithMessageContent *content = kith_query_get_content (query);
  KithAddress *address = kith_query_get_address (query);
  KithAddress *author = content != NULL ? get_author (content, address) : NULL;
  g_autoptr (GPtrArray) now = author != NULL ? read_message (content, author) : NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GError) memory_error = NULL;
  g_autoptr (KithAnswerBuilder) builder = NULL;
  gint64 fetched = g_get_real_time () / G_USEC_PER_SEC;
  guint facts;

  if (self->learnt != NULL && !kith_address_is_role (address))
    {
      /* What this message says does not depend on whether it can be kept: the disk may be full. */
      if (now != NULL && kith_query_may_remember (query) && !is_shared (content, author))
        kith_learnt_add_signature (self->learnt, address, get_message_number (content), get_time (content), now, NULL);
      kept = kith_learnt_find_signatures (self->learnt, address, &memory_error);
    }
  if (kept != NULL)
    add_kept (all, kept, now);
  else if (now != NULL)
    g_ptr_array_extend (all, now, NULL, NULL);
  if (memory_error != NULL && all->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&memory_error));
      return NULL;
    }
  if ((now == NULL || now->len == 0) && all->len > 0)
    fetched = ((KithLearntRow *) g_ptr_array_index (all, 0))->time;
  builder = kith_answer_builder_new (kith_provider_get_id (KITH_PROVIDER (self)), fetched, 0);
  facts = kith_signature_memory_merge (builder, all);
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
  g_autoptr (GError) error = NULL;
  KithAnswer *answer;

  g_task_set_source_tag (task, kith_signature_provider_lookup_async);
  g_task_set_name (task, "[kith] signature lookup");
  answer = look_up (KITH_SIGNATURE_PROVIDER (provider), query, &error);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, g_object_unref);
}

static KithAnswer *
kith_signature_provider_lookup_finish (KithProvider  *provider,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_signature_provider_finalize (GObject *object)
{
  g_clear_object (&KITH_SIGNATURE_PROVIDER (object)->learnt);
  G_OBJECT_CLASS (kith_signature_provider_parent_class)->finalize (object);
}

static void
kith_signature_provider_class_init (KithSignatureProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_signature_provider_finalize;
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
 * @learnt: (nullable): where signatures are kept; %NULL keeps none
 *
 * Returns: (transfer full): the provider
 */
KithProvider *
kith_signature_provider_new (KithLearnt *learnt)
{
  KithSignatureProvider *self = g_object_new (KITH_TYPE_SIGNATURE_PROVIDER, NULL);

  g_set_object (&self->learnt, learnt);
  return KITH_PROVIDER (self);
}
