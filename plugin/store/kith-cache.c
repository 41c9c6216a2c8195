/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-cache-private.h"

#include <string.h>

#include "kith-answer-json.h"
#include "kith-http-request.h"
#include "kith-traces.h"

/* A clock that was set back is no reason to believe in answers from the future. */
#define MAX_AHEAD_SECONDS (24 * 60 * 60)
/* Nor is any answer good for longer than settings can say. */
#define MAX_KEEP_SECONDS (G_GINT64_CONSTANT (3660) * 24 * 60 * 60)

struct _KithCache
{
  GObject parent_instance;

  KithDatabase *database;
};

G_DEFINE_FINAL_TYPE (KithCache, kith_cache, G_TYPE_OBJECT)

static const char *const migrations[] = {
  "CREATE TABLE answers ("
  "  id INTEGER PRIMARY KEY,"
  "  address TEXT NOT NULL,"
  "  provider TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  reason TEXT,"
  "  body TEXT NOT NULL,"
  "  fetched INTEGER NOT NULL,"
  "  stale INTEGER NOT NULL,"
  "  etag TEXT,"
  "  last_modified TEXT,"
  "  size INTEGER NOT NULL,"
  "  UNIQUE (address, provider));"
  "CREATE INDEX answers_by_time ON answers (fetched);"
  "CREATE TABLE pictures ("
  "  id INTEGER PRIMARY KEY,"
  "  uri TEXT NOT NULL,"
  "  address TEXT NOT NULL,"
  "  bytes BLOB NOT NULL,"
  "  fetched INTEGER NOT NULL,"
  "  stale INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  UNIQUE (uri, address));"
  "CREATE TABLE holds (origin TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;",
  /* How often somebody was forgotten; not whom. */
  "CREATE TABLE forgets (id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL);"
  "INSERT INTO forgets (id, count) VALUES (1, 0);",
  NULL
};

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * kith_cache_open:
 * @path: the file
 * @error: return location; KITH_ERROR_STORAGE: go on without a cache
 *
 * Returns: (transfer full) (nullable): the cache
 */
KithCache *
kith_cache_open (const char  *path,
                 GError     **error)
{
  g_autoptr (KithDatabase) database = kith_database_open (path, KITH_DATABASE_DISCARD, migrations, error);
  KithCache *self;

  if (database == NULL)
    return NULL;

  self = g_object_new (KITH_TYPE_CACHE, NULL);
  self->database = g_steal_pointer (&database);

  return self;
}

/* For what is in a file of its own. */
KithDatabase *
kith_cache_get_database (KithCache *self)
{
  return self->database;
}

static gboolean
read_status (const char       *id,
             KithAnswerStatus *status)
{
  for (KithAnswerStatus i = KITH_ANSWER_FOUND; i <= KITH_ANSWER_FAILED; i++)
    {
      if (g_strcmp0 (id, kith_answer_status_get_id (i)) == 0)
        {
          *status = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Columns: status, reason, body, fetched, stale, etag, last_modified. */
static KithAnswer *
read_answer (KithStatement *statement,
             const char    *provider_id)
{
  const char *body = kith_statement_get_text (statement, 2);
  gint64 fetched = kith_statement_get_int64 (statement, 3);
  gint64 stale = kith_statement_get_int64 (statement, 4);
  g_autoptr (KithAnswerBuilder) builder = NULL;
  KithAnswerStatus status;

  if (body == NULL ||
      fetched < 0 || fetched > get_now () + MAX_AHEAD_SECONDS ||
      stale < 0 || stale > fetched + MAX_KEEP_SECONDS ||
      !read_status (kith_statement_get_text (statement, 0), &status))
    return NULL;

  builder = kith_answer_builder_new (provider_id, fetched, stale);
  kith_answer_builder_set_validators (builder, kith_statement_get_text (statement, 5), kith_statement_get_text (statement, 6));
  if (!kith_answer_json_read (body, builder))
    return NULL;

  return kith_answer_builder_end (builder, status, kith_statement_get_text (statement, 1));
}

static gboolean
remove_answer (KithCache   *self,
               const char  *key,
               const char  *provider_id,
               GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "DELETE FROM answers WHERE address = ?1 AND provider = ?2", error);

  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, key);
  kith_statement_bind_text (statement, 2, provider_id);
  return kith_statement_run (statement, error);
}

/**
 * kith_cache_lookup:
 * @self: the cache
 * @address: about whom
 * @provider_id: who answered
 * @error: return location; KITH_ERROR_STORAGE
 *
 * A row that does not read back whole is dropped and counts as none.
 *
 * Returns: (transfer full) (nullable): the answer, fresh or stale; %NULL without @error where there is none
 */
KithAnswer *
kith_cache_lookup (KithCache    *self,
                   KithAddress  *address,
                   const char   *provider_id,
                   GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  KithAnswer *answer;
  gboolean row;

  g_return_val_if_fail (KITH_IS_CACHE (self), NULL);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), NULL);

  statement = kith_database_prepare (self->database,
                                     "SELECT status, reason, body, fetched, stale, etag, last_modified FROM answers "
                                     "WHERE address = ?1 AND provider = ?2", error);
  if (statement == NULL)
    return NULL;

  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, provider_id);
  if (!kith_statement_step (statement, &row, error) || !row)
    return NULL;

  answer = read_answer (statement, provider_id);
  g_clear_pointer (&statement, kith_statement_free);
  if (answer == NULL)
    remove_answer (self, kith_address_get_key (address), provider_id, error);

  return answer;
}

