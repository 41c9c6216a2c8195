/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-template.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#define MAX_TEMPLATE_BYTES (64 * 1024)
#define MAX_EXPANDED_BYTES (64 * 1024)

typedef struct
{
  char *text; /* a literal, or the name of a variable */
  gboolean variable;
  KithPlace place;
  KithLiteral literal;
  char op; /* '\0', '?' or '&': how the variable begins in the text */
} Part;

struct _KithTemplate
{
  char *text;
  GArray *parts;        /* (element-type Part) */
  GPtrArray *variables; /* (element-type utf8): each name once */
  gboolean reference;
  gboolean host_variables;
};

/* What the text means at the point that is read. */
typedef struct
{
  gboolean url;
  KithPlace place;
  KithDialect dialect;
  char quote; /* the quote that is open, or '\0' */
} Reader;

static void
part_clear (gpointer data)
{
  g_free (((Part *) data)->text);
}

void
kith_template_free (KithTemplate *self)
{
  g_free (self->text);
  g_array_unref (self->parts);
  g_ptr_array_unref (self->variables);
  g_free (self);
}

static gboolean
is_name (const char *name)
{
  if (!g_ascii_islower (name[0]))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return FALSE;
  return strlen (name) <= 64;
}

static void
add_part (KithTemplate *self,
          const char   *text,
          gboolean      variable,
          Reader       *reader,
          KithLiteral   literal,
          char          op)
{
  Part part = { g_strdup (text), variable, reader->place, literal, op };

  g_array_append_val (self->parts, part);
  if (!variable)
    return;
  if (reader->url && reader->place == KITH_PLACE_HOST)
    self->host_variables = TRUE;
  if (!g_ptr_array_find_with_equal_func (self->variables, text, g_str_equal, NULL))
    g_ptr_array_add (self->variables, g_strdup (text));
}

static gboolean
find_literal (Reader       *reader,
              KithLiteral  *literal,
              GError      **error)
{
  *literal = KITH_LITERAL_NONE;
  if (reader->dialect == KITH_DIALECT_SPARQL && reader->quote == '<')
    *literal = KITH_LITERAL_SPARQL_IRI;
  else if (reader->dialect == KITH_DIALECT_ODATA && reader->quote == '\'')
    *literal = KITH_LITERAL_ODATA;
  else if (reader->dialect == KITH_DIALECT_SOQL && reader->quote == '\'')
    *literal = KITH_LITERAL_SOQL;
  else if (reader->quote != '\0')
    *literal = KITH_LITERAL_QUOTED;
  else if (reader->dialect != KITH_DIALECT_NONE && reader->dialect != KITH_DIALECT_ODATA && reader->place == KITH_PLACE_QUERY)
    {
      /* OData has variables outside of literals too ($top, ids in keys of the path); the others have none that are safe. */
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a variable stands outside of quotes in a query language"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
add_expression (KithTemplate  *self,
                Reader        *reader,
                const char    *expression,
                GError       **error)
{
  char op = *expression == '?' || *expression == '&' ? *expression : '\0';
  g_auto (GStrv) names = g_strsplit (expression + (op != '\0' ? 1 : 0), ",", 16);
  KithLiteral literal;

  if (op != '\0' && (!reader->url || reader->place == KITH_PLACE_HOST || (op == '&' && reader->place != KITH_PLACE_QUERY)))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("“{%s}” cannot stand here"), expression);
      return FALSE;
    }
  if (op == '\0' && g_strv_length (names) != 1)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("“{%s}” names more than one variable"), expression);
      return FALSE;
    }
  if (op == '?')
    reader->place = KITH_PLACE_QUERY;
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!is_name (names[i]))
        {
          g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("“{%s}” is not a variable"), expression);
          return FALSE;
        }
      if (!find_literal (reader, &literal, error))
        return FALSE;
      add_part (self, names[i], TRUE, reader, literal, op == '?' && i > 0 ? '&' : op);
    }
  return TRUE;
}

