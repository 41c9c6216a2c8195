/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <kith/kith.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kith-claws-book.h"
#include "kith-claws-names.h"
#include "kith-claws-provider.h"
#include "kith-provider-fixture.h"

#define ADA "ada.marsh@rail.example"
#define LIMIT_SEC 20

/* A copy of the books of tests/fixtures/claws, which a test may change, and the provider on it. */
typedef struct
{
  char *folder;
  KithProvider *provider;
  guint n_changes;
} Fixture;

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* As Claws Mail does: another file, then in the place of the old one. */
static void
write_text (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
replace (const char *text,
         const char *former,
         const char *now)
{
  g_auto (GStrv) parts = g_strsplit (text, former, -1);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_strjoinv (now, parts);
}

static void
copy (Fixture    *fixture,
      const char *name)
{
  g_autofree char *from = kith_test_fixture_path ("claws", name, NULL);
  g_autofree char *text = read_text (from);
  g_autofree char *done = strstr (text, "@FOLDER@") != NULL ? replace (text, "@FOLDER@", fixture->folder) : g_strdup (text);

  write_text (fixture, name, done);
}

static void
on_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *books = NULL;

  fixture->folder = g_dir_make_tmp ("kith-claws-XXXXXX", NULL);
  books = g_build_filename (fixture->folder, "addrbook", NULL);
  g_assert_cmpint (g_mkdir (books, 0700), ==, 0);
  copy (fixture, "addrbook/addrbook--index.xml");
  copy (fixture, "addrbook/addrbook-000001.xml");
  copy (fixture, "addrbook/addrbook-000002.xml");
  copy (fixture, "telephone.vcf");
  fixture->provider = kith_claws_provider_new ();
  kith_claws_provider_set_folder (KITH_CLAWS_PROVIDER (fixture->provider), fixture->folder);
  g_signal_connect_swapped (fixture->provider, "changed", G_CALLBACK (on_changed), fixture);
}

static void
remove_file (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const names[] = {
    "addrbook/addrbook--index.xml", "addrbook/addrbook-000001.xml", "addrbook/addrbook-000002.xml", "addrbook/510000001.png", "telephone.vcf",
    "addrbook", "",
  };

  g_assert_finalize_object (fixture->provider);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    remove_file (fixture, names[i]);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_free (fixture->folder);
}

static KithAnswer *
ask (Fixture    *fixture,
     const char *mailbox)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  KithProviderSettingsFields settings_fields = { .id = "claws", .enabled = TRUE };
  g_autoptr (KithProviderSettings) settings = kith_provider_settings_new (&settings_fields);
  KithQueryFields fields = { .address = address, .settings = settings };
  g_autoptr (KithQuery) query = kith_query_new (&fields);
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = kith_test_ask (fixture->provider, query, &error);

  g_assert_no_error (error);
  return answer;
}

static void
test_identity (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_cmpstr (kith_provider_get_id (fixture->provider), ==, "claws");
  g_assert_true (kith_provider_is_local (fixture->provider));
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = ask (fixture, ADA);
  g_autoptr (KithAnswer) other = ask (fixture, "Ada@Marsh.example");
  g_autoptr (KithAnswer) nobody = ask (fixture, "marsh@rail.example");
  KithFact *first = kith_answer_get_facts (answer)->pdata[0];
  g_autofree char *kind = NULL, *book = NULL, *contact = NULL;

  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, "Rail & Works");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_DEPARTMENT), ==, "Signals");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHONE), ==, "+44 20 7946 0000");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_LINK), ==, "https://marsh.example/");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_BIRTHDAY), ==, "1985-04-12");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NOTE), ==, "met at Q&A <2024>");
  g_assert_true (kith_test_has_fact (answer, KITH_FIELD_EMAIL, "ada@marsh.example"));
  g_assert_null (kith_test_get_fact (answer, KITH_FIELD_PHOTO));
  g_assert_cmpstr (kith_fact_get_book_name (first), ==, "Personal addresses");
  g_assert_true (kith_contact_uri_parse (kith_fact_get_contact_uri (first), &kind, &book, &contact));
  g_assert_cmpstr (kind, ==, "claws");
  g_assert_cmpstr (book, ==, "addrbook-000001.xml");
  g_assert_cmpstr (contact, ==, "510000001");

  g_assert_cmpstr (kith_test_get_fact (other, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpint (kith_answer_get_status (nobody), ==, KITH_ANSWER_NOT_FOUND);
}

static void
test_two_contacts (Fixture       *fixture,
                   gconstpointer  data)
{
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (KithAnswer) answer = ask (fixture, "ben@two.example");

      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ben Two");
      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Smith");
      g_assert_true (kith_test_has_fact (answer, KITH_FIELD_ROLE, "Mason"));
    }
}

