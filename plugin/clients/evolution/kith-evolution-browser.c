/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-browser.h"

#include <mail/e-mail-browser.h>

#include "kith-evolution-reader.h"

struct _KithEvolutionBrowser
{
  EExtension parent_instance;

  KithEvolutionReader *reader;
};

G_DEFINE_DYNAMIC_TYPE (KithEvolutionBrowser, kith_evolution_browser, E_TYPE_EXTENSION)

static void
kith_evolution_browser_constructed (GObject *object)
{
  KithEvolutionBrowser *self = KITH_EVOLUTION_BROWSER (object);

  G_OBJECT_CLASS (kith_evolution_browser_parent_class)->constructed (object);

  self->reader = kith_evolution_reader_new (E_MAIL_READER (e_extension_get_extensible (E_EXTENSION (self))));
}

static void
kith_evolution_browser_dispose (GObject *object)
{
  KithEvolutionBrowser *self = KITH_EVOLUTION_BROWSER (object);

  g_clear_object (&self->reader);

  G_OBJECT_CLASS (kith_evolution_browser_parent_class)->dispose (object);
}

static void
kith_evolution_browser_class_init (KithEvolutionBrowserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kith_evolution_browser_constructed;
  object_class->dispose = kith_evolution_browser_dispose;

  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_MAIL_BROWSER;
}

static void
kith_evolution_browser_class_finalize (KithEvolutionBrowserClass *klass)
{
}

static void
kith_evolution_browser_init (KithEvolutionBrowser *self)
{
}

void
kith_evolution_browser_type_register (GTypeModule *type_module)
{
  kith_evolution_browser_register_type (type_module);
}