static void
track_quote (Reader *reader,
             char    c)
{
  /* In XML the escaping itself keeps a quote a quote; a host and a header have no literals. */
  if (reader->place == KITH_PLACE_HOST || reader->place == KITH_PLACE_HEADER || reader->place == KITH_PLACE_XML)
    return;
  if (reader->quote != '\0')
    {
      if (c == reader->quote || (reader->quote == '<' && c == '>'))
        reader->quote = '\0';
    }
  else if (c == '"' || c == '\'' || (c == '<' && reader->dialect == KITH_DIALECT_SPARQL))
    reader->quote = c;
}

/* Copies the literal text up to the next brace; in a URL encodes what cannot stand there (RFC 6570 section 3.1). */
static const char *
add_literal (KithTemplate *self,
             Reader       *reader,
             const char   *p)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (*p != '\0' && *p != '{')
    {
      if (reader->url && reader->place == KITH_PLACE_HOST && (*p == '/' || *p == '?'))
        reader->place = *p == '?' ? KITH_PLACE_QUERY : KITH_PLACE_PATH;
      else if (reader->url && reader->place == KITH_PLACE_PATH && *p == '?')
        reader->place = KITH_PLACE_QUERY;

      if (reader->url && *p == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          track_quote (reader, g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]));
          g_string_append_len (text, p, 3);
          p += 3;
          continue;
        }
      track_quote (reader, *p);
      if (reader->place == KITH_PLACE_FORM && !g_ascii_isalnum (*p) && strchr ("-._~", *p) == NULL)
        g_string_append_printf (text, "%%%02X", (guchar) *p);
      else if (reader->url && !g_ascii_isalnum (*p) && strchr ("-._~:/?[]@!$&'()*+,;=", *p) == NULL)
        g_string_append_printf (text, "%%%02X", (guchar) *p);
      else
        g_string_append_c (text, *p);
      p++;
    }
  if (text->len > 0)
    add_part (self, text->str, FALSE, reader, KITH_LITERAL_NONE, '\0');
  return p;
}

static gboolean
read_template (KithTemplate  *self,
               Reader        *reader,
               GError       **error)
{
  const char *p = self->text;

  if (strlen (p) > MAX_TEMPLATE_BYTES)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a text is too long"));
      return FALSE;
    }
  if (reader->url && reader->place == KITH_PLACE_HOST)
    {
      add_part (self, "https://", FALSE, reader, KITH_LITERAL_NONE, '\0');
      p += strlen ("https://");
    }
  while (*p != '\0')
    {
      const char *end;
      g_autofree char *expression = NULL;

      p = add_literal (self, reader, p);
      if (*p == '\0')
        break;
      end = strchr (p, '}');
      if (end == NULL)
        {
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a “{” has no “}”"));
          return FALSE;
        }
      expression = g_strndup (p + 1, end - p - 1);
      if (!add_expression (self, reader, expression, error))
        return FALSE;
      p = end + 1;
    }
  return TRUE;
}

static KithTemplate *
template_new (const char *text)
{
  KithTemplate *self = g_new0 (KithTemplate, 1);

  self->text = g_strdup (text);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);
  self->variables = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static gboolean
check_origin (const char  *text,
              GError     **error)
{
  const char *rest;
  gsize length;

  /* Relative to the provider's own server. */
  if (text[0] == '/' && text[1] != '/')
    return TRUE;
  if (!g_str_has_prefix (text, "https://"))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a URL must begin with “https://”, or with “/” on the provider's own server"));
      return FALSE;
    }
  rest = text + strlen ("https://");
  length = strcspn (rest, "/?");
  if (length == 0 || memchr (rest, '@', length) != NULL || memchr (rest, '[', length) != NULL || memchr (rest, '%', length) != NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a URL must name a host and nothing else before its path"));
      return FALSE;
    }
  return TRUE;
}

