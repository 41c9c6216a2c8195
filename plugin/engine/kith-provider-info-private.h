/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider-info.h>

G_BEGIN_DECLS

/* Copied by kith_provider_info_new(). */
typedef struct
{
  const char *id;
  const char *name;
  const char *site;
  const char *about;
  const char *terms;
  const char *sends_text;
  KithSends sends;
  KithRevealsTo reveals_to;
  guint64 fields;
  gboolean is_local;
  gboolean is_enabled;
  gboolean is_locked;
  gboolean has_token;
  gint64 token_expires;
  gboolean needs_token;
  KithSignIn sign_in;
  gboolean needs_client_id;
  gboolean takes_client_secret;
  const char *account;
  const char *base_url;
  const char *last_error;
  gboolean needs_server;
  gboolean lacks_server;
  gboolean is_click_only;
  const char *problem;
  GVariant *settings; /* (nullable): as kith_settings_describe() makes it */
} KithProviderInfoFields;

KithProviderInfo *kith_provider_info_new (const KithProviderInfoFields *fields);

G_END_DECLS
