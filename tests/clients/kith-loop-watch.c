/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-loop-watch.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define INTERVAL_MSEC 1

struct _KithLoopWatch
{
  guint source;
  int schedstat;
  gint64 last_usec;
  gint64 last_delay_usec;
  gint64 begin_usec;
  guint ticks;
  guint over; /* ticks held for more than 4 ms */
  gint64 longest_usec; /* as the clock says */
  gint64 held_usec; /* without the time that the kernel gave to others */
};

/* "cpu-time run-delay timeslices", in nanoseconds. */
static gint64
read_delay_usec (KithLoopWatch *self)
{
  char text[128];
  ssize_t n = self->schedstat >= 0 ? pread (self->schedstat, text, sizeof text - 1, 0) : -1;
  guint64 cpu_nsec;
  guint64 delay_nsec;

  if (n <= 0)
    return 0;
  text[n] = '\0';

  return sscanf (text, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &cpu_nsec, &delay_nsec) == 2 ? (gint64) (delay_nsec / 1000) : 0;
}

static gboolean
on_tick (gpointer user_data)
{
  KithLoopWatch *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 delay = read_delay_usec (self);
  gint64 gap = now - self->last_usec;
  gint64 held = gap - MIN (gap, delay - self->last_delay_usec);

  self->ticks++;
  if (held > 4 * 1000)
    self->over++;
  self->longest_usec = MAX (self->longest_usec, gap);
  self->held_usec = MAX (self->held_usec, held);
  self->last_usec = now;
  self->last_delay_usec = delay;

  return G_SOURCE_CONTINUE;
}

KithLoopWatch *
kith_loop_watch_new (void)
{
  KithLoopWatch *self = g_new0 (KithLoopWatch, 1);

  self->schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  self->begin_usec = self->last_usec = g_get_monotonic_time ();
  self->last_delay_usec = read_delay_usec (self);
  self->source = g_timeout_add_full (G_PRIORITY_HIGH * 2, INTERVAL_MSEC, on_tick, self, NULL);

  return self;
}

char *
kith_loop_watch_end (KithLoopWatch *self)
{
  char *text = g_strdup_printf ("{\"seconds\": %.3f, \"ticks\": %u, \"longest_usec\": %" G_GINT64_FORMAT ", \"held_usec\": %" G_GINT64_FORMAT
                                ", \"over_4_msec\": %u, \"schedstat\": %s}",
                                (g_get_monotonic_time () - self->begin_usec) / 1e6, self->ticks, self->longest_usec, self->held_usec,
                                self->over, self->schedstat >= 0 ? "true" : "false");

  g_source_remove (self->source);
  if (self->schedstat >= 0)
    close (self->schedstat);
  g_free (self);

  return text;
}
