/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>
#include <mail/e-mail-reader.h>

G_BEGIN_DECLS

#define KITH_TYPE_EVOLUTION_MENU (kith_evolution_menu_get_type ())
/*
 * The check item in the View menu of the window that a reader belongs to. Shows and sets the engine's "sidebar-visible".
 * All that differs between the menus of Evolution 3.46 and 3.56 is in this file.
 */
G_DECLARE_FINAL_TYPE (KithEvolutionMenu, kith_evolution_menu, KITH, EVOLUTION_MENU, GObject)

KithEvolutionMenu *kith_evolution_menu_new (EMailReader *reader,
                                            KithEngine  *engine);

G_END_DECLS