/**
 * kith_cache_store:
 * @self: the cache
 * @address: about whom
 * @answer: what was said; takes the place of the provider's earlier answer
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is kept
 */
gboolean
kith_cache_store (KithCache    *self,
                  KithAddress  *address,
                  KithAnswer   *answer,
                  GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (KITH_IS_ANSWER (answer), FALSE);

  body = kith_answer_json_write (answer, NULL);
  statement = kith_database_prepare (self->database,
                                     "INSERT OR REPLACE INTO answers "
                                     "(address, provider, status, reason, body, fetched, stale, etag, last_modified, size) "
                                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", error);
  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, kith_answer_get_provider_id (answer));
  kith_statement_bind_text (statement, 3, kith_answer_status_get_id (kith_answer_get_status (answer)));
  kith_statement_bind_text (statement, 4, kith_answer_get_reason (answer));
  kith_statement_bind_text (statement, 5, body);
  kith_statement_bind_int64 (statement, 6, kith_answer_get_fetched (answer));
  kith_statement_bind_int64 (statement, 7, kith_answer_get_stale (answer));
  kith_statement_bind_text (statement, 8, kith_answer_get_etag (answer));
  kith_statement_bind_text (statement, 9, kith_answer_get_last_modified (answer));
  kith_statement_bind_int64 (statement, 10, body != NULL ? strlen (body) : 0);

  return kith_statement_run (statement, error);
}

/**
 * kith_cache_touch:
 * @self: the cache
 * @address: about whom
 * @provider_id: who answered
 * @fetched: when the answer was confirmed, in Unix seconds
 * @stale: from when on to ask again, in Unix seconds
 * @error: return location; KITH_ERROR_STORAGE
 *
 * After "not modified": gives the answer that is kept new times. Does nothing where there is none.
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_cache_touch (KithCache    *self,
                  KithAddress  *address,
                  const char   *provider_id,
                  gint64        fetched,
                  gint64        stale,
                  GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  statement = kith_database_prepare (self->database,
                                     "UPDATE answers SET fetched = ?3, stale = ?4 WHERE address = ?1 AND provider = ?2", error);
  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, provider_id);
  kith_statement_bind_int64 (statement, 3, fetched);
  kith_statement_bind_int64 (statement, 4, stale);
  return kith_statement_run (statement, error);
}

/**
 * kith_cache_remove_provider:
 * @self: the cache
 * @provider_id: a provider
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Drops everything a provider said.
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_cache_remove_provider (KithCache    *self,
                            const char   *provider_id,
                            GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);

  statement = kith_database_prepare (self->database, "DELETE FROM answers WHERE provider = ?1", error);
  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, provider_id);
  return kith_statement_run (statement, error);
}

/**
 * kith_cache_lookup_picture:
 * @self: the cache
 * @uri: where the picture was
 * @stale: (out) (optional): from when on to ask again, in Unix seconds
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): the picture's file, not decoded; %NULL without @error where there is none
 */
