/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-reading.h"

#include <string.h>

#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>
#include <shell/e-shell-backend.h>

#include "kith-evolution-folder.h"

/* At the start the owner wants to see mail first; and folders come one after the other. */
#define ROUND_MSEC 1500
#define GATHER_MSEC 500
/* To note more messages of a folder than that one by one would hold the main loop: the folder is compared as a whole then, in the thread that reads. */
#define MANY 1000
/* Folders that Camel makes up: what was thrown away, and junk. */
#define MADE_UP_PREFIX ".#evolution/"

/* What changed in one folder since it was last told. */
typedef struct
{
  CamelStore *store;
  char *name;
  GHashTable *came;          /* of utf8 */
  GHashTable *went;          /* of utf8 */
  GHashTable *touched;       /* of utf8 */
  gboolean many;             /* and therefore not noted */
} Changes;

struct _KithEvolutionReading
{
  GObject parent_instance;

  EShell *shell;             /* weak */
  KithReading *reading;
  EMailSession *session;     /* (nullable): not there at the very start */
  GHashTable *unsent;        /* of utf8: URIs of folders whose messages nobody has got */
  GHashTable *changed;       /* "account\nname" -> Changes */
  guint round_source;
  guint gather_source;
};

G_DEFINE_FINAL_TYPE (KithEvolutionReading, kith_evolution_reading, G_TYPE_OBJECT)

static void start_soon (KithEvolutionReading *self);

static void
changes_free (gpointer data)
{
  Changes *changes = data;

  g_object_unref (changes->store);
  g_free (changes->name);
  g_hash_table_unref (changes->came);
  g_hash_table_unref (changes->went);
  g_hash_table_unref (changes->touched);
  g_free (changes);
}

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify) camel_pstring_free, NULL);
}

static GStrv
take_set (GHashTable *set)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  GHashTableIter iter;
  gpointer uid;

  if (g_hash_table_size (set) == 0)
    return NULL;
  builder = g_strv_builder_new ();
  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    g_strv_builder_add (builder, uid);
  return g_strv_builder_end (builder);
}

/* Which folders are read. */

static guint32
get_type_of_folder (KithEvolutionReading *self,
                    CamelStore           *store,
                    const char           *name,
                    gboolean             *is_known,
                    gboolean             *is_virtual)
{
  CamelFolderInfoFlags flags = 0;

  *is_known = mail_folder_cache_get_folder_info_flags (e_mail_session_get_folder_cache (self->session), store, name, &flags);
  *is_virtual = (flags & CAMEL_FOLDER_VIRTUAL) != 0 || g_str_has_prefix (name, MADE_UP_PREFIX);
  return flags & CAMEL_FOLDER_TYPE_MASK;
}

static void
add_uri (GHashTable *uris,
         char       *uri)
{
  if (uri != NULL)
    g_hash_table_add (uris, uri);
}

/* Drafts, templates, and what waits to be sent: nobody has got that. Asked once for a round, as there may be many folders. */
static void
find_unsent (KithEvolutionReading *self)
{
  static const EMailLocalFolder local[] = { E_MAIL_LOCAL_FOLDER_DRAFTS, E_MAIL_LOCAL_FOLDER_OUTBOX, E_MAIL_LOCAL_FOLDER_TEMPLATES };
  GList *sources = e_source_registry_list_sources (e_mail_session_get_registry (self->session), E_SOURCE_EXTENSION_MAIL_COMPOSITION);

  g_hash_table_remove_all (self->unsent);
  for (guint i = 0; i < G_N_ELEMENTS (local); i++)
    add_uri (self->unsent, g_strdup (e_mail_session_get_local_folder_uri (self->session, local[i])));
  for (GList *l = sources; l != NULL; l = l->next)
    {
      ESourceMailComposition *composition = e_source_get_extension (l->data, E_SOURCE_EXTENSION_MAIL_COMPOSITION);

      add_uri (self->unsent, e_source_mail_composition_dup_drafts_folder (composition));
      add_uri (self->unsent, e_source_mail_composition_dup_templates_folder (composition));
    }
  g_list_free_full (sources, g_object_unref);
}

static gboolean
is_not_sent_yet (KithEvolutionReading *self,
                 CamelStore           *store,
                 const char           *name)
{
  g_autofree char *uri = e_mail_folder_uri_build (store, name);

  return uri != NULL && g_hash_table_contains (self->unsent, uri);
}

