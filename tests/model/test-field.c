/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-field.h>
#include <string.h>

#include "kith-picture.h"

static void
test_table (void)
{
  for (guint i = 0; i < KITH_N_FIELDS; i++)
    {
      KithField field;

      g_assert_nonnull (kith_field_get_id (i));
      g_assert_true (kith_field_from_id (kith_field_get_id (i), &field));
      g_assert_cmpint (field, ==, i);
      g_assert_nonnull (kith_field_get_label (i));
    }
  g_assert_cmpstr (kith_field_get_id (KITH_FIELD_COMPANY_LOGO), ==, "company-logo");
  g_assert_cmpstr (kith_field_get_vcard_property (KITH_FIELD_ROLE), ==, "TITLE");
  g_assert_null (kith_field_get_vcard_property (KITH_FIELD_MESSAGE_COUNT));
  g_assert_false (kith_field_from_id ("no-such-field", NULL));
  g_assert_false (kith_field_from_id (NULL, NULL));
}

static void
test_multi_valued (void)
{
  for (guint i = 0; i < KITH_N_FIELDS; i++)
    g_assert_cmpint (kith_field_is_multi_valued (i), ==,
                     i == KITH_FIELD_PHONE || i == KITH_FIELD_EMAIL || i == KITH_FIELD_LINK || i == KITH_FIELD_LANGUAGE);
}

