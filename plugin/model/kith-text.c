/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-text.h"

#include <string.h>

/* No writing system needs more marks on one letter; more is meant to run over the neighbouring lines. */
#define MAX_MARKS 8

#define ZERO_WIDTH_NON_JOINER 0x200C
#define ZERO_WIDTH_JOINER 0x200D
#define NO_BREAK_SPACE 0x00A0
#define BRAILLE_BLANK 0x2800
#define ELLIPSIS "\xE2\x80\xA6"

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

/* Sorted. What has no picture of its own, or changes the direction or the meaning of what stands beside it. */
static const Range hidden_ranges[] = {
  { 0x00AD, 0x00AD },   /* soft hyphen */
  { 0x034F, 0x034F },   /* combining grapheme joiner */
  { 0x061C, 0x061C },   /* Arabic letter mark */
  { 0x115F, 0x1160 },   /* Hangul fillers */
  { 0x17B4, 0x17B5 },   /* Khmer inherent vowels */
  { 0x180B, 0x180F },   /* Mongolian selectors and separator */
  { 0x200B, 0x200F },   /* zero width, left-to-right and right-to-left marks */
  { 0x202A, 0x202E },   /* bidi embeddings and overrides */
  { 0x2060, 0x206F },   /* word joiner, invisible operators, bidi isolates, deprecated controls */
  { 0x3164, 0x3164 },   /* Hangul filler */
  { 0xFE00, 0xFE0F },   /* variation selectors */
  { 0xFEFF, 0xFEFF },   /* byte order mark */
  { 0xFFA0, 0xFFA0 },   /* half width Hangul filler */
  { 0xFFF0, 0xFFFB },   /* interlinear annotation */
  { 0x1BCA0, 0x1BCA3 }, /* shorthand format controls */
  { 0x1D173, 0x1D17A }, /* musical format controls */
  { 0xE0000, 0xE0FFF }, /* tags and the other variation selectors */
};

typedef struct
{
  GString *out;
  gsize max_chars;
  gsize n_bases;
  guint n_marks;
  guint n_newlines;
  gunichar previous;
  gunichar joiner;
  gboolean space;
  gboolean keep_lines;
} Cleaner;

/*
 * kith_text_is_hidden:
 * @character: a code point
 *
 * Returns: whether the character is invisible: a control, a direction or format character, a filler, a tag or no character at all
 */
gboolean
kith_text_is_hidden (gunichar character)
{
  if (character < 0x20 || (character >= 0x7F && character < 0xA0))
    return TRUE;
  if ((character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (hidden_ranges); i++)
    if (character <= hidden_ranges[i].last)
      return character >= hidden_ranges[i].first;
  return FALSE;
}

static gboolean
is_line_end (gunichar character)
{
  return character == '\n' || character == 0x2028 || character == 0x2029;
}

static gboolean
is_space (gunichar character)
{
  return character == '\t' || character == '\n' || character == '\v' || character == '\f' || character == '\r' || character == 0x85 ||
         character == BRAILLE_BLANK || g_unichar_isspace (character);
}

/* Looks at a character as NFD writes it, so that text counts the same before and after NFC. Returns: the base, or 0 for marks alone */
static gunichar
take_apart (gunichar  character,
            guint    *n_marks)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (character, FALSE, parts, G_N_ELEMENTS (parts));

  *n_marks = 0;
  for (gsize i = 0; i < n; i++)
    if (g_unichar_ismark (parts[i]))
      ++*n_marks;
  return g_unichar_ismark (parts[0]) ? 0 : parts[0];
}

/* Persian, the Indic scripts and joined emoji need the joiners; between Latin letters they only hide. */
static gboolean
may_be_joined (gunichar character)
{
  return character >= 0x0600 && !is_space (character);
}

static void
flush_space (Cleaner *self)
{
  if (self->out->len > 0 && self->n_newlines > 0)
    {
      g_string_append (self->out, self->n_newlines > 1 ? "\n\n" : "\n");
      self->n_bases++;
    }
  else if (self->out->len > 0 && self->space)
    {
      g_string_append_c (self->out, ' ');
      self->n_bases++;
    }
  self->space = FALSE;
  self->n_newlines = 0;
}

static void
add_visible (Cleaner  *self,
             gunichar  character)
{
  guint n_marks;
  gunichar base = take_apart (character, &n_marks);

  if (base == 0)
    {
      if (self->out->len == 0 || self->space || self->n_newlines > 0 || self->n_marks + n_marks > MAX_MARKS)
        return;
      self->n_marks += n_marks;
    }
  else
    {
      flush_space (self);
      if (self->joiner != 0 && may_be_joined (self->previous) && may_be_joined (base))
        g_string_append_unichar (self->out, self->joiner);
      self->n_marks = n_marks;
      self->previous = base;
      self->n_bases++;
    }
  self->joiner = 0;
  g_string_append_unichar (self->out, character);
}

