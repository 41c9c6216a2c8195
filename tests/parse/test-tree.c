/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-error.h>
#include <libxml/xpathInternals.h>
#include <locale.h>
#include <string.h>

#include "kith-tree.h"

#define LIMIT (20 * G_USEC_PER_SEC)

typedef KithXmlDoc *(*ParseFunc) (GBytes  *bytes,
                                  GError **error);

static KithXmlDoc *
parse_html (GBytes  *bytes,
            GError **error)
{
  return kith_html_parse (bytes, NULL, error);
}

static KithXmlDoc *
parse (ParseFunc   func,
       const char *text,
       gssize      length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  KithXmlDoc *doc = func (bytes, &error);

  g_assert_no_error (error);
  return doc;
}

static void
assert_refused (ParseFunc   func,
                const char *text,
                gssize      length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  KithXmlDoc *doc = func (bytes, &error);

  g_assert_null (doc);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
assert_path (KithXmlDoc *doc,
             const char *path,
             const char *expected)
{
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
  g_autoptr (GError) error = NULL;
  g_autofree char *string = kith_xpath_eval_string (context, NULL, path, &error);

  g_test_message ("%s", path);
  g_assert_no_error (error);
  g_assert_cmpstr (string, ==, expected);
}

static const struct
{
  const char *json;
  const char *path;
  const char *expected;
} json_cases[] = {
  { "{\"job_title\":\"Chief\"}", "/job_title", "Chief" },
  { "{\"job_title\":\"Chief\"}", "/job_title/@type", "string" },
  { "{\"job_title\":\"Chief\"}", "job_title", "Chief" },
  { "{\"job_title\":\"Chief\"}", "/company", NULL },
  { "{\"a\":[{\"url\":\"x\",\"hidden\":true},{\"url\":\"y\",\"hidden\":false}]}", "/a/item[not(hidden='true')]/url", "y" },
  { "{\"a\":{\"b\":{\"c\":1}}}", "/a/b/c", "1" },
  { "{\"a\":{\"b\":{\"c\":1}}}", "//c/@type", "number" },
  { "{\"a\":true,\"b\":false,\"c\":null}", "concat(/a,'|',/b,'|',/c)", "true|false|" },
  { "{\"a\":true,\"c\":null}", "concat(/a/@type,' ',/c/@type)", "boolean null" },
  { "{\"a\":{},\"b\":[]}", "concat(/a/@type,' ',/b/@type)", "object array" },
  { "{\"title\":false}", "/title[@type='string']", NULL },
  { "[\"a\",\"b\"]", "/item[2]", "b" },
  { "[[1,2],[3]]", "/item[2]/item", "3" },
  { "\"x\"", "/value", "x" },
  { "12", "/value/@type", "number" },
  { " null ", "/value/@type", "null" },
  { "{\"@odata.type\":\"a\"}", "/_odata.type", "a" },
  { "{\"@odata.type\":\"a\"}", "/*[@name='@odata.type']", "a" },
  { "{\"a b\":\"x\"}", "/a_b/@name", "a b" },
  { "{\"a:b\":\"x\"}", "/a_b", "x" },
  { "{\"1st\":\"x\"}", "/_1st", "x" },
  { "{\"\":\"x\"}", "/_", "x" },
  { "{\"\303\251\":\"x\"}", "/__/@name", "\303\251" },
  { "{\"a\":9007199254740993}", "/a", "9007199254740993" },
  { "{\"a\":-9223372036854775808}", "/a", "-9223372036854775808" },
  { "{\"a\":123456789012345678901234567890}", "/a", "1.2345678901234568e+29" },
  { "{\"a\":0.1}", "/a", "0.1" },
  { "{\"a\":1.5e3}", "/a", "1500" },
  { "{\"a\":0.1234567890123456}", "/a", "0.1234567890123456" },
  { "{\"a\":\"x\\u0000y\\u001fz\"}", "/a", "xyz" },
  { "{\"a\":\"\\ud83d\\ude00\"}", "/a", "\360\237\230\200" },
  { "{\"a\":\"\\ufffe\"}", "/a", "" },
  { "{\"a\":\"\"}", "/a", "" },
  { "{\"a\":\"<b>&amp;</b>\"}", "/a", "<b>&amp;</b>" },
  { "{\"a\":\"<b>&amp;</b>\"}", "count(//b)", "0" },
  { "\357\273\277{\"a\":1}", "/a", "1" },
  { "{\"a\":1,\"a\":2}", "count(/a)", "1" },
};

static void
test_json (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (json_cases); i++)
    {
      g_autoptr (KithXmlDoc) doc = parse (kith_json_parse, json_cases[i].json, -1);

      assert_path (doc, json_cases[i].path, json_cases[i].expected);
    }
}

