/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-database.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-database-file.h"
#include "kith-database-private.h"

#define BUSY_TIMEOUT_MSEC 2000
#define BUSY_PAUSE_USEC 20000
#define MAX_VALUE_BYTES (16 * 1024 * 1024)
#define MAX_IDLE_STATEMENTS 64
/* A full look at a cache of this size costs some milliseconds; a larger one is looked at page by page as it is used. */
#define MAX_CHECKED_BYTES (8 * 1024 * 1024)
/* What the owner wrote is far less than this. */
#define MAX_COPIED_BYTES (64 * 1024 * 1024)

struct _KithDatabase
{
  GObject parent_instance;

  char *path;
  char *name; /* base name, for messages */
  KithDatabasePolicy policy;
  GStrv migrations;
  sqlite3 *handle;
  GHashTable *idle; /* char * SQL → sqlite3_stmt *, both owned */
  GError *problem;
  KithDatabaseFileId file;
  KithDatabaseFileStamp stamp; /* of what was copied */
  guint n_active;
  gboolean copied;
  gboolean read_only;
  gboolean broken;
};

G_DEFINE_FINAL_TYPE (KithDatabase, kith_database, G_TYPE_OBJECT)

static const char *
describe (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return _("the disk is full");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _("another program is using it");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return _("it cannot be written to");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:
      return _("it is damaged");
    case SQLITE_CANTOPEN:
      return _("it cannot be opened");
    case SQLITE_TOOBIG:
      return _("a value is too large");
    default:
      return _("the disk reported an error");
    }
}

/* Every failing path ends here, so that damage is noticed wherever it shows. */
gboolean
kith_database_fail (KithDatabase  *self,
                    int            code,
                    GError       **error)
{
  int primary = code & 0xff;

  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
    self->broken = TRUE;
  g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot use its file %s: %s"), self->name, describe (code));

  return FALSE;
}

/* Our SQL is fixed: where it does not compile, the schema is not the one its version promises. */
static int
blame_schema (int code)
{
  return code == SQLITE_ERROR ? SQLITE_CORRUPT : code;
}

static gboolean
execute (KithDatabase  *self,
         const char    *sql,
         GError       **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || kith_database_fail (self, blame_schema (code), error);
}

/* One number from a pragma or query without parameters. */
static gboolean
query_number (KithDatabase  *self,
              const char    *sql,
              gint64        *number,
              GError       **error)
{
  sqlite3_stmt *handle = NULL;
  int code = sqlite3_prepare_v2 (self->handle, sql, -1, &handle, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (handle);
  if (code == SQLITE_ROW)
    *number = sqlite3_column_int64 (handle, 0);
  sqlite3_finalize (handle);

  return code == SQLITE_ROW || kith_database_fail (self, code == SQLITE_DONE ? SQLITE_CORRUPT : code, error);
}

static void
disconnect (KithDatabase *self)
{
  g_hash_table_remove_all (self->idle);
  g_clear_pointer (&self->handle, sqlite3_close_v2);
}

static void
limit_handle (sqlite3 *handle)
{
  static const struct { int id; int value; } limits[] = {
    { SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES },
    { SQLITE_LIMIT_SQL_LENGTH, 256 * 1024 },
    { SQLITE_LIMIT_COLUMN, 64 },
    { SQLITE_LIMIT_EXPR_DEPTH, 64 },
    { SQLITE_LIMIT_COMPOUND_SELECT, 8 },
    { SQLITE_LIMIT_VDBE_OP, 100 * 1000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 16 },
    { SQLITE_LIMIT_ATTACHED, 1 }, /* VACUUM takes one */
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1024 },
    { SQLITE_LIMIT_TRIGGER_DEPTH, 4 },
    { SQLITE_LIMIT_WORKER_THREADS, 0 },
  };
  static const struct { int id; int value; } switches[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
    { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (handle, limits[i].id, limits[i].value);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    sqlite3_db_config (handle, switches[i].id, switches[i].value, NULL);
  sqlite3_extended_result_codes (handle, 1);
  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MSEC);
}

static gboolean
open_handle (KithDatabase  *self,
             const char    *location,
             int            flags,
             GError       **error)
{
  int code = sqlite3_open_v2 (location, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);

  if (code != SQLITE_OK)
    return kith_database_fail (self, code, error);

  limit_handle (self->handle);
  /* Nothing of a person may land in a temporary file. */
  return execute (self,
                  "PRAGMA secure_delete = ON;"
                  "PRAGMA cell_size_check = ON;"
                  "PRAGMA temp_store = MEMORY;"
                  "PRAGMA mmap_size = 0;",
                  error);
}

/* Version and number of tables belong to one moment: in between another program may make the tables. */
static gboolean
read_version (KithDatabase  *self,
              gint64        *version,
              gint64        *n_objects,
              GError       **error)
{
  gboolean within = !sqlite3_get_autocommit (self->handle);
  gboolean read = (within || execute (self, "BEGIN", error)) &&
                  query_number (self, "PRAGMA user_version", version, error) &&
                  query_number (self, "SELECT count(*) FROM sqlite_schema", n_objects, error);

  if (!within)
    kith_database_rollback (self);

  return read;
}

static gboolean
check_version (KithDatabase  *self,
               gint64        *version,
               GError       **error)
{
  gint64 n_objects = 0;

  if (!read_version (self, version, &n_objects, error))
    return FALSE;
  if (*version > g_strv_length (self->migrations))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith cannot use its file %s: a newer version of Kith wrote it"), self->name);
      return FALSE;
    }
  if (*version < 0)
    return kith_database_fail (self, SQLITE_NOTADB, error);

  /* A database without our version but with tables was made by another program. */
  return *version > 0 || n_objects == 0 || kith_database_fail (self, SQLITE_NOTADB, error);
}

