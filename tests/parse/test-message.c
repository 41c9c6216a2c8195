/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-error.h>
#include <string.h>

#include "kith-message-content.h"

#define LIMIT (20 * G_USEC_PER_SEC)

static KithMessageContent *
read_bytes (const char *text,
            gsize       length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (GError) error = NULL;
  KithMessageContent *content = kith_message_content_read (message, KITH_MESSAGE_MAX_BYTES, NULL, &error);

  g_assert_no_error (error);
  return content;
}

static KithMessageContent *
read_text (const char *text)
{
  return read_bytes (text, strlen (text));
}

/* "from Jane <jane@example.org>; to <joe@example.org>" */
static char *
list_participants (KithMessageContent *content)
{
  GPtrArray *participants = kith_message_content_get_participants (content);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (participants, i);
      KithAddress *address = kith_participant_get_address (participant);
      const char *name = kith_address_get_display_name (address);

      g_string_append_printf (out, "%s%s %s%s<%s>", i > 0 ? "; " : "", kith_part_get_id (kith_participant_get_part (participant)),
                              name != NULL ? name : "", name != NULL ? " " : "", kith_address_get_mailbox (address));
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *message;
  const char *participants;
} people[] = {
  { "From: Jane <jane@example.org>\nTo: joe@example.org\n\nx\n", "from Jane <jane@example.org>; to <joe@example.org>" },
  { "Bcc: f@x.test\nCc: e@x.test\nTo: d@x.test\nReply-To: c@x.test\nSender: b@x.test\nFrom: a@x.test\n\n",
    "from <a@x.test>; sender <b@x.test>; reply-to <c@x.test>; to <d@x.test>; cc <e@x.test>; bcc <f@x.test>" },
  { "To: joe@example.org\n\n", "to <joe@example.org>" },
  { "", "" },
  { "\n\n\n", "" },
  { "From:\n\n", "" },
  { "From: <>\n\n", "" },
  { "From: nobody\n\n", "" },
  { "From: a@x.test, b@x.test\nFrom: c@x.test\n\n", "from <a@x.test>; from <b@x.test>; from <c@x.test>" },
  { "From: a@x.test\nTo: Friends: b@x.test, Cee <c@x.test>;, d@x.test\nCc: undisclosed-recipients:;\n\n",
    "from <a@x.test>; to <b@x.test>; to Cee <c@x.test>; to <d@x.test>" },
  { "From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <j@x.test>\n\n", "from J\303\274rgen M\303\274ller <j@x.test>" },
  { "From: =?iso-8859-1?q?J=FCrgen?=\n =?utf-8?b?IE3DvGxsZXI=?= <j@x.test>\n\n", "from J\303\274rgen M\303\274ller <j@x.test>" },
  { "From: J\374rgen <j@x.test>\n\n", "from J\303\274rgen <j@x.test>" },
  { "From: J\303\274rgen <j\303\274@b\303\274cher.example>\n\n", "from J\303\274rgen <j\303\274@xn--bcher-kva.example>" },
  { "From: \"Doe, Jane\" <jane@x.test>\n\n", "from Doe, Jane <jane@x.test>" },
  { "From: jane@x.test (Jane Doe)\n\n", "from Jane Doe <jane@x.test>" },
  /* Names that lie. */
  { "From: =?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?= <x@evil.test>\n\n", "from <x@evil.test>" },
  { "From: \"ceo@bank.example\" <x@evil.test>\n\n", "from <x@evil.test>" },
  { "From: =?utf-8?q?ceo=40bank.example=00=0A?= <x@evil.test>\n\n", "from <x@evil.test>" },
  { "From: =?utf-8?q?=22Boss=22_=3Cceo=40bank.example=3E?= <x@evil.test>\n\n", "from <x@evil.test>" },
  { "From: =?utf-8?q?Jane=0D=0ATo=3A_joe=0D=0A?= <jane@x.test>\n\n", "from Jane To: joe <jane@x.test>" },
  { "From: =?utf-8?q?=E2=80=AEenaJ=1B[31m?= <jane@x.test>\n\n", "from enaJ[31m <jane@x.test>" },
  { "From: <b>Jane</b> <jane@x.test>\n\n", "from <jane@x.test>" },
  /* No address lists, but everybody can read them. */
  { "From: Jane [Acme] <jane@x.test>\n\n", "from Jane [Acme] <jane@x.test>" },
  { "From: [Acme] =?utf-8?q?J=C3=BCrgen?=\n <j@x.test>\nTo: b@x.test\n\n", "from [Acme] J\303\274rgen <j@x.test>; to <b@x.test>" },
  { "From: Jane [ceo@bank.example] <jane@x.test\n\n", "from <jane@x.test>" },
  { "From: [Acme] <jane>\n\n", "" },
  { "From: a@x.test\r\nTo: b@x.test\r\n\r\nx\r\n", "from <a@x.test>; to <b@x.test>" },
  { "From jane@x.test Mon Nov 23 03:00:00 2026\nFrom: a@x.test\n\n", "from <a@x.test>" },
  { "From: a@x.test\n\nTo: b@x.test\n", "from <a@x.test>" },
  { "From: a\001b@x.test, c@x.test\n\n", "from <c@x.test>" },
};

