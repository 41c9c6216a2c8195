/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_SECRETS (kith_secrets_get_type ())
G_DECLARE_FINAL_TYPE (KithSecrets, kith_secrets, KITH, SECRETS, GObject)

/*
 * Tokens: KITH_TOKEN_<ID> in the environment first, then those of this session, then the Secret Service. Never written to a file of ours.
 * Asynchronous on the thread-default main context; a service that hangs is given up after a few seconds.
 */
KithSecrets *kith_secrets_new (void);
void kith_secrets_lookup_async (KithSecrets         *self,
                                const char          *provider_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
char *kith_secrets_lookup_finish (KithSecrets   *self,
                                  GAsyncResult  *result,
                                  GError       **error);
void kith_secrets_store_async (KithSecrets         *self,
                               const char          *provider_id,
                               const char          *token,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gboolean kith_secrets_store_finish (KithSecrets   *self,
                                    GAsyncResult  *result,
                                    GError       **error);

G_END_DECLS
