/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-picture.h"

#include <string.h>

#define MAX_BASE64_BYTES ((KITH_PICTURE_MAX_BYTES + 2) / 3 * 4)
#define MAX_PREFIX_BYTES 40

static const char *const media_types[] = { "image/png", "image/jpeg", "image/gif", "image/webp" };

static const char *
find_media_type (const char *text,
                 gsize       length)
{
  /* Not registered, but written by many. */
  if (length == 9 && g_ascii_strncasecmp (text, "image/jpg", 9) == 0)
    return "image/jpeg";
  for (guint i = 0; i < G_N_ELEMENTS (media_types); i++)
    if (strlen (media_types[i]) == length && g_ascii_strncasecmp (text, media_types[i], length) == 0)
      return media_types[i];
  return NULL;
}

/*
 * kith_picture_is_data_uri:
 * @text: any text
 *
 * Returns: whether it is a data: URI (RFC 2397), good or bad
 */
gboolean
kith_picture_is_data_uri (const char *text)
{
  return g_ascii_strncasecmp (text, "data:", 5) == 0;
}

/*
 * kith_picture_normalise_data_uri:
 * @text: a data: URI
 *
 * Returns: (transfer full) (nullable): the same with the media type in lower case; %NULL where it is no PNG, JPEG, GIF or WebP picture in
 *   base64, or more than %KITH_PICTURE_MAX_BYTES
 */
char *
kith_picture_normalise_data_uri (const char *text)
{
  const char *comma = memchr (text, ',', strnlen (text, MAX_PREFIX_BYTES));
  const char *semicolon = memchr (text, ';', strnlen (text, MAX_PREFIX_BYTES));
  const char *media_type;
  gsize length, padding;

  if (!kith_picture_is_data_uri (text) || comma == NULL || semicolon == NULL || comma - semicolon != 7 ||
      g_ascii_strncasecmp (semicolon, ";base64", 7) != 0)
    return NULL;
  media_type = find_media_type (text + 5, semicolon - text - 5);
  comma++;
  length = strnlen (comma, MAX_BASE64_BYTES + 1);
  if (media_type == NULL || length == 0 || length % 4 != 0 || length > MAX_BASE64_BYTES)
    return NULL;
  padding = comma[length - 1] == '=' ? (comma[length - 2] == '=' ? 2 : 1) : 0;
  for (gsize i = 0; i < length - padding; i++)
    if (!g_ascii_isalnum (comma[i]) && comma[i] != '+' && comma[i] != '/')
      return NULL;
  return g_strconcat ("data:", media_type, ";base64,", comma, NULL);
}

/*
 * kith_picture_make_data_uri:
 * @media_type: (nullable): what the bytes are said to be
 * @bytes: the picture, not decoded
 *
 * Returns: (transfer full) (nullable): a data: URI, or %NULL where the kind or the size is not allowed
 */
char *
kith_picture_make_data_uri (const char *media_type,
                            GBytes     *bytes)
{
  const char *known = media_type != NULL ? find_media_type (media_type, strcspn (media_type, "; ")) : NULL;
  gsize size = g_bytes_get_size (bytes);
  g_autofree char *base64 = NULL;

  if (known == NULL || size == 0 || size > KITH_PICTURE_MAX_BYTES)
    return NULL;
  base64 = g_base64_encode (g_bytes_get_data (bytes, NULL), size);
  return g_strconcat ("data:", known, ";base64,", base64, NULL);
}

/*
 * kith_picture_find_media_type:
 * @bytes: what is said to be a picture
 *
 * Returns: (nullable): what its first bytes say that it is: PNG, JPEG, GIF or WebP; %NULL where it is none of them
 */
const char *
kith_picture_find_media_type (GBytes *bytes)
{
  static const struct
  {
    const char *media_type;
    gsize offset;
    const char *magic;
  } kinds[] = {
    { "image/png", 0, "\x89PNG\r\n" },
    { "image/jpeg", 0, "\xff\xd8\xff" },
    { "image/gif", 0, "GIF8" },
    { "image/webp", 8, "WEBP" },
  };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i].magic);

      if (size >= kinds[i].offset + length && memcmp (data + kinds[i].offset, kinds[i].magic, length) == 0)
        return kinds[i].media_type;
    }
  return NULL;
}