/* Returns: whether it is known that the folder is none of those that are read */
static gboolean
is_left_out (KithEvolutionReading *self,
             CamelStore           *store,
             const char           *name,
             gboolean             *is_known)
{
  gboolean is_virtual;
  guint32 type = get_type_of_folder (self, store, name, is_known, &is_virtual);

  return is_virtual || type == CAMEL_FOLDER_TYPE_JUNK || type == CAMEL_FOLDER_TYPE_TRASH || type == CAMEL_FOLDER_TYPE_OUTBOX
         || type == CAMEL_FOLDER_TYPE_DRAFTS || is_not_sent_yet (self, store, name);
}

/* News and feeds are no mail between people, and search folders hold what is elsewhere. */
static gboolean
is_read (KithEvolutionReading *self,
         CamelStore           *store)
{
  ESourceRegistry *registry = e_mail_session_get_registry (self->session);
  const CamelProvider *provider = camel_service_get_provider (CAMEL_SERVICE (store));
  g_autoptr (ESource) source = e_source_registry_ref_source (registry, camel_service_get_uid (CAMEL_SERVICE (store)));

  return provider != NULL && g_strcmp0 (provider->domain, "mail") == 0 && source != NULL && e_source_registry_check_enabled (registry, source);
}

static GList *
list_stores (KithEvolutionReading *self)
{
  GList *services = camel_session_list_services (CAMEL_SESSION (self->session));
  GList *stores = NULL;

  for (GList *l = services; l != NULL; l = l->next)
    if (CAMEL_IS_STORE (l->data) && is_read (self, l->data))
      stores = g_list_prepend (stores, g_object_ref (l->data));
  g_list_free_full (services, g_object_unref);
  return stores;
}

/* Following. */

static gboolean
tell_changes (gpointer user_data)
{
  KithEvolutionReading *self = user_data;
  g_autoptr (GHashTable) changed = g_steal_pointer (&self->changed);
  GHashTableIter iter;
  gpointer value;

  self->gather_source = 0;
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, changes_free);
  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Changes *changes = value;
      g_autoptr (KithEvolutionFolder) folder = NULL;
      gboolean is_known;

      if (!is_read (self, changes->store) || is_left_out (self, changes->store, changes->name, &is_known) || !is_known)
        continue;
      folder = kith_evolution_folder_new (changes->store, changes->name);
      if (changes->many)
        kith_reading_compare_folder (self->reading, KITH_MAIL_FOLDER (folder));
      else
        kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (folder), take_set (changes->came), take_set (changes->went),
                                    take_set (changes->touched));
    }
  return G_SOURCE_REMOVE;
}

static Changes *
note_changes (KithEvolutionReading *self,
              CamelStore           *store,
              const char           *name)
{
  g_autofree char *key = g_strjoin ("\n", camel_service_get_uid (CAMEL_SERVICE (store)), name, NULL);
  Changes *changes = g_hash_table_lookup (self->changed, key);

  if (changes == NULL)
    {
      changes = g_new0 (Changes, 1);
      changes->store = g_object_ref (store);
      changes->name = g_strdup (name);
      changes->came = set_new ();
      changes->went = set_new ();
      changes->touched = set_new ();
      g_hash_table_insert (self->changed, g_steal_pointer (&key), changes);
    }
  if (self->gather_source == 0)
    self->gather_source = g_timeout_add_full (G_PRIORITY_LOW, GATHER_MSEC, tell_changes, self, NULL);
  return changes;
}

static void
add_all (GHashTable *set,
         GPtrArray  *uids)
{
  for (guint i = 0; uids != NULL && i < uids->len; i++)
    g_hash_table_add (set, (char *) camel_pstring_strdup (uids->pdata[i]));
}

static void
remove_all (GHashTable *set,
            GPtrArray  *uids)
{
  for (guint i = 0; uids != NULL && g_hash_table_size (set) > 0 && i < uids->len; i++)
    g_hash_table_remove (set, uids->pdata[i]);
}

static guint
count_uids (GPtrArray *uids)
{
  return uids != NULL ? uids->len : 0;
}

static gboolean
are_too_many (Changes                     *changes,
              const CamelFolderChangeInfo *info)
{
  guint noted = g_hash_table_size (changes->came) + g_hash_table_size (changes->went) + g_hash_table_size (changes->touched);

  if (!changes->many && noted + count_uids (info->uid_added) + count_uids (info->uid_changed) + count_uids (info->uid_removed) > MANY)
    {
      changes->many = TRUE;
      g_hash_table_remove_all (changes->came);
      g_hash_table_remove_all (changes->went);
      g_hash_table_remove_all (changes->touched);
    }
  return changes->many;
}

