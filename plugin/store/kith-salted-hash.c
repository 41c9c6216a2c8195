/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-salted-hash.h"

#include <string.h>

#define HASH_BYTES 32

/*
 * kith_salted_hash:
 * @text: what is not kept itself
 * @salt: random bytes
 * @rounds: how often
 *
 * PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), one block.
 *
 * Returns: (transfer full): 32 bytes
 */
GBytes *
kith_salted_hash (const char *text,
                  GBytes     *salt,
                  guint       rounds)
{
  static const guint8 block_number[4] = { 0, 0, 0, 1 };
  g_autoptr (GHmac) keyed = g_hmac_new (G_CHECKSUM_SHA256, (const guint8 *) text, strlen (text));
  g_autoptr (GHmac) first = g_hmac_copy (keyed);
  guint8 block[HASH_BYTES];
  guint8 sum[HASH_BYTES];
  gsize length = sizeof block;

  g_hmac_update (first, g_bytes_get_data (salt, NULL), g_bytes_get_size (salt));
  g_hmac_update (first, block_number, sizeof block_number);
  g_hmac_get_digest (first, block, &length);
  memcpy (sum, block, sizeof sum);

  for (guint i = 1; i < rounds; i++)
    {
      g_autoptr (GHmac) next = g_hmac_copy (keyed);

      g_hmac_update (next, block, sizeof block);
      g_hmac_get_digest (next, block, &length);
      for (gsize j = 0; j < sizeof sum; j++)
        sum[j] ^= block[j];
    }

  return g_bytes_new (sum, sizeof sum);
}
