/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-block.h"

#include <string.h>

#include "kith-signature-lines.h"

#define MAX_BLOCK_LINES 24
#define MAX_CLOSING_TOKENS 10
#define MAX_TITLE_TOKENS 6
/* A company or a rank above a name is not longer. */
#define MAX_UNSPACED_CHARS 30
#define MAX_LINES_BEFORE_DELIMITER 7
#define MAX_LINES_WITHOUT_CLOSING 14

static void
segment_clear (gpointer data)
{
  KithSegment *segment = data;

  g_free (segment->text);
}

/* What is left of a line behind its closing, or %NULL where it is none: "Best regards, Ann". */
static const char *
skip_closing (const char                *line,
              const KithSignatureSender *sender)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  guint n;
  const char *rest;

  kith_signature_tokens_init (&tokens, line, strlen (line));
  if (tokens.n == 0 || tokens.n > MAX_CLOSING_TOKENS || tokens.more)
    return NULL;
  n = kith_signature_tokens_match (&tokens, 0, KITH_WORD_CLOSING);
  if (n == 0)
    return NULL;
  if (n == tokens.n)
    return line + strlen (line);
  rest = line + tokens.items[n - 1].end;
  if (kith_signature_match_name (rest, sender) >= KITH_NAME_FIRST)
    return rest;
  /* "Thanks and best regards", "Viele Grüße aus Berlin". */
  if (kith_signature_tokens_match (&tokens, tokens.n - 1, KITH_WORD_CLOSING) == 1 || kith_signature_tokens_match_end (&tokens, KITH_WORD_CLOSING) > 0)
    return line + strlen (line);
  if ((n > 1 || strchr (",!", *rest) != NULL) && tokens.n - n <= 3 && !kith_signature_tokens_have (&tokens, KITH_WORD_PROSE) && strpbrk (rest, "?:") == NULL)
    return line + strlen (line);
  return NULL;
}

static gboolean
is_empty (const char *line)
{
  return *line == '\0';
}

static int
find_closing (GPtrArray                 *lines,
              const KithSignatureSender *sender,
              const char               **rest)
{
  for (int i = lines->len - 1; i >= 0; i--)
    {
      *rest = is_empty (lines->pdata[i]) ? NULL : skip_closing (lines->pdata[i], sender);
      /* "Thanks" in the middle of a message is followed by more of it; the first lines are no end unless a name stands there. */
      if (*rest != NULL && (i > 0 || **rest == '\0'))
        return i;
    }
  *rest = NULL;
  return -1;
}

static int
find_delimiter (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    if (kith_signature_is_delimiter (lines->pdata[i]) && i + 1 < lines->len)
      return i;
  return -1;
}

static gboolean
holds_name (const char                *line,
                  const KithSignatureSender *sender)
{
  g_autoptr (GArray) segments = g_array_new (FALSE, TRUE, sizeof (KithSegment));
  gboolean found = FALSE;

  g_array_set_clear_func (segments, segment_clear);
  kith_signature_split (segments, kith_signature_skip_name_label (line), 0);
  for (guint i = 0; i < segments->len && i < 3 && !found; i++)
    found = (i == 0 || kith_signature_is_unspaced (g_utf8_get_char (line)))
            && kith_signature_match_name (g_array_index (segments, KithSegment, i).text, sender) >= KITH_NAME_FIRST;
  return found;
}

static gboolean
is_title (const char *line)
{
  g_auto (KithSignatureTokens) tokens = { 0 };

  kith_signature_tokens_init (&tokens, line, strlen (line));
  return tokens.n > 0 && tokens.n <= MAX_TITLE_TOKENS && strpbrk (line, ".:;!?") == NULL && kith_signature_is_capital (line)
         && kith_signature_tokens_have (&tokens, KITH_WORD_TITLE) && !kith_signature_tokens_have (&tokens, KITH_WORD_PROSE);
}

