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

/* Returns when it is set. */
static inline void
kith_test_set_provider (KithEngine *engine,
                        const char *id,
                        const char *key,
                        const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  kith_engine_set_provider_async (engine, id, key, value, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  done = kith_engine_set_provider_finish (engine, result, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}

/* Returns when the person is forgotten. */
static inline void
kith_test_forget (KithEngine      *engine,
                  KithAddress     *address,
                  KithForgetFlags  flags)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  kith_engine_forget_async (engine, address, flags, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  done = kith_engine_forget_finish (engine, result, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}
