/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-control.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <time.h>

#include "kith-loop-watch.h"

struct _KithTestControl
{
  GSocketService *service;
  GCancellable *cancellable;
  KithTestControlFunc func;
  KithLoopWatch *watch;
};

typedef struct
{
  KithTestControl *control;
  GSocketConnection *connection;
} Client;

static void read_command (Client *client);

static gint64
read_cpu_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* By computing: that is told the same on a machine with other things to do. */
static void
hold (gint64 usec)
{
  gint64 end = read_cpu_usec () + usec;

  while (read_cpu_usec () < end)
    ;
}

static char *
run_command (KithTestControl *self,
             char            *line)
{
  char *arg = strchr (line, ' ');
  char *answer;

  if (arg != NULL)
    *arg++ = '\0';

  if (strcmp (line, "ping") == 0)
    return g_strdup ("pong");
  if (strcmp (line, "watch") == 0)
    {
      if (self->watch != NULL)
        g_free (kith_loop_watch_end (self->watch));
      self->watch = kith_loop_watch_new ();
      return g_strdup ("ok");
    }
  if (strcmp (line, "watched") == 0)
    return self->watch != NULL ? kith_loop_watch_end (g_steal_pointer (&self->watch)) : g_strdup ("error: nothing watched");

  if (strcmp (line, "hold") == 0 && arg != NULL)
    {
      hold (g_ascii_strtoll (arg, NULL, 10) * 1000);
      return g_strdup ("ok");
    }

  answer = self->func (line, arg);
  return answer != NULL ? answer : g_strdup ("error: unknown command");
}

static void
client_free (Client *client)
{
  g_object_unref (client->connection);
  g_free (client);
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Client *client = user_data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (client->connection));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  g_autofree char *answer = NULL;
  g_autofree char *reply = NULL;

  /* After cancellation the control is gone. */
  if (line == NULL)
    {
      client_free (client);
      return;
    }

  answer = run_command (client->control, line);
  reply = g_strconcat (answer, "\n", NULL);
  g_output_stream_write_all (output, reply, strlen (reply), NULL, NULL, NULL);
  read_command (client);
}

static void
read_command (Client *client)
{
  GInputStream *input = g_object_get_data (G_OBJECT (client->connection), "lines");

  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (input), G_PRIORITY_DEFAULT, client->control->cancellable, on_line, client);
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  Client *client = g_new0 (Client, 1);

  client->control = user_data;
  client->connection = g_object_ref (connection);
  g_object_set_data_full (G_OBJECT (connection), "lines",
                          g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection))), g_object_unref);
  read_command (client);

  return TRUE;
}

KithTestControl *
kith_test_control_new (KithTestControlFunc   func,
                       GError              **error)
{
  const char *path = g_getenv ("KITH_TEST_SOCKET");
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketService) service = g_socket_service_new ();
  KithTestControl *self;

  if (path == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "KITH_TEST_SOCKET is not set");
      return NULL;
    }

  address = g_unix_socket_address_new (path);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                                      NULL, NULL, error))
    return NULL;

  self = g_new0 (KithTestControl, 1);
  self->func = func;
  self->cancellable = g_cancellable_new ();
  self->service = g_steal_pointer (&service);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_socket_service_start (self->service);

  return self;
}

void
kith_test_control_free (KithTestControl *self)
{
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  if (self->watch != NULL)
    g_free (kith_loop_watch_end (self->watch));
  g_object_unref (self->cancellable);
  g_object_unref (self->service);
  g_free (self);
}
