/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-provider-schema.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/relaxng.h>

#include <kith/kith-error.h>

#include "kith-providers-resource.h"
#include "kith-schema-explain.h"

#define SCHEMA_PATH "/org/kith/Kith/provider.rng"

/* The first complaint of a validation: the ones that follow only say that what is around it does not fit either. */
typedef struct
{
  int line;
  char *element;
  char *message;
} Complaint;

static void
complaint_clear (Complaint *complaint)
{
  g_clear_pointer (&complaint->element, g_free);
  g_clear_pointer (&complaint->message, g_free);
  complaint->line = 0;
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Complaint, complaint_clear)

void
kith_provider_schema_set_error (GError     **error,
                                const char  *file_name,
                                int          line,
                                const char  *format,
                                ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (g_strchomp (reason), "\r\n\t", ' ');
  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, "%s:%d: %s", file_name, line, reason);
}

/* libxml2 2.12 made the argument const. */
#if LIBXML_VERSION >= 21200
static void
on_complaint (void           *user_data,
              const xmlError *complaint)
#else
static void
on_complaint (void     *user_data,
              xmlError *complaint)
#endif
{
  Complaint *first = user_data;
  xmlNode *node = complaint->node;

  if (first->message == NULL)
    first->message = g_strchomp (g_strdup (complaint->message != NULL ? complaint->message : ""));
  if (first->element == NULL && node != NULL && node->type == XML_ELEMENT_NODE)
    {
      first->element = g_strdup ((const char *) node->name);
      first->line = xmlGetLineNo (node);
    }
  if (first->line == 0 && complaint->line > 0)
    first->line = complaint->line;
}

#if LIBXML_VERSION >= 21200
static void
on_ignored (void           *user_data,
            const xmlError *complaint)
#else
static void
on_ignored (void     *user_data,
            xmlError *complaint)
#endif
{
}

static void
on_doctype (void          *context,
            const xmlChar *name,
            const xmlChar *external_id,
            const xmlChar *system_id)
{
  xmlParserCtxt *parser = context;

  /* Nothing of a DOCTYPE is read: no entity can grow or reach out. */
  *(gboolean *) parser->_private = TRUE;
  xmlStopParser (parser);
}

static KithXmlDoc *
parse_file (const char  *file_name,
            GBytes      *bytes,
            GError     **error)
{
  gboolean doctype = FALSE;
  xmlParserCtxt *parser = xmlNewParserCtxt ();
  xmlDoc *doc;

  if (parser == NULL)
    g_error ("Out of memory");
  parser->_private = &doctype;
  parser->sax->internalSubset = on_doctype;
  doc = xmlCtxtReadMemory (parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (doctype)
    {
      kith_provider_schema_set_error (error, file_name, xmlSAX2GetLineNumber (parser), _("a provider file has no DOCTYPE"));
      g_clear_pointer (&doc, xmlFreeDoc);
    }
  else if (doc == NULL && g_bytes_get_size (bytes) == 0)
    kith_provider_schema_set_error (error, file_name, 1, _("the file is empty"));
  else if (doc == NULL)
    {
      const xmlError *last = xmlCtxtGetLastError (parser);

      kith_provider_schema_set_error (error, file_name, last != NULL ? last->line : 1, _("not well-formed XML: %s"),
                                      last != NULL && last->message != NULL ? last->message : "");
    }
  xmlFreeParserCtxt (parser);
  return doc;
}

static xmlRelaxNG *
load_schema (xmlDoc **grammar)
{
  GResource *resource = kith_providers_get_resource ();
  g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, SCHEMA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  xmlRelaxNGParserCtxt *parser;
  xmlRelaxNG *schema;

  g_assert (bytes != NULL);
  *grammar = xmlReadMemory (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL, XML_PARSE_NONET);
  parser = xmlRelaxNGNewMemParserCtxt (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  schema = xmlRelaxNGParse (parser);
  xmlRelaxNGFreeParserCtxt (parser);
  g_assert (schema != NULL && *grammar != NULL);
  return schema;
}

static gboolean
validate (xmlRelaxNG *schema,
          xmlDoc     *doc,
          Complaint  *complaint)
{
  xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt (schema);
  gboolean valid;

  xmlRelaxNGSetValidStructuredErrors (context, complaint != NULL ? on_complaint : on_ignored, complaint);
  valid = xmlRelaxNGValidateDoc (context, doc) == 0;
  xmlRelaxNGFreeValidCtxt (context);
  return valid;
}

/* What libxml2 says of an element with a wrong attribute may be that it lacks a child. */
static char *
explain_line (xmlDoc  *grammar,
              xmlNode *node,
              int      line)
{
  g_autofree char *reason = NULL;

  for (; node != NULL && reason == NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      if (xmlGetLineNo (node) == line)
        reason = kith_schema_explain_attributes (grammar, node);
      if (reason == NULL)
        reason = explain_line (grammar, node->children, line);
    }
  return g_steal_pointer (&reason);
}

/* Counted back from the tag behind the text, else on from the one before it. */
static int
get_line_of_text (xmlNode       *parent,
                  xmlNode       *text,
                  const xmlChar *place)
{
  int line = 0;

  if (text->next != NULL && text->next->type == XML_ELEMENT_NODE)
    {
      line = xmlGetLineNo (text->next);
      for (const xmlChar *p = place; *p != '\0'; p++)
        line -= *p == '\n';
      return line;
    }
  line = xmlGetLineNo (text->prev != NULL ? text->prev : parent);
  for (const xmlChar *p = text->content; p < place; p++)
    line += *p == '\n';
  return line;
}

static gboolean
may_hold_text (const xmlNode *node)
{
  static const char *const holders[] = { "about", "body", "query", "variables", "select", NULL };

  return g_strv_contains (holders, (const char *) node->name);
}

/* Of text where there is none, libxml2 names the line of the element around it. */
static void
find_text (xmlNode *node,
           int     *line)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type == XML_ELEMENT_NODE)
        find_text (child, line);
      else if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && !may_hold_text (node) && *line == 0)
        for (const xmlChar *p = child->content; *p != '\0' && *line == 0; p++)
          if (!g_ascii_isspace (*p))
            *line = get_line_of_text (node, child, p);
    }
}

