/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_FOOTER (kith_footer_get_type ())
/*
 * The foot of a card: who said what is above, what went wrong, and the controls.
 * Signals: "refresh", "enable-provider" (utf8 id, gboolean enabled), "forget", "copy-address", "show-asked", "providers-wanted".
 */
G_DECLARE_FINAL_TYPE (KithFooter, kith_footer, KITH, FOOTER, GtkBox)

void kith_footer_set_profile (KithFooter  *self,
                              KithProfile *profile);
void kith_footer_popup_menu (KithFooter *self);
void kith_footer_set_busy (KithFooter *self,
                           gboolean    busy);
void kith_footer_set_notice (KithFooter *self,
                             const char *notice);
void kith_footer_set_providers (KithFooter *self,
                                GPtrArray  *providers);

G_END_DECLS
