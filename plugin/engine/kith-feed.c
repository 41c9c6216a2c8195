/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-feed-private.h"

#include <fcntl.h>
#include <unistd.h>

/**
 * KithFeed:
 *
 * Takes what a mail program tells the history about the messages of a folder.
 */
struct _KithFeed
{
  GObject parent_instance;

  KithHistoryBatch *batch;
  guint32 folder;            /* in batch */
  char *buffer;              /* (nullable): KITH_HEADER_MAX_BYTES */
};

G_DEFINE_FINAL_TYPE (KithFeed, kith_feed, G_TYPE_OBJECT)

static void
kith_feed_finalize (GObject *object)
{
  KithFeed *self = KITH_FEED (object);

  g_clear_pointer (&self->batch, kith_history_batch_free);
  g_free (self->buffer);
  G_OBJECT_CLASS (kith_feed_parent_class)->finalize (object);
}

static void
kith_feed_class_init (KithFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_feed_finalize;
}

static void
kith_feed_init (KithFeed *self)
{
  self->batch = kith_history_batch_new (g_get_real_time () / G_USEC_PER_SEC);
}

KithFeed *
kith_feed_new (void)
{
  return g_object_new (KITH_TYPE_FEED, NULL);
}

/* The messages that follow lie in this folder. */
void
kith_feed_set_folder (KithFeed   *self,
                      const char *account,
                      const char *name)
{
  self->folder = kith_history_batch_add_folder (self->batch, account, name);
}

guint32
kith_feed_get_folder (KithFeed *self)
{
  return self->folder;
}

/* Returns: (transfer none): what was told since the last commit */
KithHistoryBatch *
kith_feed_get_batch (KithFeed *self)
{
  return self->batch;
}

/* Hands what was told over, and begins anew. Returns: whether it is written; else the history is as it was */
gboolean
kith_feed_commit (KithFeed     *self,
                  KithHistory  *history,
                  GError      **error)
{
  gboolean done = self->batch->folders->len == 0 || kith_history_commit (history, self->batch, error);

  kith_history_batch_free (self->batch);
  self->batch = kith_history_batch_new (g_get_real_time () / G_USEC_PER_SEC);
  return done;
}

/**
 * kith_feed_add_message:
 * @self: a feed
 * @uid: what the mail program calls the message in its folder
 * @id: kith_feed_hash_id() of its Message-ID, or the same number from a Camel summary (CamelSummaryMessageID); 0 where it has none
 * @root: the same of the first of its References, else of In-Reply-To; 0 where it answers nothing
 * @date: when it was sent, in Unix seconds; 0 where that is not known
 * @flags: how it came about
 *
 * Begins a message; kith_feed_add_people() says who stands on it.
 */
void
kith_feed_add_message (KithFeed      *self,
                       const char    *uid,
                       guint64        id,
                       guint64        root,
                       gint64         date,
                       KithFeedFlags  flags)
{
  KithHistoryFlags kept = root != 0 ? KITH_HISTORY_REPLY : KITH_HISTORY_NONE;

  g_return_if_fail (self->batch->folders->len > 0);
  if (flags & KITH_FEED_LIST)
    kept |= KITH_HISTORY_LIST;
  if (flags & KITH_FEED_AUTOMATIC)
    kept |= KITH_HISTORY_ROBOT;
  kith_history_batch_begin (self->batch, self->folder, kith_history_hash_uid (uid, -1), id, root, date, kept);
}

/**
 * kith_feed_add_people:
 * @self: a feed with a message
 * @part: where they stand
 * @value: (nullable): the address field, as it stands in the message or decoded
 *
 * To the message begun last.
 */
void
kith_feed_add_people (KithFeed   *self,
                      KithPart    part,
                      const char *value)
{
  KithSlice slice = { value, value != NULL ? strlen (value) : 0 };

  g_return_if_fail (self->batch->table->records->len > 0);
  kith_history_batch_add_people (self->batch, part, slice);
}

/**
 * kith_feed_add_file:
 * @self: a feed
 * @uid: what the mail program calls the message in its folder
 * @path: a file that holds the message
 *
 * Adds a message from the header fields of its file, which say more than a mail program remembers of them.
 *
 * Returns: whether there was such a message
 */
gboolean
kith_feed_add_file (KithFeed   *self,
                    const char *uid,
                    const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  KithHeaders headers;
  gboolean done;
  gsize length;

  g_return_val_if_fail (self->batch->folders->len > 0, FALSE);
  if (fd < 0)
    return FALSE;
  if (self->buffer == NULL)
    self->buffer = g_malloc (KITH_HEADER_MAX_BYTES);
  done = kith_headers_read (fd, self->buffer, &length);
  close (fd);
  if (!done)
    return FALSE;
  kith_headers_scan (&headers, self->buffer, length);
  if (headers.fields == 0)
    return FALSE;
  kith_history_batch_add_headers (self->batch, self->folder, kith_history_hash_uid (uid, -1), &headers, 0);
  return TRUE;
}

/**
 * kith_feed_hash_id:
 * @message_id: (nullable): a Message-ID, with or without its brackets
 *
 * Returns: the number by which the history knows it; 0 where there is none
 */
guint64
kith_feed_hash_id (const char *message_id)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);

  return message_id != NULL ? kith_history_hash_message_id (md5, message_id, strlen (message_id)) : 0;
}

/**
 * kith_evidence_free:
 * @self: (transfer full): a message that was found
 */
void
kith_evidence_free (KithEvidence *self)
{
  g_free (self->account);
  g_free (self->folder);
  g_free (self);
}

/**
 * kith_evidence_hash_uid:
 * @uid: what a mail program calls a message in its folder
 *
 * Returns: the number by which the history knows it; a short decimal number is its own
 */
guint64
kith_evidence_hash_uid (const char *uid)
{
  return kith_history_hash_uid (uid, -1);
}
