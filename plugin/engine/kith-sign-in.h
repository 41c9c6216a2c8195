/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-sign-in.h>

#include "kith-access.h"

G_BEGIN_DECLS

/* Signing in and out, in the engine thread. @prompt_context is where @prompt is called. */
void kith_sign_in_async (KithAccess          *access,
                         KithProvider        *provider,
                         gboolean             with_code,
                         KithSignInFunc       prompt,
                         gpointer             prompt_data,
                         GMainContext        *prompt_context,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data);
void kith_sign_out_async (KithAccess          *access,
                          KithProvider        *provider,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
gboolean kith_sign_in_finish (GAsyncResult  *result,
                              GError       **error);

G_END_DECLS
