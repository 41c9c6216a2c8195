/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith.h>

G_BEGIN_DECLS

/* A card for reading: written to standard output. */
void kith_card_print (KithProfile *profile,
                      KithPart     part);
void kith_card_print_facts (GPtrArray *facts);
const char *kith_part_get_label (KithPart part);

G_END_DECLS
