/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-books.h>

#include "kith-claws-provider.h"
#include "kith-engine-private.h"

static void
set_claws_folder (KithCore *core,
                  gpointer  user_data)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), "claws");

  if (KITH_IS_CLAWS_PROVIDER (provider))
    kith_claws_provider_set_folder (KITH_CLAWS_PROVIDER (provider), user_data);
}

/**
 * kith_engine_set_claws_folder:
 * @self: an engine
 * @folder: (nullable): Claws Mail's own folder, where it is not `~/.claws-mail`
 *
 * Has the address books read that the running Claws Mail uses.
 */
void
kith_engine_set_claws_folder (KithEngine *self,
                              const char *folder)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  kith_worker_call (kith_engine_get_worker (self), set_claws_folder, g_strdup (folder), g_free);
}
