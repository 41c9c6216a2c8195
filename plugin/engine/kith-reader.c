/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-reader.h"

#include <sys/resource.h>

#include "kith-feed-private.h"
#include "kith-history-scanner.h"

/* So many messages are written to the index at once: writing costs the same for few and for many. */
#define BATCH 150000
/* So many are asked of a folder at once; then it is looked whether to stop, or to wait. */
#define SLICE 500
#define REPORT_USEC (G_USEC_PER_SEC / 8)
/* What takes no longer is not worth a word. */
#define SILENT_USEC (G_USEC_PER_SEC / 2)
#define LOOK_SECONDS 60
/* Nicer than what the owner waits for, but not so that locks which it holds are held for long. */
#define NICE 10

struct _KithReader
{
  GObject parent_instance;

  GMutex lock;               /* over all until the next comment */
  GCond wake;
  GQueue coming;             /* of KithReaderJob */
  GHashTable *folders;       /* "account\nname" -> KithMailFolder: all that are read, for the time when the index must be made anew */
  KithHistory *history;      /* (nullable): until opened */
  GStrv owners;              /* (nullable) */
  GCancellable *cancellable; /* of what is under way */
  gboolean decided;          /* whether it is switched on is known */
  gboolean enabled;
  gboolean stopped;
  gboolean look;             /* the index may have gone */
  gboolean anew;             /* what the thread has is of no use any more */

  KithReaderFunc func;
  gpointer user_data;
  GDestroyNotify destroy;

  /* The thread's own. */
  GQueue jobs;
  KithFeed *feed;
  GHashTable *fed;           /* of utf8: the folders in the feed */
  GHashTable *thrown_away;   /* of make_message_key(): messages that were in the index in this session; any of them may come back */
  GCancellable *current;
  gboolean wrote;            /* there must be an index */
  gboolean failed;           /* it could not be written */
  guint64 done;
  guint64 total;
  gint64 begun;
  gint64 last_report;
  gboolean told;
};

G_DEFINE_FINAL_TYPE (KithReader, kith_reader, G_TYPE_OBJECT)

static void
clear_jobs (GQueue *jobs)
{
  g_queue_clear_full (jobs, (GDestroyNotify) kith_reader_job_free);
}

static void
kith_reader_finalize (GObject *object)
{
  KithReader *self = KITH_READER (object);

  clear_jobs (&self->coming);
  clear_jobs (&self->jobs);
  g_hash_table_unref (self->folders);
  g_hash_table_unref (self->fed);
  g_hash_table_unref (self->thrown_away);
  g_clear_object (&self->feed);
  g_clear_object (&self->history);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->current);
  g_strfreev (self->owners);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  G_OBJECT_CLASS (kith_reader_parent_class)->finalize (object);
}

static void
kith_reader_class_init (KithReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_reader_finalize;
}

static void
kith_reader_init (KithReader *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->coming);
  g_queue_init (&self->jobs);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->fed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->thrown_away = g_hash_table_new (NULL, NULL);
  self->feed = kith_feed_new ();
  self->cancellable = g_cancellable_new ();
}

static char *
make_key (const char *account,
          const char *name)
{
  return g_strconcat (account, "\n", name, NULL);
}

static char *
make_folder_key (KithMailFolder *folder)
{
  return make_key (kith_mail_folder_get_account (folder), kith_mail_folder_get_name (folder));
}

/* Two messages that share a key do no harm: one of them is read once more. */
static gpointer
make_message_key (const char *folder,
                  guint64     uid)
{
  return GSIZE_TO_POINTER ((gsize) (kith_history_hash_uid (folder, -1) ^ uid));
}

/* The thread. */

static void
tell (KithReader *self,
      gboolean    reading,
      gboolean    changed)
{
  double fraction = self->total > 0 ? MIN (1.0, (double) self->done / self->total) : 1.0;

  self->told = reading;
  self->func (reading, fraction, changed, self->user_data);
}

