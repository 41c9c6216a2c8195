/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-site.h"

#include <gio/gio.h>
#include <libpsl.h>

/* The system's list where it is newer than the one in the library. Constant data, read once and never freed. */
static gpointer
load_list (gpointer data)
{
  return psl_latest (NULL);
}

/*
 * kith_site_get_registrable:
 * @domain: in lower case, as A-labels
 *
 * What of a domain somebody registered: "example.co.uk" of "mail.eu.example.co.uk", and "someone.github.io" of itself, since the list also names where
 * people share a domain (https://publicsuffix.org/list/, its private part).
 *
 * Returns: (transfer none) (nullable): the end of @domain; %NULL where it is nobody's, such as a suffix, one label or an IP address
 */
const char *
kith_site_get_registrable (const char *domain)
{
  static GOnce once = G_ONCE_INIT;
  const psl_ctx_t *list = g_once (&once, load_list, NULL);

  if (list == NULL || g_hostname_is_ip_address (domain))
    return NULL;
  return psl_registrable_domain (list, domain);
}