/* Without a closing: a paragraph at the end that begins with the sender's name. */
static int
find_name (GPtrArray                 *lines,
           const KithSignatureSender *sender)
{
  guint seen = 0;
  int found = -1;

  for (int i = lines->len - 1; i >= 0 && seen < MAX_LINES_WITHOUT_CLOSING; i--)
    {
      if (is_empty (lines->pdata[i]))
        continue;
      seen++;
      if (holds_name (lines->pdata[i], sender))
        found = i;
      /* The Japanese put the company and the rank above the name. */
      else if (found == i + 1 && kith_signature_is_unspaced (g_utf8_get_char (lines->pdata[i])) && strstr (lines->pdata[i], "。") == NULL
               && g_utf8_strlen (lines->pdata[i], -1) <= MAX_UNSPACED_CHARS)
        found = i;
      /* "La Directrice," stands above the name in letters. */
      else if (found == i + 1 && is_title (lines->pdata[i]))
        found = i;
      else if (strlen (lines->pdata[i]) > 120)
        break;
    }
  return found;
}

/* "Engineer at Example", "CEO der Muster GmbH", "Менеджер ООО «Пример»": where the second part begins, 0 is nowhere. */
static gsize
find_employer (const char *text,
               gsize      *role_end,
               gboolean   *at)
{
  static const char *const of[] = { "of", "der", "von", "de", "da", "di", "van", "af", "av", "del", "della", "des", "du", "dell", "do", NULL };
  g_auto (KithSignatureTokens) tokens = { 0 };
  gboolean title = FALSE;
  guint tail;

  if (strpbrk (text, "!?:;") != NULL)
    return 0;
  kith_signature_tokens_init (&tokens, text, strlen (text));
  tail = kith_signature_tokens_match_end (&tokens, KITH_WORD_LEGAL);
  for (guint i = 0; i + 1 < tokens.n; i++)
    {
      const KithSignatureToken *token = &tokens.items[i];
      gboolean small = g_unichar_islower (g_utf8_get_char (text + token->start)) || text[token->start] == '@';
      guint n = 0;

      if (title && small && (n = kith_signature_tokens_match (&tokens, i, KITH_WORD_AT)) > 0 && i + n < tokens.n)
        {
          *role_end = token->start;
          *at = TRUE;
          return tokens.items[i + n].start;
        }
      if (title && small && tail > 0 && i + 1 + tail < tokens.n && g_strv_contains (of, token->folded)
          && kith_signature_is_capital (text + tokens.items[i + 1].start))
        {
          *role_end = token->start;
          return tokens.items[i + 1].start;
        }
      if (title && i > 0 && !small && kith_signature_tokens_match (&tokens, i, KITH_WORD_LEGAL_PREFIX) == 1 && g_utf8_strlen (token->folded, -1) <= 4
          && !g_ascii_isalpha (*token->folded))
        {
          *role_end = token->start;
          return token->start;
        }
      n = kith_signature_tokens_match (&tokens, i, KITH_WORD_TITLE);
      title |= n > 0;
      /* "Attorney at Law" works nowhere by that. */
      i += n > 1 ? n - 1 : 0;
    }
  return 0;
}

static void
part_employers (GArray *segments,
                guint   first)
{
  for (guint i = first; i < segments->len; i++)
    {
      KithSegment *segment = &g_array_index (segments, KithSegment, i);
      gboolean at = FALSE;
      gsize end = 0;
      gsize start = find_employer (segment->text, &end, &at);
      KithSegment employer = { .line = segment->line, .kind = at ? KITH_SEGMENT_AT : KITH_SEGMENT_UNKNOWN };

      if (start == 0)
        continue;
      employer.text = g_strdup (segment->text + start);
      segment->text[end] = '\0';
      g_strchomp (segment->text);
      g_array_insert_val (segments, i + 1, employer);
      i++;
    }
}

static void
add_lines (KithSignatureBlock *self,
           GPtrArray          *lines,
           guint               first,
           const char         *rest)
{
  if (rest != NULL && *rest != '\0')
    {
      kith_signature_split (self->segments, rest + strspn (rest, ",! "), self->n_lines);
      self->n_lines++;
    }
  for (guint i = first; i < lines->len && self->n_lines < MAX_BLOCK_LINES; i++)
    {
      const char *line = lines->pdata[i];
      guint n = self->segments->len;

      if (is_empty (line) || kith_signature_is_delimiter (line))
        continue;
      kith_signature_split (self->segments, line, self->n_lines);
      part_employers (self->segments, n);
      self->n_lines++;
    }
}

