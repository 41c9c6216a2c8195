/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-error.h>
#include <string.h>

#include "kith-tree.h"

#define LIMIT (20 * G_USEC_PER_SEC)

static KithXmlDoc *
parse (const char *text,
       gssize      length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  KithXmlDoc *doc = kith_vcard_parse (bytes, &error);

  g_assert_no_error (error);
  return doc;
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
  const char *body;   /* between BEGIN and END */
  const char *path;   /* below the card */
  const char *expected;
} cases[] = {
  { "FN:Jane Doe\r\n", "fn/text", "Jane Doe" },
  { "fn:Jane Doe\n", "fn/text", "Jane Doe" },
  { "FN:J\303\274rgen\\, the \\\"x\\\\ \\n one\r\n", "fn/text", "J\303\274rgen, the \\\"x\\ \n one" },
  { "FN:Ja\r\n ne \r\n\tDoe\r\n", "fn/text", "Jane Doe" },
  { "FN:J\303\r\n \274rgen\r\n", "fn/text", "J\303\274rgen" },
  { "FN:J\374rgen\n", "fn/text", "J\303\274rgen" },
  { "FN;CHARSET=ISO-8859-15:\244\n", "fn/text", "\342\202\254" },
  { "FN;CHARSET=no-such-charset:a\374\n", "fn/text", "a\303\274" },
  { "N:Doe;Jane;A,B;Dr.;\n", "concat(n/surname,'|',n/given,'|',n/additional[2],'|',n/prefix,'|',n/suffix)", "Doe|Jane|B|Dr.|" },
  { "N:Doe\\;Roe;Jane\n", "n/surname", "Doe;Roe" },
  { "N:Doe\n", "n/given", "" },
  { "ORG:Acme\\; Inc;Sales;East\n", "concat(org/text[1],'|',org/text[2],'|',org/text[3])", "Acme; Inc|Sales|East" },
  { "TITLE:Chief\nROLE:Boss\n", "concat(title/text,'|',role/text)", "Chief|Boss" },
  { "TEL;TYPE=WORK,voice;TYPE=\"cell,pref\":+1 555\n", "tel[parameters/type/text='work']/text", "+1 555" },
  { "TEL;WORK;VOICE:1\n", "count(tel/parameters/type/text)", "2" },
  { "TEL;VALUE=uri;TYPE=home:tel:+1-555\n", "tel/uri", "tel:+1-555" },
  { "TEL;TYPE=home:1\n", "tel/child::*[not(self::parameters)]", "1" },
  { "EMAIL;X=a^nb^'c^^d^e:x\n", "email/parameters/x/text", "a\nb\"c^d^e" },
  { "ADR;TYPE=work:;;1 Main St;Town;State;12345;Land\n", "concat(adr/street,'|',adr/locality,'|',adr/country)", "1 Main St|Town|Land" },
  { "URL:https://example.org/a\\,b\n", "url/uri", "https://example.org/a,b" },
  { "URL;VALUE=text:x\n", "url/text", "x" },
  { "BDAY:--0412\n", "bday/date-and-or-time", "--0412" },
  { "BDAY;VALUE=date:1985-04-12\n", "bday/date", "1985-04-12" },
  { "LANG:de\n", "lang/language-tag", "de" },
  { "GENDER:F;x\n", "concat(gender/sex,gender/identity)", "Fx" },
  { "NICKNAME:a,b\\,c\n", "nickname/text[2]", "b,c" },
  { "NOTE:a,b;c\n", "note/text", "a,b;c" },
  { "item1.URL:https://example.org\nitem1.X-ABLabel:Site\n", "x-ablabel[@group='item1']/text", "Site" },
  { "X-SOCIALPROFILE;TYPE=twitter:https://x.test\n", "x-socialprofile/parameters/type/text", "twitter" },
  { "PHOTO;ENCODING=b;TYPE=PNG:AAAA\r\n  BBBB\r\n", "photo/uri", "data:image/png;base64,AAAABBBB" },
  { "PHOTO;BASE64;JPEG:AAAA\nBBBB\n\nFN:x\n", "photo/uri", "data:image/jpeg;base64,AAAABBBB" },
  { "PHOTO;BASE64;JPEG:AAAA\nBBBB\n\nFN:x\n", "fn/text", "x" },
  { "PHOTO;ENCODING=b:AAAA\n", "photo/uri", "data:image/jpeg;base64,AAAA" },
  { "PHOTO:data:image/png;base64,AAAA\n", "photo/uri", "data:image/png;base64,AAAA" },
  { "PHOTO;VALUE=URL:https://example.org/a.png\n", "photo/uri", "https://example.org/a.png" },
  { "PHOTO;MEDIATYPE=image/gif;ENCODING=b:AAAA\n", "photo/uri", "data:image/gif;base64,AAAA" },
  { "NOTE;ENCODING=b:aGVsbG8A\n", "note/text", "hello\357\277\275" },
  { "FN;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=\nSecond\n", "fn/text", "J\303\274rgenSecond" },
  { "FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=FC=\r\nrgen=00=ZZ=\n", "fn/text", "J\303\274rgen=ZZEND:VCARD" },
  { "AGENT:\nBEGIN:VCARD\nFN:Other\nEND:VCARD\nTITLE:Chief\n", "title/text", "Chief" },
  { "AGENT:\nBEGIN:VCARD\nFN:Other\nEND:VCARD\n", "fn/text", NULL },
  { "FN:a\001b\033c\177\n", "fn/text", "abc\177" },
  { "FN:<b>&amp;</b>\n", "fn/text", "<b>&amp;</b>" },
  { "FN\n:x\n;\n.:x\na.:x\nF N:x\nFN;A=\"b:x\n\n\nTITLE:y\n", "title/text", "y" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("BEGIN:VCARD\r\nVERSION:3.0\r\n", cases[i].body, "END:VCARD\r\n", NULL);
      g_autoptr (KithXmlDoc) doc = parse (text, -1);
      g_autoptr (KithXPathContext) context = kith_xpath_context_new (doc);
      g_autoptr (KithXPathObject) card = kith_xpath_eval (context, NULL, "/vcards/vcard", NULL);
      g_autofree char *value = NULL;

      g_test_message ("case %u", i);
      g_assert_cmpint (card->nodesetval->nodeNr, ==, 1);
      value = kith_xpath_eval_string (context, card->nodesetval->nodeTab[0], cases[i].path, NULL);
      g_assert_cmpstr (value, ==, cases[i].expected);
    }
}

