/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-signature-words.h"
#include "kith-signature.h"

G_BEGIN_DECLS

typedef enum
{
  KITH_NAME_NONE,    /* does not look like a name */
  KITH_NAME_FOREIGN, /* somebody else's */
  KITH_NAME_FIRST,   /* one of the sender's names */
  KITH_NAME_FULL,
} KithNameMatch;

KithNameMatch kith_signature_match_name (const char                *text,
                                         const KithSignatureSender *sender);
gboolean kith_signature_agrees (const char *company,
                                const char *domain);
gboolean kith_signature_same_script (const char *one,
                                     const char *other);
gboolean kith_signature_resembles (const char *text,
                                   const char *domain);
gboolean kith_signature_same_company (const char *one,
                                      const char *other);
char *kith_signature_make_company_key (const char *company);
gboolean kith_signature_is_capital (const char *text);
char *kith_signature_find_phone (const char *text);
char *kith_signature_find_url (const char *text);

G_END_DECLS
