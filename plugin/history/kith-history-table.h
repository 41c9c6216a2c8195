/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-participant.h>

#include "kith-history-bytes.h"

G_BEGIN_DECLS

/* A message that names more people than this is never about acquaintance; the rest of them is counted, not kept. */
#define KITH_HISTORY_MAX_PARTICIPANTS 100
/* Copies of one message in several folders; labels of a web mailer are folders too. */
#define KITH_HISTORY_MAX_LOCATIONS 48

/**
 * KithHistoryFlags:
 * @KITH_HISTORY_LIST: came through a mailing list
 * @KITH_HISTORY_ROBOT: written by a machine (RFC 3834 section 5)
 * @KITH_HISTORY_REPLY: has In-Reply-To or References
 * @KITH_HISTORY_HOLLOW: kept only so that the next scan does not read it again: somebody in it was forgotten
 * @KITH_HISTORY_ROOT: first of its thread: its own hash is the thread's (set by the index)
 * @KITH_HISTORY_MANY: the number of recipients is written out, since not all are kept (set by the index)
 *
 * What is kept of a message beside its people, its time and its place.
 */
typedef enum
{
  KITH_HISTORY_NONE = 0,
  KITH_HISTORY_LIST = 1 << 0,
  KITH_HISTORY_ROBOT = 1 << 1,
  KITH_HISTORY_REPLY = 1 << 2,
  KITH_HISTORY_HOLLOW = 1 << 3,
  KITH_HISTORY_ROOT = 1 << 4,
  KITH_HISTORY_MANY = 1 << 5,
} KithHistoryFlags;

/**
 * KithHistoryAddressFlags:
 *
 * What is known of an address by itself.
 */
typedef enum
{
  KITH_HISTORY_ADDRESS_OWNER = 1 << 0,
  KITH_HISTORY_ADDRESS_LIST = 1 << 1,
  KITH_HISTORY_ADDRESS_ROBOT = 1 << 2,
  KITH_HISTORY_ADDRESS_FREEMAIL = 1 << 3,
} KithHistoryAddressFlags;

typedef struct
{
  const char *key;    /* sort key: see kith_history_key_from_mailbox() */
  const char *name;   /* (nullable): best display name so far */
  gint64 name_date;
  guint32 name_hash;  /* of the raw phrase last looked at: most mail repeats it */
  guint8 name_rank;   /* 2 where the person wrote the name, 1 where somebody else did */
  guint8 flags;
} KithHistoryAddress;

typedef struct
{
  guint64 id;
  guint64 thread;
  gint64 date;               /* Unix seconds; 0 where it is not known */
  guint32 first_participant; /* in participants */
  guint32 location;          /* in locations, a chain */
  guint32 n_recipients;
  guint16 n_participants;
  guint8 flags;
} KithHistoryRecord;

typedef struct
{
  guint64 uid;
  guint32 folder;
  guint32 next;              /* G_MAXUINT32 ends the chain */
} KithHistoryLocation;

/* Messages and people in memory: a batch that was read, the recent ones, or everything while the index is made anew. One thread. */
typedef struct
{
  GArray *addresses;         /* of KithHistoryAddress */
  GArray *records;           /* of KithHistoryRecord */
  GArray *participants;      /* of guint32: address << 3 | part */
  GArray *locations;         /* of KithHistoryLocation */
  GStringChunk *strings;
  guint32 base_addresses;    /* ids below this belong to the base file, not to addresses */
  GHashTable *by_key;        /* key -> id + 1 */
  guint32 *raw_slots;        /* open addressing over raws: mailbox as it stood in a message -> id */
  GArray *raws;
  guint32 raw_mask;
} KithHistoryTable;

KithHistoryTable *kith_history_table_new (guint32 base_addresses);
void kith_history_table_free (KithHistoryTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryTable, kith_history_table_free)

guint32 kith_history_table_add_key (KithHistoryTable *self,
                                    const char       *key,
                                    gssize            length);
gboolean kith_history_table_add_mailbox (KithHistoryTable *self,
                                         const char       *mailbox,
                                         gsize             length,
                                         guint32          *address);
void kith_history_table_set_name (KithHistoryTable *self,
                                  guint32           address,
                                  const char       *name,
                                  guint8            rank,
                                  gint64            date);
void kith_history_table_begin (KithHistoryTable *self,
                               guint64           id,
                               guint64           thread,
                               gint64            date,
                               KithHistoryFlags  flags);
void kith_history_table_add_participant (KithHistoryTable *self,
                                         guint32           address,
                                         KithPart          part);
void kith_history_table_add_location (KithHistoryTable *self,
                                      guint32           record,
                                      guint32           folder,
                                      guint64           uid);

static inline KithHistoryAddress *
kith_history_table_address (KithHistoryTable *self,
                            guint32           address)
{
  return &g_array_index (self->addresses, KithHistoryAddress, address - self->base_addresses);
}

static inline KithHistoryRecord *
kith_history_table_record (KithHistoryTable *self,
                           guint32           record)
{
  return &g_array_index (self->records, KithHistoryRecord, record);
}

/* The key that addresses are kept by: domain first, its labels reversed, so that a company and its branches lie together. */
char *kith_history_key_from_mailbox (const char *mailbox);
char *kith_history_key_to_mailbox (const char *key);
char *kith_history_key_from_domain (const char *domain);
const char *kith_history_key_get_local_part (const char *key);
gsize kith_history_key_get_registrable_length (const char *key);
guint8 kith_history_key_get_flags (const char *key);
char *kith_history_name_fold (const char *name);

guint64 kith_history_hash_message_id (GChecksum  *md5,
                                      const char *id,
                                      gsize       length);
guint64 kith_history_hash_uid (const char *uid,
                               gssize      length);

G_END_DECLS
