/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-loop.h"

#define MAX_IDLE_CONNECTIONS 16
#define NUDGE_USEC (50 * 1000)

typedef struct
{
  GSource source;
  KithHttpLoop *loop;
} LoopSource;

struct _KithHttpLoop
{
  GObject *owner; /* unowned: it owns this */
  KithHttpLoopFunc func;
  CURLM *multi;
  GSource *source;
  GHashTable *tags; /* (element-type int gpointer): by file descriptor */
  guint active;
  gint64 timer_at; /* monotonic microseconds: when libcurl wants to run; -1 for never */
  gint64 nudge_at; /* when it runs in any case, while transfers are under way */
};

typedef struct
{
  int fd;
  int events;
} Ready;

static void
set_ready_time (KithHttpLoop *self)
{
  gint64 ready_time = self->timer_at;

  if (self->active > 0 && (ready_time < 0 || self->nudge_at < ready_time))
    ready_time = self->nudge_at;
  g_source_set_ready_time (self->source, ready_time);
}

static int
on_timer (CURLM *multi,
          long   timeout_msec,
          void  *user_data)
{
  KithHttpLoop *self = user_data;

  self->timer_at = timeout_msec < 0 ? -1 : g_get_monotonic_time () + timeout_msec * 1000;
  set_ready_time (self);
  return 0;
}

static int
on_socket (CURL          *easy,
           curl_socket_t  fd,
           int            what,
           void          *user_data,
           void          *socket_data)
{
  KithHttpLoop *self = user_data;
  gpointer tag = g_hash_table_lookup (self->tags, GINT_TO_POINTER (fd));
  GIOCondition condition = 0;

  if (what == CURL_POLL_REMOVE)
    {
      if (tag != NULL)
        g_source_remove_unix_fd (self->source, tag);
      g_hash_table_remove (self->tags, GINT_TO_POINTER (fd));
      return 0;
    }
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
    condition |= G_IO_IN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
    condition |= G_IO_OUT;
  if (tag != NULL)
    g_source_modify_unix_fd (self->source, tag, condition);
  else
    g_hash_table_insert (self->tags, GINT_TO_POINTER (fd), g_source_add_unix_fd (self->source, fd, condition));
  return 0;
}

static GArray *
collect_ready (KithHttpLoop *self,
               gboolean      nudge)
{
  GArray *ready = g_array_new (FALSE, FALSE, sizeof (Ready));
  GHashTableIter iter;
  gpointer fd, tag;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, &fd, &tag))
    {
      GIOCondition condition = g_source_query_unix_fd (self->source, tag);
      Ready item = { GPOINTER_TO_INT (fd), 0 };

      if (nudge || (condition & (G_IO_IN | G_IO_HUP)))
        item.events |= CURL_CSELECT_IN;
      if (condition & G_IO_OUT)
        item.events |= CURL_CSELECT_OUT;
      if (condition & (G_IO_ERR | G_IO_NVAL))
        item.events |= CURL_CSELECT_ERR;
      if (item.events != 0)
        g_array_append_val (ready, item);
    }
  return ready;
}

/* Work on one socket may close another one of the list. */
static void
run_socket (KithHttpLoop *self,
            int           fd,
            int           events)
{
  int running;

  if (g_hash_table_contains (self->tags, GINT_TO_POINTER (fd)))
    curl_multi_socket_action (self->multi, fd, events, &running);
}

static void
deliver (KithHttpLoop *self)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (self->multi, &left)) != NULL)
    {
      CURL *easy = message->easy_handle;
      CURLcode code = message->data.result;

      if (message->msg != CURLMSG_DONE)
        continue;
      kith_http_loop_remove (self, easy);
      self->func (self->owner, easy, code);
    }
}

/* Several streams of HTTP/2 share a socket, and what one of them reads may hold data of the others. libcurl 7.88 (Debian 12) does not
 * always run those: no event comes any more, as the socket is empty, and the transfer ends in a time-out with its last bytes in
 * libcurl's own buffer. So each socket that had something to read is read once more, and all of them now and then. */
static gboolean
loop_source_dispatch (GSource     *source,
                      GSourceFunc  callback,
                      gpointer     user_data)
{
  KithHttpLoop *self = ((LoopSource *) source)->loop;
  g_autoptr (GObject) owner = g_object_ref (self->owner);
  gint64 now = g_source_get_time (source);
  gboolean due = self->timer_at >= 0 && now >= self->timer_at;
  g_autoptr (GArray) ready = collect_ready (self, self->active > 0 && now >= self->nudge_at);
  int running;

  /* Before libcurl runs: it may set the next time meanwhile. */
  if (due)
    self->timer_at = -1;
  for (guint i = 0; i < ready->len; i++)
    {
      Ready *item = &g_array_index (ready, Ready, i);

      run_socket (self, item->fd, item->events);
      if (item->events & CURL_CSELECT_IN)
        run_socket (self, item->fd, CURL_CSELECT_IN);
    }
  if (due)
    curl_multi_socket_action (self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  deliver (self);
  self->nudge_at = g_get_monotonic_time () + NUDGE_USEC;
  set_ready_time (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs loop_source_funcs = {
  .dispatch = loop_source_dispatch,
};

/* @owner is unowned: it frees the loop before it goes. */
KithHttpLoop *
kith_http_loop_new (GObject          *owner,
                    KithHttpLoopFunc  func)
{
  KithHttpLoop *self = g_new0 (KithHttpLoop, 1);

  self->owner = owner;
  self->func = func;
  self->timer_at = -1;
  self->tags = g_hash_table_new (NULL, NULL);
  self->source = g_source_new (&loop_source_funcs, sizeof (LoopSource));
  ((LoopSource *) self->source)->loop = self;
  g_source_set_static_name (self->source, "Kith HTTP");
  g_source_attach (self->source, g_main_context_get_thread_default ());

  self->multi = curl_multi_init ();
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_PIPELINING, (long) CURLPIPE_MULTIPLEX);
  curl_multi_setopt (self->multi, CURLMOPT_MAXCONNECTS, (long) MAX_IDLE_CONNECTIONS);
  return self;
}

/* All easy handles have been removed before. */
void
kith_http_loop_free (KithHttpLoop *self)
{
  curl_multi_cleanup (self->multi);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_hash_table_unref (self->tags);
  g_free (self);
}

gboolean
kith_http_loop_add (KithHttpLoop *self,
                    CURL         *easy)
{
  if (curl_multi_add_handle (self->multi, easy) != CURLM_OK)
    return FALSE;
  self->active++;
  self->nudge_at = g_get_monotonic_time () + NUDGE_USEC;
  set_ready_time (self);
  return TRUE;
}

void
kith_http_loop_remove (KithHttpLoop *self,
                       CURL         *easy)
{
  curl_multi_remove_handle (self->multi, easy);
  self->active--;
  set_ready_time (self);
}
