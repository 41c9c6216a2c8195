/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-file.h"
#include "kith-history-message.h"

G_BEGIN_DECLS

#define KITH_HISTORY_NONE_ID G_MAXUINT32
/* Addresses that share one front-coded block. */
#define KITH_HISTORY_FRONT_CODED 16
/* So many connections are kept ready for a person with many messages. */
#define KITH_HISTORY_READY_EDGES 200

typedef struct
{
  guint32 postings;
  guint32 postings_length;
  guint32 n_postings;
  guint32 n_in;              /* from this address to the owner */
  guint32 n_out;             /* from the owner to this address */
  guint32 first;             /* Unix seconds of both ways; 0 where there is none */
  guint32 last;
} KithHistoryInfo;

typedef struct
{
  guint32 hash;              /* of kith_history_name_fold() */
  guint32 address;
} KithHistoryName;

typedef struct
{
  guint32 person;
  guint32 address;
} KithHistoryMember;

typedef struct
{
  guint32 person;
  guint32 first_edge;
  guint32 n_edges;
  guint32 n_total;
} KithHistoryHeavy;

/* What the owner, and the owner's address book, say of addresses: keys, as kith_history_key_from_mailbox() makes them. */
typedef struct
{
  GPtrArray *owners;         /* of utf8 */
  GPtrArray *aliases;        /* of utf8, two by two: these are one person */
  guint32 max_recipients;
} KithHistoryTold;

/* The big part of the index: a file that is written once and replaced as a whole. One thread. */
typedef struct _KithHistoryBase KithHistoryBase;

KithHistoryBase *kith_history_base_open (const char  *path,
                                         GError     **error);
void kith_history_base_free (KithHistoryBase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryBase, kith_history_base_free)

KithHistoryFile *kith_history_base_get_file (KithHistoryBase *self);
guint32 kith_history_base_get_n_addresses (KithHistoryBase *self);
guint32 kith_history_base_get_n_records (KithHistoryBase *self);
gint64 kith_history_base_get_reference (KithHistoryBase *self);
const guint32 *kith_history_base_get_persons (KithHistoryBase *self);

guint32 kith_history_base_find_address (KithHistoryBase *self,
                                        const char      *key);
gboolean kith_history_base_get_address (KithHistoryBase  *self,
                                        guint32           address,
                                        char            **key,
                                        char            **name);
gboolean kith_history_base_get_info (KithHistoryBase *self,
                                     guint32          address,
                                     KithHistoryInfo *info);
GArray *kith_history_base_get_members (KithHistoryBase *self,
                                       guint32          person);
GArray *kith_history_base_get_postings (KithHistoryBase *self,
                                        guint32          person);
gboolean kith_history_base_get_message (KithHistoryBase    *self,
                                        guint32             offset,
                                        gboolean            with_locations,
                                        KithHistoryMessage *message);
gboolean kith_history_base_find_thread (KithHistoryBase *self,
                                        guint64          hash,
                                        guint32         *start,
                                        guint32         *end);
gboolean kith_history_base_find_id (KithHistoryBase *self,
                                    guint64          hash,
                                    guint32         *offset);
guint64 kith_history_base_get_thread_hash (KithHistoryBase *self,
                                           guint32          start);
GArray *kith_history_base_find_names (KithHistoryBase *self,
                                      guint32          hash);
GArray *kith_history_base_get_edges (KithHistoryBase *self,
                                     guint32          person,
                                     guint32         *n_total);
char *kith_history_base_load_domains (KithHistoryBase *self,
                                      gsize           *length);

typedef gboolean (*KithHistoryKeyFunc) (guint32     address,
                                        const char *key,
                                        const char *name,
                                        gpointer    user_data);
void kith_history_base_foreach_key (KithHistoryBase    *self,
                                    const char         *from,
                                    KithHistoryKeyFunc  func,
                                    gpointer            user_data);

typedef void (*KithHistoryRecordFunc) (guint32                   offset,
                                       const KithHistoryMessage *message,
                                       gpointer                  user_data);
gboolean kith_history_base_foreach_record (KithHistoryBase        *self,
                                           KithHistoryRecordFunc   func,
                                           gpointer                user_data,
                                           GError                **error);
gboolean kith_history_base_load_table (KithHistoryBase   *self,
                                       KithHistoryTable  *table,
                                       GArray            *offsets,
                                       GError           **error);

guint32 kith_history_hash_name (const char *name);

/* kith-history-merge.c */
typedef struct _KithHistoryMerge KithHistoryMerge;

KithHistoryMerge *kith_history_merge_new (KithHistoryTable *table);
void kith_history_merge_free (KithHistoryMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryMerge, kith_history_merge_free)
guint32 kith_history_merge_find (KithHistoryMerge *self,
                                 guint64           id,
                                 gint64            date,
                                 guint32           author);
guint32 kith_history_merge_find_id (KithHistoryMerge *self,
                                    guint64           id);
void kith_history_merge_note (KithHistoryMerge *self,
                              guint32           record);
guint64 kith_history_merge_resolve_thread (KithHistoryMerge *self,
                                           guint64           thread);
guint32 kith_history_record_get_author (KithHistoryTable        *table,
                                        const KithHistoryRecord *record);
guint32 kith_history_merge_absorb (KithHistoryMerge *self,
                                   KithHistoryTable *other,
                                   guint32           record,
                                   const guint32    *addresses,
                                   const guint32    *folders);

/* kith-history-build.c */
gboolean kith_history_build (KithHistoryTable       *table,
                             const KithHistoryTold  *told,
                             guint64                 generation,
                             gint64                  now,
                             const char             *path,
                             GError                **error);

G_END_DECLS
