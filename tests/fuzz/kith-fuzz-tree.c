/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz-tree.h"

#include <kith/kith-error.h>

/* A parser gives a tree that XPath can walk, or says why not; never both, never neither. */
void
kith_fuzz_check_tree (KithXmlDoc   *doc,
                      const GError *error)
{
  static const char *const paths[] = { "string(/)", "count(//*)", "/vcards/vcard/fn/text", "//item[last()]/@type", "(//@*)[1]" };
  g_autoptr (KithXPathContext) context = NULL;

  g_assert_true ((doc == NULL) == (error != NULL));
  if (doc == NULL)
    {
      g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
      return;
    }
  context = kith_xpath_context_new (doc);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) path_error = NULL;
      g_autofree char *string = kith_xpath_eval_string (context, NULL, paths[i], &path_error);

      g_assert_true (string == NULL || g_utf8_validate (string, -1, NULL));
    }
}
