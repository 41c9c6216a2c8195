/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <shell/e-shell.h>

G_BEGIN_DECLS

/* Kith's page in Evolution's preferences. */
void kith_evolution_preferences_add (EShell *shell);
void kith_evolution_preferences_show (EShell     *shell,
                                      const char *provider_id);

G_END_DECLS
