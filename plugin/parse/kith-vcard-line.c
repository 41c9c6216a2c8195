/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-vcard-line.h"

#include <string.h>

#define MAX_PARAMETERS 32
#define MAX_NAME_BYTES 64
#define MAX_PARAMETER_BYTES 256
#define MAX_CHARSET_BYTES 32

static void
parameter_free (gpointer data)
{
  KithVCardParameter *parameter = data;

  g_free (parameter->name);
  g_free (parameter->value);
  g_free (parameter);
}

/*
 * kith_vcard_line_free:
 * @self: (nullable): a line
 */
void
kith_vcard_line_free (KithVCardLine *self)
{
  if (self == NULL)
    return;
  g_free (self->group);
  g_free (self->name);
  g_free (self->value);
  g_ptr_array_unref (self->parameters);
  g_free (self);
}

/*
 * kith_vcard_line_get_parameter:
 * @name: name of a parameter, in lower case
 *
 * Returns: (transfer none) (nullable): the first value of it
 */
const char *
kith_vcard_line_get_parameter (KithVCardLine *self,
                               const char    *name)
{
  for (guint i = 0; i < self->parameters->len; i++)
    {
      KithVCardParameter *parameter = g_ptr_array_index (self->parameters, i);

      if (strcmp (parameter->name, name) == 0)
        return parameter->value;
    }
  return NULL;
}

static gsize
take_line (KithVCardReader *self)
{
  const char *newline = memchr (self->p, '\n', self->end - self->p);
  const char *line_end = newline != NULL ? newline : self->end;
  gsize length = line_end - self->p;

  if (length > 0 && self->p[length - 1] == '\r')
    length--;
  self->p = newline != NULL ? newline + 1 : self->end;
  return length;
}

static gboolean
head_contains (GString    *line,
               const char *word)
{
  const char *colon = memchr (line->str, ':', line->len);
  g_autofree char *head = g_ascii_strup (line->str, colon != NULL ? colon - line->str : (gssize) line->len);

  return strstr (head, word) != NULL;
}

static gboolean
is_base64_line (KithVCardReader *self)
{
  const char *p = self->p;

  while (p < self->end && (g_ascii_isalnum (*p) || *p == '+' || *p == '/' || *p == '='))
    p++;
  return p > self->p && (p == self->end || *p == '\r' || *p == '\n');
}

/* A fold may fall inside a character: this works on bytes. vCard 2.1 also wraps its two encodings without a space in front. */
static GString *
read_logical_line (KithVCardReader *self)
{
  GString *line = g_string_new (NULL);
  const char *start = self->p;
  gboolean quoted_printable, base64;

  g_string_append_len (line, start, take_line (self));
  quoted_printable = head_contains (line, "QUOTED-PRINTABLE");
  base64 = head_contains (line, "BASE64") || head_contains (line, "ENCODING=B");
  while (self->p < self->end)
    {
      gboolean folded = *self->p == ' ' || *self->p == '\t';
      gboolean soft = quoted_printable && line->len > 0 && line->str[line->len - 1] == '=';

      if (!folded && !soft && !(base64 && is_base64_line (self)))
        break;
      if (soft)
        g_string_truncate (line, line->len - 1);
      if (folded)
        self->p++;
      start = self->p;
      g_string_append_len (line, start, take_line (self));
    }
  return line;
}

/* RFC 6868: what a parameter cannot hold otherwise. */
static char *
decode_parameter (const char *text,
                  gsize       length)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length && out->len < MAX_PARAMETER_BYTES; i++)
    {
      if (text[i] != '^' || i + 1 == length || strchr ("n'^", text[i + 1]) == NULL)
        g_string_append_c (out, text[i]);
      else
        {
          i++;
          g_string_append_c (out, text[i] == 'n' ? '\n' : text[i] == '\'' ? '"' : '^');
        }
    }
  return g_string_free (out, FALSE);
}

static void
add_parameter (KithVCardLine *self,
               const char    *name,
               gsize          name_length,
               const char    *value,
               gsize          value_length)
{
  KithVCardParameter *parameter;

  if (self->parameters->len >= MAX_PARAMETERS || name_length == 0 || name_length > MAX_NAME_BYTES)
    return;
  parameter = g_new0 (KithVCardParameter, 1);
  parameter->name = g_ascii_strdown (name, name_length);
  parameter->value = decode_parameter (value, value_length);
  g_ptr_array_add (self->parameters, parameter);
}

