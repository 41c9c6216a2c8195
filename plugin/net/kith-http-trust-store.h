/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The certificate authorities of the system as one file, so that libcurl reads it once and keeps it. */
const char *kith_http_trust_store_get_system_file (void);

/* The system's authorities and those of a file of the user. Remembers the last one made. */
typedef struct _KithHttpTrustStore KithHttpTrustStore;

KithHttpTrustStore *kith_http_trust_store_new (void);
void kith_http_trust_store_free (KithHttpTrustStore *self);
GBytes *kith_http_trust_store_join (KithHttpTrustStore  *self,
                                    const char          *ca_file,
                                    GError             **error);

G_END_DECLS
