/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-proxy.h"

#include <string.h>

static const char *
get_variable (const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

/* libcurl would read these variables by itself, but then nobody could say whether a peer is the server or a proxy, and the address
 * guard has to know. */
KithHttpProxy *
kith_http_proxy_new_from_environment (void)
{
  static const char *const proxy_names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL };
  static const char *const exception_names[] = { "no_proxy", "NO_PROXY", NULL };
  KithHttpProxy *self = g_new0 (KithHttpProxy, 1);
  const char *exceptions = get_variable (exception_names);

  self->url = g_strdup (get_variable (proxy_names));
  self->exceptions = g_strsplit_set (exceptions != NULL ? exceptions : "", ", \t", -1);
  return self;
}

void
kith_http_proxy_free (KithHttpProxy *self)
{
  g_free (self->url);
  g_strfreev (self->exceptions);
  g_free (self);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (strcmp (host, "[::1]") == 0 || strcmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return TRUE;
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* "example.org" and ".example.org" both stand for the domain and everything below it, as in libcurl. */
static gboolean
is_exception (const char *host,
              const char *exception)
{
  g_autofree char *name = g_ascii_strdown (exception[0] == '.' ? exception + 1 : exception, -1);
  gsize host_length = strlen (host);
  gsize length = strlen (name);

  if (length == 0)
    return FALSE;
  if (strcmp (name, "*") == 0)
    return TRUE;
  if (length > host_length || strcmp (host + host_length - length, name) != 0)
    return FALSE;
  return length == host_length || host[host_length - length - 1] == '.';
}

/**
 * kith_http_proxy_find: (skip)
 * @self: the settings
 * @host: a host name in lower case
 * @trust: who named it
 *
 * Through a proxy the guard cannot see the address of the server, so that a host which a message named never goes through one.
 *
 * Returns: (nullable): the URL of a proxy; %NULL for a direct connection
 */
const char *
kith_http_proxy_find (KithHttpProxy *self,
                      const char    *host,
                      KithHttpTrust  trust)
{
  if (self->url == NULL || trust == KITH_HTTP_TRUST_NONE || is_loopback (host))
    return NULL;
  for (gsize i = 0; self->exceptions[i] != NULL; i++)
    if (is_exception (host, self->exceptions[i]))
      return NULL;
  return self->url;
}
