/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_HINT_BAR (kith_hint_bar_get_type ())
/* Says above everything else that a sender may not be who the name says. Hidden where there is nothing to say. */
G_DECLARE_FINAL_TYPE (KithHintBar, kith_hint_bar, KITH, HINT_BAR, GtkBox)

void kith_hint_bar_set_profile (KithHintBar *self,
                                KithProfile *profile);

G_END_DECLS
