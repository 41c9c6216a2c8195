/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-html-rewrite.h"

#include <string.h>

#define MAX_ATTRIBUTES 256
#define MAX_NAME_BYTES 64

/*
 * libxml2 before 2.12 compares each attribute of a tag with each other one: a tag of a megabyte takes it minutes. To refuse such a tag one has to
 * know as well as the parser where quotes, comments and scripts end, in every release. So the page is written anew, in a form that can be read in one
 * way only, and the parser gets that.
 */
typedef struct
{
  const char *p;
  GString *out;
} Writer;

static const char *
find_or_end (const char *p,
             char        mark)
{
  const char *found = strchr (p, mark);

  return found != NULL ? found : p + strlen (p);
}

static const char *
skip_mark (const char *p,
           gsize       length)
{
  return *p != '\0' ? p + length : p;
}

static gsize
measure_name (const char *p)
{
  gsize n = 0;

  while (g_ascii_isalnum (p[n]) || p[n] == '-' || p[n] == '_' || p[n] == ':' || p[n] == '.')
    n++;
  return n;
}

static void
append_lower (GString    *out,
              const char *text,
              gsize       length)
{
  for (gsize i = 0; i < MIN (length, MAX_NAME_BYTES); i++)
    g_string_append_c (out, g_ascii_tolower (text[i]));
}

static void
append_value (GString    *out,
              const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append (out, "&quot;");
      else if (text[i] == '<')
        g_string_append (out, "&lt;");
      else if (text[i] == '>')
        g_string_append (out, "&gt;");
      else
        g_string_append_c (out, text[i]);
    }
}

static gboolean
is_blank (char c)
{
  return g_ascii_isspace (c) || c == '/';
}

/* Gives the value behind a "=", and goes behind it. */
static void
read_value (Writer      *self,
            const char **value,
            gsize       *length)
{
  self->p++;
  while (g_ascii_isspace (*self->p))
    self->p++;
  if (*self->p == '"' || *self->p == '\'')
    {
      *value = self->p + 1;
      self->p = find_or_end (*value, *self->p);
      *length = self->p - *value;
      self->p = skip_mark (self->p, 1);
      return;
    }
  *value = self->p;
  while (*self->p != '\0' && *self->p != '>' && !g_ascii_isspace (*self->p))
    self->p++;
  *length = self->p - *value;
}

static void
write_attribute (Writer *self,
                 guint   number)
{
  const char *name = self->p;
  const char *value = "";
  gsize name_length = measure_name (name);
  gsize length = 0;

  while (*self->p != '\0' && *self->p != '>' && *self->p != '=' && !is_blank (*self->p))
    self->p++;
  while (g_ascii_isspace (*self->p))
    self->p++;
  if (*self->p == '=')
    read_value (self, &value, &length);
  if (name_length == 0 || name_length > MAX_NAME_BYTES || number > MAX_ATTRIBUTES)
    return;
  g_string_append_c (self->out, ' ');
  append_lower (self->out, name, name_length);
  g_string_append (self->out, "=\"");
  append_value (self->out, value, length);
  g_string_append_c (self->out, '"');
}

/* Returns: the end of the raw text that an element holds: "</script" */
static const char *
find_raw_end (const char *p,
              const char *name,
              gsize       length)
{
  for (p = find_or_end (p, '<'); *p != '\0'; p = find_or_end (p + 1, '<'))
    if (p[1] == '/' && g_ascii_strncasecmp (p + 2, name, length) == 0)
      break;
  return p;
}

/* Scripts are kept, since some hold JSON-LD; "<" is written as JSON and JavaScript strings can. Styles say nothing. */
static void
write_raw_text (Writer     *self,
                const char *name,
                gsize       length)
{
  const char *end = find_raw_end (self->p, name, length);

  if (length == 6)
    for (; self->p < end; self->p++)
      {
        if (*self->p == '<')
          g_string_append (self->out, "\\u003c");
        else
          g_string_append_c (self->out, *self->p);
      }
  self->p = end;
}

static gboolean
is_raw (const char *name,
        gsize       length)
{
  return (length == 6 && g_ascii_strncasecmp (name, "script", 6) == 0) || (length == 5 && g_ascii_strncasecmp (name, "style", 5) == 0);
}

static void
write_start_tag (Writer *self)
{
  const char *name = self->p;
  gsize length = measure_name (name);
  guint n = 0;

  g_string_append_c (self->out, '<');
  append_lower (self->out, name, length);
  self->p += length;
  while (*self->p != '\0' && *self->p != '>')
    {
      if (is_blank (*self->p))
        self->p++;
      else
        write_attribute (self, ++n);
    }
  g_string_append_c (self->out, '>');
  self->p = skip_mark (self->p, 1);
  if (is_raw (name, length))
    write_raw_text (self, name, length);
}

static void
write_end_tag (Writer *self)
{
  gsize length = measure_name (self->p);

  g_string_append (self->out, "</");
  append_lower (self->out, self->p, length);
  g_string_append_c (self->out, '>');
  self->p = skip_mark (find_or_end (self->p, '>'), 1);
}

/* "-->", "--!>", and right at the start ">" */
static void
skip_comment (Writer *self)
{
  if (*self->p == '>')
    {
      self->p++;
      return;
    }
  for (self->p = find_or_end (self->p, '-'); *self->p != '\0'; self->p = find_or_end (self->p + 1, '-'))
    if (g_str_has_prefix (self->p, "-->") || g_str_has_prefix (self->p, "--!>"))
      {
        self->p += self->p[2] == '>' ? 3 : 4;
        return;
      }
}

static void
write_markup (Writer *self)
{
  if (g_ascii_isalpha (self->p[1]))
    {
      self->p++;
      write_start_tag (self);
    }
  else if (self->p[1] == '/' && g_ascii_isalpha (self->p[2]))
    {
      self->p += 2;
      write_end_tag (self);
    }
  else if (g_str_has_prefix (self->p, "<!--"))
    {
      self->p += 4;
      skip_comment (self);
    }
  else if (self->p[1] == '!' || self->p[1] == '?' || self->p[1] == '/')
    self->p = skip_mark (find_or_end (self->p, '>'), 1);
  else
    {
      g_string_append (self->out, "&lt;");
      self->p++;
    }
}

/*
 * kith_html_rewrite:
 * @html: UTF-8
 * @max_bytes: how long the result may become
 *
 * Writes HTML so that every "<" begins a tag, every attribute is quoted, and none has more than 256. Comments, styles and declarations are left out.
 *
 * Returns: (transfer full) (nullable): the page, or %NULL where it would be too long
 */
char *
kith_html_rewrite (const char *html,
                   gsize       max_bytes)
{
  Writer self = { .p = html, .out = g_string_sized_new (strlen (html) + 64) };

  while (*self.p != '\0' && self.out->len <= max_bytes)
    {
      gsize length = strcspn (self.p, "<");

      g_string_append_len (self.out, self.p, length);
      self.p += length;
      if (*self.p == '<')
        write_markup (&self);
    }
  return g_string_free (self.out, self.out->len > max_bytes);
}