GBytes *
kith_cache_lookup_picture (KithCache    *self,
                           const char   *uri,
                           gint64       *stale,
                           GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean row;

  g_return_val_if_fail (KITH_IS_CACHE (self), NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  statement = kith_database_prepare (self->database, "SELECT bytes, stale FROM pictures WHERE uri = ?1 ORDER BY stale DESC LIMIT 1", error);
  if (statement == NULL)
    return NULL;

  kith_statement_bind_text (statement, 1, uri);
  if (!kith_statement_step (statement, &row, error) || !row)
    return NULL;

  bytes = kith_statement_dup_bytes (statement, 0);
  if (bytes == NULL || g_bytes_get_size (bytes) > KITH_HTTP_MAX_PICTURE_BYTES)
    return NULL;
  if (stale != NULL)
    *stale = kith_statement_get_int64 (statement, 1);

  return g_steal_pointer (&bytes);
}

/**
 * kith_cache_store_picture:
 * @self: the cache
 * @address: whose picture it is, so that it is forgotten with the person
 * @uri: where it was
 * @bytes: its file
 * @stale: from when on to ask again, in Unix seconds
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is kept
 */
gboolean
kith_cache_store_picture (KithCache    *self,
                          KithAddress  *address,
                          const char   *uri,
                          GBytes       *bytes,
                          gint64        stale,
                          GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (uri != NULL && bytes != NULL, FALSE);

  statement = kith_database_prepare (self->database,
                                     "INSERT OR REPLACE INTO pictures (uri, address, bytes, fetched, stale, size) "
                                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);
  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, uri);
  kith_statement_bind_text (statement, 2, kith_address_get_key (address));
  kith_statement_bind_bytes (statement, 3, bytes);
  kith_statement_bind_int64 (statement, 4, get_now ());
  kith_statement_bind_int64 (statement, 5, stale);
  kith_statement_bind_int64 (statement, 6, g_bytes_get_size (bytes));
  return kith_statement_run (statement, error);
}

/**
 * kith_cache_store_hold:
 * @self: the cache
 * @origin: a server that asked to wait, such as "https://api.example.org"
 * @until: the end of the wait, in Unix seconds
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Remembers it beyond the end of the program: a service that asks to wait is not asked by the next start either.
 *
 * Returns: %TRUE where it is kept
 */
gboolean
kith_cache_store_hold (KithCache    *self,
                       const char   *origin,
                       gint64        until,
                       GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);
  g_return_val_if_fail (origin != NULL, FALSE);

  statement = kith_database_prepare (self->database, "INSERT OR REPLACE INTO holds (origin, until) VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, origin);
  kith_statement_bind_int64 (statement, 2, until);
  return kith_statement_run (statement, error);
}

/**
 * kith_cache_foreach_hold:
 * @self: the cache
 * @func: (scope call): called for each server that still waits
 * @user_data: for @func
 */
void
kith_cache_foreach_hold (KithCache *self,
                         void     (*func) (const char *origin, gint64 until, gpointer user_data),
                         gpointer   user_data)
{
  g_autoptr (KithStatement) statement = NULL;
  gboolean row;

  g_return_if_fail (KITH_IS_CACHE (self));

  statement = kith_database_prepare (self->database, "SELECT origin, until FROM holds WHERE until > ?1", NULL);
  if (statement == NULL)
    return;

  kith_statement_bind_int64 (statement, 1, get_now ());
  while (kith_statement_step (statement, &row, NULL) && row)
    {
      const char *origin = kith_statement_get_text (statement, 0);

      if (origin != NULL)
        func (origin, kith_statement_get_int64 (statement, 1), user_data);
    }
}

static gboolean
run_for_id (KithCache   *self,
            const char  *sql,
            gint64       id,
            const char  *text,
            GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return FALSE;

  kith_statement_bind_int64 (statement, 1, id);
  if (text != NULL)
    kith_statement_bind_text (statement, 2, text);
  return kith_statement_run (statement, error);
}

static GArray *
list_ids (KithCache   *self,
          const char  *sql,
          GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;

  do
    {
      gint64 id;

      if (!kith_statement_step (statement, &row, error))
        return NULL;
      id = kith_statement_get_int64 (statement, 0);
      if (row)
        g_array_append_val (ids, id);
    }
  while (row);

  return g_steal_pointer (&ids);
}

