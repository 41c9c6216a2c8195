/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-loop-watch.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "kith-loop-samples.h"

#define LIMIT_USEC 4000

/* A loop with nothing to do has its turns as well. */
#define INTERVAL_MSEC 1

/* The longest of some turns, and how many were longer than 4 ms. */
typedef struct
{
  gint64 usec;
  guint over;
} Figure;

/* What the kernel tells of a thread: "cpu-time run-delay timeslices". */
typedef struct
{
  int fd;                    /* -1 where it does not tell */
  gint64 usec;               /* how long it had waited for a processor when the turn began */
} Delay;

struct _KithLoopWatch
{
  GPollFunc poll;            /* the loop's own */
  guint source;
  Delay own;
  Delay display;             /* of the display server, for whose answers the toolkit waits */
  gint64 begin_usec;
  gint64 turn_usec;          /* when the loop left poll(); 0 while it is there */
  gint64 cpu_usec;           /* of the thread, then */
  guint turns;
  gint64 longest_usec;       /* as the clock says */
  Figure held;               /* without the time that the kernel gave to others */
  Figure kith;               /* of that, the part in which Kith was under way */
  Figure not_program;        /* of that, all but the part in which the program was under way by itself */
  char *calls;               /* (nullable): what was under way in the longest turn of the last kind */
};

/* A poll function has no data of its own. */
static KithLoopWatch *watch;

static void
delay_open (Delay      *self,
            const char *process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/schedstat", process);

  self->fd = open (path, O_RDONLY | O_CLOEXEC);
}

static void
delay_close (Delay *self)
{
  if (self->fd >= 0)
    close (self->fd);
}

static gint64
delay_read (Delay *self)
{
  char text[128];
  ssize_t n = self->fd >= 0 ? pread (self->fd, text, sizeof text - 1, 0) : -1;
  guint64 cpu_nsec;
  guint64 delay_nsec;

  if (n <= 0)
    return 0;
  text[n] = '\0';

  return sscanf (text, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &cpu_nsec, &delay_nsec) == 2 ? (gint64) (delay_nsec / 1000) : 0;
}

static gint64
read_cpu_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Without the time in which the thread, or the display server while the thread waited for something, would have run if there had been a processor. */
static gint64
get_held_usec (KithLoopWatch *self,
               gint64         clock)
{
  gint64 held = clock - CLAMP (delay_read (&self->own) - self->own.usec, 0, clock);
  gint64 waited = MAX (held - (read_cpu_usec () - self->cpu_usec), 0);

  return held - CLAMP (delay_read (&self->display) - self->display.usec, 0, waited);
}

static void
figure_add (Figure *self,
            gint64  usec)
{
  self->usec = MAX (self->usec, usec);
  self->over += usec > LIMIT_USEC;
}

static void
end_turn (KithLoopWatch *self)
{
  gint64 clock = g_get_monotonic_time () - self->turn_usec;
  gint64 held = get_held_usec (self, clock);
  KithLoopSamples samples;

  kith_loop_samples_end_turn (&samples);
  self->turns++;
  self->longest_usec = MAX (self->longest_usec, clock);
  figure_add (&self->held, held);
  /* What nobody has seen is Kith's until the contrary is proved. */
  if (samples.n == 0)
    samples.n = samples.n_kith = 1;
  figure_add (&self->kith, held * samples.n_kith / samples.n);
  if (held * (samples.n - samples.n_program) / samples.n > self->not_program.usec)
    {
      g_free (self->calls);
      self->calls = kith_loop_samples_dup_calls ();
    }
  figure_add (&self->not_program, held * (samples.n - samples.n_program) / samples.n);
}

static void
begin_turn (KithLoopWatch *self)
{
  self->own.usec = delay_read (&self->own);
  self->display.usec = delay_read (&self->display);
  self->cpu_usec = read_cpu_usec ();
  self->turn_usec = g_get_monotonic_time ();
  kith_loop_samples_begin_turn (self->turn_usec);
}

static int
watched_poll (GPollFD *fds,
              guint    n_fds,
              int      timeout)
{
  int result;

  end_turn (watch);
  result = watch->poll (fds, n_fds, timeout);
  begin_turn (watch);
  return result;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

KithLoopWatch *
kith_loop_watch_new (void)
{
  KithLoopWatch *self = g_new0 (KithLoopWatch, 1);

  g_assert (watch == NULL);
  watch = self;
  delay_open (&self->own, "thread-self");
  delay_open (&self->display, g_getenv ("KITH_TEST_DISPLAY_PID") != NULL ? g_getenv ("KITH_TEST_DISPLAY_PID") : "none");
  self->begin_usec = g_get_monotonic_time ();
  kith_loop_samples_begin ();
  begin_turn (self);
  self->source = g_timeout_add_full (G_PRIORITY_HIGH * 2, INTERVAL_MSEC, on_tick, self, NULL);
  self->poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watched_poll);

  return self;
}

char *
kith_loop_watch_end (KithLoopWatch *self)
{
  char *text = g_strdup_printf ("{\"seconds\": %.3f, \"turns\": %u, \"longest_usec\": %" G_GINT64_FORMAT ", \"held_usec\": %" G_GINT64_FORMAT
                                ", \"over_4_msec\": %u, \"kith_usec\": %" G_GINT64_FORMAT ", \"kith_over_4_msec\": %u, \"not_program_usec\": %" G_GINT64_FORMAT
                                ", \"not_program_over_4_msec\": %u, \"calls\": \"%s\", \"schedstat\": %s}",
                                (g_get_monotonic_time () - self->begin_usec) / 1e6, self->turns, self->longest_usec, self->held.usec, self->held.over,
                                self->kith.usec, self->kith.over, self->not_program.usec, self->not_program.over, self->calls != NULL ? self->calls : "",
                                self->own.fd >= 0 ? "true" : "false");

  g_main_context_set_poll_func (NULL, self->poll);
  g_source_remove (self->source);
  kith_loop_samples_end ();
  delay_close (&self->own);
  delay_close (&self->display);
  watch = NULL;
  g_free (self->calls);
  g_free (self);

  return text;
}
