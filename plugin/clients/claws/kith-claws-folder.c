/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-claws-cache.h"
#include "kith-claws-message.h"
#include "kith-claws-profile.h"

#define CACHE_NAME ".claws_cache"
#define MARK_NAME ".claws_mark"
/* A file is written a moment after its name is in the folder. */
#define RACY_SECONDS 2
#define TOLD_TEXT_BYTES 4096

/*
 * Claws Mail's functions are for its main thread alone, and a folder of a hundred thousand messages would hold that for too long. What the folder is made of is not: in MH each
 * message is a file, and of any folder there is a list of the messages, .claws_cache. Both are read here, in another thread, without Claws Mail. The files come first, since they
 * name Bcc, Reply-To and the mailing list, which the list does not.
 */
struct _KithClawsFolder
{
  KithMailFolder parent_instance;

  char *path;
  gboolean is_mh;
  guint64 count;
  GHashTable *told;          /* (nullable): number -> KithClawsRecord: messages that Claws Mail has told of, and not written to its list yet */
  GStringChunk *told_texts;  /* (nullable): theirs; thousands that are nobody's any more are let go of at once */
  GHashTable *marks;         /* (nullable): number -> whether it is thrown away or junk: what Claws Mail has not written to its list of marks yet */
  gboolean doubted;          /* Claws Mail has not told what happened in it since it was read last */
  gint64 changed;            /* in microseconds: messages came or went then; 0 where not in this session */

  /* The thread that reads. */
  KithClawsCache *cache;     /* (nullable) */
  KithClawsRecord record;    /* of the cache, read last */
};

G_DEFINE_FINAL_TYPE (KithClawsFolder, kith_claws_folder, KITH_TYPE_MAIL_FOLDER)

static gboolean
append_stamp (GString    *state,
              const char *path,
              const char *name)
{
  g_autofree char *full = g_build_filename (path, name, NULL);
  struct stat info;

  if (stat (full, &info) != 0)
    return FALSE;
  g_string_append_printf (state, "%" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT " ", (gint64) info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                          S_ISDIR (info.st_mode) ? 0 : (gint64) info.st_size);
  return TRUE;
}

/* In MH the list of marks is a file of the folder as the messages are: that it was written shows there. */
static char *
kith_claws_folder_dup_state (KithMailFolder *folder)
{
  KithClawsFolder *self = KITH_CLAWS_FOLDER (folder);
  g_autoptr (GString) state = g_string_new (NULL);

  if (!append_stamp (state, self->path, self->is_mh ? NULL : CACHE_NAME))
    return NULL;
  if (!self->is_mh)
    append_stamp (state, self->path, MARK_NAME);
  return g_string_free (g_steal_pointer (&state), FALSE);
}

static guint64
kith_claws_folder_count (KithMailFolder *folder)
{
  return KITH_CLAWS_FOLDER (folder)->count;
}

static GHashTable *
load_marks (KithClawsFolder *self)
{
  g_autofree char *path = g_build_filename (self->path, MARK_NAME, NULL);
  GHashTable *marked = kith_claws_marks_load (path, MSG_DELETED | MSG_SPAM);
  GHashTableIter iter;
  gpointer number, is_marked;

  if (self->marks == NULL)
    return marked;
  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, &number, &is_marked))
    if (is_marked != NULL)
      g_hash_table_add (marked, number);
    else
      g_hash_table_remove (marked, number);
  return marked;
}

static gboolean
parse_number (const char *name,
              guint32    *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (name, 10, 1, G_MAXUINT32, &value, NULL))
    return FALSE;
  *number = value;
  return TRUE;
}

