/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-folder.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

/* The database is locked while it answers, and Evolution writes to it too. */
#define ROWS_AT_ONCE 5000
#define MESSAGES_AT_ONCE 100
#define UNWANTED (CAMEL_MESSAGE_DELETED | CAMEL_MESSAGE_JUNK)

/*
 * A folder is read from its summary in the database of its account: to open a folder would have Evolution keep all of it in memory, and could have it ask the server. Of a folder
 * that is open anyway the summary in memory is newer.
 */
struct _KithEvolutionFolder
{
  KithMailFolder parent_instance;

  CamelStore *store;
};

G_DEFINE_FINAL_TYPE (KithEvolutionFolder, kith_evolution_folder, KITH_TYPE_MAIL_FOLDER)

static CamelFolder *
ref_opened (KithEvolutionFolder *self)
{
  g_autoptr (GPtrArray) folders = camel_store_dup_opened_folders (self->store);
  const char *name = kith_mail_folder_get_name (KITH_MAIL_FOLDER (self));
  CamelFolder *found = NULL;

  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr (CamelFolder) folder = folders->pdata[i];

      if (found == NULL && strcmp (camel_folder_get_full_name (folder), name) == 0)
        found = g_steal_pointer (&folder);
    }
  return found;
}

static void
append_quoted (GString    *query,
               const char *text)
{
  char *quoted = camel_db_sqlize_string (text);

  g_string_append (query, quoted);
  camel_db_free_sqlized_string (quoted);
}

static gboolean
run_query (CamelStore       *store,
           GString          *query,
           CamelDBSelectCB   func,
           gpointer          user_data,
           GError          **error)
{
  CamelDB *database = camel_store_get_db (store);
  g_autoptr (GError) local_error = NULL;

  if (database != NULL && camel_db_select (database, query->str, func, user_data, &local_error) == 0)
    return TRUE;
  g_debug ("A summary could not be read: %s", local_error != NULL ? local_error->message : "no reason given");
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("A mail folder cannot be read."));
  return FALSE;
}

static int
append_columns (gpointer   user_data,
                int        n_columns,
                char     **values,
                char     **names)
{
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (user_data, "%s ", values[i] != NULL ? values[i] : "");
  return 0;
}

static char *
kith_evolution_folder_dup_state (KithMailFolder *folder)
{
  KithEvolutionFolder *self = KITH_EVOLUTION_FOLDER (folder);
  g_autoptr (GString) query = g_string_new ("SELECT nextuid, time, saved_count, deleted_count, junk_count, bdata FROM folders WHERE folder_name = ");
  g_autoptr (GString) state = g_string_new (NULL);

  append_quoted (query, kith_mail_folder_get_name (folder));
  if (!run_query (self->store, query, append_columns, state, NULL) || state->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&state), FALSE);
}

static int
read_count (gpointer   user_data,
            int        n_columns,
            char     **values,
            char     **names)
{
  *(guint64 *) user_data = values[0] != NULL ? g_ascii_strtoull (values[0], NULL, 10) : 0;
  return 0;
}

static guint64
kith_evolution_folder_count (KithMailFolder *folder)
{
  KithEvolutionFolder *self = KITH_EVOLUTION_FOLDER (folder);
  g_autoptr (GString) query = g_string_new ("SELECT saved_count FROM folders WHERE folder_name = ");
  guint64 count = 0;

  append_quoted (query, kith_mail_folder_get_name (folder));
  run_query (self->store, query, read_count, &count, NULL);
  return MAX (count, 1);
}

typedef struct
{
  KithMailUidFunc func;
  gpointer user_data;
  char *last;
  guint n;
} Listing;

static int
list_row (gpointer   user_data,
          int        n_columns,
          char     **values,
          char     **names)
{
  Listing *listing = user_data;
  guint flags = values[1] != NULL ? (guint) g_ascii_strtoull (values[1], NULL, 10) : 0;

  if (values[0] == NULL)
    return 0;
  if ((flags & UNWANTED) == 0)
    listing->func (values[0], listing->user_data);
  g_free (listing->last);
  listing->last = g_strdup (values[0]);
  listing->n++;
  return 0;
}

