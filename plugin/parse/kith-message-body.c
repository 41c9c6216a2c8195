/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-message-body.h"

#include <string.h>

#include "kith-flowed.h"

/* Deeper than any client nests, and no matter for the stack. */
#define MAX_DEPTH 32
#define READ_BYTES 16384

/* Inline PGP stands at the start of the text, if anywhere (RFC 4880, section 6.2). */
#define PGP_LOOK_BYTES 4096

typedef gboolean (*PartFunc) (GMimeObject *part,
                              gpointer     data);

/* Depth first, not into attached messages: what stands there was written by others. Stops where @func returns TRUE. */
static gboolean
walk (GMimeObject *object,
      guint        depth,
      PartFunc     func,
      gpointer     data)
{
  if (object == NULL || depth > MAX_DEPTH)
    return FALSE;
  if (func (object, data))
    return TRUE;
  if (GMIME_IS_MULTIPART (object))
    for (int i = 0; i < g_mime_multipart_get_count (GMIME_MULTIPART (object)); i++)
      if (walk (g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1, func, data))
        return TRUE;
  return FALSE;
}

static gboolean
is_type (GMimeObject *object,
         const char  *type,
         const char  *subtype)
{
  GMimeContentType *content_type = g_mime_object_get_content_type (object);

  return content_type != NULL && g_mime_content_type_is_type (content_type, type, subtype);
}

static const char *
get_parameter (GMimeObject *object,
               const char  *name)
{
  GMimeContentType *content_type = g_mime_object_get_content_type (object);

  return content_type != NULL ? g_mime_content_type_get_parameter (content_type, name) : NULL;
}

static gboolean
is_attachment (GMimeObject *object)
{
  GMimeContentDisposition *disposition = g_mime_object_get_content_disposition (object);

  return disposition != NULL && g_mime_content_disposition_is_attachment (disposition);
}

typedef struct
{
  const char *subtype;
  GMimePart *found;
} TextSearch;

static gboolean
match_text (GMimeObject *object,
            gpointer     data)
{
  TextSearch *search = data;

  if (!GMIME_IS_PART (object) || !is_type (object, "text", search->subtype) || is_attachment (object))
    return FALSE;
  search->found = GMIME_PART (object);
  return TRUE;
}

/*
 * kith_message_body_find_text:
 * @root: (nullable): the top of the MIME tree
 * @subtype: "plain" or "html"
 *
 * Returns: (transfer none) (nullable): the first such part that is shown, not attached
 */
GMimePart *
kith_message_body_find_text (GMimeObject *root,
                             const char  *subtype)
{
  TextSearch search = { .subtype = subtype };

  walk (root, 0, match_text, &search);
  return search.found;
}

static GByteArray *
read_stream (GMimeStream *stream,
             gsize        max_bytes)
{
  GByteArray *bytes = g_byte_array_new ();
  char buffer[READ_BYTES];

  while (bytes->len < max_bytes)
    {
      ssize_t n = g_mime_stream_read (stream, buffer, MIN (sizeof buffer, max_bytes - bytes->len));

      if (n <= 0)
        break;
      g_byte_array_append (bytes, (const guint8 *) buffer, n);
    }
  return bytes;
}

static GMimeStream *
open_part (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  g_autoptr (KithMimeFilter) decoder = NULL;
  GMimeStream *stream, *filtered;

  if (content == NULL)
    return NULL;
  stream = g_mime_data_wrapper_get_stream (content);
  if (stream == NULL || g_mime_stream_reset (stream) != 0)
    return NULL;
  filtered = g_mime_stream_filter_new (stream);
  decoder = g_mime_filter_basic_new (g_mime_data_wrapper_get_encoding (content), FALSE);
  g_mime_stream_filter_add (GMIME_STREAM_FILTER (filtered), decoder);
  return filtered;
}

static char *
convert_from (GByteArray *bytes,
              const char *charset)
{
  gsize length;
  g_autofree char *text = g_convert_with_fallback ((const char *) bytes->data, bytes->len, "UTF-8", charset, "?", NULL, &length, NULL);

  /* Also replaces NULs. */
  return text != NULL ? g_utf8_make_valid (text, length) : NULL;
}

static char *
convert (GByteArray *bytes,
         const char *charset)
{
  gboolean unicode = charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0 || g_ascii_strcasecmp (charset, "us-ascii") == 0;
  const char *data = (const char *) bytes->data;
  char *text = NULL;

  if (bytes->len == 0)
    return g_strdup ("");
  if (!unicode)
    text = convert_from (bytes, charset);
  /* Unlabelled mail that is no UTF-8 is nearly always the code page of Windows; one bad byte in UTF-8 is nearly always a cut. */
  if (text == NULL && charset == NULL && !g_utf8_validate (data, bytes->len, NULL))
    text = convert_from (bytes, "WINDOWS-1252");
  return text != NULL ? text : g_utf8_make_valid (data, bytes->len);
}

/* Where the limit fell inside a character of UTF-8, that one goes as a whole. */
static void
cut_at_character (GByteArray *bytes,
                  gsize       max_bytes)
{
  guint lead = bytes->len;

  if (bytes->len < max_bytes)
    return;
  while (lead > 0 && bytes->len - lead < 3 && (bytes->data[lead - 1] & 0xC0) == 0x80)
    lead--;
  if (lead > 0 && bytes->data[lead - 1] >= 0xC0 && bytes->len - (lead - 1) < (guint) g_utf8_skip[bytes->data[lead - 1]])
    g_byte_array_set_size (bytes, lead - 1);
}

/*
 * kith_message_body_decode_text:
 * @part: a text part
 * @max_bytes: how many decoded bytes to read at most
 *
 * Returns: (transfer full) (nullable): the text in UTF-8; `format=flowed` unwrapped
 */