static gboolean
list_files (KithClawsFolder  *self,
            GHashTable       *marked,
            KithMailUidFunc   func,
            gpointer          user_data,
            GError          **error)
{
  DIR *dir = opendir (self->path);
  const struct dirent *entry = NULL;
  guint32 number;
  gboolean whole = FALSE;

  if (dir != NULL)
    {
      do
        {
          errno = 0;
          entry = readdir (dir);
          if (entry != NULL && entry->d_type != DT_DIR && parse_number (entry->d_name, &number)
              && !g_hash_table_contains (marked, GUINT_TO_POINTER (number)))
            func (entry->d_name, user_data);
        }
      while (entry != NULL);
      /* What a disk that fails does not name is not gone. */
      whole = errno == 0;
      closedir (dir);
    }
  if (!whole)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("A mail folder cannot be read."));
  return whole;
}

static KithClawsCache *
open_cache (KithClawsFolder  *self,
            GError          **error)
{
  g_autofree char *path = g_build_filename (self->path, CACHE_NAME, NULL);

  return kith_claws_cache_open (path, error);
}

static gboolean
list_cache (KithClawsFolder  *self,
            GHashTable       *marked,
            KithMailUidFunc   func,
            gpointer          user_data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (GError) broken = NULL;
  char uid[16];

  self->cache = open_cache (self, error);
  if (self->cache == NULL)
    return FALSE;
  /* Claws Mail writes the list only when it leaves the folder: till then it lacks what came, which must not be taken for gone. */
  if (kith_claws_cache_get_time (self->cache) < self->changed)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("A mail folder cannot be read."));
      return FALSE;
    }
  while (kith_claws_cache_next (self->cache, &self->record, FALSE, &broken))
    if (!g_hash_table_contains (marked, GUINT_TO_POINTER (self->record.number)))
      {
        g_snprintf (uid, sizeof uid, "%u", self->record.number);
        func (uid, user_data);
      }
  kith_claws_cache_rewind (self->cache);
  if (broken == NULL)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  g_propagate_error (error, g_steal_pointer (&broken));
  return FALSE;
}

static gboolean
kith_claws_folder_list (KithMailFolder   *folder,
                        KithMailUidFunc   func,
                        gpointer          user_data,
                        GCancellable     *cancellable,
                        GError          **error)
{
  KithClawsFolder *self = KITH_CLAWS_FOLDER (folder);
  g_autoptr (GHashTable) marked = load_marks (self);

  g_clear_pointer (&self->cache, kith_claws_cache_free);
  if (self->is_mh)
    return list_files (self, marked, func, user_data, error);
  return list_cache (self, marked, func, user_data, cancellable, error);
}

static guint64
find_root (const KithClawsRecord *record)
{
  return kith_feed_hash_id (record->root != NULL ? record->root : record->in_reply_to);
}

static void
add_record (KithFeed              *feed,
            const char            *uid,
            const KithClawsRecord *record)
{
  kith_feed_add_message (feed, uid, kith_feed_hash_id (record->id), find_root (record), record->date,
                         record->newsgroups != NULL ? KITH_FEED_LIST : KITH_FEED_NONE);
  kith_feed_add_people (feed, KITH_PART_FROM, record->from);
  kith_feed_add_people (feed, KITH_PART_TO, record->to);
  kith_feed_add_people (feed, KITH_PART_CC, record->cc);
}

/* The messages are asked for in the order of the list: it is read once. What is not found to its end is looked for once more from its beginning. */
static const KithClawsRecord *
find_record (KithClawsFolder *self,
             guint32          number)
{
  const KithClawsRecord *told = self->told != NULL ? g_hash_table_lookup (self->told, GUINT_TO_POINTER (number)) : NULL;

  if (told != NULL || self->cache == NULL)
    return told;
  for (guint pass = 0; pass < 2; pass++)
    {
      while (kith_claws_cache_next (self->cache, &self->record, TRUE, NULL))
        if (self->record.number == number)
          return &self->record;
      kith_claws_cache_rewind (self->cache);
    }
  return NULL;
}