static gboolean
list_summary (KithEvolutionFolder  *self,
              KithMailUidFunc       func,
              gpointer              user_data,
              GCancellable         *cancellable,
              GError              **error)
{
  Listing listing = { func, user_data, NULL, 0 };
  gboolean done;

  do
    {
      g_autoptr (GString) query = g_string_new ("SELECT uid, flags FROM ");

      append_quoted (query, kith_mail_folder_get_name (KITH_MAIL_FOLDER (self)));
      if (listing.last != NULL)
        {
          g_string_append (query, " WHERE uid > ");
          append_quoted (query, listing.last);
        }
      g_string_append_printf (query, " ORDER BY uid LIMIT %d", ROWS_AT_ONCE);
      listing.n = 0;
      done = run_query (self->store, query, list_row, &listing, error) && !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  while (done && listing.n == ROWS_AT_ONCE);
  g_free (listing.last);
  return done;
}

static gboolean
is_wanted (CamelFolder *folder,
           const char  *uid)
{
  return (camel_folder_summary_get_info_flags (camel_folder_get_folder_summary (folder), uid) & UNWANTED) == 0;
}

static void
list_opened (CamelFolder     *folder,
             KithMailUidFunc  func,
             gpointer         user_data)
{
  GPtrArray *uids = camel_folder_get_uids (folder);

  for (guint i = 0; uids != NULL && i < uids->len; i++)
    if (is_wanted (folder, uids->pdata[i]))
      func (uids->pdata[i], user_data);
  if (uids != NULL)
    camel_folder_free_uids (folder, uids);
}

static gboolean
kith_evolution_folder_list (KithMailFolder   *folder,
                            KithMailUidFunc   func,
                            gpointer          user_data,
                            GCancellable     *cancellable,
                            GError          **error)
{
  KithEvolutionFolder *self = KITH_EVOLUTION_FOLDER (folder);
  g_autoptr (CamelFolder) opened = ref_opened (self);

  if (opened == NULL)
    return list_summary (self, func, user_data, cancellable, error);
  list_opened (opened, func, user_data);
  return TRUE;
}

/* "HI LO N HI LO HI LO …": the Message-ID, and N references, the newest first. */
static void
parse_identifiers (const char *part,
                   guint64    *id,
                   guint64    *root)
{
  g_auto (GStrv) words = part != NULL ? g_strsplit (part, " ", -1) : NULL;
  guint n = words != NULL ? g_strv_length (words) : 0;
  guint64 n_references = n > 2 ? g_ascii_strtoull (words[2], NULL, 10) : 0;

  *id = *root = 0;
  if (n < 2)
    return;
  *id = g_ascii_strtoull (words[0], NULL, 10) << 32 | g_ascii_strtoull (words[1], NULL, 10);
  if (n_references > 0 && n_references < n && 2 + 2 * n_references < n)
    *root = g_ascii_strtoull (words[1 + 2 * n_references], NULL, 10) << 32 | g_ascii_strtoull (words[2 + 2 * n_references], NULL, 10);
}

typedef struct
{
  KithFeed *feed;
  GHashTable *missing;       /* of utf8: asked for, and not met yet */
} Reading;

enum
{
  UID,
  FLAGS,
  SENT,
  RECEIVED,
  FROM,
  TO,
  CC,
  LIST,
  PART,
  N_COLUMNS
};

static int
read_row (gpointer   user_data,
          int        n_columns,
          char     **values,
          char     **names)
{
  Reading *reading = user_data;
  gint64 sent, received;
  guint64 id, root;

  if (n_columns != N_COLUMNS || values[UID] == NULL)
    return 0;
  /* An open folder may know better: a message that is not junk any more stays so in the database until the folder is stored. */
  if (values[FLAGS] != NULL && (g_ascii_strtoull (values[FLAGS], NULL, 10) & UNWANTED) != 0)
    return 0;
  g_hash_table_remove (reading->missing, values[UID]);
  sent = values[SENT] != NULL ? g_ascii_strtoll (values[SENT], NULL, 10) : 0;
  received = values[RECEIVED] != NULL ? g_ascii_strtoll (values[RECEIVED], NULL, 10) : 0;
  parse_identifiers (values[PART], &id, &root);
  kith_feed_add_message (reading->feed, values[UID], id, root, sent > 0 ? sent : received,
                         values[LIST] != NULL && *values[LIST] != '\0' ? KITH_FEED_LIST : KITH_FEED_NONE);
  kith_feed_add_people (reading->feed, KITH_PART_FROM, values[FROM]);
  kith_feed_add_people (reading->feed, KITH_PART_TO, values[TO]);
  kith_feed_add_people (reading->feed, KITH_PART_CC, values[CC]);
  return 0;
}

static void
add_info (KithFeed         *feed,
          const char       *uid,
          CamelMessageInfo *info)
{
  const GArray *references;
  const char *list;
  gint64 date;

  /* Camel may fill in what is there of a message while its fields are looked at. */
  camel_message_info_property_lock (info);
  references = camel_message_info_get_references (info);
  list = camel_message_info_get_mlist (info);
  date = camel_message_info_get_date_sent (info);
  kith_feed_add_message (feed, uid, camel_message_info_get_message_id (info),
                         references != NULL && references->len > 0 ? g_array_index (references, guint64, references->len - 1) : 0,
                         date > 0 ? date : camel_message_info_get_date_received (info),
                         list != NULL && *list != '\0' ? KITH_FEED_LIST : KITH_FEED_NONE);
  kith_feed_add_people (feed, KITH_PART_FROM, camel_message_info_get_from (info));
  kith_feed_add_people (feed, KITH_PART_TO, camel_message_info_get_to (info));
  kith_feed_add_people (feed, KITH_PART_CC, camel_message_info_get_cc (info));
  camel_message_info_property_unlock (info);
}

/* What is not in the database yet, or not as it is by now. Returns: whether the folder is open */
static gboolean
read_opened (KithEvolutionFolder *self,
             Reading             *reading)
{
  g_autoptr (CamelFolder) folder = ref_opened (self);
  GHashTableIter iter;
  gpointer uid;

  if (folder == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, reading->missing);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    {
      g_autoptr (CamelMessageInfo) info = camel_folder_get_message_info (folder, uid);

      if (info != NULL && (camel_message_info_get_flags (info) & UNWANTED) == 0)
        add_info (reading->feed, uid, info);
    }
  return TRUE;
}

static gboolean
read_some (KithEvolutionFolder  *self,
           const char *const    *uids,
           guint                 n_uids,
           Reading              *reading,
           GError              **error)
{
  g_autoptr (GString) query = g_string_new ("SELECT uid, flags, dsent, dreceived, mail_from, mail_to, mail_cc, mlist, part FROM ");

  append_quoted (query, kith_mail_folder_get_name (KITH_MAIL_FOLDER (self)));
  for (guint i = 0; i < n_uids; i++)
    {
      g_string_append (query, i == 0 ? " WHERE uid IN (" : ", ");
      append_quoted (query, uids[i]);
    }
  g_string_append (query, ")");
  return run_query (self->store, query, read_row, reading, error);
}

static gboolean
kith_evolution_folder_read (KithMailFolder     *folder,
                            const char *const  *uids,
                            guint               n_uids,
                            KithFeed           *feed,
                            GCancellable       *cancellable,
                            GError            **error)
{
  KithEvolutionFolder *self = KITH_EVOLUTION_FOLDER (folder);
  g_autoptr (GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);
  Reading reading = { feed, missing };
  g_autoptr (GError) unread = NULL;

  for (guint i = 0; i < n_uids; i++)
    g_hash_table_add (missing, (char *) uids[i]);
  for (guint i = 0; i < n_uids && unread == NULL; i += MESSAGES_AT_ONCE)
    read_some (self, uids + i, MIN (MESSAGES_AT_ONCE, n_uids - i), &reading, &unread);
  /* A folder that is new has no summary in the database at first, but it is open then; else what could not be read is not gone. */
  if (g_hash_table_size (missing) > 0 && !read_opened (self, &reading) && unread != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unread));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
kith_evolution_folder_has (KithMailFolder *folder,
                           const char     *uid)
{
  g_autoptr (CamelFolder) opened = ref_opened (KITH_EVOLUTION_FOLDER (folder));

  /* Touched, and closed since: the next start compares. */
  return opened == NULL || is_wanted (opened, uid);
}

static void
kith_evolution_folder_finalize (GObject *object)
{
  g_clear_object (&KITH_EVOLUTION_FOLDER (object)->store);
  G_OBJECT_CLASS (kith_evolution_folder_parent_class)->finalize (object);
}

static void
kith_evolution_folder_class_init (KithEvolutionFolderClass *klass)
{
  KithMailFolderClass *folder_class = KITH_MAIL_FOLDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_evolution_folder_finalize;
  folder_class->dup_state = kith_evolution_folder_dup_state;
  folder_class->count = kith_evolution_folder_count;
  folder_class->list = kith_evolution_folder_list;
  folder_class->read = kith_evolution_folder_read;
  folder_class->has = kith_evolution_folder_has;
}

static void
kith_evolution_folder_init (KithEvolutionFolder *self)
{
}

/*
 * kith_evolution_folder_new:
 * @store: an account
 * @name: the full name of a folder in it
 *
 * Returns: (transfer full): the folder, for the thread that reads
 */
KithEvolutionFolder *
kith_evolution_folder_new (CamelStore *store,
                           const char *name)
{
  g_autofree char *account = kith_evolution_folder_dup_account (store);
  KithEvolutionFolder *self = g_object_new (KITH_TYPE_EVOLUTION_FOLDER, "account", account, "name", name, NULL);

  self->store = g_object_ref (store);
  return self;
}

/*
 * kith_evolution_folder_dup_account:
 *
 * Returns: (transfer full): what the history calls an account
 */
char *
kith_evolution_folder_dup_account (CamelStore *store)
{
  return g_strconcat (KITH_EVOLUTION_ACCOUNT_PREFIX, camel_service_get_uid (CAMEL_SERVICE (store)), NULL);
}

static int
add_name (gpointer   user_data,
          int        n_columns,
          char     **values,
          char     **names)
{
  if (values[0] != NULL)
    g_strv_builder_add (user_data, values[0]);
  return 0;
}

/*
 * kith_evolution_folder_list_names:
 * @store: an account
 *
 * Reads the disk.
 *
 * Returns: (transfer full) (nullable): the full names of the folders that have a summary
 */
GStrv
kith_evolution_folder_list_names (CamelStore  *store,
                                  GError     **error)
{
  g_autoptr (GString) query = g_string_new ("SELECT folder_name FROM folders");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (!run_query (store, query, add_name, names, error))
    return NULL;
  return g_strv_builder_end (names);
}
