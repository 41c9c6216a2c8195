/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-site.h"

#include "kith-site.h"

gboolean
kith_http_is_same_site (const char *host,
                        const char *other)
{
  g_autofree char *a = g_ascii_strdown (host, -1);
  g_autofree char *b = g_ascii_strdown (other, -1);
  const char *domain = kith_site_get_registrable (a);
  const char *other_domain = kith_site_get_registrable (b);

  return domain != NULL && other_domain != NULL && g_str_equal (domain, other_domain);
}
