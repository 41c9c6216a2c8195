/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-people-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
has_any (KithPeople  *self,
         gboolean    *any,
         GError     **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (kith_people_get_database (self), "SELECT 1 FROM objections LIMIT 1", error);

  return statement != NULL && kith_statement_step (statement, any, error);
}

/**
 * kith_people_add_objection:
 * @self: what the owner said of people
 * @address: who objected
 * @provider_id: to whom
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Remembers for good that a person does not want to be looked up at a service. A salted hash of the address is written, which stays when the person is
 * forgotten: otherwise the service would be asked again.
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_people_add_objection (KithPeople   *self,
                           KithAddress  *address,
                           const char   *provider_id,
                           GError      **error)
{
  g_autoptr (GBytes) hash = NULL;
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (provider_id != NULL, FALSE);

  hash = kith_people_ref_hash (self, address, error);
  if (hash == NULL)
    return FALSE;
  statement = kith_database_prepare (kith_people_get_database (self),
                                     "INSERT OR IGNORE INTO objections (hash, provider, written) VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  kith_statement_bind_bytes (statement, 1, hash);
  kith_statement_bind_text (statement, 2, provider_id);
  kith_statement_bind_int64 (statement, 3, get_now ());
  return kith_statement_run (statement, error);
}

/**
 * kith_people_dup_objections:
 * @self: what the owner said of people
 * @address: whom
 * @error: return location; KITH_ERROR_STORAGE: it is not known, so nobody should be asked
 *
 * Returns: (transfer full) (nullable): the ids of the providers to which the person objected
 */
GStrv
kith_people_dup_objections (KithPeople   *self,
                            KithAddress  *address,
                            GError      **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) hash = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), NULL);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), NULL);

  /* Most people have none, and a hash takes its time. */
  if (!has_any (self, &row, error))
    return NULL;
  if (!row)
    return g_strv_builder_end (builder);
  hash = kith_people_ref_hash (self, address, error);
  if (hash == NULL)
    return NULL;
  statement = kith_database_prepare (kith_people_get_database (self), "SELECT provider FROM objections WHERE hash = ?1", error);
  if (statement == NULL)
    return NULL;
  kith_statement_bind_bytes (statement, 1, hash);
  while (TRUE)
    {
      if (!kith_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_strv_builder_end (builder);
      if (kith_statement_get_text (statement, 0) == NULL)
        {
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The list of people never to be looked up is damaged"));
          return NULL;
        }
      g_strv_builder_add (builder, kith_statement_get_text (statement, 0));
    }
}

/**
 * kith_people_foreach_objection:
 * @self: what the owner said of people
 * @address: (nullable): who; %NULL for everybody
 * @func: (scope call): called for each objection: the salted hash of the address in hexadecimal, the provider, and when it was learnt
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * For an export: the addresses themselves are not known.
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_people_foreach_objection (KithPeople   *self,
                               KithAddress  *address,
                               void        (*func) (const char *hash, const char *provider_id, gint64 written, gpointer user_data),
                               gpointer      user_data,
                               GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autoptr (GBytes) hash = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  if (!has_any (self, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  hash = address != NULL ? kith_people_ref_hash (self, address, error) : NULL;
  if (address != NULL && hash == NULL)
    return FALSE;
  statement = kith_database_prepare (kith_people_get_database (self),
                                     "SELECT lower (hex (hash)), provider, written FROM objections WHERE ?1 IS NULL OR hash = ?1 ORDER BY hash, provider",
                                     error);
  if (statement == NULL)
    return FALSE;
  if (hash != NULL)
    kith_statement_bind_bytes (statement, 1, hash);
  else
    kith_statement_bind_text (statement, 1, NULL);
  while (row)
    {
      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      if (row && kith_statement_get_text (statement, 1) != NULL)
        func (kith_statement_get_text (statement, 0), kith_statement_get_text (statement, 1), kith_statement_get_int64 (statement, 2), user_data);
    }
  return TRUE;
}
