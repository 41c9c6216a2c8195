/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-answer.h>
#include <kith/kith-profile.h>

KITH_BEGIN_DECLS

/* Address books: which of them a fact is from, the contact there, and the way from a card into one. */
char *kith_contact_uri_new (const char *kind,
                            const char *book,
                            const char *contact);
gboolean kith_contact_uri_parse (const char  *uri,
                                 char       **kind,
                                 char       **book,
                                 char       **contact);

void kith_answer_builder_set_contact (KithAnswerBuilder *self,
                                      const char        *book_name,
                                      const char        *contact_uri);
const char *kith_fact_get_book_name (KithFact *self);
const char *kith_fact_get_contact_uri (KithFact *self);

const char *kith_profile_get_contact_uri (KithProfile *self,
                                          const char  *kind);
char *kith_profile_to_vcard (KithProfile *self);
char *kith_vcard_dup_value (const char *vcard,
                            const char *property);

KITH_END_DECLS
