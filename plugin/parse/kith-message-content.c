/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-message-content.h"

#include <glib/gi18n-lib.h>
#include <gmime/gmime.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-message-body.h"
#include "kith-message-sieve.h"
#include "kith-mime.h"
#include "kith-text.h"

#define READ_BYTES 65536
#define MAX_HEADER_CHARS 4096
/* Shorter words stand in a local part by chance. */
#define MIN_NAME_CHARS 3
#define MAX_VALUES 100
#define MAX_GROUP_DEPTH 8

struct _KithMessageContent
{
  GObject parent_instance;

  GMimeMessage *message;
  GPtrArray *participants;   /* (element-type KithParticipant) owned */
  GHashTable *by_key;        /* (element-type utf8 GPtrArray): the participants of each address, in order; the keys are theirs */
  KithMessageTraits traits;
  GHashTable *headers;       /* (element-type utf8 utf8): decoded so far; the engine thread alone reads it */
};

G_DEFINE_FINAL_TYPE (KithMessageContent, kith_message_content, G_TYPE_OBJECT)

static void
kith_message_content_finalize (GObject *object)
{
  KithMessageContent *self = KITH_MESSAGE_CONTENT (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->by_key, g_hash_table_unref);
  g_clear_pointer (&self->participants, g_ptr_array_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  G_OBJECT_CLASS (kith_message_content_parent_class)->finalize (object);
}

static void
kith_message_content_class_init (KithMessageContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_message_content_finalize;
}

static void
kith_message_content_init (KithMessageContent *self)
{
  self->participants = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Unlabelled 8-bit headers are UTF-8 (RFC 6532) or the code page of Windows. */
static GMimeParserOptions *
make_options (void)
{
  static const char *charsets[] = { "utf-8", "windows-1252", NULL };
  GMimeParserOptions *options = g_mime_parser_options_new ();

  g_mime_parser_options_set_fallback_charsets (options, charsets);
  return options;
}

static GByteArray *
read_all (KithMessage   *message,
          gsize          max_bytes,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GInputStream) stream = kith_message_open (message, cancellable, error);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree guint8 *buffer = NULL;

  if (stream == NULL)
    return NULL;
  bytes = g_byte_array_new ();
  buffer = g_malloc (READ_BYTES);
  while (bytes->len < max_bytes)
    {
      g_autoptr (GError) local_error = NULL;
      gssize n = g_input_stream_read (stream, buffer, MIN (READ_BYTES, max_bytes - bytes->len), cancellable, &local_error);

      if (n == 0)
        break;
      if (n < 0)
        {
          if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            g_propagate_error (error, g_steal_pointer (&local_error));
          else
            g_set_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The message could not be read: %s"), local_error->message);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, n);
    }
  return g_steal_pointer (&bytes);
}

static GMimeMessage *
parse (GByteArray *bytes)
{
  GByteArray *sieved = kith_message_sieve (bytes->data, bytes->len);
  g_autoptr (KithMimeStream) stream = g_mime_stream_mem_new_with_byte_array (sieved);
  g_autoptr (KithMimeParser) parser = NULL;
  GMimeParserOptions *options = make_options ();
  GMimeMessage *message;

  /* The stream owns the array unless told otherwise. */
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), TRUE);
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_persist_stream (parser, TRUE);
  message = g_mime_parser_construct_message (parser, options);
  g_mime_parser_options_free (options);
  return message;
}

static void
add_addresses (KithMessageContent  *self,
               InternetAddressList *list,
               KithPart             part,
               guint                depth)
{
  int n = list != NULL && depth <= MAX_GROUP_DEPTH ? internet_address_list_length (list) : 0;

  for (int i = 0; i < n && self->participants->len < KITH_MESSAGE_MAX_PARTICIPANTS; i++)
    {
      InternetAddress *item = internet_address_list_get_address (list, i);
      g_autoptr (KithAddress) address = NULL;

      if (INTERNET_ADDRESS_IS_GROUP (item))
        add_addresses (self, internet_address_group_get_members (INTERNET_ADDRESS_GROUP (item)), part, depth + 1);
      else if (INTERNET_ADDRESS_IS_MAILBOX (item))
        address = kith_address_new (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (item)), internet_address_get_name (item), NULL);
      if (address != NULL)
        g_ptr_array_add (self->participants, kith_participant_new (address, part));
    }
}