static void
test_people (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (KithMessageContent) content = read_text (people[i].message);
      g_autofree char *list = list_participants (content);

      g_test_message ("case %u", i);
      g_assert_cmpstr (list, ==, people[i].participants);
    }
}

/* An address of 64 KiB is none; the message is read all the same. */
static void
test_long_address (void)
{
  g_autofree char *local = g_strnfill (65536, 'a');
  g_autofree char *text = g_strconcat ("From: ", local, "@x.test\nTo: b@x.test\nOrganization: Acme\n\n", NULL);
  g_autoptr (KithMessageContent) content = read_text (text);
  g_autofree char *list = list_participants (content);

  g_assert_cmpstr (list, ==, "to <b@x.test>");
  g_assert_cmpstr (kith_message_content_get_header (content, "Organization"), ==, "Acme");
}

/* Wherever a list is cut that is none, the header goes on behind it. */
static void
test_cut_list (void)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GString) text = g_string_new ("From: a@x.test\nCc: b@x.test,\n ");
      g_autoptr (KithMessageContent) content = NULL;
      g_autofree char *list = NULL;
      g_autofree char *odd = g_strnfill (i, 'x');

      g_string_append (text, odd);
      for (guint n = 0; n < 5000; n++)
        g_string_append (text, "(\r\n ");
      g_string_append (text, "\nTo: c@x.test\nOrganization: Acme\n\nx\n");
      content = read_bytes (text->str, text->len);
      list = list_participants (content);
      g_assert_cmpstr (list, ==, "from <a@x.test>; to <c@x.test>; cc <b@x.test>");
      g_assert_cmpstr (kith_message_content_get_header (content, "Organization"), ==, "Acme");
    }
}

static void
assert_quick (gint64 start)
{
  gint64 elapsed = g_get_monotonic_time () - start;

  g_test_message ("%" G_GINT64_FORMAT " us", elapsed);
  g_assert_cmpint (elapsed, <, LIMIT);
}

static void
test_many_recipients (void)
{
  GString *text = g_string_new ("From: a@x.test\nTo: ");
  g_autoptr (KithMessageContent) content = NULL;
  GPtrArray *participants;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 12000; i++)
    g_string_append_printf (text, "%s=?utf-8?q?J=C3=BCrgen_%u?= <user%u@x.test>", i > 0 ? ",\n " : "", i, i);
  g_string_append (text, "\n\nx\n");
  content = read_bytes (text->str, text->len);
  participants = kith_message_content_get_participants (content);
  g_assert_cmpuint (participants->len, ==, KITH_MESSAGE_MAX_PARTICIPANTS);
  g_assert_cmpint (kith_participant_get_part (g_ptr_array_index (participants, 0)), ==, KITH_PART_FROM);
  assert_quick (start);
  g_string_free (text, TRUE);
}

