/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* dladdr() */
#define _GNU_SOURCE

#include "config.h"
#include "kith-loop-samples.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#define INTERVAL_USEC 1000
#define LATE_USEC 2000
#define SAMPLES_MAX 128
#define CALLS_MAX 192
#define CALLS_SHOWN 12
/* A signal that waits comes once, however often it is sent: a thread without a processor is not looked at many times in the same place. */
#define LOOK_SIGNAL SIGPROF

typedef struct
{
  int n;
  void *calls[CALLS_MAX];
} Sample;

/* A signal handler has no data of its own. */
static struct
{
  pthread_t thread;
  GThread *looker;
  struct sigaction before;
  atomic_bool running;
  atomic_llong turn;         /* when it began; 0 while the loop sleeps */
  atomic_int n;
  Sample samples[SAMPLES_MAX];
} state;

static void
on_look (int number)
{
  int saved = errno;
  int i = atomic_load (&state.n);

  if (atomic_load (&state.turn) != 0 && i < SAMPLES_MAX)
    {
      state.samples[i].n = backtrace (state.samples[i].calls, CALLS_MAX);
      atomic_store (&state.n, i + 1);
    }
  errno = saved;
}

static gpointer
look (gpointer data)
{
  const struct sched_param first = { .sched_priority = 1 };

  /* As far as that is allowed: who looks late sees less. */
  pthread_setschedparam (pthread_self (), SCHED_FIFO, &first);
  while (atomic_load (&state.running))
    {
      gint64 turn;

      g_usleep (INTERVAL_USEC);
      turn = atomic_load (&state.turn);
      if (turn != 0 && g_get_monotonic_time () - turn > LATE_USEC)
        pthread_kill (state.thread, LOOK_SIGNAL);
    }
  return NULL;
}

void
kith_loop_samples_begin (void)
{
  struct sigaction action = { .sa_handler = on_look, .sa_flags = SA_RESTART };
  void *calls[1];

  /* The first time it loads a library, which is nothing for a signal handler. */
  backtrace (calls, G_N_ELEMENTS (calls));
  state.thread = pthread_self ();
  atomic_store (&state.turn, 0);
  atomic_store (&state.n, 0);
  atomic_store (&state.running, TRUE);
  sigaction (LOOK_SIGNAL, &action, &state.before);
  state.looker = g_thread_new ("kith-test-look", look, NULL);
}

void
kith_loop_samples_end (void)
{
  struct sigaction ignore = { .sa_handler = SIG_IGN };

  atomic_store (&state.running, FALSE);
  g_thread_join (g_steal_pointer (&state.looker));
  /* One may still be on its way: to ignore it takes it back. */
  sigaction (LOOK_SIGNAL, &ignore, NULL);
  sigaction (LOOK_SIGNAL, &state.before, NULL);
}

void
kith_loop_samples_begin_turn (gint64 now)
{
  atomic_store (&state.n, 0);
  atomic_store (&state.turn, now);
}

static const char *
get_base_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static gboolean
has_prefix (const char        *name,
            const char *const *prefixes)
{
  for (gsize i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

typedef enum
{
  SEEN_OTHERS,
  SEEN_KITH,
  SEEN_PROGRAM,
} Seen;

static Seen
find_who (const Sample *sample)
{
  static const char *const ours[] = { "libkith", "module-kith.so", "kith.so", NULL };
  static const char *const helpers[] = { "module-kith-test-control.so", "kith-test-control.so", "libasan", "libubsan", NULL };
  static const char *const loop[] = { "libc.so", "libc-", "libpthread", "libglib-2.0", NULL };
  static const char *const programs[] = { "evolution", "libevolution", "libemail-engine", "libcamel", "libedata", "libebackend", "libebook", "libecal", "libeshell",
                                          "libwebkit", "libjavascriptcore", "module-", "org-gnome-", "claws-mail", NULL };
  gboolean is_program = FALSE;
  gboolean is_loop = TRUE;
  gboolean is_whole = FALSE;

  for (int i = 0; i < sample->n && !is_whole; i++)
    {
      Dl_info info;
      const char *name;

      if (dladdr (sample->calls[i], &info) == 0 || info.dli_fname == NULL)
        continue;
      name = get_base_name (info.dli_fname);
      /* Below that everything is the program's. */
      is_whole = g_strcmp0 (info.dli_sname, "gtk_main") == 0 || g_strcmp0 (info.dli_sname, "g_application_run") == 0;
      if (is_whole || has_prefix (name, helpers))
        continue;
      if (has_prefix (name, ours))
        return SEEN_KITH;
      is_program |= has_prefix (name, programs);
      is_loop &= has_prefix (name, loop);
    }
  if (is_program)
    return SEEN_PROGRAM;
  return is_whole && is_loop ? SEEN_KITH : SEEN_OTHERS;
}

void
kith_loop_samples_end_turn (KithLoopSamples *samples)
{
  int n;

  atomic_store (&state.turn, 0);
  n = atomic_load (&state.n);
  *samples = (KithLoopSamples) { .n = n };
  for (int i = 0; i < n; i++)
    {
      Seen who = find_who (&state.samples[i]);

      samples->n_kith += who == SEEN_KITH;
      samples->n_program += who == SEEN_PROGRAM;
    }
}

char *
kith_loop_samples_dup_calls (void)
{
  GString *text = g_string_new (NULL);
  const char *before = NULL;
  guint shown = 0;

  for (int i = 0; atomic_load (&state.n) > 0 && i < state.samples[0].n && shown < CALLS_SHOWN; i++)
    {
      Dl_info info;
      const char *name;

      if (dladdr (state.samples[0].calls[i], &info) == 0 || info.dli_fname == NULL || strstr (info.dli_fname, "test-control") != NULL)
        continue;
      /* Of a function that has no name outside its library, that of the library. */
      name = info.dli_sname != NULL ? info.dli_sname : get_base_name (info.dli_fname);
      if (g_strcmp0 (name, before) == 0)
        continue;
      g_string_append_printf (text, "%s%s", shown++ > 0 ? " < " : "", name);
      before = name;
    }
  return g_string_free (text, FALSE);
}
