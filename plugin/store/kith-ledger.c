/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ledger.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-http-recorder.h"
#include "kith-ledger-entry-private.h"
#include "kith-traces.h"

struct _KithLedger
{
  GObject parent_instance;

  KithDatabase *database;
  gboolean keep_identifiers;
};

static void kith_ledger_recorder_init (KithHttpRecorderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KithLedger, kith_ledger, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KITH_TYPE_HTTP_RECORDER, kith_ledger_recorder_init))

static const char *const migrations[] = {
  "CREATE TABLE requests ("
  "  id INTEGER PRIMARY KEY,"
  "  time INTEGER NOT NULL,"
  "  provider TEXT,"
  "  method TEXT NOT NULL,"
  "  host TEXT NOT NULL,"
  "  identifier_kind TEXT,"
  "  identifier TEXT,"
  "  address TEXT,"
  "  sender TEXT,"
  "  bytes_sent INTEGER NOT NULL DEFAULT 0,"
  "  bytes_received INTEGER NOT NULL DEFAULT 0,"
  "  status INTEGER NOT NULL DEFAULT 0,"
  "  outcome TEXT);"
  "CREATE INDEX requests_by_address ON requests (address);"
  "CREATE INDEX requests_by_time ON requests (time);",
  NULL
};

/**
 * kith_ledger_open:
 * @path: the file
 * @error: return location; KITH_ERROR_STORAGE: nothing can be sent
 *
 * Returns: (transfer full) (nullable): the ledger
 */
KithLedger *
kith_ledger_open (const char  *path,
                  GError     **error)
{
  g_autoptr (KithDatabase) database = kith_database_open (path, KITH_DATABASE_DISCARD, migrations, error);
  KithLedger *self;

  if (database == NULL)
    return NULL;

  self = g_object_new (KITH_TYPE_LEDGER, NULL);
  self->database = g_steal_pointer (&database);

  return self;
}

/**
 * kith_ledger_set_keep_identifiers:
 * @self: the ledger
 * @keep: whether to write down, from now on, what itself identified the person, and not only its kind
 */
void
kith_ledger_set_keep_identifiers (KithLedger *self,
                                  gboolean    keep)
{
  g_return_if_fail (KITH_IS_LEDGER (self));

  self->keep_identifiers = keep;
}

static gint64
insert_request (KithLedger       *self,
                KithHttpRequest  *request,
                GError          **error)
{
  g_autoptr (KithStatement) statement =
    kith_database_prepare (self->database,
                           "INSERT INTO requests (time, provider, method, host, identifier_kind, identifier, address, sender) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id", error);
  gboolean row;
  gint64 id;

  if (statement == NULL)
    return -1;

  kith_statement_bind_int64 (statement, 1, g_get_real_time () / G_USEC_PER_SEC);
  kith_statement_bind_text (statement, 2, kith_http_request_get_provider_id (request));
  kith_statement_bind_text (statement, 3, kith_http_request_get_method (request));
  kith_statement_bind_text (statement, 4, kith_http_request_get_host (request));
  kith_statement_bind_text (statement, 5, kith_http_request_get_identifier_kind (request));
  kith_statement_bind_text (statement, 6, self->keep_identifiers ? kith_http_request_get_identifier (request) : NULL);
  kith_statement_bind_text (statement, 7, kith_http_request_get_address_key (request));
  kith_statement_bind_text (statement, 8, kith_http_request_get_sender (request));
  if (!kith_statement_step (statement, &row, error) || !row)
    return -1;
  id = kith_statement_get_int64 (statement, 0);

  /* The row is committed only when the statement has come to its end. */
  return kith_statement_run (statement, error) ? id : -1;
}

static gint64
kith_ledger_begin (KithHttpRecorder  *recorder,
                   KithHttpRequest   *request,
                   GError           **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = insert_request (KITH_LEDGER (recorder), request, &failure);

  if (id < 0)
    g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("Kith could not write to its ledger, so nothing was sent (%s)"),
                 failure != NULL ? failure->message : "");

  return id;
}

/* The answer is there already; where this fails, the row stays as one that was sent and whose end is not known. */
static void
kith_ledger_end (KithHttpRecorder *recorder,
                 gint64            id,
                 guint             status,
                 guint64           bytes_sent,
                 guint64           bytes_received,
                 const char       *outcome)
{
  KithLedger *self = KITH_LEDGER (recorder);
  g_autoptr (KithStatement) statement =
    kith_database_prepare (self->database,
                           "UPDATE requests SET status = ?2, bytes_sent = ?3, bytes_received = ?4, outcome = ?5 WHERE id = ?1", NULL);

  if (statement == NULL)
    return;

  kith_statement_bind_int64 (statement, 1, id);
  kith_statement_bind_int64 (statement, 2, status);
  kith_statement_bind_int64 (statement, 3, MIN (bytes_sent, G_MAXINT64));
  kith_statement_bind_int64 (statement, 4, MIN (bytes_received, G_MAXINT64));
  kith_statement_bind_text (statement, 5, outcome);
  kith_statement_run (statement, NULL);
}

