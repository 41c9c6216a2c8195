/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-state.h"
#include "kith-history.h"

#include <sys/stat.h>

G_BEGIN_DECLS

/* What the messages that came or went since the base file was written change between the owner and a person. */
typedef struct
{
  gint n_in;
  gint n_out;
  gint64 last;
} KithHistoryContact;

typedef struct
{
  guint32 person;
  guint64 thread;
} KithHistoryTouched;

/* The index as it lay on the disk at one moment. Held by one thread at a time. */
typedef struct
{
  KithHistoryState *state;
  KithHistoryBase *base;     /* (nullable) */
  GArray *persons;           /* of guint32: those of the base file, and those of the delta behind them */
  guint64 *threads;          /* for each message of the delta: the same number as the messages of its thread in the base file have */
  GHashTable *contacts;      /* person + 1 -> KithHistoryContact */
  GArray *touched;           /* of KithHistoryTouched, sorted: the conversations of the base file from which messages were deleted */
  KithHistoryRules rules;
  gboolean found;            /* there is an index */
  struct stat seen;          /* the small file, when it was read */
} KithHistoryView;

struct _KithHistory
{
  GObject parent_instance;

  char *directory;
  char *index_path;
  GMutex lock;               /* over view */
  KithHistoryView *view;
  guint min_base;
  guint max_delta;
};

KithHistoryView *kith_history_lock_view (KithHistory *self);
void kith_history_unlock_view (KithHistory *self);
char *kith_history_build_base_path (KithHistory *self,
                                    guint64      generation);
void kith_history_view_free (KithHistoryView *self);
KithHistoryView *kith_history_view_load (KithHistory *self);

guint32 kith_history_view_find_address (KithHistoryView *self,
                                        const char      *key);
guint32 kith_history_view_find_person (KithHistoryView *self,
                                       KithAddress     *address);
gboolean kith_history_view_is_somebody (KithHistoryView *self,
                                        KithAddress     *address);
void kith_history_view_get_address (KithHistoryView  *self,
                                    guint32           address,
                                    char            **key,
                                    char            **name);
void kith_history_view_count_contacts (KithHistoryView *self,
                                       guint32          person,
                                       guint           *n_in,
                                       guint           *n_out,
                                       gint64          *last);
GArray *kith_history_view_get_members (KithHistoryView *self,
                                       guint32          person);

/* Calls @func for each message on which the person stands: those of one thread together. */
typedef void (*KithHistoryMessageFunc) (const KithHistoryMessage *message,
                                        gpointer                  user_data);
void kith_history_view_foreach_message (KithHistoryView        *self,
                                        guint32                 person,
                                        gboolean                with_locations,
                                        KithHistoryMessageFunc  func,
                                        gpointer                user_data);
void kith_history_view_foreach_in_threads (KithHistoryView        *self,
                                           guint32                 person,
                                           GArray                 *threads,
                                           KithHistoryMessageFunc  func,
                                           gpointer                user_data);
void kith_history_view_foreach_in_base_thread (KithHistoryView        *self,
                                               guint64                 thread,
                                               gboolean                with_dead,
                                               KithHistoryMessageFunc  func,
                                               gpointer                user_data);
GArray *kith_history_view_list_touched_threads (KithHistoryView *self,
                                                guint32          person);
GArray *kith_history_view_list_edges (KithHistoryView *self,
                                      guint32          person,
                                      guint            limit,
                                      guint           *n_total);
gboolean kith_history_view_message_has (KithHistoryView          *self,
                                        const KithHistoryMessage *message,
                                        guint32                   person);

/* kith-history-commit.c: one change of the index, under the lock of the folder. */
typedef struct
{
  KithHistoryBatch *batch;             /* (nullable) */
  const char *const *owners;           /* (nullable): keys */
  const char *const *alias;            /* (nullable): two keys */
  const char *forget;                  /* (nullable): key */
  const char *account;                 /* (nullable): to remove */
  guint max_recipients;                /* 0 leaves it */
} KithHistoryChange;

gboolean kith_history_change (KithHistory              *self,
                              const KithHistoryChange  *change,
                              GError                  **error);
int kith_history_take_lock (KithHistory  *self,
                            GError      **error);
void kith_history_release_lock (int fd);

G_END_DECLS
