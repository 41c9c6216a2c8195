/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ldap-provider.h"

G_MODULE_EXPORT void g_io_module_load (GIOModule *module);
G_MODULE_EXPORT void g_io_module_unload (GIOModule *module);
G_MODULE_EXPORT char **g_io_module_query (void);

void
g_io_module_load (GIOModule *module)
{
  kith_ldap_provider_register (G_TYPE_MODULE (module));
  g_io_extension_point_implement (KITH_PROVIDER_EXTENSION_POINT_NAME, KITH_TYPE_LDAP_PROVIDER, "ldap", 0);
}

void
g_io_module_unload (GIOModule *module)
{
}

char **
g_io_module_query (void)
{
  return g_strsplit (KITH_PROVIDER_EXTENSION_POINT_NAME, ":", -1);
}