typedef void (*FloodFunc) (GString *text);

static void
flood_multiparts (GString *text)
{
  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=\"b%u\"\n\n--b%u\n", i, i);
}

static void
flood_messages (GString *text)
{
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "Content-Type: message/rfc822\n\nFrom: b@x.test\n");
}

static void
flood_parts (GString *text)
{
  g_string_append (text, "Content-Type: multipart/mixed; boundary=b\n\n");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "--b\n\n");
}

static void
flood_headers (GString *text)
{
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "a: b\n");
}

static void
flood_part_headers (GString *text)
{
  g_string_append (text, "Content-Type: multipart/mixed; boundary=b\n\n--b\n");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "a: b\n");
}

static void
flood_to_headers (GString *text)
{
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "To: a%u@x.test, b%u@x.test\n", i, i);
}

static void
flood_groups (GString *text)
{
  g_string_append (text, "To: ");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "a:");
  g_string_append (text, "\n");
}

static void
flood_inner_groups (GString *text)
{
  g_string_append (text, "Content-Type: message/rfc822\n\nrEPLY-tO :\n ");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "a:");
  g_string_append (text, "\n\n");
}

static void
flood_mailboxes (GString *text)
{
  g_string_append (text, "To: ");
  for (guint i = 0; i < 1500000; i++)
    g_string_append (text, "a@b, ");
  g_string_append (text, "\n\n");
}

static void
flood_no_mailboxes (GString *text)
{
  for (guint i = 0; i < 1500000; i++)
    g_string_append (text, i == 0 ? "To: " : i % 1000 == 0 ? "\nCc: " : "a, ");
  g_string_append (text, "\n\n");
}

static void
flood_inner_no_mailboxes (GString *text)
{
  g_string_append (text, "Content-Type: message/rfc822\n\nSender: ");
  for (guint i = 0; i < 1500000; i++)
    g_string_append (text, "a@(, ");
  g_string_append (text, "\n\n");
}

static void
flood_comments (GString *text)
{
  g_string_append (text, "To: ");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "(");
  g_string_append (text, " b@x.test\n");
}

static void
flood_parameters (GString *text)
{
  g_string_append (text, "Content-Type: text/plain");
  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, ";a%u*0*=b", i);
  g_string_append (text, "\n\nx\n");
}

static void
flood_one_line (GString *text)
{
  g_autofree char *line = g_strnfill (7 * 1024 * 1024, 'x');

  g_string_append (text, "Organization: ");
  g_string_append (text, line);
  g_string_append (text, "\n\nx\n");
}

static void
flood_encoded_words (GString *text)
{
  g_string_append (text, "Organization: ");
  for (guint i = 0; i < 300000; i++)
    g_string_append (text, "=?utf-8?q?a?= ");
  g_string_append (text, "\n\nx\n");
}

static const struct
{
  const char *name;
  FloodFunc flood;
} floods[] = {
  { "multiparts", flood_multiparts },
  { "messages", flood_messages },
  { "parts", flood_parts },
  { "headers", flood_headers },
  { "part-headers", flood_part_headers },
  { "to-headers", flood_to_headers },
  { "groups", flood_groups },
  { "inner-groups", flood_inner_groups },
  { "mailboxes", flood_mailboxes },
  { "no-mailboxes", flood_no_mailboxes },
  { "inner-no-mailboxes", flood_inner_no_mailboxes },
  { "comments", flood_comments },
  { "parameters", flood_parameters },
  { "one-line", flood_one_line },
  { "encoded-words", flood_encoded_words },
};

