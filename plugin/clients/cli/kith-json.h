/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <jansson.h>
#include <kith/kith.h>

G_BEGIN_DECLS

/* The documents of --json; data/card.schema.json describes the card. Each returns a new reference. */
json_t *kith_json_new_card (KithProfile *profile,
                            KithPart     part);
json_t *kith_json_new_connections (KithProfile *profile);
json_t *kith_json_new_verdicts (KithParticipant *participant,
                                GPtrArray       *verdicts);
json_t *kith_json_new_provider (KithProviderInfo *info);
json_t *kith_json_new_request (KithLedgerEntry *entry);

void kith_json_print (const char *name,
                      json_t     *array);
void kith_json_begin (const char *name);
void kith_json_put (json_t   *item,
                    gboolean  first);
void kith_json_end (gboolean empty);

const char *kith_reveals_to_get_id (KithRevealsTo reveals_to);

G_END_DECLS