/* An answer about somebody else may name the address: as a connection, a manager's mailbox, or hashed in a picture's address. */
static gboolean
clean_answer (KithCache   *self,
              gint64       id,
              KithAddress *address,
              KithTraces  *traces,
              GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database,
                                                               "SELECT status, reason, body, fetched, stale, etag, last_modified, address, provider "
                                                               "FROM answers WHERE id = ?1", error);
  g_autoptr (KithAnswer) answer = NULL;
  g_autofree char *body = NULL;
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_int64 (statement, 1, id);
  if (!kith_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;

  if (g_strcmp0 (kith_statement_get_text (statement, 7), kith_address_get_key (address)) != 0 &&
      kith_statement_get_text (statement, 8) != NULL &&
      !kith_traces_match (traces, kith_statement_get_text (statement, 1)) &&
      !kith_traces_match (traces, kith_statement_get_text (statement, 5)) &&
      !kith_traces_match (traces, kith_statement_get_text (statement, 6)))
    {
      if (kith_statement_get_text (statement, 2) != NULL && !kith_traces_match (traces, kith_statement_get_text (statement, 2)))
        return TRUE;
      answer = read_answer (statement, kith_statement_get_text (statement, 8));
    }
  g_clear_pointer (&statement, kith_statement_free);

  if (answer == NULL)
    return run_for_id (self, "DELETE FROM answers WHERE id = ?1", id, NULL, error);

  body = kith_answer_json_write (answer, traces);
  return run_for_id (self, "UPDATE answers SET body = ?2 WHERE id = ?1", id, body, error);
}

static gboolean
clean_picture (KithCache   *self,
               gint64       id,
               KithAddress *address,
               KithTraces  *traces,
               GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "SELECT uri, address FROM pictures WHERE id = ?1", error);
  gboolean row, own;

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_int64 (statement, 1, id);
  if (!kith_statement_step (statement, &row, error))
    return FALSE;

  own = row && (kith_statement_get_text (statement, 0) == NULL ||
                kith_traces_match (traces, kith_statement_get_text (statement, 0)) ||
                g_strcmp0 (kith_statement_get_text (statement, 1), kith_address_get_key (address)) == 0);
  g_clear_pointer (&statement, kith_statement_free);

  return !own || run_for_id (self, "DELETE FROM pictures WHERE id = ?1", id, NULL, error);
}

