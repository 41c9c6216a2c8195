/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-credentials.h"

G_BEGIN_DECLS

#define KITH_TYPE_TOKEN_SOURCE (kith_token_source_get_type ())
G_DECLARE_INTERFACE (KithTokenSource, kith_token_source, KITH, TOKEN_SOURCE, GObject)

/**
 * KithTokenSourceInterface:
 * @renew_async: the service did not accept @rejected (status 401): finds others
 * @renew_finish: (transfer full) (nullable): the new ones; %NULL without @error where they cannot be renewed
 *
 * Where tokens come from that end before the owner's will: the engine implements it.
 */
struct _KithTokenSourceInterface
{
  GTypeInterface parent_iface;

  void (*renew_async) (KithTokenSource     *self,
                       const char          *provider_id,
                       KithCredentials     *rejected,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data);
  KithCredentials *(*renew_finish) (KithTokenSource  *self,
                                    GAsyncResult     *result,
                                    GError          **error);
};

void kith_token_source_renew_async (KithTokenSource     *self,
                                    const char          *provider_id,
                                    KithCredentials     *rejected,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
KithCredentials *kith_token_source_renew_finish (KithTokenSource  *self,
                                                 GAsyncResult     *result,
                                                 GError          **error);

G_END_DECLS
