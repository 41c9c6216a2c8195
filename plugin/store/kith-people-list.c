/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-people-private.h"

/* Columns: address, field, provider, value, written. Rows of a newer or damaged file that make no sense are passed over. */
gboolean
kith_people_foreach_row (KithPeople      *self,
                         KithPeopleKind   kind,
                         const char      *sql,
                         KithAddress     *address,
                         KithPeopleFunc   func,
                         gpointer         user_data,
                         GError         **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (kith_people_get_database (self), sql, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;

  kith_statement_bind_text (statement, 1, address != NULL ? kith_address_get_key (address) : NULL);
  do
    {
      KithPeopleRow values = { .kind = kind };

      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      values.address = kith_statement_get_text (statement, 0);
      values.provider_id = kith_statement_get_text (statement, 2);
      values.value = kith_statement_get_text (statement, 3);
      values.written = kith_statement_get_int64 (statement, 4);
      if (values.address != NULL && kith_field_from_id (kith_statement_get_text (statement, 1), &values.field))
        func (&values, user_data);
    }
  while (row);

  return TRUE;
}

typedef struct
{
  void (*func) (KithField   field,
                const char *value,
                gint64      written,
                gpointer    user_data);
  gpointer user_data;
} CorrectionCall;

static void
pass_correction (const KithPeopleRow *row,
                 gpointer             user_data)
{
  CorrectionCall *call = user_data;
  g_autofree char *value = kith_field_normalise (row->field, row->value);

  if (value != NULL)
    call->func (row->field, value, row->written, call->user_data);
}

static const char corrections_sql[] =
  "SELECT address, field, NULL, value, written FROM corrections WHERE ?1 IS NULL OR address = ?1 ORDER BY address, field";

/**
 * kith_people_foreach_correction:
 * @self: what the owner said of people
 * @address: about whom
 * @func: (scope call): called for each correction of the person: field, value, time written; it must not write
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_people_foreach_correction (KithPeople   *self,
                                KithAddress  *address,
                                void        (*func) (KithField field, const char *value, gint64 written, gpointer user_data),
                                gpointer      user_data,
                                GError      **error)
{
  CorrectionCall call = { func, user_data };

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);

  return kith_people_foreach_row (self, KITH_PEOPLE_CORRECTION, corrections_sql, address, pass_correction, &call, error);
}

/**
 * kith_people_foreach:
 * @self: what the owner said of people
 * @address: (nullable): about whom; %NULL for everybody
 * @func: (scope call): called for each note, correction, rejection and confirmation; it must not write
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * For an export. Who is never to be looked up is not told: it is known only as a hash.
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_people_foreach (KithPeople      *self,
                     KithAddress     *address,
                     KithPeopleFunc   func,
                     gpointer         user_data,
                     GError         **error)
{
  static const char notes_sql[] =
    "SELECT address, 'note', NULL, text, written FROM notes WHERE ?1 IS NULL OR address = ?1 ORDER BY address";
  static const char rejections_sql[] =
    "SELECT address, field, provider, nullif (value, ''), written FROM rejections WHERE ?1 IS NULL OR address = ?1"
    " ORDER BY address, field, provider, value";

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  return kith_people_foreach_row (self, KITH_PEOPLE_NOTE, notes_sql, address, func, user_data, error) &&
         kith_people_foreach_row (self, KITH_PEOPLE_CORRECTION, corrections_sql, address, func, user_data, error) &&
         kith_people_foreach_row (self, KITH_PEOPLE_REJECTION, rejections_sql, address, func, user_data, error) &&
         kith_people_foreach_confirmation (self, address, func, user_data, error);
}
