/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-linkedin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include <kith/kith-error.h>
#include <kith/kith-field.h>

#include "kith-linkedin-columns.h"
#include "kith-signature-match.h"
#include "kith-site.h"
#include "kith-text.h"

/* The notes before the header, and a header, fit in this. */
#define MAX_ROWS_BEFORE_PEOPLE 100
/* A header and a person have no fewer fields; a note that has not so many says nothing of the delimiter. */
#define MIN_FIELDS 6
#define MAX_PEOPLE 3000000
/* Members who closed their account leave an empty row; a file of nothing else is made to keep us busy. */
#define MAX_EMPTY_ROWS 100000

struct _KithLinkedIn
{
  GObject parent_instance;

  KithDatabase *database;
};

G_DEFINE_FINAL_TYPE (KithLinkedIn, kith_linkedin, G_TYPE_OBJECT)

static const char *const migrations[] = {
  "CREATE TABLE people ("
  "  id INTEGER PRIMARY KEY,"
  "  address_key TEXT,"
  "  name TEXT NOT NULL,"
  "  name_key TEXT NOT NULL,"
  "  company TEXT,"
  "  company_key TEXT,"
  "  position TEXT,"
  "  url TEXT,"
  "  connected INTEGER NOT NULL DEFAULT 0);"
  "CREATE INDEX people_by_address ON people (address_key);"
  "CREATE INDEX people_by_name ON people (name_key);"
  "CREATE INDEX people_by_company ON people (company_key);"
  "CREATE TABLE imports (time INTEGER NOT NULL);",
  "ALTER TABLE people ADD COLUMN domain TEXT;" /* registrable, of the address */
  "CREATE INDEX people_by_domain ON people (domain) WHERE domain IS NOT NULL;",
  /* Written anew, without the legal form. */
  "UPDATE people SET company_key = NULL;",
  NULL
};

static void
kith_linkedin_finalize (GObject *object)
{
  g_clear_object (&KITH_LINKEDIN (object)->database);
  G_OBJECT_CLASS (kith_linkedin_parent_class)->finalize (object);
}

static void
kith_linkedin_class_init (KithLinkedInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_linkedin_finalize;
}

static void
kith_linkedin_init (KithLinkedIn *self)
{
}

static gboolean
set_domain (KithLinkedIn  *self,
            const char    *key,
            GError       **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "UPDATE people SET domain = ?2 WHERE address_key = ?1", error);
  const char *at = strrchr (key, '@');

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, key);
  kith_statement_bind_text (statement, 2, at != NULL ? kith_site_get_registrable (at + 1) : NULL);
  return kith_statement_run (statement, error);
}

/* An import of before domains were written: the Public Suffix List is not in SQL. */
static gboolean
fill_domains (KithLinkedIn  *self,
              GError       **error)
{
  static const char sql[] = "SELECT DISTINCT address_key FROM people WHERE address_key IS NOT NULL AND domain IS NULL AND"
                            " NOT EXISTS (SELECT 1 FROM people WHERE domain IS NOT NULL)";
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      g_ptr_array_add (keys, g_strdup (kith_statement_get_text (statement, 0)));
    }
  if (keys->len == 0)
    return TRUE;
  g_clear_pointer (&statement, kith_statement_free);
  if (!kith_database_begin (self->database, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!set_domain (self, g_ptr_array_index (keys, i), error))
      {
        kith_database_rollback (self->database);
        return FALSE;
      }
  return kith_database_commit (self->database, error);
}

static gboolean
set_company_key (KithLinkedIn  *self,
                 gint64         id,
                 const char    *company,
                 GError       **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "UPDATE people SET company_key = ?2 WHERE id = ?1", error);
  g_autofree char *key = kith_signature_make_company_key (company);

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_int64 (statement, 1, id);
  kith_statement_bind_text (statement, 2, key);
  return kith_statement_run (statement, error);
}

