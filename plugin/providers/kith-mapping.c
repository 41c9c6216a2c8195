/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-mapping.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/xpathInternals.h>

#include <kith/kith-error.h>

#include "kith-description-words.h"
#include "kith-face.h"
#include "kith-microformats.h"
#include "kith-openpgp.h"

#define MAX_FACTS 400
#define MAX_CONNECTIONS 400
#define MAX_VALUE_BYTES (16 * 1024)
#define MAX_PICTURE_CHARS (512 * 1024)
#define MAX_NESTED_DOCUMENTS 64
#define MAX_TEXT_OF_HTML 4096

/* Hangs on the documents that come from JSON: only there an attribute "type" says what a value is. */
static const char json_mark[] = "json";

static gboolean apply_rules (KithMapping      *self,
                             GPtrArray        *rules,
                             xmlXPathContext  *context,
                             xmlNode          *node,
                             GError          **error);

static char *
find_charset (const char *content_type)
{
  const char *charset = content_type != NULL ? strstr (content_type, "charset=") : NULL;
  char *name;

  if (charset == NULL)
    return NULL;
  charset += strlen ("charset=");
  name = g_strndup (charset, strcspn (charset, "; \t"));
  g_strstrip (g_strdelimit (name, "\"'", ' '));
  if (name[0] == '\0')
    g_clear_pointer (&name, g_free);
  return name;
}

/**
 * kith_document_parse:
 * @kind: how the bytes are to be read
 * @bytes: from outside
 * @content_type: (nullable): what the server says of them; only its charset is used
 * @base_uri: (nullable): where they came from
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the tree
 */
KithXmlDoc *
kith_document_parse (KithDocumentKind   kind,
                     GBytes            *bytes,
                     const char        *content_type,
                     const char        *base_uri,
                     GError           **error)
{
  g_autofree char *charset = find_charset (content_type);
  KithXmlDoc *doc;

  switch (kind)
    {
    case KITH_DOCUMENT_JSON:
      doc = kith_json_parse (bytes, error);
      if (doc != NULL)
        doc->_private = (gpointer) json_mark;
      return doc;
    case KITH_DOCUMENT_XML:
      return kith_xml_parse (bytes, error);
    case KITH_DOCUMENT_VCARD:
      return kith_vcard_parse (bytes, error);
    case KITH_DOCUMENT_OPENPGP:
      return kith_openpgp_parse (bytes);
    case KITH_DOCUMENT_MICROFORMATS:
      return kith_microformats_parse (bytes, charset, base_uri, error);
    case KITH_DOCUMENT_HTML:
      return kith_html_parse (bytes, charset, error);
    default:
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is nothing to read in this answer"));
      return NULL;
    }
}

xmlXPathContext *
kith_mapping_new_context (KithMapping *self,
                          xmlDoc      *doc)
{
  xmlXPathContext *context = kith_xpath_context_new (doc);

  kith_variables_attach (self->variables, context);
  kith_description_words_register (context);
  return context;
}

/* Is the expression true of the document? A mistake in it is none. */
gboolean
kith_mapping_test (KithMapping *self,
                   xmlDoc      *doc,
                   const char  *expression)
{
  g_autoptr (KithXPathContext) context = kith_mapping_new_context (self, doc);
  g_autoptr (KithXPathObject) result = kith_xpath_eval (context, NULL, expression, NULL);

  return result != NULL && xmlXPathCastToBoolean (result);
}

/* Returns: (transfer full) (nullable): what the expression selects, as text; %NULL where that is nothing */
char *
kith_mapping_select (KithMapping *self,
                     xmlDoc      *doc,
                     const char  *expression)
{
  g_autoptr (KithXPathContext) context = kith_mapping_new_context (self, doc);
  g_autofree char *value = kith_xpath_eval_string (context, NULL, expression, NULL);

  return value != NULL && value[0] != '\0' ? g_steal_pointer (&value) : NULL;
}

static gboolean
is_invisible (xmlNode *node)
{
  xmlChar *class = node->type == XML_ELEMENT_NODE ? xmlGetProp (node, BAD_CAST "class") : NULL;
  gboolean invisible = class != NULL && g_str_equal ((const char *) class, "invisible");

  xmlFree (class);
  return invisible || (node->type == XML_ELEMENT_NODE && (g_str_equal ((const char *) node->name, "script") || g_str_equal ((const char *) node->name, "style")));
}

