/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-variables.h"

#include <string.h>

#include <libxml/tree.h>
#include <libxml/xpathInternals.h>

#include "kith-identifier.h"

struct _KithVariables
{
  KithDescription *description; /* borrowed: outlives the look-up */
  KithQuery *query;
  GHashTable *values; /* (element-type utf8 utf8) */
  GHashTable *lists;  /* (element-type utf8 GPtrArray) */
  GHashTable *flags;  /* (element-type utf8 gint) */
  xmlDoc *doc;        /* the lists as nodes, for XPath */
};

/* A name like an address tells where the account is. */
static void
set_user (KithVariables *self,
          const char    *user)
{
  const char *at = user != NULL ? strrchr (user, '@') : NULL;

  kith_variables_set (self, "user", user);
  kith_variables_set (self, "user-domain", at != NULL ? at + 1 : NULL);
}

KithVariables *
kith_variables_new (KithDescription *description,
                    KithQuery       *query)
{
  KithVariables *self = g_new0 (KithVariables, 1);
  KithProviderSettings *settings = kith_query_get_settings (query);

  self->description = description;
  self->query = g_object_ref (query);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->flags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->doc = xmlNewDoc (BAD_CAST "1.0");
  xmlDocSetRootElement (self->doc, xmlNewNode (NULL, BAD_CAST "lists"));
  kith_variables_set_flag (self, "has-token", kith_query_get_token (query) != NULL);
  kith_variables_set_flag (self, "clicked", kith_query_is_clicked (query));
  if (settings != NULL)
    set_user (self, kith_provider_settings_get_user (settings));
  return self;
}

void
kith_variables_free (KithVariables *self)
{
  g_object_unref (self->query);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->flags);
  xmlFreeDoc (self->doc);
  g_free (self);
}

/* Too long a value, or none, unsets the variable: a step that needs it is left out. */
void
kith_variables_set (KithVariables *self,
                    const char    *name,
                    const char    *value)
{
  if (value == NULL || value[0] == '\0' || strlen (value) > KITH_CAPTURE_MAX_BYTES)
    g_hash_table_remove (self->values, name);
  else
    g_hash_table_replace (self->values, g_strdup (name), g_strdup (value));
}