static gboolean
kith_claws_folder_read (KithMailFolder     *folder,
                        const char *const  *uids,
                        guint               n_uids,
                        KithFeed           *feed,
                        GCancellable       *cancellable,
                        GError            **error)
{
  KithClawsFolder *self = KITH_CLAWS_FOLDER (folder);

  for (guint i = 0; i < n_uids; i++)
    {
      g_autofree char *path = g_build_filename (self->path, uids[i], NULL);
      const KithClawsRecord *record;
      guint32 number;

      if (kith_feed_add_file (feed, uids[i], path))
        continue;
      record = parse_number (uids[i], &number) ? find_record (self, number) : NULL;
      if (record != NULL)
        add_record (feed, uids[i], record);
    }
  return TRUE;
}

/*
 * In MH a number is given again when its message was the last one, and all of them when the folder is packed. That Claws Mail does not do so without a word; other programs do,
 * while it does not run.
 */
static gboolean
kith_claws_folder_is_another (KithMailFolder *folder,
                              const char     *uid,
                              const char     *before)
{
  KithClawsFolder *self = KITH_CLAWS_FOLDER (folder);
  g_autofree char *path = NULL;
  gint64 seen = g_ascii_strtoll (before, NULL, 10);
  struct stat info;

  if (!self->is_mh || !self->doubted || seen <= 0)
    return FALSE;
  path = g_build_filename (self->path, uid, NULL);
  /* The time at which the file got its name or its content, which nobody can set. */
  return stat (path, &info) == 0 && info.st_ctim.tv_sec > seen + RACY_SECONDS;
}

static void
kith_claws_folder_close (KithMailFolder *folder)
{
  g_clear_pointer (&KITH_CLAWS_FOLDER (folder)->cache, kith_claws_cache_free);
}

static void
kith_claws_folder_finalize (GObject *object)
{
  KithClawsFolder *self = KITH_CLAWS_FOLDER (object);

  g_clear_pointer (&self->cache, kith_claws_cache_free);
  kith_claws_record_clear (&self->record);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_pointer (&self->told_texts, g_string_chunk_free);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_free (self->path);
  G_OBJECT_CLASS (kith_claws_folder_parent_class)->finalize (object);
}

static void
kith_claws_folder_class_init (KithClawsFolderClass *klass)
{
  KithMailFolderClass *folder_class = KITH_MAIL_FOLDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_claws_folder_finalize;
  folder_class->dup_state = kith_claws_folder_dup_state;
  folder_class->count = kith_claws_folder_count;
  folder_class->list = kith_claws_folder_list;
  folder_class->read = kith_claws_folder_read;
  folder_class->is_another = kith_claws_folder_is_another;
  folder_class->close = kith_claws_folder_close;
}

static void
kith_claws_folder_init (KithClawsFolder *self)
{
}

/**
 * kith_claws_folder_is_read:
 * @item: a folder of Claws Mail
 *
 * Returns: whether it holds mail between people: no news, no feeds, no junk, no drafts, nothing that waits to be sent or was thrown away
 */
gboolean
kith_claws_folder_is_read (FolderItem *item)
{
  FolderType type = item->folder != NULL ? FOLDER_TYPE (item->folder) : F_UNKNOWN;

  if (item->path == NULL || item->no_select || (type != F_MH && type != F_IMAP && type != F_MBOX && type != F_MAILDIR))
    return FALSE;
  return !folder_has_parent_of_type (item, F_TRASH) && !folder_has_parent_of_type (item, F_DRAFT) && !folder_has_parent_of_type (item, F_QUEUE)
         && !kith_claws_folder_is_junk (item);
}

/**
 * kith_claws_folder_dup_account_prefix:
 *
 * Returns: (transfer full): how the accounts of this Claws Mail begin in the history, which other programs and its other profiles share
 */
char *
kith_claws_folder_dup_account_prefix (void)
{
  return kith_claws_profile_dup_prefix (get_rc_dir (), g_get_home_dir ());
}

/**
 * kith_claws_folder_dup_account:
 * @item: a folder of Claws Mail
 *
 * Returns: (transfer full): what the history calls the mailbox that it is in
 */
