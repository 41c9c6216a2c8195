/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-reading.h>

G_BEGIN_DECLS

/* One thing to do for the thread that reads. */
typedef struct
{
  KithMailFolder *folder;    /* (nullable): compare it as a whole, or see what changed */
  GStrv came;                /* (nullable): messages to add */
  GStrv went;                /* (nullable): messages to forget */
  GStrv touched;             /* (nullable): messages to look at again */
  char *account;             /* (nullable): without @folder: forget something of it */
  char *name;                /* (nullable): this folder */
  GStrv keep;                /* (nullable): all folders but these; or, where @prefix, all accounts but these */
  char *prefix;              /* (nullable): of accounts */
  KithAccountFunc is_gone;   /* (nullable): where @prefix: all accounts of which this says so, instead of all but @keep */
  gboolean anyway;           /* whole: compare it although it may look as it did */
  gboolean looked;           /* how much there is to do is known */
  guint64 count;
} KithReaderJob;

void kith_reader_job_free (KithReaderJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithReaderJob, kith_reader_job_free)
gboolean kith_reader_job_is_whole (const KithReaderJob *job);
gboolean kith_reader_job_forgets (const KithReaderJob *job,
                                  const char          *account,
                                  const char          *name);

G_END_DECLS
