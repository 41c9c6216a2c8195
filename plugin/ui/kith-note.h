/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_NOTE (kith_note_get_type ())
/* What the owner has written down about a person, and where it is written. Signal "save" (utf8 text). */
G_DECLARE_FINAL_TYPE (KithNote, kith_note, KITH, NOTE, GtkBox)

void kith_note_set_profile (KithNote    *self,
                            KithProfile *profile);
void kith_note_edit (KithNote *self);
void kith_note_cancel (KithNote *self);
void kith_note_finish (KithNote *self);

G_END_DECLS