/* An import of before legal forms were left out of them: those are not in SQL either. */
static gboolean
fill_company_keys (KithLinkedIn  *self,
                   GError       **error)
{
  g_autoptr (KithStatement) statement =
    kith_database_prepare (self->database, "SELECT id, company FROM people WHERE company_key IS NULL AND company IS NOT NULL", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) companies = g_ptr_array_new_with_free_func (g_free);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      gint64 id;

      if (!kith_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        break;
      id = kith_statement_get_int64 (statement, 0);
      g_array_append_val (ids, id);
      g_ptr_array_add (companies, g_strdup (kith_statement_get_text (statement, 1)));
    }
  if (ids->len == 0)
    return TRUE;
  g_clear_pointer (&statement, kith_statement_free);
  if (!kith_database_begin (self->database, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!set_company_key (self, g_array_index (ids, gint64, i), g_ptr_array_index (companies, i), error))
      {
        kith_database_rollback (self->database);
        return FALSE;
      }
  return kith_database_commit (self->database, error);
}

/**
 * kith_linkedin_open:
 * @path: the file
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the imported connections
 */
KithLinkedIn *
kith_linkedin_open (const char  *path,
                    GError     **error)
{
  g_autoptr (KithDatabase) database = kith_database_open (path, KITH_DATABASE_KEEP, migrations, error);
  g_autoptr (KithLinkedIn) self = NULL;

  if (database == NULL)
    return NULL;
  self = g_object_new (KITH_TYPE_LINKEDIN, NULL);
  self->database = g_steal_pointer (&database);
  /* Where another program writes just now, nobody is found by a domain or a company until the next start; the connections are there all the same. */
  if (!kith_database_is_read_only (self->database))
    {
      fill_domains (self, NULL);
      fill_company_keys (self, NULL);
    }
  return g_steal_pointer (&self);
}

static const char *
get_cell (const char *const *row,
          int                column)
{
  if (column < 0 || column >= (int) g_strv_length ((GStrv) row))
    return "";
  return row[column];
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* A value in its normal form, and what it is found by; both %NULL where the cell says nothing. */
static char *
take_value (KithField   field,
            const char *cell,
            char      **key)
{
  char *value = kith_field_normalise (field, cell);

  if (key != NULL)
    *key = value != NULL ? kith_field_make_key (field, value) : NULL;
  return value;
}

static gboolean
insert_entry (KithLinkedIn             *self,
              const KithLinkedInEntry  *entry,
              gboolean                 *inserted,
              GError                  **error)
{
  g_autoptr (KithStatement) statement = NULL;
  g_autofree char *joined = g_strjoin (" ", or_empty (entry->first_name), or_empty (entry->last_name), NULL);
  g_autofree char *name_key = NULL;
  g_autofree char *name = take_value (KITH_FIELD_NAME, joined, &name_key);
  g_autofree char *company = take_value (KITH_FIELD_COMPANY, or_empty (entry->company), NULL);
  g_autofree char *company_key = company != NULL ? kith_signature_make_company_key (company) : NULL;
  g_autofree char *position = take_value (KITH_FIELD_ROLE, or_empty (entry->position), NULL);
  g_autofree char *url = take_value (KITH_FIELD_LINK, or_empty (entry->url), NULL);
  g_autoptr (KithAddress) address = kith_address_new (or_empty (entry->address), NULL, NULL);

  *inserted = FALSE;
  if (name == NULL || name_key == NULL)
    return TRUE;
  statement = kith_database_prepare (self->database,
                                     "INSERT INTO people (address_key, name, name_key, company, company_key, position, url, connected, domain) "
                                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", error);
  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, address != NULL ? kith_address_get_key (address) : NULL);
  kith_statement_bind_text (statement, 2, name);
  kith_statement_bind_text (statement, 3, name_key);
  kith_statement_bind_text (statement, 4, company);
  kith_statement_bind_text (statement, 5, company_key);
  kith_statement_bind_text (statement, 6, position);
  kith_statement_bind_text (statement, 7, url);
  kith_statement_bind_int64 (statement, 8, kith_linkedin_parse_date (or_empty (entry->connected)));
  kith_statement_bind_text (statement, 9, address != NULL ? kith_site_get_registrable (kith_address_get_domain (address)) : NULL);
  *inserted = TRUE;
  return kith_statement_run (statement, error);
}

/* The cells stay the row's. */
static gboolean
insert_person (KithLinkedIn               *self,
               const KithLinkedInColumns  *columns,
               const char *const          *row,
               gboolean                   *inserted,
               GError                    **error)
{
  KithLinkedInEntry entry = {
    .first_name = (char *) get_cell (row, columns->first_name),
    .last_name = (char *) get_cell (row, columns->last_name),
    .url = (char *) get_cell (row, columns->url),
    .address = (char *) get_cell (row, columns->address),
    .company = (char *) get_cell (row, columns->company),
    .position = (char *) get_cell (row, columns->position),
    .connected = (char *) get_cell (row, columns->connected),
  };

  return insert_entry (self, &entry, inserted, error);
}

static gboolean
fail_without_people (GError **error)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID,
                       _("This is not the Connections.csv of a LinkedIn export: no row of it is a connection."));
  return FALSE;
}