static void
test_several (void)
{
  g_autoptr (KithXmlDoc) doc = parse ("junk\nBEGIN:VCARD\nFN:a\nEND:VCARD\nFN:between\n\nbegin:vcard\nFN:b\nend:vcard\nBEGIN:VCARD\nFN:c", -1);

  assert_path (doc, "count(/vcards/vcard)", "3");
  assert_path (doc, "/vcards/vcard[2]/fn/text", "b");
  assert_path (doc, "/vcards/vcard[3]/fn/text", "c");
  assert_path (doc, "count(//fn)", "3");
}

static void
test_jcard (void)
{
  g_autoptr (KithXmlDoc) doc = parse (
    " [\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"FN\",{},\"text\",\"Jane\"],"
    "[\"n\",{},\"text\",[\"Doe\",\"Jane\",[\"A\",\"B\"],\"\",\"\"]],[\"org\",{\"group\":\"g\"},\"text\",[\"Acme\",\"Sales\"]],"
    "[\"tel\",{\"type\":[\"WORK\",\"voice\"]},\"uri\",\"tel:+1\"],[\"x-n\",{},\"integer\",1,2],[\"x-b\",{},\"boolean\",true],[],[\"x\"],3]]", -1);
  g_autoptr (KithXmlDoc) two = parse ("[[\"vcard\",[[\"fn\",{},\"text\",\"a\"]]],[\"vcard\",[[\"fn\",{},\"text\",\"b\"]]]]", -1);

  assert_path (doc, "/vcards/vcard/fn/text", "Jane");
  assert_path (doc, "/vcards/vcard/n/additional[2]", "B");
  assert_path (doc, "/vcards/vcard/org[@group='g']/text[2]", "Sales");
  assert_path (doc, "/vcards/vcard/tel[parameters/type/text='work']/uri", "tel:+1");
  assert_path (doc, "/vcards/vcard/x-n/integer[2]", "2");
  assert_path (doc, "/vcards/vcard/x-b/boolean", "true");
  assert_path (two, "/vcards/vcard[2]/fn/text", "b");
}