static gboolean
check_pages (KithDatabase  *self,
             GError       **error)
{
  sqlite3_stmt *handle = NULL;
  gboolean sound = FALSE;
  int code;

  if (self->policy == KITH_DATABASE_DISCARD && kith_database_get_size (self) > MAX_CHECKED_BYTES)
    return TRUE;

  code = sqlite3_prepare_v2 (self->handle, "PRAGMA quick_check(1)", -1, &handle, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_step (handle);
  if (code == SQLITE_ROW)
    sound = g_strcmp0 ((const char *) sqlite3_column_text (handle, 0), "ok") == 0;
  sqlite3_finalize (handle);

  return sound || kith_database_fail (self, code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_CORRUPT : code, error);
}

static gboolean
migrate (KithDatabase  *self,
         GError       **error)
{
  g_autofree char *mark = NULL;
  gint64 version;

  if (!check_version (self, &version, error))
    return FALSE;
  if (version == g_strv_length (self->migrations))
    return TRUE;

  if (!kith_database_begin (self, error))
    return FALSE;

  /* Another program may have been faster. */
  if (!check_version (self, &version, error))
    {
      kith_database_rollback (self);
      return FALSE;
    }
  for (gsize i = version; self->migrations[i] != NULL; i++)
    {
      if (!execute (self, self->migrations[i], error))
        {
          kith_database_rollback (self);
          return FALSE;
        }
    }
  mark = g_strdup_printf ("PRAGMA user_version = %u", g_strv_length (self->migrations));
  if (!execute (self, mark, error))
    {
      kith_database_rollback (self);
      return FALSE;
    }

  return kith_database_commit (self, error);
}

static gboolean
connect_writable (KithDatabase  *self,
                  GError       **error)
{
  g_autofree char *setup = NULL;
  gint64 version;

  self->broken = FALSE;
  if (!kith_database_file_prepare (self->path, &self->file, error))
    return FALSE;
  if (!open_handle (self, self->path, SQLITE_OPEN_READWRITE, error))
    return FALSE;
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    return kith_database_fail (self, SQLITE_READONLY, error);

  /* The version comes first: nothing is changed in the file of a newer Kith. */
  if (!check_version (self, &version, error) || !check_pages (self, error))
    return FALSE;

  /* Only a new file is told how to vacuum: saying so writes, even where it is so already. */
  setup = g_strdup_printf ("%s PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 1048576; PRAGMA synchronous = %s",
                           version == 0 ? "PRAGMA auto_vacuum = INCREMENTAL;" : "",
                           self->policy == KITH_DATABASE_KEEP ? "FULL" : "NORMAL");
  return execute (self, setup, error) && migrate (self, error);
}

/*
 * A file of an older schema that cannot be brought up to date where it lies (the disk is full, the medium is read-only, another program writes for a long
 * time) is brought up to date as a copy in memory, so that what it holds is there to be read. Nothing can be written to the copy.
 */
static gboolean
read_copy (KithDatabase  *self,
           GError       **error)
{
  sqlite3 *file = g_steal_pointer (&self->handle);
  gboolean copied;

  kith_database_file_read_stamp (self->path, &self->stamp);
  copied = open_handle (self, ":memory:", SQLITE_OPEN_READWRITE, error);

  if (copied)
    {
      sqlite3_backup *backup = sqlite3_backup_init (self->handle, "main", file, "main");

      copied = backup != NULL && sqlite3_backup_step (backup, -1) == SQLITE_DONE;
      if (sqlite3_backup_finish (backup) != SQLITE_OK || !copied)
        copied = kith_database_fail (self, sqlite3_errcode (self->handle), error);
    }
  sqlite3_close_v2 (file);
  self->copied = TRUE;

  return copied && migrate (self, error) && execute (self, "PRAGMA query_only = ON", error);
}

static gboolean
make_current (KithDatabase  *self,
              GError       **error)
{
  gint64 version;

  if (!check_version (self, &version, error))
    return FALSE;
  if (version == g_strv_length (self->migrations))
    return TRUE;
  if (version == 0 || kith_database_get_size (self) > MAX_COPIED_BYTES)
    return kith_database_fail (self, SQLITE_READONLY, error);

  g_hash_table_remove_all (self->idle);
  return read_copy (self, error);
}

static gboolean
connect_read_only (KithDatabase  *self,
                   GError       **error)
{
  g_autofree char *uri = NULL;
  g_autofree char *location = NULL;

  self->broken = FALSE;
  self->copied = FALSE;
  /* Opening a pipe would wait for somebody to write into it. */
  if (!g_file_test (self->path, G_FILE_TEST_IS_REGULAR))
    return kith_database_fail (self, SQLITE_CANTOPEN, error);
  if (open_handle (self, self->path, SQLITE_OPEN_READONLY, NULL) && make_current (self, NULL))
    return TRUE;
  disconnect (self);

  /* Where -shm cannot be made either (a read-only medium), nobody else writes: the file may be read as it lies there. */
  uri = g_filename_to_uri (self->path, NULL, NULL);
  location = g_strconcat (uri, "?immutable=1", NULL);
  return uri != NULL && open_handle (self, location, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error) && make_current (self, error);
}

static gboolean
is_busy (KithDatabase *self)
{
  return self->handle != NULL && (sqlite3_errcode (self->handle) & 0xff) == SQLITE_BUSY;
}

/* The change to WAL of a new file does not wait for another program that does the same: try again for a while. */
static gboolean
connect_patiently (KithDatabase  *self,
                   GError       **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MSEC * G_TIME_SPAN_MILLISECOND;

  while (TRUE)
    {
      g_autoptr (GError) failure = NULL;

      if (connect_writable (self, &failure))
        return TRUE;
      if (!is_busy (self) || g_get_monotonic_time () > deadline)
        {
          disconnect (self);
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      disconnect (self);
      g_usleep (BUSY_PAUSE_USEC);
    }
}

static gboolean
begin_anew (KithDatabase  *self,
            GError       **error)
{
  disconnect (self);

  return kith_database_file_set_aside (self->path, &self->file, error) && connect_patiently (self, error);
}

static gboolean
connect_or_begin_anew (KithDatabase  *self,
                       GError       **error)
{
  g_autoptr (GError) failure = NULL;

  if (connect_patiently (self, &failure))
    return TRUE;
  if (self->policy == KITH_DATABASE_DISCARD && self->broken)
    return begin_anew (self, error);

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * kith_database_open:
 * @path: the file; its folder is made (mode 0700) where it is missing
 * @policy: what becomes of a file that cannot be used
 * @migrations: (array zero-terminated=1): SQL scripts; the n-th brings the schema from version n-1 to n
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Opens a database and brings its schema up to date in one transaction. A file of a newer schema is left alone. With
 * %KITH_DATABASE_KEEP, a file that is damaged or cannot be written may come back read-only, also one of an older schema; kith_database_get_problem()
 * says why.
 *
 * The database belongs to the thread that uses it first.
 *
 * Returns: (transfer full) (nullable): the database
 */
KithDatabase *
kith_database_open (const char          *path,
                    KithDatabasePolicy   policy,
                    const char *const   *migrations,
                    GError             **error)
{
  g_autoptr (KithDatabase) self = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean connected;
  int turn;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (migrations != NULL, NULL);

  self = g_object_new (KITH_TYPE_DATABASE, NULL);
  self->path = g_strdup (path);
  self->name = g_path_get_basename (path);
  self->policy = policy;
  self->migrations = g_strdupv ((GStrv) migrations);

  if (!kith_database_file_make_folder (self->path, error))
    return NULL;
  turn = kith_database_file_take_turn (self->path, BUSY_TIMEOUT_MSEC);
  connected = connect_or_begin_anew (self, &failure);
  kith_database_file_end_turn (turn);
  if (connected)
    return g_steal_pointer (&self);

  if (policy == KITH_DATABASE_KEEP && connect_read_only (self, NULL))
    {
      self->read_only = TRUE;
      self->problem = g_steal_pointer (&failure);
      return g_steal_pointer (&self);
    }

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* A cache that turns out to be broken in use is begun anew as soon as nobody is in the middle of something. */
static gboolean
renew (KithDatabase  *self,
       GError       **error)
{
  gboolean renewed;
  int turn;

  if (!self->broken || self->policy != KITH_DATABASE_DISCARD || self->n_active > 0 || !sqlite3_get_autocommit (self->handle))
    return TRUE;

  turn = kith_database_file_take_turn (self->path, BUSY_TIMEOUT_MSEC);
  renewed = begin_anew (self, error);
  kith_database_file_end_turn (turn);

  return renewed;
}

/*
 * A copy does not follow its file. What another program has written there since, that somebody is never to be looked up say, is taken over before the next
 * look; where it cannot be read any more, nothing is known.
 */
static gboolean
follow_file (KithDatabase  *self,
             GError       **error)
{
  KithDatabaseFileStamp now;

  if (!self->copied || self->n_active > 0 || (self->handle != NULL && !sqlite3_get_autocommit (self->handle)))
    return TRUE;
  kith_database_file_read_stamp (self->path, &now);
  if (self->handle != NULL && memcmp (&now, &self->stamp, sizeof now) == 0)
    return TRUE;

  disconnect (self);
  if (connect_read_only (self, error))
    return TRUE;
  disconnect (self);
  self->copied = TRUE;
  return FALSE;
}

/**
 * kith_database_prepare:
 * @self: a database
 * @sql: one statement, a constant of ours: text from outside is bound, never pasted
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): the statement; free it to hand it back
 */
KithStatement *
kith_database_prepare (KithDatabase  *self,
                       const char    *sql,
                       GError       **error)
{
  g_autofree char *key = NULL;
  sqlite3_stmt *handle = NULL;
  gpointer cached = NULL;
  int code = SQLITE_OK;

  g_return_val_if_fail (KITH_IS_DATABASE (self), NULL);

  if (!follow_file (self, error))
    return NULL;
  if (self->handle == NULL)
    {
      kith_database_fail (self, SQLITE_CANTOPEN, error);
      return NULL;
    }
  if (!renew (self, error))
    return NULL;

  if (g_hash_table_steal_extended (self->idle, sql, (gpointer *) &key, &cached))
    handle = cached;
  else
    code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (code != SQLITE_OK)
    {
      kith_database_fail (self, blame_schema (code), error);
      return NULL;
    }

  self->n_active++;
  return kith_statement_new (self, handle);
}

void
kith_database_take_back (KithDatabase *self,
                         sqlite3_stmt *handle)
{
  const char *sql = sqlite3_sql (handle);
  /* One that failed may have been compiled for tables that are gone: it is compiled again, which tells. */
  gboolean failed = sqlite3_reset (handle) != SQLITE_OK;

  self->n_active--;
  sqlite3_clear_bindings (handle);
  if (!failed && g_hash_table_size (self->idle) < MAX_IDLE_STATEMENTS && !g_hash_table_contains (self->idle, sql))
    g_hash_table_insert (self->idle, g_strdup (sql), handle);
  else
    sqlite3_finalize (handle);
}

/**
 * kith_database_execute:
 * @self: a database
 * @sql: constant SQL without parameters and results
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_database_execute (KithDatabase  *self,
                       const char    *sql,
                       GError       **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self, sql, error);

  return statement != NULL && kith_statement_run (statement, error);
}

/**
 * kith_database_begin:
 * @self: a database
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Begins a transaction that will write, waiting up to two seconds for another program.
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_database_begin (KithDatabase  *self,
                     GError       **error)
{
  return kith_database_execute (self, "BEGIN IMMEDIATE", error);
}

/**
 * kith_database_commit:
 * @self: a database with an open transaction
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Ends the transaction, and rolls it back where that fails.
 *
 * Returns: %TRUE where all is written
 */
gboolean
kith_database_commit (KithDatabase  *self,
                      GError       **error)
{
  if (kith_database_execute (self, "COMMIT", error))
    return TRUE;

  kith_database_rollback (self);
  return FALSE;
}

/**
 * kith_database_rollback:
 * @self: a database
 *
 * Takes back an open transaction; does nothing where there is none (SQLite ends one itself on some errors).
 */
void
kith_database_rollback (KithDatabase *self)
{
  if (self->handle != NULL && !sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* PRAGMA wal_checkpoint answers with a row whose first column says whether somebody was in the way. */
static gboolean
empty_wal (KithDatabase  *self,
           GError       **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MSEC * G_TIME_SPAN_MILLISECOND;
  gint64 busy = 0;

  while (TRUE)
    {
      if (!query_number (self, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, error))
        return FALSE;
      if (busy == 0)
        return TRUE;
      if (g_get_monotonic_time () > deadline)
        break;
      g_usleep (BUSY_PAUSE_USEC);
    }

  g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE,
               _("Another program is reading %s, so traces may be left in it: close it and do this again"), self->name);
  return FALSE;
}

/**
 * kith_database_scrub:
 * @self: a database without an open transaction
 * @error: return location; KITH_ERROR_STORAGE
 *
 * After a deletion: leaves nothing of it in the file, its free pages, its write-ahead log or a broken copy that was set aside. secure_delete
 * alone does not do: it leaves copies behind that moved within the tree, and the log holds the old pages.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_database_scrub (KithDatabase  *self,
                     GError       **error)
{
  g_return_val_if_fail (KITH_IS_DATABASE (self), FALSE);

  return kith_database_file_remove_set_aside (self->path, error) &&
         kith_database_execute (self, "VACUUM", error) &&
         empty_wal (self, error);
}

/**
 * kith_database_get_size:
 * @self: a database
 *
 * Returns: the bytes in use, without free pages; 0 where that cannot be said
 */
gint64
kith_database_get_size (KithDatabase *self)
{
  gint64 n_pages = 0;
  gint64 n_free = 0;
  gint64 page_size = 0;

  g_return_val_if_fail (KITH_IS_DATABASE (self), 0);

  if (self->handle == NULL ||
      !query_number (self, "PRAGMA page_count", &n_pages, NULL) ||
      !query_number (self, "PRAGMA freelist_count", &n_free, NULL) ||
      !query_number (self, "PRAGMA page_size", &page_size, NULL))
    return 0;

  return (n_pages - n_free) * page_size;
}

/**
 * kith_database_is_read_only:
 * @self: a database
 *
 * Returns: whether nothing can be written to it
 */
gboolean
kith_database_is_read_only (KithDatabase *self)
{
  g_return_val_if_fail (KITH_IS_DATABASE (self), TRUE);

  return self->read_only;
}

/**
 * kith_database_get_problem:
 * @self: a database
 *
 * Returns: (transfer none) (nullable): why it is read-only
 */
const GError *
kith_database_get_problem (KithDatabase *self)
{
  g_return_val_if_fail (KITH_IS_DATABASE (self), NULL);

  return self->problem;
}

static void
kith_database_finalize (GObject *object)
{
  KithDatabase *self = KITH_DATABASE (object);

  disconnect (self);
  g_hash_table_unref (self->idle);
  g_clear_error (&self->problem);
  g_strfreev (self->migrations);
  g_free (self->name);
  g_free (self->path);

  G_OBJECT_CLASS (kith_database_parent_class)->finalize (object);
}

static void
kith_database_class_init (KithDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_database_finalize;
}

static void
finalize_statement (gpointer handle)
{
  sqlite3_finalize (handle);
}

static void
kith_database_init (KithDatabase *self)
{
  self->idle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
}
