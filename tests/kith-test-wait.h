/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

/* What takes longer does not end; a test that needs more says so before it includes this. */
#ifndef KITH_TEST_WAIT_SECONDS
#define KITH_TEST_WAIT_SECONDS 20
#endif

static inline gboolean
kith_test_on_too_late (gpointer user_data)
{
  g_error ("this took too long");
  return G_SOURCE_REMOVE;
}

static inline gboolean
kith_test_look_again (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the default main context until it is so; what happens in another process, as in a server, wakes nobody here, so it is looked for. */
#define WAIT_UNTIL(condition)                                                                              \
  G_STMT_START                                                                                             \
  {                                                                                                        \
    guint too_late = g_timeout_add_seconds (KITH_TEST_WAIT_SECONDS, kith_test_on_too_late, NULL);          \
    guint look = g_timeout_add (10, kith_test_look_again, NULL);                                           \
    while (!(condition))                                                                                   \
      g_main_context_iteration (NULL, TRUE);                                                               \
    g_source_remove (look);                                                                                \
    g_source_remove (too_late);                                                                            \
  }                                                                                                        \
  G_STMT_END

/* A callback for an asynchronous function: keeps the result where @user_data points to. */
static inline void
kith_test_keep_result (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}
