/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-learnt.h"

/* People of one domain: a majority of so many is as good as one of all. */
#define MAX_COLLEAGUES 200
#define MAX_EMPLOYERS 100000
/* Signatures of one person: the last ones. */
#define MAX_SIGNATURES 8
#define MAX_SIGNATURE_ROWS 200000
/* What has not changed is not written again before this time. Seconds. */
#define RENEW (7 * 24 * 60 * 60)

struct _KithLearnt
{
  GObject parent_instance;

  KithDatabase *database;
};

G_DEFINE_FINAL_TYPE (KithLearnt, kith_learnt, G_TYPE_OBJECT)

static const char *const migrations[] = {
  "CREATE TABLE employers ("
  "  address TEXT NOT NULL,"
  "  domain TEXT NOT NULL," /* that somebody registered */
  "  field TEXT NOT NULL,"
  "  value TEXT NOT NULL,"
  "  provider TEXT NOT NULL,"
  "  time INTEGER NOT NULL,"
  "  PRIMARY KEY (address, field)) WITHOUT ROWID;"
  "CREATE INDEX employers_by_domain ON employers (domain, time);"
  "CREATE TABLE signatures ("
  "  address TEXT NOT NULL,"
  "  message INTEGER NOT NULL,"
  "  field TEXT NOT NULL,"
  "  value TEXT NOT NULL,"
  "  confidence INTEGER NOT NULL," /* of a thousand */
  "  time INTEGER NOT NULL,"
  "  PRIMARY KEY (address, message, field, value)) WITHOUT ROWID;"
  "CREATE INDEX signatures_by_time ON signatures (time);",
  NULL
};

static void
kith_learnt_finalize (GObject *object)
{
  g_clear_object (&KITH_LEARNT (object)->database);
  G_OBJECT_CLASS (kith_learnt_parent_class)->finalize (object);
}

static void
kith_learnt_class_init (KithLearntClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_learnt_finalize;
}

static void
kith_learnt_init (KithLearnt *self)
{
}

/**
 * kith_learnt_open:
 * @path: the file
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): what was learnt
 */
KithLearnt *
kith_learnt_open (const char  *path,
                  GError     **error)
{
  g_autoptr (KithDatabase) database = kith_database_open (path, KITH_DATABASE_DISCARD, migrations, error);
  KithLearnt *self;

  if (database == NULL)
    return NULL;
  self = g_object_new (KITH_TYPE_LEARNT, NULL);
  self->database = g_steal_pointer (&database);
  return self;
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
row_free (gpointer data)
{
  KithLearntRow *row = data;

  g_free (row->address);
  g_free (row->value);
  g_free (row->provider_id);
  g_free (row);
}

/* Columns: address, field, value, provider, message, time, confidence. Steals the statement. Rows that make no sense are passed over. */
static GPtrArray *
read_rows (KithStatement  *statement,
           GError        **error)
{
  g_autoptr (KithStatement) owned = statement;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  gboolean found;

  for (;;)
    {
      KithLearntRow *row;
      KithField field;

      if (!kith_statement_step (owned, &found, error))
        return NULL;
      if (!found)
        return g_steal_pointer (&rows);
      if (!kith_field_from_id (kith_statement_get_text (owned, 1), &field) || kith_statement_get_text (owned, 2) == NULL)
        continue;
      row = g_new0 (KithLearntRow, 1);
      row->address = g_strdup (kith_statement_get_text (owned, 0));
      row->field = field;
      row->value = g_strdup (kith_statement_get_text (owned, 2));
      row->provider_id = g_strdup (kith_statement_get_text (owned, 3));
      row->message = (guint64) kith_statement_get_int64 (owned, 4);
      row->time = kith_statement_get_int64 (owned, 5);
      row->confidence = kith_statement_get_int64 (owned, 6) / 1000.0;
      g_ptr_array_add (rows, row);
    }
}

static gboolean
run (KithLearnt  *self,
     const char  *sql,
     const char  *text,
     gint64       number,
     GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return FALSE;
  if (text != NULL)
    kith_statement_bind_text (statement, 1, text);
  if (number != 0)
    kith_statement_bind_int64 (statement, 2, number);
  return kith_statement_run (statement, error);
}

/* Whether the same is written already, not long ago. */
static gboolean
is_known (KithLearnt  *self,
          KithAddress *address,
          const char  *domain,
          KithField    field,
          const char  *value)
{
  g_autoptr (KithStatement) statement =
    kith_database_prepare (self->database, "SELECT 1 FROM employers WHERE address = ?1 AND domain = ?2 AND field = ?3 AND value = ?4 AND time > ?5", NULL);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, domain);
  kith_statement_bind_text (statement, 3, kith_field_get_id (field));
  kith_statement_bind_text (statement, 4, value);
  kith_statement_bind_int64 (statement, 5, get_now () - RENEW);
  return kith_statement_step (statement, &row, NULL) && row;
}

