/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-match.h"

#include <string.h>

#define MAX_NAME_TOKENS 6
#define MIN_LABEL 3
#define MIN_SHORT_NAME 2
#define MIN_LOOSE_LABEL 5
#define MIN_RESEMBLING 4
#define MIN_PHONE_DIGITS 7
#define MAX_PHONE_DIGITS 15

static GUnicodeScript
get_script (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return g_unichar_get_script (g_utf8_get_char (text));
  return G_UNICODE_SCRIPT_COMMON;
}

gboolean
kith_signature_same_script (const char *one,
                            const char *other)
{
  return get_script (one) == get_script (other);
}

/*
 * kith_signature_is_capital:
 *
 * Returns: whether the first letter is not a small one; scripts without case have none
 */
gboolean
kith_signature_is_capital (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return !g_unichar_islower (g_utf8_get_char (text));
  return FALSE;
}

static gboolean
is_degree (const KithSignatureTokens *tokens,
           guint                      i)
{
  return kith_signature_tokens_match (tokens, i, KITH_WORD_DEGREE) == 1;
}

typedef enum
{
  HELD_NOT,
  HELD_BY_INITIAL,
  HELD_WHOLE,
} Held;

/* An initial stands for a name, but two names with one initial are not the same: "Principal" is not the "p" of p.lawson@. */
static Held
hold (const KithSignatureTokens *tokens,
      const char                *word)
{
  gboolean initial = g_utf8_strlen (word, -1) == 1;
  Held held = HELD_NOT;

  for (guint i = 0; i < tokens->n; i++)
    {
      const char *other = tokens->items[i].folded;

      if (strcmp (other, word) == 0)
        return initial ? HELD_BY_INITIAL : HELD_WHOLE;
      if ((initial || g_utf8_strlen (other, -1) == 1) && g_utf8_get_char (other) == g_utf8_get_char (word))
        held = HELD_BY_INITIAL;
      /* Jo is Joanna, Chris is Christine. */
      else if (strlen (word) >= MIN_SHORT_NAME && strlen (other) >= MIN_SHORT_NAME && (g_str_has_prefix (other, word) || g_str_has_prefix (word, other)))
        held = HELD_BY_INITIAL;
    }
  return held;
}

static gboolean
is_initial (const KithSignatureToken *token)
{
  return g_utf8_strlen (token->folded, -1) == 1;
}

/* How a name agrees with what is known of the sender's. */
static KithNameMatch
compare_names (const KithSignatureTokens *line,
               const KithSignatureTokens *known)
{
  guint names = 0, found = 0, initials = 0;

  for (guint i = 0; i < line->n; i++)
    {
      Held held;

      if (is_degree (line, i))
        continue;
      /* A middle initial that is nowhere else: "J. A. Hart" is James Hart. */
      held = hold (known, line->items[i].folded);
      if (is_initial (&line->items[i]) && names + 1 < line->n && initials > 0 && held == HELD_NOT)
        continue;
      names++;
      found += held == HELD_WHOLE;
      initials += held == HELD_BY_INITIAL;
    }
  if (names == 0)
    return KITH_NAME_NONE;
  if (found >= 2 && found + initials + 2 >= names)
    return KITH_NAME_FULL;
  if (found == 1 && found + initials == names)
    return names > 1 ? KITH_NAME_FULL : KITH_NAME_FIRST;
  /* One name known of two: enough only where no more is known, since families and namesakes share one. */
  if (found == 1 && known->n == 1)
    return names <= 3 ? KITH_NAME_FULL : KITH_NAME_FOREIGN;
  return KITH_NAME_FOREIGN;
}

static gboolean
looks_like_name (const char                *text,
                 const KithSignatureTokens *tokens)
{
  if (tokens->n == 0 || tokens->n > MAX_NAME_TOKENS || tokens->more || strpbrk (text, "0123456789:!?\"<>/") != NULL)
    return FALSE;
  return TRUE;
}

