/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "kith-openpgp.h"
#include "kith-provider-fixture.h"

static GBytes *
read_vector (const char *name)
{
  g_autofree char *folder = kith_test_vectors ("openpgp");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *data = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

static char *
select_text (xmlDoc     *doc,
             const char *expression)
{
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);

  return kith_xpath_eval_string (context, NULL, expression, NULL);
}

static void
assert_ada (const char *name)
{
  g_autoptr (GBytes) bytes = read_vector (name);
  g_autoptr (KithXmlDoc) doc = kith_openpgp_parse (bytes);
  g_autofree char *fingerprint = select_text (doc, "/keys/key/fingerprint");
  g_autofree char *text = select_text (doc, "/keys/key/uid/text");
  g_autofree char *person = select_text (doc, "/keys/key/uid/name");
  g_autofree char *address = select_text (doc, "/keys/key/uid/address");

  g_assert_cmpstr (fingerprint, ==, "3D1D8773CEB03CE26C985EF8CBBE1E549409A773");
  g_assert_cmpstr (text, ==, "Ada Marsh <ada.marsh@example.org>");
  g_assert_cmpstr (person, ==, "Ada Marsh");
  g_assert_cmpstr (address, ==, "ada.marsh@example.org");
}

static void
test_keys (void)
{
  assert_ada ("key.bin");
  assert_ada ("key.asc");
}

/* Every beginning of a key, and every key with one byte that is wrong: some tree or none, and never a byte too far. */
static void
test_damaged (void)
{
  static const char *const names[] = { "key.bin", "key.asc", "wkd_soft404.html" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_vector (names[i]);
      gsize size = g_bytes_get_size (bytes);

      for (gsize k = 0; k < size; k++)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
          g_autoptr (GBytes) begin = g_bytes_new (copy, k);
          g_autoptr (KithXmlDoc) one = kith_openpgp_parse (begin);
          g_autoptr (GBytes) changed = NULL;
          g_autoptr (KithXmlDoc) two = NULL;

          copy[k] ^= 0xff;
          changed = g_bytes_new (copy, size);
          two = kith_openpgp_parse (changed);
          g_assert_nonnull (one);
          g_assert_nonnull (two);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/openpgp/keys", test_keys);
  g_test_add_func ("/providers/openpgp/damaged", test_damaged);
  return g_test_run ();
}