/**
 * kith_learnt_set_employer:
 * @self: what was learnt
 * @address: a person
 * @domain: the registrable domain of the address
 * @field: company or company-logo
 * @value: (nullable): what is known of it; %NULL for nothing any more
 * @provider_id: who said it
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Takes what is known now in the place of what was known of the person. Of each domain the people met last count.
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_learnt_set_employer (KithLearnt   *self,
                          KithAddress  *address,
                          const char   *domain,
                          KithField     field,
                          const char   *value,
                          const char   *provider_id,
                          GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_LEARNT (self) && KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (domain != NULL && provider_id != NULL, FALSE);

  if (value != NULL && is_known (self, address, domain, field, value))
    return TRUE;
  statement = kith_database_prepare (self->database,
                                     value != NULL ? "INSERT OR REPLACE INTO employers (address, field, domain, value, provider, time) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                                                   : "DELETE FROM employers WHERE address = ?1 AND field = ?2",
                                     error);
  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, kith_field_get_id (field));
  if (value != NULL)
    {
      kith_statement_bind_text (statement, 3, domain);
      kith_statement_bind_text (statement, 4, value);
      kith_statement_bind_text (statement, 5, provider_id);
      kith_statement_bind_int64 (statement, 6, get_now ());
    }
  if (!kith_statement_run (statement, error))
    return FALSE;
  return value == NULL
         || run (self,
                 "DELETE FROM employers WHERE domain = ?1 AND time < (SELECT time FROM employers WHERE domain = ?1 ORDER BY time DESC LIMIT 1 OFFSET ?2)",
                 domain, MAX_COLLEAGUES, error);
}

/**
 * kith_learnt_find_employers:
 * @self: what was learnt
 * @domain: a registrable domain
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable) (element-type KithLearntRow): what is known of the people there, newest first
 */
GPtrArray *
kith_learnt_find_employers (KithLearnt  *self,
                            const char  *domain,
                            GError     **error)
{
  KithStatement *statement;

  g_return_val_if_fail (KITH_IS_LEARNT (self) && domain != NULL, NULL);

  statement = kith_database_prepare (self->database,
                                     "SELECT address, field, value, provider, 0, time, 1000 FROM employers WHERE domain = ?1 ORDER BY time DESC LIMIT ?2", error);
  if (statement == NULL)
    return NULL;
  kith_statement_bind_text (statement, 1, domain);
  kith_statement_bind_int64 (statement, 2, 2 * MAX_COLLEAGUES);
  return read_rows (statement, error);
}

static gboolean
insert_signature (KithLearnt   *self,
                  KithAddress  *address,
                  guint64       message,
                  gint64        time,
                  GPtrArray    *rows,
                  GError      **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const KithLearntRow *row = g_ptr_array_index (rows, i);
      g_autoptr (KithStatement) statement =
        kith_database_prepare (self->database,
                               "INSERT OR REPLACE INTO signatures (address, message, field, value, confidence, time) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);

      if (statement == NULL)
        return FALSE;
      kith_statement_bind_text (statement, 1, kith_address_get_key (address));
      kith_statement_bind_int64 (statement, 2, (gint64) message);
      kith_statement_bind_text (statement, 3, kith_field_get_id (row->field));
      kith_statement_bind_text (statement, 4, row->value);
      kith_statement_bind_int64 (statement, 5, (gint64) (row->confidence * 1000 + 0.5));
      kith_statement_bind_int64 (statement, 6, time);
      if (!kith_statement_run (statement, error))
        return FALSE;
    }
  return run (self,
              "DELETE FROM signatures WHERE address = ?1 AND message NOT IN"
              " (SELECT message FROM signatures WHERE address = ?1 GROUP BY message ORDER BY max (time) DESC, message LIMIT ?2)",
              kith_address_get_key (address), MAX_SIGNATURES, error);
}

static gboolean
has_signature (KithLearnt  *self,
               KithAddress *address,
               guint64      message)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "SELECT 1 FROM signatures WHERE address = ?1 AND message = ?2 LIMIT 1", NULL);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_int64 (statement, 2, (gint64) message);
  return kith_statement_step (statement, &row, NULL) && row;
}

