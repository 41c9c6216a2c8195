/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-feed-private.h"

/**
 * KithFeed:
 *
 * What a mail program tells the history about one of its folders.
 */
struct _KithFeed
{
  GObject parent_instance;

  KithHistory *history;
  KithHistoryBatch *batch;
  guint32 folder;            /* in batch */
  GPtrArray *wanted;         /* of utf8 */
  guint n_gone;
};

G_DEFINE_FINAL_TYPE (KithFeed, kith_feed, G_TYPE_OBJECT)

static void
kith_feed_finalize (GObject *object)
{
  KithFeed *self = KITH_FEED (object);

  g_clear_object (&self->history);
  g_clear_pointer (&self->batch, kith_history_batch_free);
  g_ptr_array_unref (self->wanted);
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
  self->wanted = g_ptr_array_new_with_free_func (g_free);
}

static void
remove_left (guint64  uid,
             gpointer user_data)
{
  KithFeed *self = user_data;

  kith_history_batch_remove (self->batch, self->folder, uid);
  self->n_gone++;
}

static void
compare (KithFeed          *self,
         const char        *account,
         const char        *folder,
         const char *const *uids)
{
  g_autoptr (KithHistoryKnown) known = kith_history_load_known (self->history);

  for (gsize i = 0; uids[i] != NULL; i++)
    if (!kith_history_known_take (known, account, folder, kith_history_hash_uid (uids[i], -1)))
      g_ptr_array_add (self->wanted, g_strdup (uids[i]));
  kith_history_known_foreach_left (known, account, folder, remove_left, self);
}

/* Compares a folder with the index; reads the disk. */
KithFeed *
kith_feed_new (KithHistory       *history,
               const char        *account,
               const char        *folder,
               const char        *state,
               const char *const *uids)
{
  KithFeed *self = g_object_new (KITH_TYPE_FEED, NULL);
  g_autofree char *before = kith_history_dup_folder_state (history, account, folder);

  self->history = g_object_ref (history);
  self->batch = kith_history_batch_new (g_get_real_time () / G_USEC_PER_SEC);
  if (uids != NULL && state != NULL && g_strcmp0 (before, state) == 0)
    return self;
  self->folder = kith_history_batch_add_folder (self->batch, account, folder);
  if (uids == NULL)
    {
      kith_history_batch_remove_folder (self->batch, self->folder);
      return self;
    }
  compare (self, account, folder, uids);
  kith_history_batch_set_state (self->batch, self->folder, state != NULL ? state : "");
  return self;
}

gboolean
kith_feed_commit (KithFeed  *self,
                  GError   **error)
{
  return self->batch->folders->len == 0 || kith_history_commit (self->history, self->batch, error);
}

/**
 * kith_feed_get_wanted:
 * @self: a feed
 *
 * Returns: (transfer none) (element-type utf8): the messages that the history does not know yet; empty where the folder is as it was
 */
GPtrArray *
kith_feed_get_wanted (KithFeed *self)
{
  return self->wanted;
}

/**
 * kith_feed_get_n_gone:
 * @self: a feed
 *
 * Returns: how many messages the history knows that are no more in the folder; it forgets them with this feed
 */
guint
kith_feed_get_n_gone (KithFeed *self)
{
  return self->n_gone;
}

/**
 * kith_feed_add_message:
 * @self: a feed that wants messages
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
 * kith_feed_remove_message:
 * @self: a feed
 * @uid: what the mail program called the message in its folder
 *
 * The message is no more.
 */
void
kith_feed_remove_message (KithFeed   *self,
                          const char *uid)
{
  g_return_if_fail (self->batch->folders->len > 0);
  kith_history_batch_remove (self->batch, self->folder, kith_history_hash_uid (uid, -1));
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
 * kith_evidence_is:
 * @self: a message that was found
 * @uid: what the mail program calls one of the messages of that folder
 *
 * Returns: whether it is that one
 */
gboolean
kith_evidence_is (const KithEvidence *self,
                  const char         *uid)
{
  return self->uid == kith_history_hash_uid (uid, -1);
}
