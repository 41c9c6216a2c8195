/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <kith/kith.h>

#include "kith-body.h"
#include "kith-duration.h"
#include "kith-identifier.h"
#include "kith-page.h"
#include "kith-template.h"

/* Values that break out of a place that does not escape. */
static const char *
look_up (const char *name,
         gpointer    user_data)
{
  if (g_str_equal (name, "address"))
    return "o'hara+\"x\"&y=1@example.org";
  if (g_str_equal (name, "plain"))
    return "ada.marsh@example.org";
  if (g_str_equal (name, "domain"))
    return "Rail.Example.org";
  if (g_str_equal (name, "evil-host"))
    return "example.org/../@10.0.0.1";
  if (g_str_equal (name, "dots"))
    return "..";
  if (g_str_equal (name, "lines"))
    return "a\r\nX-Evil: 1";
  if (g_str_equal (name, "number"))
    return "12";
  if (g_str_equal (name, "markup"))
    return "<a href=\"x\">&";
  return NULL;
}

static void
assert_expands (KithTemplate *taken,
                const char   *expected)
{
  g_autoptr (KithTemplate) template = taken;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (template);
  text = kith_template_expand (template, look_up, NULL, &error);
  if (expected != NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_url (const char  *template,
            KithDialect  dialect,
            const char  *expected)
{
  g_autoptr (GError) error = NULL;
  KithTemplate *read = kith_template_new_url (template, dialect, &error);

  g_assert_no_error (error);
  assert_expands (read, expected);
}

static void
assert_no_url (const char  *template,
               KithDialect  dialect)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kith_template_new_url (template, dialect, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
test_urls (void)
{
  assert_url ("https://api.example.org/p/{plain}", KITH_DIALECT_NONE, "https://api.example.org/p/ada.marsh%40example.org");
  assert_url ("/p?email={plain}&n=5", KITH_DIALECT_NONE, "/p?email=ada.marsh%40example.org&n=5");
  assert_url ("/p{?plain,missing,number}", KITH_DIALECT_NONE, "/p?plain=ada.marsh%40example.org&number=12");
  assert_url ("/p?a=1{&number}", KITH_DIALECT_NONE, "/p?a=1&number=12");
  assert_url ("/a b/é?q=<x>", KITH_DIALECT_NONE, "/a%20b/%C3%A9?q=%3Cx%3E");
  assert_url ("https://x.{domain}/w", KITH_DIALECT_NONE, "https://x.rail.example.org/w");
  assert_url ("https://{evil-host}/w", KITH_DIALECT_NONE, NULL);
  assert_url ("/p/{dots}/x", KITH_DIALECT_NONE, NULL);
  assert_url ("/p/{lines}", KITH_DIALECT_NONE, NULL);
  assert_url ("/p/{missing}", KITH_DIALECT_NONE, NULL);
  assert_url ("/p?q={address}", KITH_DIALECT_NONE, "/p?q=o%27hara%2B%22x%22%26y%3D1%40example.org");
  assert_no_url ("http://api.example.org/", KITH_DIALECT_NONE);
  assert_no_url ("//api.example.org/", KITH_DIALECT_NONE);
  assert_no_url ("https://u@api.example.org/", KITH_DIALECT_NONE);
  assert_no_url ("https:///x", KITH_DIALECT_NONE);
  assert_no_url ("https://[::1]/x", KITH_DIALECT_NONE);
  assert_no_url ("ftp://api.example.org/", KITH_DIALECT_NONE);
  assert_no_url ("/x#y", KITH_DIALECT_NONE);
  assert_no_url ("/x/{UPPER}", KITH_DIALECT_NONE);
  assert_no_url ("/x/{a,b}", KITH_DIALECT_NONE);
  assert_no_url ("/x/{open", KITH_DIALECT_NONE);
}

static void
test_dialects (void)
{
  assert_url ("/u?$filter=mail eq '{address}'", KITH_DIALECT_ODATA,
              "/u?$filter=mail%20eq%20'o%27%27hara%2B%22x%22%26y%3D1%40example.org'");
  assert_url ("/u?$filter=mail%20eq%20%27{plain}%27", KITH_DIALECT_ODATA, "/u?$filter=mail%20eq%20%27ada.marsh%40example.org%27");
  assert_url ("/q?q=SELECT+Id+FROM+Contact+WHERE+Email%3D%27{address}%27", KITH_DIALECT_SOQL,
              "/q?q=SELECT+Id+FROM+Contact+WHERE+Email%3D%27o%5C%27hara%2B%5C%22x%5C%22%26y%3D1%40example.org%27");
  assert_url ("/q?query=<https://{domain}/>", KITH_DIALECT_SPARQL, "/q?query=%3Chttps://Rail.Example.org/%3E");
  assert_url ("/q?query=<https://{address}/>", KITH_DIALECT_SPARQL, NULL);
  assert_url ("/q?f=e[eq]:\"{plain}\"", KITH_DIALECT_NONE, "/q?f=e[eq]:%22ada.marsh%40example.org%22");
  /* A quote that nobody knows how to escape there: not sent at all. */
  assert_url ("/q?f=e[eq]:\"{address}\"", KITH_DIALECT_NONE, NULL);
  assert_no_url ("/q?q=SELECT+{plain}", KITH_DIALECT_SOQL);
  /* A key in a path is a literal as well. */
  assert_url ("/users('{address}')", KITH_DIALECT_ODATA, "/users('o%27%27hara%2B%22x%22%26y%3D1%40example.org')");
  assert_url ("/users('{plain}')", KITH_DIALECT_NONE, "/users('ada.marsh%40example.org')");
  assert_url ("/users('{address}')", KITH_DIALECT_NONE, NULL);
}

static void
test_texts (void)
{
  assert_expands (kith_template_new_text ("v {plain}", KITH_PLACE_HEADER, NULL), "v ada.marsh@example.org");
  assert_expands (kith_template_new_text ("{lines}", KITH_PLACE_HEADER, NULL), NULL);
  assert_expands (kith_template_new_text ("<a>{markup}</a>", KITH_PLACE_XML, NULL), "<a>&lt;a href=&quot;x&quot;&gt;&amp;</a>");
  assert_expands (kith_template_new_text ("a b{address}", KITH_PLACE_FORM, NULL), "a%20bo%27hara%2B%22x%22%26y%3D1%40example.org");
  /* A query of another language in a body. */
  assert_expands (kith_template_new_text ("mail = '{plain}'", KITH_PLACE_JSON, NULL), "mail = 'ada.marsh@example.org'");
  assert_expands (kith_template_new_text ("mail = '{address}'", KITH_PLACE_JSON, NULL), NULL);
  assert_expands (kith_template_new_text ("mail = \"{address}\"", KITH_PLACE_FORM, NULL), NULL);
}

static void
assert_body (KithBody   *taken,
             const char *expected)
{
  g_autoptr (KithBody) body = taken;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (body);
  bytes = kith_body_expand (body, look_up, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_bodies (void)
{
  g_autoptr (GError) error = NULL;
  KithBody *form = kith_body_new_form ();

  assert_body (kith_body_new_json ("{\"v\": [\"{address}\", \"{#number}\", 5, null], \"w\": \"x {plain}\"}", &error),
               "{\"v\":[\"o'hara+\\\"x\\\"&y=1@example.org\",12,5,null],\"w\":\"x ada.marsh@example.org\"}");
  assert_body (kith_body_new_graphql ("query { a{b} }", "{\"q\": \"{plain} in:email\"}", &error),
               "{\"query\":\"query { a{b} }\",\"variables\":{\"q\":\"ada.marsh@example.org in:email\"}}");
  assert_body (kith_body_new_xml ("<a b=\"{markup}\">{markup}</a>", &error),
               "<a b=\"&lt;a href=&quot;x&quot;&gt;&amp;\">&lt;a href=&quot;x&quot;&gt;&amp;</a>");
  g_assert_true (kith_body_add_field (form, "grant type", "client credentials", &error));
  g_assert_true (kith_body_add_field (form, "q", "{address}", &error));
  assert_body (form, "grant%20type=client%20credentials&q=o%27hara%2B%22x%22%26y%3D1%40example.org");

  g_assert_null (kith_body_new_json ("{", &error));
  g_clear_error (&error);
  g_assert_null (kith_body_new_xml ("<a><![CDATA[{plain}]]></a>", &error));
  g_clear_error (&error);
  g_assert_null (kith_body_new_xml ("<!DOCTYPE a><a/>", &error));
}

static void
assert_identifier (KithIdentifier  identifier,
                   const char     *mailbox,
                   const char     *expected)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  g_autofree char *value = NULL;

  g_assert_nonnull (address);
  value = kith_identifier_compute (identifier, address);
  g_assert_cmpstr (value, ==, expected);
}

static void
test_identifiers (void)
{
  KithIdentifier identifier;

  /* Known answers of Gravatar's documentation and of the WKD draft. */
  assert_identifier (KITH_IDENTIFIER_ADDRESS_SHA256, "MyEmailAddress@example.com ", "84059b07d4be67b806386c0aad8070a23f18836bbaae342275dc0a83414c32ee");
  assert_identifier (KITH_IDENTIFIER_LOCAL_PART_ZBASE32_SHA1, "Joe.Doe@example.org", "iy9q119eutrkn8s1mk4r39qejnbu3n5q");
  assert_identifier (KITH_IDENTIFIER_ADDRESS_MD5, "Ada.Marsh@Example.org", "da4743dbc7386e5a7bc61cdd2f5e380e");
  assert_identifier (KITH_IDENTIFIER_ADDRESS, "Ada.Marsh@Example.ORG", "ada.marsh@example.org");
  assert_identifier (KITH_IDENTIFIER_LOCAL_PART, "Ada.Marsh@Example.ORG", "Ada.Marsh");
  assert_identifier (KITH_IDENTIFIER_DOMAIN, "Ada.Marsh@Example.ORG", "example.org");
  assert_identifier (KITH_IDENTIFIER_DISPLAY_NAME, "ada@example.org", NULL);
  for (guint i = 0; i < KITH_N_IDENTIFIERS; i++)
    {
      g_assert_true (kith_identifier_from_name (kith_identifier_get_name (i), &identifier));
      g_assert_cmpuint (identifier, ==, i);
    }
  g_assert_false (kith_identifier_from_name ("token", &identifier));
  g_assert_true (kith_sends_covers (KITH_SENDS_ADDRESS, KITH_SENDS_ADDRESS_HASH | KITH_SENDS_DOMAIN));
  g_assert_false (kith_sends_covers (KITH_SENDS_ADDRESS_HASH, KITH_SENDS_ADDRESS));
  g_assert_false (kith_sends_covers (KITH_SENDS_ADDRESS, KITH_SENDS_NAME));
}

static void
test_durations (void)
{
  g_assert_cmpint (kith_duration_parse ("P1D"), ==, 86400);
  g_assert_cmpint (kith_duration_parse ("PT12H"), ==, 43200);
  g_assert_cmpint (kith_duration_parse ("P1Y2M3DT4H5M6S"), ==, (365 + 60 + 3) * 86400 + 4 * 3600 + 5 * 60 + 6);
  g_assert_cmpint (kith_duration_parse ("PT1M"), ==, 60);
  g_assert_cmpint (kith_duration_parse ("P1M"), ==, 30 * 86400);
  g_assert_cmpint (kith_duration_parse ("P2W"), ==, 14 * 86400);
  g_assert_cmpint (kith_duration_parse ("P"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("PT"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("P1"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("P1H"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("PT1D"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("-P1D"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("P1D1Y"), ==, -1);
  g_assert_cmpint (kith_duration_parse ("P99999999999D"), ==, -1);
}

static void
test_links (void)
{
  g_autofree char *one = kith_page_find_next_link ("<https://a.test/?p=1>; rel=\"prev\", <https://a.test/?p=3>; rel=\"next\"");
  g_autofree char *two = kith_page_find_next_link ("<https://a.test/?p=3>; rel=next");
  g_autofree char *three = kith_page_find_next_link ("<https://a.test/?p=3>; rel=\"last\"");

  g_assert_cmpstr (one, ==, "https://a.test/?p=3");
  g_assert_cmpstr (two, ==, "https://a.test/?p=3");
  g_assert_null (three);
  g_assert_null (kith_page_find_next_link (NULL));
  g_assert_null (kith_page_find_next_link ("<<<"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/template/urls", test_urls);
  g_test_add_func ("/providers/template/dialects", test_dialects);
  g_test_add_func ("/providers/template/texts", test_texts);
  g_test_add_func ("/providers/template/bodies", test_bodies);
  g_test_add_func ("/providers/template/identifiers", test_identifiers);
  g_test_add_func ("/providers/template/durations", test_durations);
  g_test_add_func ("/providers/template/links", test_links);
  return g_test_run ();
}
