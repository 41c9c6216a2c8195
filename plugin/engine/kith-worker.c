/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-worker.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

struct _KithWorker
{
  GObject parent_instance;

  KithCore *core;          /* (owned): touched in the thread only, once it runs */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;         /* (nullable) */
  int stopped;             /* atomic: nobody takes calls any more */
};

G_DEFINE_FINAL_TYPE (KithWorker, kith_worker, G_TYPE_OBJECT)

/* A call on its way into the thread. */
typedef struct
{
  KithWorker *worker; /* (unowned): the call lies in its context */
  KithWorkerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Call;

static void
kith_worker_finalize (GObject *object)
{
  KithWorker *self = KITH_WORKER (object);

  kith_worker_stop (self);
  g_clear_object (&self->core);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (kith_worker_parent_class)->finalize (object);
}

static void
kith_worker_class_init (KithWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_worker_finalize;
}

static void
kith_worker_init (KithWorker *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
}

KithWorker *
kith_worker_new (KithCore *core)
{
  KithWorker *self = g_object_new (KITH_TYPE_WORKER, NULL);

  self->core = g_object_ref (core);
  return self;
}

typedef struct
{
  KithCore *core;
  GMainContext *context;
  GMainLoop *loop;
} ThreadData;

static gpointer
run (gpointer user_data)
{
  ThreadData *data = user_data;

  g_main_context_push_thread_default (data->context);
  kith_core_open (data->core);
  g_main_loop_run (data->loop);
  kith_core_close (data->core);
  /* What was ended by closing says so in this context: let it, without waiting for anything. */
  while (g_main_context_iteration (data->context, FALSE))
    ;
  g_main_context_pop_thread_default (data->context);
  g_object_unref (data->core);
  g_main_loop_unref (data->loop);
  g_main_context_unref (data->context);
  g_free (data);
  return NULL;
}

/**
 * kith_worker_start:
 * @self: a worker
 *
 * Starts the thread, which opens the core first.
 */
void
kith_worker_start (KithWorker *self)
{
  ThreadData *data = g_new0 (ThreadData, 1);

  data->core = g_object_ref (self->core);
  data->context = g_main_context_ref (self->context);
  data->loop = g_main_loop_ref (self->loop);
  /* Before there are two threads: GLib opens a key file of settings under the lock of its modules, and the key file asks for the
   * VFS; the first g_file_new_for_path() of another thread takes the two the other way round, and both would wait for ever. */
  g_vfs_get_default ();
  self->thread = g_thread_new ("kith-engine", run, data);
}

static gboolean
dispatch (gpointer user_data)
{
  Call *call = user_data;

  /* While the thread ends, calls that come too late are dropped. */
  if (kith_core_is_open (call->worker->core))
    call->func (call->worker->core, call->user_data);
  return G_SOURCE_REMOVE;
}

static void
call_free (gpointer user_data)
{
  Call *call = user_data;

  if (call->destroy != NULL)
    call->destroy (call->user_data);
  g_free (call);
}

/**
 * kith_worker_call:
 * @self: a worker
 * @func: what to run in the thread
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, also where @func is never run because the thread ends before, or has ended
 *
 * Never waits. (g_main_context_invoke() would run @func here while the thread is starting.)
 */
void
kith_worker_call (KithWorker     *self,
                  KithWorkerFunc  func,
                  gpointer        user_data,
                  GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Call *call = g_new0 (Call, 1);

  call->worker = self;
  call->func = func;
  call->user_data = user_data;
  call->destroy = destroy;
  /* It would lie there for ever, and keep alive who made it. */
  if (g_atomic_int_get (&self->stopped))
    {
      call_free (call);
      return;
    }
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, dispatch, call, call_free);
  g_source_attach (source, self->context);
}

static gboolean
do_nothing (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

void
kith_call_task_unref (KithCallTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, do_nothing, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

/* A GTask on its way; where the thread ends before, the task is cancelled rather than lost. */
typedef struct
{
  GTask *task; /* (nullable) (owned) */
  void (*func) (KithCore *core, GTask *task);
} TaskCall;

static void
run_task (KithCore *core,
          gpointer  user_data)
{
  TaskCall *call = user_data;
  g_autoptr (KithCallTask) task = g_steal_pointer (&call->task);

  if (!g_task_return_error_if_cancelled (task))
    call->func (core, task);
}

static void
task_call_free (gpointer user_data)
{
  TaskCall *call = user_data;

  if (call->task != NULL)
    g_task_return_new_error (call->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Kith is closing."));
  g_clear_pointer (&call->task, kith_call_task_unref);
  g_free (call);
}

/**
 * kith_worker_call_task:
 * @self: a worker
 * @task: (transfer none): what the caller waits for
 * @func: runs in the thread and has the task return, at once or later (then with a reference of its own)
 */
void
kith_worker_call_task (KithWorker *self,
                       GTask      *task,
                       void      (*func) (KithCore *core, GTask *task))
{
  TaskCall *call = g_new0 (TaskCall, 1);

  call->task = g_object_ref (task);
  call->func = func;
  kith_worker_call (self, run_task, call, task_call_free);
}

static gboolean
quit (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * kith_worker_stop:
 * @self: a worker
 *
 * Ends what is under way and waits for the thread to end, which takes no longer than its current step (at most a database
 * transaction or the parsing of one answer) and the calls that were made before: what the owner has decided is written, also
 * just before the program ends.
 */
void
kith_worker_stop (KithWorker *self)
{
  g_autoptr (GSource) source = NULL;
  GThread *thread = g_steal_pointer (&self->thread);

  if (thread == NULL)
    return;
  /* Quitting from within, since a loop that does not run yet would miss it. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, quit, g_main_loop_ref (self->loop), (GDestroyNotify) g_main_loop_unref);
  g_source_attach (source, self->context);
  if (thread == g_thread_self ())
    {
      g_thread_unref (thread);
      return;
    }
  g_thread_join (thread);
  g_atomic_int_set (&self->stopped, TRUE);
}