static void
append_text (xmlNode *node,
             GString *text)
{
  for (; node != NULL && text->len < MAX_TEXT_OF_HTML; node = node->next)
    {
      if (node->type == XML_TEXT_NODE)
        g_string_append (text, (const char *) node->content);
      else if (!is_invisible (node))
        append_text (node->children, text);
    }
}

/* What people see of a piece of HTML. Of a link Mastodon hides the scheme and the rest; the slash that is left of "example.org/" says nothing. */
static char *
text_of_html (const char *html)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (KithXmlDoc) doc = kith_html_parse (bytes, "UTF-8", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (doc == NULL)
    return NULL;
  append_text (doc->children, text);
  if (strchr (text->str, ' ') == NULL && strchr (text->str, '.') != NULL && g_str_has_suffix (text->str, "/"))
    g_string_truncate (text, text->len - 1);
  /* Between two characters. */
  if (text->len > MAX_TEXT_OF_HTML)
    g_string_truncate (text, (gsize) (g_utf8_find_prev_char (text->str, text->str + MAX_TEXT_OF_HTML + 1) - text->str));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
find_year (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (p[0]) && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2]) && g_ascii_isdigit (p[3]) && !g_ascii_isdigit (p[4]))
      return g_strndup (p, 4);
  return NULL;
}

static gboolean
is_picture (KithField field)
{
  return field == KITH_FIELD_PHOTO || field == KITH_FIELD_COMPANY_LOGO;
}

/* Services that keep everything in lower case: each word gets its capital. */
static char *
make_title_case (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *lower = g_utf8_strdown (text, -1);
  gboolean begins = TRUE;

  if (!g_str_equal (lower, text))
    return g_strdup (text);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, begins ? g_unichar_totitle (c) : c);
      begins = g_unichar_isspace (c) || c == '-';
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* A link may have no scheme ("example.org"), or be one inside of the site ("/logo.png"). */
static char *
make_url (KithMapping *self,
          const char  *text)
{
  if (strstr (text, "://") != NULL || text[0] == '\0')
    return g_strdup (text);
  if (text[0] == '/' && self->base_uri != NULL)
    return g_uri_resolve_relative (self->base_uri, text, G_URI_FLAGS_ENCODED, NULL);
  return g_strconcat ("https://", text, NULL);
}

/* Gives a value the form that the rule asks for; %NULL where it has none. */
static char *
shape (KithMapping    *self,
       const KithRule *rule,
       const char     *text)
{
  g_autofree char *value = NULL;

  if (strlen (text) > (is_picture (rule->field) && g_str_has_prefix (text, "data:") ? MAX_PICTURE_CHARS : MAX_VALUE_BYTES))
    return NULL;
  if (rule->strip != NULL && g_ascii_strncasecmp (text, rule->strip, strlen (rule->strip)) == 0)
    text += strlen (rule->strip);
  if (rule->as == KITH_AS_HTML)
    value = text_of_html (text);
  else if (rule->as == KITH_AS_YEAR)
    value = find_year (text);
  else if (rule->as == KITH_AS_URL)
    value = make_url (self, text);
  else if (rule->as == KITH_AS_TITLE_CASE)
    value = make_title_case (text);
  else if (rule->as == KITH_AS_REFERENCE)
    value = g_uri_resolve_relative (self->base_uri, text, G_URI_FLAGS_ENCODED, NULL);
  else
    value = g_strdup (text);
  if (value == NULL || g_strstrip (value)[0] == '\0')
    return NULL;
  return rule->prefix != NULL ? g_strconcat (rule->prefix, value, NULL) : g_steal_pointer (&value);
}

/* In JSON a value has a type: a service's "true" for a hidden job title is no job title. */
static gboolean
passes_type_guard (const KithRule *rule,
                   xmlNode        *node)
{
  xmlChar *type = node->type == XML_ELEMENT_NODE ? xmlGetNoNsProp (node, BAD_CAST "type") : NULL;
  const char *name = (const char *) type;
  gboolean passes = TRUE;

  if (name != NULL && node->doc->_private == json_mark)
    {
      if (rule->type == KITH_TYPE_STRING_ONLY)
        passes = g_str_equal (name, "string");
      else if (rule->type == KITH_TYPE_NUMBER_ONLY)
        passes = g_str_equal (name, "number");
      else
        passes = g_str_equal (name, "string") || g_str_equal (name, "number");
    }
  xmlFree (type);
  return passes;
}

