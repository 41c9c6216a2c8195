/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-scanner.h"

#include <sys/stat.h>

G_BEGIN_DECLS

/* Messages that are gathered before they are written to the index. */
#define KITH_SCAN_BATCH 150000

typedef enum
{
  KITH_MAILBOX_MAILDIR,
  KITH_MAILBOX_MH,
  KITH_MAILBOX_MBOX,
} KithMailboxKind;

typedef struct
{
  KithMailboxKind kind;
  char *path;
  guint64 work;
} KithMailbox;

/* One scan; belongs to its thread. */
typedef struct
{
  KithHistoryScanner *scanner;
  KithHistory *history;
  GPtrArray *mailboxes;      /* of KithMailbox */
  GHashTable *visited;       /* of device and inode */
  KithHistoryKnown *known;   /* (nullable): loaded when the first folder has changed */
  KithHistoryBatch *batch;
  KithScanResult *result;
  KithScanProgress progress;
  guint8 *buffer;            /* KITH_HEADER_MAX_BYTES and one */
  GCancellable *cancellable;
  GError *error;             /* of writing: ends the scan */
  gint64 started;
  gint64 last_report;
} KithScan;

void kith_scan_find_mailboxes (KithScan   *self,
                               const char *path);
gboolean kith_scan_has_no_mail (const char *path);
gboolean kith_scan_continue (KithScan *self,
                             guint64   work);
gboolean kith_scan_flush (KithScan *self);
gboolean kith_scan_needs_flush (KithScan *self);
void kith_scan_load_known (KithScan *self);
void kith_scan_remove_left (KithScan   *self,
                            const char *path,
                            guint32     folder);
gboolean kith_scan_read_file (KithScan   *self,
                              int         directory,
                              const char *name,
                              gsize      *length);
void kith_scan_add (KithScan   *self,
                    guint32     folder,
                    guint64     uid,
                    const char *block,
                    gsize       length,
                    gint64      fallback_date);

void kith_scan_maildir (KithScan    *self,
                        KithMailbox *mailbox);
void kith_scan_mh (KithScan    *self,
                   KithMailbox *mailbox);
void kith_scan_mbox (KithScan    *self,
                     KithMailbox *mailbox);

G_END_DECLS
