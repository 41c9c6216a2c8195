/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libebackend/libebackend.h>

G_BEGIN_DECLS

#define KITH_TYPE_EVOLUTION_VIEW (kith_evolution_view_get_type ())
/* Puts the card into the message view of the main window. */
G_DECLARE_FINAL_TYPE (KithEvolutionView, kith_evolution_view, KITH, EVOLUTION_VIEW, EExtension)

void kith_evolution_view_type_register (GTypeModule *type_module);

G_END_DECLS
