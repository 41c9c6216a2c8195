/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-ldap-entry.h"

G_BEGIN_DECLS

/* The directory that the owner named; copied. */
typedef struct
{
  const char *url;      /* ldaps://host[:port][/base] */
  const char *ca_file;  /* (nullable) */
  const char *user;     /* (nullable): a distinguished name, or what the directory takes for one */
  const char *password; /* (nullable) */
} KithLdapServer;

/* How many bytes of LDAP went and came so far; read and written atomically. */
typedef struct
{
  guint sent;
  guint received;
} KithLdapTraffic;

/* A connection to one directory. libldap waits for the network, so all of this belongs to a thread that may wait; never to the engine's. */
typedef struct _KithLdapSession KithLdapSession;

KithLdapSession *kith_ldap_session_open (const KithLdapServer  *server,
                                         KithLdapTraffic       *traffic,
                                         GCancellable          *cancellable,
                                         GError               **error);
void kith_ldap_session_close (KithLdapSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithLdapSession, kith_ldap_session_close)

const char *kith_ldap_session_find_base (KithLdapSession  *self,
                                         GCancellable     *cancellable,
                                         GError          **error);
GPtrArray *kith_ldap_session_search (KithLdapSession    *self,
                                     const char         *base,
                                     gboolean            whole_tree,
                                     const char         *filter,
                                     const char *const  *attributes,
                                     guint               max_entries,
                                     GCancellable       *cancellable,
                                     GError            **error);
gboolean kith_ldap_url_parse (const char  *url,
                              char       **host,
                              int         *port,
                              char       **base,
                              GError     **error);
char *kith_ldap_escape (const char *text);

G_END_DECLS
