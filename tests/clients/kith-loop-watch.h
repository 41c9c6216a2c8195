/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How long the default main loop is held: a timeout source of one millisecond with the highest priority looks at the monotonic clock each time it is
 * dispatched. The longest gap between two of them bounds from above what anybody held the loop. Time in which the thread wanted to run and the
 * kernel gave the processor to others is told apart (/proc/thread-self/schedstat), as a busy machine is nobody's fault.
 */
typedef struct _KithLoopWatch KithLoopWatch;

KithLoopWatch *kith_loop_watch_new (void);
/* Returns: (transfer full): a JSON object, times in microseconds */
char *kith_loop_watch_end (KithLoopWatch *self);

G_END_DECLS
