/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-people-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>
#include <sys/random.h>

#include "kith-salted-hash.h"

#define SALT_BYTES 16
/* PBKDF2 rounds for a new file: some milliseconds for one address, much for somebody who tries a list of addresses. */
#define NEW_FILE_ROUNDS 4096
#define MAX_ROUNDS (1024 * 1024)
#define MAX_REMEMBERED 512

struct _KithPeople
{
  GObject parent_instance;

  KithDatabase *database;
  GBytes *salt;
  guint rounds;
  GHashTable *hashes; /* char * key → GBytes *, both owned: what was computed lately */
};

G_DEFINE_FINAL_TYPE (KithPeople, kith_people, G_TYPE_OBJECT)

/* Each script stays as it was released; changes are new scripts at the end. */
static const char *const migrations[] = {
  "CREATE TABLE salt (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL, rounds INTEGER NOT NULL);"
  "CREATE TABLE never (hash BLOB PRIMARY KEY, written INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE notes (address TEXT PRIMARY KEY, text TEXT NOT NULL, written INTEGER NOT NULL);"
  "CREATE TABLE corrections ("
  "  address TEXT NOT NULL,"
  "  field TEXT NOT NULL,"
  "  value TEXT NOT NULL,"
  "  written INTEGER NOT NULL,"
  "  PRIMARY KEY (address, field));"
  "CREATE TABLE rejections ("
  "  address TEXT NOT NULL,"
  "  field TEXT NOT NULL,"
  "  provider TEXT NOT NULL,"
  "  value TEXT NOT NULL," /* key of the value; empty for whatever the provider says */
  "  written INTEGER NOT NULL,"
  "  PRIMARY KEY (address, field, provider, value));",
  "CREATE TABLE confirmations ("
  "  address TEXT NOT NULL,"
  "  field TEXT NOT NULL,"
  "  provider TEXT NOT NULL,"
  "  key TEXT NOT NULL," /* of the value */
  "  value TEXT NOT NULL,"
  "  written INTEGER NOT NULL,"
  "  PRIMARY KEY (address, field, provider, key));",
  "CREATE TABLE objections (hash BLOB NOT NULL, provider TEXT NOT NULL, written INTEGER NOT NULL, PRIMARY KEY (hash, provider)) WITHOUT ROWID;",
  NULL
};

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
store_salt (KithPeople  *self,
            GError     **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) salt = NULL;
  guint8 random[SALT_BYTES];

  if (getrandom (random, sizeof random, 0) != sizeof random)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The system gives no random numbers"));
      return FALSE;
    }
  salt = g_bytes_new (random, sizeof random);

  /* Another program may have made one a moment ago: the first one counts. */
  statement = kith_database_prepare (self->database, "INSERT OR IGNORE INTO salt (id, bytes, rounds) VALUES (1, ?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  kith_statement_bind_bytes (statement, 1, salt);
  kith_statement_bind_int64 (statement, 2, NEW_FILE_ROUNDS);
  return kith_statement_run (statement, error);
}

static gboolean
load_salt (KithPeople  *self,
           GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "SELECT bytes, rounds FROM salt WHERE id = 1", error);
  gboolean row;

  if (statement == NULL || !kith_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;

  self->rounds = CLAMP (kith_statement_get_int64 (statement, 1), 1, MAX_ROUNDS);
  self->salt = kith_statement_dup_bytes (statement, 0);
  return TRUE;
}

static gboolean
need_salt (KithPeople  *self,
           GError     **error)
{
  if (self->salt != NULL)
    return TRUE;
  if (!load_salt (self, error))
    return FALSE;
  if (self->salt == NULL && (!store_salt (self, error) || !load_salt (self, error)))
    return FALSE;
  if (self->salt != NULL)
    return TRUE;

  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The list of people never to be looked up is damaged"));
  return FALSE;
}

/**
 * kith_people_open:
 * @path: the file
 * @error: return location; KITH_ERROR_STORAGE: go on without, and say so
 *
 * Returns: (transfer full) (nullable): what the owner said of people; may be read-only, see kith_people_get_problem()
 */
KithPeople *
kith_people_open (const char  *path,
                  GError     **error)
{
  g_autoptr (KithDatabase) database = kith_database_open (path, KITH_DATABASE_KEEP, migrations, error);
  KithPeople *self;

  if (database == NULL)
    return NULL;

  self = g_object_new (KITH_TYPE_PEOPLE, NULL);
  self->database = g_steal_pointer (&database);

  return self;
}

/* Borrowed: for what the owner said that has a file of its own. */
KithDatabase *
kith_people_get_database (KithPeople *self)
{
  return self->database;
}

