/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature.h"

#include <kith/kith-macros.h>
#include <string.h>

#include "kith-signature-block.h"
#include "kith-signature-lines.h"

/* How far from the name a role may stand, in lines. */
#define MAX_BELOW 4
#define MAX_ABOVE 3
#define MAX_COMPANY_DISTANCE 8
#define MAX_PHONES 4
#define CONFIDENCE_BY_PLACE 0.58
#define MAX_PLACE_DISTANCE 2
#define MAX_LINKS 6
/* What goes on with a role is not longer. */
#define MAX_FIELD_BYTES 48

typedef struct
{
  KithSignatureBlock *block;
  const KithSignatureSender *sender;
  GPtrArray *values;
  int role_line;    /* -1 is none */
  double role;      /* confidence */
} Reader;

static void
value_free (gpointer data)
{
  KithSignatureValue *value = data;

  g_free (value->value);
  g_free (value);
}

static void
add_value (Reader     *self,
           KithField   field,
           const char *text,
           double      confidence)
{
  KithSignatureValue *value = g_new0 (KithSignatureValue, 1);

  value->field = field;
  value->value = g_strdup (text);
  value->confidence = confidence;
  g_ptr_array_add (self->values, value);
}

static KithSegment *
get (Reader *self,
     guint   i)
{
  return &g_array_index (self->block->segments, KithSegment, i);
}

static guint
count (Reader *self)
{
  return self->block->segments->len;
}

