/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <shell/e-shell.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_EVOLUTION_SHELL (kith_evolution_shell_get_type ())
/* Extends EShell: owns the one engine of this Evolution, tells it the owner's addresses and whether Evolution is online. */
G_DECLARE_FINAL_TYPE (KithEvolutionShell, kith_evolution_shell, KITH, EVOLUTION_SHELL, EExtension)

void kith_evolution_shell_type_register (GTypeModule *type_module);
KithEngine *kith_evolution_shell_find_engine (EShell *shell);

G_END_DECLS