static void
report (KithReader *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->begun == 0 || now - self->begun < SILENT_USEC || now - self->last_report < REPORT_USEC)
    return;
  self->last_report = now;
  tell (self, TRUE, FALSE);
}

/* Returns: whether to go on */
static gboolean
go_on (KithReader *self)
{
  gboolean more;

  report (self);
  g_mutex_lock (&self->lock);
  more = self->enabled && !self->stopped && !self->anew;
  g_mutex_unlock (&self->lock);
  return more;
}

/* Owners first: whose mail it is decides what the index looks like. */
static gboolean
tell_owners (KithReader *self,
             GError    **error)
{
  g_auto (GStrv) owners = NULL;

  g_mutex_lock (&self->lock);
  owners = g_strdupv (self->owners);
  g_mutex_unlock (&self->lock);
  return kith_history_add_owners (self->history, (const char *const *) owners, error);
}

static gboolean
flush (KithReader *self)
{
  KithHistoryBatch *batch = kith_feed_get_batch (self->feed);
  gboolean changed = batch->table->records->len > 0 || batch->removed->len > 0;
  gboolean noted = FALSE;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < batch->folders->len; i++)
    changed |= ((KithHistoryBatchFolder *) g_ptr_array_index (batch->folders, i))->removed;
  for (guint i = 0; i < batch->folders->len && !noted; i++)
    noted = ((KithHistoryBatchFolder *) g_ptr_array_index (batch->folders, i))->state != NULL;
  g_hash_table_remove_all (self->fed);
  if (!changed && !noted)
    {
      g_clear_object (&self->feed);
      self->feed = kith_feed_new ();
      return TRUE;
    }
  if ((changed && !tell_owners (self, &error)) || !kith_feed_commit (self->feed, self->history, &error))
    {
      /* Nothing is lost: the folders are compared again after a while. */
      g_debug ("The history could not be written: %s", error->message);
      g_clear_object (&self->feed);
      self->feed = kith_feed_new ();
      self->failed = TRUE;
      return FALSE;
    }
  self->wrote = TRUE;
  if (changed)
    tell (self, self->told, TRUE);
  return TRUE;
}

/* The folder's own last news must be in the index before it is compared with it, and before more is said of it. */
static void
enter (KithReader     *self,
       KithMailFolder *folder)
{
  g_autofree char *key = make_folder_key (folder);

  if (g_hash_table_contains (self->fed, key))
    flush (self);
  g_hash_table_add (self->fed, g_steal_pointer (&key));
}

static gboolean
is_as_before (KithReader     *self,
              KithMailFolder *folder,
              char          **state)
{
  KithMailFolderClass *klass = KITH_MAIL_FOLDER_GET_CLASS (folder);
  g_autofree char *before = NULL;

  *state = klass->dup_state != NULL ? klass->dup_state (folder) : NULL;
  if (*state == NULL)
    return FALSE;
  before = kith_history_dup_folder_state (self->history, kith_mail_folder_get_account (folder), kith_mail_folder_get_name (folder));
  return g_strcmp0 (before, *state) == 0;
}

typedef struct
{
  KithReader *reader;
  KithMailFolder *folder;
  char *before;              /* (nullable): what it looked like when it was read last */
  KithHistoryKnown *known;
  const char *account;
  const char *name;
  GStringChunk *uids;
  GPtrArray *wanted;         /* of utf8, in uids */
} Comparing;

static void
remove_left (guint64  uid,
             gpointer user_data)
{
  KithFeed *feed = user_data;

  kith_history_batch_remove (kith_feed_get_batch (feed), kith_feed_get_folder (feed), uid);
}

static void
compare_uid (const char *uid,
             gpointer    user_data)
{
  Comparing *comparing = user_data;
  KithMailFolderClass *klass = KITH_MAIL_FOLDER_GET_CLASS (comparing->folder);
  guint64 number = kith_history_hash_uid (uid, -1);
  gboolean known = kith_history_known_take (comparing->known, comparing->account, comparing->name, number);

  if (known && comparing->before != NULL && klass->is_another != NULL && klass->is_another (comparing->folder, uid, comparing->before))
    {
      remove_left (number, comparing->reader->feed);
      known = FALSE;
    }
  if (!known)
    g_ptr_array_add (comparing->wanted, g_string_chunk_insert (comparing->uids, uid));
}

