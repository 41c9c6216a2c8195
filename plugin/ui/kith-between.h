/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_BETWEEN (kith_between_get_type ())
/* What there was between the owner and the person, and what to do next: the mail, a letter, the address book. */
G_DECLARE_FINAL_TYPE (KithBetween, kith_between, KITH, BETWEEN, GtkBox)

void kith_between_set_profile (KithBetween *self,
                               KithAddress *address,
                               KithProfile *profile);
void kith_between_set_contact_kind (KithBetween *self,
                                    const char  *kind);

G_END_DECLS
