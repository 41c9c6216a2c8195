/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "kith-fuzz.h"
#include "kith-oauth-token.h"

/* What goes into a header: no control character, nothing that is not ASCII. */
static void
check_token (const char *token)
{
  if (token == NULL)
    return;
  for (const char *p = token; *p != '\0'; p++)
    g_assert_true (*p >= 0x20 && *p < 0x7f);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithOAuthToken) token = kith_oauth_token_new_from_response (bytes, size % 2 == 0 ? "instance_url" : NULL, NULL, &error);
  g_autoptr (KithOAuthToken) again = NULL;
  g_autofree char *secret = NULL;

  g_assert_true ((token == NULL) == (error != NULL));
  if (token == NULL)
    return 0;
  check_token (kith_oauth_token_get_access_token (token));
  check_token (kith_oauth_token_get_refresh_token (token));
  if (kith_oauth_token_get_server (token) != NULL)
    g_assert_true (g_str_has_prefix (kith_oauth_token_get_server (token), "https://"));
  /* What is kept comes back the same. */
  secret = kith_oauth_token_dup_secret (token);
  again = kith_oauth_token_new_from_secret (secret, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (kith_oauth_token_get_access_token (again), ==, kith_oauth_token_get_access_token (token));
  g_assert_cmpstr (kith_oauth_token_get_refresh_token (again), ==, kith_oauth_token_get_refresh_token (token));
  g_assert_cmpstr (kith_oauth_token_get_server (again), ==, kith_oauth_token_get_server (token));
  return 0;
}
