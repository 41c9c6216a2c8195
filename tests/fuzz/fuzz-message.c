/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"

#include "kith-message-content.h"

#define MAX_BYTES 65536

/* Everything that a provider or the policy may ask of a message. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const char *const media_types[] = { "text/vcard", "text/x-vcard", "text/directory", "image/png", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (KithMessageContent) content = kith_message_content_read (message, MAX_BYTES, NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;
  g_autoptr (GBytes) part = NULL;
  g_auto (GStrv) results = NULL;
  const char *organization;

  g_assert_nonnull (content);
  g_assert_cmpuint (kith_message_content_get_participants (content)->len, <=, KITH_MESSAGE_MAX_PARTICIPANTS);
  organization = kith_message_content_get_header (content, "Organization");
  g_assert_true (organization == NULL || g_utf8_validate (organization, -1, NULL));
  results = kith_message_content_dup_headers (content, "Authentication-Results");
  kith_message_content_get_date (content);
  text = kith_message_content_dup_text (content, MAX_BYTES);
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  html = kith_message_content_dup_html (content, MAX_BYTES);
  g_assert_true (html == NULL || g_utf8_validate (html, -1, NULL));
  part = kith_message_content_dup_part (content, media_types, 0, MAX_BYTES, NULL);
  return 0;
}
