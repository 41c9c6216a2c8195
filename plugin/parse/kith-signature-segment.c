/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-block.h"

#include <string.h>

#define MAX_ROLE_TOKENS 11
#define MAX_ROLE_CHARS 90
#define MAX_COMPANY_TOKENS 9
#define MAX_AT_TOKENS 5
#define MAX_PROSE_TOKENS 12
#define MIN_SENTENCE_TOKENS 4
#define MAX_SEGMENTS 200

typedef struct
{
  gsize length;      /* of the separator; 0 is none */
  gboolean comma;
  const char *joint; /* (nullable) */
} Separator;

/* What always parts a line. */
static const char *const hard_separators[] = { "//", "|", "·", "•", "●", "▪", "∙", "｜", "■", "◆", "►", "»|", "/ /", "\t", "‖", "¦", "▸", "►", "⋅", "❘", "┃", "│", "★", "☆", "✦", "◦", "‣" };

static const char *const dashes[] = { " - ", " – ", " — " };

static gboolean
holds_unspaced (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (kith_signature_is_unspaced (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* "Example, Inc." is one name. */
static gboolean
is_legal_tail (const char *text)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  gsize n = strcspn (text, ",|;(");

  for (guint i = 0; i < G_N_ELEMENTS (hard_separators); i++)
    {
      const char *found = g_strstr_len (text, n, hard_separators[i]);

      n = found != NULL ? (gsize) (found - text) : n;
    }
  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      const char *found = g_strstr_len (text, n, dashes[i]);

      n = found != NULL ? (gsize) (found - text) : n;
    }
  kith_signature_tokens_init (&tokens, text, n);
  return tokens.n > 0 && tokens.n <= 4 && kith_signature_tokens_match (&tokens, 0, KITH_WORD_LEGAL) == tokens.n;
}

/* "Stein, Abrams & Cole LLP": a firm is called by its partners' names, a comma between them. @start is where the first one begins, @comma the first comma. */
static gboolean
is_list_of_partners (const char *start,
                     const char *comma)
{
  g_auto (KithSignatureTokens) first = { 0 };
  gsize n;

  while (*start == ' ')
    start++;
  n = strcspn (start, "|;(\t");
  if (memchr (start, ' ', comma - start) != NULL || (gsize) (comma - start) > n || n > MAX_ROLE_CHARS)
    return FALSE;
  kith_signature_tokens_init (&first, start, comma - start);
  if (first.n != 1 || kith_signature_tokens_have (&first, KITH_WORD_TITLE))
    return FALSE;
  else
    {
      g_autofree char *names = g_strndup (start, n);

      return g_regex_match_simple ("^\\p{Lu}[\\p{L}'’-]*(, \\p{Lu}[\\p{L}'’-]*)+,? (&|and|und|et|y|e|och|en) \\p{Lu}[\\p{L}'’-]*( [\\p{Lu}][\\p{L}.]*){0,3}$",
                                   g_strchomp (names), G_REGEX_DEFAULT, 0);
    }
}

static Separator
get_separator (const char *line,
               const char *start,
               const char *p,
               gboolean    unspaced)
{
  static const char *const spaced[] = { " / ", " :: ", " ~ ", " * " };

  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    if (g_str_has_prefix (p, dashes[i]))
      return (Separator) { strlen (dashes[i]), FALSE, dashes[i] };
  for (guint i = 0; i < G_N_ELEMENTS (spaced); i++)
    if (g_str_has_prefix (p, spaced[i]))
      return (Separator) { strlen (spaced[i]), FALSE, i == 0 ? spaced[i] : NULL };
  for (guint i = 0; i < G_N_ELEMENTS (hard_separators); i++)
    if (g_str_has_prefix (p, hard_separators[i]) && !(i == 0 && p > line && p[-1] == ':'))
      return (Separator) { strlen (hard_separators[i]), FALSE };
  if (*p == ',' && (p[1] == ' ' || p[1] == '\0') && !is_legal_tail (p + 1) && !(start <= p && is_list_of_partners (start, start + strcspn (start, ","))))
    return (Separator) { 1, TRUE, ", " };
  if (g_str_has_prefix (p, "،") || g_str_has_prefix (p, "，") || g_str_has_prefix (p, "、"))
    return (Separator) { strlen ("，") - (g_str_has_prefix (p, "،") ? 1 : 0), TRUE, g_str_has_prefix (p, "،") ? "، " : "、" };
  if (unspaced && (*p == ' ' || g_str_has_prefix (p, "　") || g_str_has_prefix (p, "／") || g_str_has_prefix (p, "/")))
    return (Separator) { *p == ' ' || *p == '/' ? 1 : 3, FALSE };
  return (Separator) { 0 };
}

static void
add_segment (GArray     *segments,
             const char *start,
             const char *end,
             guint       number,
             Separator   before)
{
  g_autofree char *text = g_strstrip (g_strndup (start, end - start));
  KithSegment segment = { .text = NULL, .line = number, .comma = before.comma, .joint = before.joint };
  KithSegment *last = segments->len > 0 ? &g_array_index (segments, KithSegment, segments->len - 1) : NULL;

  if (*text == '\0' || segments->len >= MAX_SEGMENTS)
    return;
  /* 주식회사 and the like stand apart from the name. */
  if (last != NULL && last->line == number && holds_unspaced (text))
    {
      g_auto (KithSignatureTokens) tokens = { 0 };
      g_auto (KithSignatureTokens) now = { 0 };

      kith_signature_tokens_init (&tokens, last->text, strlen (last->text));
      kith_signature_tokens_init (&now, text, strlen (text));
      if ((tokens.n == 1 && g_utf8_strlen (last->text, -1) <= 4 && kith_signature_tokens_match (&tokens, 0, KITH_WORD_LEGAL_PREFIX) == 1)
          || (tokens.n == 1 && now.n == 1 && kith_signature_token_is_word (&tokens.items[0], KITH_WORD_ORG) && !kith_signature_tokens_have (&now, KITH_WORD_TITLE))
          || (now.n == 1 && g_utf8_strlen (text, -1) <= 4 && kith_signature_tokens_match (&now, 0, KITH_WORD_LEGAL) == 1))
        {
          char *joined = g_strconcat (last->text, " ", text, NULL);

          g_free (last->text);
          last->text = joined;
          return;
        }
    }
  segment.text = g_steal_pointer (&text);
  g_array_append_val (segments, segment);
}

/* Whether spaces part a line: Thai has none within a phrase, and a Latin line with one name in it stays whole. */
static gboolean
is_parted_by_spaces (const char *line)
{
  guint unspaced = 0, latin = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      unspaced += kith_signature_is_unspaced (g_utf8_get_char (p)) && g_utf8_get_char (p) > 0x1000;
      latin += g_ascii_isalpha (*p);
    }
  return unspaced > latin;
}