static const char *const bad[] = {
  "", "\n", "hello", "FN:x\n", "END:VCARD\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "[", "[]", "[1]", "[\"vcalendar\",[]]", "[\"vcard\"", "{}",
  "\377\376",
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad[i], strlen (bad[i]));
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (kith_vcard_parse (bytes, &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
    }
}

static char *
repeat (const char *before,
        const char *unit,
        gsize       n)
{
  GString *text = g_string_new (before);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  g_autofree char *cards = repeat ("", "BEGIN:VCARD\nFN:a\nEND:VCARD\n", 100);
  g_autofree char *properties = repeat ("BEGIN:VCARD\n", "TEL:123\n", 2000);
  g_autofree char *parameters = repeat ("BEGIN:VCARD\nTEL", ";TYPE=a", 100000);
  g_autofree char *with_value = g_strconcat (parameters, ":1\nFN:x\n", NULL);
  g_autofree char *list = repeat ("BEGIN:VCARD\nCATEGORIES:", "a,", 200000);
  g_autofree char *folds = repeat ("BEGIN:VCARD\nFN:", "\n a", 300000);
  g_autofree char *soft = repeat ("BEGIN:VCARD\nFN;QUOTED-PRINTABLE:", "=\n", 400000);
  g_autofree char *base64 = repeat ("BEGIN:VCARD\nPHOTO;BASE64:", "AAAA\n", 200000);
  g_autofree char *nested = repeat ("", "BEGIN:VCARD\n", 80000);
  g_autofree char *groups = repeat ("BEGIN:VCARD\n", "a.b.c:d\n", 100000);
  const char *const texts[] = { list, folds, soft, base64, nested, groups, with_value };
  g_autoptr (KithXmlDoc) many_cards = parse (cards, -1);
  g_autoptr (KithXmlDoc) many_properties = parse (properties, -1);
  gint64 start = g_get_monotonic_time ();

  assert_path (many_cards, "count(//vcard)", "50");
  assert_path (many_properties, "count(//tel)", "1000");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KithXmlDoc) doc = parse (texts[i], -1);

      assert_path (doc, "count(//*) < 3000", "true");
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, LIMIT);
}

/* Each parameter is looked for among those before it: as many as fit into a card would take half a minute. */
static void
test_jcard_parameters (void)
{
  g_autoptr (GString) text = g_string_new ("[\"vcard\",[[\"tel\",{\"type\":\"work\"");
  g_autoptr (KithXmlDoc) doc = NULL;

  for (guint i = 0; i < 90000; i++)
    g_string_append_printf (text, ",\"%x\":\"\"", i);
  g_string_append (text, "},\"text\",\"1\"],[\"fn\",{},\"text\",\"Jane\"]]]");
  doc = parse (text->str, text->len);
  assert_path (doc, "count(//tel/parameters/*)", "32");
  assert_path (doc, "//tel[parameters/type/text='work']/text", "1");
  assert_path (doc, "//fn/text", "Jane");
}

