/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz-tree.h"

#include <kith/kith-error.h>

/* The input is the path; provider files are written by people. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char json[] = "{\"a\":{\"b\":[1,2,{\"c\":\"x\"}]},\"d\":[[],{}],\"e\":null}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, sizeof json - 1);
  g_autofree char *path = g_strndup ((const char *) data, size);
  g_autoptr (KithXmlDoc) doc = kith_json_parse (bytes, NULL);
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
  g_autoptr (GError) error = NULL;
  g_autofree char *string = kith_xpath_eval_string (context, NULL, path, &error);

  g_assert_true (string == NULL || error == NULL);
  if (error != NULL)
    g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  return 0;
}
