/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-address-guard.h"

typedef struct
{
  guint8 bytes[16];
  guint8 bits;
} Prefix;

/* What is not globally reachable in the IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast and class E. */
static const Prefix special_v4[] = {
  { { 0 }, 8 },                 /* this network, RFC 791 */
  { { 10 }, 8 },                /* private, RFC 1918 */
  { { 100, 64 }, 10 },          /* shared, RFC 6598 */
  { { 127 }, 8 },               /* loopback, RFC 1122 */
  { { 169, 254 }, 16 },         /* link-local, RFC 3927 */
  { { 172, 16 }, 12 },          /* private, RFC 1918 */
  { { 192, 0, 0 }, 24 },        /* protocol assignments, RFC 6890 */
  { { 192, 0, 2 }, 24 },        /* documentation, RFC 5737 */
  { { 192, 88, 99 }, 24 },      /* 6to4 relays, RFC 7526 */
  { { 192, 168 }, 16 },         /* private, RFC 1918 */
  { { 198, 18 }, 15 },          /* benchmarking, RFC 2544 */
  { { 198, 51, 100 }, 24 },     /* documentation, RFC 5737 */
  { { 203, 0, 113 }, 24 },      /* documentation, RFC 5737 */
  { { 224 }, 4 },               /* multicast, RFC 5771 */
  { { 240 }, 4 },               /* reserved and broadcast, RFC 1112 */
};

/* Global unicast is 2000::/3 (RFC 4291); everything else (loopback, v4-mapped, NAT64, unique local, link-local, multicast …) is
 * refused without being named. These are the exceptions within. */
static const Prefix global_v6 = { { 0x20 }, 3 };
static const Prefix special_v6[] = {
  { { 0x20, 0x01 }, 23 },             /* protocol assignments with Teredo, RFC 2928 and 4380 */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation, RFC 3849 */
  { { 0x20, 0x02 }, 16 },             /* 6to4, RFC 3056: wraps any IPv4 address */
  { { 0x3f, 0xff }, 20 },             /* documentation, RFC 9637 */
};

static gboolean
has_prefix (const guint8 *bytes,
            const Prefix *prefix)
{
  guint whole = prefix->bits / 8;
  guint rest = prefix->bits % 8;

  for (guint i = 0; i < whole; i++)
    if (bytes[i] != prefix->bytes[i])
      return FALSE;
  return rest == 0 || ((bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest)) == 0;
}

static gboolean
has_any_prefix (const guint8 *bytes,
                const Prefix *prefixes,
                gsize         n_prefixes)
{
  for (gsize i = 0; i < n_prefixes; i++)
    if (has_prefix (bytes, &prefixes[i]))
      return TRUE;
  return FALSE;
}

/**
 * kith_address_guard_is_public:
 * @address: the address of a peer, after name resolution
 *
 * Looks at the bytes of the address, so that no way of writing it (decimal, octal, a name that resolves to it) gets around the guard.
 *
 * Returns: whether the address is an ordinary one on the public internet
 */
gboolean
kith_address_guard_is_public (GInetAddress *address)
{
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  bytes = g_inet_address_to_bytes (address);
  switch (g_inet_address_get_family (address))
    {
    case G_SOCKET_FAMILY_IPV4:
      return !has_any_prefix (bytes, special_v4, G_N_ELEMENTS (special_v4));
    case G_SOCKET_FAMILY_IPV6:
      return has_prefix (bytes, &global_v6) && !has_any_prefix (bytes, special_v6, G_N_ELEMENTS (special_v6));
    default:
      return FALSE;
    }
}
