/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-rules.h>

G_BEGIN_DECLS

/* Copied by kith_rules_new(). Times are Unix seconds. */
typedef struct
{
  GVariant *settings; /* as kith_settings_describe() makes it */
  gint64 cache_bytes;
  gint64 cache_answers;
  gint64 cache_oldest;
  gint64 n_never;
} KithRulesFields;

KithRules *kith_rules_new (const KithRulesFields *fields);

/* What a person wrote for a key of org.kith.Kith, as the value that GSettings keeps; @type is the key's. */
GVariant *kith_rules_parse (const char          *key,
                            const GVariantType  *type,
                            const char          *text,
                            GError             **error);

G_END_DECLS