static void
test_photo (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = NULL;

  write_text (fixture, "addrbook/510000001.png", "\x89PNG\r\n\x1a\n");
  answer = ask (fixture, ADA);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHOTO), ==, "data:image/png;base64,iVBORw0KGgo=");
}

static void
test_vcard (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (KithAnswer) answer = ask (fixture, "c.winter@office.example");

  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Cleo Winter");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Pilot");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, "Air Works");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_DEPARTMENT), ==, "Crew");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_BIRTHDAY), ==, "1985-04-12");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NOTE), ==, "Calls on Sundays");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ASSISTANT), ==, "Dana");
  g_assert_cmpstr (kith_fact_get_book_name (kith_answer_get_facts (answer)->pdata[0]), ==, "From the telephone");
}

static gboolean
on_late (gpointer user_data)
{
  g_error ("No change was told.");
  return G_SOURCE_REMOVE;
}

static void
wait_for_change (Fixture *fixture,
                 guint    former)
{
  guint late = g_timeout_add_seconds (LIMIT_SEC, on_late, NULL);

  while (fixture->n_changes == former)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (KithAnswer) before = ask (fixture, ADA);
  g_autoptr (KithAnswer) after = NULL;
  g_autoptr (KithAnswer) card = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "addrbook", "addrbook-000001.xml", NULL);
  g_autofree char *text = read_text (path);
  g_autofree char *edited = replace (text, "Head of Signalling", "Chief Engineer");
  g_autofree char *cards = g_build_filename (fixture->folder, "telephone.vcf", NULL);
  g_autofree char *cards_text = read_text (cards);
  g_autofree char *cards_edited = replace (cards_text, "TITLE:Pilot", "TITLE:Captain of the Fleet");
  guint n = fixture->n_changes;

  write_text (fixture, "addrbook/addrbook-000001.xml", edited);
  wait_for_change (fixture, n);
  after = ask (fixture, ADA);
  g_assert_cmpstr (kith_test_get_fact (after, KITH_FIELD_ROLE), ==, "Chief Engineer");

  n = fixture->n_changes;
  write_text (fixture, "telephone.vcf", cards_edited);
  wait_for_change (fixture, n);
  card = ask (fixture, "cleo@winter.example");
  g_assert_cmpstr (kith_test_get_fact (card, KITH_FIELD_ROLE), ==, "Captain of the Fleet");
}

/* Claws Mail makes its first address book while Kith is there. */
static void
test_later (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *index = g_build_filename (fixture->folder, "addrbook", "addrbook--index.xml", NULL);
  g_autofree char *text = read_text (index);
  g_autoptr (KithAnswer) none = NULL;
  g_autoptr (KithAnswer) some = NULL;

  remove_file (fixture, "addrbook/addrbook--index.xml");
  none = ask (fixture, ADA);
  g_assert_cmpint (kith_answer_get_status (none), ==, KITH_ANSWER_NOT_FOUND);
  g_assert_null (kith_answer_get_reason (none));
  write_text (fixture, "addrbook/addrbook--index.xml", text);
  some = ask (fixture, ADA);
  g_assert_cmpint (kith_answer_get_status (some), ==, KITH_ANSWER_FOUND);
}

static void
assert_trouble (Fixture    *fixture,
                const char *mailbox,
                gboolean    found,
                const char *reason)
{
  g_autoptr (KithAnswer) answer = ask (fixture, mailbox);

  g_assert_cmpint (kith_answer_get_status (answer), ==, found ? KITH_ANSWER_FOUND : KITH_ANSWER_FAILED);
  g_assert_cmpstr (kith_answer_get_reason (answer), ==, reason);
}

