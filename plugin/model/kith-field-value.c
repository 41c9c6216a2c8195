/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-field-value.h"

#include <string.h>

#include "kith-text.h"

/* E.164 has 15 digits; an extension comes on top. */
#define MIN_PHONE_DIGITS 3
#define MAX_PHONE_DIGITS 22
#define MAX_VALUE_CHARS 64
#define MAX_COUNT_DIGITS 12

static gboolean
is_phone_separator (gunichar character)
{
  return character == ' ' || character == '-' || character == '.' || character == '/' || character == '(' || character == ')';
}

/* Recognises "x12", "ext. 12", ";ext=12"; gives the place of the digits. */
static const char *
skip_extension_mark (const char *p)
{
  const char *start = p;

  if (*p == ';')
    p++;
  if (g_ascii_strncasecmp (p, "ext", 3) == 0)
    p += 3;
  else if (p == start && (*p == 'x' || *p == 'X'))
    p += 1;
  else
    return NULL;
  p += strspn (p, ".=: ");
  return g_ascii_isdigit (*p) ? p : NULL;
}

static gboolean
append_phone (GString    *out,
              const char *p,
              guint      *n_digits)
{
  gboolean extension = FALSE;

  while (*p != '\0')
    {
      gunichar character = g_utf8_get_char (p);
      const char *digits = extension ? NULL : skip_extension_mark (p);

      if (digits != NULL && *n_digits > 0)
        {
          extension = TRUE;
          g_string_append (out, out->str[out->len - 1] == ' ' ? "x" : " x");
          p = digits;
          continue;
        }
      if (g_unichar_isdigit (character))
        {
          g_string_append_c (out, '0' + g_unichar_digit_value (character));
          ++*n_digits;
        }
      else if (character == '+' && *n_digits == 0 && strchr (out->str, '+') == NULL)
        g_string_append_c (out, '+');
      else if (g_unichar_type (character) == G_UNICODE_DASH_PUNCTUATION)
        g_string_append_c (out, '-');
      else if (character == ';')
        return TRUE;
      else if (is_phone_separator (character))
        g_string_append_c (out, character);
      else
        return FALSE;
      p = g_utf8_next_char (p);
    }
  return TRUE;
}

/*
 * kith_field_value_phone:
 * @value: a number as people or a tel: URI (RFC 3966) write it
 *
 * Returns: (transfer full) (nullable): ASCII digits, separators as they were, an extension as " x12"
 */
char *
kith_field_value_phone (const char *value)
{
  g_autofree char *clean = kith_text_clean (value, -1, MAX_VALUE_CHARS);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_digits = 0;
  const char *p = clean;

  if (clean == NULL)
    return NULL;
  if (g_ascii_strncasecmp (p, "tel:", 4) == 0)
    p += 4;
  if (!append_phone (out, p, &n_digits) || n_digits < MIN_PHONE_DIGITS || n_digits > MAX_PHONE_DIGITS)
    return NULL;
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}

/*
 * kith_field_value_phone_key:
 * @value: a number as kith_field_value_phone() gives it
 *
 * Returns: (transfer full): "+" where it had one, and the digits; without the "(0)" that Europeans put behind the country
 */
char *
kith_field_value_phone_key (const char *value)
{
  GString *key = g_string_new (NULL);
  gboolean international = FALSE;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '+' || (key->len == 0 && p[0] == '0' && p[1] == '0'))
        {
          p += *p == '+' ? 0 : 1;
          international = TRUE;
          g_string_append_c (key, '+');
        }
      else if (international && g_str_has_prefix (p, "(0)"))
        p += 2;
      else if (g_ascii_isdigit (*p) || *p == 'x')
        g_string_append_c (key, *p);
    }
  return g_string_free (key, FALSE);
}

static char *
normalise_offset (const char *text)
{
  char sign = *text;
  guint hours = 0, minutes = 0, n_digits = 0;

  for (text++; *text != '\0'; text++)
    {
      if (*text == ':' && n_digits > 0 && n_digits <= 2)
        n_digits = 2;
      else if (!g_ascii_isdigit (*text) || n_digits == 4)
        return NULL;
      else if (n_digits++ < 2)
        hours = hours * 10 + g_ascii_digit_value (*text);
      else
        minutes = minutes * 10 + g_ascii_digit_value (*text);
    }
  if (n_digits == 0 || hours > 14 || minutes > 59)
    return NULL;
  return g_strdup_printf ("%c%02u:%02u", sign, hours, minutes);
}

/*
 * kith_field_value_time_zone:
 * @value: a time zone
 *
 * The name is not looked up: that would read the disk. Whoever shows it finds out whether this computer knows it.
 *
 * Returns: (transfer full) (nullable): what can be an IANA name, or an offset as "+05:30"
 */