static gboolean
all_capital (const char                *text,
             const KithSignatureTokens *tokens)
{
  guint small = 0;

  for (guint i = 0; i < tokens->n; i++)
    if (g_unichar_islower (g_utf8_get_char (text + tokens->items[i].start)))
      small++;
  return small == 0 || (small == 1 && tokens->n > 2);
}

static char *
dup_known_name (const KithSignatureSender *sender)
{
  const char *bracket = sender->display_name != NULL ? strpbrk (sender->display_name, "([|") : NULL;
  GString *name = g_string_new (NULL);

  if (sender->display_name != NULL)
    g_string_append_len (name, sender->display_name, bracket != NULL ? bracket - sender->display_name : (gssize) strlen (sender->display_name));
  return g_string_free (name, FALSE);
}

/*
 * kith_signature_match_name:
 * @text: a line or a part of one
 *
 * Returns: whether it is the sender's name, or somebody else's
 */
KithNameMatch
kith_signature_match_name (const char                *text,
                           const KithSignatureSender *sender)
{
  g_auto (KithSignatureTokens) line = { 0 };
  g_auto (KithSignatureTokens) display = { 0 };
  g_auto (KithSignatureTokens) local = { 0 };
  g_autofree char *known = dup_known_name (sender);
  g_autofree char *split = g_strdelimit (g_strdup (sender->local_part), "._-+0123456789", ' ');
  g_autofree char *bare = g_strndup (text, strcspn (text, "("));
  KithNameMatch by_name = KITH_NAME_FOREIGN, by_address;

  /* Pronouns and the like follow in brackets. */
  if (*g_strchomp (bare) != '\0')
    text = bare;
  kith_signature_tokens_init (&line, text, strlen (text));
  if (!looks_like_name (text, &line))
    return KITH_NAME_NONE;
  kith_signature_tokens_init (&display, known, strlen (known));
  kith_signature_tokens_init (&local, split, strlen (split));
  if (display.n > 0)
    by_name = compare_names (&line, &display);
  by_address = sender->shared ? KITH_NAME_FOREIGN : compare_names (&line, &local);
  if (MAX (by_name, by_address) >= KITH_NAME_FIRST)
    return MAX (by_name, by_address);
  if (line.n < 2 || line.n > 4 || !all_capital (text, &line) || get_script (text) != get_script (display.n > 0 ? known : split))
    return KITH_NAME_NONE;
  return by_name;
}

/* What is left of a company's name in a domain. */
static char *
squash (const char *company)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  GString *out = g_string_new (NULL);
  guint end;

  kith_signature_tokens_init (&tokens, company, strlen (company));
  end = tokens.n - kith_signature_tokens_match_end (&tokens, KITH_WORD_LEGAL);
  if (end == 0)
    end = tokens.n;
  for (guint i = end > 1 && strcmp (tokens.items[0].folded, "the") == 0 ? 1 : 0; i < end; i++)
    g_string_append (out, tokens.items[i].folded);
  return g_string_free (out, FALSE);
}

/* German umlauts are written out in domains. */
static char *
write_out (const char *company)
{
  static const char *const pairs[][2] = { { "ä", "ae" }, { "ö", "oe" }, { "ü", "ue" }, { "Ä", "Ae" }, { "Ö", "Oe" }, { "Ü", "Ue" }, { "ø", "oe" }, { "å", "aa" }, { "æ", "ae" } };
  GString *out = g_string_new (company);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (out, pairs[i][0], pairs[i][1], 0);
  return g_string_free (out, FALSE);
}

static gboolean
fits_label (const char *company,
            const char *label)
{
  gsize n = strlen (company), m = strlen (label);

  if (n < MIN_LABEL || m < MIN_LABEL)
    return FALSE;
  if (strcmp (company, label) == 0)
    return TRUE;
  if (n >= MIN_LOOSE_LABEL && n * 10 >= m * 6 && g_str_has_prefix (label, company))
    return TRUE;
  return m >= 4 && m * 10 >= n * 3 && g_str_has_prefix (company, label);
}

