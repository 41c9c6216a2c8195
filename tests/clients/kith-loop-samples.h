/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the thread was that began this, while a turn of its main loop took long; only one at a time. */
typedef struct
{
  guint n;                   /* times that it was looked at */
  guint n_kith;              /* code of Kith was under way; or the loop itself, which then waits for who adds to it: its lock */
  guint n_program;           /* code of the mail program was under way, and none of Kith */
} KithLoopSamples;

void kith_loop_samples_begin (void);
void kith_loop_samples_end (void);
void kith_loop_samples_begin_turn (gint64 now);
/* @samples: (out): what was seen in this turn */
void kith_loop_samples_end_turn (KithLoopSamples *samples);
/* Returns: (transfer full): the calls that were under way when the turn that ended last was looked at first, the innermost first */
char *kith_loop_samples_dup_calls (void);

G_END_DECLS