/* libxml2 does not always say which element has the wrong attribute: the first one that has is it. */
static char *
explain (xmlDoc          *grammar,
         xmlNode         *node,
         const Complaint *complaint,
         int             *line)
{
  for (; node != NULL; node = node->next)
    {
      g_autofree char *reason = NULL;

      if (node->type != XML_ELEMENT_NODE)
        continue;
      if ((complaint->line == 0 || xmlGetLineNo (node) == complaint->line)
          && strstr (complaint->message, (const char *) node->name) != NULL)
        reason = kith_schema_explain_attributes (grammar, node);
      if (reason != NULL)
        *line = xmlGetLineNo (node);
      else
        reason = explain (grammar, node->children, complaint, line);
      if (reason != NULL)
        return g_steal_pointer (&reason);
    }
  return NULL;
}

/**
 * kith_provider_schema_read:
 * @file_name: for messages
 * @bytes: the file
 * @error: return location for `KITH_ERROR_INVALID`, with "FILE:LINE: reason"
 *
 * Parses a provider file and checks it against the grammar that is compiled in.
 *
 * Returns: (transfer full) (nullable): the document
 */
KithXmlDoc *
kith_provider_schema_read (const char  *file_name,
                           GBytes      *bytes,
                           GError     **error)
{
  g_autoptr (KithXmlDoc) doc = NULL;
  g_autoptr (KithXmlDoc) grammar = NULL;
  g_auto (Complaint) complaint = { 0 };
  g_autofree char *reason = NULL;
  xmlRelaxNG *schema;
  gboolean valid;

  if (g_bytes_get_size (bytes) > KITH_PROVIDER_FILE_MAX_BYTES)
    {
      kith_provider_schema_set_error (error, file_name, 1, _("a provider file has at most %d KiB"), KITH_PROVIDER_FILE_MAX_BYTES / 1024);
      return NULL;
    }
  doc = parse_file (file_name, bytes, error);
  if (doc == NULL)
    return NULL;
  schema = load_schema (&grammar);
  valid = validate (schema, doc, &complaint);
  xmlRelaxNGFree (schema);
  if (valid)
    return g_steal_pointer (&doc);

  if (complaint.message == NULL)
    complaint.message = g_strdup (_("it does not fit the grammar of provider files"));
  if (strstr (complaint.message, "ttribute") != NULL || strstr (complaint.message, "validate content") != NULL)
    reason = explain (grammar, xmlDocGetRootElement (doc), &complaint, &complaint.line);
  if (strstr (complaint.message, "Did not expect text") != NULL)
    {
      int line = 0;

      find_text (xmlDocGetRootElement (doc), &line);
      complaint.line = line > 0 ? line : complaint.line;
    }
  else if (reason == NULL)
    reason = explain_line (grammar, xmlDocGetRootElement (doc), complaint.line);
  kith_provider_schema_set_error (error, file_name, MAX (complaint.line, 1), "%s", reason != NULL ? reason : complaint.message);
  return NULL;
}