static void
add_values (KithMapping     *self,
            const KithRule  *rule,
            xmlXPathObject  *result,
            GPtrArray       *values)
{
  if (result->type == XPATH_NODESET)
    {
      for (int i = 0; result->nodesetval != NULL && i < result->nodesetval->nodeNr && values->len < rule->max; i++)
        {
          xmlNode *node = result->nodesetval->nodeTab[i];
          g_autofree char *text = passes_type_guard (rule, node) ? (char *) xmlNodeGetContent (node) : NULL;
          char *value = text != NULL ? shape (self, rule, text) : NULL;

          if (value != NULL)
            g_ptr_array_add (values, value);
        }
    }
  else
    {
      g_autofree char *text = (char *) xmlXPathCastToString (result);
      char *value = shape (self, rule, text);

      if (value != NULL)
        g_ptr_array_add (values, value);
    }
}

/* The values of the first alternative that has any; of all alternatives where the rule joins them. */
static GPtrArray *
select_values (KithMapping      *self,
               const KithRule   *rule,
               xmlXPathContext  *context,
               xmlNode          *node,
               GError          **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rule->selects->len && (values->len == 0 || rule->join != NULL); i++)
    {
      g_autoptr (KithXPathObject) result = kith_xpath_eval (context, node, rule->selects->pdata[i], error);

      if (result == NULL)
        return NULL;
      add_values (self, rule, result, values);
    }
  if (rule->join != NULL && values->len > 1)
    {
      g_autoptr (GPtrArray) all = g_steal_pointer (&values);

      g_ptr_array_add (all, NULL);
      values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (values, g_strjoinv (rule->join, (char **) all->pdata));
      g_ptr_array_remove_index (all, all->len - 1);
    }
  return g_steal_pointer (&values);
}

static char *
eval_optional (xmlXPathContext *context,
               xmlNode         *node,
               const char      *expression)
{
  g_autofree char *value = expression != NULL ? kith_xpath_eval_string (context, node, expression, NULL) : NULL;

  return value != NULL && g_strstrip (value)[0] != '\0' ? g_steal_pointer (&value) : NULL;
}

static gboolean
add_value (KithMapping    *self,
           const KithRule *rule,
           const char     *value,
           const char     *service)
{
  g_autofree char *media_type = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (rule->field == KITH_FIELD_LINK)
    return kith_answer_builder_add_link (self->builder, value, service);
  if (!is_picture (rule->field) || !g_str_has_prefix (value, "data:"))
    return kith_answer_builder_add_fact (self->builder, rule->field, value);
  bytes = kith_data_uri_decode (value, MAX_PICTURE_CHARS, &media_type);
  return bytes != NULL && kith_answer_builder_add_picture (self->builder, rule->field, media_type, bytes);
}

static gboolean
apply_fact (KithMapping      *self,
            const KithRule   *rule,
            xmlXPathContext  *context,
            xmlNode          *node,
            GError          **error)
{
  g_autoptr (GPtrArray) values = select_values (self, rule, context, node, error);
  g_autofree char *service = eval_optional (context, node, rule->service);

  if (values == NULL)
    return FALSE;
  kith_answer_builder_set_confidence (self->builder, rule->confidence >= 0 ? rule->confidence : KITH_DECLARED_CONFIDENCE);
  for (guint i = 0; i < values->len && self->facts < MAX_FACTS; i++)
    {
      gboolean added = add_value (self, rule, values->pdata[i], service);

      if (added)
        self->facts++;
      if (added && !kith_field_is_multi_valued (rule->field))
        break;
    }
  return TRUE;
}

