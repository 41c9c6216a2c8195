/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_ASKED (kith_asked_get_type ())
/* Whether each provider was asked about this person, what it said, and why not. Hides itself when it is closed. */
G_DECLARE_FINAL_TYPE (KithAsked, kith_asked, KITH, ASKED, GtkBox)

void kith_asked_set_profile (KithAsked   *self,
                             KithProfile *profile);

G_END_DECLS
