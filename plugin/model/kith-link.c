/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-link.h"

#include <gio/gio.h>
#include <string.h>

#include "kith-text.h"

#define MAX_LINK_BYTES 2048
#define MAX_SERVICE_BYTES 32

typedef struct
{
  const char *host;
  const char *service;
} KnownHost;

/* The host or any host below it. */
static const KnownHost known_hosts[] = {
  { "linkedin.com", "linkedin" },
  { "lnkd.in", "linkedin" },
  { "x.com", "x" },
  { "twitter.com", "x" },
  { "facebook.com", "facebook" },
  { "fb.com", "facebook" },
  { "instagram.com", "instagram" },
  { "pinterest.com", "pinterest" },
  { "pinterest.co.uk", "pinterest" },
  { "pinterest.de", "pinterest" },
  { "pinterest.fr", "pinterest" },
  { "pinterest.at", "pinterest" },
  { "pinterest.ca", "pinterest" },
  { "pinterest.ch", "pinterest" },
  { "pinterest.com.au", "pinterest" },
  { "pinterest.com.mx", "pinterest" },
  { "pinterest.es", "pinterest" },
  { "pinterest.it", "pinterest" },
  { "pinterest.jp", "pinterest" },
  { "pinterest.nz", "pinterest" },
  { "pinterest.pt", "pinterest" },
  { "pinterest.se", "pinterest" },
  { "pin.it", "pinterest" },
  { "skype.com", "skype" },
  { "teams.microsoft.com", "teams" },
  { "teams.live.com", "teams" },
  { "github.com", "github" },
  { "gitlab.com", "gitlab" },
  { "bsky.app", "bluesky" },
  { "xing.com", "xing" },
  { "orcid.org", "orcid" },
};

/* What services call each other. */
static const KnownHost service_aliases[] = {
  { "twitter", "x" },
  { "bsky", "bluesky" },
  { "ms-teams", "teams" },
  { "microsoft-teams", "teams" },
  { "linked-in", "linkedin" },
  { "fediverse", "mastodon" },
};

/* Queries that tell where a visitor came from, not which page it is. */
static const char *const tracking[] = {
  "utm_", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igsh", "trk", "originalsubdomain", "ref", "ref_src", "si",
};

