/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-reading.h>

#include "kith-history.h"
#include "kith-reader-job.h"

G_BEGIN_DECLS

/* @reading: whether the mail is being read; @fraction: how much of it is done; @changed: the index has changed. Called in the thread that reads. */
typedef void (*KithReaderFunc) (gboolean reading,
                                double   fraction,
                                gboolean changed,
                                gpointer user_data);

#define KITH_TYPE_READER (kith_reader_get_type ())
G_DECLARE_FINAL_TYPE (KithReader, kith_reader, KITH, READER, GObject)

/* The thread that reads folders into the history, of low priority. All functions may be called from any thread, and wait for nothing. */
KithReader *kith_reader_new (KithReaderFunc  func,
                             gpointer        user_data,
                             GDestroyNotify  destroy);
void kith_reader_open (KithReader        *self,
                       KithHistory       *history,
                       const char *const *owners);
void kith_reader_stop (KithReader *self);
void kith_reader_set_enabled (KithReader *self,
                              gboolean    enabled);
void kith_reader_push (KithReader    *self,
                       KithReaderJob *job);

G_END_DECLS
