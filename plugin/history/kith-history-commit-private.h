/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-private.h"

G_BEGIN_DECLS

/* One change while it is made; the lock of the folder is held. */
typedef struct
{
  KithHistory *history;
  const KithHistoryChange *change;
  KithHistoryState *state;
  KithHistoryBase *base;     /* (nullable) */
  guint32 *folders;          /* of the batch -> of the state */
  GHashTable *removed;       /* of KithHistoryPlace */
  GHashTable *removed_folders;
  GHashTable *known_dead;    /* (nullable) */
  gboolean rebuild;
} Commit;

gboolean kith_history_commit_is_removed (Commit  *commit,
                                         guint32  folder,
                                         guint64  uid);
KithHistoryTable *kith_history_commit_compact (Commit           *commit,
                                               KithHistoryTable *table);
gboolean kith_history_commit_can_append (Commit *commit);
gboolean kith_history_commit_append (Commit  *commit,
                                     GError **error);

G_END_DECLS
