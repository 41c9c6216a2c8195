/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "kith-history-scanner-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sched.h>
#include <unistd.h>

#include <kith/kith-error.h>
#include <kith/kith-message.h>

#define REPORT_USEC (G_USEC_PER_SEC / 8)

struct _KithHistoryScanner
{
  GObject parent_instance;

  KithHistory *history;
  GStrv owners;              /* (nullable) */
  KithScanProgressFunc progress_func;
  gpointer progress_data;
  GMutex lock;               /* over paused */
  GCond resumed;
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (KithHistoryScanner, kith_history_scanner, G_TYPE_OBJECT)

static void
kith_history_scanner_finalize (GObject *object)
{
  KithHistoryScanner *self = KITH_HISTORY_SCANNER (object);

  g_clear_object (&self->history);
  g_strfreev (self->owners);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->resumed);
  G_OBJECT_CLASS (kith_history_scanner_parent_class)->finalize (object);
}

static void
kith_history_scanner_class_init (KithHistoryScannerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_history_scanner_finalize;
}

static void
kith_history_scanner_init (KithHistoryScanner *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->resumed);
}

/*
 * kith_history_scanner_new:
 *
 * Returns: (transfer full): a scanner that writes to @history
 */
KithHistoryScanner *
kith_history_scanner_new (KithHistory *history)
{
  KithHistoryScanner *self = g_object_new (KITH_TYPE_HISTORY_SCANNER, NULL);

  self->history = g_object_ref (history);
  return self;
}

/* Before the scan begins: the owner's own addresses, which the index is told of first. */
void
kith_history_scanner_set_owners (KithHistoryScanner *self,
                                 const char *const  *addresses)
{
  g_strfreev (self->owners);
  self->owners = g_strdupv ((GStrv) addresses);
}

/* Before the scan begins. */
void
kith_history_scanner_set_progress_func (KithHistoryScanner   *self,
                                        KithScanProgressFunc  func,
                                        gpointer              user_data)
{
  self->progress_func = func;
  self->progress_data = user_data;
}

/* From any thread: the scan stops after the file at hand, and keeps what it has. */
void
kith_history_scanner_pause (KithHistoryScanner *self)
{
  g_mutex_lock (&self->lock);
  self->paused = TRUE;
  g_mutex_unlock (&self->lock);
}

void
kith_history_scanner_resume (KithHistoryScanner *self)
{
  g_mutex_lock (&self->lock);
  self->paused = FALSE;
  g_cond_broadcast (&self->resumed);
  g_mutex_unlock (&self->lock);
}

/* A cancelled scan does not wait to be resumed. */
static void
wait_while_paused (KithScan *self)
{
  KithHistoryScanner *scanner = self->scanner;

  g_mutex_lock (&scanner->lock);
  while (scanner->paused && !g_cancellable_is_cancelled (self->cancellable))
    g_cond_wait_until (&scanner->resumed, &scanner->lock, g_get_monotonic_time () + G_USEC_PER_SEC / 4);
  g_mutex_unlock (&scanner->lock);
}

/* Notes work done, reports it, waits while paused. Returns: whether to go on */
gboolean
kith_scan_continue (KithScan *self,
                    guint64   work)
{
  gint64 now;

  self->progress.done += work;
  /* A look at the clock for each file would be felt. */
  if (work > 0 && work < 64 && (self->progress.done & 63) >= work)
    return self->error == NULL;
  now = g_get_monotonic_time ();
  if (now - self->last_report < REPORT_USEC)
    return self->error == NULL && !g_cancellable_is_cancelled (self->cancellable);
  self->last_report = now;
  wait_while_paused (self);
  if (self->scanner->progress_func != NULL)
    self->scanner->progress_func (&self->progress, self->scanner->progress_data);
  return self->error == NULL && !g_cancellable_is_cancelled (self->cancellable);
}

gboolean
kith_scan_needs_flush (KithScan *self)
{
  return self->batch->table->records->len >= KITH_SCAN_BATCH;
}

/* Writes what was gathered to the index. */
gboolean
kith_scan_flush (KithScan *self)
{
  gboolean flushed = TRUE;

  if (self->batch->folders->len > 0)
    flushed = kith_history_commit (self->history, self->batch, &self->error);
  self->result->n_bad_dates += self->batch->n_bad_dates;
  self->result->n_no_author += self->batch->n_no_author;
  kith_history_batch_free (self->batch);
  self->batch = kith_history_batch_new (self->started);
  return flushed;
}

void
kith_scan_load_known (KithScan *self)
{
  if (self->known == NULL)
    self->known = kith_history_load_known (self->history);
}

typedef struct
{
  KithScan *scan;
  guint32 folder;
} Removing;

static void
remove_one (guint64  uid,
            gpointer user_data)
{
  Removing *removing = user_data;

  kith_history_batch_remove (removing->scan->batch, removing->folder, uid);
  removing->scan->result->n_removed++;
}

