/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-json-private.h"

static gboolean add_value (KithTreeBuilder *builder,
                           xmlNode         *parent,
                           const char      *name,
                           json_t          *value,
                           guint            depth);

static xmlNode *
add_element (KithTreeBuilder *builder,
             xmlNode         *parent,
             const char      *name,
             const char      *type)
{
  g_autofree char *xml_name = kith_tree_make_name (name);
  xmlNode *node = kith_tree_add (builder, parent, xml_name);

  if (node == NULL)
    return NULL;
  kith_tree_set_attribute (node, "type", type);
  /* A name may be data: "members": {"UID": true}. */
  if (strcmp (name, "item") != 0)
    {
      g_autofree char *clean = kith_tree_clean (name, strlen (name));

      kith_tree_set_attribute (node, "name", clean);
    }
  return node;
}

static gboolean
add_number (KithTreeBuilder *builder,
            xmlNode         *parent,
            const char      *name,
            json_t          *value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  xmlNode *node = add_element (builder, parent, name, "number");

  if (json_is_integer (value))
    g_snprintf (text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value (value));
  else
    {
      /* The shortest form that means the same, in no locale. */
      static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

      for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, formats[i], json_real_value (value)), NULL) == json_real_value (value))
          break;
    }
  if (node != NULL)
    kith_tree_add_text (builder, node, text, strlen (text));
  return node != NULL;
}

static gboolean
add_text (KithTreeBuilder *builder,
          xmlNode         *parent,
          const char      *name,
          const char      *type,
          const char      *text,
          gsize            length)
{
  xmlNode *node = add_element (builder, parent, name, type);

  if (node != NULL)
    kith_tree_add_text (builder, node, text, length);
  return node != NULL;
}

/* The document itself stands for the outermost object or array, so that a path begins with a member: "/job_title". */
static gboolean
add_members (KithTreeBuilder *builder,
             xmlNode         *node,
             json_t          *value,
             guint            depth)
{
  const char *name;
  json_t *member;
  size_t i;

  if (json_is_object (value))
    {
      json_object_foreach (value, name, member)
        if (!add_value (builder, node, name, member, depth + 1))
          return FALSE;
    }
  else
    {
      json_array_foreach (value, i, member)
        if (!add_value (builder, node, "item", member, depth + 1))
          return FALSE;
    }
  return TRUE;
}

static gboolean
add_container (KithTreeBuilder *builder,
               xmlNode         *parent,
               const char      *name,
               json_t          *value,
               guint            depth)
{
  xmlNode *node = add_element (builder, parent, name, json_is_object (value) ? "object" : "array");

  return node != NULL && add_members (builder, node, value, depth);
}

static gboolean
add_value (KithTreeBuilder *builder,
           xmlNode         *parent,
           const char      *name,
           json_t          *value,
           guint            depth)
{
  if (depth > KITH_TREE_MAX_DEPTH)
    return FALSE;
  switch (json_typeof (value))
    {
    case JSON_OBJECT:
    case JSON_ARRAY:
      return add_container (builder, parent, name, value, depth);
    case JSON_STRING:
      return add_text (builder, parent, name, "string", json_string_value (value), json_string_length (value));
    case JSON_INTEGER:
    case JSON_REAL:
      return add_number (builder, parent, name, value);
    case JSON_TRUE:
      return add_text (builder, parent, name, "boolean", "true", 4);
    case JSON_FALSE:
      return add_text (builder, parent, name, "boolean", "false", 5);
    case JSON_NULL:
      return add_element (builder, parent, name, "null") != NULL;
    default:
      return FALSE;
    }
}

/*
 * kith_json_load:
 * @bytes: a JSON text
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where it is none. Numbers too large for 64 bits make all numbers reals.
 */
json_t *
kith_json_load (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  json_error_t json_error;
  json_t *root;

  /* Some servers put a byte order mark before it (RFC 8259, section 8.1, lets us ignore it). */
  if (size >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    {
      data += 3;
      size -= 3;
    }
  root = json_loadb (data, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &json_error);
  if (root == NULL && json_error_code (&json_error) == json_error_numeric_overflow)
    root = json_loadb (data, size, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &json_error);
  return root;
}

/*
 * kith_json_parse:
 * @bytes: a JSON text (RFC 8259) from outside, at most 4 MiB
 * @error: return location for an error
 *
 * Makes a tree that XPath can walk. A member of an object becomes an element of its name, a member of an array an element `item`. The outermost
 * object or array is the document itself: `/verified_accounts/item[1]/url`. An outermost string or number is the element `/value`.
 *
 * Each element has the attribute `type`: string, number, boolean, null, object or array. In names, what XML does not allow, and the colon,
 * become "_" (`@odata.type` is `_odata.type`); then the attribute `name` has the name as it was. Control characters in strings are dropped;
 * integers are exact, other numbers have the shortest form that means the same.
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with %KITH_ERROR_INVALID
 */
KithXmlDoc *
kith_json_parse (GBytes  *bytes,
                 GError **error)
{
  KithTreeBuilder builder = { 0 };
  g_autoptr (json_t) root = NULL;
  gboolean good;

  g_return_val_if_fail (bytes != NULL, NULL);
  if (!kith_tree_check_size (bytes, error))
    return NULL;
  kith_tree_init ();
  root = kith_json_load (bytes);
  if (root == NULL)
    {
      kith_tree_set_error (error, _("The answer is no valid JSON."));
      return NULL;
    }
  builder.doc = xmlNewDoc (BAD_CAST "1.0");
  if (json_is_object (root) || json_is_array (root))
    good = add_members (&builder, NULL, root, 0);
  else
    good = add_value (&builder, NULL, "value", root, 1);
  if (good && builder.n_nodes <= KITH_TREE_MAX_NODES)
    return builder.doc;
  xmlFreeDoc (builder.doc);
  kith_tree_set_error (error, _("The answer is nested too deeply or has too many parts."));
  return NULL;
}