char *
kith_field_value_time_zone (const char *value)
{
  g_autofree char *clean = kith_text_clean (value, -1, MAX_VALUE_CHARS);
  const char *offset = clean;

  if (clean == NULL)
    return NULL;
  if (g_str_has_prefix (clean, "UTC") || g_str_has_prefix (clean, "GMT"))
    offset += 3;
  if (*offset == '+' || *offset == '-')
    return normalise_offset (offset);
  if (!g_ascii_isalpha (*clean) || strstr (clean, "//") != NULL || g_str_has_suffix (clean, "/"))
    return NULL;
  for (const char *p = clean; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/_+-", *p) == NULL)
      return NULL;
  return g_steal_pointer (&clean);
}

static gboolean
is_alpha (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isalpha (*text))
      return FALSE;
  return TRUE;
}

static gboolean
normalise_subtag (char     *subtag,
                  gboolean  first)
{
  gsize length = strlen (subtag);

  if (length == 0 || length > 8 || (first && (length < 2 || !is_alpha (subtag))))
    return FALSE;
  for (char *p = subtag; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p))
        return FALSE;
      *p = g_ascii_tolower (*p);
    }
  if (!first && length == 2)
    for (char *p = subtag; *p != '\0'; p++)
      *p = g_ascii_toupper (*p);
  else if (!first && length == 4 && is_alpha (subtag))
    *subtag = g_ascii_toupper (*subtag);
  return TRUE;
}

/*
 * kith_field_value_language:
 * @value: a language tag (RFC 5646) or a locale name
 *
 * Returns: (transfer full) (nullable): the tag in its usual case: "de-AT", "zh-Hant-TW"
 */
char *
kith_field_value_language (const char *value)
{
  g_autofree char *clean = kith_text_clean (value, -1, MAX_VALUE_CHARS);
  g_auto (GStrv) subtags = NULL;

  if (clean == NULL)
    return NULL;
  clean[strcspn (clean, ".@")] = '\0';
  g_strdelimit (clean, "_", '-');
  subtags = g_strsplit (clean, "-", -1);
  if (subtags[0] == NULL)
    return NULL;
  for (guint i = 0; subtags[i] != NULL; i++)
    if (!normalise_subtag (subtags[i], i == 0))
      return NULL;
  return g_strjoinv ("-", subtags);
}

static gboolean
read_digits (const char **p,
             guint        n,
             guint       *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *number = *number * 10 + g_ascii_digit_value (**p);
    }
  return TRUE;
}

static gboolean
is_month_and_day (guint month,
                  guint day)
{
  return month >= 1 && month <= 12 && day >= 1 && day <= g_date_get_days_in_month (month, 2000);
}

/*
 * kith_field_value_date:
 * @value: a date as ISO 8601 and vCard (RFC 6350, section 4.3.1) write it; a time behind it is dropped
 *
 * Returns: (transfer full) (nullable): "1985-04-12", or "--04-12" where the year is not told
 */
char *
kith_field_value_date (const char *value)
{
  g_autofree char *clean = kith_text_clean (value, -1, MAX_VALUE_CHARS);
  const char *p = clean;
  guint year = 0, month = 0, day = 0;
  gboolean has_year;

  if (clean == NULL)
    return NULL;
  has_year = !g_str_has_prefix (p, "--");
  if (!has_year)
    p += 2;
  else if (!read_digits (&p, 4, &year))
    return NULL;
  if (has_year && *p == '-')
    p++;
  if (!read_digits (&p, 2, &month))
    return NULL;
  if (*p == '-')
    p++;
  if (!read_digits (&p, 2, &day) || !(*p == '\0' || *p == 'T' || *p == ' ' || *p == 'Z') || !is_month_and_day (month, day))
    return NULL;
  if (!has_year)
    return g_strdup_printf ("--%02u-%02u", month, day);
  return year > 0 && g_date_valid_dmy (day, month, year) ? g_strdup_printf ("%04u-%02u-%02u", year, month, day) : NULL;
}

/*
 * kith_field_value_count:
 * @value: a number
 *
 * Returns: (transfer full) (nullable): its decimal digits
 */
char *
kith_field_value_count (const char *value)
{
  g_autofree char *clean = kith_text_clean (value, -1, MAX_VALUE_CHARS);
  const char *digits = clean;

  if (clean == NULL || strspn (clean, "0123456789") != strlen (clean))
    return NULL;
  while (digits[0] == '0' && digits[1] != '\0')
    digits++;
  return strlen (digits) <= MAX_COUNT_DIGITS ? g_strdup (digits) : NULL;
}
