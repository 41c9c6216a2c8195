/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-token-source.h"

G_DEFINE_INTERFACE (KithTokenSource, kith_token_source, G_TYPE_OBJECT)

static void
kith_token_source_default_init (KithTokenSourceInterface *iface)
{
}

void
kith_token_source_renew_async (KithTokenSource     *self,
                               const char          *provider_id,
                               KithCredentials     *rejected,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  KITH_TOKEN_SOURCE_GET_IFACE (self)->renew_async (self, provider_id, rejected, cancellable, callback, user_data);
}

KithCredentials *
kith_token_source_renew_finish (KithTokenSource  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  return KITH_TOKEN_SOURCE_GET_IFACE (self)->renew_finish (self, result, error);
}