static void
remove_missed (guint64  uid,
               gpointer user_data)
{
  const Comparing *comparing = user_data;
  KithReader *self = comparing->reader;
  g_autofree char *folder = make_key (comparing->account, comparing->name);

  remove_left (uid, self->feed);
  g_hash_table_add (self->thrown_away, make_message_key (folder, uid));
}

/* They are in the index now: when one of them is thrown away the next time, that is news again. */
static void
unmark_thrown_away (KithReader        *self,
                    KithMailFolder    *folder,
                    const char *const *uids,
                    guint              n_uids)
{
  g_autofree char *key = make_folder_key (folder);

  for (guint i = 0; g_hash_table_size (self->thrown_away) > 0 && i < n_uids; i++)
    g_hash_table_remove (self->thrown_away, make_message_key (key, kith_history_hash_uid (uids[i], -1)));
}

/* Returns: whether all of them were read */
static gboolean
read_messages (KithReader        *self,
               KithMailFolder    *folder,
               const char *const *uids,
               guint              n_uids,
               gboolean           counts)
{
  KithMailFolderClass *klass = KITH_MAIL_FOLDER_GET_CLASS (folder);

  for (guint i = 0; i < n_uids; i += SLICE)
    {
      guint n = MIN (SLICE, n_uids - i);
      g_autoptr (GError) error = NULL;

      if (!go_on (self))
        return FALSE;
      if (!klass->read (folder, uids + i, n, self->feed, self->current, &error))
        {
          g_debug ("A folder could not be read: %s", error != NULL ? error->message : "no reason given");
          return FALSE;
        }
      unmark_thrown_away (self, folder, uids + i, n);
      self->done += counts ? n : 0;
      if (kith_feed_get_batch (self->feed)->table->records->len < BATCH)
        continue;
      if (!flush (self))
        return FALSE;
      enter (self, folder);
      kith_feed_set_folder (self->feed, kith_mail_folder_get_account (folder), kith_mail_folder_get_name (folder));
    }
  return TRUE;
}

static gboolean
compare (KithReader     *self,
         KithMailFolder *folder,
         Comparing      *comparing)
{
  g_autoptr (GError) error = NULL;
  gboolean listed;

  comparing->known = kith_history_load_known_folder (self->history, comparing->account, comparing->name);
  listed = KITH_MAIL_FOLDER_GET_CLASS (folder)->list (folder, compare_uid, comparing, self->current, &error);
  if (listed)
    kith_history_known_foreach_left (comparing->known, comparing->account, comparing->name, remove_missed, comparing);
  else
    g_debug ("A folder could not be listed: %s", error != NULL ? error->message : "no reason given");
  kith_history_known_free (comparing->known);
  return listed;
}

static void
read_whole (KithReader          *self,
            const KithReaderJob *job)
{
  Comparing comparing = {
    .reader = self,
    .folder = job->folder,
    .account = kith_mail_folder_get_account (job->folder),
    .name = kith_mail_folder_get_name (job->folder),
  };
  g_autofree char *state = NULL;

  enter (self, job->folder);
  self->total -= MIN (self->total, job->count);
  if (is_as_before (self, job->folder, &state) && !job->anyway)
    return;
  comparing.before = kith_history_dup_folder_state (self->history, comparing.account, comparing.name);
  comparing.uids = g_string_chunk_new (16384);
  comparing.wanted = g_ptr_array_new ();
  kith_feed_set_folder (self->feed, comparing.account, comparing.name);
  if (compare (self, job->folder, &comparing))
    {
      self->total += comparing.wanted->len;
      /* What could not be read to its end is compared again the next time. */
      if (read_messages (self, job->folder, (const char *const *) comparing.wanted->pdata, comparing.wanted->len, TRUE))
        kith_history_batch_set_state (kith_feed_get_batch (self->feed), kith_feed_get_folder (self->feed), state != NULL ? state : "");
    }
  g_ptr_array_unref (comparing.wanted);
  g_string_chunk_free (comparing.uids);
  g_free (comparing.before);
}

