/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-url.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

/* A part of the URL as a GLib string; NULL where it has none. */
static char *
dup_part (CURLU        *handle,
          CURLUPart     part,
          unsigned int  flags)
{
  char *text = NULL;
  char *copy;

  if (curl_url_get (handle, part, &text, flags) != CURLUE_OK)
    return NULL;
  copy = g_strdup (text);
  curl_free (text);
  return copy;
}

static gboolean
has_part (CURLU     *handle,
          CURLUPart  part)
{
  g_autofree char *text = dup_part (handle, part, 0);

  return text != NULL;
}

/* Spaces, control characters and backslashes: what browsers repair and servers read differently. */
static gboolean
has_clean_bytes (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7f || *p == '\\')
      return FALSE;
  return TRUE;
}

/* libcurl forgives one slash or three; RFC 3986 section 3.2 does not, and others read such a thing differently. */
static gboolean
has_clean_start (const char *text)
{
  if (g_ascii_strncasecmp (text, "https:", 6) != 0)
    return TRUE;
  return text[6] == '/' && text[7] == '/' && text[8] != '/';
}

/*
 * kith_http_url_normalise_host:
 * @host: a host
 *
 * In lower case as A-labels (RFC 5890), without the dot of the root, so that equal hosts are equal strings.
 *
 * Returns: (transfer full) (nullable): the host; %NULL where it is none
 */
char *
kith_http_url_normalise_host (const char *host)
{
  g_autofree char *ascii = g_str_is_ascii (host) ? g_strdup (host) : g_hostname_to_ascii (host);
  g_autofree char *lower = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;

  while (lower != NULL && g_str_has_suffix (lower, "."))
    lower[strlen (lower) - 1] = '\0';
  return lower != NULL && *lower != '\0' ? g_steal_pointer (&lower) : NULL;
}

static char *
normalise_host (CURLU *handle)
{
  g_autofree char *host = dup_part (handle, CURLUPART_HOST, 0);
  g_autofree char *normal = host != NULL ? kith_http_url_normalise_host (host) : NULL;

  if (normal == NULL || curl_url_set (handle, CURLUPART_HOST, normal, 0) != CURLUE_OK)
    return NULL;
  return g_steal_pointer (&normal);
}

static KithHttpUrl *
take_apart (CURLU *handle)
{
  g_autoptr (KithHttpUrl) self = g_new0 (KithHttpUrl, 1);
  g_autofree char *scheme = dup_part (handle, CURLUPART_SCHEME, 0);
  g_autofree char *port = NULL;

  if (g_strcmp0 (scheme, "https") != 0)
    return NULL;
  if (has_part (handle, CURLUPART_USER) || has_part (handle, CURLUPART_PASSWORD) || has_part (handle, CURLUPART_OPTIONS) ||
      has_part (handle, CURLUPART_ZONEID))
    return NULL;
  self->host = normalise_host (handle);
  if (self->host == NULL)
    return NULL;
  curl_url_set (handle, CURLUPART_FRAGMENT, NULL, 0);
  port = dup_part (handle, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  self->origin = port != NULL ? g_strdup_printf ("https://%s:%s", self->host, port) : g_strconcat ("https://", self->host, NULL);
  self->url = dup_part (handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
  if (self->url == NULL || !g_str_is_ascii (self->url) || strlen (self->url) > KITH_HTTP_MAX_URL_BYTES)
    return NULL;
  return g_steal_pointer (&self);
}

static KithHttpUrl *
parse (const char  *base,
       const char  *text,
       GError     **error)
{
  g_autoptr (CURLU) handle = curl_url ();
  KithHttpUrl *self = NULL;

  if (handle != NULL && strlen (text) <= KITH_HTTP_MAX_URL_BYTES && has_clean_bytes (text) && has_clean_start (text) &&
      (base == NULL || curl_url_set (handle, CURLUPART_URL, base, 0) == CURLUE_OK) &&
      curl_url_set (handle, CURLUPART_URL, text, 0) == CURLUE_OK)
    self = take_apart (handle);
  if (self == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("This is not a secure web address that Kith can use"));
  return self;
}

/* Takes https only: no user, no password, no control characters, at most KITH_HTTP_MAX_URL_BYTES; the fragment is dropped. */
KithHttpUrl *
kith_http_url_parse (const char  *text,
                     GError     **error)
{
  return parse (NULL, text, error);
}

/* A reference (RFC 3986 section 5) against a URL that was parsed already. */
KithHttpUrl *
kith_http_url_resolve (const char  *base,
                       const char  *reference,
                       GError     **error)
{
  return parse (base, reference, error);
}

void
kith_http_url_free (KithHttpUrl *self)
{
  g_free (self->url);
  g_free (self->host);
  g_free (self->origin);
  g_free (self);
}