/* What was read before stays; what is wrong is one line; the other books are not touched by it. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    const char *text;
    const char *reason;
  } cases[] = {
    { "", "“Personal addresses”: The document is malformed." },
    { "<address-book><person uid=\"1\"", "“Personal addresses”: The document is malformed." },
    { "<address-book></address-book><x/>", "“Personal addresses”: The document is malformed." },
    { "<html/>", "“Personal addresses”: The file is no address book of Claws Mail." },
    { "<!DOCTYPE address-book [<!ENTITY a \"b\">]><address-book>&a;</address-book>",
      "“Personal addresses”: The document declares a document type, which is not allowed." },
    { "<!DOCTYPE address-book SYSTEM \"file:///etc/passwd\"><address-book/>",
      "“Personal addresses”: The document declares a document type, which is not allowed." },
    { "<address-book><person uid=\"1\" cn=\"&passwd;\"></person></address-book>", "“Personal addresses”: The document is malformed." },
  };
  g_autoptr (KithAnswer) before = ask (fixture, ADA);
  g_autoptr (KithAnswer) other = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_text (fixture, "addrbook/addrbook-000001.xml", cases[i].text);
      assert_trouble (fixture, ADA, TRUE, cases[i].reason);
      assert_trouble (fixture, "nobody@rail.example", FALSE, cases[i].reason);
    }
  other = ask (fixture, "cleo@winter.example");
  g_assert_cmpstr (kith_test_get_fact (other, KITH_FIELD_ROLE), ==, "Pilot");
  copy (fixture, "addrbook/addrbook-000001.xml");
  assert_trouble (fixture, ADA, TRUE, NULL);
  remove_file (fixture, "addrbook/addrbook-000001.xml");
  assert_trouble (fixture, ADA, TRUE, "“Personal addresses”: The file cannot be read.");
  write_text (fixture, "addrbook/addrbook--index.xml", "<nothing/>");
  assert_trouble (fixture, ADA, TRUE, "Claws Mail's list of address books: The file is no address book of Claws Mail.");
}

/* A pipe in the place of a file would wait for somebody to write. */
static void
test_pipe (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "telephone.vcf", NULL);

  remove_file (fixture, "telephone.vcf");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_trouble (fixture, ADA, TRUE, "“From the telephone”: The file cannot be read.");
}

static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "addrbook", "addrbook-000001.xml", NULL);

  g_assert_cmpint (truncate (path, KITH_CLAWS_BOOK_MAX_BYTES + 1), ==, 0);
  assert_trouble (fixture, "nobody@rail.example", FALSE, "“Personal addresses”: The address book is too large.");
}

/* It is not even opened to the end: nothing of it is in memory. */
static void
test_large_vcard (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "telephone.vcf", NULL);

  g_assert_cmpint (truncate (path, 100 * 1024 * 1024), ==, 0);
  assert_trouble (fixture, "cleo@winter.example", FALSE, "“From the telephone”: The address book is too large.");
  assert_trouble (fixture, ADA, TRUE, "“From the telephone”: The address book is too large.");
}

