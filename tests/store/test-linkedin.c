/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <kith/kith-error.h>

#include "kith-archive-stream.h"
#include "kith-linkedin.h"

typedef struct
{
  char *dir;
  KithLinkedIn *linkedin;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("kith-linkedin-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->dir, "linkedin.db", NULL);
  fixture->linkedin = kith_linkedin_open (path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_finalize_object (fixture->linkedin);
  dir = g_dir_open (fixture->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static gboolean
import (Fixture     *fixture,
        const char  *text,
        gsize        length,
        guint       *n_people,
        GError     **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, length, NULL);
  g_autoptr (KithCsvReader) reader = kith_csv_reader_new (stream);

  return kith_linkedin_import (fixture->linkedin, reader, n_people, NULL, error);
}

static void
assert_imports (Fixture    *fixture,
                const char *text,
                guint       expected)
{
  g_autoptr (GError) error = NULL;
  guint n_people;

  g_assert_true (import (fixture, text, strlen (text), &n_people, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_people, ==, expected);
}

static void
assert_person (Fixture    *fixture,
               const char *mailbox,
               const char *name,
               const char *company,
               const char *position)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = kith_linkedin_find_by_address (fixture->linkedin, address, &error);
  KithLinkedInPerson *person;

  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  person = g_ptr_array_index (people, 0);
  g_assert_cmpstr (person->name, ==, name);
  g_assert_cmpstr (person->company, ==, company);
  g_assert_cmpstr (person->position, ==, position);
}

#define ENGLISH                                                                                                                  \
  "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\n"           \
  "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"                                                      \
  "Bram,Okoro,https://www.linkedin.test/in/bram-okoro-example,,Example Rail Ltd,Operations Director,14 Feb 2024\n"              \
  "Ada,Marsh,https://www.linkedin.test/in/ada-marsh-example,Ada.Marsh@example.org,Example Rail Ltd,Head of Signalling,20 Jun 2026\n" \
  ",,,,,,\n"                                                                                                                    \
  "Tomasz,Lind,https://www.linkedin.test/in/tomasz-lind-example,,Harbour Test GmbH,\"Purser, Ferries\",01 Sep 2022\n"

static void
test_english (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) by_name = NULL;
  g_autoptr (GPtrArray) by_company = NULL;
  KithLinkedInPerson *person;

  assert_imports (fixture, ENGLISH, 3);
  assert_person (fixture, "ada.marsh@EXAMPLE.org", "Ada Marsh", "Example Rail Ltd", "Head of Signalling");
  by_name = kith_linkedin_find_by_name (fixture->linkedin, "tomasz  LIND", NULL);
  g_assert_cmpuint (by_name->len, ==, 1);
  person = g_ptr_array_index (by_name, 0);
  g_assert_cmpstr (person->position, ==, "Purser, Ferries");
  g_assert_null (person->address);
  g_assert_cmpint (person->connected, ==, 1661990400); /* 2022-09-01 */
  by_company = kith_linkedin_find_by_company (fixture->linkedin, "EXAMPLE RAIL LTD", 10, NULL);
  g_assert_cmpuint (by_company->len, ==, 2);
  g_assert_cmpint (kith_linkedin_get_imported (fixture->linkedin), >, 0);
}

static void
test_other_languages (Fixture       *fixture,
                      gconstpointer  data)
{
  assert_imports (fixture,
                  "\xEF\xBB\xBFHinweise:\r\n\"Bla; bla, bla.\"\r\n\r\n"
                  "Vorname;Nachname;URL;E-Mail-Adresse;Unternehmen;Position;Verbunden am\r\n"
                  "Rosa;Haupt;https://www.linkedin.com/in/rosa-haupt-example;rosa@muster.example;Muster GmbH;\"Leiterin\r\nEinkauf\";1 Mär 2024\r\n", 1);
  assert_person (fixture, "rosa@muster.example", "Rosa Haupt", "Muster GmbH", "Leiterin Einkauf");
  assert_imports (fixture,
                  "名,姓,URL,メールアドレス,会社,役職,つながった日\n"
                  "花子,例,https://jp.linkedin.com/in/hanako-example,hanako@rei.example,例株式会社,部長,2024年2月14日\n", 1);
  assert_person (fixture, "hanako@rei.example", "花子 例", "例株式会社", "部長");
  /* The form of before 2020, without URLs */
  assert_imports (fixture, "First Name,Last Name,Email Address,Company,Position,Connected On\nJan,Novák,jan@priklad.example,Příklad,Ředitel,14 Feb 2019\n", 1);
  assert_person (fixture, "jan@priklad.example", "Jan Novák", "Příklad", "Ředitel");
}

/* A spreadsheet that writes semicolons does not quote a note for its commas. */
static void
test_delimiters (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_imports (fixture,
                  "Notes:\r\nWhen exporting your connection data, you may notice that some are missing, as is said here\r\n\r\n"
                  "First Name;Last Name;URL;Email Address;Company;Position;Connected On\r\n"
                  "Ada, PhD;Marsh;https://www.linkedin.com/in/ada-marsh-example;ada@rail.example;Example Rail, Ltd;Head, Signalling;20 Jun 2026\r\n", 1);
  assert_person (fixture, "ada@rail.example", "Ada, PhD Marsh", "Example Rail, Ltd", "Head, Signalling");
  assert_imports (fixture,
                  "Notas:\t\nUna nota, otra; y otra\n\n"
                  "Nombre,Apellidos,URL,Correo,Empresa,Cargo,Desde\n"
                  "Rosa;Inés,Vega,https://es.linkedin.com/in/rosa-vega-example,rosa@vega.example,Vega; Hijos,Directora,1 mar 2024\n", 1);
  assert_person (fixture, "rosa@vega.example", "Rosa;Inés Vega", "Vega; Hijos", "Directora");
}

/* A spreadsheet saves in the charset of its country, or in UTF-16. */
static void
test_charsets (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const utf16[] = { "UTF-16LE", "UTF-16BE" };
  static const char text[] = "\xEF\xBB\xBFVorname;Nachname;URL;E-Mail-Adresse;Unternehmen;Position;Verbunden am\r\n"
                             "Jörg;Öhm;https://www.linkedin.com/in/joerg-example;joerg@muster.example;\"Müller \"\"Söhne\"\"\";Einkäufer €;1 Mär 2024\r\n";

  assert_imports (fixture,
                  "Vorname;Nachname;URL;E-Mail-Adresse;Unternehmen;Position;Verbunden am\r\n"
                  "J\xF6rg;\xD6hm;https://www.linkedin.com/in/joerg-example;joerg@muster.example;\"M\xFCller \"\"S\xF6hne\"\"\";Eink\xE4ufer \x80;1 M\xE4r 2024\r\n", 1);
  assert_person (fixture, "joerg@muster.example", "Jörg Öhm", "Müller \"Söhne\"", "Einkäufer €");
  for (gsize i = 0; i < G_N_ELEMENTS (utf16); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length;
      g_autofree char *bytes = g_convert (text, strlen (text), utf16[i], "UTF-8", NULL, &length, &error);
      guint n_people;

      g_assert_no_error (error);
      assert_imports (fixture, "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nA,B,https://www.linkedin.com/in/ab-example,a@b.example,C,D,1 Jan 2024\n", 1);
      g_assert_true (import (fixture, bytes, length, &n_people, &error));
      g_assert_no_error (error);
      assert_person (fixture, "joerg@muster.example", "Jörg Öhm", "Müller \"Söhne\"", "Einkäufer €");
      /* Cut in the middle of a character: what was there stays. */
      g_assert_false (import (fixture, bytes, length - 1, &n_people, &error));
      g_assert_nonnull (error);
      assert_person (fixture, "joerg@muster.example", "Jörg Öhm", "Müller \"Söhne\"", "Einkäufer €");
    }
  /* Once UTF-8 has shown, a byte that is none is a fault. */
  assert_imports (fixture,
                  "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connexion\n"
                  "Zo\xC3,Roy,https://www.linkedin.com/in/zoe-example,zoe@roy.example,Roy,Gérante,1 janv. 2024\n", 1);
  assert_person (fixture, "zoe@roy.example", "Zo\uFFFD Roy", "Roy", "Gérante");
}

/* On any error the former import stays as it was. */
static void
test_bad (Fixture       *fixture,
          gconstpointer  data)
{
  static const char endless[] = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nA,B,,,\"";
  g_autoptr (GString) text = g_string_new (endless);
  g_autoptr (GError) error = NULL;
  guint n_people;

  assert_imports (fixture, ENGLISH, 3);
  g_assert_false (import (fixture, "a,b,c\n1,2,3\n", 12, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (import (fixture, "", 0, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  /* A header and nobody: cut off, or of an account without connections. */
  g_assert_false (import (fixture, endless, strlen (endless) - strlen ("A,B,,,\""), &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "xxxxxxxx\n");
  g_assert_false (import (fixture, text->str, text->len, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  assert_person (fixture, "ada.marsh@example.org", "Ada Marsh", "Example Rail Ltd", "Head of Signalling");
}

static void
test_hostile_cells (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char text[] = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                             "<b>A\0da</b>,M\xFF" "arsh\xE2\x80\xAE,javascript:alert(1),ada@x.example,\"\",=cmd(),99 Feb 2024\n";
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (KithAddress) address = kith_address_new ("ada@x.example", NULL, NULL);
  g_autoptr (GError) error = NULL;
  KithLinkedInPerson *person;
  guint n_people;

  g_assert_true (import (fixture, text, sizeof text - 1, &n_people, &error));
  g_assert_no_error (error);
  people = kith_linkedin_find_by_address (fixture->linkedin, address, NULL);
  person = g_ptr_array_index (people, 0);
  g_assert_null (strstr (person->name, "\xE2\x80\xAE"));
  g_assert_true (g_utf8_validate (person->name, -1, NULL));
  g_assert_null (person->url);
  g_assert_null (person->company);
  g_assert_cmpint (person->connected, ==, 0);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithAddress) address = kith_address_new ("ada.marsh@example.org", NULL, NULL);
  const char *const profiles[] = { "https://www.linkedin.test/in/bram-okoro-example", NULL };
  g_autofree char *path = g_build_filename (fixture->dir, "linkedin.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  assert_imports (fixture, ENGLISH, 3);
  g_assert_true (kith_linkedin_forget (fixture->linkedin, address, profiles, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_null (memmem (bytes, length, "ada.marsh@", 10));
  g_assert_null (memmem (bytes, length, "Head of Signalling", 18));
  g_assert_null (memmem (bytes, length, "bram-okoro", 10));
  g_assert_nonnull (memmem (bytes, length, "Purser, Ferries", 15));
}

/* First and last name stand in the order of English; mail has them in the order of the language, and without a space. */
static void
test_orders_of_names (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char text[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "\xE4\xBC\x9F,\xE6\x9D\x8E,https://www.linkedin.test/in/li-wei,,Donghai,Buyer,03 Mar 2023\n"
    "M\xC3\xA1rta,Kov\xC3\xA1" "cs,https://www.linkedin.test/in/kovacs,,Dunagep,Clerk,03 Mar 2023\n"
    "Ana Maria,Silva,https://www.linkedin.test/in/ana,,Vinhos,Clerk,03 Mar 2023\n"
    "Paul,Martin,https://www.linkedin.test/in/paul,,One,Clerk,03 Mar 2023\n"
    "Martin,Paul,https://www.linkedin.test/in/martin,,Two,Clerk,03 Mar 2023\n";
  static const struct { const char *name; const char *company; } cases[] = {
    { "\xE6\x9D\x8E\xE4\xBC\x9F", "Donghai" },
    { "\xE6\x9D\x8E \xE4\xBC\x9F", "Donghai" },
    { "KOV\xC3\x81" "CS M\xC3\xA1rta", "Dunagep" },
    { "Silva Ana Maria", "Vinhos" },
    /* As it is written comes first. */
    { "Paul Martin", "One" },
    { "Maria", NULL },
    { "\xE6\x9D\x8E", NULL },
  };

  assert_imports (fixture, text, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) people = kith_linkedin_find_by_name (fixture->linkedin, cases[i].name, NULL);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpuint (people->len, ==, cases[i].company != NULL ? 1 : 0);
      if (people->len > 0)
        g_assert_cmpstr (((KithLinkedInPerson *) g_ptr_array_index (people, 0))->company, ==, cases[i].company);
    }
}

/* A file of the first schema is brought up to date: whose domain an address is at is found for those who are there. */
static void
test_schema (Fixture       *fixture,
             gconstpointer  data)
{
  static const char sql[] =
    "CREATE TABLE people (  id INTEGER PRIMARY KEY,  address_key TEXT,  name TEXT NOT NULL,  name_key TEXT NOT NULL,  company TEXT,  company_key TEXT,"
    "  position TEXT,  url TEXT,  connected INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX people_by_address ON people (address_key);"
    "CREATE INDEX people_by_name ON people (name_key);"
    "CREATE INDEX people_by_company ON people (company_key);"
    "CREATE TABLE imports (time INTEGER NOT NULL);"
    "INSERT INTO people (address_key, name, name_key, company) VALUES ('ada@mail.rail.example', 'Ada Marsh', 'ada marsh', 'Example Rail Ltd');"
    "INSERT INTO people (name, name_key) VALUES ('Bram Okoro', 'bram okoro');"
    "PRAGMA user_version = 1;";
  g_autofree char *path = g_build_filename (fixture->dir, "former.db", NULL);
  g_autoptr (KithLinkedIn) linkedin = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  linkedin = kith_linkedin_open (path, &error);
  g_assert_no_error (error);
  people = kith_linkedin_find_by_domain (linkedin, "rail.example", 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpstr (((KithLinkedInPerson *) g_ptr_array_index (people, 0))->name, ==, "Ada Marsh");
  g_clear_pointer (&people, g_ptr_array_unref);
  people = kith_linkedin_find_by_company (linkedin, "EXAMPLE RAIL", 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);

  /* Another program writes at the moment at which the domains are to be filled in: the connections are there, and the next start fills them in. */
  g_clear_object (&linkedin);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "UPDATE people SET domain = NULL; BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  linkedin = kith_linkedin_open (path, &error);
  g_assert_no_error (error);
  g_clear_pointer (&people, g_ptr_array_unref);
  people = kith_linkedin_find_by_name (linkedin, "Ada Marsh", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpint (sqlite3_exec (handle, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_clear_object (&linkedin);
  linkedin = kith_linkedin_open (path, &error);
  g_clear_pointer (&people, g_ptr_array_unref);
  people = kith_linkedin_find_by_domain (linkedin, "rail.example", 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
}

/* Bytes of memory in use, by the kernel's count. */
static gsize
get_memory (void)
{
  g_autofree char *text = NULL;
  unsigned long pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %lu", &pages), ==, 1);
  return (gsize) pages * (gsize) sysconf (_SC_PAGESIZE);
}

/* What a row needs is given back before the next: many of them need no more. With a byte order mark, semicolons and line ends within fields. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("\xEF\xBB\xBFNotes:\r\n\"one;\r\ntwo\"\r\n\r\n"
                                           "First Name;Last Name;URL;Email Address;Company;Position;Connected On\r\n");
  g_autoptr (GError) error = NULL;
  gsize before, after;
  guint n_people = 0;

  for (guint i = 0; i < 40000; i++)
    g_string_append_printf (text, "Ada%u;Marsh;https://www.linkedin.com/in/ada-%u;ada%u@firm%u.example;\"Firm\r\n%u; Ltd\";\"Head;\nof %u\";14 Feb 2024\r\n",
                            i, i, i, i % 1000, i % 1000, i % 10);
  before = get_memory ();
  g_assert_true (import (fixture, text->str, text->len, &n_people, &error));
  after = get_memory ();
  g_assert_no_error (error);
  g_assert_cmpuint (n_people, ==, 40000);
  assert_person (fixture, "ada77@firm77.example", "Ada77 Marsh", "Firm 77; Ltd", "Head; of 7");
  g_test_message ("%.1f MiB more after 40000 rows", ((double) after - (double) before) / (1024 * 1024));
#if !defined(__SANITIZE_ADDRESS__)
  g_assert_cmpuint (after, <, before + 32 * 1024 * 1024);
#endif
}

/* -- archives -- */

static char *
make_zip (Fixture    *fixture,
          const char *name,
          const char *entry_name,
          const char *text,
          gsize       repeat)
{
  char *path = g_build_filename (fixture->dir, name, NULL);
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  gsize length = strlen (text);

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, entry_name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, length * repeat);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  for (gsize i = 0; i < repeat; i++)
    g_assert_cmpint (archive_write_data (archive, text, length), ==, (la_ssize_t) length);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return path;
}

static gboolean
import_zip (Fixture     *fixture,
            const char  *path,
            guint       *n_people,
            GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (KithCsvReader) reader = NULL;
  gboolean is_archive = FALSE;

  g_assert_true (kith_archive_stream_is_archive (file, &is_archive, NULL, NULL));
  g_assert_true (is_archive);
  stream = kith_archive_stream_open (file, "Connections.csv", NULL, error);
  if (stream == NULL)
    return FALSE;
  reader = kith_csv_reader_new (stream);
  return kith_linkedin_import (fixture->linkedin, reader, n_people, NULL, error);
}

/* The names in an archive are compared, never opened: one that leads elsewhere leads nowhere. */
static void
test_zip (Fixture       *fixture,
          gconstpointer  data)
{
  const char *const names[] = { "Connections.csv", "Basic_LinkedInDataExport/connections.CSV", "../../../tmp/Connections.csv", "/etc/Connections.csv" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = make_zip (fixture, "export.zip", names[i], ENGLISH, 1);
      g_autoptr (GError) error = NULL;
      guint n_people = 0;

      g_assert_true (import_zip (fixture, path, &n_people, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_people, ==, 3);
    }
}

static char *
make_rows (guint n)
{
  g_autoptr (GString) text = g_string_new (ENGLISH);

  for (guint i = 0; i < n; i++)
    g_string_append (text, ",,,,,,\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A directory of nothing but the one file: each record of it takes memory. */
static char *
make_directory (Fixture *fixture)
{
  static const char local[] = "PK\3\4\24\0\0\0\0\0\0\0\41\0\203\26\334\214\1\0\0\0\1\0\0\0\1\0\0\0" "ax";
  static const char record[] = "PK\1\2\24\0\24\0\0\0\0\0\0\0\41\0\203\26\334\214\1\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" "a";
  static const char end[] = "PK\5\6\0\0\0\0\1\0\1\0\0\0\20\1\40\0\0\0\0\0";
  char *path = g_build_filename (fixture->dir, "directory.zip", NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) local, sizeof local - 1);
  while (bytes->len < 17 * 1024 * 1024 + sizeof local)
    g_byte_array_append (bytes, (const guint8 *) record, sizeof record - 1);
  g_byte_array_append (bytes, (const guint8 *) end, sizeof end - 1);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
  return path;
}

static void
test_bad_zip (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *other = make_zip (fixture, "other.zip", "Profile.csv", ENGLISH, 1);
  /* 100 MB of one row that never ends, in a zip of 100 KB */
  g_autofree char *filler = g_strnfill (1024 * 1024, '"');
  g_autofree char *bomb = make_zip (fixture, "bomb.zip", "Connections.csv", filler, 100);
  /* Two million rows of nobody */
  g_autofree char *row = g_strconcat (ENGLISH, ",,,,,,\n", NULL);
  g_autofree char *nobody = make_zip (fixture, "nobody.zip", "Connections.csv", row, 20);
  g_autofree char *empty_rows = make_rows (2000000);
  g_autofree char *empty = make_zip (fixture, "empty.zip", "Connections.csv", empty_rows, 1);
  g_autofree char *cut = make_zip (fixture, "cut.zip", "Connections.csv", ENGLISH, 50);
  g_autofree char *directory = make_directory (fixture);
  g_autoptr (GError) error = NULL;
  guint n_people;

  g_assert_false (import_zip (fixture, other, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (import_zip (fixture, bomb, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (import_zip (fixture, nobody, &n_people, &error));
  g_assert_no_error (error);
  g_assert_false (import_zip (fixture, empty, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (import_zip (fixture, directory, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "The archive holds more than any export does.");
  g_clear_error (&error);
  g_assert_cmpint (truncate (cut, 150), ==, 0);
  g_assert_false (import_zip (fixture, cut, &n_people, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

#define ADD(name, func) g_test_add ("/store/linkedin/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("english", test_english);
  ADD ("other-languages", test_other_languages);
  ADD ("delimiters", test_delimiters);
  ADD ("charsets", test_charsets);
  ADD ("bad", test_bad);
  ADD ("hostile-cells", test_hostile_cells);
  ADD ("forget", test_forget);
  ADD ("schema", test_schema);
  ADD ("orders-of-names", test_orders_of_names);
  ADD ("many", test_many);
  ADD ("zip", test_zip);
  ADD ("bad-zip", test_bad_zip);
  return g_test_run ();
}
