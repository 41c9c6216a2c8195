/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A line in, a line out, on the Unix socket $KITH_TEST_SOCKET: how a test drives a mail program from inside. Compiled into a helper plugin of each
 * program, never installed. Knows "ping", "watch" (begin to watch the main loop) and "watched" (end, and tell); the rest is the helper's.
 */
typedef struct _KithTestControl KithTestControl;

/* @arg: (nullable): Returns: (transfer full) (nullable): the answer; NULL for a command that it does not know */
typedef char *(*KithTestControlFunc) (const char *command,
                                      const char *arg);

KithTestControl *kith_test_control_new (KithTestControlFunc   func,
                                        GError              **error);
void kith_test_control_free (KithTestControl *self);

G_END_DECLS