static const struct
{
  KithField field;
  const char *input;
  const char *expected;
} values[] = {
  { KITH_FIELD_NAME, "  Jane\n Doe ", "Jane Doe" },
  { KITH_FIELD_NAME, "jane@example.org", NULL },
  { KITH_FIELD_ROLE, "<b>Chief</b> & more", "<b>Chief</b> & more" },
  { KITH_FIELD_ROLE, "", NULL },
  { KITH_FIELD_COMPANY, "Acme\302\240GmbH", "Acme GmbH" },
  { KITH_FIELD_HEADLINE, "one\ntwo", "one\ntwo" },
  { KITH_FIELD_NOTE, "a\r\n\r\n\r\nb", "a\n\nb" },

  { KITH_FIELD_PHONE, "+49 (0)30 / 123-456", "+49 (0)30 / 123-456" },
  { KITH_FIELD_PHONE, "tel:+1-555-0100;ext=12", "+1-555-0100 x12" },
  { KITH_FIELD_PHONE, "tel:+1-555-0100;phone-context=example.org", "+1-555-0100" },
  { KITH_FIELD_PHONE, "555 0100 ext. 7", "555 0100 x7" },
  { KITH_FIELD_PHONE, "\331\240\331\241\331\242\331\243", "0123" },
  { KITH_FIELD_PHONE, "030\342\200\223123", "030-123" },
  { KITH_FIELD_PHONE, "12", NULL },
  { KITH_FIELD_PHONE, "call me", NULL },
  { KITH_FIELD_PHONE, "123456789012345678901234567890", NULL },
  { KITH_FIELD_PHONE, "javascript:1234", NULL },

  { KITH_FIELD_EMAIL, "Jane@Example.ORG", "Jane@example.org" },
  { KITH_FIELD_EMAIL, "mailto:jane%2Bx@example.org?subject=y", "jane+x@example.org" },
  { KITH_FIELD_EMAIL, "mailto:jane%00@example.org", NULL },
  { KITH_FIELD_EMAIL, "jane", NULL },

  { KITH_FIELD_LINK, "https://Example.ORG", "https://example.org/" },
  { KITH_FIELD_LINK, "http://example.org/a?b=c#d", "https://example.org/a?b=c#d" },
  { KITH_FIELD_LINK, "HTTPS://example.org:443/a", "https://example.org/a" },
  { KITH_FIELD_LINK, "https://example.org:8443/a", "https://example.org:8443/a" },
  { KITH_FIELD_LINK, "linkedin.com/in/jane", "https://linkedin.com/in/jane" },
  { KITH_FIELD_LINK, "www.example.org", "https://www.example.org/" },
  { KITH_FIELD_LINK, "https://b\303\274cher.example/\303\274", "https://xn--bcher-kva.example/%C3%BC" },
  { KITH_FIELD_LINK, "https://example.org/%41%zz", "https://example.org/A%zz" },
  { KITH_FIELD_LINK, "https://jane@example.org/", NULL },
  { KITH_FIELD_LINK, "https://jane:x@example.org/", NULL },
  { KITH_FIELD_LINK, "https://example.org\\@evil.test/", NULL },
  { KITH_FIELD_LINK, "https://example.org/a b", NULL },
  { KITH_FIELD_LINK, "https://example.org/\n", "https://example.org/" },
  { KITH_FIELD_LINK, "https://exam\nple.org/", NULL },
  { KITH_FIELD_LINK, "https://example.org/\342\200\256", NULL },
  { KITH_FIELD_LINK, "https://example.org/<b>", NULL },
  { KITH_FIELD_LINK, "https://[::1]/", NULL },
  { KITH_FIELD_LINK, "https:///x", NULL },
  { KITH_FIELD_LINK, "https://", NULL },
  { KITH_FIELD_LINK, "javascript:alert(1)", NULL },
  { KITH_FIELD_LINK, "data:text/html,x", NULL },
  { KITH_FIELD_LINK, "file:///etc/passwd", NULL },
  { KITH_FIELD_LINK, "mailto:jane@example.org", NULL },
  { KITH_FIELD_LINK, "ftp://example.org/", NULL },
  { KITH_FIELD_LINK, "jane@example.org", NULL },
  { KITH_FIELD_LINK, "hello", NULL },
  { KITH_FIELD_COMPANY_URL, "acme.example", "https://acme.example/" },

  { KITH_FIELD_PHOTO, "https://example.org/a.png", "https://example.org/a.png" },
  { KITH_FIELD_PHOTO, "http://example.org/a.png", NULL },
  { KITH_FIELD_PHOTO, "example.org/a.png", NULL },
  { KITH_FIELD_PHOTO, "file:///etc/passwd", NULL },
  { KITH_FIELD_PHOTO, "data:image/png;base64,AAAA", "data:image/png;base64,AAAA" },
  { KITH_FIELD_PHOTO, "DATA:IMAGE/JPG;BASE64,AAA=", "data:image/jpeg;base64,AAA=" },
  { KITH_FIELD_PHOTO, "data:image/svg+xml;base64,AAAA", NULL },
  { KITH_FIELD_PHOTO, "data:text/html;base64,AAAA", NULL },
  { KITH_FIELD_PHOTO, "data:image/png,AAAA", NULL },
  { KITH_FIELD_PHOTO, "data:image/png;base64,", NULL },
  { KITH_FIELD_PHOTO, "data:image/png;base64,AAA", NULL },
  { KITH_FIELD_PHOTO, "data:image/png;base64,A=AA", NULL },
  { KITH_FIELD_PHOTO, "data:image/png;base64,AA\"A", NULL },
  { KITH_FIELD_COMPANY_LOGO, "http://example.org/a.png", NULL },

  { KITH_FIELD_TIME_ZONE, "Europe/Berlin", "Europe/Berlin" },
  { KITH_FIELD_TIME_ZONE, "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires" },
  { KITH_FIELD_TIME_ZONE, "UTC", "UTC" },
  { KITH_FIELD_TIME_ZONE, "Etc/GMT+5", "Etc/GMT+5" },
  { KITH_FIELD_TIME_ZONE, "+0530", "+05:30" },
  { KITH_FIELD_TIME_ZONE, "-5", "-05:00" },
  { KITH_FIELD_TIME_ZONE, "UTC+5:30", "+05:30" },
  { KITH_FIELD_TIME_ZONE, "+25:00", NULL },
  { KITH_FIELD_TIME_ZONE, "../../etc/passwd", NULL },
  { KITH_FIELD_TIME_ZONE, "Europe//Berlin", NULL },
  { KITH_FIELD_TIME_ZONE, "noon at my place", NULL },

  { KITH_FIELD_LANGUAGE, "DE", "de" },
  { KITH_FIELD_LANGUAGE, "de_at.UTF-8", "de-AT" },
  { KITH_FIELD_LANGUAGE, "ZH-hant-tw", "zh-Hant-TW" },
  { KITH_FIELD_LANGUAGE, "x", NULL },
  { KITH_FIELD_LANGUAGE, "german, english", NULL },

  { KITH_FIELD_BIRTHDAY, "1985-04-12", "1985-04-12" },
  { KITH_FIELD_BIRTHDAY, "19850412", "1985-04-12" },
  { KITH_FIELD_BIRTHDAY, "1985-04-12T10:30:00Z", "1985-04-12" },
  { KITH_FIELD_BIRTHDAY, "--0412", "--04-12" },
  { KITH_FIELD_BIRTHDAY, "--02-29", "--02-29" },
  { KITH_FIELD_BIRTHDAY, "2023-02-29", NULL },
  { KITH_FIELD_BIRTHDAY, "1985", NULL },
  { KITH_FIELD_BIRTHDAY, "0000-01-01", NULL },

  { KITH_FIELD_MESSAGE_COUNT, "0042", "42" },
  { KITH_FIELD_MESSAGE_COUNT, "0", "0" },
  { KITH_FIELD_MESSAGE_COUNT, "-1", NULL },
  { KITH_FIELD_MESSAGE_COUNT, "12345678901234", NULL },
  { KITH_FIELD_EMPLOYEES, "51-200", "51-200" },
};

