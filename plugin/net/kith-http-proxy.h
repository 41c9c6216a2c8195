/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-http-request.h"

G_BEGIN_DECLS

/* The proxy settings of the environment, read once. */
typedef struct
{
  char *url;
  GStrv exceptions;
} KithHttpProxy;

KithHttpProxy *kith_http_proxy_new_from_environment (void);
void kith_http_proxy_free (KithHttpProxy *self);
const char *kith_http_proxy_find (KithHttpProxy *self,
                                  const char    *host,
                                  KithHttpTrust  trust);

G_END_DECLS
