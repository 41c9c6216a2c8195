/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-claws-book.h"

#include <glib/gi18n-lib.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

#include "kith-tree-private.h"

/* More than anybody has; each person costs about as much memory as text. */
#define MAX_SOURCES 200
#define MAX_PERSONS 100000
#define MAX_PARTS 64
#define MAX_TEXT_BYTES 4096
/* Older versions of Claws Mail write the password of an LDAP server into the index: Kith has no use for it. */
#define PASSWORD_ATTRIBUTE "bind-pass"

/*
 * The two files are written by Claws Mail itself: an index `<addressbook><book_list><book name="" file=""/>…`, and for each book
 * `<address-book><person uid="" cn=""><address-list><address email=""/>…</address-list><attribute-list><attribute name="">value</attribute>…`.
 */
typedef struct
{
  GPtrArray *sources;       /* (nullable) (element-type KithClawsSource) */
  GPtrArray *persons;       /* (nullable) (element-type KithClawsPerson) */
  KithClawsPerson *person;  /* (nullable) (unowned): the one that is being read */
  KithClawsAttribute *attribute; /* (nullable) (unowned) */
  GString *text;
  const char *root;
  guint depth;
  gboolean doctype;
  gboolean other;           /* well-formed, but something else */
} Reader;

static void
source_free (gpointer data)
{
  KithClawsSource *source = data;

  g_free (source->name);
  g_free (source->file);
  g_hash_table_unref (source->attributes);
  g_free (source);
}

static void
attribute_free (gpointer data)
{
  KithClawsAttribute *attribute = data;

  g_free (attribute->name);
  g_free (attribute->value);
  g_free (attribute);
}

static void
person_free (gpointer data)
{
  KithClawsPerson *person = data;

  g_free (person->uid);
  g_free (person->name);
  g_ptr_array_unref (person->addresses);
  g_ptr_array_unref (person->remarks);
  g_ptr_array_unref (person->attributes);
  g_free (person);
}

/* The attributes of a tag as libxml2 gives them: name, prefix, URI, where the value begins and where it ends. */
typedef struct
{
  int n;
  const xmlChar **values;
} Attributes;

/* libxml2 writes "&amp;" in an attribute as "&#38;", so that nobody takes what follows for an entity, and leaves it to the reader to turn it back. */
static char *
decode_ampersands (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "&#38;", -1);

  return g_strjoinv ("&", parts);
}

/* Returns: (transfer full) (nullable): the value, where it is not empty */
static char *
dup_attribute (const Attributes *attributes,
               const char       *name)
{
  for (int i = 0; i < attributes->n; i++)
    {
      const char *const *part = (const char *const *) attributes->values + i * 5;

      if (strcmp (part[0], name) == 0 && part[4] > part[3])
        {
          g_autofree char *text = g_strndup (part[3], MIN (part[4] - part[3], MAX_TEXT_BYTES));
          g_autofree char *valid = g_utf8_make_valid (text, -1);

          return decode_ampersands (valid);
        }
    }
  return NULL;
}

static void
add_source (Reader              *reader,
            KithClawsSourceKind  kind,
            const Attributes    *attributes)
{
  KithClawsSource *source;

  if (reader->sources->len >= MAX_SOURCES)
    return;
  source = g_new0 (KithClawsSource, 1);
  source->kind = kind;
  source->name = dup_attribute (attributes, "name");
  if (source->name == NULL)
    source->name = g_strdup (_("Addresses"));
  source->file = dup_attribute (attributes, "file");
  source->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (int i = 0; i < attributes->n; i++)
    {
      const char *name = (const char *) attributes->values[i * 5];
      char *value = strcmp (name, PASSWORD_ATTRIBUTE) != 0 ? dup_attribute (attributes, name) : NULL;

      if (value != NULL)
        g_hash_table_replace (source->attributes, g_strdup (name), value);
    }
  g_ptr_array_add (reader->sources, source);
}