/**
 * kith_people_get_problem:
 * @self: what the owner said of people
 *
 * Returns: (transfer none) (nullable): why it can only be read
 */
const GError *
kith_people_get_problem (KithPeople *self)
{
  g_return_val_if_fail (KITH_IS_PEOPLE (self), NULL);

  return kith_database_get_problem (self->database);
}

/* An address is hashed once in a session: every lookup asks. */
static GBytes *
ref_hash (KithPeople  *self,
          KithAddress *address)
{
  const char *key = kith_address_get_key (address);
  GBytes *hash = g_hash_table_lookup (self->hashes, key);

  if (hash != NULL)
    return g_bytes_ref (hash);

  if (g_hash_table_size (self->hashes) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->hashes);
  hash = kith_salted_hash (key, self->salt, self->rounds);
  g_hash_table_insert (self->hashes, g_strdup (key), g_bytes_ref (hash));

  return hash;
}

/* Returns: (transfer full) (nullable): what stands for the address where it must not be read */
GBytes *
kith_people_ref_hash (KithPeople   *self,
                      KithAddress  *address,
                      GError      **error)
{
  return need_salt (self, error) ? ref_hash (self, address) : NULL;
}

/* Ends a transaction: writes all of it, or where something failed, nothing. @error is set then already. */
gboolean
kith_people_end (KithPeople  *self,
                 gboolean     done,
                 GError     **error)
{
  if (done)
    return kith_database_commit (self->database, error);

  kith_database_rollback (self->database);
  return FALSE;
}

static gboolean
is_empty (KithPeople  *self,
          gboolean    *empty,
          GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "SELECT 1 FROM never LIMIT 1", error);
  gboolean row;

  if (statement == NULL || !kith_statement_step (statement, &row, error))
    return FALSE;

  *empty = !row;
  return TRUE;
}

/**
 * kith_people_is_never:
 * @self: what the owner said of people
 * @address: about whom
 * @never: (out): whether nobody may be asked about the address
 * @error: return location; KITH_ERROR_STORAGE: it is not known, so nobody should be asked
 *
 * Returns: %TRUE where it is known
 */
gboolean
kith_people_is_never (KithPeople   *self,
                      KithAddress  *address,
                      gboolean     *never,
                      GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) hash = NULL;
  gboolean empty;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  *never = FALSE;
  if (!is_empty (self, &empty, error))
    return FALSE;
  if (empty)
    return TRUE;
  if (!need_salt (self, error))
    return FALSE;

  statement = kith_database_prepare (self->database, "SELECT 1 FROM never WHERE hash = ?1", error);
  if (statement == NULL)
    return FALSE;
  hash = ref_hash (self, address);
  kith_statement_bind_bytes (statement, 1, hash);
  return kith_statement_step (statement, never, error);
}

static gboolean
run_never (KithPeople   *self,
           const char   *sql,
           KithAddress  *address,
           gboolean      with_time,
           GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) hash = NULL;

  if (!need_salt (self, error))
    return FALSE;
  statement = kith_database_prepare (self->database, sql, error);
  if (statement == NULL)
    return FALSE;

  hash = ref_hash (self, address);
  kith_statement_bind_bytes (statement, 1, hash);
  if (with_time)
    kith_statement_bind_int64 (statement, 2, get_now ());
  return kith_statement_run (statement, error);
}

/**
 * kith_people_add_never:
 * @self: what the owner said of people
 * @address: whom
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Remembers never to ask about the address. Only a salted hash of it is written.
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_people_add_never (KithPeople   *self,
                       KithAddress  *address,
                       GError      **error)
{
  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  return run_never (self, "INSERT OR REPLACE INTO never (hash, written) VALUES (?1, ?2)", address, TRUE, error);
}

/**
 * kith_people_remove_never:
 * @self: what the owner said of people
 * @address: whom
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where the address may be asked about again
 */
gboolean
kith_people_remove_never (KithPeople   *self,
                          KithAddress  *address,
                          GError      **error)
{
  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  return run_never (self, "DELETE FROM never WHERE hash = ?1", address, FALSE, error);
}

/**
 * kith_people_count_never:
 * @self: what the owner said of people
 * @count: (out): how many addresses are never to be looked up
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Who they are is not known: only hashes are kept.
 *
 * Returns: %TRUE where it is known
 */
