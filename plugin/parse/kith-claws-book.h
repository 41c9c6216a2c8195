/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KITH_CLAWS_BOOK_MAX_BYTES (32 * 1024 * 1024)

/* What Claws Mail keeps addresses in. An LDAP server is only named here: asking one is another provider's work. */
typedef enum
{
  KITH_CLAWS_BOOK,
  KITH_CLAWS_VCARD,
  KITH_CLAWS_LDAP,
} KithClawsSourceKind;

/* One entry of Claws Mail's index of address books. */
typedef struct
{
  KithClawsSourceKind kind;
  char *name;             /* what the owner calls it */
  char *file;             /* (nullable): of a book in the index's own folder, of a vCard anywhere */
  GHashTable *attributes; /* (element-type utf8 utf8): what the index says, such as "host" and "base-dn"; no password */
} KithClawsSource;

typedef struct
{
  char *name;
  char *value;
} KithClawsAttribute;

typedef struct
{
  char *uid;
  char *name;             /* (nullable) */
  GPtrArray *addresses;   /* (element-type utf8) */
  GPtrArray *remarks;     /* (element-type utf8) */
  GPtrArray *attributes;  /* (element-type KithClawsAttribute) */
} KithClawsPerson;

GPtrArray *kith_claws_index_parse (GBytes  *bytes,
                                   GError **error);
GPtrArray *kith_claws_book_parse (GBytes  *bytes,
                                  GError **error);

G_END_DECLS
