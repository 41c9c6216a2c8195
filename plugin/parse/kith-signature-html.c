/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-lines.h"

#include <string.h>

#include "kith-tree.h"

/* A screen of text is a signature; this is more than the whole of most messages. */
#define MAX_TEXT_BYTES (128 * 1024)
#define MAX_NODES 50000

typedef struct
{
  GString *text;
  guint n_nodes;
  gboolean space; /* a space is due before the next word */
} Walker;

static gboolean
is_one_of (const xmlNode     *node,
           const char *const *names)
{
  return node->name != NULL && g_strv_contains (names, (const char *) node->name);
}

static gboolean
is_block (const xmlNode *node)
{
  static const char *const names[] = { "p", "div", "table", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "section", "article",
                                       "header", "footer", "address", "center", "dl", "dt", "dd", "tbody", "body", "form", "fieldset", "figure", NULL };

  return is_one_of (node, names);
}

static gboolean
is_dropped (const xmlNode *node)
{
  static const char *const names[] = { "script", "style", "head", "title", "blockquote", "img", "svg", "object", "iframe", "select", "option", "button",
                                       "template", "noscript", "textarea", "del", "s", "strike", NULL };

  return is_one_of (node, names);
}

static gboolean
attribute_has (xmlNode           *node,
               const char        *name,
               const char *const *needles)
{
  const xmlAttr *attribute = xmlHasProp (node, (const xmlChar *) name);
  const char *value = attribute != NULL && attribute->children != NULL ? (const char *) attribute->children->content : NULL;
  char folded[256];
  gsize n = 0;

  for (const char *p = value; p != NULL && *p != '\0' && n + 1 < sizeof folded; p++)
    if (!g_ascii_isspace (*p))
      folded[n++] = g_ascii_tolower (*p);
  folded[n] = '\0';
  for (guint i = 0; n > 0 && needles[i] != NULL; i++)
    if (strstr (folded, needles[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_hidden (xmlNode *node)
{
  static const char *const styles[] = { "display:none", "visibility:hidden", "font-size:0", "mso-hide:all", "opacity:0;", "max-height:0", NULL };

  return attribute_has (node, "style", styles) || xmlHasProp (node, (const xmlChar *) "hidden") != NULL;
}

/* The marks that mail programs put around what was quoted. */
static gboolean
is_quote (xmlNode *node)
{
  static const char *const classes[] = { "gmail_quote", "gmail_attr", "moz-cite-prefix", "yahoo_quoted", "moz-forward-container", "protonmail_quote", "quote-text", NULL };
  static const char *const ids[] = { "olk_src_body", "mail-editor-reference-message", "yahoo_quoted", NULL };

  return attribute_has (node, "class", classes) || attribute_has (node, "id", ids);
}

/* Outlook's mark stands before what is quoted, not around it. */
static gboolean
is_end (xmlNode *node)
{
  static const char *const ids[] = { "divrplyfwdmsg", "appendonsend", NULL };

  return node->type == XML_ELEMENT_NODE && attribute_has (node, "id", ids);
}

static gboolean
is_signature (xmlNode *node)
{
  static const char *const classes[] = { "gmail_signature", "moz-signature", "protonmail_signature_block-user", "gmx_signature", NULL };
  static const char *const ids[] = { "signature", NULL };

  return attribute_has (node, "class", classes) || attribute_has (node, "id", ids);
}

static void
end_line (Walker *self)
{
  if (self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, '\n');
  self->space = FALSE;
}

static void
add_text (Walker     *self,
          const char *text)
{
  for (const char *p = text; *p != '\0' && self->text->len < MAX_TEXT_BYTES; p++)
    {
      if (g_ascii_isspace (*p))
        self->space = TRUE;
      else
        {
          if (self->space && self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
            g_string_append_c (self->text, ' ');
          self->space = FALSE;
          g_string_append_c (self->text, *p);
        }
    }
}

/* The places of a person: where only a picture is to be seen the address is what counts. */
static void
add_link (Walker  *self,
          xmlNode *node)
{
  static const char *const services[] = { "//www.linkedin.com/in/", "linkedin.com/in/", "//github.com/", "xing.com/profile/", "//orcid.org/", NULL };
  const xmlAttr *attribute = xmlHasProp (node, (const xmlChar *) "href");
  const char *uri = attribute != NULL && attribute->children != NULL ? (const char *) attribute->children->content : NULL;

  if (uri == NULL || strlen (uri) > KITH_SIGNATURE_MAX_LINE_BYTES / 2 || !attribute_has (node, "href", services))
    return;
  g_string_append (self->text, " | ");
  add_text (self, uri);
  g_string_append (self->text, " | ");
}

static gboolean
enter (Walker  *self,
       xmlNode *node)
{
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
    {
      if (node->content != NULL)
        add_text (self, (const char *) node->content);
      return FALSE;
    }
  if (node->type != XML_ELEMENT_NODE || is_dropped (node) || is_hidden (node) || is_quote (node))
    return FALSE;
  if (is_block (node))
    end_line (self);
  if (strcmp ((const char *) node->name, "br") == 0)
    {
      g_string_append_c (self->text, '\n');
      self->space = FALSE;
    }
  if (is_signature (node))
    {
      end_line (self);
      g_string_append (self->text, "-- \n");
    }
  return TRUE;
}

static void
leave (Walker  *self,
       xmlNode *node)
{
  if (strcmp ((const char *) node->name, "a") == 0)
    add_link (self, node);
  if (is_block (node))
    end_line (self);
  if (strcmp ((const char *) node->name, "p") == 0)
    g_string_append_c (self->text, '\n');
  /* Cells stand side by side unless they hold lines of their own. */
  if (strcmp ((const char *) node->name, "td") == 0 && self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
    g_string_append (self->text, " | ");
}

/*
 * kith_signature_html_to_text:
 * @html: HTML in UTF-8, from outside
 *
 * Lines as a person sees them, without what is quoted, hidden or drawn. Goes through the tree without recursion.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL where it cannot be read
 */
char *
kith_signature_html_to_text (const char *html)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (html, strlen (html));
  g_autoptr (KithXmlDoc) doc = kith_html_parse (bytes, "UTF-8", NULL);
  xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  xmlNode *node = root;
  Walker walker = { g_string_new (NULL), 0, FALSE };

  while (node != NULL && !is_end (node) && walker.n_nodes++ < MAX_NODES && walker.text->len < MAX_TEXT_BYTES)
    {
      if (enter (&walker, node) && node->children != NULL)
        {
          node = node->children;
          continue;
        }
      if (node->type == XML_ELEMENT_NODE)
        leave (&walker, node);
      while (node != root && node->next == NULL)
        {
          node = node->parent;
          leave (&walker, node);
        }
      node = node != root ? node->next : NULL;
    }
  return g_string_free (walker.text, FALSE);
}