/*
 * kith_signature_split:
 * @segments: (element-type KithSegment): where to add
 * @line: a clean line
 * @number: its number
 */
void
kith_signature_split (GArray     *segments,
                      const char *line,
                      guint       number)
{
  gboolean unspaced = is_parted_by_spaces (line);
  const char *start = line;
  Separator before = { 0 };

  for (const char *p = line; *p != '\0';)
    {
      Separator separator = get_separator (line, start, p, unspaced);

      if (separator.length == 0)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      add_segment (segments, start, p, number, before);
      p += separator.length;
      start = p;
      before = separator;
    }
  add_segment (segments, start, start + strlen (start), number, before);
}

/* "AS", "a.s." and "a. s." are legal forms, "as" is a word. @n tokens from @first on are the form. */
static gboolean
is_written_as_form (const char               *text,
                    const KithSignatureToken *first,
                    guint                     n)
{
  /* Without a full stop these are a name and a union of states. */
  static const char *const dotted[] = { "ek", "eu", NULL };
  g_autofree char *word = g_strndup (text + first->start, first[n - 1].end - first->start);

  if (first->unspaced || g_utf8_strlen (first->folded, -1) > 3 || strchr (word, '.') != NULL)
    return TRUE;
  if (g_strv_contains (dotted, first->folded))
    return FALSE;
  for (const char *p = text + first->start; p < text + first->end; p = g_utf8_next_char (p))
    if (g_unichar_isupper (g_utf8_get_char (p)) || !g_unichar_islower (g_utf8_get_char (p)))
      return TRUE;
  return strcmp (first->folded, "sro") == 0 || strcmp (first->folded, "doo") == 0;
}