/**
 * kith_template_new_url:
 * @text: a template of an https URL, of a path on the provider's own server, or `{+name}`: a reference that a response gave
 * @dialect: the query language that its query is written in
 * @error: return location for `KITH_ERROR_INVALID`; the message is the reason alone
 *
 * Returns: (transfer full) (nullable): the template
 */
KithTemplate *
kith_template_new_url (const char   *text,
                       KithDialect   dialect,
                       GError      **error)
{
  g_autoptr (KithTemplate) self = template_new (text);
  Reader reader = { TRUE, text[0] == '/' ? KITH_PLACE_PATH : KITH_PLACE_HOST, dialect, '\0' };

  if (g_str_has_prefix (text, "{+") && g_str_has_suffix (text, "}"))
    {
      g_autofree char *name = g_strndup (text + 2, strlen (text) - 3);

      if (!is_name (name))
        {
          g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("“{%s}” is not a variable"), text + 1);
          return NULL;
        }
      add_part (self, name, TRUE, &reader, KITH_LITERAL_NONE, '+');
      self->reference = TRUE;
      return g_steal_pointer (&self);
    }
  if (strstr (text, "{+") != NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("“{+…}” must be the whole URL"));
      return NULL;
    }
  if (strchr (text, '#') != NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a URL that is asked has no “#”"));
      return NULL;
    }
  if (!check_origin (text, error) || !read_template (self, &reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * kith_template_new_text:
 * @text: a template
 * @place: what it will be part of
 * @error: return location for `KITH_ERROR_INVALID`; the message is the reason alone
 *
 * Returns: (transfer full) (nullable): the template
 */
KithTemplate *
kith_template_new_text (const char  *text,
                        KithPlace    place,
                        GError     **error)
{
  g_autoptr (KithTemplate) self = template_new (text);
  Reader reader = { FALSE, place, KITH_DIALECT_NONE, '\0' };

  if (!read_template (self, &reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
kith_template_get_text (KithTemplate *self)
{
  return self->text;
}

/* Returns: (transfer none) (element-type utf8): the names of the variables, each once */
GPtrArray *
kith_template_get_variables (KithTemplate *self)
{
  return self->variables;
}

/* The whole URL comes from a response. */
gboolean
kith_template_is_reference (KithTemplate *self)
{
  return self->reference;
}

gboolean
kith_template_host_has_variables (KithTemplate *self)
{
  return self->host_variables;
}

/* Can the text be made without the variable? */
gboolean
kith_template_is_optional (KithTemplate *self,
                           const char   *name)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      if (part->variable && g_str_equal (part->text, name) && part->op != '?' && part->op != '&')
        return FALSE;
    }
  return TRUE;
}

/**
 * kith_template_expand:
 * @self: a template
 * @lookup: gives the values
 * @user_data: for @lookup
 * @error: return location for `KITH_ERROR_INVALID`
 *
 * A variable in `{?x}` or `{&x}` that has no value is left out with its name; any other must have one.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
kith_template_expand (KithTemplate        *self,
                      KithTemplateLookup   lookup,
                      gpointer             user_data,
                      GError             **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      g_autofree char *escaped = NULL;
      const char *value;

      if (!part->variable)
        {
          g_string_append (out, part->text);
          continue;
        }
      value = lookup (part->text, user_data);
      if (value == NULL && (part->op == '?' || part->op == '&'))
        continue;
      if (value == NULL)
        {
          g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no “%s” to ask with"), part->text);
          return NULL;
        }
      escaped = part->op == '+' ? g_strdup (value) : kith_escape (part->place, part->literal, value, error);
      if (escaped == NULL)
        return NULL;
      if (part->op == '?' || part->op == '&')
        g_string_append_printf (out, "%c%s=", strchr (out->str, '?') != NULL ? '&' : '?', part->text);
      g_string_append (out, escaped);
      if (out->len > MAX_EXPANDED_BYTES)
        {
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("A request would be too long"));
          return NULL;
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
