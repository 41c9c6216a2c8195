/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

/* Shorter names are a letter away from each other by chance. */
#define MIN_DOMAIN_CHARS 8
#define MIN_NAME_BYTES 5

typedef struct
{
  gunichar character;
  const char *prototype;
} Confusable;

/*
 * Unicode Technical Standard 39, section 4: two strings are confusable where their skeletons are equal. Of its table those characters that a domain name in
 * Latin letters can be mistaken by: digits, and Cyrillic, Greek, Armenian and Latin letters that look like a Latin one. Sorted.
 */
static const Confusable confusables[] = {
  { '0', "o" }, { '1', "l" }, { 'i', "l" }, { 'm', "rn" }, { 'w', "vv" },
  { 0x0131, "l" }, { 0x0138, "k" }, { 0x017F, "f" }, { 0x0185, "b" }, { 0x0192, "f" }, { 0x01BD, "s" }, { 0x0251, "a" }, { 0x0261, "g" }, { 0x0269, "l" },
  { 0x026A, "l" }, { 0x0280, "r" }, { 0x028B, "u" }, { 0x028F, "y" }, { 0x02BC, "'" },
  { 0x03B1, "a" }, { 0x03B3, "y" }, { 0x03B5, "e" }, { 0x03B7, "n" }, { 0x03B9, "l" }, { 0x03BA, "k" }, { 0x03BD, "v" }, { 0x03BF, "o" }, { 0x03C1, "p" },
  { 0x03C3, "o" }, { 0x03C4, "t" }, { 0x03C5, "u" }, { 0x03C7, "x" }, { 0x03C9, "vv" }, { 0x03F2, "c" }, { 0x03F3, "j" },
  { 0x0430, "a" }, { 0x0432, "b" }, { 0x0433, "r" }, { 0x0435, "e" }, { 0x043A, "k" }, { 0x043C, "rn" }, { 0x043D, "h" }, { 0x043E, "o" }, { 0x043F, "n" },
  { 0x0440, "p" }, { 0x0441, "c" }, { 0x0442, "t" }, { 0x0443, "y" }, { 0x0445, "x" }, { 0x0448, "vv" }, { 0x044A, "b" }, { 0x044C, "b" }, { 0x0455, "s" },
  { 0x0456, "l" }, { 0x0458, "j" }, { 0x0461, "vv" }, { 0x0475, "v" }, { 0x04AF, "y" }, { 0x04BB, "h" }, { 0x04CF, "l" }, { 0x0501, "d" }, { 0x051B, "q" },
  { 0x051D, "vv" }, { 0x0561, "vv" }, { 0x0563, "q" }, { 0x0566, "q" }, { 0x0570, "h" }, { 0x0575, "l" }, { 0x0578, "n" }, { 0x057D, "u" }, { 0x0581, "g" },
  { 0x0582, "l" }, { 0x0584, "f" }, { 0x0585, "o" },
};

static const char *
find_prototype (gunichar character)
{
  gsize low = 0, high = G_N_ELEMENTS (confusables);

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (confusables[middle].character < character)
        low = middle + 1;
      else
        high = middle;
    }
  return low < G_N_ELEMENTS (confusables) && confusables[low].character == character ? confusables[low].prototype : NULL;
}

static char *
make_skeleton (const char *domain)
{
  g_autofree char *unicode = g_hostname_to_unicode (domain);
  g_autofree char *lower = g_utf8_strdown (unicode != NULL ? unicode : domain, -1);
  g_autofree char *parts = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  GString *skeleton = g_string_new (NULL);

  for (const char *p = parts; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      const char *prototype = find_prototype (character);

      /* An accent is easily overlooked too. */
      if (g_unichar_ismark (character))
        continue;
      if (prototype != NULL)
        g_string_append (skeleton, prototype);
      else
        g_string_append_unichar (skeleton, character);
    }
  return g_string_free (skeleton, FALSE);
}

/* One letter more, less, other, or two changed about. */
static gboolean
is_one_edit (const char *one,
             const char *other)
{
  gsize n = strlen (one), m = strlen (other);
  gsize head = 0, tail = 0;

  if (n > m + 1 || m > n + 1)
    return FALSE;
  while (head < n && head < m && one[head] == other[head])
    head++;
  while (tail < n - head && tail < m - head && one[n - 1 - tail] == other[m - 1 - tail])
    tail++;
  n -= head + tail;
  m -= head + tail;
  if (n <= 1 && m <= 1)
    return n + m > 0;
  return n == 2 && m == 2 && one[head] == other[head + 1] && one[head + 1] == other[head];
}

/*
 * kith_domain_is_lookalike:
 *
 * Whether one domain can be taken for the other: a letter apart, or the same to the eye (Unicode TS 39).
 */
gboolean
kith_domain_is_lookalike (const char *domain,
                          const char *other)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  if (strcmp (domain, other) == 0)
    return FALSE;
  if (strlen (domain) >= MIN_DOMAIN_CHARS && strlen (other) >= MIN_DOMAIN_CHARS && is_one_edit (domain, other))
    return TRUE;
  one = make_skeleton (domain);
  two = make_skeleton (other);
  return strcmp (one, two) == 0;
}