char *
kith_message_body_decode_text (GMimePart *part,
                               gsize      max_bytes)
{
  g_autoptr (KithMimeStream) stream = open_part (part);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *text = NULL;
  const char *format = get_parameter (GMIME_OBJECT (part), "format");
  const char *delsp = get_parameter (GMIME_OBJECT (part), "delsp");

  if (stream == NULL)
    return NULL;
  bytes = read_stream (stream, max_bytes);
  cut_at_character (bytes, max_bytes);
  text = convert (bytes, get_parameter (GMIME_OBJECT (part), "charset"));
  if (format != NULL && g_ascii_strcasecmp (format, "flowed") == 0)
    return kith_flowed_unwrap (text, delsp != NULL && g_ascii_strcasecmp (delsp, "yes") == 0);
  return g_steal_pointer (&text);
}

typedef struct
{
  const char *const *media_types;
  guint n_before;
  gsize max_bytes;
  gboolean too_large;
  GBytes *found;
} MediaSearch;

static gboolean
match_media (GMimeObject *object,
             gpointer     data)
{
  MediaSearch *search = data;
  g_autofree char *media_type = NULL;
  g_autoptr (KithMimeStream) stream = NULL;
  GByteArray *bytes;

  if (!GMIME_IS_PART (object) || g_mime_object_get_content_type (object) == NULL)
    return FALSE;
  media_type = g_mime_content_type_get_mime_type (g_mime_object_get_content_type (object));
  for (char *p = media_type; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  if (!g_strv_contains (search->media_types, media_type))
    return FALSE;
  stream = open_part (GMIME_PART (object));
  if (stream == NULL)
    return FALSE;
  /* Half a picture or half a card is none. */
  bytes = read_stream (stream, search->max_bytes + 1);
  if (bytes->len == 0 || bytes->len > search->max_bytes)
    {
      search->too_large |= bytes->len > 0;
      g_byte_array_unref (bytes);
      return FALSE;
    }
  if (search->n_before > 0)
    {
      search->n_before--;
      g_byte_array_unref (bytes);
      return FALSE;
    }
  search->found = g_byte_array_free_to_bytes (bytes);
  return TRUE;
}

/*
 * kith_message_body_decode_media:
 * @root: (nullable): the top of the MIME tree
 * @media_types: (array zero-terminated=1): wanted types, in lower case
 * @nth: which of them, from 0
 * @max_bytes: larger parts are passed over, and not counted
 * @too_large: (out) (optional): whether one before it, or any where there is none, was passed over
 *
 * Returns: (transfer full) (nullable): that part, decoded
 */
GBytes *
kith_message_body_decode_media (GMimeObject       *root,
                                const char *const *media_types,
                                guint              nth,
                                gsize              max_bytes,
                                gboolean          *too_large)
{
  MediaSearch search = { .media_types = media_types, .n_before = nth, .max_bytes = max_bytes };

  walk (root, 0, match_media, &search);
  if (too_large != NULL)
    *too_large = search.too_large;
  return search.found;
}

static gboolean
parameter_is (GMimeObject *object,
              const char  *name,
              const char  *value)
{
  const char *actual = get_parameter (object, name);

  return actual != NULL && g_ascii_strcasecmp (actual, value) == 0;
}

/* RFC 8551, section 3.2.2: without smime-type it may be either; then the careful reading counts. */
static KithMessageTraits
get_smime_traits (GMimeObject *object)
{
  if (parameter_is (object, "smime-type", "signed-data"))
    return KITH_TRAIT_SIGNED;
  if (parameter_is (object, "smime-type", "certs-only"))
    return KITH_TRAIT_NONE;
  return KITH_TRAIT_ENCRYPTED;
}

static gboolean
add_traits (GMimeObject *object,
            gpointer     data)
{
  KithMessageTraits *traits = data;

  if (is_type (object, "multipart", "encrypted"))
    *traits |= KITH_TRAIT_ENCRYPTED;
  else if (is_type (object, "multipart", "signed"))
    *traits |= KITH_TRAIT_SIGNED;
  /* RFC 6522: of delivery (RFC 3464), of being read (RFC 8098), of abuse (RFC 5965): a machine wrote it, whoever it is from. */
  else if (is_type (object, "multipart", "report"))
    *traits |= KITH_TRAIT_BOUNCE;
  else if (is_type (object, "application", "pkcs7-mime") || is_type (object, "application", "x-pkcs7-mime"))
    *traits |= get_smime_traits (object);
  else if (is_type (object, "text", "calendar") && get_parameter (object, "method") != NULL)
    *traits |= KITH_TRAIT_CALENDAR;
  return FALSE;
}

/*
 * kith_message_body_get_traits:
 * @root: (nullable): the top of the MIME tree
 *
 * Returns: what the parts say of how the message came about
 */
KithMessageTraits
kith_message_body_get_traits (GMimeObject *root)
{
  KithMessageTraits traits = KITH_TRAIT_NONE;
  GMimePart *part = kith_message_body_find_text (root, "plain");
  g_autofree char *text = part != NULL ? kith_message_body_decode_text (part, PGP_LOOK_BYTES) : NULL;

  walk (root, 0, add_traits, &traits);
  if (text != NULL && (g_str_has_prefix (text, "-----BEGIN PGP MESSAGE-----") || strstr (text, "\n-----BEGIN PGP MESSAGE-----") != NULL))
    traits |= KITH_TRAIT_ENCRYPTED;
  if (text != NULL && g_str_has_prefix (text, "-----BEGIN PGP SIGNED MESSAGE-----"))
    traits |= KITH_TRAIT_SIGNED;
  return traits;
}
