/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-reading.h>

#include <sys/eventfd.h>
#include <unistd.h>

#include <glib-unix.h>

#include "kith-engine-private.h"
#include "kith-reader.h"

/* In the state that the thread tells. */
#define PARTS_MAX 10000
#define STATE_READING (1 << 16)

/*
 * Between the thread that reads and the owner's. The thread attaches no source to the owner's main context: that wakes the owner up while the lock of the context is held, and
 * a thread of low priority that loses the processor there would hold the main loop up until it gets it back. To write to an event counter holds no lock of the owner's.
 */
typedef struct
{
  int wake;                  /* an event counter; -1 where the system has none left */
  int state;                 /* atomic: STATE_READING, and how much of it is done in parts of PARTS_MAX */
  int changed;               /* atomic: the index has */
} Link;

/**
 * KithReading:
 *
 * Reads the folders of a mail program into the history, in a thread of low priority, and follows what changes in them. Only what is new since the last time is read. While the
 * owner has the provider `history` switched off nothing is read.
 */
struct _KithReading
{
  GObject parent_instance;

  KithEngine *engine;
  KithReader *reader;        /* (nullable) */
  Link *link;
  GSource *source;           /* (nullable): of the link */
};

G_DEFINE_FINAL_TYPE (KithReading, kith_reading, G_TYPE_OBJECT)

static void
link_clear (gpointer data)
{
  Link *link = data;

  if (link->wake >= 0)
    close (link->wake);
}

static void
link_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, link_clear);
}

static Link *
link_new (void)
{
  Link *link = g_atomic_rc_box_new0 (Link);

  link->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  link->state = PARTS_MAX;
  return link;
}

/* Engine thread. */
static void
emit_changed (KithCore *core,
              gpointer  user_data)
{
  g_signal_emit_by_name (core, "changed");
}

