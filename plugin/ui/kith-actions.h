/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_ACTIONS (kith_actions_get_type ())
/*
 * What the buttons on a card do, as the action group "kith" of the panel that the card is in. What only the mail program can do becomes a signal of the
 * panel, see kith-sidebar.h.
 * Signals: "failed" (utf8 why), "offers-wanted" (): the owner wants to be asked about services, "offers-dismissed" (): the owner said "Not now".
 */
G_DECLARE_FINAL_TYPE (KithActions, kith_actions, KITH, ACTIONS, GObject)

KithActions *kith_actions_new (KithEngine *engine,
                               GtkWidget  *panel);
void kith_actions_set_address (KithActions *self,
                               KithAddress *address);
void kith_actions_set_profile (KithActions *self,
                               KithProfile *profile);
void kith_actions_set_providers (KithActions *self,
                                 GPtrArray   *providers);
void kith_actions_save_note (KithActions *self,
                             const char  *text);

G_END_DECLS