/* Of "Ada Marsh <ada@example.org>" and "mailto:ada@example.org" what stands for the mailbox. */
static char *
find_mailbox (const char *text)
{
  const char *open = strrchr (text, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  char *mailbox;

  if (close != NULL && close[1 + strspn (close + 1, " \t")] == '\0')
    return g_strndup (open + 1, close - open - 1);
  if (g_ascii_strncasecmp (text, "mailto:", strlen ("mailto:")) != 0)
    return g_strstrip (g_strdup (text));
  /* RFC 6068: a subject may follow, and some characters are written as %40. */
  text += strlen ("mailto:");
  mailbox = g_uri_unescape_segment (text, text + strcspn (text, "?"), NULL);
  return mailbox != NULL ? mailbox : g_strdup ("");
}

static gboolean
is_the_person (KithMapping *self,
               const char  *address)
{
  g_autofree char *mailbox = find_mailbox (address);
  g_autoptr (KithAddress) other = kith_address_new (mailbox, NULL, NULL);
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (other == NULL)
    return FALSE;
  a = g_utf8_casefold (kith_address_get_key (other), -1);
  b = g_utf8_casefold (kith_address_get_key (self->address), -1);
  return g_str_equal (a, b);
}

static gboolean
apply_connection (KithMapping      *self,
                  const KithRule   *rule,
                  xmlXPathContext  *context,
                  xmlNode          *node,
                  GError          **error)
{
  g_autoptr (KithXPathObject) result = NULL;
  guint count = 0;

  result = kith_xpath_eval (context, node, rule->selects->len > 0 ? rule->selects->pdata[0] : ".", error);
  if (result == NULL)
    return FALSE;
  for (int i = 0; result->nodesetval != NULL && i < result->nodesetval->nodeNr && count < rule->max; i++)
    {
      xmlNode *person = result->nodesetval->nodeTab[i];
      g_autofree char *name = eval_optional (context, person, rule->name);
      g_autofree char *address = eval_optional (context, person, rule->address);
      g_autofree char *uri = eval_optional (context, person, rule->uri);
      g_autofree char *evidence = eval_optional (context, person, rule->evidence);

      if ((name == NULL && address == NULL && uri == NULL) || evidence == NULL || self->connections >= MAX_CONNECTIONS)
        continue;
      /* The person is no connection of itself. */
      if (address != NULL && is_the_person (self, address))
        continue;
      if (!kith_answer_builder_add_connection (self->builder, rule->tie, name, address, uri, rule->strength, evidence))
        continue;
      self->connections++;
      count++;
    }
  return TRUE;
}

static gboolean
apply_capture (KithMapping      *self,
               const KithRule   *rule,
               xmlXPathContext  *context,
               xmlNode          *node,
               GError          **error)
{
  KithRule guard = *rule;
  g_autoptr (GPtrArray) values = NULL;

  /* A number is as good as a string to ask with. */
  guard.type = KITH_TYPE_ANY_TEXT;
  values = select_values (self, &guard, context, node, error);
  if (values == NULL)
    return FALSE;
  if (rule->list)
    kith_variables_add_to_list (self->variables, rule->name, values, rule->max);
  else if (values->len > 0)
    kith_variables_set (self->variables, rule->name, values->pdata[0]);
  return TRUE;
}

static gboolean
has_address (KithMapping      *self,
             const KithRule   *rule,
             xmlXPathContext  *context,
             xmlNode          *node,
             gboolean         *has,
             GError          **error)
{
  g_autoptr (KithXPathObject) result = kith_xpath_eval (context, node, rule->address, error);

  *has = FALSE;
  if (result == NULL)
    return FALSE;
  if (result->type != XPATH_NODESET)
    {
      g_autofree char *address = (char *) xmlXPathCastToString (result);

      *has = is_the_person (self, address);
      return TRUE;
    }
  for (int i = 0; result->nodesetval != NULL && i < result->nodesetval->nodeNr && !*has; i++)
    {
      g_autofree char *address = (char *) xmlNodeGetContent (result->nodesetval->nodeTab[i]);

      *has = is_the_person (self, address);
    }
  return TRUE;
}

/* "each" takes every node, "match" the first one that has the address: a search returns other people as well. */
static gboolean
apply_nodes (KithMapping      *self,
             const KithRule   *rule,
             xmlXPathContext  *context,
             xmlNode          *node,
             GError          **error)
{
  g_autoptr (KithXPathObject) result = kith_xpath_eval (context, node, rule->selects->pdata[0], error);
  guint count = 0;

  if (result == NULL)
    return FALSE;
  for (int i = 0; result->nodesetval != NULL && i < result->nodesetval->nodeNr && count < rule->max; i++)
    {
      xmlNode *child = result->nodesetval->nodeTab[i];
      gboolean has = TRUE;

      if (rule->kind == KITH_RULE_MATCH && !has_address (self, rule, context, child, &has, error))
        return FALSE;
      if (!has)
        {
          self->mismatch = TRUE;
          continue;
        }
      if (!apply_rules (self, rule->children, context, child, error))
        return FALSE;
      count++;
      if (rule->kind == KITH_RULE_MATCH)
        break;
    }
  return TRUE;
}

/* One bad document in the document loses nothing but itself. */
static gboolean
apply_parse (KithMapping      *self,
             const KithRule   *rule,
             xmlXPathContext  *context,
             xmlNode          *node,
             GError          **error)
{
  g_autoptr (KithXPathObject) result = kith_xpath_eval (context, node, rule->selects->pdata[0], error);

  if (result == NULL)
    return FALSE;
  for (int i = 0; result->nodesetval != NULL && i < result->nodesetval->nodeNr && i < (int) MIN (rule->max, MAX_NESTED_DOCUMENTS); i++)
    {
      g_autofree char *text = (char *) xmlNodeGetContent (result->nodesetval->nodeTab[i]);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (KithXmlDoc) doc = kith_document_parse (rule->document, bytes, NULL, self->base_uri, NULL);
      g_autoptr (KithXPathContext) inner = NULL;

      if (doc == NULL)
        continue;
      inner = kith_mapping_new_context (self, doc);
      if (!apply_rules (self, rule->children, inner, (xmlNode *) doc, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_rule (KithMapping      *self,
            const KithRule   *rule,
            xmlXPathContext  *context,
            xmlNode          *node,
            GError          **error)
{
  g_autofree char *evidence = NULL;

  switch (rule->kind)
    {
    case KITH_RULE_CAPTURE:
      return apply_capture (self, rule, context, node, error);
    case KITH_RULE_EACH:
    case KITH_RULE_MATCH:
      return apply_nodes (self, rule, context, node, error);
    case KITH_RULE_PARSE:
      return apply_parse (self, rule, context, node, error);
    case KITH_RULE_FACT:
      return apply_fact (self, rule, context, node, error);
    case KITH_RULE_CONNECTION:
      return apply_connection (self, rule, context, node, error);
    case KITH_RULE_EVIDENCE:
      evidence = eval_optional (context, node, rule->selects->pdata[0]);
      kith_answer_builder_set_evidence (self->builder, evidence != NULL && g_str_has_prefix (evidence, "https://") ? evidence : NULL);
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
apply_rules (KithMapping      *self,
             GPtrArray        *rules,
             xmlXPathContext  *context,
             xmlNode          *node,
             GError          **error)
{
  for (guint i = 0; i < rules->len; i++)
    if (!apply_rule (self, rules->pdata[i], context, node, error))
      return FALSE;
  return TRUE;
}

/**
 * kith_mapping_apply:
 * @self: a mapping
 * @rules: (element-type KithRule): of a step
 * @doc: the answer of the service
 * @error: return location for `KITH_ERROR_INVALID`: an expression that could not be evaluated within bounds
 *
 * Adds to the answer what the rules find.
 *
 * Returns: %FALSE with @error set where a rule failed
 */
gboolean
kith_mapping_apply (KithMapping  *self,
                    GPtrArray    *rules,
                    xmlDoc       *doc,
                    GError      **error)
{
  g_autoptr (KithXPathContext) context = kith_mapping_new_context (self, doc);

  return apply_rules (self, rules, context, (xmlNode *) doc, error);
}

/* Adds a whole response as a picture. Returns: %FALSE where it is none */
gboolean
kith_mapping_add_picture (KithMapping *self,
                          GPtrArray   *rules,
                          const char  *media_type,
                          GBytes      *bytes)
{
  const KithRule *rule = rules->len > 0 ? rules->pdata[0] : NULL;
  g_autofree char *type = media_type != NULL ? g_strndup (media_type, strcspn (media_type, "; \t")) : NULL;

  if (rule == NULL || rule->kind != KITH_RULE_FACT || type == NULL)
    return FALSE;
  kith_answer_builder_set_confidence (self->builder, rule->confidence >= 0 ? rule->confidence : KITH_DECLARED_CONFIDENCE);
  if (!kith_answer_builder_add_picture (self->builder, rule->field, type, bytes))
    return FALSE;
  self->facts++;
  return TRUE;
}
