/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_HTTP_MAX_URL_BYTES 8192

/* An https URL, taken apart and put together again by the parser that will send it, so that no two readers can disagree. */
typedef struct
{
  char *url;
  char *host;
  char *origin;
} KithHttpUrl;

KithHttpUrl *kith_http_url_parse (const char  *text,
                                  GError     **error);
KithHttpUrl *kith_http_url_resolve (const char  *base,
                                    const char  *reference,
                                    GError     **error);
void kith_http_url_free (KithHttpUrl *self);
char *kith_http_url_normalise_host (const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHttpUrl, kith_http_url_free)

G_END_DECLS