/* Somebody else's name stands on the same line before it, or alone on the line above. */
static gboolean
belongs_to_another (Reader *self,
                    guint   i)
{
  guint line = get (self, i)->line;

  for (guint j = i; j-- > 0;)
    {
      KithSegment *other = get (self, j);

      if (other->kind == KITH_SEGMENT_NAME || other->line + 1 < line)
        return FALSE;
      if (other->kind == KITH_SEGMENT_FOREIGN)
        return TRUE;
      if (other->line == line && other->kind == KITH_SEGMENT_IGNORED)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_role_at (Reader *self,
            guint   i,
            guint   name_line)
{
  KithSegment *segment = get (self, i);

  if (segment->kind != KITH_SEGMENT_ROLE || belongs_to_another (self, i))
    return FALSE;
  return kith_signature_is_capital (segment->text) || segment->line <= name_line + 1;
}

/* The role that stands with the name on line @line. */
static int
find_role_near (Reader *self,
                guint   line,
                guint   name)
{
  for (guint i = name; i < count (self) && get (self, i)->line <= line + MAX_BELOW; i++)
    if (is_role_at (self, i, line))
      return i;
  for (guint i = name; i-- > 0 && get (self, i)->line + MAX_ABOVE >= line;)
    if (is_role_at (self, i, line))
      return i;
  return -1;
}

static int
find_role (Reader *self)
{
  for (guint i = 0; i < count (self); i++)
    if (get (self, i)->kind == KITH_SEGMENT_NAME)
      {
        int role = find_role_near (self, get (self, i)->line, i);

        if (role >= 0)
          return role;
      }
  if (self->block->anchor == KITH_ANCHOR_NAME)
    return -1;
  for (guint i = 0; i < count (self) && get (self, i)->line <= MAX_BELOW; i++)
    if (is_role_at (self, i, 0))
      return i;
  return -1;
}

static gboolean
has_company (Reader *self)
{
  for (guint i = 0; i < count (self); i++)
    if (get (self, i)->kind == KITH_SEGMENT_COMPANY || get (self, i)->kind == KITH_SEGMENT_AGREES)
      return TRUE;
  return FALSE;
}

static double
rate_role (Reader *self)
{
  KithSignatureBlock *block = self->block;
  double confidence;

  if (block->foreign || self->sender->shared)
    return 0.3;
  switch (block->anchor)
    {
    case KITH_ANCHOR_NAME:
      confidence = 0.85;
      break;
    case KITH_ANCHOR_DELIMITER:
    case KITH_ANCHOR_CLOSING:
      confidence = block->contact || has_company (self) ? 0.6 : 0.4;
      break;
    default:
      confidence = 0.3;
    }
  return confidence;
}

/* Somewhere else than on line @line it is said where the sender works. */
static gboolean
is_employer_elsewhere (Reader *self,
                       guint   line)
{
  for (guint i = 0; i < count (self); i++)
    {
      KithSegment *segment = get (self, i);

      if (segment->line != line && (segment->kind == KITH_SEGMENT_COMPANY || segment->kind == KITH_SEGMENT_AGREES || segment->kind == KITH_SEGMENT_ORG
                                    || segment->kind == KITH_SEGMENT_DEPARTMENT))
        return TRUE;
    }
  return FALSE;
}

/* What stands behind a role on its line goes on with it: "Vice President, Commercial Lending". */
static gboolean
goes_on (Reader      *self,
         guint        first,
         KithSegment *next,
         guint        line)
{
  switch (next->kind)
    {
    case KITH_SEGMENT_ROLE:
      /* Once more in another script */
      return kith_signature_same_script (get (self, first)->text, next->text);
    case KITH_SEGMENT_FIELD:
      return next->joint != NULL;
    case KITH_SEGMENT_UNKNOWN:
    case KITH_SEGMENT_FOREIGN:
      return next->joint != NULL && kith_signature_is_capital (next->text) && strlen (next->text) <= MAX_FIELD_BYTES && is_employer_elsewhere (self, line)
             && (self->sender->freemail || !kith_signature_resembles (next->text, self->sender->domain));
    default:
      return FALSE;
    }
}

/* "La Directrice," as letters have it. */
static const char *
skip_article (const char *role)
{
  static const char *const articles[] = { "La ", "Le ", "L'", "L’", "El ", "Il ", "Der ", "Die ", "The ", "Ihre ", "Ihr ", "Votre ", "O ", "De " };

  for (guint i = 0; i < G_N_ELEMENTS (articles); i++)
    if (g_str_has_prefix (role, articles[i]) && g_unichar_isalpha (g_utf8_get_char (role + strlen (articles[i]))))
      return role + strlen (articles[i]);
  return role;
}

/* "Senior Surveyor MRICS": what stands in capitals behind the role is a degree. */
static void
cut_degrees (GString *role)
{
  for (;;)
    {
      g_auto (KithSignatureTokens) tokens = { 0 };
      const KithSignatureToken *last;

      kith_signature_tokens_init (&tokens, role->str, role->len);
      if (tokens.n < 2 || tokens.more)
        return;
      last = &tokens.items[tokens.n - 1];
      if (last->end - last->start < 3 || !g_ascii_isupper (role->str[last->start]) || !g_ascii_isupper (role->str[last->start + 1])
          || kith_signature_tokens_match (&tokens, tokens.n - 1, KITH_WORD_DEGREE) != 1)
        return;
      g_string_truncate (role, tokens.items[tokens.n - 2].end);
    }
}

static void
read_role (Reader *self)
{
  int i = find_role (self);
  g_autoptr (GString) role = NULL;
  guint line;

  if (i < 0)
    return;
  line = get (self, i)->line;
  role = g_string_new (skip_article (get (self, i)->text));
  for (guint j = i + 1; j < count (self) && get (self, j)->line == line; j++)
    {
      KithSegment *next = get (self, j);

      if (!goes_on (self, i, next, line))
        break;
      g_string_append_printf (role, "%s%s", next->joint != NULL ? next->joint : " / ", next->text);
      next->kind = KITH_SEGMENT_ROLE;
    }
  cut_degrees (role);
  self->role_line = line;
  self->role = rate_role (self);
  add_value (self, KITH_FIELD_ROLE, role->str, self->role);
}

static double
rate_company (Reader      *self,
              KithSegment *segment)
{
  gboolean named = self->block->anchor == KITH_ANCHOR_NAME;
  gboolean anchored = named || ((self->block->contact || self->role_line >= 0) && self->block->anchor != KITH_ANCHOR_NONE);
  gboolean agrees = segment->agrees;
  double confidence = 0;

  switch (segment->kind)
    {
    case KITH_SEGMENT_COMPANY:
      confidence = agrees ? 0.92 : named ? 0.7 : 0.55;
      break;
    case KITH_SEGMENT_AGREES:
      confidence = 0.85;
      break;
    case KITH_SEGMENT_AT:
      confidence = named && self->role >= KITH_CONFIDENCE_FLOOR ? 0.6 : 0.4;
      break;
    case KITH_SEGMENT_ORG:
      confidence = agrees ? 0.8 : named ? 0.6 : 0.4;
      break;
    default:
      return 0;
    }
  if (self->block->foreign && !agrees)
    confidence = 0.3;
  /* What a free mail service or a program puts below a message names its own company. */
  if (!anchored || (self->sender->freemail && !named && self->role_line < 0))
    confidence = MIN (confidence, 0.4);
  if (segment->line > MAX_COMPANY_DISTANCE && !agrees)
    confidence = MIN (confidence, 0.4);
  return confidence;
}

static gboolean
follows_role (Reader *self,
              guint   i)
{
  return i > 0 && get (self, i - 1)->kind == KITH_SEGMENT_ROLE && get (self, i - 1)->line == get (self, i)->line;
}

/* A line by the role that shares a word with the domain: no more is known of it, but it stands where companies do. */
static gboolean
stands_for_company (Reader *self,
                    guint   i)
{
  KithSegment *segment = get (self, i);

  if ((segment->kind != KITH_SEGMENT_UNKNOWN && segment->kind != KITH_SEGMENT_FOREIGN && segment->kind != KITH_SEGMENT_FIELD)
      || (segment->joint != NULL && !follows_role (self, i)) || self->sender->freemail || self->block->anchor != KITH_ANCHOR_NAME || self->role < KITH_CONFIDENCE_FLOOR)
    return FALSE;
  return (guint) ABS ((int) segment->line - self->role_line) <= MAX_PLACE_DISTANCE && kith_signature_is_capital (segment->text)
         && kith_signature_resembles (segment->text, self->sender->domain);
}

static void
read_company (Reader *self)
{
  KithSegment *best = NULL;
  double confidence = 0;
  g_autofree char *text = NULL;
  gsize n;

  for (guint i = 0; i < count (self); i++)
    {
      KithSegment *segment = get (self, i);
      double rate = !segment->agrees && belongs_to_another (self, i) ? 0 : rate_company (self, segment);

      if (rate == 0 && stands_for_company (self, i))
        rate = CONFIDENCE_BY_PLACE;

      /* Of an institution's parts the last one is the whole. */
      if (rate > confidence || (best != NULL && rate == confidence && segment->kind == KITH_SEGMENT_ORG && best->kind == KITH_SEGMENT_ORG && segment->line <= best->line + 2))
        {
          best = segment;
          confidence = rate;
        }
    }
  if (best == NULL)
    return;
  text = g_strdup (best->text);
  n = strlen (text);
  if (n > 2 && text[0] == '(' && text[n - 1] == ')')
    {
      text[n - 1] = '\0';
      memmove (text, text + 1, n - 1);
    }
  add_value (self, KITH_FIELD_COMPANY, text, confidence);
}

static void
read_department (Reader *self)
{
  for (guint i = 0; i < count (self); i++)
    {
      KithSegment *segment = get (self, i);

      if (segment->kind == KITH_SEGMENT_DEPARTMENT && segment->line <= MAX_COMPANY_DISTANCE && !belongs_to_another (self, i))
        {
          add_value (self, KITH_FIELD_DEPARTMENT, segment->text, self->block->anchor == KITH_ANCHOR_NAME && !self->block->foreign ? 0.6 : 0.4);
          return;
        }
    }
}

/* Who signs for another says so before the name: "i. A.", "ppa.", "pp". */
static const char *
skip_proxy (const char *name)
{
  static const char *const proxies[] = { "i.A. ", "i. A. ", "i.A.", "i.V. ", "i. V. ", "ppa. ", "pp ", "pp. ", "p.p. ", "per pro ", "gez. ", "p.o. ", "p/p " };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    if (g_str_has_prefix (name, proxies[i]) && strlen (name) > strlen (proxies[i]) + 2)
      return name + strlen (proxies[i]);
  return name;
}

static void
read_name (Reader *self)
{
  for (guint i = 0; i < count (self); i++)
    {
      KithSegment *segment = get (self, i);

      if (segment->kind == KITH_SEGMENT_NAME && kith_signature_match_name (segment->text, self->sender) == KITH_NAME_FULL)
        {
          add_value (self, KITH_FIELD_NAME, skip_proxy (segment->text), 0.75);
          return;
        }
    }
}

/* What stands before a number says what it is of. */
static gboolean
is_dialled (const char *text,
            gboolean    only_number)
{
  g_auto (KithSignatureTokens) tokens = { 0 };

  kith_signature_tokens_init (&tokens, text, strcspn (text, "+0123456789("));
  if (kith_signature_tokens_have (&tokens, KITH_WORD_LABEL_FAX) || kith_signature_tokens_have (&tokens, KITH_WORD_OTHER))
    return FALSE;
  return kith_signature_tokens_have (&tokens, KITH_WORD_LABEL_PHONE) || (only_number && tokens.n == 0);
}

static void
read_phones (Reader *self)
{
  double confidence = self->block->anchor == KITH_ANCHOR_NAME ? 0.8 : 0.6;
  guint n = 0;

  if (self->block->foreign || self->block->anchor == KITH_ANCHOR_NONE)
    return;
  for (guint i = 0; i < count (self) && n < MAX_PHONES; i++)
    {
      KithSegment *segment = get (self, i);
      g_autofree char *phone = segment->kind == KITH_SEGMENT_CONTACT && strstr (segment->text, "://") == NULL ? kith_signature_find_phone (segment->text) : NULL;

      if (phone == NULL || strchr (segment->text, '@') != NULL || belongs_to_another (self, i) || !is_dialled (segment->text, *phone == '+' || *phone == '('))
        continue;
      add_value (self, KITH_FIELD_PHONE, phone, confidence);
      n++;
    }
}

static gboolean
is_profile (const char *url)
{
  return strstr (url, "linkedin.com/in/") != NULL || strstr (url, "//github.com/") != NULL || strstr (url, "xing.com/profile/") != NULL
         || strstr (url, "//orcid.org/") != NULL;
}

static void
read_links (Reader *self)
{
  guint n = 0;

  if (self->block->foreign || self->block->anchor == KITH_ANCHOR_NONE)
    return;
  for (guint i = 0; i < count (self) && n < MAX_LINKS; i++)
    {
      KithSegment *segment = get (self, i);
      g_autofree char *url = segment->kind == KITH_SEGMENT_CONTACT ? kith_signature_find_url (segment->text) : NULL;
      g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
      g_autofree char *host = uri != NULL && g_uri_get_host (uri) != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
      gsize length, whole;

      if (host == NULL || belongs_to_another (self, i))
        continue;
      length = strlen (self->sender->domain);
      whole = strlen (host);
      n++;
      if (is_profile (url))
        add_value (self, KITH_FIELD_LINK, url, self->block->anchor == KITH_ANCHOR_NAME ? 0.8 : 0.6);
      else if (!self->sender->freemail && whole >= length && strcmp (host + whole - length, self->sender->domain) == 0
               && (whole == length || host[whole - length - 1] == '.'))
        add_value (self, KITH_FIELD_COMPANY_URL, url, 0.8);
    }
}

static GPtrArray *
read_one (const char                *text,
          const KithSignatureSender *sender)
{
  g_autoptr (GPtrArray) lines = kith_signature_own_lines (text);
  g_autoptr (KithSignatureBlock) block = kith_signature_block_find (lines, sender);
  Reader reader = { .block = block, .sender = sender, .role_line = -1 };

  reader.values = g_ptr_array_new_with_free_func (value_free);
  if (block == NULL)
    return reader.values;
  read_name (&reader);
  read_role (&reader);
  read_company (&reader);
  read_department (&reader);
  read_phones (&reader);
  read_links (&reader);
  return reader.values;
}

static double
rate (GPtrArray *values)
{
  double sum = 0;

  for (guint i = 0; i < values->len; i++)
    {
      KithSignatureValue *value = values->pdata[i];

      if (value->field == KITH_FIELD_ROLE || value->field == KITH_FIELD_COMPANY)
        sum += 10 * value->confidence;
      else
        sum += value->confidence / 10;
    }
  return sum;
}

/*
 * kith_signature_read:
 * @text: (nullable): the plain part, in UTF-8, from outside
 * @html: (nullable): the HTML part, in UTF-8, from outside
 * @sender: who wrote it
 *
 * Finds what a person says of itself at the end of a message. Of two parts the one that says more counts.
 *
 * Returns: (transfer full) (element-type KithSignatureValue): the values, each with a confidence; those under %KITH_CONFIDENCE_FLOOR are guesses
 */
GPtrArray *
kith_signature_read (const char                *text,
                     const char                *html,
                     const KithSignatureSender *sender)
{
  g_autofree char *shown = html != NULL ? kith_signature_html_to_text (html) : NULL;
  g_autoptr (GPtrArray) plain = read_one (text != NULL ? text : "", sender);
  g_autoptr (GPtrArray) rich = read_one (shown != NULL ? shown : "", sender);

  return rate (rich) > rate (plain) ? g_steal_pointer (&rich) : g_steal_pointer (&plain);
}
