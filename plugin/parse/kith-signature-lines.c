/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-lines.h"

#include <string.h>

#include "kith-signature-words.h"
#include "kith-text.h"

/* What is longer was not written by hand. */
#define MAX_OWN_BYTES (256 * 1024)
#define MAX_INPUT_LINES 4000
#define LOOK_AHEAD 5

/* Outlook and others put the whole header over what they quote: this many of its fields in a row are one. */
#define MIN_HEADER_FIELDS 2

gboolean
kith_signature_is_delimiter (const char *line)
{
  return strcmp (line, "--") == 0 || strcmp (line, "-- ") == 0;
}

/* A line to look at: no hidden characters, no markup of plain text, spaces put together. */
static char *
clean_line (const char *start,
            gsize       length)
{
  g_autofree char *clean = NULL;
  char *p;

  /* A giant line is a paragraph. */
  if (length > 4 * KITH_SIGNATURE_MAX_LINE_BYTES)
    return g_strdup ("");
  clean = kith_text_clean (start, length, KITH_SIGNATURE_MAX_LINE_BYTES);
  if (clean == NULL)
    return g_strdup ("");
  p = clean;
  while (*p == '*' || *p == '_' || *p == '|' || *p == ' ')
    p++;
  for (gsize n = strlen (p); n > 0 && strchr ("*_| ", p[n - 1]) != NULL; n--)
    p[n - 1] = '\0';
  return g_strdup (p);
}

static gboolean
is_rule (const char *line)
{
  guint n = 0;

  for (; *line != '\0'; line = g_utf8_next_char (line), n++)
    if (g_unichar_isalnum (g_utf8_get_char (line)))
      return FALSE;
  return n >= 3;
}

/* "On … wrote:" in its languages, also broken over two lines. */
static gboolean
is_attribution (const char *line,
                const char *next)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  g_autofree char *both = g_str_has_suffix (line, ":") ? g_strdup (line) : g_strconcat (line, " ", next != NULL ? next : "", NULL);
  gsize n = strlen (both);

  if (n < 8 || (both[n - 1] != ':' && !g_str_has_suffix (both, "：")) || strpbrk (both, "0123456789@<") == NULL)
    return FALSE;
  kith_signature_tokens_init (&tokens, both, n);
  return kith_signature_tokens_have (&tokens, KITH_WORD_WROTE);
}

static gboolean
is_header_field (const char   *line,
                 KithWordKind  kind)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  const char *colon = strchr (line, ':');
  const char *wide = strstr (line, "：");

  if (colon == NULL || (wide != NULL && wide < colon))
    colon = wide;
  if (colon == NULL || colon - line > 40)
    return FALSE;
  kith_signature_tokens_init (&tokens, line, colon - line);
  return tokens.n > 0 && kith_signature_tokens_match (&tokens, 0, kind) == tokens.n;
}

static gboolean
is_header_block (GPtrArray *lines,
                 guint      at)
{
  guint n = 0;

  if (!is_header_field (lines->pdata[at], KITH_WORD_FROM))
    return FALSE;
  for (guint i = at + 1; i < lines->len && i <= at + LOOK_AHEAD; i++)
    n += is_header_field (lines->pdata[i], KITH_WORD_HEADER);
  return n >= MIN_HEADER_FIELDS;
}

/* Everything from here on is a disclaimer, the footer of a list, something forwarded or a post scriptum. */
static gboolean
is_cut (const char *line)
{
  g_auto (KithSignatureTokens) tokens = { 0 };

  kith_signature_tokens_init (&tokens, line, strlen (line));
  for (guint i = 0; i < tokens.n; i++)
    {
      guint n = kith_signature_tokens_match (&tokens, i, KITH_WORD_CUT);
      gsize bytes = n > 0 ? tokens.items[i + n - 1].end - tokens.items[i].start : 0;

      /* "P.S." counts only where it begins a line. */
      if (bytes > 5 || (n > 0 && i == 0 && strchr (":.-", line[tokens.items[n - 1].end]) != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_quoted (const char *line)
{
  return *line == '>' || (*line == '|' && line[1] == ' ' && strchr (line + 2, '|') == NULL);
}

static GPtrArray *
split (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  const char *p = text;
  const char *end = text + strnlen (text, MAX_OWN_BYTES);

  while (p < end && lines->len < MAX_INPUT_LINES)
    {
      const char *stop = memchr (p, '\n', end - p);
      gsize length = (stop != NULL ? stop : end) - p;

      while (length > 0 && p[length - 1] == '\r')
        length--;
      if (*p == '>')
        g_ptr_array_add (lines, g_strdup (">"));
      else if (length == 3 && memcmp (p, "-- ", 3) == 0)
        g_ptr_array_add (lines, g_strdup ("-- "));
      else
        g_ptr_array_add (lines, clean_line (p, length));
      p = stop != NULL ? stop + 1 : end;
    }
  return lines;
}

static guint
next_written (GPtrArray *lines,
              guint      i)
{
  while (i < lines->len && *(char *) lines->pdata[i] == '\0')
    i++;
  return i;
}

/* What was quoted begins here: how many lines to leave out, G_MAXUINT for all that follow. */
static guint
get_quoted (GPtrArray *lines,
            guint      i)
{
  const char *line = lines->pdata[i];
  const char *next = i + 1 < lines->len ? lines->pdata[i + 1] : NULL;

  if (is_quoted (line))
    return 1;
  if (is_attribution (line, next))
    {
      guint after = i + (g_str_has_suffix (line, ":") ? 1 : 2);
      guint written = next_written (lines, after);

      return written < lines->len && is_quoted (lines->pdata[written]) ? after - i : G_MAXUINT;
    }
  if (is_header_block (lines, i) || is_cut (line))
    return G_MAXUINT;
  return 0;
}

/*
 * kith_signature_own_lines:
 * @text: valid UTF-8, from outside
 *
 * Returns: (transfer full) (element-type utf8): the last lines of what the sender wrote, cleaned; empty ones separate paragraphs
 */
GPtrArray *
kith_signature_own_lines (const char *text)
{
  g_autoptr (GPtrArray) lines = split (text);
  GPtrArray *own = g_ptr_array_new_with_free_func (g_free);
  guint i = 0;

  while (i < lines->len)
    {
      guint n = *(char *) lines->pdata[i] != '\0' ? get_quoted (lines, i) : 0;

      if (n == G_MAXUINT)
        break;
      if (n == 0)
        {
          const char *line = lines->pdata[i];

          g_ptr_array_add (own, g_strdup (is_rule (line) && !kith_signature_is_delimiter (line) ? "" : line));
          n = 1;
        }
      else if (own->len > 0)
        g_ptr_array_add (own, g_strdup (""));
      i += n;
    }
  while (own->len > 0 && *(char *) own->pdata[own->len - 1] == '\0')
    g_ptr_array_set_size (own, own->len - 1);
  if (own->len > KITH_SIGNATURE_MAX_LINES)
    g_ptr_array_remove_range (own, 0, own->len - KITH_SIGNATURE_MAX_LINES);
  return own;
}
