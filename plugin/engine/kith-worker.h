/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

typedef void (*KithWorkerFunc) (KithCore *core,
                                gpointer  user_data);

#define KITH_TYPE_WORKER (kith_worker_get_type ())
G_DECLARE_FINAL_TYPE (KithWorker, kith_worker, KITH, WORKER, GObject)

/* The engine thread: owns the core while it runs. Any thread may call; calls run one after the other. */
KithWorker *kith_worker_new (KithCore *core);
void kith_worker_start (KithWorker *self);
void kith_worker_call (KithWorker     *self,
                       KithWorkerFunc  func,
                       gpointer        user_data,
                       GDestroyNotify  destroy);
void kith_worker_call_task (KithWorker *self,
                            GTask      *task,
                            void      (*func) (KithCore *core, GTask *task));
/* The engine thread's reference to the task of a caller: dropped in the caller's thread, so that what the task holds goes there too. */
typedef GTask KithCallTask;
void kith_call_task_unref (KithCallTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithCallTask, kith_call_task_unref)

void kith_worker_stop (KithWorker *self);

G_END_DECLS