/* What the index has of a folder and the folder has no more. */
void
kith_scan_remove_left (KithScan   *self,
                       const char *path,
                       guint32     folder)
{
  Removing removing = { self, folder };

  kith_history_known_foreach_left (self->known, "", path, remove_one, &removing);
}

/*
 * kith_scan_read_file:
 * @length: (out): how much of the message's beginning lies in the buffer
 *
 * Reads up to the end of the header block. A FIFO is opened without waiting and read as empty.
 */
gboolean
kith_scan_read_file (KithScan   *self,
                     int         directory,
                     const char *name,
                     gsize      *length)
{
  int fd = openat (directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean done;

  *length = 0;
  if (fd < 0)
    {
      if (errno == ENOENT)
        self->result->n_changed++;
      else
        self->result->n_unreadable++;
      return FALSE;
    }
  done = kith_headers_read (fd, (char *) self->buffer, length);
  close (fd);
  if (!done)
    self->result->n_unreadable++;
  return done;
}

/* One message, from its beginning; what is no message is counted. */
void
kith_scan_add (KithScan   *self,
               guint32     folder,
               guint64     uid,
               const char *block,
               gsize       length,
               gint64      fallback_date)
{
  KithHeaders headers;

  kith_headers_scan (&headers, block, length);
  if (headers.fields == 0)
    {
      self->result->n_not_messages++;
      return;
    }
  if (!headers.complete && length >= KITH_HEADER_MAX_BYTES)
    self->result->n_cut++;
  kith_history_batch_add_headers (self->batch, folder, uid, &headers, fallback_date);
  self->result->n_messages++;
  self->progress.n_messages++;
}

static void
mailbox_free (gpointer data)
{
  KithMailbox *mailbox = data;

  g_free (mailbox->path);
  g_free (mailbox);
}

static void
count_one (guint64  uid,
           gpointer user_data)
{
  KithScanResult *result = user_data;

  result->n_removed++;
}

/* A folder that was read before, lies beneath one of the paths, and is no more, is empty, or is for junk. */
static void
remove_missing (KithScan   *self,
                const char *path)
{
  g_autoptr (GPtrArray) before = kith_history_list_folders (self->history, "", path);

  for (guint i = 0; i < before->len; i++)
    {
      const char *folder = g_ptr_array_index (before, i);
      gboolean found = FALSE;

      for (guint k = 0; k < self->mailboxes->len && !found; k++)
        found = strcmp (((KithMailbox *) g_ptr_array_index (self->mailboxes, k))->path, folder) == 0;
      if (found || !(kith_message_is_junk_folder (folder + strlen (path)) || kith_scan_has_no_mail (folder)))
        continue;
      kith_scan_load_known (self);
      kith_history_known_foreach_left (self->known, "", folder, count_one, self->result);
      kith_history_batch_remove_folder (self->batch, kith_history_batch_add_folder (self->batch, "", folder));
    }
}

static void
scan_mailboxes (KithScan *self)
{
  for (guint i = 0; i < self->mailboxes->len && kith_scan_continue (self, 0); i++)
    {
      KithMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

      self->result->n_folders++;
      switch (mailbox->kind)
        {
        case KITH_MAILBOX_MAILDIR:
          kith_scan_maildir (self, mailbox);
          break;
        case KITH_MAILBOX_MH:
          kith_scan_mh (self, mailbox);
          break;
        case KITH_MAILBOX_MBOX:
          kith_scan_mbox (self, mailbox);
          break;
        default:
          g_assert_not_reached ();
        }
      if (kith_scan_needs_flush (self))
        kith_scan_flush (self);
    }
}

static guint
key_hash (gconstpointer data)
{
  const guint64 *key = data;

  return (guint) kith_mix64 (key[0] ^ kith_mix64 (key[1]));
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  return memcmp (a, b, 2 * sizeof (guint64)) == 0;
}

static gboolean
find_all (KithScan           *self,
          const char *const  *paths,
          GError            **error)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *path = g_canonicalize_filename (paths[i], NULL);
      guint n_before = self->mailboxes->len;
      g_autoptr (GPtrArray) known = kith_history_list_folders (self->history, "", path);

      if (access (path, R_OK) != 0 && known->len == 0)
        {
          g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("“%s” cannot be read: %s"), paths[i], g_strerror (errno));
          return FALSE;
        }
      kith_scan_find_mailboxes (self, path);
      remove_missing (self, path);
      if (self->mailboxes->len == n_before && known->len == 0)
        {
          g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("No mail in “%s”: a Maildir, an MH folder or an mbox file is wanted"), paths[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* Only while nothing else wants the processor: Linux lets a thread say so for itself. */
void
kith_history_lower_priority (void)
{
  struct sched_param parameter = { .sched_priority = 0 };

  sched_setscheduler (0, SCHED_BATCH, &parameter);
}

/*
 * kith_history_scanner_run:
 * @paths: (array zero-terminated=1): folders and files; what is beneath a folder is read too
 * @result: (out caller-allocates): what it came to, also where it was cancelled
 *
 * Blocks; kith_history_scanner_run_async() does not. Files and folders that cannot be read are counted and left out.
 *
 * Returns: whether all was read; %KITH_ERROR_INVALID where a path holds no mail, %KITH_ERROR_STORAGE where the index cannot be written, or that it was cancelled
 */
gboolean
kith_history_scanner_run (KithHistoryScanner  *self,
                          const char *const   *paths,
                          KithScanResult      *result,
                          GCancellable        *cancellable,
                          GError             **error)
{
  KithScan scan = { .scanner = self, .history = self->history, .result = result, .cancellable = cancellable };
  gboolean done;

  memset (result, 0, sizeof *result);
  if (!kith_history_add_owners (self->history, (const char *const *) self->owners, error))
    return FALSE;
  scan.started = g_get_real_time () / G_USEC_PER_SEC;
  scan.batch = kith_history_batch_new (scan.started);
  scan.mailboxes = g_ptr_array_new_with_free_func (mailbox_free);
  scan.visited = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
  scan.buffer = g_malloc (KITH_HEADER_MAX_BYTES + 1);
  done = find_all (&scan, paths, error);
  if (done)
    {
      scan_mailboxes (&scan);
      if (scan.error == NULL)
        kith_scan_flush (&scan);
      done = scan.error == NULL;
      if (!done)
        g_propagate_error (error, g_steal_pointer (&scan.error));
      else if (self->progress_func != NULL)
        self->progress_func (&scan.progress, self->progress_data);
    }
  g_clear_pointer (&scan.known, kith_history_known_free);
  kith_history_batch_free (scan.batch);
  g_ptr_array_unref (scan.mailboxes);
  g_hash_table_unref (scan.visited);
  g_free (scan.buffer);
  return done && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* How a scan ended, on its way from its thread to the one that asked; with it goes the only reference to the task, so that all is let go there. */
typedef struct
{
  GTask *task;
  KithScanResult *result;    /* (nullable) */
  GError *error;             /* (nullable) */
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_object_unref (ending->task);
  g_free (ending->result);
  g_clear_error (&ending->error);
  g_free (ending);
}

static gboolean
return_ending (gpointer data)
{
  Ending *ending = data;

  if (ending->error != NULL)
    g_task_return_error (ending->task, g_steal_pointer (&ending->error));
  else
    g_task_return_pointer (ending->task, g_steal_pointer (&ending->result), g_free);
  return G_SOURCE_REMOVE;
}

static gpointer
scan_thread (gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (data));
  Ending *ending = g_new0 (Ending, 1);

  kith_history_lower_priority ();
  ending->task = data;
  ending->result = g_new0 (KithScanResult, 1);
  kith_history_scanner_run (g_task_get_source_object (data), g_task_get_task_data (data), ending->result, g_task_get_cancellable (data), &ending->error);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, return_ending, ending, ending_free);
  g_source_attach (source, context);
  return NULL;
}

/* In a thread of its own, not one of GLib's pool: it takes long, and its priority must not stay with a thread that others use. */
void
kith_history_scanner_run_async (KithHistoryScanner  *self,
                                const char *const   *paths,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_history_scanner_run_async);
  g_task_set_name (task, "kith_history_scanner_run_async");
  g_task_set_task_data (task, g_strdupv ((char **) paths), (GDestroyNotify) g_strfreev);
  g_thread_unref (g_thread_new ("kith-scan", scan_thread, task));
}