/* Most messages are touched because somebody has read them: that is no news. Returns: (transfer full) (element-type utf8): those that have come back */
static GPtrArray *
look_at_touched (KithReader          *self,
                 const KithReaderJob *job)
{
  KithMailFolderClass *klass = KITH_MAIL_FOLDER_GET_CLASS (job->folder);
  g_autofree char *folder = make_folder_key (job->folder);
  GPtrArray *back = g_ptr_array_new ();

  for (guint i = 0; job->touched[i] != NULL && klass->has != NULL; i++)
    {
      guint64 uid = kith_history_hash_uid (job->touched[i], -1);

      if (klass->has (job->folder, job->touched[i]))
        {
          if (g_hash_table_remove (self->thrown_away, make_message_key (folder, uid)))
            g_ptr_array_add (back, job->touched[i]);
        }
      else if (g_hash_table_add (self->thrown_away, make_message_key (folder, uid)))
        remove_left (uid, self->feed);
    }
  return back;
}

/* What changed, as the mail program told. The note of what the folder looked like stays: the next start compares. */
static void
read_changes (KithReader          *self,
              const KithReaderJob *job)
{
  enter (self, job->folder);
  kith_feed_set_folder (self->feed, kith_mail_folder_get_account (job->folder), kith_mail_folder_get_name (job->folder));
  for (guint i = 0; job->went != NULL && job->went[i] != NULL; i++)
    remove_left (kith_history_hash_uid (job->went[i], -1), self->feed);
  if (job->touched != NULL)
    {
      g_autoptr (GPtrArray) back = look_at_touched (self, job);

      read_messages (self, job->folder, (const char *const *) back->pdata, back->len, FALSE);
    }
  if (job->came != NULL)
    read_messages (self, job->folder, (const char *const *) job->came, g_strv_length (job->came), FALSE);
}

static void
forget_folders (KithReader          *self,
                const KithReaderJob *job)
{
  g_autoptr (GPtrArray) names = kith_history_list_folders (self->history, job->account, NULL);
  KithHistoryBatch *batch = kith_feed_get_batch (self->feed);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (kith_reader_job_forgets (job, job->account, name))
        kith_history_batch_remove_folder (batch, kith_history_batch_add_folder (batch, job->account, name));
    }
}

static void
forget (KithReader          *self,
        const KithReaderJob *job)
{
  g_autoptr (GPtrArray) accounts = NULL;

  flush (self);
  if (job->account != NULL)
    {
      forget_folders (self, job);
      flush (self);
      return;
    }
  accounts = kith_history_list_accounts (self->history, job->prefix);
  for (guint i = 0; i < accounts->len; i++)
    {
      const char *account = g_ptr_array_index (accounts, i);
      g_autoptr (GError) error = NULL;

      if (!kith_reader_job_forgets (job, account, NULL))
        continue;
      if (kith_history_remove_account (self->history, account, &error))
        tell (self, self->told, TRUE);
      else
        g_debug ("An account could not be forgotten: %s", error->message);
    }
}

/* How much there is to do, before the first of it is done; a folder that is as it was is no work. */
static void
look (KithReader *self)
{
  for (GList *l = self->jobs.head, *next; l != NULL && go_on (self); l = next)
    {
      KithReaderJob *job = l->data;
      KithMailFolderClass *klass = job->folder != NULL ? KITH_MAIL_FOLDER_GET_CLASS (job->folder) : NULL;
      g_autofree char *state = NULL;
      g_autofree char *key = NULL;

      next = l->next;
      if (!kith_reader_job_is_whole (job) || job->looked)
        continue;
      job->looked = TRUE;
      key = make_folder_key (job->folder);
      if (!job->anyway && !g_hash_table_contains (self->fed, key) && is_as_before (self, job->folder, &state))
        {
          kith_reader_job_free (job);
          g_queue_delete_link (&self->jobs, l);
          self->wrote = TRUE;
          continue;
        }
      job->count = klass->count != NULL ? klass->count (job->folder) : 1;
      self->total += job->count;
      if (self->begun == 0)
        self->begun = g_get_monotonic_time ();
    }
}

