/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-vcard-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_CARDS 50
#define MAX_PROPERTIES 1000
/* Of the root; what comes from outside makes no attributes but "group", and none there. */
#define CUT "cut"

static const char *const value_types[] = {
  "text", "uri", "date", "time", "date-time", "date-and-or-time", "timestamp", "boolean", "integer", "float", "utc-offset", "language-tag",
};

static const char *const uri_properties[] = {
  "photo", "logo", "sound", "key", "url", "source", "related", "member", "impp", "fburl", "caladruri", "caluri", "contact-uri", "socialprofile",
};

/*
 * kith_vcard_tree_begin:
 *
 * Makes an empty tree with the root `vcards`.
 */
void
kith_vcard_tree_begin (KithVCardTree *self)
{
  kith_tree_init ();
  memset (self, 0, sizeof *self);
  self->tree.doc = xmlNewDoc (BAD_CAST "1.0");
  self->cards = kith_tree_add (&self->tree, NULL, "vcards");
}

/*
 * kith_vcard_tree_end:
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with %KITH_ERROR_INVALID where there is no card in it
 */
KithXmlDoc *
kith_vcard_tree_end (KithVCardTree  *self,
                     GError        **error)
{
  KithXmlDoc *doc = g_steal_pointer (&self->tree.doc);

  if (self->is_cut)
    kith_tree_set_attribute (self->cards, CUT, "yes");
  if (self->n_cards > 0)
    return doc;
  xmlFreeDoc (doc);
  kith_tree_set_error (error, _("There is no vCard in it."));
  return NULL;
}

/*
 * kith_vcard_tree_add_card:
 *
 * Returns: whether there is room for another card
 */
gboolean
kith_vcard_tree_add_card (KithVCardTree *self)
{
  if (self->n_cards >= MAX_CARDS)
    {
      self->is_cut = TRUE;
      return FALSE;
    }
  self->card = kith_tree_add (&self->tree, self->cards, "vcard");
  if (self->card != NULL)
    self->n_cards++;
  return self->card != NULL;
}

/*
 * kith_vcard_tree_add_property:
 * @name: its name, in lower case
 * @group: (nullable): its group; becomes an attribute, not an element around it, so that a path need not ask
 *
 * Returns: (transfer none) (nullable): the property, or %NULL where there is no room
 */
xmlNode *
kith_vcard_tree_add_property (KithVCardTree *self,
                              const char    *name,
                              const char    *group)
{
  g_autofree char *xml_name = kith_tree_make_name (name);
  xmlNode *property;

  if (self->card == NULL)
    return NULL;
  property = ++self->n_properties <= MAX_PROPERTIES ? kith_tree_add (&self->tree, self->card, xml_name) : NULL;
  self->is_cut |= property == NULL;
  if (property != NULL && group != NULL)
    {
      g_autofree char *clean = kith_tree_clean (group, strlen (group));

      kith_tree_set_attribute (property, "group", clean);
    }
  return property;
}

/*
 * kith_vcard_is_cut:
 * @doc: from kith_vcard_parse()
 *
 * Returns: whether there were more cards or properties than are read
 */
gboolean
kith_vcard_is_cut (KithXmlDoc *doc)
{
  return xmlHasProp (xmlDocGetRootElement (doc), BAD_CAST CUT) != NULL;
}

static xmlNode *
find_child (xmlNode    *parent,
            const char *name)
{
  for (xmlNode *child = parent->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && strcmp ((const char *) child->name, name) == 0)
      return child;
  return NULL;
}

static xmlNode *
find_or_add (KithVCardTree *self,
             xmlNode       *parent,
             const char    *name)
{
  xmlNode *child = find_child (parent, name);

  return child != NULL ? child : kith_tree_add (&self->tree, parent, name);
}

/*
 * kith_vcard_tree_add_parameter:
 * @property: a property without values as yet
 * @name: name of the parameter, in lower case
 * @value: one value of it; types are put into lower case
 */
void
kith_vcard_tree_add_parameter (KithVCardTree *self,
                               xmlNode       *property,
                               const char    *name,
                               const char    *value)
{
  g_autofree char *xml_name = kith_tree_make_name (name);
  g_autofree char *lower = strcmp (name, "type") == 0 ? g_ascii_strdown (value, -1) : g_strdup (value);
  xmlNode *parameters = find_or_add (self, property, "parameters");
  xmlNode *parameter = parameters != NULL ? find_or_add (self, parameters, xml_name) : NULL;

  if (parameter != NULL)
    kith_vcard_tree_add_value (self, parameter, "text", lower);
}

/*
 * kith_vcard_tree_add_value:
 * @property: a property or parameter
 * @type: name of the element: a value type or a component
 * @value: UTF-8
 */
void
kith_vcard_tree_add_value (KithVCardTree *self,
                           xmlNode       *property,
                           const char    *type,
                           const char    *value)
{
  xmlNode *node = kith_tree_add (&self->tree, property, type);

  if (node != NULL)
    kith_tree_add_text (&self->tree, node, value, strlen (value));
}

static const char *
find_string (const char *const *strings,
             gsize              n,
             const char        *string)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (strings[i], string) == 0)
      return strings[i];
  return NULL;
}

/*
 * kith_vcard_tree_get_type:
 * @property: name of a property, in lower case
 * @value_parameter: (nullable): what its VALUE says
 *
 * Returns: (transfer none): the value type (RFC 6350, section 4)
 */
const char *
kith_vcard_tree_get_type (const char *property,
                          const char *value_parameter)
{
  const char *type = value_parameter != NULL ? find_string (value_types, G_N_ELEMENTS (value_types), value_parameter) : NULL;

  if (type != NULL)
    return type;
  /* vCard 2.1 and 3.0 call it so. */
  if (value_parameter != NULL && (g_ascii_strcasecmp (value_parameter, "url") == 0 || g_ascii_strcasecmp (value_parameter, "content-id") == 0))
    return "uri";
  if (strcmp (property, "bday") == 0 || strcmp (property, "anniversary") == 0)
    return "date-and-or-time";
  if (strcmp (property, "rev") == 0)
    return "timestamp";
  if (strcmp (property, "lang") == 0)
    return "language-tag";
  return find_string (uri_properties, G_N_ELEMENTS (uri_properties), property) != NULL ? "uri" : "text";
}

/*
 * kith_vcard_tree_get_components:
 * @property: name of a property, in lower case
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what the parts of a structured value are called (RFC 6351, appendix A)
 */
const char *const *
kith_vcard_tree_get_components (const char *property)
{
  static const char *const n[] = { "surname", "given", "additional", "prefix", "suffix", NULL };
  static const char *const adr[] = { "pobox", "ext", "street", "locality", "region", "code", "country", NULL };
  static const char *const gender[] = { "sex", "identity", NULL };

  if (strcmp (property, "n") == 0)
    return n;
  if (strcmp (property, "adr") == 0)
    return adr;
  return strcmp (property, "gender") == 0 ? gender : NULL;
}
