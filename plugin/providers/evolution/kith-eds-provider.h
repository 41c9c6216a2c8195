/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <kith/kith.h>

G_BEGIN_DECLS

#define KITH_TYPE_EDS_PROVIDER (kith_eds_provider_get_type ())
/* The owner's address books in Evolution: every book that is switched on there. */
G_DECLARE_FINAL_TYPE (KithEdsProvider, kith_eds_provider, KITH, EDS_PROVIDER, KithProvider)

void kith_eds_provider_register (GTypeModule *module);

G_END_DECLS
