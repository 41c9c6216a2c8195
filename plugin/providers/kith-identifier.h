/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

G_BEGIN_DECLS

/* What a request can be made with of the person that is asked about. The order is that of how much it tells of the person, most first. */
typedef enum
{
  KITH_IDENTIFIER_ADDRESS,
  KITH_IDENTIFIER_LOCAL_PART,
  KITH_IDENTIFIER_DISPLAY_NAME,
  KITH_IDENTIFIER_ADDRESS_SHA256,
  KITH_IDENTIFIER_ADDRESS_SHA1,
  KITH_IDENTIFIER_ADDRESS_MD5,
  KITH_IDENTIFIER_LOCAL_PART_ZBASE32_SHA1,
  KITH_IDENTIFIER_DOMAIN,
  KITH_N_IDENTIFIERS
} KithIdentifier;

gboolean kith_identifier_from_name (const char     *name,
                                    KithIdentifier *identifier);
const char *kith_identifier_get_name (KithIdentifier identifier);
KithSends kith_identifier_get_sends (KithIdentifier identifier);
gboolean kith_sends_covers (KithSends declared,
                            KithSends needed);
char *kith_identifier_compute (KithIdentifier  identifier,
                               KithAddress    *address);

G_END_DECLS
