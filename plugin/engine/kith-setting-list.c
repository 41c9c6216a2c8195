/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-setting-list.h"

static GVariant *
find (GVariant   *list,
      const char *key)
{
  return list != NULL ? g_variant_lookup_value (list, key, G_VARIANT_TYPE ("(vbbii)")) : NULL;
}

GVariant *
kith_setting_list_ref_value (GVariant   *list,
                             const char *key)
{
  g_autoptr (GVariant) entry = find (list, key);
  GVariant *value = NULL;

  if (entry != NULL)
    g_variant_get_child (entry, 0, "v", &value);
  return value;
}

char *
kith_setting_list_dup_text (GVariant   *list,
                            const char *key)
{
  g_autoptr (GVariant) value = kith_setting_list_ref_value (list, key);

  if (value == NULL)
    return g_strdup ("");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **words = g_variant_get_strv (value, NULL);

      return g_strjoinv (",", (char **) words);
    }
  return g_variant_print (value, FALSE);
}

gboolean
kith_setting_list_is_locked (GVariant   *list,
                             const char *key)
{
  g_autoptr (GVariant) entry = find (list, key);
  gboolean locked = TRUE;

  if (entry != NULL)
    g_variant_get_child (entry, 1, "b", &locked);
  return locked;
}

gboolean
kith_setting_list_is_wrong (GVariant   *list,
                            const char *key)
{
  g_autoptr (GVariant) entry = find (list, key);
  gboolean wrong = FALSE;

  if (entry != NULL)
    g_variant_get_child (entry, 2, "b", &wrong);
  return wrong;
}

void
kith_setting_list_get_range (GVariant   *list,
                             const char *key,
                             int        *least,
                             int        *greatest)
{
  g_autoptr (GVariant) entry = find (list, key);

  *least = G_MININT;
  *greatest = G_MAXINT;
  if (entry != NULL)
    g_variant_get (entry, "(vbbii)", NULL, NULL, NULL, least, greatest);
}
