/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gmime/gmime.h>

#include "kith-address-bound.h"
#include "kith-header-scan.h"
#include "kith-mime.h"

/* A list longer than this goes to GMime: the fast path keeps its finds on the stack until it knows that it may speak. */
#define MAX_FAST 32
/* GMime goes down one stack frame for each group that begins within another: a field of nothing but those would end the program. */
#define MAX_COLONS 200
#define MAX_ENTRIES 50000

typedef struct
{
  KithSlice mailbox;
  KithSlice name;
} Found;

typedef struct
{
  const char *next;
  const char *end;
  Found found[MAX_FAST];
  guint n;
} Fast;

static void
report (InternetAddressList *list,
        KithMailboxFunc      func,
        gpointer             user_data,
        guint                depth)
{
  int n = internet_address_list_length (list);

  for (int i = 0; i < n; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);

      if (INTERNET_ADDRESS_IS_MAILBOX (address))
        {
          const char *mailbox = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address));
          const char *name = internet_address_get_name (address);

          if (mailbox != NULL)
            func (mailbox, strlen (mailbox), name, name != NULL ? strlen (name) : 0, user_data);
        }
      else if (INTERNET_ADDRESS_IS_GROUP (address) && depth < 8)
        {
          InternetAddressList *members = internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address));

          if (members != NULL)
            report (members, func, user_data, depth + 1);
        }
    }
}

static gboolean
is_mostly_groups (KithSlice value)
{
  const char *end = value.text + value.length;
  guint n = 0;

  for (const char *p = value.text; (p = memchr (p, ':', end - p)) != NULL; p++)
    if (++n > MAX_COLONS)
      return TRUE;
  return FALSE;
}

/* The yardstick, and the way for all that is not plain. A field that is mostly groups says nothing; what GMime would take too long for is left out. */
void
kith_mailboxes_scan_gmime (KithSlice        value,
                           KithMailboxFunc  func,
                           gpointer         user_data)
{
  g_autofree char *text = NULL;
  InternetAddressList *list;
  KithAddressCost cost = { 0 };

  if (value.text == NULL || value.length == 0 || is_mostly_groups (value))
    return;
  kith_mime_init ();
  text = g_strndup (value.text, kith_address_bound (value.text, value.length, MAX_ENTRIES, &cost));
  list = internet_address_list_parse (NULL, text);
  if (list == NULL)
    return;
  report (list, func, user_data, 0);
  g_object_unref (list);
}

