/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-outcome.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_PROFILE (kith_profile_get_type ())
G_DECLARE_FINAL_TYPE (KithProfile, kith_profile, KITH, PROFILE, GObject)

KithAddress *kith_profile_get_address (KithProfile *self);
KithFact *kith_profile_get_best (KithProfile *self,
                                 KithField    field);
GPtrArray *kith_profile_get_facts (KithProfile *self,
                                   KithField    field);
GPtrArray *kith_profile_get_connections (KithProfile *self);
GPtrArray *kith_profile_get_outcomes (KithProfile *self);
gboolean kith_profile_is_complete (KithProfile *self);
gboolean kith_profile_is_empty (KithProfile *self);

KITH_END_DECLS
