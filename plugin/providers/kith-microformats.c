/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-microformats.h"

#include <string.h>

#define MAX_CARDS 50
#define MAX_PROPERTIES 100
#define MAX_LINKS 200
#define MAX_DEPTH 200
#define MAX_TEXT 2000

/* The class names of microformats2 (https://microformats.org/wiki/h-card) and of hCard 1.0 before it. */
static const struct
{
  const char *name;
  const char *now;
  const char *before;
  gboolean uri;
} properties[] = {
  { "name", "p-name", "fn", FALSE },
  { "job-title", "p-job-title", "title", FALSE },
  { "role", "p-role", "role", FALSE },
  { "org", "p-org", "org", FALSE },
  { "url", "u-url", "url", TRUE },
  { "uid", "u-uid", "uid", TRUE },
  { "photo", "u-photo", "photo", TRUE },
  { "email", "u-email", "email", TRUE },
  { "tel", "p-tel", "tel", FALSE },
  { "locality", "p-locality", "locality", FALSE },
  { "country-name", "p-country-name", "country-name", FALSE },
  { "note", "p-note", "note", FALSE },
};

typedef struct
{
  char *base; /* (nullable): what relative links are relative to */
  xmlNode *page;
  guint n_cards;
  guint n_links;
} Reader;

/* One card that is being read. */
typedef struct
{
  Reader *reader;
  xmlNode *card;
  gboolean legacy;
  gboolean texts; /* has a property of text or a card inside: nothing is implied then */
  guint n_properties;
} Card;

