/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-address-guard.h"

typedef struct
{
  const char *address;
  gboolean is_public;
} Case;

/* First and last of each range, and its neighbours. */
static const Case cases[] = {
  { "0.0.0.0", FALSE },
  { "0.255.255.255", FALSE },
  { "1.0.0.0", TRUE },
  { "9.255.255.255", TRUE },
  { "10.0.0.0", FALSE },
  { "10.255.255.255", FALSE },
  { "11.0.0.0", TRUE },
  { "100.63.255.255", TRUE },
  { "100.64.0.0", FALSE },
  { "100.127.255.255", FALSE },
  { "100.128.0.0", TRUE },
  { "126.255.255.255", TRUE },
  { "127.0.0.0", FALSE },
  { "127.0.0.1", FALSE },
  { "127.255.255.255", FALSE },
  { "128.0.0.0", TRUE },
  { "169.253.255.255", TRUE },
  { "169.254.0.0", FALSE },
  { "169.254.169.254", FALSE },
  { "169.254.255.255", FALSE },
  { "169.255.0.0", TRUE },
  { "172.15.255.255", TRUE },
  { "172.16.0.0", FALSE },
  { "172.31.255.255", FALSE },
  { "172.32.0.0", TRUE },
  { "191.255.255.255", TRUE },
  { "192.0.0.0", FALSE },
  { "192.0.0.255", FALSE },
  { "192.0.1.0", TRUE },
  { "192.0.2.0", FALSE },
  { "192.0.2.255", FALSE },
  { "192.0.3.0", TRUE },
  { "192.88.98.255", TRUE },
  { "192.88.99.1", FALSE },
  { "192.88.100.0", TRUE },
  { "192.167.255.255", TRUE },
  { "192.168.0.0", FALSE },
  { "192.168.255.255", FALSE },
  { "192.169.0.0", TRUE },
  { "198.17.255.255", TRUE },
  { "198.18.0.0", FALSE },
  { "198.19.255.255", FALSE },
  { "198.20.0.0", TRUE },
  { "198.51.99.255", TRUE },
  { "198.51.100.0", FALSE },
  { "198.51.100.255", FALSE },
  { "198.51.101.0", TRUE },
  { "203.0.112.255", TRUE },
  { "203.0.113.0", FALSE },
  { "203.0.113.255", FALSE },
  { "203.0.114.0", TRUE },
  { "223.255.255.255", TRUE },
  { "224.0.0.0", FALSE },
  { "239.255.255.255", FALSE },
  { "240.0.0.0", FALSE },
  { "255.255.255.254", FALSE },
  { "255.255.255.255", FALSE },
  { "8.8.8.8", TRUE },

  { "::", FALSE },
  { "::1", FALSE },
  { "::2", FALSE },
  { "::8.8.8.8", FALSE },
  { "::127.0.0.1", FALSE },
  { "::ffff:8.8.8.8", FALSE },
  { "::ffff:127.0.0.1", FALSE },
  { "::ffff:0:8.8.8.8", FALSE },
  { "64:ff9b::8.8.8.8", FALSE },
  { "64:ff9b::10.0.0.1", FALSE },
  { "64:ff9b:1::1", FALSE },
  { "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", FALSE },
  { "100::1", FALSE },
  { "100:0:0:1::1", FALSE },
  { "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", FALSE },
  { "2000::", TRUE },
  { "2001::1", FALSE },
  { "2001:0:4136:e378:8000:63bf:3fff:fdd2", FALSE },
  { "2001:2::1", FALSE },
  { "2001:10::1", FALSE },
  { "2001:20::1", FALSE },
  { "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", FALSE },
  { "2001:200::1", TRUE },
  { "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", TRUE },
  { "2001:db8::1", FALSE },
  { "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", FALSE },
  { "2001:db9::", TRUE },
  { "2001:4860:4860::8888", TRUE },
  { "2002:7f00:1::1", FALSE },
  { "2002:808:808::1", FALSE },
  { "2003::1", TRUE },
  { "2606:4700::1", TRUE },
  { "3ffe:ffff::", TRUE },
  { "3fff::1", FALSE },
  { "3fff:fff:ffff::", FALSE },
  { "3fff:1000::", TRUE },
  { "4000::", FALSE },
  { "5f00::1", FALSE },
  { "fbff::1", FALSE },
  { "fc00::1", FALSE },
  { "fd00::1", FALSE },
  { "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", FALSE },
  { "fe80::1", FALSE },
  { "febf::1", FALSE },
  { "fec0::1", FALSE },
  { "ff00::1", FALSE },
  { "ff02::1", FALSE },
  { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", FALSE },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      g_assert_nonnull (address);
      if (kith_address_guard_is_public (address) != cases[i].is_public)
        g_error ("%s is %sjudged public", cases[i].address, cases[i].is_public ? "not " : "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address-guard/table", test_table);
  return g_test_run ();
}