/* What would take other readers all memory, all stack or all day. The sender is known all the same. */
static void
test_flood (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  GString *text = g_string_new ("From: a@x.test\n");
  g_autoptr (KithMessageContent) content = NULL;
  g_autofree char *list = NULL;
  g_autofree char *body = NULL;
  gint64 start = g_get_monotonic_time ();

  floods[i].flood (text);
  content = read_bytes (text->str, text->len);
  list = list_participants (content);
  g_assert_true (g_str_has_prefix (list, "from <a@x.test>"));
  kith_message_content_get_header (content, "Organization");
  body = kith_message_content_dup_text (content, 10000);
  assert_quick (start);
  g_string_free (text, TRUE);
}

static void
test_headers (void)
{
  g_autoptr (KithMessageContent) content = read_text (
    "From: a@x.test\n"
    "organization: =?utf-8?q?Acme_=26_S=C3=B6hne?=\n\t<b>GmbH</b>\n"
    "Organization: second\n"
    "Face: AAAA\n BBBB\n"
    "X-Empty: \n"
    "Authentication-Results: mx.x.test;\n dkim=pass\n"
    "Authentication-Results: other.test; dkim==?utf-8?q?fail?=\n"
    "Date: Mon, 23 Nov 2026 03:00:00 +0100\n"
    "\nOrganization: body\n");
  g_auto (GStrv) results = kith_message_content_dup_headers (content, "authentication-results");
  g_auto (GStrv) none = kith_message_content_dup_headers (content, "X-None");

  g_assert_cmpstr (kith_message_content_get_header (content, "Organization"), ==, "Acme & S\303\266hne <b>GmbH</b>");
  g_assert_cmpstr (kith_message_content_get_header (content, "ORGANIZATION"), ==, "Acme & S\303\266hne <b>GmbH</b>");
  g_assert_cmpstr (kith_message_content_get_header (content, "Face"), ==, "AAAA BBBB");
  g_assert_null (kith_message_content_get_header (content, "X-Empty"));
  g_assert_null (kith_message_content_get_header (content, "X-None"));
  g_assert_null (kith_message_content_get_header (content, "X-None"));
  g_assert_cmpuint (g_strv_length (results), ==, 2);
  g_assert_cmpstr (results[0], ==, "mx.x.test; dkim=pass");
  g_assert_cmpstr (results[1], ==, "other.test; dkim==?utf-8?q?fail?=");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpint (kith_message_content_get_date (content), ==, 1795399200);
}

static void
test_no_date (void)
{
  g_autoptr (KithMessageContent) none = read_text ("From: a@x.test\n\n");
  g_autoptr (KithMessageContent) bad = read_text ("From: a@x.test\nDate: yesterday\n\n");

  g_assert_cmpint (kith_message_content_get_date (none), ==, 0);
  g_assert_cmpint (kith_message_content_get_date (bad), ==, 0);
}

