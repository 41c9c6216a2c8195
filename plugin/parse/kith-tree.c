/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <libxml/parser.h>
#include <string.h>

#define MAX_NAME_BYTES 128

static gpointer
init_libxml (gpointer data)
{
  xmlInitParser ();
  return NULL;
}

/*
 * kith_tree_init:
 *
 * Sets libxml2's tables up once, before the first use in any thread.
 */
void
kith_tree_init (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, init_libxml, NULL);
}

/*
 * kith_tree_set_error:
 * @error: return location
 * @reason: what is wrong, translated, without anything that came from outside
 */
void
kith_tree_set_error (GError     **error,
                     const char  *reason)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, reason);
}

/*
 * kith_tree_check_size:
 * @bytes: what is to be parsed
 * @error: return location
 *
 * Returns: whether there is something, and not more than %KITH_TREE_MAX_BYTES
 */
gboolean
kith_tree_check_size (GBytes  *bytes,
                      GError **error)
{
  gsize size = g_bytes_get_size (bytes);

  if (size > 0 && size <= KITH_TREE_MAX_BYTES)
    return TRUE;
  kith_tree_set_error (error, size == 0 ? _("The document is empty.") : _("The document is too large."));
  return FALSE;
}

typedef struct
{
  const char *p;
  const char *end;
} Scanner;

static gboolean
skip_past (Scanner    *self,
           const char *mark)
{
  const char *found = g_strstr_len (self->p, self->end - self->p, mark);

  self->p = found != NULL ? found + strlen (mark) : self->end;
  return found != NULL;
}

static guint
count_attributes (Scanner *self)
{
  guint n = 0;
  gboolean space = FALSE;

  for (; self->p < self->end && *self->p != '>'; self->p++)
    {
      if (g_ascii_isspace (*self->p) || *self->p == '/')
        space = TRUE;
      else if (*self->p == '"' || *self->p == '\'')
        {
          const char *quote = memchr (self->p + 1, *self->p, self->end - self->p - 1);

          self->p = quote != NULL ? quote : self->end - 1;
          space = TRUE;
        }
      else if (space)
        {
          space = FALSE;
          n++;
        }
    }
  return n;
}

/*
 * kith_tree_check_tags:
 * @bytes: XML
 * @error: return location
 *
 * libxml2 before 2.12 compares each attribute of a tag with each other one: a tag of a megabyte would take minutes.
 *
 * Returns: whether no tag has more than %KITH_TREE_MAX_ATTRIBUTES attributes
 */
gboolean
kith_tree_check_tags (GBytes  *bytes,
                      GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  Scanner scanner = { .p = data, .end = data + size };

  while (skip_past (&scanner, "<") && scanner.p < scanner.end)
    {
      gsize left = scanner.end - scanner.p;

      if (left >= 3 && memcmp (scanner.p, "!--", 3) == 0)
        skip_past (&scanner, "-->");
      else if (left >= 8 && memcmp (scanner.p, "![CDATA[", 8) == 0)
        skip_past (&scanner, "]]>");
      else if (*scanner.p == '?' || *scanner.p == '!')
        skip_past (&scanner, ">");
      else if (count_attributes (&scanner) > KITH_TREE_MAX_ATTRIBUTES)
        {
          kith_tree_set_error (error, _("The document has too many attributes."));
          return FALSE;
        }
    }
  return TRUE;
}

/*
 * kith_tree_add:
 * @parent: (nullable): %NULL for the top of the document
 * @name: an XML name
 *
 * Returns: (transfer none) (nullable): the new element, or %NULL where the tree has %KITH_TREE_MAX_NODES
 */
xmlNode *
kith_tree_add (KithTreeBuilder *self,
               xmlNode         *parent,
               const char      *name)
{
  xmlNode *node;

  if (++self->n_nodes > KITH_TREE_MAX_NODES)
    return NULL;
  node = xmlNewDocNode (self->doc, NULL, BAD_CAST name, NULL);
  return xmlAddChild (parent != NULL ? parent : (xmlNode *) self->doc, node);
}

/*
 * kith_tree_set_attribute:
 * @node: an element
 * @name: an XML name
 * @value: UTF-8 without control characters
 */
void
kith_tree_set_attribute (xmlNode    *node,
                         const char *name,
                         const char *value)
{
  xmlNewProp (node, BAD_CAST name, BAD_CAST value);
}

static gboolean
is_xml_char (gunichar character)
{
  return character == '\t' || character == '\n' || character == '\r' || (character >= 0x20 && character != 0xFFFE && character != 0xFFFF);
}

/*
 * kith_tree_clean:
 * @text: any bytes
 * @length: how many
 *
 * Returns: (transfer full): what XML can hold of it: NUL and other control characters are dropped, what is no UTF-8 is replaced
 */
char *
kith_tree_clean (const char *text,
                 gsize       length)
{
  GString *clean = g_string_sized_new (length);
  const char *end = text + length;

  while (text < end)
    {
      gunichar character = *text != '\0' ? g_utf8_get_char_validated (text, end - text) : 0;

      if (character == (gunichar) -1 || character == (gunichar) -2)
        {
          g_string_append (clean, "\xEF\xBF\xBD");
          text++;
          continue;
        }
      if (is_xml_char (character))
        g_string_append_unichar (clean, character);
      text = g_utf8_next_char (text);
    }
  return g_string_free (clean, FALSE);
}

/*
 * kith_tree_add_text:
 * @node: an element
 * @text: any bytes
 * @length: how many
 *
 * Adds text, as kith_tree_clean() leaves it.
 */
void
kith_tree_add_text (KithTreeBuilder *self,
                    xmlNode         *node,
                    const char      *text,
                    gsize            length)
{
  g_autofree char *clean = NULL;

  if (length == 0 || ++self->n_nodes > KITH_TREE_MAX_NODES)
    return;
  clean = kith_tree_clean (text, length);
  if (*clean != '\0')
    xmlAddChild (node, xmlNewDocText (self->doc, BAD_CAST clean));
}

/*
 * kith_tree_make_name:
 * @name: any text
 *
 * Returns: (transfer full): an XML name without colon: what is not allowed becomes "_"
 */
char *
kith_tree_make_name (const char *name)
{
  GString *out = g_string_new (NULL);

  for (const char *p = name; *p != '\0' && out->len < MAX_NAME_BYTES; p++)
    {
      gboolean start = g_ascii_isalpha (*p) || *p == '_';
      gboolean inner = start || g_ascii_isdigit (*p) || *p == '-' || *p == '.';

      if (out->len == 0 && inner && !start)
        g_string_append_c (out, '_');
      g_string_append_c (out, inner ? *p : '_');
    }
  if (out->len == 0)
    g_string_append_c (out, '_');
  return g_string_free (out, FALSE);
}
