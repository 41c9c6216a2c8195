/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-vcard-line.h"
#include "kith-vcard-tree.h"

#define MAX_VCARD_BYTES (1024 * 1024)
#define MAX_VALUES 100

/* Parameters that say how the line was written; they are spent when it is read. */
static const char *const spent_parameters[] = { "encoding", "charset", "value", NULL };

static const char *
find_separator (const char *p,
                char        separator)
{
  for (; *p != '\0' && *p != separator; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;
  return p;
}

/* RFC 6350, section 3.4 */
static char *
unescape (const char *text,
          gsize       length)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] != '\\' || i + 1 == length || strchr ("nN,;:\\", text[i + 1]) == NULL)
        g_string_append_c (out, text[i]);
      else
        {
          i++;
          g_string_append_c (out, text[i] == 'n' || text[i] == 'N' ? '\n' : text[i]);
        }
    }
  return g_string_free (out, FALSE);
}

static void
add_list (KithVCardTree *tree,
          xmlNode       *property,
          const char    *element,
          const char    *text,
          char           separator)
{
  guint n = 0;

  while (n++ < MAX_VALUES)
    {
      const char *end = find_separator (text, separator);
      g_autofree char *value = unescape (text, end - text);

      kith_vcard_tree_add_value (tree, property, element, value);
      if (*end == '\0')
        break;
      text = end + 1;
    }
}

static void
add_components (KithVCardTree     *tree,
                xmlNode           *property,
                const char *const *components,
                const char        *text)
{
  for (guint i = 0; components[i] != NULL; i++)
    {
      const char *end = find_separator (text, ';');
      g_autofree char *component = g_strndup (text, end - text);

      add_list (tree, property, components[i], component, ',');
      text = *end != '\0' ? end + 1 : end;
    }
}

static gboolean
has_pictures (const char *property)
{
  return strcmp (property, "photo") == 0 || strcmp (property, "logo") == 0;
}

/* "PHOTO;ENCODING=b;TYPE=JPEG:..." of 2.1 and 3.0 becomes what 4.0 writes: a data: URI. */
static void
add_picture (KithVCardTree *tree,
             xmlNode       *property,
             KithVCardLine *line)
{
  const char *type = kith_vcard_line_get_parameter (line, "type");
  const char *media_type = kith_vcard_line_get_parameter (line, "mediatype");
  g_autoptr (GString) base64 = g_string_new (NULL);
  g_autofree char *subtype = g_ascii_strdown (type != NULL ? type : "jpeg", -1);
  g_autofree char *uri = NULL;

  for (const char *p = line->value; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (base64, *p);
  if (media_type != NULL)
    uri = g_strdup_printf ("data:%s;base64,%s", media_type, base64->str);
  else
    uri = g_strdup_printf ("data:%s%s;base64,%s", strchr (subtype, '/') != NULL ? "" : "image/", subtype, base64->str);
  kith_vcard_tree_add_value (tree, property, "uri", uri);
}

static void
add_encoded_text (KithVCardTree *tree,
                  xmlNode       *property,
                  KithVCardLine *line)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (line->value, &length);
  g_autofree char *text = g_utf8_make_valid ((const char *) bytes, length);

  kith_vcard_tree_add_value (tree, property, "text", text);
}

static void
add_value (KithVCardTree *tree,
           xmlNode       *property,
           KithVCardLine *line)
{
  const char *const *components = kith_vcard_tree_get_components (line->name);
  const char *type = kith_vcard_tree_get_type (line->name, kith_vcard_line_get_parameter (line, "value"));

  if (line->is_base64 && has_pictures (line->name))
    add_picture (tree, property, line);
  else if (line->is_base64)
    add_encoded_text (tree, property, line);
  else if (components != NULL)
    add_components (tree, property, components, line->value);
  else if (strcmp (line->name, "org") == 0)
    add_list (tree, property, "text", line->value, ';');
  else if (strcmp (line->name, "nickname") == 0 || strcmp (line->name, "categories") == 0)
    add_list (tree, property, "text", line->value, ',');
  else
    {
      g_autofree char *value = unescape (line->value, strlen (line->value));

      kith_vcard_tree_add_value (tree, property, type, value);
    }
}

static void
add_line (KithVCardTree *tree,
          KithVCardLine *line)
{
  xmlNode *property = kith_vcard_tree_add_property (tree, line->name, line->group);

  if (property == NULL)
    return;
  for (guint i = 0; i < line->parameters->len; i++)
    {
      KithVCardParameter *parameter = g_ptr_array_index (line->parameters, i);

      if (!g_strv_contains (spent_parameters, parameter->name))
        kith_vcard_tree_add_parameter (tree, property, parameter->name, parameter->value);
    }
  add_value (tree, property, line);
}

static gboolean
is_mark (KithVCardLine *line,
         const char    *name)
{
  return strcmp (line->name, name) == 0 && g_ascii_strncasecmp (line->value, "vcard", 5) == 0;
}

/* A card may lie in a card (AGENT of vCard 2.1): the inner one is another person. */
static void
read_cards (KithVCardTree *tree,
            GBytes        *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  KithVCardReader reader = { .p = data, .end = data + size };
  guint depth = 0;

  while (TRUE)
    {
      g_autoptr (KithVCardLine) line = kith_vcard_reader_next (&reader);

      if (line == NULL)
        return;
      if (is_mark (line, "begin"))
        {
          if (depth++ == 0 && !kith_vcard_tree_add_card (tree))
            return;
        }
      else if (is_mark (line, "end"))
        depth = depth > 0 ? depth - 1 : 0;
      else if (depth == 1)
        add_line (tree, line);
    }
}

/*
 * kith_vcard_parse:
 * @bytes: vCards (2.1, 3.0, 4.0) or a jCard (RFC 7095) from outside, at most 1 MiB
 * @error: return location for an error
 *
 * Makes the tree of an xCard (RFC 6351), without its namespace: `/vcards/vcard/title/text`, `/vcards/vcard/org/text[2]`, `/vcards/vcard/n/given`,
 * `/vcards/vcard/tel[parameters/type/text='work']/child::*[not(self::parameters)]`. A group is the attribute `group` of the property. Pictures
 * inside the card are data: URIs, whatever the version. What cannot be read is left out; at most 50 cards and 1000 properties are read, see kith_vcard_is_cut().
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with %KITH_ERROR_INVALID where there is no card in it
 */
KithXmlDoc *
kith_vcard_parse (GBytes  *bytes,
                  GError **error)
{
  KithVCardTree tree;
  gsize size, start = 0;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);
  data = g_bytes_get_data (bytes, &size);
  if (size > MAX_VCARD_BYTES)
    {
      kith_tree_set_error (error, _("The vCard is too large."));
      return NULL;
    }
  while (start < size && g_ascii_isspace (data[start]))
    start++;
  if (start < size && data[start] == '[')
    return kith_jcard_parse (bytes, error);
  kith_vcard_tree_begin (&tree);
  read_cards (&tree, bytes);
  return kith_vcard_tree_end (&tree, error);
}