char *
kith_claws_folder_dup_account (FolderItem *item)
{
  g_autofree char *identifier = folder_get_identifier (item->folder);
  g_autofree char *prefix = kith_claws_folder_dup_account_prefix ();

  return g_strconcat (prefix, identifier, NULL);
}

/**
 * kith_claws_folder_find_item:
 * @account: what the history calls a mailbox
 * @name: what it calls a folder
 *
 * Returns: (transfer none) (nullable): the folder of Claws Mail, if it is one and is still there
 */
FolderItem *
kith_claws_folder_find_item (const char *account,
                             const char *name)
{
  g_autofree char *prefix = kith_claws_folder_dup_account_prefix ();
  g_autofree char *identifier = NULL;

  if (!g_str_has_prefix (account, prefix))
    return NULL;
  identifier = g_strconcat (account + strlen (prefix), "/", name, NULL);
  return folder_find_item_from_identifier (identifier);
}

/**
 * kith_claws_folder_new:
 * @item: a folder of Claws Mail that is read
 *
 * Returns: (transfer full): the folder, for the thread that reads
 */
KithClawsFolder *
kith_claws_folder_new (FolderItem *item)
{
  g_autofree char *account = kith_claws_folder_dup_account (item);
  KithClawsFolder *self = g_object_new (KITH_TYPE_CLAWS_FOLDER, "account", account, "name", item->path, NULL);

  self->path = folder_item_get_path (item);
  self->is_mh = FOLDER_TYPE (item->folder) == F_MH;
  self->count = MAX (item->total_msgs, 1);
  return self;
}

/**
 * kith_claws_folder_doubt:
 * @self: a folder that the thread does not have yet
 *
 * Notes that other programs may have changed the folder while Claws Mail did not run.
 */
void
kith_claws_folder_doubt (KithClawsFolder *self)
{
  self->doubted = TRUE;
}

/**
 * kith_claws_folder_set_changed:
 * @self: a folder that the thread does not have yet
 * @changed: in microseconds, as g_get_real_time() counts
 *
 * Notes when messages came or went last.
 */
void
kith_claws_folder_set_changed (KithClawsFolder *self,
                               gint64           changed)
{
  self->changed = changed;
}

/**
 * kith_claws_folder_mark:
 * @self: a folder that the thread does not have yet
 * @number: a message in it
 * @marked: whether it is junk, or thrown away
 *
 * Notes what Claws Mail knows of the message, which it writes to its files only when it leaves the folder.
 */
void
kith_claws_folder_mark (KithClawsFolder *self,
                        guint32          number,
                        gboolean         marked)
{
  if (self->marks == NULL)
    self->marks = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (self->marks, GUINT_TO_POINTER (number), GINT_TO_POINTER (marked));
}

static char *
keep_text (KithClawsFolder *self,
           const char      *text)
{
  return text != NULL ? g_string_chunk_insert (self->told_texts, text) : NULL;
}

/**
 * kith_claws_folder_tell:
 * @self: a folder that the thread does not have yet
 * @info: a message in it
 *
 * Notes what Claws Mail knows of the message.
 */
void
kith_claws_folder_tell (KithClawsFolder *self,
                        MsgInfo         *info)
{
  KithClawsRecord *record = g_new0 (KithClawsRecord, 1);
  GSList *root = g_slist_last (info->references);

  if (self->told == NULL)
    {
      self->told = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      self->told_texts = g_string_chunk_new (TOLD_TEXT_BYTES);
    }
  record->number = info->msgnum;
  record->date = info->date_t;
  record->from = keep_text (self, info->from);
  record->to = keep_text (self, info->to);
  record->cc = keep_text (self, info->cc);
  record->newsgroups = keep_text (self, info->newsgroups);
  record->id = keep_text (self, info->msgid);
  record->in_reply_to = keep_text (self, info->inreplyto);
  record->root = root != NULL ? keep_text (self, root->data) : NULL;
  g_hash_table_replace (self->told, GUINT_TO_POINTER (info->msgnum), record);
}
