/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"

#include <string.h>

#include "kith-text.h"

#define MAX_CHARS 80

static void
check (const guint8 *data,
       gsize         size,
       gboolean      block)
{
  char *(*clean) (const char *, gssize, gsize) = block ? kith_text_clean_block : kith_text_clean;
  g_autofree char *once = clean ((const char *) data, size, MAX_CHARS);
  g_autofree char *twice = clean (once, -1, MAX_CHARS);

  g_assert_cmpstr (once, ==, twice);
  if (once == NULL)
    return;
  g_assert_true (g_utf8_validate (once, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (once, -1), <=, MAX_CHARS);
  g_assert_true (*once != '\0' && *once != ' ' && !g_str_has_suffix (once, " "));
  for (const char *p = once; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p) && !(block && *p == '\n'));
  kith_text_holds_address (once);
}

/* Cleaning twice changes nothing more. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  check (data, size, FALSE);
  check (data, size, TRUE);
  return 0;
}