void
kith_variables_add_to_list (KithVariables *self,
                            const char    *name,
                            GPtrArray     *values,
                            guint          max)
{
  GPtrArray *list = g_hash_table_lookup (self->lists, name);

  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->lists, g_strdup (name), list);
    }
  for (guint i = 0; i < values->len && list->len < max; i++)
    if (!g_ptr_array_find_with_equal_func (list, values->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (list, g_strdup (values->pdata[i]));
}

GPtrArray *
kith_variables_get_list (KithVariables *self,
                         const char    *name)
{
  return g_hash_table_lookup (self->lists, name);
}

void
kith_variables_set_flag (KithVariables *self,
                         const char    *name,
                         gboolean       value)
{
  g_hash_table_replace (self->flags, g_strdup (name), GINT_TO_POINTER (value));
}

/* The first fact that has the field and the service and fits the pattern; of the pattern its first group. */
static char *
find_input (KithVariables *self,
            const char    *name)
{
  GPtrArray *facts = kith_query_get_known_facts (self->query);
  const KithInput *input = NULL;

  for (guint i = 0; i < self->description->inputs->len; i++)
    if (g_str_equal (((KithInput *) self->description->inputs->pdata[i])->name, name))
      input = self->description->inputs->pdata[i];
  for (guint i = 0; input != NULL && i < facts->len; i++)
    {
      KithFact *fact = facts->pdata[i];
      g_autoptr (GMatchInfo) match = NULL;

      if (kith_fact_get_field (fact) != input->field
          || (input->service != NULL && g_strcmp0 (kith_fact_get_service (fact), input->service) != 0))
        continue;
      if (input->pattern == NULL)
        return g_strdup (kith_fact_get_value (fact));
      if (g_regex_match (input->pattern, kith_fact_get_value (fact), 0, &match))
        return g_match_info_fetch (match, g_regex_get_capture_count (input->pattern) > 0 ? 1 : 0);
    }
  return NULL;
}

/* A KithTemplateLookup. */
const char *
kith_variables_lookup (const char *name,
                       gpointer    data)
{
  KithVariables *self = data;
  const char *value = g_hash_table_lookup (self->values, name);
  KithIdentifier identifier;
  g_autofree char *computed = NULL;

  if (value != NULL)
    return value;
  if (kith_identifier_from_name (name, &identifier))
    computed = kith_identifier_compute (identifier, kith_query_get_address (self->query));
  else
    computed = find_input (self, name);
  kith_variables_set (self, name, computed);
  return g_hash_table_lookup (self->values, name);
}

/* The nodes are made once: an expression may ask for the list many times. */
static xmlXPathObject *
make_node_set (KithVariables *self,
               const char    *name,
               GPtrArray     *list)
{
  xmlNode *parent = xmlDocGetRootElement (self->doc)->children;
  xmlXPathObject *set = xmlXPathNewNodeSet (NULL);
  xmlNode *item;
  guint i = 0;

  while (parent != NULL && !g_str_equal ((const char *) parent->name, name))
    parent = parent->next;
  if (parent == NULL)
    parent = xmlNewChild (xmlDocGetRootElement (self->doc), NULL, BAD_CAST name, NULL);
  for (item = parent->children; item != NULL; item = item->next, i++)
    xmlXPathNodeSetAdd (set->nodesetval, item);
  for (; i < list->len; i++)
    {
      item = xmlNewTextChild (parent, NULL, BAD_CAST "item", BAD_CAST list->pdata[i]);
      xmlXPathNodeSetAdd (set->nodesetval, item);
    }
  return set;
}

static xmlXPathObject *
lookup_for_xpath (void          *user_data,
                  const xmlChar *name,
                  const xmlChar *ns)
{
  KithVariables *self = user_data;
  gpointer flag;
  GPtrArray *list;
  const char *value;

  if (g_hash_table_lookup_extended (self->flags, name, NULL, &flag))
    return xmlXPathNewBoolean (GPOINTER_TO_INT (flag));
  list = g_hash_table_lookup (self->lists, name);
  if (list != NULL)
    return make_node_set (self, (const char *) name, list);
  value = kith_variables_lookup ((const char *) name, self);
  return xmlXPathNewCString (value != NULL ? value : "");
}

/* Makes the variables known to XPath expressions; the namespaces of the file as well. @self must outlive the results. */
void
kith_variables_attach (KithVariables    *self,
                       xmlXPathContext  *context)
{
  GPtrArray *namespaces = self->description->namespaces;

  xmlXPathRegisterVariableLookup (context, lookup_for_xpath, self);
  for (guint i = 0; i + 1 < namespaces->len; i += 2)
    xmlXPathRegisterNs (context, BAD_CAST namespaces->pdata[i], BAD_CAST namespaces->pdata[i + 1]);
}

/* The owner's own name there, and how far a list was read, say nothing of the person. */
static gboolean
is_of_person (const char *name)
{
  static const char *const others[] = { "user", "user-domain", "page", "offset", "cursor", NULL };

  return !g_strv_contains (others, name);
}

/* For the ledger: of what a request is made with, that which tells most of the person. */
void
kith_variables_find_most_telling (KithVariables  *self,
                                  GPtrArray      *names,
                                  const char    **kind,
                                  const char    **value)
{
  KithIdentifier best = KITH_N_IDENTIFIERS;
  const char *other = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      KithIdentifier identifier;

      if (kith_identifier_from_name (names->pdata[i], &identifier))
        best = MIN (best, identifier);
      else if (is_of_person (names->pdata[i]))
        other = names->pdata[i];
    }
  if (best < KITH_N_IDENTIFIERS)
    other = kith_identifier_get_name (best);
  *kind = other != NULL ? other : "nothing";
  *value = other != NULL ? kith_variables_lookup (other, self) : NULL;
}