/* "Oak & Co" is at oakandco. */
static gboolean
fits_with_and (const char *company,
               const char *label)
{
  static const char *const ands[] = { " and ", " und ", " et ", " y ", " e ", " en ", " og ", " i ", " a ", " ja " };

  if (strstr (company, " & ") == NULL && strstr (company, " + ") == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ands); i++)
    {
      GString *written = g_string_new (company);
      g_autofree char *squashed = NULL;
      g_autofree char *text = NULL;

      g_string_replace (written, " & ", ands[i], 0);
      g_string_replace (written, " + ", ands[i], 0);
      text = g_string_free (written, FALSE);
      squashed = squash (text);
      if (fits_label (squashed, label))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_acronym (const char *company,
            const char *label)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  gsize n = 0;
  guint end;

  kith_signature_tokens_init (&tokens, company, strlen (company));
  end = tokens.n - kith_signature_tokens_match_end (&tokens, KITH_WORD_LEGAL);
  if (end < 3)
    return FALSE;
  for (guint i = 0; i < end; i++)
    {
      if (g_unichar_islower (g_utf8_get_char (company + tokens.items[i].start)))
        continue;
      if (label[n] == '\0' || tokens.items[i].folded[0] != label[n])
        return FALSE;
      n++;
    }
  return n >= 3 && label[n] == '\0';
}

/*
 * kith_signature_agrees:
 * @domain: of an address or of a site, in lower case
 *
 * Returns: whether the domain is named after the company
 */
gboolean
kith_signature_agrees (const char *company,
                       const char *domain)
{
  static const char *const common[] = { "www", "mail", "com", "org", "net", "edu", "gov", "example", "email", "info", "shop", "web", "home", "test", NULL };
  g_autofree char *written = write_out (company);
  g_autofree char *one = squash (company);
  g_autofree char *two = squash (written);
  g_auto (GStrv) labels = g_strsplit (domain, ".", 8);

  /* The last label is the country's. */
  for (guint i = 0; labels[i] != NULL && labels[i + 1] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (labels[i], "-", 8);
      g_autofree char *label = g_strjoinv ("", parts);

      if (g_strv_contains (common, labels[i]))
        continue;
      if (fits_label (one, label) || fits_label (two, label) || is_acronym (company, label) || fits_with_and (company, label))
        return TRUE;
    }
  return FALSE;
}

/*
 * kith_signature_resembles:
 * @domain: of an address, in lower case
 *
 * Returns: whether a word of the text begins or ends the name of the domain: weaker than kith_signature_agrees()
 */
gboolean
kith_signature_resembles (const char *text,
                          const char *domain)
{
  g_autofree char *written = write_out (text);
  g_auto (KithSignatureTokens) tokens = { 0 };
  g_auto (GStrv) labels = g_strsplit (domain, ".", 8);

  kith_signature_tokens_init (&tokens, written, strlen (written));
  for (guint i = 0; labels[i] != NULL && labels[i + 1] != NULL; i++)
    for (guint j = 0; j < tokens.n; j++)
      {
        const char *word = tokens.items[j].folded;
        gsize n = strlen (word), m = strlen (labels[i]);

        /* "Bank" in the name of a bank's domain says nothing. */
        if (kith_signature_tokens_match (&tokens, j, KITH_WORD_ORG | KITH_WORD_TITLE | KITH_WORD_DEPARTMENT | KITH_WORD_FIELD | KITH_WORD_LEGAL) > 0)
          continue;
        if (n >= MIN_RESEMBLING && n * 3 >= m && (g_str_has_prefix (labels[i], word) || g_str_has_suffix (labels[i], word)))
          return TRUE;
      }
  return FALSE;
}

gboolean
kith_signature_same_company (const char *one,
                             const char *other)
{
  g_autofree char *a = squash (one);
  g_autofree char *b = squash (other);

  return *a != '\0' && strcmp (a, b) == 0;
}

static gboolean
is_phone_part (gunichar character)
{
  return g_unichar_isdigit (character) || (character < 128 && character > 0 && strchr ("+()-./ ", character) != NULL) || character == 0x2011 || character == 0x2013
         || character == 0xa0;
}