static void
start_source (Reader           *reader,
              const char       *name,
              const Attributes *attributes)
{
  if (reader->depth != 3)
    return;
  if (strcmp (name, "book") == 0)
    add_source (reader, KITH_CLAWS_BOOK, attributes);
  else if (strcmp (name, "vcard") == 0)
    add_source (reader, KITH_CLAWS_VCARD, attributes);
  else if (strcmp (name, "server") == 0)
    add_source (reader, KITH_CLAWS_LDAP, attributes);
}

static char *
dup_name (const Attributes *attributes)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  char *common = dup_attribute (attributes, "cn");

  if (common != NULL)
    return common;
  first = dup_attribute (attributes, "first-name");
  last = dup_attribute (attributes, "last-name");
  if (first != NULL && last != NULL)
    return g_strconcat (first, " ", last, NULL);
  if (first != NULL || last != NULL)
    return g_strdup (first != NULL ? first : last);
  return dup_attribute (attributes, "nick-name");
}

static void
start_person (Reader           *reader,
              const Attributes *attributes)
{
  KithClawsPerson *person;

  if (reader->persons->len >= MAX_PERSONS)
    return;
  person = g_new0 (KithClawsPerson, 1);
  person->uid = dup_attribute (attributes, "uid");
  if (person->uid == NULL)
    person->uid = g_strdup_printf ("#%u", reader->persons->len + 1);
  person->name = dup_name (attributes);
  person->addresses = g_ptr_array_new_with_free_func (g_free);
  person->remarks = g_ptr_array_new_with_free_func (g_free);
  person->attributes = g_ptr_array_new_with_free_func (attribute_free);
  g_ptr_array_add (reader->persons, person);
  reader->person = person;
}

static void
start_part (Reader           *reader,
            const char       *name,
            const Attributes *attributes)
{
  KithClawsPerson *person = reader->person;

  if (person == NULL)
    return;
  if (strcmp (name, "address") == 0 && person->addresses->len < MAX_PARTS)
    {
      char *email = dup_attribute (attributes, "email");
      char *remarks = dup_attribute (attributes, "remarks");

      if (email != NULL)
        g_ptr_array_add (person->addresses, email);
      if (remarks != NULL)
        g_ptr_array_add (person->remarks, remarks);
    }
  else if (strcmp (name, "attribute") == 0 && person->attributes->len < MAX_PARTS)
    {
      KithClawsAttribute *attribute = g_new0 (KithClawsAttribute, 1);

      attribute->name = dup_attribute (attributes, "name");
      if (attribute->name == NULL)
        attribute->name = g_strdup ("");
      g_ptr_array_add (person->attributes, attribute);
      reader->attribute = attribute;
      g_string_truncate (reader->text, 0);
    }
}

static void
start_element (void           *data,
               const xmlChar  *name,
               const xmlChar  *prefix,
               const xmlChar  *uri,
               int             n_namespaces,
               const xmlChar **namespaces,
               int             n_attributes,
               int             n_defaulted,
               const xmlChar **values)
{
  xmlParserCtxt *context = data;
  Reader *reader = context->_private;
  Attributes attributes = { n_attributes, values };

  reader->depth++;
  if (reader->depth == 1 && strcmp ((const char *) name, reader->root) != 0)
    {
      reader->other = TRUE;
      xmlStopParser (context);
    }
  else if (reader->sources != NULL)
    start_source (reader, (const char *) name, &attributes);
  else if (reader->depth == 2 && strcmp ((const char *) name, "person") == 0)
    start_person (reader, &attributes);
  else if (reader->depth == 4)
    start_part (reader, (const char *) name, &attributes);
}

static void
end_element (void          *data,
             const xmlChar *name,
             const xmlChar *prefix,
             const xmlChar *uri)
{
  xmlParserCtxt *context = data;
  Reader *reader = context->_private;

  if (reader->depth == 4 && reader->attribute != NULL)
    {
      reader->attribute->value = g_utf8_make_valid (reader->text->str, reader->text->len);
      reader->attribute = NULL;
    }
  if (reader->depth == 2)
    reader->person = NULL;
  reader->depth--;
}