/**
 * kith_learnt_add_signature:
 * @self: what was learnt
 * @address: who wrote the message
 * @message: a number that stands for the message
 * @time: when it was written, in Unix seconds
 * @rows: (element-type KithLearntRow): field, value and confidence of what was read in its signature
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Keeps a signature, once for each message; of each person the last ones.
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_learnt_add_signature (KithLearnt   *self,
                           KithAddress  *address,
                           guint64       message,
                           gint64        time,
                           GPtrArray    *rows,
                           GError      **error)
{
  g_return_val_if_fail (KITH_IS_LEARNT (self) && KITH_IS_ADDRESS (address) && rows != NULL, FALSE);

  if (rows->len == 0 || has_signature (self, address, message))
    return TRUE;
  if (!kith_database_begin (self->database, error))
    return FALSE;
  if (insert_signature (self, address, message, time, rows, error) && kith_database_commit (self->database, error))
    return TRUE;
  kith_database_rollback (self->database);
  return FALSE;
}

/**
 * kith_learnt_find_signatures:
 * @self: what was learnt
 * @address: a person
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable) (element-type KithLearntRow): what the person wrote beneath mails, that of one message together, the newest first
 */
GPtrArray *
kith_learnt_find_signatures (KithLearnt   *self,
                             KithAddress  *address,
                             GError      **error)
{
  KithStatement *statement;

  g_return_val_if_fail (KITH_IS_LEARNT (self) && KITH_IS_ADDRESS (address), NULL);

  statement = kith_database_prepare (self->database,
                                     "SELECT address, field, value, NULL, message, time, confidence FROM signatures WHERE address = ?1"
                                     " ORDER BY time DESC, message, field, confidence DESC", error);
  if (statement == NULL)
    return NULL;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  return read_rows (statement, error);
}

static gboolean
pass_rows (KithLearnt      *self,
           const char      *sql,
           KithAddress     *address,
           KithLearntFunc   func,
           gpointer         user_data,
           GError         **error)
{
  KithStatement *statement = kith_database_prepare (self->database, sql, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, address != NULL ? kith_address_get_key (address) : NULL);
  rows = read_rows (statement, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    func (g_ptr_array_index (rows, i), user_data);
  return rows != NULL;
}

/**
 * kith_learnt_foreach:
 * @self: what was learnt
 * @address: (nullable): of whom; %NULL for everybody
 * @func: (scope call): called for each row; those with a provider say where somebody works, the others are of signatures
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * For an export.
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_learnt_foreach (KithLearnt      *self,
                     KithAddress     *address,
                     KithLearntFunc   func,
                     gpointer         user_data,
                     GError         **error)
{
  g_return_val_if_fail (KITH_IS_LEARNT (self) && func != NULL, FALSE);

  return pass_rows (self, "SELECT address, field, value, provider, 0, time, 1000 FROM employers WHERE ?1 IS NULL OR address = ?1 ORDER BY address, field",
                    address, func, user_data, error)
         && pass_rows (self,
                       "SELECT address, field, value, NULL, message, time, confidence FROM signatures WHERE ?1 IS NULL OR address = ?1"
                       " ORDER BY address, time DESC, message, field", address, func, user_data, error);
}

/**
 * kith_learnt_prune:
 * @self: what was learnt
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Leaves out what is oldest where there is too much.
 *
 * Returns: %TRUE where it is done
 */
gboolean
kith_learnt_prune (KithLearnt  *self,
                   GError     **error)
{
  g_return_val_if_fail (KITH_IS_LEARNT (self), FALSE);

  return run (self, "DELETE FROM employers WHERE time < (SELECT time FROM employers ORDER BY time DESC LIMIT 1 OFFSET ?2)", NULL, MAX_EMPLOYERS, error)
         && run (self, "DELETE FROM signatures WHERE time < (SELECT time FROM signatures ORDER BY time DESC LIMIT 1 OFFSET ?2)", NULL, MAX_SIGNATURE_ROWS, error);
}

/**
 * kith_learnt_forget:
 * @self: what was learnt
 * @address: a person
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Returns: %TRUE where no trace of the address is left
 */
gboolean
kith_learnt_forget (KithLearnt   *self,
                    KithAddress  *address,
                    GError      **error)
{
  g_return_val_if_fail (KITH_IS_LEARNT (self) && KITH_IS_ADDRESS (address), FALSE);

  return run (self, "DELETE FROM employers WHERE address = ?1", kith_address_get_key (address), 0, error)
         && run (self, "DELETE FROM signatures WHERE address = ?1", kith_address_get_key (address), 0, error)
         && kith_database_scrub (self->database, error);
}

/**
 * kith_learnt_clear:
 * @self: what was learnt
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Returns: %TRUE where nothing is left
 */
gboolean
kith_learnt_clear (KithLearnt  *self,
                   GError     **error)
{
  g_return_val_if_fail (KITH_IS_LEARNT (self), FALSE);

  return kith_database_execute (self->database, "DELETE FROM employers", error)
         && kith_database_execute (self->database, "DELETE FROM signatures", error)
         && kith_database_scrub (self->database, error);
}