static const struct
{
  const char *message;
  KithMessageTraits traits;
} traits[] = {
  { "From: a@x.test\n\nx\n", KITH_TRAIT_NONE },
  { "List-Id: <x.x.test>\n\n", KITH_TRAIT_LIST },
  { "List-Post: <mailto:x@x.test>\n\n", KITH_TRAIT_LIST },
  { "Mailing-List: x\n\n", KITH_TRAIT_LIST },
  { "List-Unsubscribe: <https://x.test>\n\n", KITH_TRAIT_BULK },
  { "Precedence: bulk\n\n", KITH_TRAIT_BULK },
  { "Precedence: List\n\n", KITH_TRAIT_BULK },
  { "Precedence: listing\n\n", KITH_TRAIT_NONE },
  { "Precedence: first-class\n\n", KITH_TRAIT_NONE },
  { "Feedback-ID: x\n\n", KITH_TRAIT_BULK },
  { "Auto-Submitted: no\n\n", KITH_TRAIT_NONE },
  { "Auto-Submitted: No (really)\n\n", KITH_TRAIT_NONE },
  { "Auto-Submitted: auto-generated\n\n", KITH_TRAIT_AUTOMATIC },
  { "Auto-Submitted: auto-replied; x=y\n\n", KITH_TRAIT_AUTOMATIC },
  { "X-Auto-Response-Suppress: All\n\n", KITH_TRAIT_AUTOMATIC },
  { "Precedence: auto_reply\n\n", KITH_TRAIT_AUTOMATIC },
  { "Return-Path: <>\n\n", KITH_TRAIT_AUTOMATIC },
  { "Return-Path: <a@x.test>\n\n", KITH_TRAIT_NONE },
  { "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n--b--\n", KITH_TRAIT_BOUNCE },
  { "Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n", KITH_TRAIT_ENCRYPTED },
  { "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n--a--\n",
    KITH_TRAIT_ENCRYPTED },
  { "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx", KITH_TRAIT_ENCRYPTED },
  { "Content-Type: application/x-pkcs7-mime\n\nx", KITH_TRAIT_ENCRYPTED },
  { "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx", KITH_TRAIT_SIGNED },
  { "From: a@x.test\n\nhello\n-----BEGIN PGP MESSAGE-----\n\nx\n", KITH_TRAIT_ENCRYPTED },
  { "From: a@x.test\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nx\n", KITH_TRAIT_SIGNED },
  { "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b--\n", KITH_TRAIT_SIGNED },
  { "Content-Type: text/calendar; method=REQUEST\n\nx", KITH_TRAIT_CALENDAR },
  { "Content-Type: text/calendar\n\nx", KITH_TRAIT_NONE },
  { "From: \"Jane via Docs\" <d@service.test>\nReply-To: jane@x.test\n\n", KITH_TRAIT_VIA },
  { "From: \"jane@x.test via Docs\" <d@service.test>\nReply-To: jane@x.test\n\n", KITH_TRAIT_VIA },
  { "From: \"Jane via Docs\" <d@service.test>\nSender: x@other.test\n\n", KITH_TRAIT_VIA },
  { "From: \"Jane via Docs\" <d@service.test>\nReply-To: x@service.test\n\n", KITH_TRAIT_NONE },
  { "From: \"Olivia Viaduct\" <o@x.test>\nReply-To: o@y.test\n\n", KITH_TRAIT_NONE },
  /* What was attached came about in its own way. */
  { "Content-Type: message/rfc822\n\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n", KITH_TRAIT_NONE },
};

static void
test_traits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (traits); i++)
    {
      g_autoptr (KithMessageContent) content = read_text (traits[i].message);

      g_test_message ("case %u", i);
      g_assert_cmpint (kith_message_content_get_traits (content), ==, traits[i].traits);
    }
}

static const struct
{
  const char *message;
  const char *text;
  const char *html;
} bodies[] = {
  { "From: a@x.test\n\nhello\n", "hello\n", NULL },
  { "From: a@x.test\n\nh\374llo\n", "h\303\274llo\n", NULL },
  { "Content-Type: text/plain; charset=utf-8\n\nh\303\274llo \377\n", "h\303\274llo \357\277\275\n", NULL },
  { "Content-Type: text/plain; charset=iso-8859-15\nContent-Transfer-Encoding: quoted-printable\n\n=A4 =\nx\n", "\342\202\254 x\n", NULL },
  { "Content-Type: text/plain; charset=no-such-charset\n\nx\377\n", "x\357\277\275\n", NULL },
  { "Content-Type: text/plain; charset=utf-16le\n\nx\000y", "x", NULL },
  { "Content-Transfer-Encoding: base64\n\naGVsbG8=\n", "hello", NULL },
  { "Content-Transfer-Encoding: base64\n\n!!aGVs!bG8=\n", "hello", NULL },
  { "Content-Type: text/html\n\n<p>x\n", NULL, "<p>x\n" },
  { "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n", "x", "<p>x" },
  { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment\n\nno\n--b\n\nyes\n--b--\n", "yes", NULL },
  { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nFrom: b@x.test\n\nno\n--b--\n", NULL, NULL },
  { "Content-Type: text/plain; format=flowed\n\na \nb\n\n> c \n> d\n>> e\n-- \nf \n", "a b\n\n> c d\n>> e\n-- \nf ", NULL },
  { "Content-Type: text/plain; format=flowed; delsp=yes\n\na \nb\n", "ab\n", NULL },
  { "Content-Type: text/plain; format=flowed\n\n From x\n  y\n", "From x\n y\n", NULL },
  { "Content-Type: image/png\n\nx", NULL, NULL },
  { "Content-Type: ///\n\nx", NULL, NULL },
};

static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (KithMessageContent) content = read_text (bodies[i].message);
      g_autofree char *text = kith_message_content_dup_text (content, 10000);
      g_autofree char *html = kith_message_content_dup_html (content, 10000);

      g_test_message ("case %u", i);
      if (g_str_has_prefix (bodies[i].message, "Content-Type: ///"))
        continue;
      g_assert_cmpstr (text, ==, bodies[i].text);
      g_assert_cmpstr (html, ==, bodies[i].html);
    }
}

