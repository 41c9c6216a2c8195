/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-header-scan.h"
#include "kith-history-table.h"

G_BEGIN_DECLS

/* What changed in some folders, gathered by whoever reads them and handed over with kith_history_commit(). One thread. */
typedef struct
{
  char *account;
  char *path;
  char *state;               /* (nullable): what to note of the folder; %NULL leaves the note as it is */
  gboolean removed;          /* the folder is no more */
} KithHistoryBatchFolder;

typedef struct
{
  guint32 folder;
  guint64 uid;
} KithHistoryPlace;

typedef struct
{
  KithHistoryTable *table;
  GPtrArray *folders;        /* of KithHistoryBatchFolder */
  GArray *removed;           /* of KithHistoryPlace */
  GChecksum *md5;
  gint64 now;
  guint n_bad_dates;
  guint n_no_author;
} KithHistoryBatch;

KithHistoryBatch *kith_history_batch_new (gint64 now);
void kith_history_batch_free (KithHistoryBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryBatch, kith_history_batch_free)

guint32 kith_history_batch_add_folder (KithHistoryBatch *self,
                                       const char       *account,
                                       const char       *path);
void kith_history_batch_set_state (KithHistoryBatch *self,
                                   guint32           folder,
                                   const char       *state);
void kith_history_batch_remove_folder (KithHistoryBatch *self,
                                       guint32           folder);
void kith_history_batch_remove (KithHistoryBatch *self,
                                guint32           folder,
                                guint64           uid);

void kith_history_batch_begin (KithHistoryBatch *self,
                               guint32           folder,
                               guint64           uid,
                               guint64           id,
                               guint64           thread,
                               gint64            date,
                               KithHistoryFlags  flags);
void kith_history_batch_add_people (KithHistoryBatch *self,
                                    KithPart          part,
                                    KithSlice         value);
void kith_history_batch_add_headers (KithHistoryBatch  *self,
                                     guint32            folder,
                                     guint64            uid,
                                     const KithHeaders *headers,
                                     gint64             fallback_date);

G_END_DECLS