gboolean
kith_people_count_never (KithPeople  *self,
                         gint64      *count,
                         GError     **error)
{
  g_autoptr (KithStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  *count = 0;
  statement = kith_database_prepare (self->database, "SELECT count (*) FROM never", error);
  if (statement == NULL || !kith_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *count = kith_statement_get_int64 (statement, 0);

  return TRUE;
}

static gboolean
run_for_address (KithPeople   *self,
                 const char   *sql,
                 KithAddress  *address,
                 const char   *second,
                 GError      **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  if (second != NULL)
    kith_statement_bind_text (statement, 2, second);
  return kith_statement_run (statement, error);
}

/**
 * kith_people_set_note:
 * @self: what the owner said of people
 * @address: about whom
 * @text: (nullable): the note; empty or %NULL removes it
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_people_set_note (KithPeople   *self,
                      KithAddress  *address,
                      const char   *text,
                      GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autofree char *note = NULL;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  note = kith_field_normalise (KITH_FIELD_NOTE, text);
  if (note == NULL)
    return run_for_address (self, "DELETE FROM notes WHERE address = ?1", address, NULL, error);

  statement = kith_database_prepare (self->database, "INSERT OR REPLACE INTO notes (address, text, written) VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, note);
  kith_statement_bind_int64 (statement, 3, get_now ());
  return kith_statement_run (statement, error);
}

/**
 * kith_people_dup_note:
 * @self: what the owner said of people
 * @address: about whom
 * @written: (out) (optional): when, in Unix seconds
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): the note; %NULL without @error where there is none
 */
char *
kith_people_dup_note (KithPeople   *self,
                      KithAddress  *address,
                      gint64       *written,
                      GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), NULL);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), NULL);

  statement = kith_database_prepare (self->database, "SELECT text, written FROM notes WHERE address = ?1", error);
  if (statement == NULL)
    return NULL;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  if (!kith_statement_step (statement, &row, error) || !row)
    return NULL;

  if (written != NULL)
    *written = kith_statement_get_int64 (statement, 1);
  return g_strdup (kith_statement_get_text (statement, 0));
}

/**
 * kith_people_set_correction:
 * @self: what the owner said of people
 * @address: about whom
 * @field: what is corrected
 * @value: (nullable): what is right; empty or %NULL removes the correction
 * @error: return location; KITH_ERROR_INVALID where it cannot be a value of the field, KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_people_set_correction (KithPeople   *self,
                            KithAddress  *address,
                            KithField     field,
                            const char   *value,
                            GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autofree char *normal = NULL;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  if (value == NULL || *value == '\0')
    return run_for_address (self, "DELETE FROM corrections WHERE address = ?1 AND field = ?2", address, kith_field_get_id (field), error);

  normal = kith_field_normalise (field, value);
  if (normal == NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("This cannot be the value of “%s”"), kith_field_get_label (field));
      return FALSE;
    }

  statement = kith_database_prepare (self->database,
                                     "INSERT OR REPLACE INTO corrections (address, field, value, written) VALUES (?1, ?2, ?3, ?4)", error);
  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, kith_field_get_id (field));
  kith_statement_bind_text (statement, 3, normal);
  kith_statement_bind_int64 (statement, 4, get_now ());
  return kith_statement_run (statement, error);
}

static gboolean
write_rejection (KithPeople   *self,
                 KithAddress  *address,
                 KithField     field,
                 const char   *provider_id,
                 const char   *value,
                 GError      **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database,
                                                               "INSERT OR REPLACE INTO rejections (address, field, provider, value, written) "
                                                               "VALUES (?1, ?2, ?3, ?4, ?5)", error);
  g_autofree char *key = value != NULL ? kith_field_make_key (field, value) : g_strdup ("");

  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, kith_field_get_id (field));
  kith_statement_bind_text (statement, 3, provider_id);
  kith_statement_bind_text (statement, 4, key);
  kith_statement_bind_int64 (statement, 5, get_now ());
  return kith_statement_run (statement, error);
}

/**
 * kith_people_add_rejection:
 * @self: what the owner said of people
 * @address: about whom
 * @field: what is wrong
 * @provider_id: who said it
 * @value: (nullable): what was said; %NULL rejects whatever the provider says in this field
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Takes back a yes to the same.
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_people_add_rejection (KithPeople   *self,
                           KithAddress  *address,
                           KithField     field,
                           const char   *provider_id,
                           const char   *value,
                           GError      **error)
{
  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (provider_id != NULL, FALSE);

  /* A yes and a no to the same at once would be neither. */
  if (!kith_database_begin (self->database, error))
    return FALSE;
  return kith_people_end (self,
                          write_rejection (self, address, field, provider_id, value, error) &&
                          kith_people_remove_confirmation (self, address, field, provider_id, value, error),
                          error);
}

/**
 * kith_people_is_rejected:
 * @self: what the owner said of people
 * @address: about whom
 * @field: what is said
 * @provider_id: who says it
 * @value: what is said
 *
 * Returns: whether the owner has rejected it
 */