static gboolean
is_atom (guchar c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_space (Fast *fast)
{
  while (fast->next < fast->end && is_space (*fast->next))
    fast->next++;
}

/* Atoms with single dots between them; a dot at either end or two in a row are GMime's business. */
static gboolean
take_dot_atom (Fast      *fast,
               KithSlice *slice)
{
  slice->text = fast->next;
  while (fast->next < fast->end && is_atom (*fast->next))
    {
      while (fast->next < fast->end && is_atom (*fast->next))
        fast->next++;
      if (fast->next + 1 < fast->end && *fast->next == '.' && is_atom (fast->next[1]))
        fast->next++;
    }
  slice->length = fast->next - slice->text;
  return slice->length > 0;
}

static gboolean
take_addr_spec (Fast      *fast,
                KithSlice *mailbox)
{
  KithSlice part;

  mailbox->text = fast->next;
  if (!take_dot_atom (fast, &part) || fast->next >= fast->end || *fast->next != '@')
    return FALSE;
  fast->next++;
  if (!take_dot_atom (fast, &part))
    return FALSE;
  mailbox->length = fast->next - mailbox->text;
  return TRUE;
}

static gboolean
take_angle (Fast      *fast,
            KithSlice *mailbox)
{
  fast->next++;
  if (!take_addr_spec (fast, mailbox) || fast->next >= fast->end || *fast->next != '>')
    return FALSE;
  fast->next++;
  return TRUE;
}

/* "Berg, Anna" <anna@example.org>: printable, no escapes, no folding, no space at the ends or in a row */
static gboolean
take_quoted_name (Fast      *fast,
                  KithSlice *name)
{
  const char *close = memchr (fast->next + 1, '"', fast->end - fast->next - 1);

  if (close == NULL)
    return FALSE;
  name->text = fast->next + 1;
  name->length = close - name->text;
  if (name->length == 0 || name->text[0] == ' ' || close[-1] == ' ')
    return FALSE;
  for (const char *p = name->text; p < close; p++)
    if (*p == '\\' || *p < ' ' || *p == 0x7f || (*p == ' ' && p[1] == ' '))
      return FALSE;
  fast->next = close + 1;
  return TRUE;
}

/* Anna Berg <anna@example.org>: atoms with one space between them */
static gboolean
take_plain_name (Fast      *fast,
                 KithSlice *name)
{
  const char *p = fast->next;

  name->text = p;
  while (p < fast->end && is_atom (*p))
    {
      while (p < fast->end && is_atom (*p))
        p++;
      if (p + 1 < fast->end && *p == ' ' && is_atom (p[1]))
        p++;
    }
  name->length = p - name->text;
  fast->next = p;
  return name->length > 0 && p < fast->end && is_space (*p);
}

static gboolean
take_one (Fast *fast)
{
  Found *found = &fast->found[fast->n];
  const char *start = fast->next;

  memset (found, 0, sizeof *found);
  if (*start == '<')
    return take_angle (fast, &found->mailbox);
  if (*start == '"')
    {
      if (!take_quoted_name (fast, &found->name))
        return FALSE;
    }
  else if (take_addr_spec (fast, &found->mailbox))
    return TRUE;
  else
    {
      fast->next = start;
      if (!take_plain_name (fast, &found->name))
        return FALSE;
    }
  skip_space (fast);
  return fast->next < fast->end && *fast->next == '<' && take_angle (fast, &found->mailbox);
}

static gboolean
is_plain (KithSlice value)
{
  for (gsize i = 0; i < value.length; i++)
    {
      guchar c = value.text[i];
      guchar next = i + 1 < value.length ? value.text[i + 1] : '\0';

      /* "=?" begins an encoded word, and "--" may be part of an A-label. */
      if (c >= 0x80 || c == '(' || c == '\\' || c == '\0' || (c == '=' && next == '?') || (c == '-' && next == '-'))
        return FALSE;
    }
  return TRUE;
}

static gboolean
scan_fast (Fast *fast)
{
  skip_space (fast);
  while (fast->next < fast->end)
    {
      if (fast->n == MAX_FAST || !take_one (fast))
        return FALSE;
      fast->n++;
      skip_space (fast);
      if (fast->next >= fast->end)
        break;
      if (*fast->next != ',')
        return FALSE;
      fast->next++;
      skip_space (fast);
      if (fast->next >= fast->end)
        return FALSE;
    }
  return TRUE;
}

/*
 * kith_mailboxes_scan:
 * @value: the raw value of an address field
 * @func: called for each mailbox, members of groups included; @name is decoded, and %NULL or empty where there is none
 *
 * Plain lists, nearly all of them, are read here; comments, groups, escapes, encoded words, and whatever else is not plain go to GMime. Both ways give the
 * same (tests/history/header-scan.c holds them against each other).
 */
void
kith_mailboxes_scan (KithSlice        value,
                     KithMailboxFunc  func,
                     gpointer         user_data)
{
  Fast fast;

  if (value.text == NULL || value.length == 0)
    return;
  fast.next = value.text;
  fast.end = value.text + value.length;
  fast.n = 0;
  if (!is_plain (value) || !scan_fast (&fast))
    {
      kith_mailboxes_scan_gmime (value, func, user_data);
      return;
    }
  for (guint i = 0; i < fast.n; i++)
    func (fast.found[i].mailbox.text, fast.found[i].mailbox.length, fast.found[i].name.text, fast.found[i].name.length, user_data);
}

/* Days since 1970 of a day of the Gregorian calendar: whole 400-year cycles, with the year begun in March. */
static gint64
days_from_civil (gint64 year,
                 gint   month,
                 gint   day)
{
  gint64 cycle, of_cycle, of_year;

  year -= month <= 2;
  cycle = (year >= 0 ? year : year - 399) / 400;
  of_cycle = year - cycle * 400;
  of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return cycle * 146097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - 719468;
}

static gboolean
take_number (Fast  *fast,
             guint  min_digits,
             guint  max_digits,
             gint  *number)
{
  guint digits = 0;

  *number = 0;
  while (fast->next < fast->end && g_ascii_isdigit (*fast->next) && digits < max_digits)
    {
      *number = *number * 10 + (*fast->next++ - '0');
      digits++;
    }
  return digits >= min_digits && (fast->next >= fast->end || !g_ascii_isdigit (*fast->next));
}

static gboolean
take_month (Fast *fast,
            gint *month)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

  if (fast->end - fast->next < 4 || fast->next[3] != ' ')
    return FALSE;
  for (gint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (fast->next, months + 3 * i, 3) == 0)
      {
        *month = i + 1;
        fast->next += 4;
        return TRUE;
      }
  return FALSE;
}

