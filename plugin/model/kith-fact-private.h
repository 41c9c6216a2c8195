/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-fact.h>

G_BEGIN_DECLS

KithFact *kith_fact_new (KithField   field,
                         const char *value,
                         const char *service,
                         const char *provider_id,
                         gint64      fetched,
                         gint64      stale,
                         double      confidence,
                         const char *evidence_uri);
KithFact *kith_fact_new_confirmed (KithField   field,
                                   const char *value,
                                   const char *service,
                                   const char *provider_id,
                                   gint64      confirmed,
                                   const char *evidence_uri);

void kith_fact_set_contact (KithFact   *self,
                            const char *book_name,
                            const char *contact_uri);

G_END_DECLS
