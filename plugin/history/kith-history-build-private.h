/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-base.h"

G_BEGIN_DECLS

/* The work of one kith_history_build(). A rank is the number of an address in the file. */
typedef struct
{
  KithHistoryTable *table;
  const KithHistoryTold *told;
  gint64 now;
  guint32 n_addresses;
  guint32 *by_rank;          /* rank -> address of the table */
  guint32 *ranks;            /* and back */
  guint32 *order;            /* records as they are written */
  guint32 *offsets;          /* of each of them */
  guint32 *posting_starts;   /* for each rank, one more at the end */
  guint32 *postings;
  guint32 *persons;          /* as KITH_SECTION_PERSONS */
  gboolean owner_known;
  KithHistoryInfo *infos;
  KithBytes sections[KITH_N_SECTIONS];
} KithHistoryBuild;

void kith_history_build_persons (KithHistoryBuild *self);
void kith_history_build_edges (KithHistoryBuild *self);

G_END_DECLS
