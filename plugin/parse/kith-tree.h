/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

G_BEGIN_DECLS

typedef xmlDoc KithXmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithXmlDoc, xmlFreeDoc)
typedef xmlXPathContext KithXPathContext;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithXPathContext, xmlXPathFreeContext)
typedef xmlXPathObject KithXPathObject;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithXPathObject, xmlXPathFreeObject)

/* Bytes from outside in, a tree out: no network, no entity, no DOCTYPE, a maximum of depth and of nodes. */
KithXmlDoc *kith_xml_parse (GBytes  *bytes,
                            GError **error);
KithXmlDoc *kith_html_parse (GBytes      *bytes,
                             const char  *charset,
                             GError     **error);
KithXmlDoc *kith_json_parse (GBytes  *bytes,
                             GError **error);
KithXmlDoc *kith_vcard_parse (GBytes  *bytes,
                              GError **error);
gboolean kith_vcard_is_cut (KithXmlDoc *doc);

/* XPath over such a tree, with a bound on the operations. */
KithXPathContext *kith_xpath_context_new (xmlDoc *doc);
KithXPathObject *kith_xpath_eval (xmlXPathContext  *context,
                                  xmlNode          *node,
                                  const char       *expression,
                                  GError          **error);
char *kith_xpath_eval_string (xmlXPathContext  *context,
                              xmlNode          *node,
                              const char       *expression,
                              GError          **error);

G_END_DECLS