static gboolean
clean_rows (KithCache    *self,
            KithAddress  *address,
            GError      **error)
{
  g_autoptr (KithTraces) traces = kith_traces_new (address);
  g_autoptr (GArray) answers = list_ids (self, "SELECT id FROM answers", error);
  g_autoptr (GArray) pictures = NULL;

  if (answers == NULL)
    return FALSE;
  for (guint i = 0; i < answers->len; i++)
    {
      if (!clean_answer (self, g_array_index (answers, gint64, i), address, traces, error))
        return FALSE;
    }

  pictures = list_ids (self, "SELECT id FROM pictures", error);
  if (pictures == NULL)
    return FALSE;
  for (guint i = 0; i < pictures->len; i++)
    {
      if (!clean_picture (self, g_array_index (pictures, gint64, i), address, traces, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
count_forget (KithCache  *self,
              GError    **error)
{
  return kith_database_execute (self->database, "UPDATE forgets SET count = count + 1", error);
}

/**
 * kith_cache_count_forgets:
 * @self: the cache
 *
 * An answer that was asked for before somebody was forgotten, here or by another program, must not be kept when it arrives after that.
 *
 * Returns: how often that happened; -1 where it cannot be said
 */
gint64
kith_cache_count_forgets (KithCache *self)
{
  g_autoptr (KithStatement) statement = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (KITH_IS_CACHE (self), -1);

  statement = kith_database_prepare (self->database, "SELECT count FROM forgets", NULL);
  if (statement == NULL || !kith_statement_step (statement, &row, NULL) || !row)
    return -1;
  return kith_statement_get_int64 (statement, 0);
}

/**
 * kith_cache_forget:
 * @self: the cache
 * @address: whom to forget
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Removes what was said about the address, its pictures, and every fact and connection in answers about others that holds the address or a
 * hash of it, from all files.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_cache_forget (KithCache    *self,
                   KithAddress  *address,
                   GError      **error)
{
  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  if (!kith_database_begin (self->database, error))
    return FALSE;
  if (!clean_rows (self, address, error) || !count_forget (self, error))
    {
      kith_database_rollback (self->database);
      return FALSE;
    }

  return kith_database_commit (self->database, error) && kith_database_scrub (self->database, error);
}

/**
 * kith_cache_clear:
 * @self: the cache
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Removes everything, from all files.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_cache_clear (KithCache  *self,
                  GError    **error)
{
  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);

  return kith_database_execute (self->database, "DELETE FROM answers", error) &&
         kith_database_execute (self->database, "DELETE FROM pictures", error) &&
         kith_database_execute (self->database, "DELETE FROM holds", error) &&
         count_forget (self, error) &&
         kith_database_scrub (self->database, error);
}

static gboolean
remove_older (KithCache   *self,
              const char  *sql,
              gint64       time,
              GError     **error)
{
  return run_for_id (self, sql, time, NULL, error);
}

/* The time of the oldest row that may stay: counted from the newest on, sizes reach @max_bytes just before it. */
static gboolean
find_cut (KithCache  *self,
          gint64      max_bytes,
          gint64     *cut,
          GError    **error)
{
  g_autoptr (KithStatement) statement =
    kith_database_prepare (self->database,
                           "SELECT ifnull (max (fetched), -1) FROM ("
                           "  SELECT fetched, sum (size) OVER (ORDER BY fetched DESC, size) AS total FROM ("
                           "    SELECT fetched, size + 512 AS size FROM answers UNION ALL SELECT fetched, size + 512 FROM pictures))"
                           " WHERE total > ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;

  kith_statement_bind_int64 (statement, 1, max_bytes);
  if (!kith_statement_step (statement, &row, error))
    return FALSE;

  *cut = row ? kith_statement_get_int64 (statement, 0) : -1;
  return TRUE;
}

/**
 * kith_cache_prune:
 * @self: the cache
 * @older_than: drop what was fetched before this time, in Unix seconds
 * @max_bytes: then drop the oldest until no more than this is kept
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_cache_prune (KithCache  *self,
                  gint64      older_than,
                  gint64      max_bytes,
                  GError    **error)
{
  gint64 cut;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);

  if (!find_cut (self, max_bytes, &cut, error))
    return FALSE;

  cut = MAX (cut, older_than - 1);
  return remove_older (self, "DELETE FROM answers WHERE fetched <= ?1", cut, error) &&
         remove_older (self, "DELETE FROM pictures WHERE fetched <= ?1", cut, error) &&
         remove_older (self, "DELETE FROM holds WHERE until <= ?1", get_now (), error) &&
         kith_database_execute (self->database, "PRAGMA incremental_vacuum", error);
}

/**
 * kith_cache_measure:
 * @self: the cache
 * @n_bytes: (out): what it takes on the disk
 * @n_answers: (out): how many answers are kept
 * @oldest: (out): when the oldest answer or picture was fetched, in Unix seconds; 0 where nothing is kept
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is known
 */
gboolean
kith_cache_measure (KithCache  *self,
                    gint64     *n_bytes,
                    gint64     *n_answers,
                    gint64     *oldest,
                    GError    **error)
{
  g_autoptr (KithStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);

  *n_bytes = kith_database_get_size (self->database);
  *n_answers = *oldest = 0;
  statement = kith_database_prepare (self->database,
                                     "SELECT (SELECT count (*) FROM answers),"
                                     " ifnull (min (fetched), 0) FROM (SELECT fetched FROM answers UNION ALL SELECT fetched FROM pictures)",
                                     error);
  if (statement == NULL || !kith_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      *n_answers = kith_statement_get_int64 (statement, 0);
      *oldest = kith_statement_get_int64 (statement, 1);
    }

  return TRUE;
}

static void
kith_cache_finalize (GObject *object)
{
  KithCache *self = KITH_CACHE (object);

  g_clear_object (&self->database);

  G_OBJECT_CLASS (kith_cache_parent_class)->finalize (object);
}

static void
kith_cache_class_init (KithCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_cache_finalize;
}

static void
kith_cache_init (KithCache *self)
{
}
