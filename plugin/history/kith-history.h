/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-connection.h>

#include "kith-history-batch.h"

G_BEGIN_DECLS

#define KITH_TYPE_HISTORY (kith_history_get_type ())
G_DECLARE_FINAL_TYPE (KithHistory, kith_history, KITH, HISTORY, GObject)

/*
 * Who wrote with whom, and when: no subjects, no bodies. Any thread but the user interface's; several programs may use the same folder at once.
 * What cannot be read is begun anew: kith_history_is_complete() then says that the mail must be read again.
 */
KithHistory *kith_history_new (const char *directory);
const char *kith_history_get_directory (KithHistory *self);

gboolean kith_history_commit (KithHistory       *self,
                              KithHistoryBatch  *batch,
                              GError           **error);
gboolean kith_history_add_owners (KithHistory         *self,
                                  const char *const   *addresses,
                                  GError             **error);
gboolean kith_history_add_alias (KithHistory  *self,
                                 KithAddress  *address,
                                 KithAddress  *other,
                                 GError      **error);
gboolean kith_history_is_another (KithHistory *self,
                                  KithAddress *address,
                                  KithAddress *other);
gboolean kith_history_set_max_recipients (KithHistory  *self,
                                          guint         max_recipients,
                                          GError      **error);
gboolean kith_history_forget (KithHistory  *self,
                              KithAddress  *address,
                              GError      **error);
gboolean kith_history_remove_account (KithHistory  *self,
                                      const char   *account,
                                      GError      **error);
gboolean kith_history_clear (KithHistory  *self,
                             GError      **error);
void kith_history_set_thresholds (KithHistory *self,
                                  guint        min_base,
                                  guint        max_delta);

typedef struct
{
  guint64 n_messages;
  guint64 n_addresses;
  guint64 n_folders;
  guint64 n_recent;          /* messages that are not in the base file yet */
  guint64 bytes;             /* on disk */
} KithHistoryStats;

void kith_history_get_stats (KithHistory      *self,
                             KithHistoryStats *stats);
char *kith_history_dup_folder_state (KithHistory *self,
                                     const char  *account,
                                     const char  *path);
GPtrArray *kith_history_list_accounts (KithHistory *self,
                                       const char  *prefix);
GPtrArray *kith_history_list_folders (KithHistory *self,
                                      const char  *account,
                                      const char  *beneath);

/* Which messages of which folders are in the index already; a picture of one moment, for whoever compares folders with it. */
typedef struct _KithHistoryKnown KithHistoryKnown;

KithHistoryKnown *kith_history_load_known (KithHistory *self);
KithHistoryKnown *kith_history_load_known_folder (KithHistory *self,
                                                  const char  *account,
                                                  const char  *path);
void kith_history_known_free (KithHistoryKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryKnown, kith_history_known_free)
gboolean kith_history_known_take (KithHistoryKnown *self,
                                  const char       *account,
                                  const char       *path,
                                  guint64           uid);
void kith_history_known_foreach_left (KithHistoryKnown *self,
                                      const char       *account,
                                      const char       *path,
                                      void            (*func) (guint64 uid, gpointer user_data),
                                      gpointer          user_data);

/* Somebody known to the owner and to the person asked about. */
typedef struct
{
  char *name;                /* (nullable) */
  char *mailbox;
  gboolean in_conversation;
  guint n_conversations;
  gint64 last;               /* Unix seconds; 0 where it is not known */
  char *colleague_at;        /* (nullable): the domain that both write from */
  double strength;
} KithAcquaintance;

void kith_acquaintance_free (KithAcquaintance *self);
char *kith_acquaintance_dup_evidence (KithAcquaintance *self);
KithTie kith_acquaintance_get_tie (KithAcquaintance *self);

GPtrArray *kith_history_list_acquaintances (KithHistory *self,
                                            KithAddress *address,
                                            gint64       now,
                                            guint        limit,
                                            guint       *n_total);

/* A message, for the client to show. */
typedef struct
{
  char *account;
  char *path;
  guint64 uid;               /* as kith_history_hash_uid() makes it of the client's own */
  gint64 date;
} KithHistoryEvidence;

void kith_history_evidence_free (KithHistoryEvidence *self);
GPtrArray *kith_history_list_messages (KithHistory *self,
                                       KithAddress *address,
                                       KithAddress *other,
                                       guint        limit);

/* The owner and one person. */
typedef struct
{
  guint n_in;
  guint n_out;
  gint64 first;              /* Unix seconds; 0 where it is not known */
  gint64 last;
  gint64 their_answer;       /* median of seconds; -1 where there is none */
  gint64 your_answer;
  guint n_waiting;           /* threads in which the person wrote last, lately, and the owner has not answered */
  gint64 waiting_since;      /* of the oldest of them; 0 where there is none */
} KithBetween;

/* Each address that the index knows, for an export; @func must not call the history. */
typedef void (*KithHistoryAddressFunc) (const char *mailbox,
                                        const char *name,
                                        guint       n_in,
                                        guint       n_out,
                                        gint64      last,
                                        gpointer    user_data);
void kith_history_foreach_address (KithHistory            *self,
                                   KithHistoryAddressFunc  func,
                                   gpointer                user_data);

gboolean kith_history_get_between (KithHistory *self,
                                   KithAddress *address,
                                   gint64       now,
                                   KithBetween *between);

/**
 * KithLookalike:
 * @KITH_LOOKALIKE_NONE: nothing strange
 * @KITH_LOOKALIKE_NAME: somebody the owner knows bears the same name, and writes from another address
 * @KITH_LOOKALIKE_DOMAIN: the domain can be taken for one that the owner writes to
 */
typedef enum
{
  KITH_LOOKALIKE_NONE,
  KITH_LOOKALIKE_NAME,
  KITH_LOOKALIKE_DOMAIN,
} KithLookalike;

KithLookalike kith_history_check_lookalike (KithHistory  *self,
                                            KithAddress  *address,
                                            const char   *display_name,
                                            char        **known);
gboolean kith_domain_is_lookalike (const char *domain,
                                   const char *other);

G_END_DECLS
