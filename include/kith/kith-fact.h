/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-field.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_FACT (kith_fact_get_type ())
G_DECLARE_FINAL_TYPE (KithFact, kith_fact, KITH, FACT, GObject)

KithField kith_fact_get_field (KithFact *self);
const char *kith_fact_get_value (KithFact *self);
const char *kith_fact_get_service (KithFact *self);
const char *kith_fact_get_provider_id (KithFact *self);
gint64 kith_fact_get_fetched (KithFact *self);
gint64 kith_fact_get_stale (KithFact *self);
double kith_fact_get_confidence (KithFact *self);
gboolean kith_fact_is_unconfirmed (KithFact *self);
gint64 kith_fact_get_confirmed (KithFact *self);
const char *kith_fact_get_evidence (KithFact *self);

KITH_END_DECLS
