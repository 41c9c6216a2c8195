/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-response-private.h"

#include <curl/curl.h>
#include <string.h>

struct _KithHttpResponse
{
  GObject parent_instance;

  char *url;
  guint status;
  GHashTable *headers; /* (element-type utf8 utf8) */
  GBytes *body;
  guint64 bytes_sent;
  guint64 bytes_received;
  gint64 max_age;
  gint64 retry_after;
};

G_DEFINE_FINAL_TYPE (KithHttpResponse, kith_http_response, G_TYPE_OBJECT)

static void
kith_http_response_finalize (GObject *object)
{
  KithHttpResponse *self = KITH_HTTP_RESPONSE (object);

  g_free (self->url);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (kith_http_response_parent_class)->finalize (object);
}

static void
kith_http_response_class_init (KithHttpResponseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_http_response_finalize;
}

static void
kith_http_response_init (KithHttpResponse *self)
{
}

GHashTable *
kith_http_headers_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Lists may come on several lines (RFC 9110 section 5.3); of anything else the last line counts. */
static gboolean
is_list_header (const char *name)
{
  return strcmp (name, "cache-control") == 0 || strcmp (name, "link") == 0 || strcmp (name, "www-authenticate") == 0;
}

/* One line of a header block as it came, with its end of line. */
void
kith_http_headers_add_line (GHashTable *headers,
                            const char *line,
                            gsize       length)
{
  const char *colon = memchr (line, ':', length);
  g_autofree char *name = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *value = NULL;
  const char *before;

  if (colon == NULL || colon == line)
    return;
  raw = g_strndup (line, (gsize) (colon - line));
  name = g_ascii_strdown (raw, -1);
  g_free (raw);
  raw = g_strndup (colon + 1, length - (gsize) (colon + 1 - line));
  value = g_utf8_make_valid (g_strstrip (raw), -1);

  before = is_list_header (name) ? g_hash_table_lookup (headers, name) : NULL;
  if (before != NULL)
    g_hash_table_replace (headers, g_steal_pointer (&name), g_strconcat (before, ", ", value, NULL));
  else
    g_hash_table_replace (headers, g_steal_pointer (&name), g_steal_pointer (&value));
}

/* delta-seconds of RFC 9111 section 1.2.2; -1 where it is none, a large number where it is larger. */
static gint64
parse_seconds (const char *text)
{
  guint64 seconds;
  char *end;

  if (text == NULL || !g_ascii_isdigit (*text))
    return -1;
  seconds = g_ascii_strtoull (text, &end, 10);
  if (*end != '\0' && *end != '"')
    return -1;
  return (gint64) MIN (seconds, (guint64) G_MAXINT32);
}

/* Freshness of a private cache (RFC 9111 section 5.2.2): seconds, less what the answer spent in caches before; 0 where it must not
 * be kept, -1 where nothing is said. */
gint64
kith_http_parse_max_age (const char *cache_control,
                         const char *age)
{
  g_auto (GStrv) parts = NULL;
  gint64 max_age = -1;

  if (cache_control == NULL)
    return -1;
  parts = g_strsplit (cache_control, ",", 32);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (g_ascii_strcasecmp (part, "no-store") == 0 || g_ascii_strcasecmp (part, "no-cache") == 0)
        return 0;
      if (g_ascii_strncasecmp (part, "max-age=", 8) == 0)
        max_age = parse_seconds (part + 8 + (part[8] == '"' ? 1 : 0));
    }
  if (max_age > 0)
    max_age = MAX (0, max_age - MAX (0, parse_seconds (age)));
  return max_age;
}

/* RFC 9110 section 10.2.3: seconds, or a date. Seconds from @now, never more than a day; -1 where nothing is said. */
gint64
kith_http_parse_retry_after (const char *text,
                             gint64      now)
{
  gint64 seconds = parse_seconds (text);
  time_t date;

  if (text == NULL)
    return -1;
  if (seconds < 0)
    {
      date = curl_getdate (text, NULL);
      if (date < 0 || g_ascii_isdigit (*text))
        return -1;
      seconds = MAX (0, (gint64) date - now);
    }
  return MIN (seconds, KITH_HTTP_MAX_RETRY_AFTER);
}

KithHttpResponse *
kith_http_response_new (const char *url,
                        guint       status,
                        GHashTable *headers,
                        GBytes     *body,
                        guint64     bytes_sent,
                        guint64     bytes_received)
{
  KithHttpResponse *self = g_object_new (KITH_TYPE_HTTP_RESPONSE, NULL);

  self->url = g_strdup (url);
  self->status = status;
  self->headers = headers;
  self->body = g_bytes_ref (body);
  self->bytes_sent = bytes_sent;
  self->bytes_received = bytes_received;
  self->max_age = kith_http_parse_max_age (kith_http_response_get_header (self, "cache-control"),
                                           kith_http_response_get_header (self, "age"));
  self->retry_after = kith_http_parse_retry_after (kith_http_response_get_header (self, "retry-after"),
                                                   g_get_real_time () / G_USEC_PER_SEC);
  return self;
}

guint
kith_http_response_get_status (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), 0);

  return self->status;
}

/**
 * kith_http_response_get_header:
 * @self: the response
 * @name: a header name, in any case
 *
 * Of a header that came twice the last one counts; `Cache-Control`, `Link` and `WWW-Authenticate` are joined with commas.
 *
 * Returns: (transfer none) (nullable): its value as valid UTF-8
 */
const char *
kith_http_response_get_header (KithHttpResponse *self,
                               const char       *name)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  lower = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (self->headers, lower);
}

/**
 * kith_http_response_get_body:
 * @self: the response
 *
 * Returns: (transfer none): the decoded body, at most as long as the request allowed; hostile bytes all the same
 */
GBytes *
kith_http_response_get_body (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), NULL);

  return self->body;
}

/* Where the answer came from, after redirects. */
const char *
kith_http_response_get_url (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), NULL);

  return self->url;
}

/* Bytes of HTTP, redirects included, without TLS framing. */
guint64
kith_http_response_get_bytes_sent (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), 0);

  return self->bytes_sent;
}

guint64
kith_http_response_get_bytes_received (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), 0);

  return self->bytes_received;
}

/* Seconds for which the answer is fresh; 0: do not keep it as fresh, -1: the server did not say. */
gint64
kith_http_response_get_max_age (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), -1);

  return self->max_age;
}

/* Seconds from the arrival that the server asks to wait, at most a day; -1: it did not say. */
gint64
kith_http_response_get_retry_after (KithHttpResponse *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_RESPONSE (self), -1);

  return self->retry_after;
}
