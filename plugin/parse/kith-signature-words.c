/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-words.h"

#include <gio/gio.h>
#include <string.h>

#include "kith-parse-resources.h"

#define MAX_PHRASE_TOKENS 6
#define MAX_TOKEN_BYTES 160
#define MIN_STEM_BYTES 2

typedef struct
{
  GHashTable *phrases;  /* (element-type utf8 guint): kinds */
  GHashTable *endings;  /* (element-type utf8 guint) */
  gsize longest_ending; /* bytes */
  GPtrArray *unspaced;  /* (element-type utf8): looked for anywhere */
  GArray *unspaced_kinds;
} Words;

static const struct
{
  const char *section;
  KithWordKind kind;
} sections[] = {
  { "[title]", KITH_WORD_TITLE },
  { "[degree]", KITH_WORD_DEGREE },
  { "[department]", KITH_WORD_DEPARTMENT },
  { "[legal]", KITH_WORD_LEGAL },
  { "[legal-prefix]", KITH_WORD_LEGAL_PREFIX },
  { "[org]", KITH_WORD_ORG },
  { "[at]", KITH_WORD_AT },
  { "[closing]", KITH_WORD_CLOSING },
  { "[wrote]", KITH_WORD_WROTE },
  { "[from]", KITH_WORD_FROM },
  { "[header]", KITH_WORD_HEADER },
  { "[cut]", KITH_WORD_CUT },
  { "[other]", KITH_WORD_OTHER },
  { "[prose]", KITH_WORD_PROSE },
  { "[field]", KITH_WORD_FIELD },
  { "[label-role]", KITH_WORD_LABEL_ROLE },
  { "[label-company]", KITH_WORD_LABEL_COMPANY },
  { "[label-name]", KITH_WORD_LABEL_NAME },
  { "[label-phone]", KITH_WORD_LABEL_PHONE },
  { "[label-fax]", KITH_WORD_LABEL_FAX },
};

/*
 * kith_signature_is_unspaced:
 *
 * Returns: whether words of the character's script stand without spaces between them. Korean has spaces, but not before the particles and ranks.
 */
gboolean
kith_signature_is_unspaced (gunichar character)
{
  return (character >= 0x0e00 && character <= 0x0eff) || (character >= 0x3005 && character <= 0x9fff)
         || (character >= 0xac00 && character <= 0xd7a3) || (character >= 0xf900 && character <= 0xfaff)
         || (character >= 0x3200 && character <= 0x33ff);
}

static gboolean
is_word_part (gunichar character)
{
  return g_unichar_isalnum (character) || g_unichar_ismark (character) || character == '@' || character == 0x30fc;
}

/* Dots and quotation marks within a word: "S.A.", "d.o.o.", "O'Neill", the Hebrew abbreviations. */
static gboolean
is_joiner (gunichar character)
{
  return character == '.' || character == '\'' || character == 0x2019 || character == '"' || character == 0x05f4 || character == 0x05f3 || character == 0x200c;
}

static gunichar
fold_letter (gunichar character)
{
  switch (character)
    {
    case 0x142: return 'l';
    case 0xf8: return 'o';
    case 0x111: return 'd';
    case 0x131: return 'i';
    case 0x3c2: return 0x3c3;
    default: return character;
    }
}

static char *
fold (const char *text,
      gsize       length)
{
  g_autofree char *lower = g_utf8_casefold (text, length);
  g_autofree char *apart = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) out = g_string_sized_new (length);
  char *together;

  for (const char *p = apart != NULL ? apart : lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      /* The marks of Indic scripts and of Thai are vowels. */
      if (!is_joiner (character) && !(g_unichar_type (character) == G_UNICODE_NON_SPACING_MARK && character < 0x0900))
        g_string_append_unichar (out, fold_letter (character));
    }
  /* Korean syllables are put together again: else the letters of one begin others. */
  together = g_utf8_normalize (out->str, -1, G_NORMALIZE_ALL_COMPOSE);
  return together != NULL ? together : g_string_free (g_steal_pointer (&out), FALSE);
}

/*
 * kith_signature_tokens_init:
 * @text: valid UTF-8
 * @length: bytes of it
 *
 * Splits a line into folded words, at most %KITH_SIGNATURE_MAX_TOKENS.
 */
void
kith_signature_tokens_init (KithSignatureTokens *self,
                            const char          *text,
                            gsize                length)
{
  const char *end = text + length;
  const char *p = text;

  memset (self, 0, sizeof *self);
  while (p < end)
    {
      const char *start = p;
      KithSignatureToken *token = &self->items[self->n];

      if (!is_word_part (g_utf8_get_char (p)))
        {
          p = g_utf8_next_char (p);
          continue;
        }
      if (self->n == KITH_SIGNATURE_MAX_TOKENS)
        {
          self->more = TRUE;
          return;
        }
      token->unspaced = FALSE;
      while (p < end && p - start < MAX_TOKEN_BYTES)
        {
          gunichar character = g_utf8_get_char (p);
          const char *next = g_utf8_next_char (p);

          if (is_joiner (character) ? next >= end || !is_word_part (g_utf8_get_char (next)) : !is_word_part (character))
            break;
          token->unspaced |= kith_signature_is_unspaced (character);
          p = next;
        }
      token->start = start - text;
      token->end = p - text;
      token->folded = fold (start, p - start);
      self->n++;
    }
}

void
kith_signature_tokens_clear (KithSignatureTokens *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->items[i].folded);
  self->n = 0;
}

static void
add_kind (GHashTable   *table,
          const char   *phrase,
          KithWordKind  kind)
{
  guint kinds = GPOINTER_TO_UINT (g_hash_table_lookup (table, phrase));

  g_hash_table_insert (table, g_strdup (phrase), GUINT_TO_POINTER (kinds | kind));
}