static gboolean
is_legal_name (const char                *text,
               const KithSignatureTokens *tokens)
{
  guint tail = kith_signature_tokens_match_end (tokens, KITH_WORD_LEGAL);
  guint head = kith_signature_tokens_match (tokens, 0, KITH_WORD_LEGAL_PREFIX);
  static const char *const enclosed[] = { "(주)", "㈜", "（주）", "(유)", "(株)", "㈱", "（株）", "(有)", "㈲", "(同)", "(재)", "(사)" };

  if (tokens->n > MAX_COMPANY_TOKENS || !kith_signature_is_capital (text))
    return FALSE;
  if (tail > 0 && tokens->n > tail && is_written_as_form (text, &tokens->items[tokens->n - tail], tail))
    return TRUE;
  if (head > 0 && tokens->n > head && is_written_as_form (text, &tokens->items[0], head))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (enclosed); i++)
    if (strstr (text, enclosed[i]) != NULL && strlen (text) > strlen (enclosed[i]) + 3)
      return TRUE;
  /* 株式会社 and its like are part of the word. */
  return (tail > 0 || head > 0) && tokens->n == 1 && tokens->items[0].unspaced && g_utf8_strlen (text, -1) >= 4
         && !kith_signature_token_is_word (&tokens->items[0], KITH_WORD_LEGAL);
}

static gboolean
holds_number (const char *text)
{
  guint digits = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      digits = g_unichar_isdigit (g_utf8_get_char (text)) ? digits + 1 : 0;
      if (digits >= 3)
        return TRUE;
    }
  return FALSE;
}

/* British and Canadian post codes have no run of digits: "FD1 2AB", "K1A 0B1". */
static gboolean
holds_post_code (const char *text)
{
  for (const char *p = strchr (text, ' '); p != NULL; p = strchr (p + 1, ' '))
    {
      const char *start = p;

      while (start > text && g_ascii_isalnum (start[-1]))
        start--;
      if (p - start >= 2 && p - start <= 4 && g_ascii_isupper (*start) && (g_ascii_isdigit (p[-1]) || g_ascii_isdigit (p[-2]))
          && g_ascii_isdigit (p[1]) && g_ascii_isupper (p[2]) && g_ascii_isalnum (p[3]) && !g_ascii_isalnum (p[4]))
        return TRUE;
    }
  return FALSE;
}

/* The Hebrew abbreviations have quotation marks within the word. */
static gboolean
is_within_word (const char *text,
                const char *mark,
                gsize       length)
{
  const char *before = g_utf8_find_prev_char (text, mark);

  return before != NULL && g_unichar_isalpha (g_utf8_get_char (before)) && g_unichar_isalpha (g_utf8_get_char (mark + length));
}

