/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith.h>

#include "kith-test-files.h"
#include "kith-test-wait.h"

/* The engine thread lets go of a call a moment after it has answered: nothing of the engine is left when this returns. */
static inline void
kith_test_let_engine_go (KithEngine **engine)
{
  KithEngine *self = *engine;

  g_object_add_weak_pointer (G_OBJECT (self), (gpointer *) engine);
  g_object_unref (self);
  WAIT_UNTIL (*engine == NULL);
}