static const char *const bad_json[] = {
  "", " ", "{", "[1,2", "{\"a\":}", "{a:1}", "{'a':1}", "[1] x", "nul", "\"\\ud800\"", "\"\377\"", "[1e999]", "<a/>", "\"a\nb\"",
};

static char *
repeat (const char *before,
        const char *unit,
        gsize       n,
        const char *after)
{
  GString *text = g_string_new (before);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, unit);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static void
test_bad_json (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_json); i++)
    {
      g_test_message ("case %u", i);
      assert_refused (kith_json_parse, bad_json[i], -1);
    }
}

static void
test_json_limits (void)
{
  g_autofree char *shallow = repeat ("", "[", 120, "");
  g_autofree char *closed = repeat (shallow, "]", 120, "");
  g_autofree char *deep = repeat ("", "[", 200, "");
  g_autofree char *deep_closed = repeat (deep, "]", 200, "");
  g_autofree char *deeper = repeat ("", "[", 1000000, "");
  g_autofree char *objects = repeat ("", "{\"a\":", 500000, "");
  g_autofree char *many = repeat ("[0", ",0", 300000, "]");
  g_autofree char *large = repeat ("\"", "x", 5 * 1024 * 1024, "\"");
  g_autofree char *fits = repeat ("\"", "x", 3 * 1024 * 1024, "\"");
  g_autoptr (KithXmlDoc) good = parse (kith_json_parse, closed, -1);
  g_autoptr (KithXmlDoc) good_size = parse (kith_json_parse, fits, -1);

  assert_path (good, "count(//item)", "119");
  assert_path (good_size, "string-length(/value)", "3145728");
  assert_refused (kith_json_parse, deep_closed, -1);
  assert_refused (kith_json_parse, deeper, -1);
  assert_refused (kith_json_parse, objects, -1);
  assert_refused (kith_json_parse, many, -1);
  assert_refused (kith_json_parse, large, -1);
  assert_refused (kith_json_parse, "{\"a\":1}\0", 8);
}

/* A comma for the decimal point would make two values of one. */
static void
test_json_locale (void)
{
  g_autofree char *old = g_strdup (setlocale (LC_NUMERIC, NULL));
  g_autoptr (KithXmlDoc) doc = NULL;

  setlocale (LC_NUMERIC, "de_DE.UTF-8");
  doc = parse (kith_json_parse, "[1.25]", -1);
  assert_path (doc, "/item", "1.25");
  setlocale (LC_NUMERIC, old);
}

static void
test_xml (void)
{
  g_autoptr (KithXmlDoc) doc = parse (kith_xml_parse,
    "<?xml version=\"1.0\"?><!-- c --><?pi x?><a xmlns:y=\"urn:y\"><y:b c=\"d\">e&amp;f&#252;</y:b><g><![CDATA[<h>]]></g></a>", -1);
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
  g_autofree char *string = NULL;

  xmlXPathRegisterNs (context, BAD_CAST "z", BAD_CAST "urn:y");
  string = kith_xpath_eval_string (context, NULL, "/a/z:b", NULL);
  g_assert_cmpstr (string, ==, "e&f\303\274");
  assert_path (doc, "/a/g", "<h>");
  assert_path (doc, "/a/*/@c", "d");
  assert_path (doc, "count(//comment()|//processing-instruction())", "0");
}