static gboolean
holds_quotation (const char *text)
{
  static const char *const marks[] = { "“", "”", "„", "\"", "「", "」", "『", "‟", "–“" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    for (const char *found = strstr (text, marks[i]); found != NULL; found = strstr (found + 1, marks[i]))
      if (!is_within_word (text, found, strlen (marks[i])))
        return TRUE;
  return *text == '\'' || g_str_has_prefix (text, "«") || g_str_has_prefix (text, "‘") || g_str_has_prefix (text, "—") || g_str_has_prefix (text, "–") || *text == '~' || *text == '#';
}

/* A word of sentences, written small or at the beginning: "Will & Sons" is a name. */
static gboolean
has_prose_word (const char                *text,
                const KithSignatureTokens *tokens)
{
  for (guint i = 0; i < tokens->n; i++)
    if (((i == 0 && tokens->n >= MIN_SENTENCE_TOKENS) || !g_unichar_isupper (g_utf8_get_char (text + tokens->items[i].start))) && kith_signature_tokens_match (tokens, i, KITH_WORD_PROSE) > 0)
      return TRUE;
  return FALSE;
}

/* Words that do not begin with a capital, the legal form aside. */
static guint
count_small (const char                *text,
             const KithSignatureTokens *tokens)
{
  guint n = 0, end = tokens->n - kith_signature_tokens_match_end (tokens, KITH_WORD_LEGAL);

  for (guint i = 0; i < end; i++)
    n += g_unichar_islower (g_utf8_get_char (text + tokens->items[i].start));
  return n;
}

static gboolean
is_prose (const char                *text,
          const KithSignatureTokens *tokens)
{
  gsize n = strlen (text);

  if (tokens->more || tokens->n > MAX_PROSE_TOKENS || has_prose_word (text, tokens))
    return TRUE;
  if (n > 0 && strchr ("!?", text[n - 1]) != NULL)
    return TRUE;
  return n > 0 && tokens->n >= 6 && text[n - 1] == '.' && !(kith_signature_tokens_match_end (tokens, KITH_WORD_LEGAL) > 0 && count_small (text, tokens) <= 1);
}

/* Scripts without spaces: "部長へ" and "김 부장님" speak to somebody, what ends with a verb is a sentence. */
static gboolean
is_address_or_sentence (const char *text)
{
  static const char *const ends[] = { "へ", "様", "さま", "さん", "殿", "御中", "です", "ます", "した", "ました", "ください", "님", "께", "니다", "세요", "您好", "你好", "先生", "小姐", "女士" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (text, ends[i]))
      return TRUE;
  return strstr (text, "。") != NULL;
}

static gboolean
is_role (const char                *text,
         const KithSignatureTokens *tokens)
{
  if (is_address_or_sentence (text))
    return FALSE;

  if (tokens->n > MAX_ROLE_TOKENS || g_utf8_strlen (text, -1) > MAX_ROLE_CHARS || strpbrk (text, ":;<>@=+") != NULL || holds_number (text))
    return FALSE;
  return kith_signature_tokens_have (tokens, KITH_WORD_TITLE);
}

/* "Director Example Rail Ltd" is no name, "Zimmer & Partner mbB" is. */
static gboolean
begins_with_title (const KithSignatureTokens *tokens)
{
  return kith_signature_tokens_match (tokens, 0, KITH_WORD_TITLE) > 0 || (tokens->n > 1 && kith_signature_tokens_match (tokens, 1, KITH_WORD_TITLE) > 0);
}

static gboolean
is_institution (const char                *text,
                const KithSignatureTokens *tokens)
{
  if (!kith_signature_tokens_have (tokens, KITH_WORD_ORG))
    return FALSE;
  if (tokens->n == 1)
    return tokens->items[0].unspaced || kith_signature_token_is_compound (&tokens->items[0], KITH_WORD_ORG);
  return kith_signature_is_capital (text) && tokens->n <= MAX_COMPANY_TOKENS;
}

static KithSegmentKind
get_kind (const char                *text,
          const KithSignatureSender *sender,
          const char                *site_domain,
          gboolean                  *agrees)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  g_autofree char *url = kith_signature_find_url (text);
  g_autofree char *phone = kith_signature_find_phone (text);
  KithNameMatch name;

  kith_signature_tokens_init (&tokens, text, strlen (text));
  if (url != NULL || phone != NULL || strchr (text, '@') != NULL)
    return KITH_SEGMENT_CONTACT;
  if (tokens.n == 0 || kith_signature_tokens_have (&tokens, KITH_WORD_OTHER) || holds_post_code (text))
    return KITH_SEGMENT_IGNORED;
  name = kith_signature_match_name (text, sender);
  if (name >= KITH_NAME_FIRST && !is_legal_name (text, &tokens) && !kith_signature_tokens_have (&tokens, KITH_WORD_ORG))
    return KITH_SEGMENT_NAME;
  if (kith_signature_tokens_match (&tokens, 0, KITH_WORD_DEGREE) == tokens.n)
    return KITH_SEGMENT_IGNORED;
  *agrees = kith_signature_is_capital (text) && tokens.n <= MAX_COMPANY_TOKENS
            && ((!sender->freemail && kith_signature_agrees (text, sender->domain)) || (site_domain != NULL && kith_signature_agrees (text, site_domain))
                || (sender->organization != NULL && kith_signature_same_company (text, sender->organization)));
  if (is_legal_name (text, &tokens) && !is_prose (text, &tokens) && !holds_number (text))
    return begins_with_title (&tokens) && !*agrees && tokens.n > 3 ? KITH_SEGMENT_IGNORED : KITH_SEGMENT_COMPANY;
  if ((holds_quotation (text) && kith_signature_tokens_match (&tokens, 0, KITH_WORD_ORG) == 0) || is_prose (text, &tokens))
    return KITH_SEGMENT_IGNORED;
  if (*agrees && strpbrk (text, ":;=") == NULL && kith_signature_tokens_match (&tokens, 0, KITH_WORD_TITLE) == 0)
    return KITH_SEGMENT_AGREES;
  if (is_role (text, &tokens))
    return KITH_SEGMENT_ROLE;
  if (kith_signature_tokens_match (&tokens, 0, KITH_WORD_FIELD) == tokens.n)
    return KITH_SEGMENT_FIELD;
  if (holds_number (text) || strpbrk (text, ":;=") != NULL)
    return KITH_SEGMENT_IGNORED;
  /* "School of Engineering" is a part, "International School of Varna" the whole. */
  if (kith_signature_tokens_have (&tokens, KITH_WORD_DEPARTMENT)
      && (kith_signature_tokens_match (&tokens, 0, KITH_WORD_DEPARTMENT) > 0 || !is_institution (text, &tokens)))
    return KITH_SEGMENT_DEPARTMENT;
  if (is_institution (text, &tokens))
    {
      *agrees = !sender->freemail && kith_signature_resembles (text, sender->domain);
      return KITH_SEGMENT_ORG;
    }
  return name == KITH_NAME_FOREIGN ? KITH_SEGMENT_FOREIGN : KITH_SEGMENT_UNKNOWN;
}

