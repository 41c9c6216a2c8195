/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith.h>

#include "kith-ldap-session.h"

G_BEGIN_DECLS

/* What a directory knows of one person. */
typedef struct
{
  KithLdapEntry *entry;     /* (nullable): %NULL where nobody has the address */
  guint n_found;            /* how many entries have the address */
  char *manager;            /* (nullable): names */
  char *assistant;          /* (nullable) */
  GPtrArray *peers;         /* (element-type KithLdapEntry): who has the same manager, without the person */
} KithLdapPerson;

KithLdapPerson *kith_ldap_person_find (KithLdapSession  *session,
                                       const char       *address,
                                       GCancellable     *cancellable,
                                       GError          **error);
void kith_ldap_person_free (KithLdapPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithLdapPerson, kith_ldap_person_free)

void kith_ldap_person_describe (KithLdapPerson    *self,
                                KithAnswerBuilder *builder);
guint64 kith_ldap_person_get_fields (void);

G_END_DECLS
