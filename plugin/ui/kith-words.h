/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-profile.h>

G_BEGIN_DECLS

/* What a card says, as text for labels: from values to words, without a widget. Times are seconds since 1970. */
const char *kith_words_provider_name (KithProfile *profile,
                                      const char  *provider_id);
char *kith_words_fact_source (KithProfile *profile,
                              KithFact    *fact,
                              gint64       now);
char *kith_words_doubt (KithProfile *profile,
                        KithFact    *fact);
char *kith_words_sources (KithProfile *profile,
                          gint64       now);
char *kith_words_failures (KithProfile *profile);
char *kith_words_outcome (KithOutcome *outcome,
                          gint64       now);
char *kith_words_service (KithFact *link);
char *kith_words_day (const char *value);
char *kith_words_isolate (const char *text,
                          gboolean    rtl);
char *kith_words_dup_web_uri (const char *uri);

G_END_DECLS
