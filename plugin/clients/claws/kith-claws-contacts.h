/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-sidebar.h"

G_BEGIN_DECLS

/* Opens contacts of Claws Mail's own address books, and adds people to them, when the card asks for it. */
void kith_claws_contacts_connect (KithSidebar *sidebar);

G_END_DECLS