static void
on_folder_changed (CamelFolder           *folder,
                   CamelFolderChangeInfo *info,
                   KithEvolutionReading  *self)
{
  CamelStore *store = camel_folder_get_parent_store (folder);
  Changes *changes;

  if (store == NULL || info == NULL || self->session == NULL)
    return;
  changes = note_changes (self, store, camel_folder_get_full_name (folder));
  if (are_too_many (changes, info))
    return;
  add_all (changes->came, info->uid_added);
  add_all (changes->touched, info->uid_changed);
  add_all (changes->went, info->uid_removed);
  remove_all (changes->came, info->uid_removed);
  remove_all (changes->touched, info->uid_removed);
}

static void
follow_folder (KithEvolutionReading *self,
               CamelFolder          *folder)
{
  if (g_signal_handler_find (folder, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, on_folder_changed, self) == 0)
    g_signal_connect_object (folder, "changed", G_CALLBACK (on_folder_changed), self, 0);
}

typedef struct
{
  GWeakRef *reading;
  CamelFolder *folder;
} Opened;

static gboolean
on_opened_in_main (gpointer user_data)
{
  Opened *opened = user_data;
  g_autoptr (KithEvolutionReading) self = g_weak_ref_get (opened->reading);

  if (self != NULL)
    {
      follow_folder (self, opened->folder);
      start_soon (self);
    }
  return G_SOURCE_REMOVE;
}

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_object_unref (opened->folder);
  g_atomic_rc_box_release_full (opened->reading, (GDestroyNotify) g_weak_ref_clear);
  g_free (opened);
}

/* Emitted in the thread that opens the folder. */
static void
on_folder_opened (CamelStore  *store,
                  CamelFolder *folder,
                  GWeakRef    *reading)
{
  Opened *opened = g_new0 (Opened, 1);

  opened->reading = g_atomic_rc_box_acquire (reading);
  opened->folder = g_object_ref (folder);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_opened_in_main, opened, opened_free);
}

static void
weak_ref_unref (gpointer  data,
                GClosure *closure)
{
  g_atomic_rc_box_release_full (data, (GDestroyNotify) g_weak_ref_clear);
}

static void
follow_store (KithEvolutionReading *self,
              CamelStore           *store)
{
  static const char followed[] = "kith-followed";
  GWeakRef *reading;

  if (g_object_get_data (G_OBJECT (store), followed) != NULL)
    return;
  g_object_set_data (G_OBJECT (store), followed, self);
  reading = g_atomic_rc_box_new0 (GWeakRef);
  g_weak_ref_init (reading, self);
  g_signal_connect_data (store, "folder-opened", G_CALLBACK (on_folder_opened), reading, weak_ref_unref, 0);
}

/* A round: what folders are there? */

typedef struct
{
  CamelStore *store;
  GStrv names;               /* (nullable) */
  GPtrArray *opened;         /* (element-type CamelFolder) */
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  g_object_unref (round->store);
  g_strfreev (round->names);
  g_clear_pointer (&round->opened, g_ptr_array_unref);
  g_free (round);
}

static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Round *round = task_data;

  round->names = kith_evolution_folder_list_names (round->store, NULL);
  round->opened = camel_store_dup_opened_folders (round->store);
  g_ptr_array_set_free_func (round->opened, g_object_unref);
  g_task_return_boolean (task, TRUE);
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Round *round = g_task_get_task_data (G_TASK (result));
  g_autoptr (KithEvolutionReading) self = user_data;
  g_autofree char *account = kith_evolution_folder_dup_account (round->store);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (self->session == NULL || round->names == NULL)
    return;
  for (guint i = 0; i < round->opened->len; i++)
    follow_folder (self, round->opened->pdata[i]);
  for (guint i = 0; round->names[i] != NULL; i++)
    {
      gboolean is_known;
      g_autoptr (KithEvolutionFolder) folder = NULL;

      if (is_left_out (self, round->store, round->names[i], &is_known))
        continue;
      /* What kind of folder it is, is not known before its account has told. */
      g_ptr_array_add (kept, round->names[i]);
      if (!is_known)
        continue;
      folder = kith_evolution_folder_new (round->store, round->names[i]);
      kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
    }
  g_ptr_array_add (kept, NULL);
  kith_reading_keep_folders (self->reading, account, (const char *const *) kept->pdata);
}

