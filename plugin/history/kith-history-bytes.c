/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-bytes.h"

/* Four lanes, so that a block of a file is summed at the speed of memory. */
guint64
kith_hash_bytes (const void *data,
                 gsize       length,
                 guint64     seed)
{
  const guint8 *bytes = data;
  guint64 lane[4] = { seed ^ length, ~seed, seed + 0x9e37u, seed - 0x79b9u };
  guint64 hash;

  for (; length >= 32; length -= 32, bytes += 32)
    for (guint i = 0; i < 4; i++)
      {
        guint64 word;

        memcpy (&word, bytes + i * 8, 8);
        lane[i] = (lane[i] ^ word) * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
        lane[i] ^= lane[i] >> 31;
      }
  hash = kith_mix64 (lane[0]) + 3 * kith_mix64 (lane[1]) + 5 * kith_mix64 (lane[2]) + 7 * kith_mix64 (lane[3]);
  for (; length > 0;)
    {
      guint64 word = 0;
      gsize step = MIN (length, 8);

      memcpy (&word, bytes, step);
      hash = kith_mix64 (hash ^ word) + step;
      bytes += step;
      length -= step;
    }
  return kith_mix64 (hash);
}