/*
 * kith_signature_skip_name_label:
 *
 * Returns: what stands behind "Name:", or all of it where nothing like that does
 */
const char *
kith_signature_skip_name_label (const char *line)
{
  const char *colon = strchr (line, ':');
  const char *wide = strstr (line, "：");
  g_auto (KithSignatureTokens) tokens = { 0 };

  if (wide != NULL && (colon == NULL || wide < colon))
    colon = wide;
  if (colon == NULL)
    return line;
  kith_signature_tokens_init (&tokens, line, colon - line);
  if (tokens.n == 0 || kith_signature_tokens_match (&tokens, 0, KITH_WORD_LABEL_NAME) != tokens.n)
    return line;
  colon += colon == wide ? strlen ("：") : 1;
  return colon + strspn (colon, " ");
}

/* "Position: …" says what follows; any other label is about something else. */
static KithSegmentKind
strip_label (KithSegment *segment)
{
  const char *colon = strchr (segment->text, ':');
  const char *wide = strstr (segment->text, "：");
  g_auto (KithSignatureTokens) tokens = { 0 };
  KithSegmentKind kind = KITH_SEGMENT_UNKNOWN;
  char *rest;

  if (wide != NULL && (colon == NULL || wide < colon))
    colon = wide;
  if (colon == NULL || strstr (segment->text, "://") != NULL)
    return KITH_SEGMENT_UNKNOWN;
  kith_signature_tokens_init (&tokens, segment->text, colon - segment->text);
  if (tokens.n > 0 && kith_signature_tokens_match (&tokens, 0, KITH_WORD_LABEL_ROLE) == tokens.n)
    kind = KITH_SEGMENT_ROLE;
  else if (tokens.n > 0 && kith_signature_tokens_match (&tokens, 0, KITH_WORD_LABEL_COMPANY) == tokens.n)
    kind = KITH_SEGMENT_COMPANY;
  if (kind == KITH_SEGMENT_UNKNOWN)
    return kind;
  rest = g_strstrip (g_strdup (colon + (colon == wide ? 3 : 1)));
  g_free (segment->text);
  segment->text = rest;
  return kind;
}

/* "Example SARL au capital de 10 000 €", "Example GmbH mit Sitz in": what a law wants behind the name is not the name. */
static void
cut_capital (char *text)
{
  static const char *const tails[] = { " au capital", " - capital", " – capital", " mit Sitz", " con sede", " avec siège", " kapitał", " Cap. Soc.", " capital social", " z siedzibą",
                                       " se sídlem", " cu sediul", " trading as ", " t/a ", " d/b/a ", " dba " };

  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      char *found = strstr (text, tails[i]);

      if (found != NULL && found > text)
        *found = '\0';
    }
}

/*
 * kith_signature_classify:
 * @site_domain: (nullable): of the site in the same signature
 *
 * Finds out what a segment is.
 */
void
kith_signature_classify (KithSegment               *segment,
                         const KithSignatureSender *sender,
                         const char                *site_domain)
{
  const char *named = kith_signature_skip_name_label (segment->text);
  KithSegmentKind labelled;
  static const char *const behalf[] = { "For and on behalf of ", "for and on behalf of ", "For & on behalf of ", "For and on behalf of: " };
  gsize n;

  if (named != segment->text && *named != '\0')
    memmove (segment->text, named, strlen (named) + 1);
  labelled = strip_label (segment);
  n = strlen (segment->text);
  while (n > 0 && strchr (",; ", segment->text[n - 1]) != NULL)
    segment->text[--n] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (behalf); i++)
    if (g_str_has_prefix (segment->text, behalf[i]))
      {
        memmove (segment->text, segment->text + strlen (behalf[i]), strlen (segment->text) - strlen (behalf[i]) + 1);
        labelled = KITH_SEGMENT_COMPANY;
        break;
      }
  cut_capital (segment->text);
  segment->kind = get_kind (segment->text, sender, site_domain, &segment->agrees);
  if (labelled == KITH_SEGMENT_COMPANY && segment->kind == KITH_SEGMENT_UNKNOWN)
    segment->kind = KITH_SEGMENT_ORG;
}