static void
look_at_store (KithEvolutionReading *self,
               CamelStore           *store)
{
  /* Not as the data of the task, which its thread may be the last to hold: this object ends in the main thread. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_listed, g_object_ref (self));
  Round *round = g_new0 (Round, 1);

  follow_store (self, store);
  round->store = g_object_ref (store);
  g_task_set_task_data (task, round, round_free);
  g_task_run_in_thread (task, list_in_thread);
}

/* The mail part of Evolution is loaded after this module. */
static gboolean
find_session (KithEvolutionReading *self)
{
  static const char *const of_cache[] = { "folder-available", "folder-unavailable", "folder-deleted", "folder-renamed" };
  static const char *const of_registry[] = { "source-added", "source-removed", "source-enabled", "source-disabled" };
  EShellBackend *backend = self->shell != NULL ? e_shell_get_backend_by_name (self->shell, "mail") : NULL;

  if (self->session != NULL)
    return TRUE;
  if (backend == NULL || !E_IS_MAIL_BACKEND (backend) || e_mail_backend_get_session (E_MAIL_BACKEND (backend)) == NULL)
    return FALSE;
  self->session = g_object_ref (e_mail_backend_get_session (E_MAIL_BACKEND (backend)));
  for (guint i = 0; i < G_N_ELEMENTS (of_cache); i++)
    g_signal_connect_object (e_mail_session_get_folder_cache (self->session), of_cache[i], G_CALLBACK (start_soon), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (of_registry); i++)
    g_signal_connect_object (e_mail_session_get_registry (self->session), of_registry[i], G_CALLBACK (start_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "store-added", G_CALLBACK (start_soon), self, G_CONNECT_SWAPPED);
  return TRUE;
}

static gboolean
on_round (gpointer user_data)
{
  KithEvolutionReading *self = user_data;
  g_autoptr (GStrvBuilder) accounts = NULL;
  g_auto (GStrv) all = NULL;
  GList *stores;

  if (!find_session (self))
    return G_SOURCE_CONTINUE;
  self->round_source = 0;
  find_unsent (self);
  accounts = g_strv_builder_new ();
  stores = list_stores (self);
  for (GList *l = stores; l != NULL; l = l->next)
    {
      g_autofree char *account = kith_evolution_folder_dup_account (l->data);

      g_strv_builder_add (accounts, account);
      look_at_store (self, l->data);
    }
  g_list_free_full (stores, g_object_unref);
  all = g_strv_builder_end (accounts);
  kith_reading_keep_accounts (self->reading, KITH_EVOLUTION_ACCOUNT_PREFIX, (const char *const *) all);
  return G_SOURCE_REMOVE;
}

static void
start_soon (KithEvolutionReading *self)
{
  if (self->round_source == 0 && self->reading != NULL)
    self->round_source = g_timeout_add_full (G_PRIORITY_LOW, ROUND_MSEC, on_round, self, NULL);
}

static void
stop (KithEvolutionReading *self)
{
  g_clear_handle_id (&self->round_source, g_source_remove);
  g_clear_handle_id (&self->gather_source, g_source_remove);
  if (self->reading != NULL)
    kith_reading_stop (self->reading);
  g_clear_object (&self->reading);
  g_hash_table_remove_all (self->changed);
  g_clear_object (&self->session);
}

static void
kith_evolution_reading_dispose (GObject *object)
{
  KithEvolutionReading *self = KITH_EVOLUTION_READING (object);

  stop (self);
  g_clear_weak_pointer (&self->shell);
  G_OBJECT_CLASS (kith_evolution_reading_parent_class)->dispose (object);
}

static void
kith_evolution_reading_finalize (GObject *object)
{
  g_hash_table_unref (KITH_EVOLUTION_READING (object)->changed);
  g_hash_table_unref (KITH_EVOLUTION_READING (object)->unsent);
  G_OBJECT_CLASS (kith_evolution_reading_parent_class)->finalize (object);
}

static void
kith_evolution_reading_class_init (KithEvolutionReadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kith_evolution_reading_dispose;
  object_class->finalize = kith_evolution_reading_finalize;
}

static void
kith_evolution_reading_init (KithEvolutionReading *self)
{
  self->unsent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, changes_free);
}

/*
 * kith_evolution_reading_new:
 * @shell: not owned
 * @engine: an engine that knows the owner's addresses already
 *
 * Returns: (transfer full): what has the folders of Evolution read
 */
KithEvolutionReading *
kith_evolution_reading_new (EShell     *shell,
                            KithEngine *engine)
{
  KithEvolutionReading *self = g_object_new (KITH_TYPE_EVOLUTION_READING, NULL);

  g_set_weak_pointer (&self->shell, shell);
  self->reading = kith_reading_new (engine);
  /* Evolution lets its accounts go before its extensions. */
  g_signal_connect_object (shell, "prepare-for-quit", G_CALLBACK (stop), self, G_CONNECT_SWAPPED);
  start_soon (self);
  return self;
}
