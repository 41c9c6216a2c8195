/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith.h>
#include <libebook/libebook.h>

G_BEGIN_DECLS

char *kith_eds_contact_make_query (KithAddress *address);
gboolean kith_eds_contact_matches (EContact    *contact,
                                   KithAddress *address);
void kith_eds_contact_add_facts (EContact          *contact,
                                 KithAddress       *address,
                                 KithAnswerBuilder *builder);

G_END_DECLS