/* Finds the columns; @first is the first person where there is no header that names them. */
static gboolean
find_columns (KithCsvReader        *reader,
              KithLinkedInColumns  *columns,
              GStrv                *first,
              GCancellable         *cancellable,
              GError              **error)
{
  *first = NULL;
  for (guint i = 0; i < MAX_ROWS_BEFORE_PEOPLE; i++)
    {
      g_auto (GStrv) row = NULL;

      if (!kith_csv_reader_next (reader, &row, cancellable, error))
        return FALSE;
      if (row == NULL)
        break;
      if (kith_linkedin_columns_from_header (columns, (const char *const *) row))
        return TRUE;
      if (kith_linkedin_columns_from_person (columns, (const char *const *) row))
        {
          *first = g_steal_pointer (&row);
          return TRUE;
        }
      if (g_strv_length (row) < MIN_FIELDS)
        kith_csv_reader_forget_delimiter (reader);
    }
  return fail_without_people (error);
}

static gboolean
insert_all (KithLinkedIn   *self,
            KithCsvReader  *reader,
            guint          *n_people,
            GCancellable   *cancellable,
            GError        **error)
{
  KithLinkedInColumns columns;
  g_auto (GStrv) row = NULL;
  gboolean inserted;
  guint n_empty = 0;

  if (!find_columns (reader, &columns, &row, cancellable, error))
    return FALSE;
  for (;;)
    {
      if (row != NULL)
        {
          if (!insert_person (self, &columns, (const char *const *) row, &inserted, error))
            return FALSE;
          *n_people += inserted;
          n_empty += !inserted;
          g_clear_pointer (&row, g_strfreev);
        }
      if (*n_people > MAX_PEOPLE || n_empty > MAX_EMPTY_ROWS)
        {
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The file holds more connections than anybody has."));
          return FALSE;
        }
      if (!kith_csv_reader_next (reader, &row, cancellable, error))
        return FALSE;
      /* Nobody at all is no reason to forget those of before. */
      if (row == NULL)
        return *n_people > 0 || fail_without_people (error);
    }
}

static gboolean
begin_replacement (KithLinkedIn  *self,
                   GError       **error)
{
  return kith_database_execute (self->database, "DELETE FROM people", error) && kith_database_execute (self->database, "DELETE FROM imports", error);
}

static gboolean
end_replacement (KithLinkedIn  *self,
                 GError       **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "INSERT INTO imports (time) VALUES (?1)", error);

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_int64 (statement, 1, g_get_real_time () / G_USEC_PER_SEC);
  return kith_statement_run (statement, error);
}

/**
 * kith_linkedin_import:
 * @self: the connections
 * @reader: Connections.csv of an export, in any language
 * @n_people: (out): how many connections it holds
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Takes an export in the place of the former one. On any error, and where there is nobody in it, the former one stays as it was.
 *
 * Returns: %TRUE if it was imported
 */
gboolean
kith_linkedin_import (KithLinkedIn   *self,
                      KithCsvReader  *reader,
                      guint          *n_people,
                      GCancellable   *cancellable,
                      GError        **error)
{
  *n_people = 0;
  if (!kith_database_begin (self->database, error))
    return FALSE;
  if (begin_replacement (self, error) && insert_all (self, reader, n_people, cancellable, error) && end_replacement (self, error)
      && kith_database_commit (self->database, error))
    return TRUE;
  kith_database_rollback (self->database);
  return FALSE;
}

void
kith_linkedin_entry_free (KithLinkedInEntry *self)
{
  g_free (self->first_name);
  g_free (self->last_name);
  g_free (self->url);
  g_free (self->address);
  g_free (self->company);
  g_free (self->position);
  g_free (self->connected);
  g_free (self);
}

static gboolean
insert_entries (KithLinkedIn  *self,
                GPtrArray     *entries,
                guint         *n_people,
                GError       **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      gboolean inserted;

      if (!insert_entry (self, g_ptr_array_index (entries, i), &inserted, error))
        return FALSE;
      *n_people += inserted;
    }
  if (*n_people > 0)
    return TRUE;
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("None of what LinkedIn gave is a connection."));
  return FALSE;
}