static gboolean
holds_unspaced (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (kith_signature_is_unspaced (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static void
add_entry (Words        *words,
           const char   *entry,
           KithWordKind  kind)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  g_autoptr (GString) phrase = g_string_new (NULL);

  kith_signature_tokens_init (&tokens, entry, strlen (entry));
  for (guint i = 0; i < tokens.n && i < MAX_PHRASE_TOKENS; i++)
    g_string_append_printf (phrase, "%s%s", i > 0 ? " " : "", tokens.items[i].folded);
  if (phrase->len == 0)
    return;
  if (*entry == '-')
    {
      add_kind (words->endings, phrase->str, kind);
      words->longest_ending = MAX (words->longest_ending, phrase->len);
    }
  add_kind (words->phrases, phrase->str, kind);
  if (holds_unspaced (entry))
    {
      guint value = kind;

      g_ptr_array_add (words->unspaced, g_strdup (phrase->str));
      g_array_append_val (words->unspaced_kinds, value);
    }
}

static gpointer
load_words (gpointer data)
{
  Words *words = g_new0 (Words, 1);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (kith_parse_get_resource (), "/org/kith/parse/signature-words.txt", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  KithWordKind kind = 0;

  g_assert (bytes != NULL);
  words->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  words->endings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  words->unspaced = g_ptr_array_new_with_free_func (g_free);
  words->unspaced_kinds = g_array_new (FALSE, FALSE, sizeof (guint));
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) entries = g_strsplit (**line == '#' ? "" : *line, ",", -1);

      for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
        if (strcmp (*line, sections[i].section) == 0)
          kind = sections[i].kind;
      for (char **entry = entries; **line != '[' && *entry != NULL; entry++)
        add_entry (words, g_strstrip (*entry), kind);
    }
  return words;
}

/* Constant data, read once and never changed or freed, so any thread may look. */
static const Words *
get_words (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_words, NULL);
}

static gboolean
has_ending (const Words  *words,
            const char   *token,
            KithWordKind  kind)
{
  const char *end = token + strlen (token);

  /* Folded, a word may be twenty times as long as it was written. */
  for (const char *p = token; *p != '\0'; p = g_utf8_next_char (p))
    if (p - token >= MIN_STEM_BYTES && (gsize) (end - p) <= words->longest_ending && GPOINTER_TO_UINT (g_hash_table_lookup (words->endings, p)) & kind)
      return TRUE;
  return FALSE;
}

static gboolean
has_unspaced (const Words  *words,
              const char   *token,
              KithWordKind  kind)
{
  for (guint i = 0; i < words->unspaced->len; i++)
    if (g_array_index (words->unspaced_kinds, guint, i) == kind && strstr (token, words->unspaced->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

/*
 * kith_signature_token_is_word:
 * @kind: the section to look in
 *
 * Returns: whether the word alone is one of that kind, and not more than it
 */
gboolean
kith_signature_token_is_word (const KithSignatureToken *token,
                              KithWordKind              kind)
{
  return (GPOINTER_TO_UINT (g_hash_table_lookup (get_words ()->phrases, token->folded)) & kind) != 0;
}

/*
 * kith_signature_token_is_compound:
 * @kind: the section to look in
 *
 * Returns: whether the word ends with another of that kind, without being one: "Björkskolan"
 */
gboolean
kith_signature_token_is_compound (const KithSignatureToken *token,
                                  KithWordKind              kind)
{
  return !kith_signature_token_is_word (token, kind) && has_ending (get_words (), token->folded, kind);
}

/*
 * kith_signature_tokens_match:
 * @first: where to begin
 * @kind: the section to look in
 *
 * Returns: how many words from @first on make up the longest phrase of that kind
 */
guint
kith_signature_tokens_match (const KithSignatureTokens *self,
                             guint                      first,
                             KithWordKind               kind)
{
  const Words *words = get_words ();
  char phrase[MAX_PHRASE_TOKENS * (MAX_TOKEN_BYTES + 1)];
  gsize length = 0;
  guint longest = 0;

  for (guint i = first; i < self->n && i - first < MAX_PHRASE_TOKENS; i++)
    {
      gsize n = strlen (self->items[i].folded);

      if (length + n + 2 > sizeof phrase)
        break;
      if (i > first)
        phrase[length++] = ' ';
      memcpy (phrase + length, self->items[i].folded, n + 1);
      length += n;
      if (GPOINTER_TO_UINT (g_hash_table_lookup (words->phrases, phrase)) & kind)
        longest = i - first + 1;
    }
  if (longest == 0 && first < self->n
      && (has_ending (words, self->items[first].folded, kind) || (self->items[first].unspaced && has_unspaced (words, self->items[first].folded, kind))))
    longest = 1;
  return longest;
}

gboolean
kith_signature_tokens_have (const KithSignatureTokens *self,
                            KithWordKind               kind)
{
  for (guint i = 0; i < self->n; i++)
    if (kith_signature_tokens_match (self, i, kind) > 0)
      return TRUE;
  return FALSE;
}

/*
 * kith_signature_tokens_match_end:
 * @kind: the section to look in
 *
 * Returns: how many words at the end make up a phrase of that kind
 */
guint
kith_signature_tokens_match_end (const KithSignatureTokens *self,
                                 KithWordKind               kind)
{
  for (guint i = self->n > MAX_PHRASE_TOKENS ? self->n - MAX_PHRASE_TOKENS : 0; i < self->n; i++)
    if (kith_signature_tokens_match (self, i, kind) == self->n - i)
      return self->n - i;
  return 0;
}
