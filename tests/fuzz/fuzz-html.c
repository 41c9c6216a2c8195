/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz-tree.h"

/* The first byte chooses what the transport says of the encoding. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char *const charsets[] = { NULL, "utf-8", "iso-8859-1", "utf-16", "no-such-charset" };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithXmlDoc) doc = NULL;

  if (size == 0)
    return 0;
  bytes = g_bytes_new (data + 1, size - 1);
  doc = kith_html_parse (bytes, charsets[data[0] % G_N_ELEMENTS (charsets)], &error);
  kith_fuzz_check_tree (doc, error);
  return 0;
}
