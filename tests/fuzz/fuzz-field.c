/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"

#include <kith/kith-field.h>

/* The first byte chooses the field. A value in normal form stays as it is, and so does its key. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  KithField field;
  g_autofree char *text = NULL;
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *key = NULL;

  if (size == 0)
    return 0;
  field = data[0] % KITH_N_FIELDS;
  text = g_strndup ((const char *) data + 1, size - 1);
  once = kith_field_normalise (field, text);
  if (once == NULL)
    return 0;
  g_assert_true (g_utf8_validate (once, -1, NULL));
  twice = kith_field_normalise (field, once);
  g_assert_cmpstr (once, ==, twice);
  key = kith_field_make_key (field, once);
  g_assert_nonnull (key);
  return 0;
}
