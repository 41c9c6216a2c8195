/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <shell/e-shell.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_EVOLUTION_READING (kith_evolution_reading_get_type ())
/* Has the folders of all accounts of Evolution read into the history, and follows what changes in them. */
G_DECLARE_FINAL_TYPE (KithEvolutionReading, kith_evolution_reading, KITH, EVOLUTION_READING, GObject)

KithEvolutionReading *kith_evolution_reading_new (EShell     *shell,
                                                  KithEngine *engine);

G_END_DECLS
