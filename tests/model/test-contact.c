/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-contact.h>
#include <string.h>

#include "kith-fact-private.h"
#include "kith-picture.h"
#include "kith-profile-private.h"

static void
test_uri (void)
{
  static const char *const wrong[] = {
    "", "https://example.org/a/b", "kith-contact://evolution", "kith-contact://evolution/a", "kith-contact://evolution//b",
    "kith-contact:///a/b", "kith-contact://evolution/a/b/c", "kith-contact://evolution/a/%zz", "kith-contact://evolution/a/%00",
  };
  g_autofree char *uri = kith_contact_uri_new ("evolution", "system/address book", "pas-id-1:ü%");
  g_autofree char *kind = NULL, *book = NULL, *contact = NULL;

  g_assert_true (kith_contact_uri_parse (uri, &kind, &book, &contact));
  g_assert_cmpstr (kind, ==, "evolution");
  g_assert_cmpstr (book, ==, "system/address book");
  g_assert_cmpstr (contact, ==, "pas-id-1:ü%");
  g_assert_false (kith_contact_uri_parse (NULL, NULL, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *none = NULL;

      g_assert_false (kith_contact_uri_parse (wrong[i], &none, NULL, NULL));
      g_assert_null (none);
    }
}

static void
test_facts (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("ada@example.org", NULL, NULL);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("evolution", 1, 0);
  g_autofree char *uri = kith_contact_uri_new ("evolution", "system", "1");
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (KithProfile) profile = NULL;
  KithFact *name, *role;

  kith_answer_builder_add_fact (builder, KITH_FIELD_NAME, "Ada");
  kith_answer_builder_set_contact (builder, "Friends\xe2\x80\xae", uri);
  kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, "Analyst");
  kith_answer_builder_set_contact (builder, "Friends", "https://example.org/");
  kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, "Engines");
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  name = kith_answer_get_facts (answer)->pdata[0];
  role = kith_answer_get_facts (answer)->pdata[1];
  g_assert_null (kith_fact_get_book_name (name));
  g_assert_null (kith_fact_get_contact_uri (name));
  g_assert_cmpstr (kith_fact_get_book_name (role), ==, "Friends");
  g_assert_cmpstr (kith_fact_get_contact_uri (role), ==, uri);
  g_assert_null (kith_fact_get_contact_uri (kith_answer_get_facts (answer)->pdata[2]));

  profile = kith_profile_new (address, g_ptr_array_ref (kith_answer_get_facts (answer)), NULL, NULL, TRUE);
  g_assert_cmpstr (kith_profile_get_contact_uri (profile, NULL), ==, uri);
  g_assert_cmpstr (kith_profile_get_contact_uri (profile, "evolution"), ==, uri);
  g_assert_null (kith_profile_get_contact_uri (profile, "claws"));
}

static char *
export (const char *mailbox,
        const char *display_name,
        ...)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, display_name, NULL);
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KithProfile) profile = NULL;
  va_list args;
  int field;

  va_start (args, display_name);
  while ((field = va_arg (args, int)) >= 0)
    {
      const char *value = va_arg (args, const char *);
      double confidence = va_arg (args, double);

      g_ptr_array_add (facts, kith_fact_new (field, value, NULL, "p", 0, 0, confidence, NULL));
    }
  va_end (args);
  profile = kith_profile_new (address, facts, NULL, NULL, TRUE);
  return kith_profile_to_vcard (profile);
}

static void
test_vcard (void)
{
  g_autofree char *card =
      export ("ada@example.org", "A. L.",
              KITH_FIELD_NAME, "Ada Lovelace", 1.0,
              KITH_FIELD_ROLE, "Analyst; first, of all\nand BEGIN:VCARD", 1.0,
              KITH_FIELD_COMPANY, "Engines, Ltd", 0.9,
              KITH_FIELD_DEPARTMENT, "Mill", 0.9,
              KITH_FIELD_LOCATION, "London", 0.9,
              KITH_FIELD_TIME_ZONE, "Europe/London", 0.9,
              KITH_FIELD_PHOTO, "data:image/png;base64,iVBORw0KGgo=", 0.9,
              KITH_FIELD_PHONE, "+44 20 1", 0.9,
              KITH_FIELD_PHONE, "+44 20 2", 0.2,
              KITH_FIELD_EMAIL, "ADA@example.org", 1.0,
              KITH_FIELD_EMAIL, "ada@engines.example", 1.0,
              KITH_FIELD_LINK, "https://example.org/?a=1;b,c", 1.0,
              KITH_FIELD_MANAGER, "Charles", 0.1,
              KITH_FIELD_BIRTHDAY, "1815-12-10", 1.0,
              KITH_FIELD_MESSAGE_COUNT, "12", 1.0,
              KITH_FIELD_COMPANY_URL, "https://engines.example/", 1.0,
              -1);

  g_assert_cmpstr (card, ==,
                   "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\n"
                   "EMAIL;TYPE=INTERNET,PREF:ada@example.org\r\nEMAIL;TYPE=INTERNET:ada@engines.example\r\n"
                   "TITLE:Analyst\\; first\\, of all\\nand BEGIN:VCARD\r\nORG:Engines\\, Ltd;Mill\r\nTEL;TYPE=VOICE:+44 20 1\r\n"
                   "URL:https://example.org/?a=1;b,c\r\nADR:;;;London;;;\r\nTZ:Europe/London\r\nBDAY:1815-12-10\r\n"
                   "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\r\nEND:VCARD\r\n");
}

