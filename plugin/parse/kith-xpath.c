/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#define MAX_EXPRESSION_BYTES 4096

/* About a tenth of a second; the mappings of a service need some thousands. */
#define MAX_OPERATIONS 2000000

#if LIBXML_VERSION >= 21200
typedef const xmlError XmlError;
#else
typedef xmlError XmlError;
#endif

/* XPath 1.0, section 4 */
static const char *const core_functions[] = {
  "boolean", "ceiling", "concat", "contains", "count", "false", "floor", "id", "lang", "last", "local-name", "name", "namespace-uri",
  "normalize-space", "not", "number", "position", "round", "starts-with", "string", "string-length", "substring", "substring-after",
  "substring-before", "sum", "translate", "true", NULL,
};

static void
ignore_error (void     *data,
              XmlError *error)
{
}

static void
fail_unknown_function (xmlXPathParserContext *parser,
                       int                    n_arguments)
{
  xmlXPathSetError (parser, XPATH_UNKNOWN_FUNC_ERROR);
}

/* libxml2 tells standard error, whatever the error handler, of a function that nobody can find: so somebody finds it. */
static xmlXPathFunction
find_function (void          *data,
               const xmlChar *name,
               const xmlChar *namespace)
{
  xmlXPathContext *context = data;

  if (namespace == NULL && g_strv_contains (core_functions, (const char *) name))
    return NULL;
  return xmlHashLookup2 (context->funcHash, name, namespace) != NULL ? NULL : fail_unknown_function;
}

/*
 * kith_xpath_context_new:
 * @doc: (transfer none): a tree; it must outlive the context
 *
 * Returns: (transfer full): a context for one thread. A mapping may register namespaces with it.
 */
KithXPathContext *
kith_xpath_context_new (xmlDoc *doc)
{
  KithXPathContext *context;

  g_return_val_if_fail (doc != NULL, NULL);
  kith_tree_init ();
  context = xmlXPathNewContext (doc);
  context->error = ignore_error;
  context->opLimit = MAX_OPERATIONS;
  xmlXPathRegisterFuncLookup (context, find_function, context);
  return context;
}

static const char *
get_reason (xmlXPathContext *context)
{
  if (context->lastError.code == XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED ||
      context->lastError.code == XML_XPATH_EXPRESSION_OK + XPATH_RECURSION_LIMIT_EXCEEDED)
    return _("The path is too costly.");
  return _("The path is no valid XPath expression.");
}

/*
 * kith_xpath_eval:
 * @context: a context
 * @node: (nullable): where a relative path starts; %NULL for the document
 * @expression: XPath 1.0
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the result, or %NULL with %KITH_ERROR_INVALID where the expression is wrong or too costly
 */
KithXPathObject *
kith_xpath_eval (xmlXPathContext  *context,
                 xmlNode          *node,
                 const char       *expression,
                 GError          **error)
{
  KithXPathObject *result;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (expression != NULL, NULL);
  if (strnlen (expression, MAX_EXPRESSION_BYTES + 1) > MAX_EXPRESSION_BYTES)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The path is too long."));
      return NULL;
    }
  context->node = node != NULL ? node : (xmlNode *) context->doc;
  context->opCount = 0;
  context->contextSize = 1;
  context->proximityPosition = 1;
  xmlResetError (&context->lastError);
  result = xmlXPathEvalExpression (BAD_CAST expression, context);
  if (result == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, get_reason (context));
  return result;
}

/*
 * kith_xpath_eval_string:
 * @context: a context
 * @node: (nullable): where a relative path starts; %NULL for the document
 * @expression: XPath 1.0
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the string value of the result, of the first node where it is a set, as it stands in the document, in
 *   valid UTF-8; %NULL without @error set where the set is empty, with %KITH_ERROR_INVALID where the expression is wrong or too costly
 */
char *
kith_xpath_eval_string (xmlXPathContext  *context,
                        xmlNode          *node,
                        const char       *expression,
                        GError          **error)
{
  g_autoptr (KithXPathObject) result = kith_xpath_eval (context, node, expression, error);
  xmlChar *string;
  char *copy;

  if (result == NULL || (result->type == XPATH_NODESET && xmlXPathNodeSetIsEmpty (result->nodesetval)))
    return NULL;
  string = xmlXPathCastToString (result);
  /* libxml2's HTML parser lets bytes pass that are wrong in the encoding of the page. */
  copy = g_utf8_make_valid ((const char *) string, -1);
  xmlFree (string);
  return copy;
}
