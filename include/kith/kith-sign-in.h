/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

/**
 * KithSignInFunc:
 * @uri: a page for the browser of the owner
 * @user_code: (nullable): what the owner types there, on whatever device; %NULL where the browser of this computer comes back by itself
 *
 * Asks the owner to sign in. Called in the main context of who began to sign in, and never after that has ended.
 */
typedef void (*KithSignInFunc) (const char *uri,
                                const char *user_code,
                                gpointer    user_data);

/**
 * KithDesktopAccount:
 * @id: what the key `account` of a provider takes
 * @name: for people; the desktop's own name for it, often an address
 *
 * An account of GNOME Online Accounts.
 */
typedef struct
{
  char *id;
  char *name;
} KithDesktopAccount;

void kith_desktop_account_free (KithDesktopAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithDesktopAccount, kith_desktop_account_free)

void kith_engine_sign_in_async (KithEngine          *self,
                                const char          *provider_id,
                                KithSignInFunc       prompt,
                                gpointer             prompt_data,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
void kith_engine_sign_in_with_code_async (KithEngine          *self,
                                          const char          *provider_id,
                                          KithSignInFunc       prompt,
                                          gpointer             prompt_data,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean kith_engine_sign_in_finish (KithEngine    *self,
                                     GAsyncResult  *result,
                                     GError       **error);

void kith_engine_sign_out_async (KithEngine          *self,
                                 const char          *provider_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean kith_engine_sign_out_finish (KithEngine    *self,
                                      GAsyncResult  *result,
                                      GError       **error);

void kith_engine_set_client_secret_async (KithEngine          *self,
                                          const char          *provider_id,
                                          const char          *client_secret,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean kith_engine_set_client_secret_finish (KithEngine    *self,
                                               GAsyncResult  *result,
                                               GError       **error);

void kith_engine_list_accounts_async (KithEngine          *self,
                                      const char          *provider_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GPtrArray *kith_engine_list_accounts_finish (KithEngine    *self,
                                             GAsyncResult  *result,
                                             GError       **error);

KITH_END_DECLS
