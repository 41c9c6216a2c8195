/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith.h>

G_BEGIN_DECLS

#define KITH_TYPE_LDAP_PROVIDER (kith_ldap_provider_get_type ())
/* The directory of the owner's organisation: OpenLDAP, 389, Active Directory. */
G_DECLARE_FINAL_TYPE (KithLdapProvider, kith_ldap_provider, KITH, LDAP_PROVIDER, KithProvider)

void kith_ldap_provider_register (GTypeModule *module);

G_END_DECLS
