/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

#include "claws-features.h"
#include <messageview.h>

G_BEGIN_DECLS

#define KITH_TYPE_CLAWS_VIEW (kith_claws_view_get_type ())
/* The panel in one message view: that of the main window, or a window of its own. Signal "closed": Claws Mail has destroyed the view. */
G_DECLARE_FINAL_TYPE (KithClawsView, kith_claws_view, KITH, CLAWS_VIEW, GObject)

KithClawsView *kith_claws_view_new (MessageView *message_view,
                                    KithEngine  *engine);
gboolean kith_claws_view_is_of (KithClawsView *self,
                                MessageView   *message_view);
void kith_claws_view_update (KithClawsView *self);
void kith_claws_view_detach (KithClawsView *self);

G_END_DECLS
