/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <kith/kith-error.h>

/* Below the first number of messages the whole index is written for each change: that takes a few milliseconds, and keeps it small. */
#define MIN_BASE 4000
#define MAX_DELTA 1000

G_DEFINE_FINAL_TYPE (KithHistory, kith_history, G_TYPE_OBJECT)

static void
kith_history_finalize (GObject *object)
{
  KithHistory *self = KITH_HISTORY (object);

  g_clear_pointer (&self->view, kith_history_view_free);
  g_free (self->directory);
  g_free (self->index_path);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (kith_history_parent_class)->finalize (object);
}

static void
kith_history_class_init (KithHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_history_finalize;
}

static void
kith_history_init (KithHistory *self)
{
  g_mutex_init (&self->lock);
  self->min_base = MIN_BASE;
  self->max_delta = MAX_DELTA;
}

/*
 * kith_history_new:
 * @directory: the folder of the index, `$XDG_CACHE_HOME/kith/history`; made when something is written
 *
 * Opens nothing yet: the index is read when it is asked, and again when another program has changed it.
 *
 * Returns: (transfer full): the history
 */
KithHistory *
kith_history_new (const char *directory)
{
  KithHistory *self = g_object_new (KITH_TYPE_HISTORY, NULL);

  self->directory = g_strdup (directory);
  self->index_path = g_build_filename (directory, "index", NULL);
  return self;
}

const char *
kith_history_get_directory (KithHistory *self)
{
  return self->directory;
}

/* For tests: from how many messages on, and for how many changes, the base file stays as it is. */
void
kith_history_set_thresholds (KithHistory *self,
                             guint        min_base,
                             guint        max_delta)
{
  self->min_base = min_base;
  self->max_delta = max_delta;
}

char *
kith_history_build_base_path (KithHistory *self,
                              guint64      generation)
{
  g_autofree char *name = g_strdup_printf ("base-%016" G_GINT64_MODIFIER "x", generation);

  return g_build_filename (self->directory, name, NULL);
}

static gboolean
is_fresh (KithHistory *self)
{
  struct stat now;

  if (stat (self->index_path, &now) != 0)
    return !self->view->found;
  return now.st_ino == self->view->seen.st_ino && now.st_size == self->view->seen.st_size && now.st_mtim.tv_sec == self->view->seen.st_mtim.tv_sec
         && now.st_mtim.tv_nsec == self->view->seen.st_mtim.tv_nsec;
}

static gpointer
free_in_thread (gpointer view)
{
  kith_history_view_free (view);
  return NULL;
}

/*
 * Where the base file was replaced, ours may be the last hold on the old one: closing it gives its pages back, which takes the kernel 14 ms for a million messages. That is
 * not for the thread that answers.
 */
static void
let_go_of_view (KithHistory *self)
{
  KithHistoryView *view = g_steal_pointer (&self->view);
  g_autofree char *path = view->base != NULL ? kith_history_build_base_path (self, view->state->base) : NULL;
  GThread *thread = path != NULL && !g_file_test (path, G_FILE_TEST_EXISTS) ? g_thread_try_new ("kith-history", free_in_thread, view, NULL) : NULL;

  if (thread != NULL)
    g_thread_unref (thread);
  else
    kith_history_view_free (view);
}

/* The newest picture of the index; it belongs to the caller until kith_history_unlock_view(). */
KithHistoryView *
kith_history_lock_view (KithHistory *self)
{
  g_mutex_lock (&self->lock);
  if (self->view != NULL && !is_fresh (self))
    let_go_of_view (self);
  /* A base file that another program replaced between our two looks is there at the second. */
  for (guint attempt = 0; attempt < 3 && (self->view == NULL || (attempt > 0 && !self->view->found && self->view->seen.st_ino != 0)); attempt++)
    {
      g_clear_pointer (&self->view, kith_history_view_free);
      self->view = kith_history_view_load (self);
    }
  return self->view;
}

void
kith_history_unlock_view (KithHistory *self)
{
  /* Damage shows only where it is read: from then on there is no index, until it is made anew. */
  if (self->view->base != NULL && kith_history_file_is_broken (kith_history_base_get_file (self->view->base)))
    {
      g_unlink (self->index_path);
      g_clear_pointer (&self->view, kith_history_view_free);
    }
  g_mutex_unlock (&self->lock);
}

/*
 * kith_history_commit:
 * @batch: what changed; borrowed, and of no more use afterwards
 *
 * Takes a batch into the index: what is removed first, then what is new. A message that is there already gets the places where it was met again.
 * Blocks while another program writes; not for the thread that answers lookups.
 *
 * Returns: whether it is written; else @error is a %KITH_ERROR_STORAGE, and the index is as it was
 */
