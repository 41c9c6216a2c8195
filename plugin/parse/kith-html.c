/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <string.h>

#include "kith-html-rewrite.h"

#define MAX_REWRITTEN_BYTES (2 * KITH_TREE_MAX_BYTES)
#define MAX_CHARSET_BYTES 40

/* Where a page has to say what its encoding is (HTML standard, "determining the character encoding"). */
#define PRESCAN_BYTES 1024

typedef struct
{
  guint n_nodes;
  gboolean too_many;
} Guard;

static void
start_element (void           *data,
               const xmlChar  *name,
               const xmlChar **attributes)
{
  xmlParserCtxt *context = data;
  Guard *guard = context->_private;

  if (++guard->n_nodes <= KITH_TREE_MAX_NODES)
    {
      xmlSAX2StartElement (data, name, attributes);
      return;
    }
  guard->too_many = TRUE;
  xmlStopParser (context);
}

static char *
convert (const char *data,
         gsize       size,
         const char *charset)
{
  gsize length;
  g_autofree char *text = NULL;

  if (charset == NULL || strlen (charset) > MAX_CHARSET_BYTES)
    return NULL;
  text = g_convert_with_fallback (data, size, "UTF-8", charset, "?", NULL, &length, NULL);
  return text != NULL ? g_utf8_make_valid (text, length) : NULL;
}

/* <meta charset=x> and <meta http-equiv=Content-Type content="text/html; charset=x"> */
static char *
find_declared_charset (const char *data,
                       gsize       size)
{
  g_autofree char *start = g_ascii_strdown (data, MIN (size, PRESCAN_BYTES));
  const char *p = strstr (start, "<meta");

  p = p != NULL ? strstr (p, "charset") : NULL;
  if (p == NULL)
    return NULL;
  p += strlen ("charset");
  p += strspn (p, " \t\r\n=\"'");
  return g_strndup (p, strspn (p, "abcdefghijklmnopqrstuvwxyz0123456789-_:."));
}

static const char *
find_mark_charset (const char *data,
                   gsize       size)
{
  if (size >= 2 && memcmp (data, "\xFF\xFE", 2) == 0)
    return "UTF-16LE";
  if (size >= 2 && memcmp (data, "\xFE\xFF", 2) == 0)
    return "UTF-16BE";
  return NULL;
}

/* The byte order mark, the transport, the page itself, then a guess. */
static char *
to_utf8 (GBytes     *bytes,
         const char *charset)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *declared = find_declared_charset (data, size);
  char *text = convert (data, size, find_mark_charset (data, size));

  if (text == NULL)
    text = convert (data, size, charset);
  if (text == NULL && g_utf8_validate_len (data, size, NULL))
    text = g_strndup (data, size);
  if (text == NULL)
    text = convert (data, size, declared);
  return text != NULL ? text : convert (data, size, "WINDOWS-1252");
}

static KithXmlDoc *
parse (const char *html,
       Guard      *guard)
{
  htmlParserCtxtPtr context = htmlNewParserCtxt ();
  KithXmlDoc *doc;

  context->_private = guard;
  context->sax->startElement = start_element;
  doc = htmlCtxtReadMemory (context, html, strlen (html), NULL, "UTF-8",
                            HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER | HTML_PARSE_COMPACT |
                            HTML_PARSE_IGNORE_ENC);
  htmlFreeParserCtxt (context);
  return doc;
}

/*
 * kith_html_parse:
 * @bytes: an HTML document from outside, at most 4 MiB
 * @charset: (nullable): what the transport says of its encoding; %NULL or unknown to find out
 * @error: return location for an error
 *
 * Parses HTML as found, mending what it can. Nothing is loaded or run. Comments and styles are left out; in scripts "<" is written "\\u003c".
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with %KITH_ERROR_INVALID
 */
KithXmlDoc *
kith_html_parse (GBytes      *bytes,
                 const char  *charset,
                 GError     **error)
{
  Guard guard = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;
  g_autoptr (KithXmlDoc) doc = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  if (!kith_tree_check_size (bytes, error))
    return NULL;
  kith_tree_init ();
  text = to_utf8 (bytes, charset);
  html = text != NULL ? kith_html_rewrite (text, MAX_REWRITTEN_BYTES) : NULL;
  doc = html != NULL && *html != '\0' ? parse (html, &guard) : NULL;
  if (doc != NULL && !guard.too_many && xmlDocGetRootElement (doc) != NULL)
    return g_steal_pointer (&doc);
  kith_tree_set_error (error, guard.too_many ? _("The page has too many elements.") : _("The page is malformed."));
  return NULL;
}
