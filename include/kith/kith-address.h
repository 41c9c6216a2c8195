/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_ADDRESS (kith_address_get_type ())
G_DECLARE_FINAL_TYPE (KithAddress, kith_address, KITH, ADDRESS, GObject)

/* A mailbox longer than this is refused: 64 octets of local part, "@", 255 of domain (RFC 5321 section 4.5.3.1). */
#define KITH_ADDRESS_MAX_BYTES 320

KithAddress *kith_address_new (const char  *mailbox,
                               const char  *display_name,
                               GError     **error);
const char *kith_address_get_mailbox (KithAddress *self);
const char *kith_address_get_key (KithAddress *self);
const char *kith_address_get_display_name (KithAddress *self);
const char *kith_address_get_local_part (KithAddress *self);
const char *kith_address_get_domain (KithAddress *self);
gboolean kith_address_is_freemail (KithAddress *self);
gboolean kith_address_is_role (KithAddress *self);
gboolean kith_address_equal (KithAddress *self,
                             KithAddress *other);
guint kith_address_hash (KithAddress *self);

KITH_END_DECLS