static char *
decode (const char *raw)
{
  GMimeParserOptions *options = make_options ();
  g_autofree char *text = raw != NULL ? g_mime_utils_header_decode_text (options, raw) : NULL;

  g_mime_parser_options_free (options);
  return kith_text_clean (text, -1, MAX_HEADER_CHARS);
}

/* "Jane [Acme] <jane@example.org>" is no address list, since the name is not quoted, but everybody can read it. */
static void
add_unquoted_sender (KithMessageContent *self)
{
  GMimeHeader *header = g_mime_header_list_get_header (g_mime_object_get_header_list (GMIME_OBJECT (self->message)), "From");
  const char *raw = header != NULL ? g_mime_header_get_raw_value (header) : NULL;
  const char *start = raw != NULL ? strrchr (raw, '<') : NULL;
  g_autofree char *phrase = NULL;
  g_autofree char *name = NULL;
  g_autofree char *mailbox = NULL;
  g_autoptr (KithAddress) address = NULL;

  if (start == NULL)
    return;
  phrase = g_strndup (raw, start - raw);
  name = decode (phrase);
  mailbox = g_strndup (start + 1, strcspn (start + 1, ">"));
  address = kith_address_new (mailbox, name, NULL);
  if (address != NULL)
    g_ptr_array_add (self->participants, kith_participant_new (address, KITH_PART_FROM));
}

static void
add_participants (KithMessageContent *self)
{
  static const struct
  {
    GMimeAddressType type;
    KithPart part;
  } parts[] = {
    { GMIME_ADDRESS_TYPE_FROM, KITH_PART_FROM },
    { GMIME_ADDRESS_TYPE_SENDER, KITH_PART_SENDER },
    { GMIME_ADDRESS_TYPE_REPLY_TO, KITH_PART_REPLY_TO },
    { GMIME_ADDRESS_TYPE_TO, KITH_PART_TO },
    { GMIME_ADDRESS_TYPE_CC, KITH_PART_CC },
    { GMIME_ADDRESS_TYPE_BCC, KITH_PART_BCC },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      add_addresses (self, g_mime_message_get_addresses (self->message, parts[i].type), parts[i].part, 0);
      if (parts[i].part == KITH_PART_FROM && self->participants->len == 0)
        add_unquoted_sender (self);
    }
}

static gboolean
has_header (KithMessageContent *self,
            const char         *name)
{
  return kith_message_content_get_header (self, name) != NULL;
}

/* Compares the first word: "auto-generated (vacation); owner-email=..." */
static gboolean
header_starts_with (KithMessageContent *self,
                    const char         *name,
                    const char         *word)
{
  const char *value = kith_message_content_get_header (self, name);
  gsize length = strlen (word);

  return value != NULL && g_ascii_strncasecmp (value, word, length) == 0 && !g_ascii_isalnum (value[length]) && value[length] != '-';
}

/* RFC 2919 and RFC 2369, and what older list software writes. Every newsletter has List-Unsubscribe: by itself it makes no list. */
static gboolean
is_list (KithMessageContent *self)
{
  return has_header (self, "List-Id") || has_header (self, "List-Post") || has_header (self, "List-Owner") || has_header (self, "List-Subscribe") ||
         has_header (self, "Mailing-List") || has_header (self, "X-Mailing-List") || has_header (self, "X-BeenThere");
}

