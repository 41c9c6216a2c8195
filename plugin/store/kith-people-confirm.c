/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-people-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

/* @sql has the address, field, provider and key of the value as parameters 1 to 4; the last is empty for any value. */
static KithStatement *
prepare (KithPeople   *self,
         const char   *sql,
         KithAddress  *address,
         KithField     field,
         const char   *provider_id,
         const char   *value,
         GError      **error)
{
  KithStatement *statement = kith_database_prepare (kith_people_get_database (self), sql, error);
  g_autofree char *key = value != NULL ? kith_field_make_key (field, value) : g_strdup ("");

  if (statement == NULL)
    return NULL;
  kith_statement_bind_text (statement, 1, kith_address_get_key (address));
  kith_statement_bind_text (statement, 2, kith_field_get_id (field));
  kith_statement_bind_text (statement, 3, provider_id);
  kith_statement_bind_text (statement, 4, key);
  return statement;
}

/* @sql: deletes what prepare() binds */
static gboolean
take_back (KithPeople   *self,
           const char   *sql,
           KithAddress  *address,
           KithField     field,
           const char   *provider_id,
           const char   *value,
           GError      **error)
{
  g_autoptr (KithStatement) statement = NULL;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (provider_id != NULL, FALSE);

  statement = prepare (self, sql, address, field, provider_id, value, error);
  return statement != NULL && kith_statement_run (statement, error);
}

/**
 * kith_people_remove_rejection:
 * @self: what the owner said of people
 * @address: about whom
 * @field: what was rejected
 * @provider_id: who said it
 * @value: (nullable): what was said; %NULL for every no to the provider in this field
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where the owner's no is taken back
 */
gboolean
kith_people_remove_rejection (KithPeople   *self,
                              KithAddress  *address,
                              KithField     field,
                              const char   *provider_id,
                              const char   *value,
                              GError      **error)
{
  return take_back (self, "DELETE FROM rejections WHERE address = ?1 AND field = ?2 AND provider = ?3 AND (?4 = '' OR value = ?4)",
                    address, field, provider_id, value, error);
}

static gboolean
write_confirmation (KithPeople   *self,
                    KithAddress  *address,
                    KithField     field,
                    const char   *provider_id,
                    const char   *value,
                    GError      **error)
{
  g_autoptr (KithStatement) statement =
    prepare (self, "INSERT OR REPLACE INTO confirmations (address, field, provider, key, value, written) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
             address, field, provider_id, value, error);

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 5, value);
  kith_statement_bind_int64 (statement, 6, g_get_real_time () / G_USEC_PER_SEC);
  return kith_statement_run (statement, error);
}

/**
 * kith_people_add_confirmation:
 * @self: what the owner said of people
 * @address: about whom
 * @field: what is right
 * @provider_id: who said it
 * @value: what was said
 * @error: return location; KITH_ERROR_INVALID where it cannot be a value of the field, KITH_ERROR_STORAGE
 *
 * Keeps the owner's yes. Takes back a no to the same value; a no to whatever the provider says in the field stays, and this value is the exception.
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_people_add_confirmation (KithPeople   *self,
                              KithAddress  *address,
                              KithField     field,
                              const char   *provider_id,
                              const char   *value,
                              GError      **error)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), FALSE);
  g_return_val_if_fail (provider_id != NULL, FALSE);

  normal = kith_field_normalise (field, value);
  if (normal == NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("This cannot be the value of “%s”"), kith_field_get_label (field));
      return FALSE;
    }
  if (!kith_database_begin (kith_people_get_database (self), error))
    return FALSE;
  return kith_people_end (self,
                          write_confirmation (self, address, field, provider_id, normal, error) &&
                          kith_people_remove_rejection (self, address, field, provider_id, normal, error),
                          error);
}

/**
 * kith_people_remove_confirmation:
 * @self: what the owner said of people
 * @address: about whom
 * @field: what was confirmed
 * @provider_id: who said it
 * @value: (nullable): what was said; %NULL for every yes to the provider in this field
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where the owner's yes is taken back
 */
gboolean
kith_people_remove_confirmation (KithPeople   *self,
                                 KithAddress  *address,
                                 KithField     field,
                                 const char   *provider_id,
                                 const char   *value,
                                 GError      **error)
{
  return take_back (self, "DELETE FROM confirmations WHERE address = ?1 AND field = ?2 AND provider = ?3 AND (?4 = '' OR key = ?4)",
                    address, field, provider_id, value, error);
}

/**
 * kith_people_foreach_confirmation:
 * @self: what the owner said of people
 * @address: (nullable): about whom; %NULL for everybody
 * @func: (scope call): called for each fact that the owner said yes to; it must not write
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_people_foreach_confirmation (KithPeople      *self,
                                  KithAddress     *address,
                                  KithPeopleFunc   func,
                                  gpointer         user_data,
                                  GError         **error)
{
  static const char sql[] =
    "SELECT address, field, provider, value, written FROM confirmations WHERE ?1 IS NULL OR address = ?1"
    " ORDER BY address, field, provider, written DESC, key";

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  return kith_people_foreach_row (self, KITH_PEOPLE_CONFIRMATION, sql, address, func, user_data, error);
}

typedef struct
{
  KithField field;
  const char *provider_id;
  GStrvBuilder *values;
} Confirmed;

static void
add_confirmed (const KithPeopleRow *row,
               gpointer             user_data)
{
  Confirmed *confirmed = user_data;

  if (row->field == confirmed->field && row->value != NULL && g_strcmp0 (row->provider_id, confirmed->provider_id) == 0)
    g_strv_builder_add (confirmed->values, row->value);
}

/**
 * kith_people_dup_confirmed:
 * @self: what the owner said of people
 * @address: about whom
 * @field: a field
 * @provider_id: who says it
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): the values to which the owner said yes, newest first
 */
GStrv
kith_people_dup_confirmed (KithPeople   *self,
                           KithAddress  *address,
                           KithField     field,
                           const char   *provider_id,
                           GError      **error)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  Confirmed confirmed = { field, provider_id, values };

  return kith_people_foreach_confirmation (self, address, add_confirmed, &confirmed, error) ? g_strv_builder_end (values) : NULL;
}

/**
 * kith_people_foreach_employer:
 * @self: what the owner said of people
 * @func: (scope call): called for each person of whom the owner said where it works: corrections first, then what was confirmed; it must not write
 * @user_data: for @func
 * @error: return location; KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where all were read
 */
gboolean
kith_people_foreach_employer (KithPeople      *self,
                              KithPeopleFunc   func,
                              gpointer         user_data,
                              GError         **error)
{
  static const char corrections_sql[] =
    "SELECT address, field, NULL, value, written FROM corrections WHERE field = 'company' AND ?1 IS NULL ORDER BY address";
  static const char confirmations_sql[] =
    "SELECT address, field, provider, value, written FROM confirmations WHERE field = 'company' AND ?1 IS NULL ORDER BY address, written DESC";

  g_return_val_if_fail (KITH_IS_PEOPLE (self), FALSE);

  return kith_people_foreach_row (self, KITH_PEOPLE_CORRECTION, corrections_sql, NULL, func, user_data, error)
         && kith_people_foreach_row (self, KITH_PEOPLE_CONFIRMATION, confirmations_sql, NULL, func, user_data, error);
}
