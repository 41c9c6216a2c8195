/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-identifier.h"

static const struct
{
  const char *name;
  KithSends sends;
} identifiers[] = {
  { "address", KITH_SENDS_ADDRESS },
  { "local-part", KITH_SENDS_ADDRESS },
  { "display-name", KITH_SENDS_NAME },
  { "address-sha256", KITH_SENDS_ADDRESS_HASH },
  { "address-sha1", KITH_SENDS_ADDRESS_HASH },
  { "address-md5", KITH_SENDS_ADDRESS_HASH },
  { "local-part-zbase32-sha1", KITH_SENDS_ADDRESS_HASH },
  { "domain", KITH_SENDS_DOMAIN },
};

G_STATIC_ASSERT (G_N_ELEMENTS (identifiers) == KITH_N_IDENTIFIERS);

gboolean
kith_identifier_from_name (const char     *name,
                           KithIdentifier *identifier)
{
  for (guint i = 0; i < KITH_N_IDENTIFIERS; i++)
    if (g_str_equal (name, identifiers[i].name))
      {
        *identifier = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kith_identifier_get_name (KithIdentifier identifier)
{
  return identifiers[identifier].name;
}

KithSends
kith_identifier_get_sends (KithIdentifier identifier)
{
  return identifiers[identifier].sends;
}

/* Who is sent the address could make the hash and see the domain. */
gboolean
kith_sends_covers (KithSends declared,
                   KithSends needed)
{
  if (declared & KITH_SENDS_ADDRESS)
    declared |= KITH_SENDS_ADDRESS_HASH | KITH_SENDS_DOMAIN;
  return (needed & ~declared) == 0;
}

/* The alphabet of z-base-32 (draft-koch-openpgp-webkey-service section 3.1); 160 bits make 32 characters without a rest. */
static char *
zbase32 (const guint8 *bytes,
         gsize         length)
{
  static const char alphabet[] = "ybndrfg8ejkmcpqxot1uwisza345h769";
  GString *out = g_string_new (NULL);
  guint bits = 0;
  guint32 buffer = 0;

  for (gsize i = 0; i < length; i++)
    {
      buffer = (buffer << 8) | bytes[i];
      for (bits += 8; bits >= 5; bits -= 5)
        g_string_append_c (out, alphabet[(buffer >> (bits - 5)) & 31]);
    }
  if (bits > 0)
    g_string_append_c (out, alphabet[(buffer << (5 - bits)) & 31]);
  return g_string_free (out, FALSE);
}

static char *
hash_local_part (const char *local_part)
{
  g_autofree char *lower = g_ascii_strdown (local_part, -1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) lower, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return zbase32 (digest, length);
}

/**
 * kith_identifier_compute:
 * @identifier: which
 * @address: whose
 *
 * Services hash and compare the address in lower case, the local part too, although RFC 5321 section 2.4 lets a server tell cases apart.
 *
 * Returns: (transfer full) (nullable): the value; %NULL where the person has none
 */
char *
kith_identifier_compute (KithIdentifier  identifier,
                         KithAddress    *address)
{
  g_autofree char *lower = g_utf8_strdown (kith_address_get_key (address), -1);
  const char *name;

  switch (identifier)
    {
    case KITH_IDENTIFIER_ADDRESS:
      return g_steal_pointer (&lower);
    case KITH_IDENTIFIER_LOCAL_PART:
      return g_strdup (kith_address_get_local_part (address));
    case KITH_IDENTIFIER_DISPLAY_NAME:
      name = kith_address_get_display_name (address);
      return name != NULL && name[0] != '\0' ? g_strdup (name) : NULL;
    case KITH_IDENTIFIER_ADDRESS_SHA256:
      return g_compute_checksum_for_string (G_CHECKSUM_SHA256, lower, -1);
    case KITH_IDENTIFIER_ADDRESS_SHA1:
      return g_compute_checksum_for_string (G_CHECKSUM_SHA1, lower, -1);
    case KITH_IDENTIFIER_ADDRESS_MD5:
      return g_compute_checksum_for_string (G_CHECKSUM_MD5, lower, -1);
    case KITH_IDENTIFIER_LOCAL_PART_ZBASE32_SHA1:
      return hash_local_part (kith_address_get_local_part (address));
    case KITH_IDENTIFIER_DOMAIN:
      return g_ascii_strdown (kith_address_get_domain (address), -1);
    default:
      return NULL;
    }
}