static gboolean
is_bulk (KithMessageContent *self)
{
  return has_header (self, "List-Unsubscribe") || has_header (self, "Feedback-ID") || header_starts_with (self, "Precedence", "bulk") ||
         header_starts_with (self, "Precedence", "list") || header_starts_with (self, "Precedence", "junk");
}

/* RFC 3834, section 5, and its predecessors. */
static gboolean
is_automatic (KithMessageContent *self)
{
  const char *return_path = kith_message_content_get_header (self, "Return-Path");

  if (has_header (self, "Auto-Submitted") && !header_starts_with (self, "Auto-Submitted", "no"))
    return TRUE;
  if (return_path != NULL && g_str_has_prefix (return_path, "<>"))
    return TRUE;
  return has_header (self, "X-Auto-Response-Suppress") || has_header (self, "X-Autoreply") || has_header (self, "X-Autorespond") ||
         header_starts_with (self, "Precedence", "auto_reply");
}

static KithAddress *
find_participant (KithMessageContent *self,
                  KithPart            part)
{
  for (guint i = 0; i < self->participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (self->participants, i);

      if (kith_participant_get_part (participant) == part)
        return kith_participant_get_address (participant);
    }
  return NULL;
}

static gboolean
is_of_other_domain (KithAddress *from,
                    KithAddress *other)
{
  return other != NULL && g_strcmp0 (kith_address_get_domain (from), kith_address_get_domain (other)) != 0;
}

/* As a word in the middle: "Jane via Docs", "Jane (via Google Sheets)", and as services write it in other languages. Returns: where; %NULL where it does not */
static const char *
find_via (const char        *folded,
          const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_casefold (words[i], -1);

      for (const char *found = strstr (folded, word); found != NULL; found = strstr (found + 1, word))
        {
          const char *end = found + strlen (word);

          if (found > folded && strchr (" (\"'", found[-1]) != NULL && *end == ' ' && end[1] != '\0')
            return found;
        }
    }
  return NULL;
}

