/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-auth-results.h"

#include <string.h>

/* A header longer than this says nothing to us. */
#define MAX_BYTES 16384

/* Skips one comment, which may hold others and quoted pairs (RFC 5322 section 3.2.2). @text stands on the parenthesis. */
static const char *
skip_comment (const char *text)
{
  guint depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '\\' && text[1] != '\0')
        text++;
      else if (*text == '(')
        depth++;
      else if (*text == ')' && --depth == 0)
        return text + 1;
    }
  return text;
}

/* Takes one quoted string without its quotes. @text stands on the first quote. */
static const char *
take_quoted (const char *text,
             GString    *out)
{
  for (text++; *text != '\0' && *text != '"'; text++)
    {
      if (*text == '\\' && text[1] != '\0')
        text++;
      g_string_append_c (out, *text);
    }
  return *text == '"' ? text + 1 : text;
}

/*
 * Takes the text up to the next semicolon, without comments, quotes and the space around "=" and "/", which RFC 8601 section 2.2 allows;
 * other space becomes one blank. A semicolon inside quotes does not end it: it cannot forge another result.
 */
static const char *
take_part (const char *text,
           GString    *out)
{
  g_string_truncate (out, 0);
  while (*text != '\0' && *text != ';')
    {
      if (*text == '(')
        text = skip_comment (text);
      else if (*text == '"')
        {
          g_autoptr (GString) quoted = g_string_new (NULL);

          text = take_quoted (text, quoted);
          /* What is quoted is a value; a blank or "=" in it must not make a new word of it. */
          g_strdelimit (quoted->str, " \t\r\n=", '_');
          g_string_append (out, quoted->str);
        }
      else
        g_string_append_c (out, g_ascii_isspace (*text) ? ' ' : g_ascii_tolower (*text)), text++;
    }
  return *text == ';' ? text + 1 : text;
}

/* "dkim / 1 = pass" is "dkim/1=pass" */
static char *
squeeze (const char *part)
{
  GString *out = g_string_new (NULL);

  for (const char *p = part; *p != '\0'; p++)
    {
      if (*p == ' ' && (out->len == 0 || out->str[out->len - 1] == ' ' || strchr ("=/", out->str[out->len - 1]) != NULL
                        || strchr ("=/ ", p[1]) != NULL))
        continue;
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

/* The results of one header, by method. A method may stand several times: one DKIM signature that passes is enough. */
typedef struct
{
  gboolean dmarc_pass;
  gboolean dmarc_fail;
  gboolean dkim_pass;
  gboolean dkim_fail;
} Results;

static void
take_result (Results    *results,
             const char *part)
{
  g_autofree char *text = squeeze (part);
  g_autofree char *first = g_strndup (text, strcspn (text, " "));
  char *result = strchr (first, '=');
  gboolean is_dmarc, is_dkim;

  if (result == NULL)
    return;
  *result++ = '\0';
  first[strcspn (first, "/")] = '\0';
  is_dmarc = g_str_equal (first, "dmarc");
  is_dkim = g_str_equal (first, "dkim");
  results->dmarc_pass |= is_dmarc && g_str_equal (result, "pass");
  results->dmarc_fail |= is_dmarc && g_str_equal (result, "fail");
  results->dkim_pass |= is_dkim && g_str_equal (result, "pass");
  results->dkim_fail |= is_dkim && g_str_equal (result, "fail");
}

static gboolean
is_trusted (const char        *part,
            const char *const *trusted_ids)
{
  g_autofree char *text = squeeze (part);

  /* authserv-id [ CFWS authres-version ] */
  text[strcspn (text, " ")] = '\0';
  for (gsize i = 0; trusted_ids != NULL && trusted_ids[i] != NULL; i++)
    if (g_ascii_strcasecmp (trusted_ids[i], text) == 0)
      return TRUE;
  return FALSE;
}

/* What a header says of a method that no header above it has said anything of. */
static void
merge_results (Results       *all,
               const Results *one)
{
  if (!all->dmarc_pass && !all->dmarc_fail)
    {
      all->dmarc_pass = one->dmarc_pass;
      all->dmarc_fail = one->dmarc_fail;
    }
  if (!all->dkim_pass && !all->dkim_fail)
    {
      all->dkim_pass = one->dkim_pass;
      all->dkim_fail = one->dkim_fail;
    }
}

/**
 * kith_auth_results_judge:
 * @headers: (nullable) (array zero-terminated=1): the values of all Authentication-Results headers, the topmost first
 * @trusted_ids: (nullable) (array zero-terminated=1): the authserv-ids of the owner's own servers
 *
 * Reads what the owner's own server found out about the sender (RFC 8601). Anybody can write such a header, so only one that
 * carries a trusted id counts. A server may write one header for each method, so of each method the topmost word counts, which the last of the
 * owner's servers put there.
 *
 * Returns: fail where DMARC failed, or where there is no word of DMARC and every DKIM signature failed
 */
KithAuthVerdict
kith_auth_results_judge (const char *const *headers,
                         const char *const *trusted_ids)
{
  g_autoptr (GString) part = g_string_new (NULL);
  Results all = { FALSE };

  for (gsize i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      Results results = { FALSE };
      const char *text = headers[i];

      if (strlen (text) > MAX_BYTES)
        continue;
      text = take_part (text, part);
      if (!is_trusted (part->str, trusted_ids))
        continue;
      while (*text != '\0')
        {
          text = take_part (text, part);
          take_result (&results, part->str);
        }
      /* Two results of one method in one header: for DMARC the worse one counts, for DKIM the better one. */
      results.dmarc_pass = results.dmarc_pass && !results.dmarc_fail;
      merge_results (&all, &results);
    }
  if (all.dmarc_fail)
    return KITH_AUTH_FAIL;
  if (all.dmarc_pass || all.dkim_pass)
    return KITH_AUTH_PASS;
  return all.dkim_fail ? KITH_AUTH_FAIL : KITH_AUTH_UNKNOWN;
}
