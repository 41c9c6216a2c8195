/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libebackend/libebackend.h>

G_BEGIN_DECLS

#define KITH_TYPE_EVOLUTION_BROWSER (kith_evolution_browser_get_type ())
/* Puts the card into a message window. */
G_DECLARE_FINAL_TYPE (KithEvolutionBrowser, kith_evolution_browser, KITH, EVOLUTION_BROWSER, EExtension)

void kith_evolution_browser_type_register (GTypeModule *type_module);

G_END_DECLS
