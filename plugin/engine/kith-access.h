/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <kith/kith-provider.h>

#include "kith-credentials.h"
#include "kith-http.h"
#include "kith-oauth-token.h"
#include "kith-provider-settings.h"
#include "kith-registry.h"
#include "kith-secrets.h"

G_BEGIN_DECLS

/* Where KithAccess finds what belongs to the core, which owns it. */
typedef struct
{
  KithRegistry *registry;
  KithSecrets *secrets;
  KithHttp *http; /* (nullable) */
  KithProviderSettings *(*ref_settings) (gpointer      user_data,
                                         KithProvider *provider);
  void (*notice) (gpointer    user_data,
                  const char *text);
  gpointer user_data;
} KithAccessHost;

#define KITH_TYPE_ACCESS (kith_access_get_type ())
G_DECLARE_FINAL_TYPE (KithAccess, kith_access, KITH, ACCESS, GObject)

/*
 * What the providers are asked with: tokens from the environment, the session and the secret service, sign-ins that are renewed before they end,
 * and accounts of the desktop. Implements KithTokenSource. Engine thread only.
 */
KithAccess *kith_access_new (const KithAccessHost *host);
void kith_access_close (KithAccess *self);

void kith_access_get_async (KithAccess          *self,
                            KithProvider        *provider,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
KithCredentials *kith_access_get_finish (KithAccess    *self,
                                         GAsyncResult  *result,
                                         GError       **error);
void kith_access_has_async (KithAccess          *self,
                            KithProvider        *provider,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
gboolean kith_access_has_finish (KithAccess    *self,
                                 GAsyncResult  *result,
                                 gint64        *expires,
                                 GError       **error);

/* For signing in and out. */
const KithAccessHost *kith_access_get_host (KithAccess *self);
GCancellable *kith_access_get_closing (KithAccess *self);
void kith_access_stop_renewal (KithAccess *self,
                               const char *provider_id);
/* (transfer full): under what name the secret of a client is kept */
char *kith_access_make_client_name (const char *provider_id);

G_END_DECLS
