/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One entry of a directory: its name and its values, as bytes. Attribute names are compared without case (RFC 4512 section 2.5). */
typedef struct _KithLdapEntry KithLdapEntry;

KithLdapEntry *kith_ldap_entry_new (const char *dn);
void kith_ldap_entry_free (KithLdapEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithLdapEntry, kith_ldap_entry_free)

void kith_ldap_entry_take_value (KithLdapEntry *self,
                                 const char    *attribute,
                                 GBytes        *value);
const char *kith_ldap_entry_get_dn (KithLdapEntry *self);
GBytes *kith_ldap_entry_get_bytes (KithLdapEntry *self,
                                   const char    *attribute);
guint kith_ldap_entry_count (KithLdapEntry *self,
                             const char    *attribute);
char *kith_ldap_entry_dup_text (KithLdapEntry *self,
                                const char    *attribute,
                                guint          index);
char *kith_ldap_entry_dup_first (KithLdapEntry     *self,
                                 const char *const *attributes);
gboolean kith_ldap_entry_has_address (KithLdapEntry *self,
                                      const char    *address);

G_END_DECLS
