/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-statement.h"

#include <string.h>

#include "kith-database-private.h"

struct _KithStatement
{
  KithDatabase *database;
  sqlite3_stmt *handle;
  int bind_failure;
};

KithStatement *
kith_statement_new (KithDatabase *database,
                    sqlite3_stmt *handle)
{
  KithStatement *self = g_new0 (KithStatement, 1);

  self->database = g_object_ref (database);
  self->handle = handle;

  return self;
}

/**
 * kith_statement_free:
 * @self: (transfer full): a statement
 *
 * Ends this use: the statement is reset, its parameters are forgotten, and the database keeps it for the next use of the same SQL.
 */
void
kith_statement_free (KithStatement *self)
{
  kith_database_take_back (self->database, self->handle);
  g_object_unref (self->database);
  g_free (self);
}

/* A binding that fails (no memory, over the length limit) is told by the next step, so that callers bind without a branch each. */
static void
note_bind (KithStatement *self,
           int            code)
{
  if (code != SQLITE_OK && self->bind_failure == SQLITE_OK)
    self->bind_failure = code;
}

/**
 * kith_statement_bind_text:
 * @self: a statement
 * @parameter: its number, from 1
 * @text: (nullable): UTF-8; %NULL binds SQL NULL
 */
void
kith_statement_bind_text (KithStatement *self,
                          int            parameter,
                          const char    *text)
{
  note_bind (self, sqlite3_bind_text64 (self->handle, parameter, text, text != NULL ? strlen (text) : 0, SQLITE_TRANSIENT, SQLITE_UTF8));
}

/**
 * kith_statement_bind_int64:
 * @self: a statement
 * @parameter: its number, from 1
 * @value: the value
 */
void
kith_statement_bind_int64 (KithStatement *self,
                           int            parameter,
                           gint64         value)
{
  note_bind (self, sqlite3_bind_int64 (self->handle, parameter, value));
}

/**
 * kith_statement_bind_bytes:
 * @self: a statement
 * @parameter: its number, from 1
 * @bytes: (nullable): copied; %NULL binds SQL NULL
 */
void
kith_statement_bind_bytes (KithStatement *self,
                           int            parameter,
                           GBytes        *bytes)
{
  gsize length;
  const void *data;

  if (bytes == NULL)
    {
      note_bind (self, sqlite3_bind_null (self->handle, parameter));
      return;
    }

  data = g_bytes_get_data (bytes, &length);
  note_bind (self, sqlite3_bind_blob64 (self->handle, parameter, data != NULL ? data : "", length, SQLITE_TRANSIENT));
}

/**
 * kith_statement_step:
 * @self: a statement
 * @row: (out): whether there is a row to read; %FALSE at the end
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_statement_step (KithStatement  *self,
                     gboolean       *row,
                     GError        **error)
{
  int code = self->bind_failure;

  *row = FALSE;
  if (code == SQLITE_OK)
    code = sqlite3_step (self->handle);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return kith_database_fail (self->database, code, error);

  *row = code == SQLITE_ROW;
  return TRUE;
}

/**
 * kith_statement_run:
 * @self: a statement that gives no rows
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Runs it to its end.
 *
 * Returns: %TRUE where it worked
 */
gboolean
kith_statement_run (KithStatement  *self,
                    GError        **error)
{
  gboolean row;

  do
    {
      if (!kith_statement_step (self, &row, error))
        return FALSE;
    }
  while (row);

  return TRUE;
}

/**
 * kith_statement_get_text:
 * @self: a statement on a row
 * @column: its number, from 0
 *
 * A file of ours can have been written by anybody: what is not UTF-8 without NUL reads as %NULL.
 *
 * Returns: (transfer none) (nullable): valid until the next step
 */
const char *
kith_statement_get_text (KithStatement *self,
                         int            column)
{
  const char *text = NULL;

  if (sqlite3_column_type (self->handle, column) != SQLITE_TEXT)
    return NULL;

  text = (const char *) sqlite3_column_text (self->handle, column);
  if (text == NULL || !g_utf8_validate_len (text, sqlite3_column_bytes (self->handle, column), NULL))
    return NULL;

  return text;
}

/**
 * kith_statement_get_int64:
 * @self: a statement on a row
 * @column: its number, from 0
 *
 * Returns: the value; 0 for SQL NULL
 */
gint64
kith_statement_get_int64 (KithStatement *self,
                          int            column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * kith_statement_dup_bytes:
 * @self: a statement on a row
 * @column: its number, from 0
 *
 * Returns: (transfer full) (nullable): a copy of a blob; %NULL where the column holds none
 */
GBytes *
kith_statement_dup_bytes (KithStatement *self,
                          int            column)
{
  const void *data;

  if (sqlite3_column_type (self->handle, column) != SQLITE_BLOB)
    return NULL;

  data = sqlite3_column_blob (self->handle, column);
  return g_bytes_new (data, sqlite3_column_bytes (self->handle, column));
}
