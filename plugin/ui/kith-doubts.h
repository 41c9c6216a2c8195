/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_DOUBTS (kith_doubts_get_type ())
/* What somebody says and nobody confirms, for the owner to say yes or no. */
G_DECLARE_FINAL_TYPE (KithDoubts, kith_doubts, KITH, DOUBTS, GtkBox)

void kith_doubts_set_profile (KithDoubts  *self,
                              KithProfile *profile);

G_END_DECLS
