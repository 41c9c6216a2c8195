/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <kith/kith.h>

#include "kith-face.h"
#include "kith-message-provider.h"
#include "kith-provider-fixture.h"

#define ADA "ada.marsh@example.org"

static KithMessageContent *
read_fixture (const char *name)
{
  g_autofree char *path = kith_test_fixture_path ("messages", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KithMessage) message = kith_message_new_for_file (KITH_MESSAGE_NONE, NULL, file);
  g_autoptr (GError) error = NULL;
  KithMessageContent *content = kith_message_content_read (message, KITH_MESSAGE_MAX_BYTES, NULL, &error);

  g_assert_no_error (error);
  return content;
}

static KithAnswer *
ask (const char *message,
     const char *mailbox)
{
  g_autoptr (KithProvider) provider = kith_message_provider_new ();
  g_autoptr (KithMessageContent) content = message != NULL ? read_fixture (message) : NULL;
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  KithProviderSettingsFields settings_fields = { .id = "message", .enabled = TRUE };
  g_autoptr (KithProviderSettings) settings = kith_provider_settings_new (&settings_fields);
  KithQueryFields fields = { .address = address, .content = content, .settings = settings };
  g_autoptr (KithQuery) query = kith_query_new (&fields);
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = kith_test_ask (provider, query, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kith_answer_get_provider_id (answer), ==, "message");
  g_assert_cmpuint (kith_answer_get_connections (answer)->len, ==, 0);
  g_clear_object (&query);
  g_assert_finalize_object (g_steal_pointer (&provider));
  return answer;
}

static void
assert_facts (const char *message,
              const char *mailbox,
              ...)
{
  g_autoptr (KithAnswer) answer = ask (message, mailbox);
  guint count = 0;
  va_list args;

  va_start (args, mailbox);
  for (int field = va_arg (args, int); field >= 0; field = va_arg (args, int))
    {
      const char *value = va_arg (args, const char *);

      if (!kith_test_has_fact (answer, field, value))
        g_error ("%s: %s is “%s”, not “%s”", message, kith_field_get_id (field), kith_test_get_fact (answer, field), value);
      count++;
    }
  va_end (args);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, count);
  g_assert_cmpint (kith_answer_get_status (answer), ==, count > 0 ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND);
}

static void
test_identity (void)
{
  g_autoptr (KithProvider) provider = kith_message_provider_new ();

  g_assert_cmpstr (kith_provider_get_id (provider), ==, "message");
  g_assert_true (kith_provider_is_local (provider));
  g_assert_cmpuint (kith_provider_get_sends (provider), ==, KITH_SENDS_NOTHING);
  g_assert_cmpuint (kith_provider_get_reveals_to (provider), ==, KITH_REVEALS_TO_NOBODY);
  g_assert_null (kith_provider_get_site (provider));
}

static void
test_headers (void)
{
  g_autoptr (KithAnswer) answer = ask ("headers.eml", ADA);
  GPtrArray *facts = kith_answer_get_facts (answer);

  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, "Example Rail Ltd");
  g_assert_true (g_str_has_prefix (kith_test_get_fact (answer, KITH_FIELD_PHOTO), "data:image/png;base64,"));
  for (guint i = 0; i < facts->len; i++)
    g_assert_cmpfloat_with_epsilon (kith_fact_get_confidence (facts->pdata[i]), 0.7, 0.001);
  assert_facts ("organisation.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", KITH_FIELD_COMPANY, "Example Rail Ltd", -1);
}

/* What the sender writes of itself says nothing of the others in the message. */
static void
test_others (void)
{
  assert_facts ("headers.eml", "bram.okoro@example.org", KITH_FIELD_NAME, "Bram Okoro", -1);
  assert_facts ("headers.eml", "cleo.dufour@example.org", -1);
  assert_facts ("headers.eml", "stranger@example.org", -1);
  assert_facts ("vcard.eml", "bram.okoro@example.org", KITH_FIELD_NAME, "Bram Okoro", -1);
  assert_facts (NULL, ADA, -1);
  assert_facts ("no-from.eml", ADA, -1);
  assert_facts ("two-authors.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", -1);
  assert_facts ("two-authors.eml", "bram.okoro@example.org", KITH_FIELD_NAME, "Bram Okoro", -1);
  assert_facts ("name-is-address.eml", ADA, -1);
}

