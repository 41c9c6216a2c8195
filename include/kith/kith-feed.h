/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-participant.h>

KITH_BEGIN_DECLS

/**
 * KithFeedFlags:
 * @KITH_FEED_LIST: it came through a mailing list
 * @KITH_FEED_AUTOMATIC: a machine wrote it
 *
 * What a mail program knows of how a message came about.
 */
typedef enum
{
  KITH_FEED_NONE = 0,
  KITH_FEED_LIST = 1 << 0,
  KITH_FEED_AUTOMATIC = 1 << 1,
} KithFeedFlags;

#define KITH_TYPE_FEED (kith_feed_get_type ())
G_DECLARE_FINAL_TYPE (KithFeed, kith_feed, KITH, FEED, GObject)

/* Takes what a mail program tells the history about the messages of a folder: see kith-reading.h. Belongs to the thread that reads. */
void kith_feed_add_message (KithFeed      *self,
                            const char    *uid,
                            guint64        id,
                            guint64        root,
                            gint64         date,
                            KithFeedFlags  flags);
void kith_feed_add_people (KithFeed   *self,
                           KithPart    part,
                           const char *value);
gboolean kith_feed_add_file (KithFeed   *self,
                             const char *uid,
                             const char *path);
guint64 kith_feed_hash_id (const char *message_id);

/* One message that makes two people acquaintances. */
typedef struct
{
  char *account;
  char *folder;
  guint64 uid;
  gint64 date;
} KithEvidence;

guint64 kith_evidence_hash_uid (const char *uid);
void kith_evidence_free (KithEvidence *self);

KITH_END_DECLS
