/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-table.h"

G_BEGIN_DECLS

/* No record is longer: so much is read at once where one lies across two blocks. */
#define KITH_HISTORY_MAX_RECORD_BYTES 2048

/* One message as it lies in the index, decoded. */
typedef struct
{
  guint64 thread;            /* the same number for all messages of a thread */
  gint64 date;
  guint32 n_recipients;
  guint32 n_parts;
  guint8 flags;
  guint32 size;              /* of the record in bytes, where its locations were decoded too */
  guint32 parts[KITH_HISTORY_MAX_PARTICIPANTS]; /* address << 3 | KithPart */
  guint32 n_locations;
  guint32 folders[KITH_HISTORY_MAX_LOCATIONS];
  guint64 uids[KITH_HISTORY_MAX_LOCATIONS];
} KithHistoryMessage;

/* How addresses are people: guint32 for each address, person << 4 | KithHistoryAddressFlags; and what is mass mail. */
typedef struct
{
  const guint32 *persons;
  guint32 n_addresses;
  guint32 max_recipients;
  gboolean owner_known;
} KithHistoryRules;

/* What two people have to do with each other in the owner's mail. */
typedef struct
{
  guint32 person;
  float score;               /* discounted to the reference time; see kith-history-ties.c */
  guint32 n_threads;
  guint32 last;              /* Unix seconds; 0 where it is not known */
} KithHistoryEdge;

typedef struct _KithTies KithTies;

gboolean kith_history_message_decode (KithHistoryMessage *self,
                                      KithCursor         *cursor,
                                      guint32             offset,
                                      gboolean            with_locations);
void kith_history_message_encode (KithBytes               *out,
                                  KithHistoryTable        *table,
                                  const KithHistoryRecord *record,
                                  const guint32           *ranks,
                                  gboolean                 root,
                                  gsize                    thread_start);
void kith_history_message_from_record (KithHistoryMessage      *self,
                                       KithHistoryTable        *table,
                                       const KithHistoryRecord *record);

static inline guint32
kith_history_rules_person (const KithHistoryRules *rules,
                           guint32                 address)
{
  return address < rules->n_addresses ? rules->persons[address] >> 4 : G_MAXUINT32;
}

static inline guint
kith_history_rules_flags (const KithHistoryRules *rules,
                          guint32                 address)
{
  return address < rules->n_addresses ? rules->persons[address] & 15 : KITH_HISTORY_ADDRESS_ROBOT;
}

gboolean kith_history_rules_is_acquaintance (const KithHistoryRules   *rules,
                                             const KithHistoryMessage *message);

/**
 * KithHistoryWay:
 * @KITH_HISTORY_IN: from the person to the owner
 * @KITH_HISTORY_OUT: from the owner to the person
 */
typedef enum
{
  KITH_HISTORY_ELSEWHERE,
  KITH_HISTORY_IN,
  KITH_HISTORY_OUT,
} KithHistoryWay;

KithHistoryWay kith_history_rules_get_way (const KithHistoryRules   *rules,
                                           const KithHistoryMessage *message,
                                           guint32                   person);

#define KITH_TIES_HALF_LIFE_DAYS 365

KithTies *kith_ties_new (const KithHistoryRules *rules,
                         guint32                 person,
                         gint64                  reference);
void kith_ties_free (KithTies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithTies, kith_ties_free)
void kith_ties_add (KithTies                 *self,
                    const KithHistoryMessage *message);
GArray *kith_ties_end (KithTies *self);
double kith_ties_get_weight (KithPart person,
                             KithPart other,
                             gboolean reply);
double kith_ties_get_strength (double score,
                               gint64 reference,
                               gint64 now);
int kith_history_edge_compare (gconstpointer a,
                               gconstpointer b);

G_END_DECLS