static void
characters (void          *data,
            const xmlChar *text,
            int            length)
{
  Reader *reader = ((xmlParserCtxt *) data)->_private;

  if (reader->attribute != NULL && reader->text->len < MAX_TEXT_BYTES)
    g_string_append_len (reader->text, (const char *) text, MIN (length, (int) (MAX_TEXT_BYTES - reader->text->len)));
}

/* Entities can be declared in a DOCTYPE alone: the parser stops before it has read one. */
static void
refuse_doctype (void          *data,
                const xmlChar *name,
                const xmlChar *external_id,
                const xmlChar *system_id)
{
  xmlParserCtxt *context = data;

  ((Reader *) context->_private)->doctype = TRUE;
  xmlStopParser (context);
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

/* Nothing is built but what @reader keeps. */
static gboolean
read_all (Reader  *reader,
          GBytes  *bytes,
          GError **error)
{
  xmlParserCtxt *context;
  xmlDoc *doc;
  gboolean well_formed;

  if (g_bytes_get_size (bytes) > KITH_CLAWS_BOOK_MAX_BYTES)
    {
      kith_tree_set_error (error, _("The address book is too large."));
      return FALSE;
    }
  if (!kith_tree_check_tags (bytes, error))
    return FALSE;
  kith_tree_init ();
  reader->text = g_string_new (NULL);
  context = xmlNewParserCtxt ();
  context->_private = reader;
  context->sax->internalSubset = refuse_doctype;
  context->sax->startElementNs = start_element;
  context->sax->endElementNs = end_element;
  context->sax->characters = characters;
  context->sax->ignorableWhitespace = characters;
  context->sax->cdataBlock = characters;
  context->sax->comment = ignore_comment;
  context->sax->processingInstruction = ignore_instruction;
  doc = xmlCtxtReadMemory (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  well_formed = context->wellFormed;
  g_clear_pointer (&doc, xmlFreeDoc);
  xmlFreeParserCtxt (context);
  g_string_free (reader->text, TRUE);
  if (reader->doctype)
    kith_tree_set_error (error, _("The document declares a document type, which is not allowed."));
  else if (reader->other)
    kith_tree_set_error (error, _("The file is no address book of Claws Mail."));
  else if (!well_formed)
    kith_tree_set_error (error, _("The document is malformed."));
  return well_formed && !reader->doctype && !reader->other;
}

/*
 * kith_claws_index_parse:
 * @bytes: the file `addrbook--index.xml`
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithClawsSource): the address books of Claws Mail, or %NULL with %KITH_ERROR_INVALID
 */
GPtrArray *
kith_claws_index_parse (GBytes  *bytes,
                        GError **error)
{
  Reader reader = { .root = "addressbook" };

  reader.sources = g_ptr_array_new_with_free_func (source_free);
  if (!read_all (&reader, bytes, error))
    g_clear_pointer (&reader.sources, g_ptr_array_unref);
  return reader.sources;
}

/*
 * kith_claws_book_parse:
 * @bytes: one of Claws Mail's address books, at most %KITH_CLAWS_BOOK_MAX_BYTES
 * @error: return location for an error
 *
 * Nothing is loaded, entities do not exist, a DOCTYPE is refused. Groups and folders are passed over.
 *
 * Returns: (transfer full) (nullable) (element-type KithClawsPerson): the persons, or %NULL with %KITH_ERROR_INVALID
 */
GPtrArray *
kith_claws_book_parse (GBytes  *bytes,
                       GError **error)
{
  Reader reader = { .root = "address-book" };

  reader.persons = g_ptr_array_new_with_free_func (person_free);
  if (!read_all (&reader, bytes, error))
    g_clear_pointer (&reader.persons, g_ptr_array_unref);
  return reader.persons;
}