/* A mixture of what cards claim and what they hold: no claim is believed, what is text stays text. */
static void
test_soup (void)
{
  static const char *const charsets[] = { "utf-7", "UTF-16", "utf-32le", "ISO-2022-JP", "big5", "koi8-r", "windows-1252", "hz", "\"", "a b", "" };
  g_autoptr (GString) text = g_string_new ("BEGIN:VCARD\r\n");
  g_autoptr (KithXmlDoc) doc = NULL;
  g_autoptr (KithXPathContext) context = NULL;
  g_autoptr (KithXPathObject) names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    g_string_append_printf (text, "NOTE;CHARSET=%s:a\374\351+AD4-\033$B\244\r\nNOTE;CHARSET=%s;ENCODING=QUOTED-PRINTABLE:=FF=FE=00=D8=1B\r\n"
                                  "NOTE;CHARSET=%s;ENCODING=b:/v8A2A==\r\n", charsets[i], charsets[i], charsets[i]);
  g_string_append (text, "FN:J\303\r\n \r\n\t\274rgen\r\nEND:VCARD\r\n");
  doc = parse (text->str, text->len);
  assert_path (doc, "//fn/text", "J\303\274rgen");
  context = kith_xpath_context_new (doc);
  names = kith_xpath_eval (context, NULL, "//note/text", NULL);
  g_assert_cmpint (names->nodesetval->nodeNr, >, 0);
  for (int i = 0; i < names->nodesetval->nodeNr; i++)
    {
      xmlChar *content = xmlNodeGetContent (names->nodesetval->nodeTab[i]);

      g_assert_true (g_utf8_validate ((const char *) content, -1, NULL));
      xmlFree (content);
    }
}

/* The name comes first in every honest card. */
static void
test_many_properties (void)
{
  g_autofree char *text = repeat ("BEGIN:VCARD\nFN:a\n", "TEL:123\nEMAIL:a@b.example\n", 5000);
  g_autoptr (KithXmlDoc) doc = parse (text, -1);

  assert_path (doc, "//fn/text", "a");
  assert_path (doc, "count(//tel) + count(//email) + count(//fn)", "1000");
  g_assert_true (kith_vcard_is_cut (doc));
}

static void
assert_cut (const char *before,
            const char *unit,
            gsize       n,
            const char *after,
            gboolean    cut)
{
  g_autofree char *head = repeat (before, unit, n);
  g_autofree char *text = g_strconcat (head, after, NULL);
  g_autoptr (KithXmlDoc) doc = parse (text, -1);

  g_assert_cmpint (kith_vcard_is_cut (doc), ==, cut);
}

/* Whoever shows what is left of a card can say that it is not all of it. */
static void
test_cut (void)
{
  assert_cut ("BEGIN:VCARD\nFN:a\n", "TEL:123\n", 999, "", FALSE);
  assert_cut ("BEGIN:VCARD\nFN:a\n", "TEL:123\n", 1000, "", TRUE);
  assert_cut ("", "BEGIN:VCARD\nFN:a\nEND:VCARD\n", 50, "", FALSE);
  assert_cut ("", "BEGIN:VCARD\nFN:a\nEND:VCARD\n", 51, "", TRUE);
  assert_cut ("[\"vcard\",[[\"cut\",{},\"text\",\"yes\"]", ",[\"tel\",{},\"text\",\"1\"]", 999, "]]", FALSE);
  assert_cut ("[\"vcard\",[[\"cut\",{},\"text\",\"yes\"]", ",[\"tel\",{},\"text\",\"1\"]", 1000, "]]", TRUE);
}

static void
test_size (void)
{
  g_autofree char *text = repeat ("BEGIN:VCARD\nFN:", "x", 1024 * 1024);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_null (kith_vcard_parse (bytes, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
}

static void
test_nul (void)
{
  static const char text[] = "BEGIN:VCARD\nF\0N:x\nFN:a\0b\nEND:VCARD\n";
  g_autoptr (KithXmlDoc) doc = parse (text, sizeof text - 1);

  assert_path (doc, "/vcards/vcard/fn/text", "a b");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/cases", test_cases);
  g_test_add_func ("/vcard/several", test_several);
  g_test_add_func ("/vcard/jcard", test_jcard);
  g_test_add_func ("/vcard/jcard-parameters", test_jcard_parameters);
  g_test_add_func ("/vcard/bad", test_bad);
  g_test_add_func ("/vcard/limits", test_limits);
  g_test_add_func ("/vcard/many-properties", test_many_properties);
  g_test_add_func ("/vcard/cut", test_cut);
  g_test_add_func ("/vcard/soup", test_soup);
  g_test_add_func ("/vcard/size", test_size);
  g_test_add_func ("/vcard/nul", test_nul);
  return g_test_run ();
}
