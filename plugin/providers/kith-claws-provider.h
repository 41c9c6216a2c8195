/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

G_BEGIN_DECLS

#define KITH_TYPE_CLAWS_PROVIDER (kith_claws_provider_get_type ())
/* The owner's address books in Claws Mail: its own files, and the vCard files that it is told to read. */
G_DECLARE_FINAL_TYPE (KithClawsProvider, kith_claws_provider, KITH, CLAWS_PROVIDER, KithProvider)

KithProvider *kith_claws_provider_new (void);
void kith_claws_provider_set_folder (KithClawsProvider *self,
                                     const char        *folder);
GPtrArray *kith_claws_provider_list_servers (KithClawsProvider  *self,
                                             GError            **error);

G_END_DECLS
