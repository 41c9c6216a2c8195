/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-body.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <jansson.h>

#include <kith/kith-error.h>

#include "kith-tree.h"

#define MAX_DEPTH 32

typedef enum
{
  BODY_JSON,
  BODY_XML,
  BODY_FORM,
} BodyKind;

typedef struct
{
  char *name;
  KithTemplate *value;
} Field;

struct _KithBody
{
  BodyKind kind;
  char *type;
  json_t *json;       /* (nullable) */
  gboolean graphql;
  KithTemplate *text; /* (nullable) */
  GArray *fields;     /* (element-type Field) */
  GPtrArray *variables; /* (element-type utf8) */
};

/* What is handed down while a JSON document is walked. */
typedef struct
{
  KithTemplateLookup lookup;
  gpointer user_data;
  GPtrArray *variables; /* collected instead of looked up */
} Walk;

static void
field_clear (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  kith_template_free (field->value);
}

static KithBody *
body_new (BodyKind    kind,
          const char *type)
{
  KithBody *self = g_new0 (KithBody, 1);

  self->kind = kind;
  self->type = g_strdup (type);
  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  g_array_set_clear_func (self->fields, field_clear);
  self->variables = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kith_body_free (KithBody *self)
{
  g_free (self->type);
  g_clear_pointer (&self->json, json_decref);
  g_clear_pointer (&self->text, kith_template_free);
  g_array_unref (self->fields);
  g_ptr_array_unref (self->variables);
  g_free (self);
}

static void
collect (GPtrArray *variables,
         GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    if (!g_ptr_array_find_with_equal_func (variables, more->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (variables, g_strdup (more->pdata[i]));
}

static json_t *
make_integer (const char  *name,
              const char  *value,
              GError     **error)
{
  char *end = NULL;
  gint64 number = value != NULL ? g_ascii_strtoll (value, &end, 10) : 0;

  if (value == NULL || end == value || *end != '\0')
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no number “%s” to ask with"), name);
      return NULL;
    }
  return json_integer (number);
}

/* "{#x}" becomes a number, any other string a string. */
static json_t *
walk_string (const char  *text,
             Walk        *walk,
             GError     **error)
{
  gboolean number = g_str_has_prefix (text, "{#");
  g_autofree char *plain = number ? g_strconcat ("{", text + 2, NULL) : g_strdup (text);
  g_autoptr (KithTemplate) template = kith_template_new_text (plain, KITH_PLACE_JSON, error);
  g_autofree char *value = NULL;

  if (template == NULL)
    return NULL;
  if (walk->lookup == NULL)
    {
      collect (walk->variables, kith_template_get_variables (template));
      return json_string (text);
    }
  value = kith_template_expand (template, walk->lookup, walk->user_data, error);
  if (value == NULL)
    return NULL;
  return number ? make_integer (plain, value, error) : json_string (value);
}

static json_t *
walk_json (json_t  *node,
           Walk    *walk,
           guint    depth,
           GError **error)
{
  json_t *copy = NULL;
  const char *key;
  json_t *value;
  size_t i;

  if (depth > MAX_DEPTH)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a body is too deep"));
      return NULL;
    }
  if (json_is_string (node))
    return walk_string (json_string_value (node), walk, error);
  if (!json_is_object (node) && !json_is_array (node))
    return json_incref (node);

  copy = json_is_object (node) ? json_object () : json_array ();
  if (json_is_object (node))
    {
      json_object_foreach (node, key, value)
        {
          json_t *child = walk_json (value, walk, depth + 1, error);

          if (child == NULL)
            {
              json_decref (copy);
              return NULL;
            }
          json_object_set_new (copy, key, child);
        }
    }
  else
    {
      json_array_foreach (node, i, value)
        {
          json_t *child = walk_json (value, walk, depth + 1, error);

          if (child == NULL)
            {
              json_decref (copy);
              return NULL;
            }
          json_array_append_new (copy, child);
        }
    }
  return copy;
}

static json_t *
load_json (const char  *text,
           GPtrArray   *variables,
           GError     **error)
{
  json_error_t problem;
  json_t *json = json_loads (text, JSON_REJECT_DUPLICATES, &problem);
  Walk walk = { NULL, NULL, variables };
  json_t *copy;

  if (json == NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("not JSON: %s"), problem.text);
      return NULL;
    }
  copy = walk_json (json, &walk, 0, error);
  json_decref (json);
  return copy;
}

