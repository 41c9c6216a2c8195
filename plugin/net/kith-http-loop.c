/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-loop.h"

#define MAX_IDLE_CONNECTIONS 16

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
};

typedef struct
{
  int fd;
  int events;
} Ready;

static int
on_timer (CURLM *multi,
          long   timeout_msec,
          void  *user_data)
{
  KithHttpLoop *self = user_data;

  g_source_set_ready_time (self->source, timeout_msec < 0 ? -1 : g_get_monotonic_time () + timeout_msec * 1000);
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
collect_ready (KithHttpLoop *self)
{
  GArray *ready = g_array_new (FALSE, FALSE, sizeof (Ready));
  GHashTableIter iter;
  gpointer fd, tag;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, &fd, &tag))
    {
      GIOCondition condition = g_source_query_unix_fd (self->source, tag);
      Ready item = { GPOINTER_TO_INT (fd), 0 };

      if (condition & (G_IO_IN | G_IO_HUP))
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
      curl_multi_remove_handle (self->multi, easy);
      self->func (self->owner, easy, code);
    }
}

static gboolean
loop_source_dispatch (GSource     *source,
                      GSourceFunc  callback,
                      gpointer     user_data)
{
  KithHttpLoop *self = ((LoopSource *) source)->loop;
  g_autoptr (GObject) owner = g_object_ref (self->owner);
  g_autoptr (GArray) ready = collect_ready (self);
  gint64 ready_time = g_source_get_ready_time (source);
  gboolean due = ready_time >= 0 && g_source_get_time (source) >= ready_time;
  int running;

  /* Before libcurl runs: it may set the next time meanwhile. */
  if (due)
    g_source_set_ready_time (source, -1);
  for (guint i = 0; i < ready->len; i++)
    {
      Ready *item = &g_array_index (ready, Ready, i);

      /* Work on one socket may have closed another one of this list. */
      if (g_hash_table_contains (self->tags, GINT_TO_POINTER (item->fd)))
        curl_multi_socket_action (self->multi, item->fd, item->events, &running);
    }
  if (due)
    curl_multi_socket_action (self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  deliver (self);
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
  return curl_multi_add_handle (self->multi, easy) == CURLM_OK;
}

void
kith_http_loop_remove (KithHttpLoop *self,
                       CURL         *easy)
{
  curl_multi_remove_handle (self->multi, easy);
}