/* Nothing is under way any more. */
static void
rest (KithReader *self)
{
  flush (self);
  if (self->told)
    tell (self, FALSE, FALSE);
  self->done = self->total = 0;
  self->begun = 0;
}

static void
push_all_folders (KithReader *self)
{
  GHashTableIter iter;
  gpointer folder;

  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, NULL, &folder))
    {
      KithReaderJob *job = g_new0 (KithReaderJob, 1);

      job->folder = g_object_ref (folder);
      g_queue_push_tail (&self->coming, job);
    }
}

/* An index that was damaged is removed by whoever finds that; this is who makes it anew. */
static gboolean
is_index_lost (KithReader *self)
{
  KithHistoryStats stats;

  if (!self->wrote)
    return FALSE;
  kith_history_get_stats (self->history, &stats);
  return stats.n_folders == 0;
}

/* Returns: whether there is something to do; else the thread is to end */
static gboolean
wait_for_jobs (KithReader *self)
{
  gboolean stopped;

  g_mutex_lock (&self->lock);
  while (!self->stopped && (!self->enabled || self->history == NULL || g_queue_is_empty (&self->coming)))
    {
      gboolean idle = self->enabled && self->history != NULL && g_hash_table_size (self->folders) > 0;
      gboolean lost, called;

      if (!idle)
        {
          g_cond_wait (&self->wake, &self->lock);
          continue;
        }
      if (!self->look && g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + LOOK_SECONDS * G_USEC_PER_SEC))
        continue;
      called = self->look;
      self->look = FALSE;
      g_mutex_unlock (&self->lock);
      /* What could not be written is tried again after a while, not at once. */
      lost = (self->failed && !called) || is_index_lost (self);
      g_mutex_lock (&self->lock);
      if (lost)
        {
          push_all_folders (self);
          self->failed = FALSE;
        }
    }
  stopped = self->stopped;
  g_mutex_unlock (&self->lock);
  return !stopped;
}

/* To compare a folder twice in a row is to compare it once: a mail program may tell of many changes faster than they are read. */
static void
drop_comparison (KithReader     *self,
                 KithMailFolder *folder)
{
  g_autofree char *key = make_folder_key (folder);

  for (GList *l = self->jobs.head, *next; l != NULL; l = next)
    {
      KithReaderJob *job = l->data;
      g_autofree char *other = job->anyway ? make_folder_key (job->folder) : NULL;

      next = l->next;
      if (g_strcmp0 (other, key) != 0)
        continue;
      self->total -= MIN (self->total, job->count);
      kith_reader_job_free (job);
      g_queue_delete_link (&self->jobs, l);
    }
}

/* Takes what came over into the thread, and drops what is of no use any more. */
static void
take_jobs (KithReader *self)
{
  GQueue coming = G_QUEUE_INIT;
  KithReaderJob *job;

  g_mutex_lock (&self->lock);
  if (self->anew)
    {
      clear_jobs (&self->jobs);
      g_clear_object (&self->feed);
      self->feed = kith_feed_new ();
      g_hash_table_remove_all (self->fed);
      self->wrote = FALSE;
      self->anew = FALSE;
    }
  coming = self->coming;
  g_queue_init (&self->coming);
  g_set_object (&self->current, self->cancellable);
  g_mutex_unlock (&self->lock);
  while ((job = g_queue_pop_head (&coming)) != NULL)
    {
      if (job->anyway)
        drop_comparison (self, job->folder);
      g_queue_push_tail (&self->jobs, job);
    }
}

