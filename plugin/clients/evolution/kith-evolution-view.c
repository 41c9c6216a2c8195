/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-view.h"

#include <mail/e-mail-paned-view.h>

#include "kith-evolution-reader.h"

struct _KithEvolutionView
{
  EExtension parent_instance;

  KithEvolutionReader *reader;
};

G_DEFINE_DYNAMIC_TYPE (KithEvolutionView, kith_evolution_view, E_TYPE_EXTENSION)

static void
kith_evolution_view_constructed (GObject *object)
{
  KithEvolutionView *self = KITH_EVOLUTION_VIEW (object);

  G_OBJECT_CLASS (kith_evolution_view_parent_class)->constructed (object);

  self->reader = kith_evolution_reader_new (E_MAIL_READER (e_extension_get_extensible (E_EXTENSION (self))));
}

static void
kith_evolution_view_dispose (GObject *object)
{
  KithEvolutionView *self = KITH_EVOLUTION_VIEW (object);

  g_clear_object (&self->reader);

  G_OBJECT_CLASS (kith_evolution_view_parent_class)->dispose (object);
}

static void
kith_evolution_view_class_init (KithEvolutionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kith_evolution_view_constructed;
  object_class->dispose = kith_evolution_view_dispose;

  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_MAIL_PANED_VIEW;
}

static void
kith_evolution_view_class_finalize (KithEvolutionViewClass *klass)
{
}

static void
kith_evolution_view_init (KithEvolutionView *self)
{
}

void
kith_evolution_view_type_register (GTypeModule *type_module)
{
  kith_evolution_view_register_type (type_module);
}
