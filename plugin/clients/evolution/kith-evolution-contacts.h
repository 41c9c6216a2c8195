/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <shell/e-shell.h>

#include "kith-sidebar.h"

G_BEGIN_DECLS

/* Opens contacts of Evolution's address books, and adds people to them, when the card asks for it. */
void kith_evolution_contacts_connect (KithSidebar *sidebar,
                                      EShell      *shell);

G_END_DECLS