/* Whether a word of the name before "via" stands in the local part: "Jane Doe via Sales <jane.doe@…>" writes from her own address. */
static gboolean
is_named_after (KithAddress *address,
                const char  *folded,
                const char  *end)
{
  g_autofree char *local = g_utf8_casefold (kith_address_get_local_part (address), -1);
  g_autofree char *before = g_strndup (folded, end - folded);
  g_auto (GStrv) words = g_strsplit_set (before, " .,()\"'", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_utf8_strlen (words[i], -1) >= MIN_NAME_CHARS && strstr (local, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* "Jane via Docs" <docs@service> with a Reply-To of Jane's, or with no other address at all: the address is the service's, not the person's. */
static gboolean
is_via (KithMessageContent *self)
{
  static const char *const words[] = { "via", "\xC3\xBC" "ber", "durch", "par", "mediante", "tramite", "door", "przez", "through", "on behalf of", NULL };
  /* Of the others, names are made as well. */
  static const char *const plain[] = { "via", "on behalf of", NULL };
  InternetAddressList *list = g_mime_message_get_from (self->message);
  KithAddress *from = find_participant (self, KITH_PART_FROM);
  InternetAddress *first = list != NULL && internet_address_list_length (list) > 0 ? internet_address_list_get_address (list, 0) : NULL;
  KithAddress *reply_to = find_participant (self, KITH_PART_REPLY_TO);
  KithAddress *sender = find_participant (self, KITH_PART_SENDER);
  g_autofree char *name = NULL;
  g_autofree char *folded = NULL;
  const char *found;

  if (from == NULL || first == NULL)
    return FALSE;
  name = kith_text_clean (internet_address_get_name (first), -1, MAX_HEADER_CHARS);
  folded = name != NULL ? g_utf8_casefold (name, -1) : NULL;
  if (folded == NULL || find_via (folded, words) == NULL)
    return FALSE;
  if (is_of_other_domain (from, reply_to) || is_of_other_domain (from, sender))
    return TRUE;
  found = reply_to == NULL && sender == NULL ? find_via (folded, plain) : NULL;
  return found != NULL && !is_named_after (from, folded, found);
}

static KithMessageTraits
find_traits (KithMessageContent *self)
{
  KithMessageTraits traits = kith_message_body_get_traits (g_mime_message_get_mime_part (self->message));

  if (is_list (self))
    traits |= KITH_TRAIT_LIST;
  if (is_bulk (self))
    traits |= KITH_TRAIT_BULK;
  if (is_automatic (self))
    traits |= KITH_TRAIT_AUTOMATIC;
  if (is_via (self))
    traits |= KITH_TRAIT_VIA;
  return traits;
}

static void
index_participants (KithMessageContent *self)
{
  for (guint i = 0; i < self->participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (self->participants, i);
      const char *key = kith_address_get_key (kith_participant_get_address (participant));
      GPtrArray *same = g_hash_table_lookup (self->by_key, key);

      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (self->by_key, (gpointer) key, same);
        }
      g_ptr_array_add (same, participant);
    }
}

/*
 * kith_message_content_read:
 * @message: (transfer none): the message
 * @max_bytes: what lies beyond is not read; at most %KITH_MESSAGE_MAX_BYTES
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for an error
 *
 * Reads and parses a message (RFC 5322, RFC 2045). Anything can be parsed: what is malformed is left out. Blocks; engine thread only.
 *
 * Returns: (transfer full) (nullable): the content; %NULL with %KITH_ERROR_UNAVAILABLE where it cannot be read, or %G_IO_ERROR_CANCELLED
 */
KithMessageContent *
kith_message_content_read (KithMessage   *message,
                           gsize          max_bytes,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (KithMessageContent) self = NULL;

  g_return_val_if_fail (KITH_IS_MESSAGE (message), NULL);
  kith_mime_init ();
  bytes = read_all (message, MIN (max_bytes, KITH_MESSAGE_MAX_BYTES), cancellable, error);
  if (bytes == NULL)
    return NULL;
  self = g_object_new (KITH_TYPE_MESSAGE_CONTENT, NULL);
  self->message = parse (bytes);
  if (self->message == NULL)
    self->message = g_mime_message_new (FALSE);
  add_participants (self);
  index_participants (self);
  self->traits = find_traits (self);
  return g_steal_pointer (&self);
}

/*
 * kith_message_content_find_participants:
 * @address: an address
 *
 * Returns: (transfer none) (nullable) (element-type KithParticipant): where the address stands in the headers, in order; %NULL where it does not
 */
GPtrArray *
kith_message_content_find_participants (KithMessageContent *self,
                                        KithAddress        *address)
{
  return g_hash_table_lookup (self->by_key, kith_address_get_key (address));
}

/*
 * kith_message_content_get_participants:
 *
 * Returns: (transfer none) (element-type KithParticipant): everybody in From, Sender, Reply-To, To, Cc and Bcc, in this order, groups taken apart,
 *   malformed addresses left out, at most %KITH_MESSAGE_MAX_PARTICIPANTS
 */
GPtrArray *
kith_message_content_get_participants (KithMessageContent *self)
{
  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), NULL);
  return self->participants;
}

/*
 * kith_message_content_get_traits:
 *
 * Returns: how the message came about
 */
KithMessageTraits
kith_message_content_get_traits (KithMessageContent *self)
{
  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), KITH_TRAIT_NONE);
  return self->traits;
}

/*
 * kith_message_content_get_header:
 * @name: name of a header, in any case
 *
 * Returns: (transfer none) (nullable): the first one's value, unfolded, encoded words (RFC 2047) decoded, one clean line; %NULL where there is none
 */