static void
test_vcard_values (void)
{
  g_autofree char *card = export ("ada@example.org", NULL, KITH_FIELD_NAME, "Ada Lovelace", 1.0, KITH_FIELD_ROLE,
                                  "Analyst; first, of all the people who have ever had to do with a machine that follows rules\nnext", 1.0,
                                  KITH_FIELD_COMPANY, "Engines, Ltd", 1.0, KITH_FIELD_DEPARTMENT, "Mill", 1.0, -1);
  g_autofree char *name = kith_vcard_dup_value (card, "FN");
  g_autofree char *email = kith_vcard_dup_value (card, "EMAIL");
  g_autofree char *role = kith_vcard_dup_value (card, "TITLE");
  g_autofree char *company = kith_vcard_dup_value (card, "ORG");

  g_assert_cmpstr (name, ==, "Ada Lovelace");
  g_assert_cmpstr (email, ==, "ada@example.org");
  g_assert_cmpstr (role, ==, "Analyst; first, of all the people who have ever had to do with a machine that follows rules\nnext");
  g_assert_cmpstr (company, ==, "Engines, Ltd, Mill");
  g_assert_null (kith_vcard_dup_value (card, "TEL"));
  g_assert_null (kith_vcard_dup_value (card, "F"));
  g_assert_null (kith_vcard_dup_value ("", "FN"));
  g_assert_null (kith_vcard_dup_value ("FN", "FN"));
}

static void
test_vcard_names (void)
{
  g_autofree char *display = export ("ada@example.org", "Ada", KITH_FIELD_NAME, "Somebody Else", 0.2, -1);
  g_autofree char *bare = export ("ada@example.org", NULL, KITH_FIELD_PHOTO, "https://example.org/ada.png", 1.0, -1);

  g_assert_nonnull (strstr (display, "\r\nFN:Ada\r\nN:;Ada;;;\r\n"));
  g_assert_null (strstr (display, "Somebody"));
  g_assert_nonnull (strstr (bare, "\r\nFN:ada@example.org\r\n"));
  g_assert_null (strstr (bare, "PHOTO"));
}

/* No line is too long or empty, none ends within a character, and put together they hold @value. */
static void
assert_folded (const char *card,
               const char *value)
{
  g_autoptr (GString) unfolded = g_string_new (NULL);

  for (const char *line = card, *next; *line != '\0'; line = next)
    {
      const char *newline = strchr (line, '\n');
      gsize length;

      g_assert_true (newline > line && newline[-1] == '\r');
      length = newline - 1 - line;
      next = newline + 1;
      g_assert_cmpuint (length, <=, 75);
      g_assert_true (g_utf8_validate_len (line, length, NULL));
      if (*line != ' ')
        g_string_append_c (unfolded, '\n');
      else
        g_assert_cmpuint (length, >, 1);
      g_string_append_len (unfolded, line + (*line == ' '), length - (*line == ' '));
    }
  g_assert_nonnull (strstr (unfolded->str, value));
}

static void
test_vcard_folds (void)
{
  g_autoptr (GString) note = g_string_new (NULL);
  g_autofree char *card = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (note, i % 3 == 0 ? "a" : i % 3 == 1 ? "ü" : "漢");
  card = export ("ada@example.org", NULL, KITH_FIELD_NOTE, note->str, 1.0, -1);
  assert_folded (card, note->str);
}

/* The thread of the user interface makes the card: of the largest picture as well. */
static void
test_vcard_picture (void)
{
  g_autofree guint8 *bytes = g_malloc (KITH_PICTURE_MAX_BYTES);
  g_autofree char *base64 = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *card = NULL;

  for (gsize i = 0; i < KITH_PICTURE_MAX_BYTES; i++)
    bytes[i] = i * 31 + i / 251;
  base64 = g_base64_encode (bytes, KITH_PICTURE_MAX_BYTES);
  uri = g_strconcat ("data:image/png;base64,", base64, NULL);
  card = export ("ada@example.org", NULL, KITH_FIELD_PHOTO, uri, 1.0, -1);
  assert_folded (card, base64);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/contact/uri", test_uri);
  g_test_add_func ("/model/contact/facts", test_facts);
  g_test_add_func ("/model/contact/vcard", test_vcard);
  g_test_add_func ("/model/contact/vcard-values", test_vcard_values);
  g_test_add_func ("/model/contact/vcard-names", test_vcard_names);
  g_test_add_func ("/model/contact/vcard-folds", test_vcard_folds);
  g_test_add_func ("/model/contact/vcard-picture", test_vcard_picture);
  return g_test_run ();
}
