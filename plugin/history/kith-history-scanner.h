/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "kith-history.h"

G_BEGIN_DECLS

/* What a scan came to; the words for it are made by kith_scan_result_dup_summary(). */
typedef struct
{
  guint64 n_folders;
  guint64 n_unchanged;       /* folders of them that were as at the last time */
  guint64 n_messages;        /* read */
  guint64 n_removed;         /* gone since the last time */
  guint64 n_unreadable;      /* files and folders that could not be opened */
  guint64 n_not_messages;    /* files that are none */
  guint64 n_cut;             /* header blocks longer than is read */
  guint64 n_bad_dates;
  guint64 n_no_author;
  guint64 n_changed;         /* files that went away while they were read */
  guint64 n_loops;           /* folders met twice, through symbolic links */
} KithScanResult;

typedef struct
{
  guint64 done;              /* bytes of mailboxes and files of folders: a measure of the work, not of the messages */
  guint64 total;
  guint64 n_messages;
} KithScanProgress;

/* Called in the thread of the scan, a few times a second. */
typedef void (*KithScanProgressFunc) (const KithScanProgress *progress,
                                      gpointer                user_data);

#define KITH_TYPE_HISTORY_SCANNER (kith_history_scanner_get_type ())
G_DECLARE_FINAL_TYPE (KithHistoryScanner, kith_history_scanner, KITH, HISTORY_SCANNER, GObject)

/*
 * Reads Maildir, MH and mbox trees into a history. Incremental; what is done stays done when it is cancelled, and the next scan goes on from there.
 */
KithHistoryScanner *kith_history_scanner_new (KithHistory *history);
void kith_history_scanner_set_progress_func (KithHistoryScanner   *self,
                                             KithScanProgressFunc  func,
                                             gpointer              user_data);
void kith_history_scanner_set_owners (KithHistoryScanner *self,
                                      const char *const  *addresses);
gboolean kith_history_scanner_run (KithHistoryScanner  *self,
                                   const char *const   *paths,
                                   KithScanResult      *result,
                                   GCancellable        *cancellable,
                                   GError             **error);
void kith_history_scanner_run_async (KithHistoryScanner  *self,
                                     const char *const   *paths,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean kith_history_scanner_run_finish (KithHistoryScanner  *self,
                                          GAsyncResult        *result,
                                          KithScanResult      *scan_result,
                                          GError             **error);
void kith_history_scanner_pause (KithHistoryScanner *self);
void kith_history_scanner_resume (KithHistoryScanner *self);
char *kith_scan_result_dup_summary (const KithScanResult *result);

void kith_history_lower_priority (void);

G_END_DECLS
