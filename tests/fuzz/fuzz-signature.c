/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"
#include "kith-signature.h"

/* The first byte chooses between the plain part and the HTML part. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  KithSignatureSender sender = { "Ada Marsh", "ada.marsh", "example-rail.example", NULL, FALSE, FALSE };
  g_autofree char *raw = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) values = NULL;

  if (size == 0)
    return 0;
  raw = g_strndup ((const char *) data + 1, size - 1);
  text = g_utf8_make_valid (raw, -1);
  values = data[0] % 2 == 0 ? kith_signature_read (text, NULL, &sender) : kith_signature_read (NULL, text, &sender);
  for (guint i = 0; i < values->len; i++)
    {
      const KithSignatureValue *value = values->pdata[i];

      g_assert_true (g_utf8_validate (value->value, -1, NULL));
      g_assert_cmpfloat (value->confidence, >=, 0.0);
      g_assert_cmpfloat (value->confidence, <=, 1.0);
    }
  return 0;
}
