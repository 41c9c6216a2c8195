/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-site.h"

#include <gio/gio.h>
#include <libpsl.h>

static const char *
find_registrable (const char *host)
{
  const psl_ctx_t *list = psl_builtin ();

  if (list == NULL || g_hostname_is_ip_address (host))
    return NULL;
  return psl_registrable_domain (list, host);
}

gboolean
kith_http_is_same_site (const char *host,
                        const char *other)
{
  g_autofree char *a = g_ascii_strdown (host, -1);
  g_autofree char *b = g_ascii_strdown (other, -1);
  const char *domain = find_registrable (a);
  const char *other_domain = find_registrable (b);

  return domain != NULL && other_domain != NULL && g_str_equal (domain, other_domain);
}
