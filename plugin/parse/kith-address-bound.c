/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-address-bound.h"

#include <string.h>

#define MAX_ENTRY 2000
#define MAX_NAME_COMMAS 3
#define MAX_ODD 4096
#define MAX_WORK 200000

/* GMime may go on in the middle of what stands between these when it cannot read it, or read all the rest to find where it ends. */
#define BRACKETS "\"(\\<:;"

typedef struct
{
  const char *next;
  const char *end;
  gboolean in_group;
  gboolean counts;
} Scan;

static gboolean
is_word (guchar c)
{
  return c >= 0x80 || g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gboolean
at (const Scan *scan,
    char        c)
{
  return scan->next < scan->end && *scan->next == c;
}

static gboolean
contains (const char *from,
          const char *to,
          const char *chars)
{
  for (const char *p = from; p < to; p++)
    if (*p == '\0' || strchr (chars, *p) != NULL)
      return TRUE;
  return FALSE;
}

static const char *
find (const Scan *scan,
      char        c)
{
  gsize left = scan->end - scan->next;

  return memchr (scan->next, c, MIN (left, MAX_ENTRY));
}

/* Comments that hold nothing but words, and space. */
static gboolean
take_space (Scan *scan)
{
  for (;;)
    {
      const char *close;

      while (scan->next < scan->end && is_space (*scan->next))
        scan->next++;
      if (!at (scan, '('))
        return TRUE;
      scan->next++;
      close = find (scan, ')');
      if (close == NULL || contains (scan->next, close, "\"(\\,;"))
        return FALSE;
      scan->next = close + 1;
    }
}

static void
take_atom (Scan *scan)
{
  while (scan->next < scan->end && (is_word (*scan->next) || *scan->next == '.'))
    scan->next++;
}

/* A separator within the quotes is only safe where nothing before them and nothing but the address behind them can be wrong. */
static gboolean
take_quoted (Scan     *scan,
             gboolean  first)
{
  const char *start = ++scan->next;
  const char *close;

  while ((close = find (scan, '"')) != NULL)
    {
      guint escapes = 0;

      while (close - escapes > start && close[-1 - (gssize) escapes] == '\\')
        escapes++;
      scan->next = close + 1;
      if (escapes % 2 == 0)
        break;
    }
  if (close == NULL || contains (start, close, ""))
    return FALSE;
  return !contains (start, close, ",;") || (first && take_space (scan) && at (scan, '<'));
}

/* What ends an entry stays, but for the comma. */
static gboolean
take_end (Scan *scan)
{
  if (!take_space (scan))
    return FALSE;
  if (at (scan, ','))
    scan->next++;
  else if (scan->next < scan->end && !(scan->in_group && *scan->next == ';'))
    return FALSE;
  return TRUE;
}

static gboolean
take_angle (Scan *scan)
{
  const char *close;

  scan->next++;
  while (scan->next < scan->end && is_space (*scan->next))
    scan->next++;
  close = find (scan, '>');
  if (close == NULL || at (scan, '@') || contains (scan->next, close, "\"(\\<,;"))
    return FALSE;
  scan->next = close + 1;
  return take_end (scan);
}

static gboolean
take_domain (Scan *scan)
{
  const char *start = ++scan->next;

  take_atom (scan);
  if (scan->next == start || !take_space (scan))
    return FALSE;
  return at (scan, '<') ? take_angle (scan) : take_end (scan);
}

/* Returns: whether it is a mailbox or the begin or the end of a group as nearly all are written, or nothing at all; GMime reads it in one go */
static gboolean
take_entry (Scan *scan)
{
  const char *start = scan->next;
  guint commas = 0, words = 0;

  scan->counts = TRUE;
  while (scan->next - start <= MAX_ENTRY)
    {
      if (!take_space (scan))
        return FALSE;
      if (scan->next >= scan->end || (*scan->next == ',' && words == 0 && commas == 0))
        {
          scan->counts = FALSE;
          scan->next += scan->next < scan->end;
          return words == 0 && commas == 0;
        }
      switch (*scan->next)
        {
        case '<':
          return take_angle (scan);
        case '"':
          if (!take_quoted (scan, words == 0 && commas == 0))
            return FALSE;
          words++;
          break;
        case '@':
          return words == 1 && is_word (scan->next[-1]) && take_domain (scan);
        case ',':
          if (++commas > MAX_NAME_COMMAS)
            return FALSE;
          scan->next++;
          words = 0;
          break;
        case ':':
        case ';':
          if (scan->in_group != (*scan->next == ';'))
            return FALSE;
          scan->in_group = !scan->in_group;
          scan->next++;
          return TRUE;
        default:
          if (!is_word (*scan->next))
            return FALSE;
          take_atom (scan);
          words++;
        }
    }
  return FALSE;
}

/* Half an address is another address: "anna@example.co" of "anna@example.com". Returns: what is behind the comma, or @start */
static const char *
find_last_comma (const char *start,
                 const char *end)
{
  while (end > start && end[-1] != ',')
    end--;
  return end;
}

/* Returns: whether the list goes on behind it */
static gboolean
take_odd (Scan            *scan,
          const char      *start,
          KithAddressCost *cost)
{
  const char *comma = memchr (start, ',', scan->end - start);
  const char *stop = comma != NULL ? comma + 1 : scan->end;
  gsize left = MAX_ODD - cost->odd;

  scan->next = start;
  if (contains (start, stop, BRACKETS))
    stop = scan->end;
  if ((gsize) (stop - start) > left)
    {
      if (stop == scan->end)
        {
          cost->odd += left;
          scan->next = find_last_comma (start, start + left);
        }
      return FALSE;
    }
  cost->odd += stop - start;
  scan->next = stop;
  return TRUE;
}

/*
 * kith_address_bound:
 * @text: the raw value of an address field
 * @max_entries: how many mailboxes and groups the fields of this name may have
 * @cost: (inout): what the fields before it have cost; all zero before the first
 *
 * GMime looks through the rest of the list at each thing in it that is no address, and makes a few hundred bytes of each that is one; when it reads a message,
 * it reads each field again with the next of the same name. So what is not written as addresses are gets a few kilobytes, and what is so gets @max_entries.
 *
 * Returns: how many of the bytes can be read in bounded time and memory: all of nearly every list that was ever sent
 */
gsize
kith_address_bound (const char      *text,
                    gsize            length,
                    guint            max_entries,
                    KithAddressCost *cost)
{
  Scan scan = { .next = text, .end = text + length };

  if (cost->work > MAX_WORK)
    return 0;
  while (scan.next < scan.end && cost->n_entries < max_entries)
    {
      const char *start = scan.next;

      cost->n_entries++;
      if (take_entry (&scan))
        cost->n_entries -= !scan.counts;
      else if (!take_odd (&scan, start, cost))
        break;
    }
  cost->work += cost->n_entries + 1;
  return scan.next - text;
}
