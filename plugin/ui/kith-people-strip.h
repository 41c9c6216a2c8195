/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_PEOPLE_STRIP (kith_people_strip_get_type ())
/* Who takes part in a message, above the card of one of them. Hidden where there is one person only. Signal "person" (KithAddress). */
G_DECLARE_FINAL_TYPE (KithPeopleStrip, kith_people_strip, KITH, PEOPLE_STRIP, GtkBox)

void kith_people_strip_set_message (KithPeopleStrip *self,
                                    KithEngine      *engine,
                                    KithMessage     *message);
void kith_people_strip_set_person (KithPeopleStrip *self,
                                   KithAddress     *address);

G_END_DECLS