static gboolean
is_element (xmlNode    *node,
            const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

static char *
get (xmlNode    *node,
     const char *name)
{
  return node->type == XML_ELEMENT_NODE ? (char *) xmlGetProp (node, BAD_CAST name) : NULL;
}

static gboolean
has_word (const char *words,
          const char *word)
{
  gsize length = strlen (word);

  for (const char *p = words; p != NULL && (p = strstr (p, word)) != NULL; p += length)
    if ((p == words || g_ascii_isspace (p[-1])) && (p[length] == '\0' || g_ascii_isspace (p[length])))
      return TRUE;
  return FALSE;
}

static gboolean
has_class (xmlNode    *node,
           const char *name)
{
  g_autofree char *classes = get (node, "class");

  return classes != NULL && has_word (classes, name);
}

static gboolean
is_card (xmlNode *node)
{
  return node->type == XML_ELEMENT_NODE && (has_class (node, "h-card") || has_class (node, "vcard"));
}

static void
append_text (xmlNode *node,
             GString *text,
             guint    depth)
{
  for (; node != NULL && text->len < MAX_TEXT && depth < MAX_DEPTH; node = node->next)
    {
      g_autofree char *alt = NULL;

      if (node->type == XML_TEXT_NODE)
        g_string_append (text, (const char *) node->content);
      else if (is_element (node, "img") && (alt = get (node, "alt")) != NULL)
        g_string_append (text, alt);
      else if (node->type == XML_ELEMENT_NODE && !is_element (node, "script") && !is_element (node, "style"))
        append_text (node->children, text, depth + 1);
    }
}

/* Text with its white space put together. */
static char *
get_text (xmlNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  append_text (node->children, text, 0);
  for (const char *p = text->str; *p != '\0'; p++)
    {
      if (!g_ascii_isspace (*p))
        g_string_append_c (out, *p);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  return g_strchomp (g_string_free (g_steal_pointer (&out), FALSE));
}

static char *
get_attribute_of (xmlNode           *node,
                  const char *const *elements,
                  const char        *attribute)
{
  for (guint i = 0; elements[i] != NULL; i++)
    if (is_element (node, elements[i]))
      return get (node, attribute);
  return NULL;
}

/* The value-class pattern: the parts that have the class "value", one after the other without a space. */
static void
append_values (xmlNode *node,
               GString *text,
               guint    depth)
{
  for (; node != NULL && text->len < MAX_TEXT && depth < MAX_DEPTH; node = node->next)
    {
      g_autofree char *value = node->type == XML_ELEMENT_NODE && has_class (node, "value") ? get_text (node) : NULL;

      if (value != NULL)
        g_string_append (text, value);
      else if (node->type == XML_ELEMENT_NODE && !is_card (node))
        append_values (node->children, text, depth + 1);
    }
}

/* https://microformats.org/wiki/microformats2-parsing#parsing_a_p-_property */
static char *
get_text_property (xmlNode *node)
{
  static const char *const titled[] = { "abbr", "link", NULL };
  static const char *const valued[] = { "data", "input", NULL };
  static const char *const pictured[] = { "img", "area", NULL };
  g_autoptr (GString) values = g_string_new (NULL);
  char *text;

  append_values (node->children, values, 0);
  if (values->len > 0)
    return g_string_free (g_steal_pointer (&values), FALSE);
  text = get_attribute_of (node, titled, "title");
  if (text == NULL)
    text = get_attribute_of (node, valued, "value");
  if (text == NULL)
    text = get_attribute_of (node, pictured, "alt");
  return text != NULL ? text : get_text (node);
}

static char *
resolve (Reader     *reader,
         const char *uri)
{
  return uri != NULL ? g_uri_resolve_relative (reader->base, uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
}

/* https://microformats.org/wiki/microformats2-parsing#parsing_a_u-_property */
static char *
get_uri_property (Reader  *reader,
                  xmlNode *node)
{
  static const char *const linked[] = { "a", "area", "link", NULL };
  static const char *const sourced[] = { "img", "audio", "video", "source", "iframe", NULL };
  g_autofree char *uri = get_attribute_of (node, linked, "href");

  if (uri == NULL)
    uri = get_attribute_of (node, sourced, "src");
  if (uri == NULL && is_element (node, "object"))
    uri = get (node, "data");
  if (uri == NULL)
    return get_text_property (node);
  return resolve (reader, uri);
}

/* "mailto:Ada@example.org?subject=hi" */
static char *
strip_mailto (char *taken)
{
  g_autofree char *uri = taken;

  if (uri == NULL || g_ascii_strncasecmp (uri, "mailto:", strlen ("mailto:")) != 0)
    return g_steal_pointer (&uri);
  return g_uri_unescape_segment (uri + strlen ("mailto:"), uri + strcspn (uri, "?"), NULL);
}

static void
add (Card       *card,
     const char *name,
     char       *taken)
{
  g_autofree char *value = taken;

  if (value == NULL || g_strstrip (value)[0] == '\0' || card->n_properties++ >= MAX_PROPERTIES)
    return;
  xmlNewTextChild (card->card, NULL, BAD_CAST name, BAD_CAST value);
}

static void read_card (Reader  *reader,
                       xmlNode *parent,
                       const char *name,
                       xmlNode *node,
                       guint    depth);

static void
read_property (Card    *card,
               xmlNode *node,
               guint    i,
               guint    depth)
{
  const char *name = properties[i].name;

  if (!properties[i].uri)
    card->texts = TRUE;
  if (g_str_equal (name, "email"))
    add (card, name, strip_mailto (get_uri_property (card->reader, node)));
  else if (properties[i].uri)
    add (card, name, get_uri_property (card->reader, node));
  else if (!g_str_equal (name, "org"))
    add (card, name, get_text_property (node));
  else if (is_card (node))
    read_card (card->reader, card->card, "org", node, depth);
  else
    {
      xmlNode *org = xmlNewChild (card->card, NULL, BAD_CAST "org", NULL);
      g_autofree char *text = get_text_property (node);

      xmlNewTextChild (org, NULL, BAD_CAST "name", BAD_CAST text);
    }
}

/* The properties of a card are in it, but not in a card inside of it, which may itself be one property. */
static void
read_properties (Card    *card,
                 xmlNode *node,
                 guint    depth)
{
  for (; node != NULL && depth < MAX_DEPTH; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
        if (has_class (node, card->legacy ? properties[i].before : properties[i].now))
          read_property (card, node, i, depth + 1);
      if (is_card (node))
        card->texts = TRUE;
      else
        read_properties (card, node->children, depth + 1);
    }
}

static xmlNode *
get_only_child (xmlNode    *node,
                const char *name)
{
  xmlNode *only = NULL;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE)
        continue;
      if (only != NULL)
        return NULL;
      only = child;
    }
  return only != NULL && is_element (only, name) && !is_card (only) ? only : NULL;
}

static gboolean
has_property (Card       *card,
              const char *name)
{
  for (xmlNode *child = card->card->children; child != NULL; child = child->next)
    if (is_element (child, name))
      return TRUE;
  return FALSE;
}

/* https://microformats.org/wiki/microformats2-parsing#parsing_for_implied_properties */
static void
imply (Card    *card,
       xmlNode *node)
{
  xmlNode *picture = is_element (node, "img") ? node : get_only_child (node, "img");
  xmlNode *link = is_element (node, "a") ? node : get_only_child (node, "a");

  if (!has_property (card, "name") && !card->texts)
    {
      g_autofree char *alt = picture != NULL ? get (picture, "alt") : NULL;

      add (card, "name", alt != NULL && alt[0] != '\0' ? g_steal_pointer (&alt) : get_text_property (node));
    }
  if (!has_property (card, "photo") && picture != NULL)
    add (card, "photo", get_uri_property (card->reader, picture));
  if (!has_property (card, "url") && link != NULL)
    add (card, "url", get_uri_property (card->reader, link));
}

static void
read_card (Reader     *reader,
           xmlNode    *parent,
           const char *name,
           xmlNode    *node,
           guint       depth)
{
  Card card = { reader, NULL, !has_class (node, "h-card") };

  if (depth >= MAX_DEPTH || reader->n_cards++ >= MAX_CARDS)
    return;
  card.card = xmlNewChild (parent, NULL, BAD_CAST name, NULL);
  read_properties (&card, node->children, depth + 1);
  if (!card.legacy)
    imply (&card, node);
}

static void
read_link (Reader  *reader,
           xmlNode *node)
{
  g_autofree char *rel = get (node, "rel");
  g_autofree char *href = rel != NULL ? get (node, "href") : NULL;
  g_autofree char *uri = resolve (reader, href);
  g_autofree char *text = NULL;
  xmlNode *link;

  if (uri == NULL || reader->n_links++ >= MAX_LINKS)
    return;
  text = get_text (node);
  link = xmlNewTextChild (reader->page, NULL, BAD_CAST "link", BAD_CAST text);
  xmlNewProp (link, BAD_CAST "rel", BAD_CAST rel);
  xmlNewProp (link, BAD_CAST "href", BAD_CAST uri);
}

static void
read_page (Reader  *reader,
           xmlNode *node,
           gboolean inside,
           guint    depth)
{
  for (; node != NULL && depth < MAX_DEPTH; node = node->next)
    {
      gboolean card = node->type == XML_ELEMENT_NODE && !inside && is_card (node);

      if (is_element (node, "a") || is_element (node, "link"))
        read_link (reader, node);
      if (card)
        read_card (reader, reader->page, "card", node, depth);
      if (node->type == XML_ELEMENT_NODE)
        read_page (reader, node->children, inside || card, depth + 1);
    }
}

static char *
find_base (xmlDoc     *doc,
           const char *page_uri)
{
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
  g_autofree char *base = kith_xpath_eval_string (context, NULL, "//base/@href", NULL);

  return base != NULL ? g_uri_resolve_relative (page_uri, base, G_URI_FLAGS_ENCODED, NULL) : g_strdup (page_uri);
}

static gboolean
is_about_page (xmlNode    *card,
               const char *page_uri)
{
  gboolean url = FALSE;

  for (xmlNode *child = card->children; child != NULL; child = child->next)
    {
      g_autofree char *value = is_element (child, "url") || is_element (child, "uid") ? (char *) xmlNodeGetContent (child) : NULL;

      url |= g_strcmp0 (value, page_uri) == 0;
    }
  return url;
}

/* https://microformats.org/wiki/representative-h-card-parsing, as far as the page alone tells. */
static void
mark_cards (Reader     *reader,
            const char *page_uri)
{
  xmlNode *only = NULL, *about = NULL;
  guint n_cards = 0, n_about = 0;

  for (xmlNode *node = reader->page->children; node != NULL; node = node->next)
    {
      if (!is_element (node, "card"))
        continue;
      only = node;
      n_cards++;
      if (is_about_page (node, page_uri))
        {
          about = node;
          n_about++;
        }
    }
  if (n_cards == 1)
    xmlNewProp (only, BAD_CAST "only", BAD_CAST "yes");
  if (n_about == 1)
    xmlNewProp (about, BAD_CAST "representative", BAD_CAST "yes");
}

/**
 * kith_microformats_parse:
 * @bytes: a web page
 * @charset: (nullable): what the server says of its encoding
 * @page_uri: (nullable): where it came from
 * @error: return location for `KITH_ERROR_INVALID`
 *
 * Reads the cards of a page by the rules of microformats2, with those of hCard before it.
 *
 * Returns: (transfer full) (nullable): the tree
 */
KithXmlDoc *
kith_microformats_parse (GBytes      *bytes,
                         const char  *charset,
                         const char  *page_uri,
                         GError     **error)
{
  g_autoptr (KithXmlDoc) html = kith_html_parse (bytes, charset, error);
  g_autoptr (KithXmlDoc) doc = NULL;
  g_autofree char *base = NULL;
  Reader reader = { 0 };

  if (html == NULL)
    return NULL;
  doc = xmlNewDoc (BAD_CAST "1.0");
  reader.page = xmlNewNode (NULL, BAD_CAST "page");
  xmlDocSetRootElement (doc, reader.page);
  base = find_base (html, page_uri);
  reader.base = base;
  read_page (&reader, html->children, FALSE, 0);
  mark_cards (&reader, page_uri);
  return g_steal_pointer (&doc);
}
