/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gmodule.h>
#include <glib/gi18n-lib.h>

#include "kith-evolution-browser.h"
#include "kith-evolution-shell.h"
#include "kith-evolution-view.h"

G_MODULE_EXPORT void e_module_load (GTypeModule *type_module);
G_MODULE_EXPORT void e_module_unload (GTypeModule *type_module);

void
e_module_load (GTypeModule *type_module)
{
  /* Evolution loads a module, unloads it and loads it again. The engine's thread and the static types of the card do not survive that. */
  if (!g_type_module_use (type_module))
    return;

  bindtextdomain (GETTEXT_PACKAGE, KITH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  kith_evolution_shell_type_register (type_module);
  kith_evolution_view_type_register (type_module);
  kith_evolution_browser_type_register (type_module);
}

void
e_module_unload (GTypeModule *type_module)
{
}
