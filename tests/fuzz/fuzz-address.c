/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"

#include <kith/kith-address.h>
#include <kith/kith-error.h>
#include <string.h>

/* A name and a mailbox on two lines. What is accepted is accepted again, and the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *newline = strchr (text, '\n');
  const char *name = newline != NULL ? newline + 1 : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = NULL;
  g_autoptr (KithAddress) again = NULL;

  if (newline != NULL)
    *newline = '\0';
  address = kith_address_new (text, name, &error);
  g_assert_true ((address == NULL) == (error != NULL));
  if (address == NULL)
    {
      g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
      return 0;
    }
  g_assert_cmpuint (strlen (kith_address_get_mailbox (address)), <=, KITH_ADDRESS_MAX_BYTES);
  g_assert_true (g_utf8_validate (kith_address_get_mailbox (address), -1, NULL));
  g_assert_true (g_str_is_ascii (kith_address_get_domain (address)));
  g_assert_true (g_str_has_suffix (kith_address_get_mailbox (address), kith_address_get_domain (address)));
  again = kith_address_new (kith_address_get_mailbox (address), kith_address_get_display_name (address), NULL);
  g_assert_nonnull (again);
  g_assert_true (kith_address_equal (address, again));
  g_assert_cmpstr (kith_address_get_mailbox (again), ==, kith_address_get_mailbox (address));
  kith_address_is_role (address);
  kith_address_is_freemail (address);
  return 0;
}
