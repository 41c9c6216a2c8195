/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-vcard-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-json-private.h"

#define MAX_VALUES 100
/* As in text; each is looked for among those before it. */
#define MAX_PARAMETERS 32

static void
add_scalar (KithVCardTree *tree,
            xmlNode       *property,
            const char    *element,
            json_t        *value)
{
  if (json_is_string (value))
    kith_vcard_tree_add_value (tree, property, element, json_string_value (value));
  else if (json_is_integer (value))
    {
      g_autofree char *text = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));

      kith_vcard_tree_add_value (tree, property, element, text);
    }
  else if (json_is_boolean (value))
    kith_vcard_tree_add_value (tree, property, element, json_is_true (value) ? "true" : "false");
}

static void
add_scalars (KithVCardTree *tree,
             xmlNode       *property,
             const char    *element,
             json_t        *value)
{
  if (!json_is_array (value))
    add_scalar (tree, property, element, value);
  for (size_t i = 0; json_is_array (value) && i < MIN (json_array_size (value), MAX_VALUES); i++)
    add_scalar (tree, property, element, json_array_get (value, i));
}

/* A structured value is an array of components, each a string or an array of them (RFC 7095, section 3.3.1.3). */
static void
add_value (KithVCardTree *tree,
           xmlNode       *property,
           const char    *name,
           const char    *type,
           json_t        *value)
{
  const char *const *components = kith_vcard_tree_get_components (name);

  if (components == NULL || !json_is_array (value))
    {
      add_scalars (tree, property, type, value);
      return;
    }
  for (guint i = 0; components[i] != NULL && i < json_array_size (value); i++)
    add_scalars (tree, property, components[i], json_array_get (value, i));
}

static void
add_parameters (KithVCardTree *tree,
                xmlNode       *property,
                json_t        *parameters)
{
  const char *name;
  json_t *value;
  guint n = 0;

  json_object_foreach (parameters, name, value)
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);

      if (n++ >= MAX_PARAMETERS)
        return;
      if (strcmp (lower, "group") == 0)
        continue;
      if (json_is_string (value))
        kith_vcard_tree_add_parameter (tree, property, lower, json_string_value (value));
      for (size_t i = 0; json_is_array (value) && i < MIN (json_array_size (value), MAX_VALUES); i++)
        if (json_is_string (json_array_get (value, i)))
          kith_vcard_tree_add_parameter (tree, property, lower, json_string_value (json_array_get (value, i)));
    }
}

static void
add_property (KithVCardTree *tree,
              json_t        *item)
{
  const char *json_name = json_string_value (json_array_get (item, 0));
  const char *json_type = json_string_value (json_array_get (item, 2));
  json_t *parameters = json_array_get (item, 1);
  g_autofree char *name = json_name != NULL ? g_ascii_strdown (json_name, -1) : NULL;
  xmlNode *property;

  if (name == NULL || json_type == NULL)
    return;
  property = kith_vcard_tree_add_property (tree, name, json_string_value (json_object_get (parameters, "group")));
  if (property == NULL)
    return;
  add_parameters (tree, property, parameters);
  for (size_t i = 3; i < MIN (json_array_size (item), MAX_VALUES); i++)
    add_value (tree, property, name, kith_vcard_tree_get_type (name, json_type), json_array_get (item, i));
}

static gboolean
add_card (KithVCardTree *tree,
          json_t        *card)
{
  const char *mark = json_string_value (json_array_get (card, 0));
  json_t *properties = json_array_get (card, 1);

  if (mark == NULL || g_ascii_strcasecmp (mark, "vcard") != 0)
    return FALSE;
  if (kith_vcard_tree_add_card (tree))
    for (size_t i = 0; i < json_array_size (properties); i++)
      add_property (tree, json_array_get (properties, i));
  return TRUE;
}

/*
 * kith_jcard_parse:
 * @bytes: a jCard (RFC 7095), or an array of them
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the same tree that kith_vcard_parse() makes, or %NULL with %KITH_ERROR_INVALID
 */
KithXmlDoc *
kith_jcard_parse (GBytes  *bytes,
                  GError **error)
{
  g_autoptr (json_t) root = kith_json_load (bytes);
  KithVCardTree tree;

  if (root == NULL)
    {
      kith_tree_set_error (error, _("The answer is no valid JSON."));
      return NULL;
    }
  kith_vcard_tree_begin (&tree);
  if (!add_card (&tree, root))
    for (size_t i = 0; i < json_array_size (root); i++)
      add_card (&tree, json_array_get (root, i));
  return kith_vcard_tree_end (&tree, error);
}
