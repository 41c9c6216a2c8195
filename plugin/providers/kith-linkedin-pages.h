/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http.h"
#include "kith-linkedin.h"

G_BEGIN_DECLS

/* Where the pages are and how they are asked for; copied. */
typedef struct
{
  const char *provider_id;
  const char *provider_name;
  const char *server;       /* an origin */
  KithHttpTrust trust;
  const char *ca_file;      /* (nullable) */
  const char *token;
  guint max_pages;
} KithLinkedInPagesFields;

void kith_linkedin_pages_read_async (KithHttp                      *http,
                                     const KithLinkedInPagesFields *fields,
                                     GCancellable                  *cancellable,
                                     GAsyncReadyCallback            callback,
                                     gpointer                       user_data);
GPtrArray *kith_linkedin_pages_read_finish (KithHttp      *http,
                                            GAsyncResult  *result,
                                            GError       **error);

G_END_DECLS