/* A picture that is none, and one that is of another kind than the card says. */
static void
test_lies (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const pictures[] = { "AAAA", "!!!!", "PHN2Zy8+", "" };
  g_autoptr (KithAnswer) answer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *text = g_strdup_printf ("BEGIN:VCARD\r\nFN:Cleo %u\r\nEMAIL:cleo@winter.example\r\nPHOTO;ENCODING=b;TYPE=PNG:%s\r\nEND:VCARD\r\n", i,
                                               pictures[i]);
      g_autofree char *name = g_strdup_printf ("Cleo %u", i);
      g_autoptr (KithAnswer) lie = NULL;

      write_text (fixture, "telephone.vcf", text);
      lie = ask (fixture, "cleo@winter.example");
      g_assert_cmpstr (kith_test_get_fact (lie, KITH_FIELD_NAME), ==, name);
      g_assert_null (kith_test_get_fact (lie, KITH_FIELD_PHOTO));
    }
  write_text (fixture, "telephone.vcf", "BEGIN:VCARD\r\nEMAIL:cleo@winter.example\r\nPHOTO;ENCODING=b;TYPE=PNG:R0lGODlhAQABAAA=\r\nEND:VCARD\r\n");
  answer = ask (fixture, "cleo@winter.example");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHOTO), ==, "data:image/gif;base64,R0lGODlhAQABAAA=");
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("<address-book name=\"Many\">");
  g_autoptr (KithAnswer) answer = NULL;
  gint64 begin;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "<person uid=\"%u\" cn=\"Person %u\"><address-list><address email=\"p%u@many.example\"/></address-list>"
                                  "<attribute-list><attribute name=\"title\">Role %u</attribute></attribute-list></person>", i, i, i, i);
  g_string_append (text, "</address-book>");
  write_text (fixture, "addrbook/addrbook-000001.xml", text->str);
  begin = g_get_monotonic_time ();
  answer = ask (fixture, "p19999@many.example");
  g_test_message ("20,000 contacts (%" G_GSIZE_FORMAT " bytes) are read in %.1f ms", text->len, (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Role 19999");
  begin = g_get_monotonic_time ();
  g_object_unref (answer);
  answer = ask (fixture, "p7@many.example");
  g_test_message ("and asked in %.1f ms", (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Role 7");
}

static void
test_index (void)
{
  g_autofree char *path = kith_test_fixture_path ("claws", "addrbook", "addrbook--index.xml", NULL);
  g_autofree char *text = read_text (path);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources = kith_claws_index_parse (bytes, &error);
  KithClawsSource *directory;

  g_assert_no_error (error);
  g_assert_cmpuint (sources->len, ==, 5);
  g_assert_cmpstr (((KithClawsSource *) sources->pdata[1])->name, ==, "Work & more");
  g_assert_cmpint (((KithClawsSource *) sources->pdata[3])->kind, ==, KITH_CLAWS_VCARD);
  directory = sources->pdata[4];
  g_assert_cmpint (directory->kind, ==, KITH_CLAWS_LDAP);
  g_assert_cmpstr (directory->name, ==, "Directory");
  g_assert_cmpstr (g_hash_table_lookup (directory->attributes, "host"), ==, "ldap.example.org");
  g_assert_cmpstr (g_hash_table_lookup (directory->attributes, "base-dn"), ==, "dc=example,dc=org");
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    KithField field;
  } cases[] = {
    { "Title", KITH_FIELD_ROLE }, { "job TITLE :", KITH_FIELD_ROLE }, { "Должность", KITH_FIELD_ROLE }, { "職位", KITH_FIELD_ROLE },
    { "Firma", KITH_FIELD_COMPANY }, { "SOCIÉTÉ", KITH_FIELD_COMPANY }, { "Socie\xcc\x81te\xcc\x81", KITH_FIELD_COMPANY },
    { "organization", KITH_FIELD_COMPANY }, { "mobile phone", KITH_FIELD_PHONE }, { "Zeitzone", KITH_FIELD_TIME_ZONE },
  };
  static const char *const others[] = { "", ":", " ", "title of the song", "fax", "|", "title|job" };
  KithField field;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (kith_claws_names_find (cases[i].name, &field));
      g_assert_cmpint (field, ==, cases[i].field);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (kith_claws_names_find (others[i], &field));
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/providers/claws-books/identity", test_identity },
    { "/providers/claws-books/facts", test_facts },
    { "/providers/claws-books/two-contacts", test_two_contacts },
    { "/providers/claws-books/photo", test_photo },
    { "/providers/claws-books/vcard", test_vcard },
    { "/providers/claws-books/changes", test_changes },
    { "/providers/claws-books/later", test_later },
    { "/providers/claws-books/broken", test_broken },
    { "/providers/claws-books/pipe", test_pipe },
    { "/providers/claws-books/large", test_large },
    { "/providers/claws-books/large-vcard", test_large_vcard },
    { "/providers/claws-books/lies", test_lies },
    { "/providers/claws-books/many", test_many },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/providers/claws-books/index", test_index);
  g_test_add_func ("/providers/claws-books/names", test_names);
  return g_test_run ();
}
