/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-error.h>

#include "kith-claws-book.h"
#include "kith-fuzz.h"

static void
check_error (gconstpointer  parsed,
             const GError  *error)
{
  if (parsed != NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) book_error = NULL;
  g_autoptr (GError) index_error = NULL;
  g_autoptr (GPtrArray) persons = kith_claws_book_parse (bytes, &book_error);
  g_autoptr (GPtrArray) sources = kith_claws_index_parse (bytes, &index_error);

  check_error (persons, book_error);
  check_error (sources, index_error);
  for (guint i = 0; persons != NULL && i < persons->len; i++)
    {
      KithClawsPerson *person = g_ptr_array_index (persons, i);

      g_assert_true (g_utf8_validate (person->uid, -1, NULL));
      g_assert_true (person->name == NULL || g_utf8_validate (person->name, -1, NULL));
      for (guint k = 0; k < person->attributes->len; k++)
        {
          KithClawsAttribute *attribute = g_ptr_array_index (person->attributes, k);

          g_assert_true (g_utf8_validate (attribute->name, -1, NULL));
          g_assert_true (attribute->value != NULL && g_utf8_validate (attribute->value, -1, NULL));
        }
    }
  return 0;
}
