/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-cache-private.h"

static gboolean
foreach_row (KithCache      *self,
             const char     *sql,
             gboolean        is_picture,
             KithCacheFunc   func,
             gpointer        user_data,
             GError        **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (kith_cache_get_database (self), sql, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  do
    {
      g_autoptr (GBytes) picture = NULL;
      KithCacheRow values = { 0, };

      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      picture = is_picture ? kith_statement_dup_bytes (statement, 6) : NULL;
      values.address = kith_statement_get_text (statement, 0);
      values.provider_id = kith_statement_get_text (statement, 1);
      values.status = kith_statement_get_text (statement, 2);
      values.reason = kith_statement_get_text (statement, 3);
      values.body = kith_statement_get_text (statement, 4);
      values.uri = kith_statement_get_text (statement, 5);
      values.picture = picture;
      values.fetched = kith_statement_get_int64 (statement, 7);
      values.stale = kith_statement_get_int64 (statement, 8);
      if (values.address != NULL && (is_picture ? values.uri != NULL : values.provider_id != NULL && values.status != NULL))
        func (&values, user_data);
    }
  while (row);

  return TRUE;
}

/**
 * kith_cache_foreach:
 * @self: the cache
 * @func: (scope call): called for each answer and each picture; it must not write
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_cache_foreach (KithCache      *self,
                    KithCacheFunc   func,
                    gpointer        user_data,
                    GError        **error)
{
  g_return_val_if_fail (KITH_IS_CACHE (self), FALSE);

  return foreach_row (self, "SELECT address, provider, status, reason, body, NULL, NULL, fetched, stale FROM answers ORDER BY address, provider",
                      FALSE, func, user_data, error)
         && foreach_row (self, "SELECT address, NULL, NULL, NULL, NULL, uri, bytes, fetched, stale FROM pictures ORDER BY address, uri",
                         TRUE, func, user_data, error);
}