/* Whether the owner and the person have anything to do with each other: then there is nothing to warn of. */
static gboolean
is_known (KithHistoryView *view,
          guint32          person)
{
  g_autoptr (GArray) edges = NULL;
  guint n_in, n_out, n_total;
  gint64 last;

  if (person == KITH_HISTORY_NONE_ID)
    return FALSE;
  if (kith_history_rules_flags (&view->rules, person) & KITH_HISTORY_ADDRESS_OWNER)
    return TRUE;
  kith_history_view_count_contacts (view, person, &n_in, &n_out, &last);
  if (n_out > 0)
    return TRUE;
  edges = kith_history_view_list_edges (view, person, 1, &n_total);
  return edges->len > 0;
}

static char *
find_namesake_among (KithHistoryView *view,
                     guint32          address,
                     guint32          person,
                     const char      *folded)
{
  guint32 other = kith_history_rules_person (&view->rules, address);
  g_autofree char *key = NULL;
  g_autofree char *name = NULL;
  g_autofree char *other_folded = NULL;
  guint n_in, n_out;
  gint64 last;

  kith_history_view_get_address (view, address, &key, &name);
  if (other == person || key == NULL || name == NULL)
    return NULL;
  other_folded = kith_history_name_fold (name);
  if (strcmp (folded, other_folded) != 0)
    return NULL;
  kith_history_view_count_contacts (view, other, &n_in, &n_out, &last);
  return n_out > 0 || (kith_history_rules_flags (&view->rules, address) & KITH_HISTORY_ADDRESS_OWNER) ? kith_history_key_to_mailbox (key) : NULL;
}

/* Somebody of the same name to whom the owner writes at another address; or the owner's own name. */
static char *
find_exact_namesake (KithHistoryView *view,
                     guint32          person,
                     const char      *display_name)
{
  g_autofree char *folded = kith_history_name_fold (display_name);
  KithHistoryTable *delta = view->state->delta;
  char *found = NULL;

  if (strlen (folded) < MIN_NAME_BYTES || strchr (folded, ' ') == NULL)
    return NULL;
  if (view->base != NULL)
    {
      g_autoptr (GArray) addresses = kith_history_base_find_names (view->base, kith_history_hash_name (display_name));

      for (guint i = 0; i < addresses->len && found == NULL; i++)
        found = find_namesake_among (view, g_array_index (addresses, guint32, i), person, folded);
    }
  for (guint32 i = 0; i < delta->addresses->len && found == NULL; i++)
    found = find_namesake_among (view, delta->base_addresses + i, person, folded);
  return found;
}

/* "Berg, Anna" of "Anna Berg", and the other way round; (nullable) */
static char *
swap_names (const char *name)
{
  const char *comma = strchr (name, ',');
  const char *space = strrchr (name, ' ');

  if (comma != NULL)
    return comma > name && comma[strspn (comma, ", ")] != '\0' ? g_strdup_printf ("%s %.*s", comma + strspn (comma, ", "), (int) (comma - name), name) : NULL;
  return space != NULL && space[1] != '\0' ? g_strdup_printf ("%s, %.*s", space + 1, (int) (space - name), name) : NULL;
}

static char *
find_namesake (KithHistoryView *view,
               guint32          person,
               const char      *display_name)
{
  char *found = find_exact_namesake (view, person, display_name);
  g_autofree char *swapped = found == NULL ? swap_names (display_name) : NULL;

  return swapped != NULL ? find_exact_namesake (view, person, swapped) : found;
}

/* A domain that the owner writes to, and for which this one can be taken. */
static char *
find_like_domain (KithHistoryView *view,
                  const char      *domain)
{
  gsize length = 0;
  g_autofree char *data = view->base != NULL ? kith_history_base_load_domains (view->base, &length) : NULL;
  g_autofree char *own_key = kith_history_key_from_domain (domain);
  KithCursor cursor = { (const guint8 *) data, (const guint8 *) data + length, FALSE };
  char *found = NULL;

  while (data != NULL && cursor.next < cursor.end && !cursor.bad)
    {
      gsize n;
      const char *text = kith_cursor_string (&cursor, &n);
      g_autofree char *key = g_strdup_printf ("%.*s@", (int) n, text);
      g_autofree char *other = kith_history_key_to_mailbox (key);
      const char *other_domain = other[0] == '@' ? other + 1 : other;

      if (strcmp (other_domain, domain) == 0)
        {
          g_free (found);
          return NULL;
        }
      if (found == NULL && kith_domain_is_lookalike (domain, other_domain))
        found = g_strdup (other_domain);
    }
  return found;
}

/*
 * kith_history_check_lookalike:
 * @display_name: (nullable): the name that the message shows
 * @known: (out) (transfer full) (nullable): whom, or which domain, it can be taken for
 *
 * Whether a sender the owner has never written to, and with whom nobody is shared, looks like somebody known. Engine thread.
 */
KithLookalike
kith_history_check_lookalike (KithHistory  *self,
                              KithAddress  *address,
                              const char   *display_name,
                              char        **known)
{
  KithHistoryView *view = kith_history_lock_view (self);
  guint32 person = kith_history_view_find_person (view, address);
  KithLookalike verdict = KITH_LOOKALIKE_NONE;

  *known = NULL;
  if (view->found && !is_known (view, person))
    {
      if (display_name != NULL)
        *known = find_namesake (view, person, display_name);
      if (*known != NULL)
        verdict = KITH_LOOKALIKE_NAME;
      else
        {
          *known = find_like_domain (view, kith_address_get_domain (address));
          if (*known != NULL)
            verdict = KITH_LOOKALIKE_DOMAIN;
        }
    }
  kith_history_unlock_view (self);
  return verdict;
}
