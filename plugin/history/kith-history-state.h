/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-base.h"

G_BEGIN_DECLS

#define KITH_HISTORY_DEFAULT_MAX_RECIPIENTS 10

/* A folder of mail; its number is its place in the list, and stays. */
typedef struct
{
  char *account;             /* what the client calls the account; "" for a path given to `kith index` */
  char *path;                /* %NULL once the folder was removed */
  char *state;               /* whoever reads the folder notes here what it looked like */
} KithHistoryFolder;

typedef struct
{
  guint32 offset;            /* of a message in the base file */
  guint32 folder;
  guint64 uid;
} KithHistoryExtra;

/* The small part of the index: what came since the base file was written, and all that is not a message. Written as a whole for each change. */
typedef struct
{
  guint64 base;              /* generation of the base file; 0 where there is none */
  KithHistoryTold told;
  GPtrArray *folders;        /* of KithHistoryFolder */
  GArray *dead;              /* of guint32, sorted: messages of the base file that are deleted */
  GArray *gone;              /* of KithHistoryExtra without offset: places that are no more, of messages of the base file */
  GArray *extra;             /* of KithHistoryExtra: places that messages of the base file have got since */
  KithHistoryTable *delta;   /* messages since; addresses go on where those of the base file end */
} KithHistoryState;

KithHistoryState *kith_history_state_new (void);
void kith_history_state_free (KithHistoryState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryState, kith_history_state_free)

KithHistoryState *kith_history_state_load (const char  *path,
                                           GError     **error);
gboolean kith_history_state_save (KithHistoryState  *self,
                                  const char        *path,
                                  GError           **error);
void kith_history_state_reset (KithHistoryState *self);
void kith_history_state_set_delta (KithHistoryState *self,
                                   KithHistoryTable *delta);
guint32 kith_history_state_add_folder (KithHistoryState *self,
                                       const char       *account,
                                       const char       *path);
gboolean kith_history_state_is_dead (KithHistoryState *self,
                                     guint32           offset);

G_END_DECLS