static const char *const bad_xml[] = {
  "", " ", "x", "<a>", "<a></b>", "<a/><b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>&#0;</a>", "<a>\001</a>", "<a>\377</a>",
  "<!DOCTYPE a><a/>",
  "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
  "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
  "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
  "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;\">]><a>&d;&d;&d;</a>",
  "<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://127.0.0.1:1/x.dtd\">%b;]><a/>",
  "<?xml version=\"1.0\" encoding=\"no-such-encoding\"?><a/>",
};

static void
test_bad_xml (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_xml); i++)
    {
      g_test_message ("case %u", i);
      assert_refused (kith_xml_parse, bad_xml[i], -1);
    }
}

static void
test_xinclude (void)
{
  g_autoptr (KithXmlDoc) doc = parse (kith_xml_parse,
    "<a xmlns:x=\"http://www.w3.org/2001/XInclude\"><x:include href=\"file:///etc/passwd\" parse=\"text\"/></a>", -1);

  assert_path (doc, "string(/)", "");
}

static void
test_xml_limits (void)
{
  g_autofree char *deep = repeat ("", "<a>", 100000, "");
  g_autofree char *many = repeat ("<a>", "<b/>", 250000, "</a>");
  g_autofree char *large = repeat ("<a>", "x", 5 * 1024 * 1024, "</a>");
  g_autofree char *text = repeat ("<a>", "x", 3 * 1024 * 1024, "</a>");
  g_autoptr (KithXmlDoc) good = parse (kith_xml_parse, text, -1);

  assert_path (good, "string-length(/a)", "3145728");
  assert_refused (kith_xml_parse, deep, -1);
  assert_refused (kith_xml_parse, many, -1);
  assert_refused (kith_xml_parse, large, -1);
}

static char *
make_attributes (const char *before,
                 const char *format,
                 guint       n,
                 const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%x", i);

      g_string_append_printf (text, " %s%s", name, format);
    }
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

/* libxml2 before 2.12 takes quadratic time for these. */
static void
test_attributes (void)
{
  g_autofree char *few = make_attributes ("<a", "='1'", 200, "/>");
  g_autofree char *xml = make_attributes ("<a", "=''", 200000, "/>");
  g_autofree char *hidden = make_attributes ("<!-- <a b=\" --><a", "='>'", 150000, "/>");
  g_autoptr (KithXmlDoc) good = parse (kith_xml_parse, few, -1);
  gint64 start = g_get_monotonic_time ();

  assert_path (good, "count(/a/@*)", "200");
  assert_refused (kith_xml_parse, xml, -1);
  assert_refused (kith_xml_parse, hidden, -1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, LIMIT);
}

static void
test_html_attributes (void)
{
  g_autofree char *bare = make_attributes ("<p", "", 200000, ">");
  g_autofree char *quotes = make_attributes ("<b>it's</b><p", "=\">\"", 150000, ">");
  g_autofree char *script = make_attributes ("<script>x = \"<p \";</script><p", "=\">\"", 150000, ">");
  g_autofree char *comment = make_attributes ("<!-- <p x=\" --!><p", "=\">\"", 150000, ">");
  g_autofree char *stray = make_attributes ("<b \"><p", "=\">\"", 150000, ">");
  g_autofree char *data = repeat ("<p a='data:image/png;base64,", "AAAA", 200000, "' b=c>");
  const char *const floods[] = { bare, quotes, script, comment, stray };
  g_autoptr (KithXmlDoc) picture = parse (parse_html, data, -1);
  gint64 start = g_get_monotonic_time ();

  assert_path (picture, "string-length(//p[@b='c']/@a)", "800022");
  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autoptr (KithXmlDoc) doc = parse (parse_html, floods[i], -1);

      assert_path (doc, "count(//p/@*)", "256");
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, LIMIT);
}