/**
 * kith_linkedin_take:
 * @self: the connections
 * @entries: (element-type KithLinkedInEntry): all connections, as they came
 * @n_people: (out): how many of them are people
 * @error: return location for an error
 *
 * Takes connections that did not come from a file in the place of the former ones. On any error those stay as they were.
 *
 * Returns: %TRUE if they were taken
 */
gboolean
kith_linkedin_take (KithLinkedIn  *self,
                    GPtrArray     *entries,
                    guint         *n_people,
                    GError       **error)
{
  *n_people = 0;
  if (!kith_database_begin (self->database, error))
    return FALSE;
  if (begin_replacement (self, error) && insert_entries (self, entries, n_people, error) && end_replacement (self, error)
      && kith_database_commit (self->database, error))
    return TRUE;
  kith_database_rollback (self->database);
  return FALSE;
}

/**
 * kith_linkedin_get_imported:
 * @self: the connections
 *
 * Returns: when the export was imported, Unix seconds; 0 where there is none
 */
gint64
kith_linkedin_get_imported (KithLinkedIn *self)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, "SELECT max (time) FROM imports", NULL);
  gboolean row = FALSE;

  if (statement == NULL || !kith_statement_step (statement, &row, NULL) || !row)
    return 0;
  return kith_statement_get_int64 (statement, 0);
}

static void
person_free (gpointer data)
{
  KithLinkedInPerson *person = data;

  g_free (person->address);
  g_free (person->name);
  g_free (person->company);
  g_free (person->position);
  g_free (person->url);
  g_free (person);
}

static GPtrArray *
find (KithLinkedIn  *self,
      const char    *sql,
      const char    *key,
      guint          limit,
      GError       **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  gboolean row;

  if (statement == NULL)
    return NULL;
  kith_statement_bind_text (statement, 1, key);
  kith_statement_bind_int64 (statement, 2, limit);
  for (;;)
    {
      KithLinkedInPerson *person;

      if (!kith_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&people);
      person = g_new0 (KithLinkedInPerson, 1);
      person->address = g_strdup (kith_statement_get_text (statement, 0));
      person->name = g_strdup (kith_statement_get_text (statement, 1));
      person->company = g_strdup (kith_statement_get_text (statement, 2));
      person->position = g_strdup (kith_statement_get_text (statement, 3));
      person->url = g_strdup (kith_statement_get_text (statement, 4));
      person->connected = kith_statement_get_int64 (statement, 5);
      g_ptr_array_add (people, person);
    }
}

#define SELECT "SELECT address_key, name, company, position, url, connected FROM people WHERE "

/**
 * kith_linkedin_find_by_address:
 * @self: the connections
 * @address: a person
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInPerson): who shares this address; usually one or none
 */
GPtrArray *
kith_linkedin_find_by_address (KithLinkedIn  *self,
                               KithAddress   *address,
                               GError       **error)
{
  return find (self, SELECT "address_key = ?1 ORDER BY connected DESC, id LIMIT ?2", kith_address_get_key (address), 2, error);
}

#define FIND_NAME SELECT "name_key = ?1 ORDER BY connected DESC, id LIMIT ?2"
/* Of the commonest names, the owner knows no more. */
#define MAX_NAMESAKES 20
/* In Chinese, Japanese and Korean a family name has one character or two, and no space behind it. */
#define MAX_UNSPACED_NAME 6

static void
add_split (GStrvBuilder *builder,
           const char   *key,
           gsize         at)
{
  const char *rest = g_utf8_offset_to_pointer (key, at);
  g_autofree char *family_first = g_strdup_printf ("%.*s %s", (int) (rest - key), key, rest);
  g_autofree char *family_last = g_strdup_printf ("%s %.*s", rest, (int) (rest - key), key);

  g_strv_builder_add (builder, family_first);
  g_strv_builder_add (builder, family_last);
}

/* The export has first and last name in the order of English; mail has them as people write them: "Kovács Márta", "李伟". */
static GStrv
dup_other_orders (const char *key)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *first = strchr (key, ' ');
  const char *last = strrchr (key, ' ');
  glong length = g_utf8_strlen (key, -1);

  if (first != NULL)
    {
      g_autofree char *rotated = g_strdup_printf ("%s %.*s", first + 1, (int) (first - key), key);
      g_autofree char *back = g_strdup_printf ("%s %.*s", last + 1, (int) (last - key), key);

      g_strv_builder_add (builder, rotated);
      g_strv_builder_add (builder, back);
    }
  else if (length >= 2 && length <= MAX_UNSPACED_NAME && kith_signature_is_unspaced (g_utf8_get_char (key)))
    for (glong at = 1; at <= 2 && at < length; at++)
      add_split (builder, key, at);
  return g_strv_builder_end (builder);
}

