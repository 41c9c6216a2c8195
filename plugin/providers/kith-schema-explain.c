/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-schema-explain.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/xpathInternals.h>
#include <libxml/xmlregexp.h>

#include "kith-tree.h"

#define RNG_NAMESPACE "http://relaxng.org/ns/structure/1.0"

static KithXPathObject *
query (xmlDoc     *grammar,
       xmlNode    *node,
       const char *expression)
{
  g_autoptr (KithXPathContext) context = xmlXPathNewContext (grammar);

  xmlXPathRegisterNs (context, BAD_CAST "r", BAD_CAST RNG_NAMESPACE);
  if (node != NULL)
    xmlXPathSetContextNode (node, context);
  return xmlXPathEvalExpression (BAD_CAST expression, context);
}

static int
n_nodes (const xmlXPathObject *object)
{
  return object != NULL && object->nodesetval != NULL ? object->nodesetval->nodeNr : 0;
}

/* Everything that the grammar says of the element's own attributes, those of the definitions it refers to included, but not of its children's. */
static KithXPathObject *
find_attribute_rules (xmlDoc     *grammar,
                      const char *element)
{
  g_autofree char *expression = g_strdup_printf (
      "//r:element[@name='%1$s']/r:attribute | //r:element[@name='%1$s']/r:optional/r:attribute |"
      "//r:define[@name = //r:element[@name='%1$s']/r:ref/@name]/r:attribute |"
      "//r:define[@name = //r:element[@name='%1$s']/r:ref/@name]/r:optional/r:attribute |"
      "//r:define[@name = //r:element[@name='%1$s']/r:optional/r:ref/@name]/r:optional/r:attribute", element);

  return query (grammar, NULL, expression);
}

static gboolean
matches_pattern (const char *pattern,
                 const char *value)
{
  xmlRegexp *regexp = xmlRegexpCompile (BAD_CAST pattern);
  gboolean matches = regexp == NULL || xmlRegexpExec (regexp, BAD_CAST value) == 1;

  xmlRegFreeRegexp (regexp);
  return matches;
}

static gboolean
is_number_allowed (xmlNode    *data,
                   const char *word)
{
  g_autofree char *type = NULL;
  char *end = NULL;
  double number = g_ascii_strtod (word, &end);

  if (end == word || *end != '\0')
    return FALSE;
  for (xmlNode *param = data->children; param != NULL; param = param->next)
    {
      g_autofree char *name = param->type == XML_ELEMENT_NODE ? (char *) xmlGetProp (param, BAD_CAST "name") : NULL;
      g_autofree char *limit = name != NULL ? (char *) xmlNodeGetContent (param) : NULL;

      if ((g_strcmp0 (name, "maxInclusive") == 0 && number > g_ascii_strtod (limit, NULL))
          || (g_strcmp0 (name, "minInclusive") == 0 && number < g_ascii_strtod (limit, NULL)))
        return FALSE;
    }
  type = (char *) xmlGetProp (data, BAD_CAST "type");
  return g_str_equal (type, "decimal") || (number > 0 && strchr (word, '.') == NULL);
}

/* Does the word fit one thing that the grammar allows there: a value, a pattern, a number? */
static gboolean
fits (xmlNode    *node,
      const char *word)
{
  g_autofree char *text = (char *) xmlNodeGetContent (node);

  if (g_str_equal ((const char *) node->name, "value"))
    return g_str_equal (text, word);
  if (g_str_equal ((const char *) node->name, "param"))
    return matches_pattern (text, word);
  return is_number_allowed (node, word);
}

#define LIMITS "%1$s//r:value | %1$s//r:param[@name='pattern'] | %1$s//r:data[@type='positiveInteger' or @type='decimal']"

static gboolean
is_word_allowed (xmlDoc     *grammar,
                 xmlNode    *rule,
                 const char *word)
{
  g_autoptr (KithXPathObject) refs = query (grammar, rule, ".//r:ref/@name");
  g_autoptr (KithXPathObject) allowed = NULL;
  g_autofree char *name = n_nodes (refs) > 0 ? (char *) xmlNodeGetContent (refs->nodesetval->nodeTab[0]) : NULL;
  g_autofree char *where = name != NULL ? g_strdup_printf ("//r:define[@name='%s']", name) : g_strdup (".");
  g_autofree char *expression = g_strdup_printf (LIMITS, where);
  gboolean any = FALSE;

  allowed = query (grammar, rule, expression);
  for (int i = 0; i < n_nodes (allowed) && !any; i++)
    any = fits (allowed->nodesetval->nodeTab[i], word);
  return any || n_nodes (allowed) == 0;
}

static gboolean
is_value_allowed (xmlDoc     *grammar,
                  xmlNode    *rule,
                  const char *value)
{
  g_autoptr (KithXPathObject) list = query (grammar, rule, ".//r:list");
  g_auto (GStrv) words = NULL;

  if (n_nodes (list) == 0)
    return is_word_allowed (grammar, rule, value);
  words = g_strsplit (value, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && !is_word_allowed (grammar, rule, words[i]))
      return FALSE;
  return value[strspn (value, " ")] != '\0';
}

static xmlNode *
find_rule (const xmlXPathObject *rules,
           const char           *attribute)
{
  for (int i = 0; i < n_nodes (rules); i++)
    {
      g_autofree char *name = (char *) xmlGetProp (rules->nodesetval->nodeTab[i], BAD_CAST "name");

      if (g_strcmp0 (name, attribute) == 0)
        return rules->nodesetval->nodeTab[i];
    }
  return NULL;
}

static gboolean
is_known (xmlDoc     *grammar,
          const char *element)
{
  g_autofree char *expression = g_strdup_printf ("//r:element[@name='%s']", element);
  g_autoptr (KithXPathObject) elements = query (grammar, NULL, expression);

  return n_nodes (elements) > 0;
}

char *
kith_schema_explain_attributes (xmlDoc  *grammar,
                                xmlNode *node)
{
  const char *element = (const char *) node->name;
  g_autoptr (KithXPathObject) rules = find_attribute_rules (grammar, element);

  if (!is_known (grammar, element))
    return g_strdup_printf (_("there is no element “%s”"), element);
  for (xmlAttr *a = node->properties; a != NULL; a = a->next)
    {
      const char *name = (const char *) a->name;
      g_autofree char *value = (char *) xmlNodeGetContent ((xmlNode *) a);
      xmlNode *rule = a->ns == NULL ? find_rule (rules, name) : NULL;

      if (rule == NULL)
        return g_strdup_printf (_("“%s” has no attribute “%s”"), element, name);
      if (!is_value_allowed (grammar, rule, value))
        return g_strdup_printf (_("the attribute “%s” of “%s” cannot be “%s”"), name, element, value);
    }
  for (int i = 0; i < n_nodes (rules); i++)
    {
      xmlNode *rule = rules->nodesetval->nodeTab[i];
      g_autofree char *name = (char *) xmlGetProp (rule, BAD_CAST "name");

      if (!g_str_equal ((const char *) rule->parent->name, "optional") && !xmlHasProp (node, BAD_CAST name))
        return g_strdup_printf (_("“%s” needs the attribute “%s”"), element, name);
    }
  return NULL;
}
