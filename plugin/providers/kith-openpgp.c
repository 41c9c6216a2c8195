/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-openpgp.h"

#include <string.h>

#define MAX_KEYS 16
#define MAX_USER_IDS 64
#define MAX_USER_ID_BYTES 2048
#define ARMOR_BEGIN "-----BEGIN PGP PUBLIC KEY BLOCK-----"
#define ARMOR_END "-----END PGP PUBLIC KEY BLOCK-----"

/* RFC 9580 section 5. */
enum
{
  TAG_PUBLIC_KEY = 6,
  TAG_USER_ID = 13,
};

/* Reads bytes that may end anywhere. */
typedef struct
{
  const guint8 *data;
  gsize size;
  gsize position;
} Reader;

typedef struct
{
  guint tag;
  const guint8 *data;
  gsize size;
} Packet;

static gboolean
read_number (Reader  *reader,
             guint    n_bytes,
             guint32 *number)
{
  *number = 0;
  if (reader->size - reader->position < n_bytes)
    return FALSE;
  for (guint i = 0; i < n_bytes; i++)
    *number = *number << 8 | reader->data[reader->position++];
  return TRUE;
}

/* Section 4.2.1; lengths of parts are only for data, which no key has. */
static gboolean
read_new_length (Reader  *reader,
                 guint32 *length)
{
  guint32 first, second;

  if (!read_number (reader, 1, &first))
    return FALSE;
  if (first < 192)
    {
      *length = first;
      return TRUE;
    }
  if (first < 224)
    {
      if (!read_number (reader, 1, &second))
        return FALSE;
      *length = ((first - 192) << 8) + second + 192;
      return TRUE;
    }
  return first == 255 && read_number (reader, 4, length);
}

static gboolean
read_packet (Reader *reader,
             Packet *packet)
{
  guint32 head, length;

  if (!read_number (reader, 1, &head) || (head & 0x80) == 0)
    return FALSE;
  if (head & 0x40)
    {
      packet->tag = head & 0x3f;
      if (!read_new_length (reader, &length))
        return FALSE;
    }
  else
    {
      /* Section 4.2.2: the old format; without a length it would go on to the end of the file. */
      packet->tag = (head >> 2) & 0x0f;
      if ((head & 3) == 3 || !read_number (reader, 1u << (head & 3), &length))
        return FALSE;
    }
  if (length > reader->size - reader->position)
    return FALSE;
  packet->data = reader->data + reader->position;
  packet->size = length;
  reader->position += length;
  return TRUE;
}

/* Section 5.5.4: of a key of version 4, SHA-1 over 0x99, the length and the packet; of version 6, SHA-256 over 0x9b, a longer length and the packet. */
static char *
make_fingerprint (const Packet *packet)
{
  g_autoptr (GChecksum) checksum = NULL;
  guint8 head[5] = { 0 };
  gsize n_head;

  if (packet->size < 6 || (packet->data[0] != 4 && packet->data[0] != 6) || packet->size > 0xffff)
    return NULL;
  if (packet->data[0] == 4)
    {
      head[0] = 0x99;
      head[1] = packet->size >> 8;
      head[2] = packet->size & 0xff;
      n_head = 3;
    }
  else
    {
      head[0] = 0x9b;
      head[3] = packet->size >> 8;
      head[4] = packet->size & 0xff;
      n_head = 5;
    }
  checksum = g_checksum_new (packet->data[0] == 4 ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256);
  g_checksum_update (checksum, head, n_head);
  g_checksum_update (checksum, packet->data, packet->size);
  return g_ascii_strup (g_checksum_get_string (checksum), -1);
}

static void
add_text (xmlNode    *parent,
          const char *name,
          const char *text)
{
  xmlNewTextChild (parent, NULL, BAD_CAST name, BAD_CAST text);
}

/* "Ada Marsh <ada@example.org>", by custom and not by rule (section 5.11). */
static void
add_user_id (xmlNode      *key,
             const Packet *packet)
{
  g_autofree char *raw = g_strndup ((const char *) packet->data, packet->size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  const char *open = strrchr (text, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  xmlNode *node;

  for (char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  node = xmlNewChild (key, NULL, BAD_CAST "uid", NULL);
  add_text (node, "text", text);
  if (close != NULL)
    {
      name = g_strstrip (g_strndup (text, open - text));
      address = g_strndup (open + 1, close - open - 1);
    }
  else if (strchr (text, '@') != NULL && strchr (text, ' ') == NULL)
    {
      address = g_strdup (text);
    }
  if (name != NULL && name[0] != '\0')
    add_text (node, "name", name);
  if (address != NULL)
    add_text (node, "address", address);
}

static void
add_packets (xmlNode *keys,
             Reader  *reader)
{
  xmlNode *key = NULL;
  guint n_keys = 0, n_user_ids = 0;
  Packet packet;

  while (reader->position < reader->size && read_packet (reader, &packet))
    {
      if (packet.tag == TAG_PUBLIC_KEY)
        {
          g_autofree char *fingerprint = make_fingerprint (&packet);

          key = NULL;
          if (fingerprint == NULL || n_keys >= MAX_KEYS)
            continue;
          key = xmlNewChild (keys, NULL, BAD_CAST "key", NULL);
          add_text (key, "fingerprint", fingerprint);
          n_keys++;
        }
      else if (packet.tag == TAG_USER_ID && key != NULL && packet.size <= MAX_USER_ID_BYTES && n_user_ids++ < MAX_USER_IDS)
        {
          add_user_id (key, &packet);
        }
    }
}

/* Section 6.2: headers up to an empty line, base64, and a checksum that begins with "=". Returns: (nullable): what is inside the armor */
static GBytes *
remove_armor (GBytes *bytes)
{
  g_autofree char *text = g_bytes_get_size (bytes) > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
  char *begin = text != NULL ? strstr (text, ARMOR_BEGIN) : NULL;
  char *end = begin != NULL ? strstr (begin, ARMOR_END) : NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) base64 = g_string_new (NULL);
  gboolean body = FALSE;
  guint8 *data;
  gsize size = 0;

  if (end == NULL)
    return NULL;
  *end = '\0';
  lines = g_strsplit (begin, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (body && lines[i][0] == '=')
        break;
      if (body)
        g_string_append (base64, lines[i]);
      else
        body = lines[i][0] == '\0';
    }
  if (base64->len == 0)
    return NULL;
  data = g_base64_decode (base64->str, &size);
  return g_bytes_new_take (data, size);
}

/**
 * kith_openpgp_parse:
 * @bytes: one or more public keys (RFC 9580), in armor or not
 *
 * Reads who a key says that it belongs to. No signature is checked: the server that gives the key vouches for it, or nobody does.
 *
 * Returns: (transfer full): the tree; without a key where there is none in the bytes, as web servers like to answer with a page
 */
KithXmlDoc *
kith_openpgp_parse (GBytes *bytes)
{
  g_autoptr (KithXmlDoc) doc = xmlNewDoc (BAD_CAST "1.0");
  xmlNode *keys = xmlNewNode (NULL, BAD_CAST "keys");
  g_autoptr (GBytes) binary = remove_armor (bytes);
  Reader reader = { 0 };

  xmlDocSetRootElement (doc, keys);
  reader.data = g_bytes_get_data (binary != NULL ? binary : bytes, &reader.size);
  if (reader.data != NULL)
    add_packets (keys, &reader);
  return g_steal_pointer (&doc);
}