static void
do_job (KithReader          *self,
        const KithReaderJob *job)
{
  KithMailFolderClass *klass = job->folder != NULL ? KITH_MAIL_FOLDER_GET_CLASS (job->folder) : NULL;

  if (job->folder == NULL)
    forget (self, job);
  else if (kith_reader_job_is_whole (job))
    read_whole (self, job);
  else
    read_changes (self, job);
  if (klass != NULL && klass->close != NULL)
    klass->close (job->folder);
}

static void
work (KithReader *self)
{
  take_jobs (self);
  while (go_on (self) && !g_queue_is_empty (&self->jobs))
    {
      g_autoptr (KithReaderJob) job = NULL;

      look (self);
      job = g_queue_pop_head (&self->jobs);
      if (job == NULL || !go_on (self))
        break;
      do_job (self, job);
      take_jobs (self);
    }
  rest (self);
}

static gpointer
run (gpointer data)
{
  g_autoptr (KithReader) self = data;

  kith_history_lower_priority ();
  /* On Linux that is the thread alone. */
  setpriority (PRIO_PROCESS, 0, NICE);
  while (wait_for_jobs (self))
    work (self);
  return NULL;
}

/* Any thread. */

KithReader *
kith_reader_new (KithReaderFunc  func,
                 gpointer        user_data,
                 GDestroyNotify  destroy)
{
  KithReader *self = g_object_new (KITH_TYPE_READER, NULL);

  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

/* Begins; called again, it tells of other addresses of the owner, and has it looked whether the index is still there. */
void
kith_reader_open (KithReader        *self,
                  KithHistory       *history,
                  const char *const *owners)
{
  gboolean first;

  g_mutex_lock (&self->lock);
  first = self->history == NULL && !self->stopped;
  if (first)
    self->history = g_object_ref (history);
  g_strfreev (self->owners);
  self->owners = g_strdupv ((GStrv) owners);
  self->look = !first;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  if (first)
    g_thread_unref (g_thread_new ("kith-reader", run, g_object_ref (self)));
}

static void
interrupt (KithReader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_cond_broadcast (&self->wake);
}

/* The thread ends after the step that it is in; nobody waits for it. */
void
kith_reader_stop (KithReader *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  clear_jobs (&self->coming);
  g_hash_table_remove_all (self->folders);
  interrupt (self);
  g_mutex_unlock (&self->lock);
}

/* Switched off, all that was under way is dropped; switched on again, all folders are looked at. What was told before the first word on it waits for that. */
void
kith_reader_set_enabled (KithReader *self,
                         gboolean    enabled)
{
  g_mutex_lock (&self->lock);
  if (!self->decided || enabled != self->enabled)
    {
      if (self->decided || !enabled)
        clear_jobs (&self->coming);
      self->anew |= !enabled;
      if (!enabled)
        interrupt (self);
      else if (self->decided)
        push_all_folders (self);
      self->decided = TRUE;
      self->enabled = enabled;
      g_cond_broadcast (&self->wake);
    }
  g_mutex_unlock (&self->lock);
}

/* What a job forgets is not read anew either. */
static gboolean
is_forgotten (gpointer key,
              gpointer value,
              gpointer user_data)
{
  return kith_reader_job_forgets (user_data, kith_mail_folder_get_account (value), kith_mail_folder_get_name (value));
}

/* @job: (transfer full) */
void
kith_reader_push (KithReader    *self,
                  KithReaderJob *job)
{
  g_mutex_lock (&self->lock);
  if (kith_reader_job_is_whole (job))
    g_hash_table_replace (self->folders, make_folder_key (job->folder), g_object_ref (job->folder));
  /* None of its own, which may take a look at the disk, is gone. */
  else if (job->folder == NULL && job->is_gone == NULL)
    g_hash_table_foreach_remove (self->folders, is_forgotten, job);
  /* Nothing gathers while the switch is off. When it is on again all folders are compared; what is forgotten meanwhile is found out at the next start, with the keep jobs. */
  if (self->stopped || (self->decided && !self->enabled))
    kith_reader_job_free (job);
  else
    g_queue_push_tail (&self->coming, job);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
}
