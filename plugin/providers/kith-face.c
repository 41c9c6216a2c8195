/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-face.h"

#include <string.h>

/* "Face" as its author defined it (https://quimby.gnus.org/circus/face/): a PNG of 48 by 48 pixels, at most 725 bytes before base64. */
#define FACE_MAX_BASE64 ((725 + 2) / 3 * 4)
#define FACE_PIXELS 48

/* Signature, then the length and the name of the first chunk, then width and height (PNG specification sections 5.2 and 11.2.2). */
static const guint8 png_begin[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
static const guint8 png_end[] = { 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82 };

static gboolean
is_base64_char (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '=';
}

/* Unlike GLib's, refuses what is not base64. Returns: (nullable): the text without white space */
static char *
strip_base64 (const char *text,
              gsize       max_chars)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        continue;
      if (!is_base64_char (*p) || out->len >= max_chars)
        return NULL;
      g_string_append_c (out, *p);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static guint32
read_number (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

GBytes *
kith_face_decode (const char *header)
{
  g_autofree char *base64 = header != NULL ? strip_base64 (header, FACE_MAX_BASE64) : NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  if (base64 == NULL)
    return NULL;
  bytes = g_base64_decode (base64, &length);
  if (length < sizeof png_begin + 8 + sizeof png_end || memcmp (bytes, png_begin, sizeof png_begin) != 0
      || memcmp (bytes + length - sizeof png_end, png_end, sizeof png_end) != 0
      || read_number (bytes + sizeof png_begin) != FACE_PIXELS || read_number (bytes + sizeof png_begin + 4) != FACE_PIXELS)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

GBytes *
kith_data_uri_decode (const char  *uri,
                      gsize        max_bytes,
                      char       **media_type)
{
  const char *comma = strchr (uri, ',');
  g_autofree char *head = NULL;
  g_autofree char *base64 = NULL;
  guint8 *bytes;
  gsize length = 0;

  *media_type = NULL;
  if (g_ascii_strncasecmp (uri, "data:", 5) != 0 || comma == NULL)
    return NULL;
  head = g_ascii_strdown (uri + 5, comma - uri - 5);
  if (!g_str_has_suffix (head, ";base64"))
    return NULL;
  base64 = strip_base64 (comma + 1, max_bytes / 3 * 4 + 4);
  if (base64 == NULL)
    return NULL;
  bytes = g_base64_decode (base64, &length);
  *media_type = g_strndup (head, strcspn (head, ";"));
  return g_bytes_new_take (bytes, length);
}
