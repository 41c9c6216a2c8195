/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-answer.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_QUERY (kith_query_get_type ())
G_DECLARE_FINAL_TYPE (KithQuery, kith_query, KITH, QUERY, GObject)

/* One question to one provider about one person. Engine thread only. */
KithAddress *kith_query_get_address (KithQuery *self);
const char *kith_query_get_header (KithQuery  *self,
                                   const char *name);
KithAnswer *kith_query_get_previous (KithQuery *self);
GPtrArray *kith_query_get_known_facts (KithQuery *self);
gboolean kith_query_is_clicked (KithQuery *self);
const char *kith_query_get_base_url (KithQuery *self);
const char *kith_query_get_ca_file (KithQuery *self);
const char *kith_query_get_user (KithQuery *self);
const char *kith_query_get_token (KithQuery *self);
void kith_query_trace (KithQuery  *self,
                       const char *format,
                       ...) G_GNUC_PRINTF (2, 3);

KITH_END_DECLS