static const struct
{
  const char *html;
  const char *path;
  const char *expected;
} html_cases[] = {
  { "<p a=1 B = '2' c=\"3\" d e=x/y>t</p>", "concat(//p/@a,//p/@b,//p/@c,//p/@e)", "123x/y" },
  { "<p a='&quot;&amp;\"<b>'>t</p>", "//p/@a", "\"&\"<b>" },
  { "<p a=\"x\"b=\"y\">t", "//p/@b", "y" },
  { "<P>A<BR/>b</P>", "//p/br/following-sibling::text()", "b" },
  { "1 < 2 <3 > 2 <", "string(/)", "1 < 2 <3 > 2 <" },
  { "<!-->x", "string(/)", "x" },
  { "<!-- a --!>x<!-- b -->y<!--c", "string(/)", "xy" },
  { "<?php x ?>y</ z>w", "string(/)", "yw" },
  { "<style><p>x</p></style><p>y", "//p", "y" },
  { "<script type='application/ld+json'>{\"a\":\"</b>\"}</SCRIPT><p>y", "//script", "{\"a\":\"\\u003c/b>\"}" },
  { "<script>\"<p>\"</script><p>y", "//p", "y" },
  { "<script>never closed <p>", "count(//p)", "0" },
  { "<p title='never closed>x", "//p/@title", "never closed>x" },
  { "<p <b>x", "//p", "x" },
};

static void
test_html_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (html_cases); i++)
    {
      g_autoptr (KithXmlDoc) doc = parse (parse_html, html_cases[i].html, -1);

      assert_path (doc, html_cases[i].path, html_cases[i].expected);
    }
}

static void
test_html (void)
{
  g_autoptr (KithXmlDoc) doc = parse (parse_html,
    "<!DOCTYPE html><title>J\303\274rgen</title><p class=h-card>Jane<br>Doe &amp; <b>Co&nbsp;<i>x</b><!-- c --><script>\"<p>\"</script>", -1);

  assert_path (doc, "//title", "J\303\274rgen");
  assert_path (doc, "//p[@class='h-card']/text()[1]", "Jane");
  assert_path (doc, "count(//p)", "1");
  assert_path (doc, "count(//comment())", "0");
  assert_path (doc, "//script", "\"\\u003cp>\"");
}

static void
assert_charset (const char *html,
                const char *charset,
                const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  g_autoptr (KithXmlDoc) doc = kith_html_parse (bytes, charset, &error);

  g_assert_no_error (error);
  assert_path (doc, "//p", expected);
}

static void
test_html_charset (void)
{
  assert_charset ("<p>\303\274", NULL, "\303\274");
  assert_charset ("<p>\303\274", "utf-8", "\303\274");
  assert_charset ("<p>\303\274", "no-such-charset", "\303\274");
  assert_charset ("<p>\374", "iso-8859-1", "\303\274");
  assert_charset ("<p>\374", NULL, "\303\274");
  assert_charset ("<meta charset=iso-8859-15><p>\244", NULL, "\342\202\254");
}

static void
test_html_limits (void)
{
  g_autofree char *deep = repeat ("", "<div>", 200000, "");
  g_autofree char *inline_deep = repeat ("", "<b>", 200000, "");
  g_autofree char *many = repeat ("", "<br>", 250000, "");
  g_autofree char *less = repeat ("", "<", 1000000, "");
  g_autofree char *entities = repeat ("", "&nbsp;", 500000, "");
  const char *const texts[] = { deep, inline_deep, many, less, entities };
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (KithXmlDoc) doc = kith_html_parse (bytes, NULL, &error);

      g_assert_true ((doc == NULL) == (error != NULL));
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, LIMIT);
  assert_refused (parse_html, many, -1);
  assert_refused (parse_html, "", -1);
}

