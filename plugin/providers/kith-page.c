/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-page.h"

#include <string.h>

#define MAX_HEADER_BYTES (16 * 1024)

/* Is "next" one of the relations that the parameters name? */
static gboolean
is_next (const char *parameters,
         gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (parameters, length);
  const char *rel = strstr (lower, "rel=");
  g_autofree char *value = NULL;
  g_auto (GStrv) relations = NULL;

  if (rel == NULL)
    return FALSE;
  rel += strlen ("rel=");
  value = *rel == '"' ? g_strndup (rel + 1, strcspn (rel + 1, "\"")) : g_strndup (rel, strcspn (rel, "; \t,"));
  relations = g_strsplit_set (value, " \t", -1);
  return g_strv_contains ((const char *const *) relations, "next");
}

char *
kith_page_find_next_link (const char *header)
{
  const char *p = header;

  if (header == NULL || strlen (header) > MAX_HEADER_BYTES)
    return NULL;
  while ((p = strchr (p, '<')) != NULL)
    {
      const char *end = strchr (p, '>');
      gsize length;

      if (end == NULL)
        return NULL;
      length = strcspn (end, "<");
      if (is_next (end + 1, length > 0 ? length - 1 : 0))
        return g_strndup (p + 1, end - p - 1);
      p = end + 1;
    }
  return NULL;
}