static gboolean
has_bad_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (kith_text_is_hidden (character) || g_unichar_isspace (character) || strchr ("<>\"\\^`{|}", *p) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_good_host (const char *host)
{
  gsize length = strlen (host);

  if (length == 0 || length > 253 || host[0] == '.' || strstr (host, "..") != NULL)
    return FALSE;
  if (host[0] == '[' || strchr (host, ':') != NULL)
    return FALSE;
  for (; *host != '\0'; host++)
    if (!g_ascii_isalnum (*host) && *host != '-' && *host != '.' && *host != '_')
      return FALSE;
  return TRUE;
}

static char *
normalise_host (const char *host)
{
  g_autofree char *ascii = host != NULL && *host != '\0' ? g_hostname_to_ascii (host) : NULL;
  char *lower;

  if (ascii == NULL || !is_good_host (ascii))
    return NULL;
  lower = g_ascii_strdown (ascii, -1);
  if (g_str_has_suffix (lower, "."))
    lower[strlen (lower) - 1] = '\0';
  return lower;
}

/* "linkedin.com/in/jane": people leave the scheme out of business cards. */
static gboolean
lacks_scheme (const char *text)
{
  const char *dot = strchr (text, '.');
  gsize host = strcspn (text, "/?#");

  return strstr (text, "://") == NULL && dot != NULL && dot > text && (gsize) (dot - text) < host && memchr (text, ':', host) == NULL &&
         memchr (text, '@', host) == NULL;
}

static char *
complete_scheme (const char   *text,
                 KithLinkMode  mode)
{
  if (g_ascii_strncasecmp (text, "https://", 8) == 0)
    return g_strdup (text);
  if (mode == KITH_LINK_UPGRADE && g_ascii_strncasecmp (text, "http://", 7) == 0)
    return g_strconcat ("https://", text + 7, NULL);
  if (mode == KITH_LINK_UPGRADE && lacks_scheme (text))
    return g_strconcat ("https://", text, NULL);
  return NULL;
}

static char *
join (const char *host,
      GUri       *uri)
{
  const char *path = g_uri_get_path (uri);
  g_autoptr (GString) out = g_string_new ("https://");

  g_string_append (out, host);
  if (g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != 443)
    g_string_append_printf (out, ":%d", g_uri_get_port (uri));
  g_string_append (out, *path == '\0' ? "/" : path);
  if (g_uri_get_query (uri) != NULL)
    g_string_append_printf (out, "?%s", g_uri_get_query (uri));
  if (g_uri_get_fragment (uri) != NULL)
    g_string_append_printf (out, "#%s", g_uri_get_fragment (uri));
  return g_uri_escape_string (out->str, "%:/?#[]@!$&'()*+,;=", FALSE);
}

/*
 * kith_link_normalise:
 * @text: what somebody gave as the address of a page
 * @mode: whether "http:" and a missing scheme are made "https:" (links that a person clicks) or refused (what Kith fetches itself)
 *
 * Returns: (transfer full) (nullable): an ASCII https: URL with host in lower case and without user name; %NULL where it cannot be made one
 */
char *
kith_link_normalise (const char   *text,
                     KithLinkMode  mode)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *full = NULL;
  g_autofree char *host = NULL;
  g_autofree char *link = NULL;
  g_autoptr (GUri) uri = NULL;

  if (strnlen (text, MAX_LINK_BYTES + 1) > MAX_LINK_BYTES || !g_utf8_validate (text, -1, NULL))
    return NULL;
  trimmed = g_strstrip (g_strdup (text));
  if (has_bad_character (trimmed))
    return NULL;
  full = complete_scheme (trimmed, mode);
  uri = full != NULL ? g_uri_parse (full, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  host = normalise_host (g_uri_get_host (uri));
  if (host == NULL)
    return NULL;
  link = join (host, uri);
  return strlen (link) <= MAX_LINK_BYTES ? g_steal_pointer (&link) : NULL;
}

static gboolean
is_tracking (const char *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (tracking); i++)
    {
      gsize length = strlen (tracking[i]);

      if (g_ascii_strncasecmp (parameter, tracking[i], length) == 0 &&
          (tracking[i][length - 1] == '_' || parameter[length] == '=' || parameter[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

static void
append_query (GString    *out,
              const char *query)
{
  g_auto (GStrv) parameters = g_strsplit (query, "&", -1);
  char separator = '?';

  for (guint i = 0; parameters[i] != NULL; i++)
    if (*parameters[i] != '\0' && !is_tracking (parameters[i]))
      {
        g_string_append_c (out, separator);
        g_string_append (out, parameters[i]);
        separator = '&';
      }
}

/*
 * kith_link_make_key:
 * @uri: a link in normal form
 *
 * Returns: (transfer full): what two links to the same page have in common
 */
char *
kith_link_make_key (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (GString) out = NULL;
  g_autofree char *path = NULL;
  const char *host;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return g_utf8_casefold (uri, -1);
  host = g_uri_get_host (parsed);
  if (g_ascii_strncasecmp (host, "www.", 4) == 0)
    host += 4;
  out = g_string_new (NULL);
  for (const char *p = host; *p != '\0'; p++)
    g_string_append_c (out, g_ascii_tolower (*p));
  if (g_uri_get_port (parsed) > 0 && g_uri_get_port (parsed) != 443)
    g_string_append_printf (out, ":%d", g_uri_get_port (parsed));
  path = g_strdup (g_uri_get_path (parsed));
  for (gsize length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
  /* Profile names of the large services do not care about case; other paths may. */
  if (kith_link_find_service (uri) != NULL)
    {
      g_autofree char *lower = g_ascii_strdown (path, -1);

      g_string_append (out, lower);
    }
  else
    g_string_append (out, path);
  if (g_uri_get_query (parsed) != NULL)
    append_query (out, g_uri_get_query (parsed));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
is_host_or_below (const char *host,
                  const char *parent)
{
  gsize host_length = strlen (host);
  gsize parent_length = strlen (parent);

  if (host_length < parent_length || g_ascii_strcasecmp (host + host_length - parent_length, parent) != 0)
    return FALSE;
  return host_length == parent_length || host[host_length - parent_length - 1] == '.';
}

/* https://any.server/@name is how Mastodon and what speaks like it write a profile; blogs with such paths are few and well known. */
static gboolean
is_fediverse_profile (const char *host,
                      const char *path)
{
  static const char *const others[] = { "medium.com", "youtube.com", "tiktok.com", "threads.net", "threads.com", "substack.com",
                                        "t.me", "unsplash.com", "odysee.com", "producthunt.com" };

  if (path[0] != '/' || path[1] != '@' || !(g_ascii_isalnum (path[2]) || path[2] == '_'))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_host_or_below (host, others[i]))
      return FALSE;
  path += 2;
  path += strspn (path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
  return *path == '\0' || strcmp (path, "/") == 0;
}

/*
 * kith_link_find_service:
 * @uri: a link in normal form
 *
 * Returns: (transfer none) (nullable): the id of the service whose page it is, or %NULL for any other site
 */
const char *
kith_link_find_service (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (known_hosts); i++)
    if (is_host_or_below (g_uri_get_host (parsed), known_hosts[i].host))
      return known_hosts[i].service;
  return is_fediverse_profile (g_uri_get_host (parsed), g_uri_get_path (parsed)) ? "mastodon" : NULL;
}

/*
 * kith_link_normalise_service:
 * @service: (nullable): what a provider calls a service
 *
 * Returns: (transfer full) (nullable): an id of lower-case letters, digits and hyphens; %NULL where nothing of it can be one
 */
char *
kith_link_normalise_service (const char *service)
{
  g_autoptr (GString) id = g_string_new (NULL);

  for (const char *p = service; p != NULL && *p != '\0' && id->len < MAX_SERVICE_BYTES; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (id, g_ascii_tolower (*p));
      else if (id->len > 0 && id->str[id->len - 1] != '-')
        g_string_append_c (id, '-');
    }
  if (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  if (id->len == 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (service_aliases); i++)
    if (strcmp (id->str, service_aliases[i].host) == 0)
      return g_strdup (service_aliases[i].service);
  return g_string_free (g_steal_pointer (&id), FALSE);
}