static gboolean
take_char (Fast *fast,
           char  c)
{
  if (fast->next >= fast->end || *fast->next != c)
    return FALSE;
  fast->next++;
  return TRUE;
}

static gboolean
scan_date_fast (Fast   *fast,
                gint64 *date)
{
  gint day, month, year, hour, minute, second = 0, zone;
  gboolean west;

  skip_space (fast);
  if (fast->end - fast->next > 5 && g_ascii_isalpha (*fast->next))
    {
      if (fast->next[3] != ',' || fast->next[4] != ' ')
        return FALSE;
      fast->next += 5;
    }
  if (!take_number (fast, 1, 2, &day) || !take_char (fast, ' ') || !take_month (fast, &month) || !take_number (fast, 4, 4, &year)
      || !take_char (fast, ' ') || !take_number (fast, 2, 2, &hour) || !take_char (fast, ':') || !take_number (fast, 2, 2, &minute))
    return FALSE;
  if (fast->next < fast->end && *fast->next == ':' && (!take_char (fast, ':') || !take_number (fast, 2, 2, &second)))
    return FALSE;
  if (!take_char (fast, ' ') || fast->next >= fast->end || (*fast->next != '+' && *fast->next != '-'))
    return FALSE;
  west = *fast->next++ == '-';
  if (!take_number (fast, 4, 4, &zone))
    return FALSE;
  if (day < 1 || day > (month == 2 ? 28 : 30 + ((month + (month > 7)) & 1)) || hour > 23 || minute > 59 || second > 59 || zone % 100 > 59 || zone > 1400 || year < 1971)
    return FALSE;
  zone = (zone / 100 * 60 + zone % 100) * 60;
  *date = days_from_civil (year, month, day) * 86400 + hour * 3600 + minute * 60 + second + (west ? zone : -zone);
  return TRUE;
}

/*
 * kith_date_scan:
 * @date: (out): Unix seconds
 *
 * RFC 5322 section 3.3. The plain form is read here, with the days that each month has; the rest by GMime, and both give the same.
 *
 * Returns: whether it is a date
 */
gboolean
kith_date_scan (KithSlice  value,
                gint64    *date)
{
  Fast fast;
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (value.text == NULL || value.length > 256)
    return FALSE;
  fast.next = value.text;
  fast.end = value.text + value.length;
  if (scan_date_fast (&fast, date))
    return TRUE;
  kith_mime_init ();
  text = g_strndup (value.text, value.length);
  time = g_mime_utils_header_decode_date (text);
  if (time == NULL)
    return FALSE;
  *date = g_date_time_to_unix (time);
  return TRUE;
}