gboolean
kith_people_is_rejected (KithPeople  *self,
                         KithAddress *address,
                         KithField    field,
                         const char  *provider_id,
                         const char  *value)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autofree char *key = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  statement = kith_database_prepare (self->database,
                                     "SELECT 1 FROM rejections WHERE address = ?1 AND field = ?2 AND provider = ?3 AND value IN ('', ?4) LIMIT 1",
                                     NULL);
  if (statement == NULL)
    return FALSE;

  key = kith_field_make_key (field, value);
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, kith_field_get_id (field));
  kith_statement_bind_text (statement, 3, provider_id);
  kith_statement_bind_text (statement, 4, key);

  return kith_statement_step (statement, &row, NULL) && row;
}

/**
 * kith_people_foreach_never:
 * @self: what the owner said of people
 * @address: (nullable): about whom; %NULL for everybody
 * @func: (scope call): called for each address that is never to be looked up: its salted hash in hexadecimal, and when that was said
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * For an export: the addresses themselves are not known.
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_people_foreach_never (KithPeople   *self,
                           KithAddress  *address,
                           void        (*func) (const char *hash, gint64 written, gpointer user_data),
                           gpointer      user_data,
                           GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) hash = NULL;
  gboolean empty;
  gboolean row = FALSE;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  if (!is_empty (self, &empty, error))
    return FALSE;
  if (empty)
    return TRUE;
  if (address != NULL && !need_salt (self, error))
    return FALSE;
  statement = kith_database_prepare (self->database, "SELECT lower (hex (hash)), written FROM never WHERE ?1 IS NULL OR hash = ?1 ORDER BY hash", error);
  if (statement == NULL)
    return FALSE;
  hash = address != NULL ? ref_hash (self, address) : NULL;
  if (hash != NULL)
    kith_statement_bind_bytes (statement, 1, hash);
  else
    kith_statement_bind_text (statement, 1, NULL);
  do
    {
      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        func (kith_statement_get_text (statement, 0), kith_statement_get_int64 (statement, 1), user_data);
    }
  while (row);

  return TRUE;
}

static gboolean
delete_person (KithPeople   *self,
               KithAddress  *address,
               GError      **error)
{
  return run_for_address (self, "DELETE FROM notes WHERE address = ?1", address, NULL, error) &&
         run_for_address (self, "DELETE FROM corrections WHERE address = ?1", address, NULL, error) &&
         run_for_address (self, "DELETE FROM rejections WHERE address = ?1", address, NULL, error) &&
         run_for_address (self, "DELETE FROM confirmations WHERE address = ?1", address, NULL, error);
}

static gboolean
end_deletion (KithPeople  *self,
              gboolean     deleted,
              GError     **error)
{
  g_hash_table_remove_all (self->hashes);

  return kith_people_end (self, deleted, error) && kith_database_scrub (self->database, error);
}

/**
 * kith_people_forget:
 * @self: what the owner said of people
 * @address: whom to forget
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Removes note, corrections, rejections and confirmations of the address from all files. That the address is never to be looked up stays remembered, as a
 * salted hash. What the owner wrote about other people is the owner's own text and stays, even where it names the address.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_people_forget (KithPeople   *self,
                    KithAddress  *address,
                    GError      **error)
{
  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  if (!kith_database_begin (self->database, error))
    return FALSE;

  return end_deletion (self, delete_person (self, address, error), error);
}

/**
 * kith_people_clear:
 * @self: what the owner said of people
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Removes all notes, corrections, rejections and confirmations from all files. Who is never to be looked up stays remembered: it protects others, and tells
 * of nobody.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_people_clear (KithPeople  *self,
                   GError     **error)
{
  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  if (!kith_database_begin (self->database, error))
    return FALSE;

  return end_deletion (self,
                       kith_database_execute (self->database, "DELETE FROM notes", error) &&
                       kith_database_execute (self->database, "DELETE FROM corrections", error) &&
                       kith_database_execute (self->database, "DELETE FROM rejections", error) &&
                       kith_database_execute (self->database, "DELETE FROM confirmations", error),
                       error);
}

static void
kith_people_finalize (GObject *object)
{
  KithPeople *self = KITH_PEOPLE (object);

  g_clear_object (&self->database);
  g_clear_pointer (&self->salt, g_bytes_unref);
  g_hash_table_unref (self->hashes);

  G_OBJECT_CLASS (kith_people_parent_class)->finalize (object);
}

static void
kith_people_class_init (KithPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_people_finalize;
}

static void
kith_people_init (KithPeople *self)
{
  self->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}