static void
test_hostile_headers (void)
{
  assert_facts ("markup.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", KITH_FIELD_COMPANY, "<b>Example</b> & <script>alert(1)</script>", -1);
  assert_facts ("bidi.eml", ADA, KITH_FIELD_NAME, "Ada hsraM", KITH_FIELD_COMPANY, "Example Rail Ltd", -1);
  assert_facts ("big-face.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", -1);
  assert_facts ("long-face.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", -1);
  assert_facts ("bad-face.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", -1);
}

static void
assert_card (const char *message,
             const char *role)
{
  g_autoptr (KithAnswer) answer = ask (message, ADA);

  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, role);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_COMPANY), ==, "Example Rail Ltd");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_DEPARTMENT), ==, "Signalling");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHONE), ==, "+44 20 7946 0011");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_LINK), ==, "https://ada.marsh.test/");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_LOCATION), ==, "York, United Kingdom");
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_TIME_ZONE), ==, "Europe/London");
  g_assert_true (g_str_has_prefix (kith_test_get_fact (answer, KITH_FIELD_PHOTO), "data:image/png;base64,"));
  g_assert_null (kith_test_get_fact (answer, KITH_FIELD_NOTE));
}

static void
test_vcards (void)
{
  assert_card ("vcard.eml", "Head of Signalling");
  assert_card ("vcard-role.eml", "Engineer");
  assert_card ("vcard-name.eml", "Head of Signalling");
}

static void
test_vcard_v4 (void)
{
  static const char *const messages[] = { "vcard-v4.eml", "vcard-preferred.eml", "vcard-second.eml", "jcard.eml" };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (KithAnswer) answer = ask (messages[i], ADA);

      g_test_message ("%s", messages[i]);
      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_PHONE), ==, "+44-20-7946-0011");
      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_LANGUAGE), ==, "en");
      g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
    }
}

/* Somebody else's card; a picture that would have to be fetched; half a card. */
static void
test_hostile_vcards (void)
{
  g_autoptr (KithAnswer) remote = ask ("vcard-remote-photo.eml", ADA);
  g_autoptr (KithAnswer) broken = ask ("vcard-broken.eml", ADA);

  assert_facts ("vcard-other.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", -1);
  assert_facts ("vcard-other-name.eml", ADA, KITH_FIELD_NAME, "Ada Marsh", -1);
  g_assert_cmpstr (kith_test_get_fact (remote, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_null (kith_test_get_fact (remote, KITH_FIELD_PHOTO));
  g_assert_cmpstr (kith_test_get_fact (broken, KITH_FIELD_NAME), ==, "Ada Marsh");
}

static void
test_data_uris (void)
{
  g_autofree char *type = NULL;
  g_autoptr (GBytes) bytes = kith_data_uri_decode ("data:image/png;base64,aGVsbG8=", 100, &type);

  g_assert_cmpstr (type, ==, "image/png");
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 5);
  g_clear_pointer (&type, g_free);
  g_assert_null (kith_data_uri_decode ("data:image/png,hello", 100, &type));
  g_assert_null (kith_data_uri_decode ("data:image/png;base64,****", 100, &type));
  g_assert_null (kith_data_uri_decode ("data:image/png;base64,aGVsbG8aGVsbG8aGVsbG8", 3, &type));
  g_assert_null (kith_data_uri_decode ("https://example.org/,x", 100, &type));
  g_assert_null (kith_face_decode (""));
  g_assert_null (kith_face_decode ("iVBORw0KGgo="));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/message/identity", test_identity);
  g_test_add_func ("/providers/message/headers", test_headers);
  g_test_add_func ("/providers/message/others", test_others);
  g_test_add_func ("/providers/message/hostile-headers", test_hostile_headers);
  g_test_add_func ("/providers/message/vcards", test_vcards);
  g_test_add_func ("/providers/message/vcard-v4", test_vcard_v4);
  g_test_add_func ("/providers/message/hostile-vcards", test_hostile_vcards);
  g_test_add_func ("/providers/message/data-uris", test_data_uris);
  return g_test_run ();
}
