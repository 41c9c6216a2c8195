/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-net-fixture.h"

#include <sys/resource.h>
#include <time.h>

/* A mail program's main loop while servers take their time: the requests run on a thread of their own, as in the engine. Measured is
 * how long one turn of a loop keeps it from polling. Where the kernel took the processor away in that turn (the machine is shared),
 * the processor time of the thread counts instead of the clock. */

typedef struct
{
  gint64 left_poll;
  gint64 cpu;
  long switches;
  gint64 longest_usec;
  guint64 turns;
} Meter;

static __thread Meter meter;

static gint64
get_cpu_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static long
get_switches (void)
{
  struct rusage usage;

  getrusage (RUSAGE_THREAD, &usage);
  return usage.ru_nivcsw;
}

static int
metered_poll (GPollFD *fds,
              guint    n_fds,
              int      timeout)
{
  int result;

  if (meter.left_poll != 0)
    {
      gint64 held = g_get_monotonic_time () - meter.left_poll;

      if (get_switches () != meter.switches)
        held = get_cpu_usec () - meter.cpu;
      meter.longest_usec = MAX (meter.longest_usec, held);
      meter.turns++;
    }
  result = g_poll (fds, n_fds, timeout);
  meter.switches = get_switches ();
  meter.cpu = get_cpu_usec ();
  meter.left_poll = g_get_monotonic_time ();
  return result;
}

typedef struct
{
  KithNetFixture net;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  KithHttp *http;
  char *other_url;
  gint64 engine_longest_usec;
  int finished; /* atomic */
  int timed_out; /* atomic */
} Fixture;

static gpointer
run_engine (gpointer data)
{
  Fixture *self = data;

  g_main_context_push_thread_default (self->context);
  self->http = kith_http_new (KITH_HTTP_RECORDER (self->net.recorder));
  g_main_loop_run (self->loop);
  g_assert_finalize_object (g_steal_pointer (&self->http));
  self->engine_longest_usec = meter.longest_usec;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);

  if (error != NULL)
    g_atomic_int_inc (&self->timed_out);
  g_atomic_int_inc (&self->finished);
}

typedef struct
{
  Fixture *fixture;
  KithHttpRequest *request;
} Order;

static gboolean
send_order (gpointer data)
{
  Order *order = data;

  kith_http_send_async (order->fixture->http, order->request, NULL, on_sent, order->fixture);
  g_object_unref (order->request);
  g_free (order);
  return G_SOURCE_REMOVE;
}

static void
ask (Fixture    *self,
     const char *base_url,
     const char *path)
{
  Order *order = g_new0 (Order, 1);

  order->fixture = self;
  order->request = kith_net_fixture_new_request_at (&self->net, base_url, path, KITH_HTTP_TRUST_USER);
  g_main_context_invoke (self->context, send_order, order);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A person who goes from message to message: four a second. */
static gboolean
on_next_message (gpointer data)
{
  Fixture *self = data;

  ask (self, self->other_url, "/large");
  return G_SOURCE_CONTINUE;
}

static void
test_stall (Fixture       *self,
            gconstpointer  data)
{
  guint tick = g_timeout_add (1, on_tick, NULL);
  guint next = g_timeout_add (250, on_next_message, self);
  gint64 start = g_get_monotonic_time ();

  kith_test_server_set_route (self->net.server, "GET", "/stall", "'delay': 30");
  kith_test_server_set_route (self->net.server, "GET", "/large", "'generate': {'kind': 'fill', 'bytes': 1000000}");
  g_main_context_set_poll_func (NULL, metered_poll);
  for (guint i = 0; i < 4; i++)
    ask (self, kith_test_server_get_base_url (self->net.server), "/stall");
  while (g_atomic_int_get (&self->timed_out) < 4)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 40 * G_USEC_PER_SEC);
    }
  g_source_remove (tick);
  g_source_remove (next);
  g_main_context_set_poll_func (NULL, NULL);

  g_assert_cmpint (g_get_monotonic_time () - start, >=, 14 * G_USEC_PER_SEC);
  g_assert_cmpint (g_atomic_int_get (&self->finished), >, 30);
  g_assert_cmpint (meter.turns, >, 1000);
  g_test_message ("the main loop was held for at most %.3f ms in %" G_GUINT64_FORMAT " turns while four servers stalled",
                  (double) meter.longest_usec / 1000, meter.turns);
  g_assert_cmpint (meter.longest_usec, <, 4000);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  kith_net_fixture_set_up (&self->net, data);
  self->other_url = kith_test_server_listen (self->net.server, "good", "tls", 0);
  self->context = g_main_context_new ();
  g_main_context_set_poll_func (self->context, metered_poll);
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("engine", run_engine, self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_test_message ("the engine's own loop was held for at most %.3f ms, with handshakes and certificates", (double) self->engine_longest_usec / 1000);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->other_url);
  kith_net_fixture_tear_down (&self->net, data);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/http-main-loop/stall", Fixture, NULL, set_up, test_stall, tear_down);
  return g_test_run ();
}