static void
test_body_limit (void)
{
  g_autoptr (KithMessageContent) content = read_text ("Content-Type: text/plain; charset=utf-8\n\n\303\274\303\274\342\202\254x\n");
  static const char *const expected[] = { "", "", "\303\274", "\303\274", "\303\274\303\274", "\303\274\303\274", "\303\274\303\274",
                                          "\303\274\303\274\342\202\254", "\303\274\303\274\342\202\254x" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = kith_message_content_dup_text (content, i);

      g_test_message ("%u bytes", i);
      g_assert_cmpstr (text, ==, expected[i]);
    }
}

static void
test_part (void)
{
  static const char *const vcards[] = { "text/vcard", "text/x-vcard", NULL };
  static const char *const pictures[] = { "image/png", NULL };
  g_autoptr (KithMessageContent) content = read_text (
    "From: a@x.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n"
    "--b\nContent-Type: message/rfc822\n\nContent-Type: text/vcard\n\nno\n"
    "--b\nContent-Type: TEXT/X-VCard; name=x\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\nAEIA\n"
    "--b\nContent-Type: text/vcard\n\nsecond\n--b--\n");
  g_autoptr (GBytes) first = kith_message_content_dup_part (content, vcards, 0, 1000, NULL);
  g_autoptr (GBytes) next = kith_message_content_dup_part (content, vcards, 0, 3, NULL);
  g_autoptr (GBytes) too_large = kith_message_content_dup_part (content, vcards, 0, 2, NULL);
  g_autoptr (GBytes) second = kith_message_content_dup_part (content, vcards, 1, 1000, NULL);
  g_autoptr (GBytes) third = kith_message_content_dup_part (content, vcards, 2, 1000, NULL);
  g_autoptr (GBytes) none = kith_message_content_dup_part (content, pictures, 0, 1000, NULL);

  g_assert_cmpmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first), "\0B\0", 3);
  g_assert_cmpmem (g_bytes_get_data (next, NULL), g_bytes_get_size (next), "\0B\0", 3);
  g_assert_cmpmem (g_bytes_get_data (second, NULL), 6, "second", 6);
  g_assert_null (third);
  g_assert_null (too_large);
  g_assert_null (none);
}

/* What lies beyond the limit is not even read. */
typedef struct
{
  gsize n_left;
  gsize n_read;
} Tap;

#define TAP_TYPE_STREAM (tap_stream_get_type ())
G_DECLARE_FINAL_TYPE (TapStream, tap_stream, TAP, STREAM, GInputStream)

struct _TapStream
{
  GInputStream parent_instance;

  Tap *tap;
};

G_DEFINE_FINAL_TYPE (TapStream, tap_stream, G_TYPE_INPUT_STREAM)

static gssize
tap_stream_read (GInputStream  *stream,
                 void          *buffer,
                 gsize          count,
                 GCancellable  *cancellable,
                 GError       **error)
{
  static const char start[] = "From: a@x.test\n\n";
  Tap *tap = TAP_STREAM (stream)->tap;
  gsize n = MIN (count, tap->n_left);

  if (n == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the disk is gone");
      return -1;
    }
  memset (buffer, 'x', n);
  if (tap->n_read == 0)
    memcpy (buffer, start, MIN (n, sizeof start - 1));
  tap->n_left -= n;
  tap->n_read += n;
  return n;
}

