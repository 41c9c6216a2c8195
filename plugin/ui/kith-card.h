/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_CARD (kith_card_get_type ())
/*
 * Who one person is. Shows what it is given and asks nobody.
 * Signals: "refresh" (), "enable-provider" (utf8 id, gboolean enabled), "forget" (), "providers-wanted" (): the menu is about to be seen,
 * "save-note" (utf8 text). Everything else that its buttons do is an action "kith.…", see kith-actions.h.
 */
G_DECLARE_FINAL_TYPE (KithCard, kith_card, KITH, CARD, GtkBox)

GtkWidget *kith_card_new (void);
GtkWidget *kith_card_take_footer (KithCard *self);
void kith_card_set_address (KithCard    *self,
                            KithAddress *address);
void kith_card_set_profile (KithCard    *self,
                            KithProfile *profile);
void kith_card_finish_note (KithCard *self);
void kith_card_drop_note (KithCard *self);
void kith_card_set_picture (KithCard *self,
                            GBytes   *bytes);
void kith_card_popup_menu (KithCard *self);
void kith_card_set_busy (KithCard *self,
                         gboolean  busy);
void kith_card_set_notice (KithCard   *self,
                           const char *notice);
void kith_card_set_providers (KithCard  *self,
                              GPtrArray *providers);
void kith_card_set_offers (KithCard  *self,
                           GPtrArray *offers);
gboolean kith_card_has_offers (KithCard *self);
void kith_card_set_reading (KithCard *self,
                            gboolean  is_reading,
                            double    fraction);
void kith_card_set_contact_kind (KithCard   *self,
                                 const char *kind);

G_END_DECLS