/*
 * kith_signature_find_phone:
 *
 * Returns: (transfer full) (nullable): the first run of digits that can be dialled
 */
char *
kith_signature_find_phone (const char *text)
{
  const char *p = text;

  while (*p != '\0')
    {
      const char *start = p;
      guint digits = 0;

      if (*p != '+' && *p != '(' && !g_unichar_isdigit (g_utf8_get_char (p)))
        {
          p = g_utf8_next_char (p);
          continue;
        }
      for (; *p != '\0' && is_phone_part (g_utf8_get_char (p)); p = g_utf8_next_char (p))
        {
          if (*p == '+' && p > start)
            break;
          /* Two numbers: "040 123456 / 0171 123456". */
          if (*p == '/' && digits >= MIN_PHONE_DIGITS)
            break;
          digits += g_unichar_isdigit (g_utf8_get_char (p));
        }
      if (digits >= MIN_PHONE_DIGITS && digits <= MAX_PHONE_DIGITS)
        {
          g_autofree char *number = g_strndup (start, p - start);

          for (gsize n = strlen (number); n > 0 && strchr (" -./(", number[n - 1]) != NULL; n--)
            number[n - 1] = '\0';
          return g_steal_pointer (&number);
        }
      if (p == start)
        p = g_utf8_next_char (p);
    }
  return NULL;
}

/*
 * kith_signature_find_url:
 *
 * Returns: (transfer full) (nullable): the first address of a page, with a scheme
 */
char *
kith_signature_find_url (const char *text)
{
  static const char *const starts[] = { "https://", "http://", "www.", "linkedin.com/in/", "github.com/", "xing.com/profile/" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *lower = g_ascii_strdown (text, -1);
      const char *found = strstr (lower, starts[i]);
      g_autofree char *url = NULL;
      gsize n;

      if (found == NULL)
        continue;
      n = strcspn (text + (found - lower), " \t<>|\"'),;");
      url = g_strndup (text + (found - lower), n);
      while (n > 0 && strchr (".:!?", url[n - 1]) != NULL)
        url[--n] = '\0';
      if (strchr (url, '.') == NULL)
        return NULL;
      if (g_str_has_prefix (found, "http://"))
        return g_strconcat ("https://", url + 7, NULL);
      return i == 0 ? g_steal_pointer (&url) : g_strconcat ("https://", url, NULL);
    }
  return NULL;
}

/* In front of a name it is a legal form where it is short, as "PT" and "ООО", or in a script without capitals; "Maison" is part of the name. */
static guint
match_short_form (const KithSignatureTokens *tokens)
{
  guint n = kith_signature_tokens_match (tokens, 0, KITH_WORD_LEGAL_PREFIX);

  return n > 0 && (!g_ascii_isalpha (tokens->items[0].folded[0]) || strlen (tokens->items[0].folded) <= 4) ? n : 0;
}

/*
 * kith_signature_make_company_key:
 * @company: a company
 *
 * Returns: (transfer full): what the ways to write it have in common, whatever the legal form: "Example Rail" and "EXAMPLE RAIL Ltd."; never empty for what
 *   has a letter
 */
char *
kith_signature_make_company_key (const char *company)
{
  g_auto (KithSignatureTokens) tokens = { 0 };
  g_autoptr (GString) key = g_string_new (NULL);
  guint start, end;

  kith_signature_tokens_init (&tokens, company, strlen (company));
  start = match_short_form (&tokens);
  end = tokens.n - kith_signature_tokens_match_end (&tokens, KITH_WORD_LEGAL);
  if (start >= end)
    {
      start = 0;
      end = tokens.n;
    }
  for (guint i = start; i < end; i++)
    {
      if (key->len > 0 && !tokens.items[i].unspaced)
        g_string_append_c (key, ' ');
      g_string_append (key, tokens.items[i].folded);
    }
  return tokens.more || key->len == 0 ? kith_field_make_key (KITH_FIELD_COMPANY, company) : g_string_free (g_steal_pointer (&key), FALSE);
}
