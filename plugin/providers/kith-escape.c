/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-escape.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#define MAX_VALUE_BYTES (16 * 1024)

static gboolean
fail_unsendable (GError **error)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("A value has characters that cannot be sent to this service"));
  return FALSE;
}

static gboolean
has_controls (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return TRUE;
  return FALSE;
}

static char *
double_char (const char *value,
             const char *chars,
             char        with)
{
  GString *out = g_string_new (NULL);

  for (const char *p = value; *p != '\0'; p++)
    {
      if (strchr (chars, *p) != NULL)
        g_string_append_c (out, with == '\0' ? *p : with);
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static char *
escape_literal (KithLiteral   literal,
                const char   *value,
                GError      **error)
{
  switch (literal)
    {
    case KITH_LITERAL_NONE:
      return g_strdup (value);
    case KITH_LITERAL_ODATA:
      /* OData 4.01 part 2, section 5.1.1.6: a quote inside a string literal is doubled. */
      return double_char (value, "'", '\0');
    case KITH_LITERAL_SOQL:
      return double_char (value, "'\"\\", '\\');
    case KITH_LITERAL_SPARQL_IRI:
      /* SPARQL 1.1 rule IRIREF names what cannot stand between the brackets, and has no escape for it. */
      if (strpbrk (value, "<>\"{}|^`\\ ") != NULL)
        break;
      return g_strdup (value);
    case KITH_LITERAL_QUOTED:
      /* A language that Kith does not know: a value that could end the literal is not sent at all. */
      if (strpbrk (value, "\"'\\") != NULL)
        break;
      return g_strdup (value);
    default:
      break;
    }
  fail_unsendable (error);
  return NULL;
}

static gboolean
is_host (const char *value)
{
  gsize length = strlen (value);

  if (length == 0 || length > 253 || value[0] == '.' || value[0] == '-' || value[length - 1] == '.' || strstr (value, "..") != NULL)
    return FALSE;
  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '.' && *p != '-')
      return FALSE;
  /* A number cannot be a top-level domain; so an address literal never gets here as a name. */
  return strchr (value, '.') != NULL && !g_ascii_isdigit (value[length - 1]);
}

/**
 * kith_escape:
 * @place: where the value will stand
 * @literal: the literal of another language around it
 * @value: UTF-8
 * @error: return location for `KITH_ERROR_INVALID`
 *
 * Escapes a value for a place. In URLs only the unreserved characters of RFC 3986 section 2.3 stay as they are, as RFC 6570 says of `{x}`.
 *
 * Returns: (transfer full) (nullable): the text to put there; %NULL where the value cannot stand there, whatever one does to it
 */
char *
kith_escape (KithPlace     place,
             KithLiteral   literal,
             const char   *value,
             GError      **error)
{
  g_autofree char *inner = NULL;

  if (strlen (value) > MAX_VALUE_BYTES || !g_utf8_validate (value, -1, NULL) || has_controls (value))
    {
      fail_unsendable (error);
      return NULL;
    }
  inner = escape_literal (literal, value, error);
  if (inner == NULL)
    return NULL;

  switch (place)
    {
    case KITH_PLACE_HOST:
      if (is_host (inner))
        return g_ascii_strdown (inner, -1);
      break;
    case KITH_PLACE_PATH:
      /* "." and ".." would change the path although no character of them is reserved (RFC 3986 section 5.2.4). */
      if (strcmp (inner, ".") != 0 && strcmp (inner, "..") != 0 && inner[0] != '\0')
        return g_uri_escape_string (inner, NULL, FALSE);
      break;
    case KITH_PLACE_QUERY:
    case KITH_PLACE_FORM:
      return g_uri_escape_string (inner, NULL, FALSE);
    case KITH_PLACE_JSON:
      /* The writer of the JSON document escapes it. */
      return g_steal_pointer (&inner);
    case KITH_PLACE_XML:
      return g_markup_escape_text (inner, -1);
    case KITH_PLACE_HEADER:
      if (g_str_is_ascii (inner))
        return g_steal_pointer (&inner);
      break;
    default:
      break;
    }
  fail_unsendable (error);
  return NULL;
}
