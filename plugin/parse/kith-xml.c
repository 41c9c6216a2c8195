/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

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
start_element (void           *data,
               const xmlChar  *name,
               const xmlChar **attributes)
{
  if (count (data))
    xmlSAX2StartElement (data, name, attributes);
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

static const char *
choose_charset (GBytes     *bytes,
                const char *charset)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlCharEncodingHandler *handler = charset != NULL && strlen (charset) < 40 ? xmlFindCharEncodingHandler (charset) : NULL;

  if (handler != NULL)
    {
      xmlCharEncCloseFunc (handler);
      return charset;
    }
  /* Without a label most pages are UTF-8 today; the parser would guess Latin-1. */
  return g_utf8_validate_len (data, size, NULL) ? "UTF-8" : NULL;
}

/*
 * kith_html_parse:
 * @bytes: an HTML document from outside, at most 4 MiB
 * @charset: (nullable): what the transport says of its encoding; %NULL or unknown to find out
 * @error: return location for an error
 *
 * Parses HTML as found, mending what it can. Nothing is loaded or run.
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with %KITH_ERROR_INVALID
 */
KithXmlDoc *
kith_html_parse (GBytes      *bytes,
                 const char  *charset,
                 GError     **error)
{
  Guard guard = { 0 };
  htmlParserCtxtPtr context;
  KithXmlDoc *doc;

  g_return_val_if_fail (bytes != NULL, NULL);
  if (!kith_tree_check_size (bytes, error) || !kith_tree_check_tags (bytes, error))
    return NULL;
  kith_tree_init ();
  context = htmlNewParserCtxt ();
  context->_private = &guard;
  context->sax->startElement = start_element;
  context->sax->comment = ignore_comment;
  doc = htmlCtxtReadMemory (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, choose_charset (bytes, charset),
                            HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER | HTML_PARSE_COMPACT);
  htmlFreeParserCtxt (context);
  if (doc != NULL && (guard.too_many || xmlDocGetRootElement (doc) == NULL))
    g_clear_pointer (&doc, xmlFreeDoc);
  return doc != NULL ? doc : fail (&guard, error);
}