/* The owner's thread. */
static gboolean
on_wake (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  g_autoptr (KithReading) self = g_object_ref (user_data);
  eventfd_t count;
  int state;

  /* The counter first: what is told from now on wakes again. */
  if (eventfd_read (fd, &count) != 0)
    return G_SOURCE_CONTINUE;
  state = g_atomic_int_get (&self->link->state);
  kith_engine_set_reading (self->engine, (state & STATE_READING) != 0, (state & ~STATE_READING) / (double) PARTS_MAX);
  if (g_atomic_int_exchange (&self->link->changed, FALSE))
    kith_worker_call (kith_engine_get_worker (self->engine), emit_changed, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

/* The thread that reads. */
static void
on_news (gboolean reading,
         double   fraction,
         gboolean changed,
         gpointer user_data)
{
  Link *link = user_data;

  g_atomic_int_set (&link->state, (reading ? STATE_READING : 0) | (int) (CLAMP (fraction, 0, 1) * PARTS_MAX));
  if (changed)
    g_atomic_int_set (&link->changed, TRUE);
  eventfd_write (link->wake, 1);
}

/* Engine thread. */
static void
follow_settings (KithCore *core,
                 gpointer  user_data)
{
  KithProvider *provider = kith_core_get_registry (core) != NULL ? kith_registry_find (kith_core_get_registry (core), "history") : NULL;
  g_autoptr (KithProviderSettings) settings = provider != NULL ? kith_core_ref_provider_settings (core, provider) : NULL;
  g_auto (GStrv) owners = kith_core_dup_own_addresses (core);

  if (provider == NULL || kith_core_get_history (core) == NULL)
    return;
  kith_reader_set_enabled (user_data, settings == NULL || kith_provider_settings_is_enabled (settings));
  kith_reader_open (user_data, kith_core_get_history (core), (const char *const *) owners);
}

static void
unref_closure (gpointer  data,
               GClosure *closure)
{
  g_object_unref (data);
}

/* Engine thread. */
static void
attach (KithCore *core,
        gpointer  user_data)
{
  g_signal_connect_data (core, "changed", G_CALLBACK (follow_settings), g_object_ref (user_data), unref_closure, 0);
  follow_settings (core, user_data);
}

static void
kith_reading_dispose (GObject *object)
{
  KithReading *self = KITH_READING (object);

  kith_reading_stop (self);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (kith_reading_parent_class)->dispose (object);
}

static void
kith_reading_finalize (GObject *object)
{
  link_unref (KITH_READING (object)->link);
  G_OBJECT_CLASS (kith_reading_parent_class)->finalize (object);
}

static void
kith_reading_class_init (KithReadingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_reading_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_reading_finalize;
}

static void
kith_reading_init (KithReading *self)
{
  self->link = link_new ();
}

static void
listen (KithReading *self)
{
  if (self->link->wake < 0)
    return;
  self->source = g_unix_fd_source_new (self->link->wake, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_wake), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * kith_reading_new:
 * @engine: an engine that knows the owner's addresses already
 *
 * Returns: (transfer full): what reads mail into the history of the engine
 */
KithReading *
kith_reading_new (KithEngine *engine)
{
  KithReading *self = g_object_new (KITH_TYPE_READING, NULL);

  self->engine = g_object_ref (engine);
  self->reader = kith_reader_new (on_news, g_atomic_rc_box_acquire (self->link), link_unref);
  listen (self);
  kith_worker_call (kith_engine_get_worker (engine), attach, g_object_ref (self->reader), g_object_unref);
  return self;
}

/**
 * kith_reading_stop:
 * @self: what reads
 *
 * Ends it after the step that it is in, without waiting for that. What was read stays, and the next time goes on from there.
 */
void
kith_reading_stop (KithReading *self)
{
  g_return_if_fail (KITH_IS_READING (self));
  if (self->reader == NULL)
    return;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  kith_reader_stop (self->reader);
  g_clear_object (&self->reader);
  kith_engine_set_reading (self->engine, FALSE, 1.0);
}

static void
push (KithReading    *self,
      KithMailFolder *folder,
      const char     *account,
      const char     *name,
      KithReaderJob   job)
{
  KithReaderJob *copy;

  if (self->reader == NULL)
    return;
  copy = g_new0 (KithReaderJob, 1);
  copy->folder = folder != NULL ? g_object_ref (folder) : NULL;
  copy->account = g_strdup (account);
  copy->name = g_strdup (name);
  copy->came = job.came;
  copy->went = job.went;
  copy->touched = job.touched;
  copy->anyway = job.anyway;
  copy->keep = g_strdupv (job.keep);
  copy->prefix = g_strdup (job.prefix);
  copy->is_gone = job.is_gone;
  kith_reader_push (self->reader, copy);
}

/**
 * kith_reading_add_folder:
 * @self: what reads
 * @folder: a folder of the owner's mail: no junk, no drafts, nothing that was thrown away, no search
 *
 * Compares the folder with the history, and reads what the history does not know. It is remembered: if the index must be made anew it is read again.
 */
void
kith_reading_add_folder (KithReading    *self,
                         KithMailFolder *folder)
{
  g_return_if_fail (KITH_IS_READING (self) && KITH_IS_MAIL_FOLDER (folder));
  push (self, folder, NULL, NULL, (KithReaderJob) { .folder = NULL });
}

/**
 * kith_reading_compare_folder:
 * @self: what reads
 * @folder: a folder that is read
 *
 * As kith_reading_add_folder(), also where the folder looks as it did: after more changes than are worth telling one by one, which need not be on the disk yet.
 */
void
kith_reading_compare_folder (KithReading    *self,
                             KithMailFolder *folder)
{
  g_return_if_fail (KITH_IS_READING (self) && KITH_IS_MAIL_FOLDER (folder));
  push (self, folder, NULL, NULL, (KithReaderJob) { .anyway = TRUE });
}

/**
 * kith_reading_change_folder:
 * @self: what reads
 * @folder: a folder that is read
 * @came: (nullable) (transfer full) (array zero-terminated=1): messages that are new in it
 * @went: (nullable) (transfer full) (array zero-terminated=1): messages that are no more, or are junk, or thrown away
 * @touched: (nullable) (transfer full) (array zero-terminated=1): messages of which something has changed: they may have been thrown away, or brought back
 *
 * Follows a change, without a look at the rest of the folder.
 */
void
kith_reading_change_folder (KithReading    *self,
                            KithMailFolder *folder,
                            char          **came,
                            char          **went,
                            char          **touched)
{
  g_return_if_fail (KITH_IS_READING (self) && KITH_IS_MAIL_FOLDER (folder));
  if (self->reader != NULL && (came != NULL || went != NULL || touched != NULL))
    {
      push (self, folder, NULL, NULL, (KithReaderJob) { .came = came, .went = went, .touched = touched });
      return;
    }
  g_strfreev (came);
  g_strfreev (went);
  g_strfreev (touched);
}

/**
 * kith_reading_remove_folder:
 * @self: what reads
 * @account: an account
 * @name: a folder of it
 *
 * The folder is no more.
 */
void
kith_reading_remove_folder (KithReading *self,
                            const char  *account,
                            const char  *name)
{
  g_return_if_fail (KITH_IS_READING (self) && account != NULL && name != NULL);
  push (self, NULL, account, name, (KithReaderJob) { .folder = NULL });
}

/**
 * kith_reading_keep_folders:
 * @self: what reads
 * @account: an account
 * @names: (array zero-terminated=1): all its folders that are read
 *
 * Forgets all other folders of the account; none of them is read by this call.
 */
void
kith_reading_keep_folders (KithReading       *self,
                           const char        *account,
                           const char *const *names)
{
  g_return_if_fail (KITH_IS_READING (self) && account != NULL && names != NULL);
  push (self, NULL, account, NULL, (KithReaderJob) { .keep = (GStrv) names });
}

/**
 * kith_reading_keep_accounts:
 * @self: what reads
 * @prefix: how the accounts of this mail program begin
 * @accounts: (array zero-terminated=1): all of them that are in use
 *
 * Forgets the accounts that are no more, or switched off.
 */
void
kith_reading_keep_accounts (KithReading       *self,
                            const char        *prefix,
                            const char *const *accounts)
{
  g_return_if_fail (KITH_IS_READING (self) && prefix != NULL && accounts != NULL);
  push (self, NULL, NULL, NULL, (KithReaderJob) { .keep = (GStrv) accounts, .prefix = (char *) prefix });
}

/**
 * kith_reading_forget_accounts:
 * @self: what reads
 * @prefix: how the accounts begin that somebody else may have told of
 * @is_gone: says which of them are no more; called in the thread that reads, which may wait for the disk
 *
 * Forgets what nobody is left to tell of. No account of the caller's own folders is gone.
 */
void
kith_reading_forget_accounts (KithReading     *self,
                              const char      *prefix,
                              KithAccountFunc  is_gone)
{
  g_return_if_fail (KITH_IS_READING (self) && prefix != NULL && is_gone != NULL);
  push (self, NULL, NULL, NULL, (KithReaderJob) { .prefix = (char *) prefix, .is_gone = is_gone });
}