/**
 * kith_linkedin_find_by_name:
 * @self: the connections
 * @name: a name
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInPerson): who is called so, or, where nobody is, who has the same names in the
 *   other order; at most %MAX_NAMESAKES
 */
GPtrArray *
kith_linkedin_find_by_name (KithLinkedIn  *self,
                            const char    *name,
                            GError       **error)
{
  g_autofree char *key = kith_field_make_key (KITH_FIELD_NAME, name);
  g_auto (GStrv) others = NULL;
  g_autoptr (GPtrArray) people = find (self, FIND_NAME, key, MAX_NAMESAKES, error);

  if (people == NULL || people->len > 0)
    return g_steal_pointer (&people);
  others = dup_other_orders (key);
  for (guint i = 0; others[i] != NULL && people != NULL && people->len == 0; i++)
    {
      g_ptr_array_unref (people);
      people = find (self, FIND_NAME, others[i], MAX_NAMESAKES, error);
    }
  return g_steal_pointer (&people);
}

/**
 * kith_linkedin_find_by_company:
 * @self: the connections
 * @company: a company
 * @limit: at most so many
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInPerson): who works there, whatever legal form is written
 */
GPtrArray *
kith_linkedin_find_by_company (KithLinkedIn  *self,
                               const char    *company,
                               guint          limit,
                               GError       **error)
{
  g_autofree char *key = kith_signature_make_company_key (company);

  return find (self, SELECT "company_key = ?1 ORDER BY name_key, id LIMIT ?2", key, limit, error);
}

/**
 * kith_linkedin_list:
 * @self: the connections
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInPerson): everybody
 */
GPtrArray *
kith_linkedin_list (KithLinkedIn  *self,
                    GError       **error)
{
  return find (self, SELECT "?1 IS NULL ORDER BY id LIMIT ?2", NULL, MAX_PEOPLE + 1, error);
}

/**
 * kith_linkedin_find_by_domain:
 * @self: the connections
 * @domain: a registrable domain
 * @limit: at most so many
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInPerson): who shares an address there
 */
GPtrArray *
kith_linkedin_find_by_domain (KithLinkedIn  *self,
                              const char    *domain,
                              guint          limit,
                              GError       **error)
{
  return find (self, SELECT "domain = ?1 ORDER BY connected DESC, id LIMIT ?2", domain, limit, error);
}

/**
 * kith_linkedin_find_by_profile:
 * @self: the connections
 * @url: a profile, as kith_linkedin_find_by_name() says it
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInPerson): whose profile it is
 */
GPtrArray *
kith_linkedin_find_by_profile (KithLinkedIn  *self,
                               const char    *url,
                               GError       **error)
{
  return find (self, SELECT "url = ?1 ORDER BY id LIMIT ?2", url, MAX_NAMESAKES, error);
}

static gboolean
delete_where (KithLinkedIn  *self,
              const char    *sql,
              const char    *value,
              GError       **error)
{
  g_autoptr (KithStatement) statement = kith_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return FALSE;
  kith_statement_bind_text (statement, 1, value);
  return kith_statement_run (statement, error);
}

/**
 * kith_linkedin_forget:
 * @self: the connections
 * @address: a person
 * @profiles: (array zero-terminated=1): those that the owner said are the person's: a connection need not share its address
 * @error: return location for an error
 *
 * Returns: %TRUE if no trace of the address and the profiles is left
 */
gboolean
kith_linkedin_forget (KithLinkedIn       *self,
                      KithAddress        *address,
                      const char *const  *profiles,
                      GError            **error)
{
  for (gsize i = 0; profiles[i] != NULL; i++)
    if (!delete_where (self, "DELETE FROM people WHERE url = ?1", profiles[i], error))
      return FALSE;
  return delete_where (self, "DELETE FROM people WHERE address_key = ?1", kith_address_get_key (address), error)
         && kith_database_scrub (self->database, error);
}

/**
 * kith_linkedin_clear:
 * @self: the connections
 * @error: return location for an error
 *
 * Returns: %TRUE if nothing is left
 */
gboolean
kith_linkedin_clear (KithLinkedIn  *self,
                     GError       **error)
{
  return kith_database_execute (self->database, "DELETE FROM people", error)
         && kith_database_execute (self->database, "DELETE FROM imports", error)
         && kith_database_scrub (self->database, error);
}
