/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How long the default main loop is held: the time of each of its turns, from leaving poll() to the next one. What the machine does to a loop that
 * sleeps is nobody's fault, nor is the time in which the thread wanted to run and the kernel gave the processor to others (/proc/thread-self/schedstat),
 * or in which the thread waited and it was the display server that wanted to run.
 *
 * Whose turn it was tells a second thread, which has the stack looked at each millisecond while a turn takes long. In the same loop a mail program
 * does its own work: Evolution 3.56 builds its menus anew for 20 to 60 ms, and tells of 20,000 new messages for as long.
 */
typedef struct _KithLoopWatch KithLoopWatch;

KithLoopWatch *kith_loop_watch_new (void);
/* Returns: (transfer full): a JSON object, times in microseconds, see kith-loop-watch.c */
char *kith_loop_watch_end (KithLoopWatch *self);

G_END_DECLS
