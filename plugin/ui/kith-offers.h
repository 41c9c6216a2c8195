/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_OFFERS (kith_offers_get_type ())
/*
 * Asks once whether services may be used, with those that could help with the person on the card and what each would receive.
 * Signal "enable-provider" (utf8 id, gboolean enabled).
 */
G_DECLARE_FINAL_TYPE (KithOffers, kith_offers, KITH, OFFERS, GtkBox)

void kith_offers_set_offers (KithOffers *self,
                             GPtrArray  *offers);
void kith_offers_set_providers (KithOffers *self,
                                GPtrArray  *providers);

G_END_DECLS
