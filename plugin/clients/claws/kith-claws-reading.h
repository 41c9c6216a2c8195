/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_CLAWS_READING (kith_claws_reading_get_type ())
/* Has the folders of Claws Mail read into the history, and follows what changes in them. */
G_DECLARE_FINAL_TYPE (KithClawsReading, kith_claws_reading, KITH, CLAWS_READING, GObject)

KithClawsReading *kith_claws_reading_new (KithEngine *engine);
void kith_claws_reading_stop (KithClawsReading *self);

G_END_DECLS
