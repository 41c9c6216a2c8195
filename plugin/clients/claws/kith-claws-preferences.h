/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

G_BEGIN_DECLS

/* Kith's page in Claws Mail's preferences, below Plugins. */
typedef struct _KithClawsPreferences KithClawsPreferences;

KithClawsPreferences *kith_claws_preferences_new (KithEngine *engine);
void kith_claws_preferences_free (KithClawsPreferences *self);
void kith_claws_preferences_show (const char *provider_id);

G_END_DECLS