static char *
dup_host (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL ? g_ascii_strdown (host, -1) : NULL;
}

static gboolean
is_service (const char *host)
{
  static const char *const services[] = { "linkedin.com", "github.com", "twitter.com", "x.com", "facebook.com", "instagram.com", "xing.com", "youtube.com", "calendly.com",
                                          "zoom.us", "orcid.org", "goo.gl", "bit.ly", "google.com", "wa.me", "t.me", "vk.com", "medium.com", "gitlab.com", "aka.ms" };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      gsize whole = strlen (host), length = strlen (services[i]);

      /* "linux.com" is not "x.com". */
      if (g_str_has_suffix (host, services[i]) && (whole == length || host[whole - length - 1] == '.'))
        return TRUE;
    }
  return FALSE;
}

static void
find_contacts (KithSignatureBlock *self)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      const char *text = g_array_index (self->segments, KithSegment, i).text;
      g_autofree char *phone = kith_signature_find_phone (text);
      g_autofree char *url = kith_signature_find_url (text);
      g_autofree char *host = url != NULL ? dup_host (url) : NULL;

      self->contact |= phone != NULL || host != NULL;
      if (host != NULL && self->site_domain == NULL && !is_service (host))
        self->site_domain = g_steal_pointer (&host);
    }
}

static void
classify (KithSignatureBlock        *self,
          const KithSignatureSender *sender)
{
  gboolean named = FALSE;

  find_contacts (self);
  for (guint i = 0; i < self->segments->len; i++)
    {
      KithSegment *segment = &g_array_index (self->segments, KithSegment, i);
      KithSegmentKind before = segment->kind;

      kith_signature_classify (segment, sender, self->site_domain);
      if (before == KITH_SEGMENT_AT && segment->kind != KITH_SEGMENT_CONTACT && segment->kind != KITH_SEGMENT_IGNORED && segment->kind != KITH_SEGMENT_AGREES
          && segment->kind != KITH_SEGMENT_COMPANY)
        segment->kind = KITH_SEGMENT_AT;
      named |= segment->kind == KITH_SEGMENT_NAME;
      self->foreign |= !named && segment->kind == KITH_SEGMENT_FOREIGN && segment->line <= 1;
    }
  if (named)
    {
      self->anchor = KITH_ANCHOR_NAME;
      self->foreign = FALSE;
    }
}

/*
 * kith_signature_block_find:
 * @lines: (element-type utf8): what the sender wrote
 *
 * Finds where the signature begins: behind the closing, at "-- ", or with the sender's name.
 *
 * Returns: (transfer full) (nullable): the block, or %NULL where there is none
 */
KithSignatureBlock *
kith_signature_block_find (GPtrArray                 *lines,
                           const KithSignatureSender *sender)
{
  KithSignatureBlock *self;
  const char *rest = NULL;
  int closing = find_closing (lines, sender, &rest);
  int delimiter = find_delimiter (lines);
  int first = -1;
  KithAnchor anchor = KITH_ANCHOR_CLOSING;

  if (delimiter >= 0 && (closing < 0 || closing > delimiter || delimiter - closing > MAX_LINES_BEFORE_DELIMITER))
    {
      first = delimiter + 1;
      rest = NULL;
      anchor = KITH_ANCHOR_DELIMITER;
    }
  else if (closing >= 0)
    first = closing + 1;
  else
    {
      first = find_name (lines, sender);
      anchor = KITH_ANCHOR_NONE;
    }
  if (first < 0)
    return NULL;
  self = g_new0 (KithSignatureBlock, 1);
  self->segments = g_array_new (FALSE, TRUE, sizeof (KithSegment));
  g_array_set_clear_func (self->segments, segment_clear);
  self->anchor = anchor;
  add_lines (self, lines, first, rest);
  classify (self, sender);
  return self;
}

void
kith_signature_block_free (KithSignatureBlock *self)
{
  g_array_unref (self->segments);
  g_free (self->site_domain);
  g_free (self);
}