static KithLedgerEntry *
read_entry (KithStatement *statement)
{
  KithLedgerFields fields = {
    .id = kith_statement_get_int64 (statement, 0),
    .time = kith_statement_get_int64 (statement, 1),
    .provider_id = kith_statement_get_text (statement, 2),
    .method = kith_statement_get_text (statement, 3),
    .host = kith_statement_get_text (statement, 4),
    .identifier_kind = kith_statement_get_text (statement, 5),
    .identifier = kith_statement_get_text (statement, 6),
    .address = kith_statement_get_text (statement, 7),
    .sender = kith_statement_get_text (statement, 8),
    .bytes_sent = MAX (kith_statement_get_int64 (statement, 9), 0),
    .bytes_received = MAX (kith_statement_get_int64 (statement, 10), 0),
    .status = CLAMP (kith_statement_get_int64 (statement, 11), 0, 999),
    .outcome = kith_statement_get_text (statement, 12),
  };

  /* Readers rely on these. */
  if (fields.provider_id == NULL)
    fields.provider_id = "";
  if (fields.method == NULL || fields.host == NULL)
    return NULL;

  return kith_ledger_entry_new (&fields);
}

/**
 * kith_ledger_list:
 * @self: the ledger
 * @address: (nullable): only what was sent about this address
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type KithLedgerEntry) (nullable): what was sent, newest first
 */
GPtrArray *
kith_ledger_list (KithLedger   *self,
                  KithAddress  *address,
                  GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row = FALSE;

  g_return_val_if_fail (KITH_IS_LEDGER (self), NULL);

  statement = kith_database_prepare (self->database,
                                     "SELECT id, time, provider, method, host, identifier_kind, identifier, address, sender,"
                                     " bytes_sent, bytes_received, status, outcome FROM requests "
                                     "WHERE ?1 IS NULL OR address = ?1 ORDER BY id DESC", error);
  if (statement == NULL)
    return NULL;

  kith_statement_bind_text (statement, 1, address != NULL ? kith_address_get_key (address) : NULL);
  do
    {
      KithLedgerEntry *entry;

      if (!kith_statement_step (statement, &row, error))
        return NULL;
      entry = row ? read_entry (statement) : NULL;
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  while (row);

  return g_steal_pointer (&entries);
}

static gboolean
row_matches (KithStatement *statement,
             const char    *key,
             KithTraces    *traces)
{
  return g_strcmp0 (kith_statement_get_text (statement, 1), key) == 0 ||
         g_strcmp0 (kith_statement_get_text (statement, 2), key) == 0 ||
         kith_traces_match (traces, kith_statement_get_text (statement, 3)) ||
         kith_traces_match (traces, kith_statement_get_text (statement, 4)) ||
         kith_traces_match (traces, kith_statement_get_text (statement, 5));
}

static gboolean
remove_rows (KithLedger   *self,
             KithAddress  *address,
             GError      **error)
{
  g_autoptr (KithTraces) traces = kith_traces_new (address);
  g_autoptr (KithStatement) statement =
    kith_database_prepare (self->database, "SELECT id, address, sender, identifier, host, outcome FROM requests", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;

  do
    {
      gint64 id;

      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      id = kith_statement_get_int64 (statement, 0);
      if (row && row_matches (statement, kith_address_get_key (address), traces))
        g_array_append_val (ids, id);
    }
  while (row);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (KithStatement) one = kith_database_prepare (self->database, "DELETE FROM requests WHERE id = ?1", error);

      if (one == NULL)
        return FALSE;
      kith_statement_bind_int64 (one, 1, g_array_index (ids, gint64, i));
      if (!kith_statement_run (one, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kith_ledger_forget:
 * @self: the ledger
 * @address: whom to forget
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Removes what was sent about the address, or because of a message from it, from all files.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_ledger_forget (KithLedger   *self,
                    KithAddress  *address,
                    GError      **error)
{
  g_return_val_if_fail (KITH_IS_LEDGER (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  if (!kith_database_begin (self->database, error))
    return FALSE;
  if (!remove_rows (self, address, error))
    {
      kith_database_rollback (self->database);
      return FALSE;
    }

  return kith_database_commit (self->database, error) && kith_database_scrub (self->database, error);
}

/**
 * kith_ledger_clear:
 * @self: the ledger
 * @error: return location; KITH_ERROR_STORAGE: traces may be left
 *
 * Removes everything, from all files.
 *
 * Returns: %TRUE where no trace is left
 */
gboolean
kith_ledger_clear (KithLedger  *self,
                   GError     **error)
{
  g_return_val_if_fail (KITH_IS_LEDGER (self), FALSE);

  return kith_database_execute (self->database, "DELETE FROM requests", error) && kith_database_scrub (self->database, error);
}

/**
 * kith_ledger_prune:
 * @self: the ledger
 * @older_than: drop what was sent before this time, in Unix seconds
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_ledger_prune (KithLedger  *self,
                   gint64       older_than,
                   GError     **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_LEDGER (self), FALSE);

  statement = kith_database_prepare (self->database, "DELETE FROM requests WHERE time < ?1", error);
  if (statement == NULL)
    return FALSE;

  kith_statement_bind_int64 (statement, 1, older_than);
  return kith_statement_run (statement, error) && kith_database_execute (self->database, "PRAGMA incremental_vacuum", error);
}

static void
kith_ledger_finalize (GObject *object)
{
  KithLedger *self = KITH_LEDGER (object);

  g_clear_object (&self->database);

  G_OBJECT_CLASS (kith_ledger_parent_class)->finalize (object);
}

static void
kith_ledger_class_init (KithLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_ledger_finalize;
}

static void
kith_ledger_recorder_init (KithHttpRecorderInterface *iface)
{
  iface->begin = kith_ledger_begin;
  iface->end = kith_ledger_end;
}

static void
kith_ledger_init (KithLedger *self)
{
}
