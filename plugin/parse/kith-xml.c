/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>

typedef struct
{
  guint n_nodes;
  gboolean doctype;
  gboolean too_many;
} Guard;

static gboolean
count (xmlParserCtxt *context)
{
  Guard *guard = context->_private;

  if (++guard->n_nodes <= KITH_TREE_MAX_NODES)
    return TRUE;
  guard->too_many = TRUE;
  xmlStopParser (context);
  return FALSE;
}

/* Entities can be declared in a DOCTYPE alone: the parser stops before it has read one. */
static void
refuse_doctype (void          *data,
                const xmlChar *name,
                const xmlChar *external_id,
                const xmlChar *system_id)
{
  xmlParserCtxt *context = data;
  Guard *guard = context->_private;

  guard->doctype = TRUE;
  xmlStopParser (context);
}

static void
start_element_ns (void           *data,
                  const xmlChar  *name,
                  const xmlChar  *prefix,
                  const xmlChar  *uri,
                  int             n_namespaces,
                  const xmlChar **namespaces,
                  int             n_attributes,
                  int             n_defaulted,
                  const xmlChar **attributes)
{
  if (count (data))
    xmlSAX2StartElementNs (data, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted, attributes);
}

static void
ignore_comment (void          *data,
                const xmlChar *text)
{
}

static void
ignore_instruction (void          *data,
                    const xmlChar *target,
                    const xmlChar *text)
{
}

static KithXmlDoc *
fail (const Guard  *guard,
      GError      **error)
{
  if (guard->doctype)
    kith_tree_set_error (error, _("The document declares a document type, which is not allowed."));
  else if (guard->too_many)
    kith_tree_set_error (error, _("The document has too many elements."));
  else
    kith_tree_set_error (error, _("The document is malformed."));
  return NULL;
}

/*
 * kith_xml_parse:
 * @bytes: an XML document from outside, at most 4 MiB
 * @error: return location for an error
 *
 * Parses well-formed XML. Nothing is loaded, entities do not exist, a DOCTYPE is refused; comments and processing instructions are dropped.
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with %KITH_ERROR_INVALID
 */
KithXmlDoc *
kith_xml_parse (GBytes  *bytes,
                GError **error)
{
  Guard guard = { 0 };
  xmlParserCtxt *context;
  KithXmlDoc *doc;

  g_return_val_if_fail (bytes != NULL, NULL);
  if (!kith_tree_check_size (bytes, error) || !kith_tree_check_tags (bytes, error))
    return NULL;
  kith_tree_init ();
  context = xmlNewParserCtxt ();
  context->_private = &guard;
  context->sax->internalSubset = refuse_doctype;
  context->sax->startElementNs = start_element_ns;
  context->sax->comment = ignore_comment;
  context->sax->processingInstruction = ignore_instruction;
  doc = xmlCtxtReadMemory (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
  if (doc != NULL && (!context->wellFormed || guard.doctype || guard.too_many || xmlDocGetRootElement (doc) == NULL))
    g_clear_pointer (&doc, xmlFreeDoc);
  xmlFreeParserCtxt (context);
  return doc != NULL ? doc : fail (&guard, error);
}