static void
test_normalise (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *value = kith_field_normalise (values[i].field, values[i].input);
      g_autofree char *again = kith_field_normalise (values[i].field, value);

      g_test_message ("%s: case %u", kith_field_get_id (values[i].field), i);
      g_assert_cmpstr (value, ==, values[i].expected);
      g_assert_cmpstr (again, ==, value);
    }
  for (guint i = 0; i < KITH_N_FIELDS; i++)
    {
      g_assert_null (kith_field_normalise (i, NULL));
      g_assert_null (kith_field_normalise (i, ""));
    }
}

static void
test_long (void)
{
  for (guint i = 0; i < KITH_N_FIELDS; i++)
    {
      g_autofree char *text = g_strnfill (6 * 1024 * 1024, 'x');
      g_autofree char *value = kith_field_normalise (i, text);

      g_assert_true (value == NULL || g_utf8_strlen (value, -1) <= 4000);
    }
}

static char *
make_data_uri (gsize n_base64)
{
  g_autofree char *base64 = g_strnfill (n_base64, 'A');

  return g_strconcat ("data:image/png;base64,", base64, NULL);
}

static void
test_picture_limit (void)
{
  const gsize limit = (KITH_PICTURE_MAX_BYTES + 2) / 3 * 4;
  g_autofree char *largest = make_data_uri (limit);
  g_autofree char *too_large = make_data_uri (limit + 4);
  g_autofree char *good = kith_field_normalise (KITH_FIELD_PHOTO, largest);
  g_autofree char *bad = kith_field_normalise (KITH_FIELD_PHOTO, too_large);

  g_assert_cmpstr (good, ==, largest);
  g_assert_null (bad);
}

static const struct
{
  KithField field;
  const char *a;
  const char *b;
  gboolean same;
} pairs[] = {
  { KITH_FIELD_NAME, "Jane Doe", "JANE  DOE", TRUE },
  { KITH_FIELD_NAME, "Dr. Jane Doe", "Dr Jane Doe", TRUE },
  { KITH_FIELD_NAME, "Jane Doe", "Jane Roe", FALSE },
  { KITH_FIELD_COMPANY, "Acme, Inc.", "ACME Inc", TRUE },
  { KITH_FIELD_COMPANY, "Stra\303\237e AG", "STRASSE AG", TRUE },
  { KITH_FIELD_ROLE, "Chief", "chief", TRUE },
  { KITH_FIELD_ROLE, "C++", "C", FALSE },
  { KITH_FIELD_PHONE, "+49 (0)30 123", "+4930-123", TRUE },
  { KITH_FIELD_PHONE, "0049 30 123", "+49 30 123", TRUE },
  { KITH_FIELD_PHONE, "030 123", "030 124", FALSE },
  { KITH_FIELD_EMAIL, "Jane@example.org", "jane@EXAMPLE.org", TRUE },
  { KITH_FIELD_LINK, "https://www.example.org/", "https://example.org/", TRUE },
  { KITH_FIELD_LINK, "https://example.org/a/", "https://example.org/a", TRUE },
  { KITH_FIELD_LINK, "https://example.org/a?utm_source=x&fbclid=y", "https://example.org/a", TRUE },
  { KITH_FIELD_LINK, "https://example.org/a?id=1", "https://example.org/a?id=2", FALSE },
  { KITH_FIELD_LINK, "https://example.org/a#b", "https://example.org/a", TRUE },
  { KITH_FIELD_LINK, "https://example.org/a", "https://example.org/A", FALSE },
  { KITH_FIELD_LINK, "https://www.linkedin.com/in/Jane/", "https://linkedin.com/in/jane?trk=x", TRUE },
  { KITH_FIELD_PHOTO, "data:image/png;base64,AAAA", "data:image/png;base64,AAAB", FALSE },
  { KITH_FIELD_TIME_ZONE, "Europe/Berlin", "europe/berlin", TRUE },
};

static void
test_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *a = kith_field_make_key (pairs[i].field, pairs[i].a);
      g_autofree char *b = kith_field_make_key (pairs[i].field, pairs[i].b);

      g_test_message ("%s / %s", pairs[i].a, pairs[i].b);
      g_assert_cmpint (strcmp (a, b) == 0, ==, pairs[i].same);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/table", test_table);
  g_test_add_func ("/field/multi-valued", test_multi_valued);
  g_test_add_func ("/field/normalise", test_normalise);
  g_test_add_func ("/field/long", test_long);
  g_test_add_func ("/field/picture-limit", test_picture_limit);
  g_test_add_func ("/field/keys", test_keys);
  return g_test_run ();
}