gboolean
kith_history_commit (KithHistory       *self,
                     KithHistoryBatch  *batch,
                     GError           **error)
{
  KithHistoryChange change = { .batch = batch };

  return kith_history_change (self, &change, error);
}

static GStrv
make_keys (const char *const *addresses)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autoptr (KithAddress) address = kith_address_new (addresses[i], NULL, NULL);
      g_autofree char *key = address != NULL ? kith_history_key_from_mailbox (kith_address_get_key (address)) : NULL;

      if (key != NULL)
        g_strv_builder_add (keys, key);
    }
  return g_strv_builder_end (keys);
}

static gboolean
are_owners_known (KithHistory *self,
                  GStrv        keys)
{
  KithHistoryView *view = kith_history_lock_view (self);
  gboolean known = view->found;

  for (guint i = 0; keys[i] != NULL && known; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < view->state->told.owners->len && !found; k++)
        found = strcmp (g_ptr_array_index (view->state->told.owners, k), keys[i]) == 0;
      known = found;
    }
  kith_history_unlock_view (self);
  return known;
}

/*
 * kith_history_add_owners:
 * @addresses: (array zero-terminated=1): the owner's own addresses
 *
 * Adds to them: one program knows of an account that the other does not. Costs nothing where they are known already; else the index is written anew.
 * Until somebody has said so, whoever stands on more than half of the messages is taken for the owner.
 */
gboolean
kith_history_add_owners (KithHistory         *self,
                         const char *const   *addresses,
                         GError             **error)
{
  g_auto (GStrv) keys = make_keys (addresses);
  KithHistoryChange change = { .owners = (const char *const *) keys };

  if (keys[0] == NULL || are_owners_known (self, keys))
    return TRUE;
  return kith_history_change (self, &change, error);
}

/*
 * kith_history_add_alias:
 *
 * Two addresses are one person: the owner, or an address book, says so. Does nothing where one of them is not in the index.
 */
gboolean
kith_history_add_alias (KithHistory  *self,
                        KithAddress  *address,
                        KithAddress  *other,
                        GError      **error)
{
  g_autofree char *one = kith_history_key_from_mailbox (kith_address_get_key (address));
  g_autofree char *two = kith_history_key_from_mailbox (kith_address_get_key (other));
  const char *alias[] = { one, two };
  KithHistoryChange change = { .alias = alias };

  return kith_history_change (self, &change, error);
}

static gboolean
is_alias_told (KithHistoryTold *told,
               const char      *one,
               const char      *two)
{
  for (guint i = 0; i + 1 < told->aliases->len; i += 2)
    {
      const char *first = g_ptr_array_index (told->aliases, i), *second = g_ptr_array_index (told->aliases, i + 1);

      if ((strcmp (first, one) == 0 && strcmp (second, two) == 0) || (strcmp (first, two) == 0 && strcmp (second, one) == 0))
        return TRUE;
    }
  return FALSE;
}

/*
 * kith_history_is_another:
 * @address: an address
 * @other: another one
 *
 * Returns: whether both are in the index, as two people, and nobody has said otherwise: then kith_history_add_alias() would change something
 */
gboolean
kith_history_is_another (KithHistory *self,
                         KithAddress *address,
                         KithAddress *other)
{
  g_autofree char *one = kith_history_key_from_mailbox (kith_address_get_key (address));
  g_autofree char *two = kith_history_key_from_mailbox (kith_address_get_key (other));
  KithHistoryView *view = kith_history_lock_view (self);
  gboolean another = FALSE;

  if (view->found && !is_alias_told (&view->state->told, one, two))
    {
      guint32 person = kith_history_view_find_person (view, address);
      guint32 other_person = kith_history_view_find_person (view, other);

      another = person != KITH_HISTORY_NONE_ID && other_person != KITH_HISTORY_NONE_ID && person != other_person;
    }
  kith_history_unlock_view (self);
  return another;
}

/* A message to more people than this makes no acquaintance. */
gboolean
kith_history_set_max_recipients (KithHistory  *self,
                                 guint         max_recipients,
                                 GError      **error)
{
  KithHistoryChange change = { .max_recipients = MIN (max_recipients, KITH_HISTORY_MAX_PARTICIPANTS - 2) };

  return kith_history_change (self, &change, error);
}

/*
 * kith_history_forget:
 *
 * Removes an address from the index, and its bytes from the disk: the files are written anew. Messages that the person wrote leave only the mark that they were
 * read, so that the next look at their folder does not bring them back.
 */