/* vCard 2.1 leaves the name out: "TEL;WORK;QUOTED-PRINTABLE:" */
static void
add_bare_parameter (KithVCardLine *self,
                    const char    *value,
                    gsize          length)
{
  static const char *const encodings[] = { "quoted-printable", "base64", "b", "7bit", "8bit" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (strlen (encodings[i]) == length && g_ascii_strncasecmp (value, encodings[i], length) == 0)
      {
        add_parameter (self, "encoding", 8, value, length);
        return;
      }
  add_parameter (self, "type", 4, value, length);
}

static const char *
read_parameter_value (const char  *p,
                      const char **value,
                      gsize       *length)
{
  if (*p == '"')
    {
      *value = ++p;
      p += strcspn (p, "\"");
      *length = p - *value;
      return *p == '"' ? p + 1 : p;
    }
  *value = p;
  p += strcspn (p, ",;:");
  *length = p - *value;
  return p;
}

/* Returns: (nullable): the place of the colon */
static const char *
read_parameters (KithVCardLine *self,
                 const char    *p)
{
  while (*p == ';')
    {
      const char *name = ++p;
      gsize name_length = strcspn (p, "=;:,\"");
      const char *value;
      gsize length;

      p += name_length;
      if (*p != '=')
        {
          add_bare_parameter (self, name, name_length);
          p += strcspn (p, ";:");
          continue;
        }
      do
        {
          p = read_parameter_value (p + 1, &value, &length);
          add_parameter (self, name, name_length, value, length);
        }
      while (*p == ',');
      p += strcspn (p, ";:");
    }
  return *p == ':' ? p : NULL;
}

static char *
decode_quoted_printable (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (*text == '=' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]))
        {
          char byte = (char) (g_ascii_xdigit_value (text[1]) << 4 | g_ascii_xdigit_value (text[2]));

          if (byte != '\0')
            g_string_append_c (out, byte);
          text += 2;
        }
      else
        g_string_append_c (out, *text);
    }
  return g_string_free (out, FALSE);
}

static char *
to_utf8 (const char *text,
         const char *charset)
{
  char *converted = NULL;

  if (charset != NULL && strlen (charset) <= MAX_CHARSET_BYTES && g_ascii_strcasecmp (charset, "utf-8") != 0)
    converted = g_convert_with_fallback (text, -1, "UTF-8", charset, "?", NULL, NULL, NULL);
  if (converted == NULL && !g_utf8_validate (text, -1, NULL))
    converted = g_convert_with_fallback (text, -1, "UTF-8", "WINDOWS-1252", "?", NULL, NULL, NULL);
  return converted != NULL ? converted : g_utf8_make_valid (text, -1);
}

static void
set_value (KithVCardLine *self,
           const char    *text)
{
  const char *encoding = kith_vcard_line_get_parameter (self, "encoding");
  g_autofree char *bytes = NULL;

  self->is_base64 = encoding != NULL && (g_ascii_strcasecmp (encoding, "b") == 0 || g_ascii_strcasecmp (encoding, "base64") == 0);
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "quoted-printable") == 0)
    bytes = decode_quoted_printable (text);
  self->value = to_utf8 (bytes != NULL ? bytes : text, kith_vcard_line_get_parameter (self, "charset"));
}

static gboolean
is_name (const char *text,
         gsize       length)
{
  if (length == 0 || length > MAX_NAME_BYTES)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
      return FALSE;
  return TRUE;
}

static KithVCardLine *
parse_line (const char *text)
{
  gsize length = strcspn (text, ";:");
  const char *name = text;
  const char *dot = memchr (text, '.', length);
  const char *colon;
  g_autoptr (KithVCardLine) self = g_new0 (KithVCardLine, 1);

  self->parameters = g_ptr_array_new_with_free_func (parameter_free);
  if (dot != NULL && is_name (text, dot - text))
    {
      self->group = g_strndup (text, dot - text);
      name = dot + 1;
      length -= name - text;
    }
  if (!is_name (name, length))
    return NULL;
  self->name = g_ascii_strdown (name, length);
  colon = read_parameters (self, name + length);
  if (colon == NULL)
    return NULL;
  set_value (self, colon + 1);
  return g_steal_pointer (&self);
}

/*
 * kith_vcard_reader_next:
 *
 * Reads on, over lines that are none: vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350) alike.
 *
 * Returns: (transfer full) (nullable): the next content line, or %NULL at the end
 */
KithVCardLine *
kith_vcard_reader_next (KithVCardReader *self)
{
  while (self->p < self->end)
    {
      GString *text = read_logical_line (self);
      KithVCardLine *line;

      /* A NUL would end the line early: there is none in honest text. */
      for (gsize i = 0; i < text->len; i++)
        if (text->str[i] == '\0')
          text->str[i] = ' ';
      line = parse_line (text->str);
      g_string_free (text, TRUE);
      if (line != NULL)
        return line;
    }
  return NULL;
}
