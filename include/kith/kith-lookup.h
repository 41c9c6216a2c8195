/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-message.h>
#include <kith/kith-profile.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_LOOKUP (kith_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KithLookup, kith_lookup, KITH, LOOKUP, GObject)

/*
 * A request that answers more than once: what is cached first, then better.
 * Lives in the main context it was made in; "profile" is emitted there for every improvement, and "completed" once.
 */
KithAddress *kith_lookup_get_address (KithLookup *self);
KithMessage *kith_lookup_get_message (KithLookup *self);
KithProfile *kith_lookup_get_profile (KithLookup *self);
gboolean kith_lookup_is_complete (KithLookup *self);
void kith_lookup_cancel (KithLookup *self);

KITH_END_DECLS