static void
tap_stream_class_init (TapStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = tap_stream_read;
}

static void
tap_stream_init (TapStream *self)
{
}

static GInputStream *
open_tap (gpointer       source,
          GCancellable  *cancellable,
          GError       **error)
{
  TapStream *stream = g_object_new (TAP_TYPE_STREAM, NULL);

  stream->tap = source;
  return G_INPUT_STREAM (stream);
}

static void
test_read_limit (void)
{
  Tap tap = { .n_left = G_MAXSIZE };
  g_autoptr (KithMessage) message = kith_message_new (KITH_MESSAGE_NONE, NULL, open_tap, &tap, NULL);
  g_autoptr (KithMessageContent) some = kith_message_content_read (message, 100000, NULL, NULL);
  g_autoptr (KithMessageContent) most = NULL;

  g_assert_nonnull (some);
  g_assert_cmpuint (tap.n_read, ==, 100000);
  tap.n_read = 0;
  most = kith_message_content_read (message, G_MAXSIZE, NULL, NULL);
  g_assert_nonnull (most);
  g_assert_cmpuint (tap.n_read, ==, KITH_MESSAGE_MAX_BYTES);
  g_assert_cmpuint (kith_message_content_get_participants (most)->len, ==, 1);
}

static void
test_read_error (void)
{
  Tap tap = { .n_left = 100 };
  g_autoptr (KithMessage) message = kith_message_new (KITH_MESSAGE_NONE, NULL, open_tap, &tap, NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (kith_message_content_read (message, 100000, NULL, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (kith_message_content_read (message, 100000, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_nul (void)
{
  static const char text[] = "From: a@x.test\nOrganization: Ac\0me\nX-\0: y\n\nhel\0lo\n";
  g_autoptr (KithMessageContent) content = read_bytes (text, sizeof text - 1);
  g_autofree char *list = list_participants (content);
  g_autofree char *body = kith_message_content_dup_text (content, 1000);

  g_assert_cmpstr (list, ==, "from <a@x.test>");
  g_assert_nonnull (kith_message_content_get_header (content, "Organization"));
  g_assert_cmpstr (body, ==, "hel\357\277\275lo\n");
}

static gpointer
read_often (gpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (KithMessageContent) content = read_text (
        "From: =?iso-8859-15?q?J=FCrgen?= <j@x.test>\nContent-Type: text/plain; charset=koi8-r\n\n\301\n");
      g_autofree char *list = list_participants (content);
      g_autofree char *text = kith_message_content_dup_text (content, 100);

      g_assert_cmpstr (list, ==, "from J\303\274rgen <j@x.test>");
      g_assert_cmpstr (text, ==, "\320\260\n");
    }
  return NULL;
}

/* Each engine has its own thread, and there may be several engines. */
static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("engine", read_often, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/people", test_people);
  g_test_add_func ("/message/long-address", test_long_address);
  g_test_add_func ("/message/cut-list", test_cut_list);
  g_test_add_func ("/message/many-recipients", test_many_recipients);
  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/message/flood/", floods[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_flood);
    }
  g_test_add_func ("/message/headers", test_headers);
  g_test_add_func ("/message/no-date", test_no_date);
  g_test_add_func ("/message/traits", test_traits);
  g_test_add_func ("/message/bodies", test_bodies);
  g_test_add_func ("/message/body-limit", test_body_limit);
  g_test_add_func ("/message/part", test_part);
  g_test_add_func ("/message/read-limit", test_read_limit);
  g_test_add_func ("/message/read-error", test_read_error);
  g_test_add_func ("/message/nul", test_nul);
  g_test_add_func ("/message/threads", test_threads);
  return g_test_run ();
}