const char *
kith_message_content_get_header (KithMessageContent *self,
                                 const char         *name)
{
  GMimeHeader *header;
  g_autofree char *key = NULL;
  gpointer value;

  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  key = g_ascii_strdown (name, -1);
  if (g_hash_table_lookup_extended (self->headers, key, NULL, &value))
    return value;
  header = g_mime_header_list_get_header (g_mime_object_get_header_list (GMIME_OBJECT (self->message)), name);
  value = header != NULL ? decode (g_mime_header_get_raw_value (header)) : NULL;
  g_hash_table_insert (self->headers, g_steal_pointer (&key), value);
  return value;
}

/*
 * kith_message_content_dup_headers:
 * @name: name of a header, in any case
 *
 * Returns: (transfer full): the values of all such headers from the top, unfolded and cleaned, encoded words as they are; at most 100
 */
GStrv
kith_message_content_dup_headers (KithMessageContent *self,
                                  const char         *name)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  GMimeHeaderList *list;
  guint n = 0;

  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  list = g_mime_object_get_header_list (GMIME_OBJECT (self->message));
  for (int i = 0; i < g_mime_header_list_get_count (list) && n < MAX_VALUES; i++)
    {
      GMimeHeader *header = g_mime_header_list_get_header_at (list, i);
      g_autofree char *value = NULL;

      if (g_ascii_strcasecmp (g_mime_header_get_name (header), name) != 0)
        continue;
      value = kith_text_clean (g_mime_header_get_raw_value (header), -1, MAX_HEADER_CHARS);
      if (value == NULL)
        continue;
      g_strv_builder_add (values, value);
      n++;
    }
  return g_strv_builder_end (values);
}

/*
 * kith_message_content_get_date:
 *
 * Returns: what the Date header says, in Unix seconds; 0 where there is none. The sender wrote it: it may lie.
 */
gint64
kith_message_content_get_date (KithMessageContent *self)
{
  GDateTime *date;

  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), 0);
  date = g_mime_message_get_date (self->message);
  return date != NULL ? g_date_time_to_unix (date) : 0;
}

static char *
dup_body (KithMessageContent *self,
          const char         *subtype,
          gsize               max_bytes)
{
  GMimePart *part;

  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), NULL);
  part = kith_message_body_find_text (g_mime_message_get_mime_part (self->message), subtype);
  return part != NULL ? kith_message_body_decode_text (part, max_bytes) : NULL;
}

/*
 * kith_message_content_dup_text:
 * @max_bytes: how much of it to decode at most
 *
 * Returns: (transfer full) (nullable): the first text/plain part that is not attached, in UTF-8 but otherwise as the sender wrote it
 */
char *
kith_message_content_dup_text (KithMessageContent *self,
                               gsize               max_bytes)
{
  return dup_body (self, "plain", max_bytes);
}

/*
 * kith_message_content_dup_html:
 * @max_bytes: how much of it to decode at most
 *
 * Returns: (transfer full) (nullable): the first text/html part that is not attached, in UTF-8 but otherwise as the sender wrote it
 */
char *
kith_message_content_dup_html (KithMessageContent *self,
                               gsize               max_bytes)
{
  return dup_body (self, "html", max_bytes);
}

/*
 * kith_message_content_dup_part:
 * @media_types: (array zero-terminated=1): wanted types, in lower case: "text/vcard"
 * @nth: which of them, from 0
 * @max_bytes: larger parts are passed over, and not counted
 * @too_large: (out) (optional): whether one before it, or any where there is none, was passed over
 *
 * Returns: (transfer full) (nullable): that part of the message itself, not of messages attached to it, decoded
 */
GBytes *
kith_message_content_dup_part (KithMessageContent *self,
                               const char *const  *media_types,
                               guint               nth,
                               gsize               max_bytes,
                               gboolean           *too_large)
{
  g_return_val_if_fail (KITH_IS_MESSAGE_CONTENT (self), NULL);
  g_return_val_if_fail (media_types != NULL, NULL);
  return kith_message_body_decode_media (g_mime_message_get_mime_part (self->message), media_types, nth, MIN (max_bytes, KITH_MESSAGE_MAX_BYTES),
                                         too_large);
}