gboolean
kith_history_scanner_run_finish (KithHistoryScanner  *self,
                                 GAsyncResult        *result,
                                 KithScanResult      *scan_result,
                                 GError             **error)
{
  g_autofree KithScanResult *done = g_task_propagate_pointer (G_TASK (result), error);

  if (done != NULL)
    *scan_result = *done;
  return done != NULL;
}

static void
add_count (GString    *text,
           guint64     n,
           const char *words)
{
  if (n == 0)
    return;
  g_string_append (text, text->len > 0 ? ", " : "");
  g_string_append_printf (text, "%" G_GUINT64_FORMAT " %s", n, words);
}

/*
 * kith_scan_result_dup_summary:
 *
 * Returns: (transfer full) (nullable): in one line what was skipped; %NULL where nothing was
 */
char *
kith_scan_result_dup_summary (const KithScanResult *result)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: each after a number, in a list: "3 could not be opened, 1 had no sender" */
  add_count (text, result->n_unreadable, _("could not be opened"));
  add_count (text, result->n_not_messages, _("held no message"));
  add_count (text, result->n_cut, _("had a header too long to be read to its end"));
  add_count (text, result->n_bad_dates, _("had no date that can be"));
  add_count (text, result->n_no_author, _("had no sender"));
  add_count (text, result->n_changed, _("went away while they were read"));
  add_count (text, result->n_loops, _("folders led back to themselves"));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