static void
test_xpath (void)
{
  g_autoptr (KithXmlDoc) doc = parse (kith_json_parse, "{\"a\":[{\"b\":1},{\"b\":2}],\"c\":\"x\"}", -1);
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
  g_autoptr (KithXPathObject) items = kith_xpath_eval (context, NULL, "/a/item", NULL);
  g_autofree char *number = NULL;
  g_autofree char *boolean = NULL;

  g_assert_cmpint (items->nodesetval->nodeNr, ==, 2);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *b = kith_xpath_eval_string (context, items->nodesetval->nodeTab[i], "b", NULL);
      g_autofree char *c = kith_xpath_eval_string (context, items->nodesetval->nodeTab[i], "/c", NULL);

      g_assert_cmpstr (b, ==, i == 0 ? "1" : "2");
      g_assert_cmpstr (c, ==, "x");
    }
  number = kith_xpath_eval_string (context, NULL, "sum(/a/item/b)", NULL);
  boolean = kith_xpath_eval_string (context, NULL, "/c = 'x'", NULL);
  g_assert_cmpstr (number, ==, "3");
  g_assert_cmpstr (boolean, ==, "true");
}

static void
test_bad_xpath (void)
{
  static const char *const paths[] = { "", "/a[", "//", "$x", "x:a", "document('file:///etc/passwd')", "no-such-function()", "'", "a b" };
  g_autofree char *too_long = repeat ("/a", "/a", 3000, "");
  g_autofree char *nested = repeat ("", "(", 4000, "");
  g_autoptr (KithXmlDoc) doc = parse (kith_json_parse, "{\"a\":1}", -1);
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);

  for (guint i = 0; i < G_N_ELEMENTS (paths) + 2; i++)
    {
      const char *path = i < G_N_ELEMENTS (paths) ? paths[i] : i == G_N_ELEMENTS (paths) ? too_long : nested;
      g_autoptr (GError) error = NULL;
      g_autofree char *string = kith_xpath_eval_string (context, NULL, path, &error);

      g_test_message ("case %u", i);
      g_assert_null (string);
      g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
    }
  assert_path (doc, "/a", "1");
}

/* libxml2 writes to standard error unless told otherwise, and a mail program's standard error is no place for it. */
static void
test_quiet (void)
{
  if (g_test_subprocess ())
    {
      test_bad_xpath ();
      test_bad_xml ();
      test_html_limits ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*error*");
  g_test_trap_assert_stderr_unmatched ("*XPath*");
}

static void
test_costly_xpath (void)
{
  g_autofree char *json = repeat ("[0", ",0", 20000, "]");
  g_autoptr (KithXmlDoc) doc = parse (kith_json_parse, json, -1);
  g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
  g_autoptr (GError) error = NULL;
  g_autofree char *string = NULL;
  gint64 start = g_get_monotonic_time ();

  string = kith_xpath_eval_string (context, NULL, "count(//*[count(//*[count(//*) > 0]) > 0])", &error);
  g_assert_null (string);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  g_assert_cmpint (g_get_monotonic_time () - start, <, LIMIT);
  /* The next one has all its operations again. */
  assert_path (doc, "count(//item)", "20001");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/json", test_json);
  g_test_add_func ("/tree/bad-json", test_bad_json);
  g_test_add_func ("/tree/json-limits", test_json_limits);
  g_test_add_func ("/tree/json-locale", test_json_locale);
  g_test_add_func ("/tree/xml", test_xml);
  g_test_add_func ("/tree/bad-xml", test_bad_xml);
  g_test_add_func ("/tree/xinclude", test_xinclude);
  g_test_add_func ("/tree/xml-limits", test_xml_limits);
  g_test_add_func ("/tree/attributes", test_attributes);
  g_test_add_func ("/tree/html", test_html);
  g_test_add_func ("/tree/html-cases", test_html_cases);
  g_test_add_func ("/tree/html-attributes", test_html_attributes);
  g_test_add_func ("/tree/html-charset", test_html_charset);
  g_test_add_func ("/tree/html-limits", test_html_limits);
  g_test_add_func ("/tree/xpath", test_xpath);
  g_test_add_func ("/tree/bad-xpath", test_bad_xpath);
  g_test_add_func ("/tree/quiet", test_quiet);
  g_test_add_func ("/tree/costly-xpath", test_costly_xpath);
  return g_test_run ();
}