/* Returns: (transfer full) (nullable): a body whose strings are templates; "{#x}" stands for a number */
KithBody *
kith_body_new_json (const char  *text,
                    GError     **error)
{
  g_autoptr (KithBody) self = body_new (BODY_JSON, "application/json");

  self->json = load_json (text, self->variables, error);
  return self->json != NULL ? g_steal_pointer (&self) : NULL;
}

/* The query itself is fixed: what is asked about goes into the variables (GraphQL specification section 6.1.2). */
KithBody *
kith_body_new_graphql (const char  *query,
                       const char  *variables,
                       GError     **error)
{
  g_autoptr (KithBody) self = body_new (BODY_JSON, "application/json");
  json_t *object;

  self->graphql = TRUE;
  object = variables != NULL ? load_json (variables, self->variables, error) : json_object ();
  if (object == NULL)
    return NULL;
  self->json = json_pack ("{s:s, s:o}", "query", query, "variables", object);
  if (self->json == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("not a GraphQL query"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

KithBody *
kith_body_new_xml (const char  *text,
                   GError     **error)
{
  g_autoptr (KithBody) self = body_new (BODY_XML, "application/xml; charset=utf-8");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (KithXmlDoc) doc = kith_xml_parse (bytes, error);

  if (doc == NULL)
    return NULL;
  if (strstr (text, "<!") != NULL)
    {
      /* Escaping means nothing in a comment or a CDATA section. */
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("a body has no comments and no CDATA sections inside"));
      return NULL;
    }
  self->text = kith_template_new_text (text, KITH_PLACE_XML, error);
  if (self->text == NULL)
    return NULL;
  collect (self->variables, kith_template_get_variables (self->text));
  return g_steal_pointer (&self);
}

KithBody *
kith_body_new_form (void)
{
  return body_new (BODY_FORM, "application/x-www-form-urlencoded");
}

gboolean
kith_body_add_field (KithBody    *self,
                     const char  *name,
                     const char  *value,
                     GError     **error)
{
  Field field = { g_uri_escape_string (name, NULL, FALSE), kith_template_new_text (value, KITH_PLACE_FORM, error) };

  if (field.value == NULL)
    {
      g_free (field.name);
      return FALSE;
    }
  collect (self->variables, kith_template_get_variables (field.value));
  g_array_append_val (self->fields, field);
  return TRUE;
}

void
kith_body_set_type (KithBody   *self,
                    const char *content_type)
{
  g_free (self->type);
  self->type = g_strdup (content_type);
}

const char *
kith_body_get_type (KithBody *self)
{
  return self->type;
}

GPtrArray *
kith_body_get_variables (KithBody *self)
{
  return self->variables;
}

static GBytes *
take_string (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
expand_json (KithBody  *self,
             Walk      *walk,
             GError   **error)
{
  json_t *json = NULL;
  char *text;
  GBytes *bytes;

  if (self->graphql)
    {
      json_t *variables = walk_json (json_object_get (self->json, "variables"), walk, 0, error);

      if (variables != NULL)
        json = json_pack ("{s:O, s:o}", "query", json_object_get (self->json, "query"), "variables", variables);
    }
  else
    {
      json = walk_json (self->json, walk, 0, error);
    }
  if (json == NULL)
    return NULL;
  text = json_dumps (json, JSON_COMPACT | JSON_ENCODE_ANY);
  json_decref (json);
  bytes = g_bytes_new (text, strlen (text));
  free (text);
  return bytes;
}

/**
 * kith_body_expand:
 * @self: a body
 * @lookup: gives the values
 * @user_data: for @lookup
 * @error: return location for `KITH_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the bytes to send
 */
GBytes *
kith_body_expand (KithBody            *self,
                  KithTemplateLookup   lookup,
                  gpointer             user_data,
                  GError             **error)
{
  Walk walk = { lookup, user_data, NULL };
  g_autoptr (GString) form = NULL;

  if (self->kind == BODY_JSON)
    return expand_json (self, &walk, error);
  if (self->kind == BODY_XML)
    {
      char *text = kith_template_expand (self->text, lookup, user_data, error);

      return text != NULL ? take_string (text) : NULL;
    }
  form = g_string_new (NULL);
  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);
      g_autofree char *value = kith_template_expand (field->value, lookup, user_data, error);

      if (value == NULL)
        return NULL;
      g_string_append_printf (form, "%s%s=%s", i > 0 ? "&" : "", field->name, value);
    }
  return take_string (g_string_free (g_steal_pointer (&form), FALSE));
}