static void
add_space (Cleaner  *self,
           gunichar  character)
{
  if (self->keep_lines && is_line_end (character))
    self->n_newlines++;
  else
    self->space = TRUE;
  self->joiner = 0;
}

static void
add_character (Cleaner  *self,
               gunichar  character)
{
  if (is_space (character) || is_line_end (character))
    add_space (self, character);
  else if (character == 0xFE0F && self->previous >= 0x2000 && !self->space && self->n_newlines == 0 && ++self->n_marks <= MAX_MARKS)
    g_string_append_unichar (self->out, character);
  else if (character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER)
    self->joiner = self->space || self->n_newlines > 0 ? 0 : character;
  else if (!kith_text_is_hidden (character))
    add_visible (self, character);
}

static char *
cap (const char *text,
     gsize       max_chars)
{
  const char *end;

  if (max_chars == 0)
    return NULL;
  if (strlen (text) <= max_chars || (gsize) g_utf8_strlen (text, -1) <= max_chars)
    return g_strdup (text);
  end = g_utf8_offset_to_pointer (text, max_chars - 1);
  while (end > text && (end[-1] == ' ' || end[-1] == '\n'))
    end--;
  return g_strdup_printf ("%.*s" ELLIPSIS, (int) (end - text), text);
}

static char *
clean (const char *bytes,
       gssize      length,
       gsize       max_chars,
       gboolean    keep_lines)
{
  Cleaner self = { .max_chars = max_chars, .keep_lines = keep_lines };
  g_autofree char *normal = NULL;
  const char *p, *end;

  if (bytes == NULL || max_chars == 0)
    return NULL;
  p = bytes;
  end = p + (length < 0 ? strlen (bytes) : (gsize) length);
  self.out = g_string_new (NULL);
  while (p < end && self.n_bases <= max_chars)
    {
      gunichar character = g_utf8_get_char_validated (p, end - p);

      if (character == 0 || character == (gunichar) -1 || character == (gunichar) -2)
        {
          /* A NUL vanishes; any other byte that is no UTF-8 is shown as one that could not be read. */
          if (*p != '\0')
            add_visible (&self, 0xFFFD);
          p++;
          continue;
        }
      add_character (&self, character);
      p = g_utf8_next_char (p);
    }
  normal = g_utf8_normalize (self.out->str, self.out->len, G_NORMALIZE_NFC);
  g_string_free (self.out, TRUE);
  if (normal == NULL || *normal == '\0')
    return NULL;
  return cap (normal, max_chars);
}

/*
 * kith_text_clean:
 * @bytes: (nullable): what came from outside, in any or no encoding
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @max_chars: how many characters the result may have
 *
 * Makes one line of text that can be put into a label: valid UTF-8 in NFC, without control, direction, zero-width and tag characters, white
 * space collapsed, at most @max_chars characters, the last of them an ellipsis where something was cut off. Takes linear time.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL where nothing is left
 */
char *
kith_text_clean (const char *bytes,
                 gssize      length,
                 gsize       max_chars)
{
  return clean (bytes, length, max_chars, FALSE);
}

/*
 * kith_text_clean_block:
 * @bytes: (nullable): what came from outside, in any or no encoding
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @max_chars: how many characters the result may have
 *
 * As kith_text_clean(), but line ends stay, at most one empty line in a row.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL where nothing is left
 */
char *
kith_text_clean_block (const char *bytes,
                       gssize      length,
                       gsize       max_chars)
{
  return clean (bytes, length, max_chars, TRUE);
}

static gboolean
is_at (gunichar character)
{
  return character == '@' || character == 0xFE6B || character == 0xFF20;
}

/*
 * kith_text_holds_address:
 * @text: clean text
 *
 * A display name that shows an address pretends to be somebody: the address that counts is another.
 *
 * Returns: whether @text has something in it that a reader takes for a mail address
 */
gboolean
kith_text_holds_address (const char *text)
{
  gunichar before = ' ';

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      const char *after = g_utf8_next_char (p);
      gboolean apart = *after == ' ';

      if (!is_at (character))
        {
          before = character;
          continue;
        }
      while (*after == ' ')
        after++;
      if (before != ' ' && !apart && *after != '\0')
        return TRUE;
      /* "ceo @ bank.example" */
      for (; *after != '\0' && *after != ' '; after++)
        if (*after == '.' && g_ascii_isalnum (after[1]))
          return TRUE;
      before = character;
    }
  return FALSE;
}