gboolean
kith_history_forget (KithHistory  *self,
                     KithAddress  *address,
                     GError      **error)
{
  g_autofree char *key = kith_history_key_from_mailbox (kith_address_get_key (address));
  KithHistoryChange change = { .forget = key };

  if (!g_file_test (self->index_path, G_FILE_TEST_EXISTS))
    return TRUE;
  return kith_history_change (self, &change, error);
}

gboolean
kith_history_remove_account (KithHistory  *self,
                             const char   *account,
                             GError      **error)
{
  KithHistoryChange change = { .account = account };

  return kith_history_change (self, &change, error);
}

/* Everything is removed from the disk. */
gboolean
kith_history_clear (KithHistory  *self,
                    GError      **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  gboolean cleared = TRUE;
  int lock;

  if (!g_file_test (self->directory, G_FILE_TEST_IS_DIR))
    return TRUE;
  lock = kith_history_take_lock (self, error);
  if (lock < 0)
    return FALSE;
  dir = g_dir_open (self->directory, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      if ((g_str_has_prefix (name, "base-") || g_str_has_prefix (name, "index")) && g_unlink (path) != 0)
        cleared = FALSE;
    }
  kith_history_release_lock (lock);
  if (!cleared)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The history index could not be removed"));
  return cleared;
}

void
kith_history_get_stats (KithHistory      *self,
                        KithHistoryStats *stats)
{
  KithHistoryView *view = kith_history_lock_view (self);

  memset (stats, 0, sizeof *stats);
  stats->n_recent = view->state->delta->records->len;
  stats->n_messages = stats->n_recent;
  stats->n_addresses = view->rules.n_addresses;
  stats->bytes = view->found ? view->seen.st_size : 0;
  if (view->base != NULL)
    {
      stats->n_messages += kith_history_base_get_n_records (view->base) - MIN (view->state->dead->len, kith_history_base_get_n_records (view->base));
      stats->bytes += kith_history_file_get_header (kith_history_base_get_file (view->base))->size;
    }
  for (guint i = 0; i < view->state->folders->len; i++)
    stats->n_folders += ((KithHistoryFolder *) g_ptr_array_index (view->state->folders, i))->path != NULL;
  kith_history_unlock_view (self);
}

/* Returns: (transfer full) (nullable): what the reader of a folder noted of it last; %NULL where it must be read */
char *
kith_history_dup_folder_state (KithHistory *self,
                               const char  *account,
                               const char  *path)
{
  KithHistoryView *view = kith_history_lock_view (self);
  char *state = NULL;

  for (guint i = 0; i < view->state->folders->len && view->found && state == NULL; i++)
    {
      const KithHistoryFolder *folder = g_ptr_array_index (view->state->folders, i);

      if (g_strcmp0 (folder->path, path) == 0 && strcmp (folder->account, account) == 0)
        state = g_strdup (folder->state);
    }
  kith_history_unlock_view (self);
  return state;
}

/* Returns: (transfer full) (element-type utf8): the accounts that have folders in the index, and whose names begin so */
GPtrArray *
kith_history_list_accounts (KithHistory *self,
                            const char  *prefix)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_free);
  KithHistoryView *view = kith_history_lock_view (self);

  for (guint i = 0; i < view->state->folders->len && view->found; i++)
    {
      const KithHistoryFolder *folder = g_ptr_array_index (view->state->folders, i);

      if (folder->path != NULL && g_str_has_prefix (folder->account, prefix)
          && !g_ptr_array_find_with_equal_func (accounts, folder->account, g_str_equal, NULL))
        g_ptr_array_add (accounts, g_strdup (folder->account));
    }
  kith_history_unlock_view (self);
  return accounts;
}

static gboolean
is_beneath (const char *path,
            const char *folder)
{
  gsize length = strlen (folder);

  while (length > 1 && folder[length - 1] == '/')
    length--;
  return strncmp (path, folder, length) == 0 && (path[length] == '\0' || path[length] == '/' || (length == 1 && folder[0] == '/'));
}

/*
 * kith_history_list_folders:
 * @beneath: (nullable): only this path and what lies beneath it
 *
 * Returns: (transfer full) (element-type utf8): paths of the folders of an account
 */
GPtrArray *
kith_history_list_folders (KithHistory *self,
                           const char  *account,
                           const char  *beneath)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  KithHistoryView *view = kith_history_lock_view (self);

  for (guint i = 0; i < view->state->folders->len && view->found; i++)
    {
      const KithHistoryFolder *folder = g_ptr_array_index (view->state->folders, i);

      if (folder->path != NULL && strcmp (folder->account, account) == 0 && (beneath == NULL || is_beneath (folder->path, beneath)))
        g_ptr_array_add (paths, g_strdup (folder->path));
    }
  kith_history_unlock_view (self);
  return paths;
}
