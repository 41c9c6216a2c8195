/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "kith-credentials.h"

G_BEGIN_DECLS

#define KITH_TYPE_DESKTOP_ACCOUNTS (kith_desktop_accounts_get_type ())
G_DECLARE_FINAL_TYPE (KithDesktopAccounts, kith_desktop_accounts, KITH, DESKTOP_ACCOUNTS, GObject)

/*
 * The accounts of GNOME Online Accounts, by its D-Bus interface: nothing is linked, and a computer without it has no accounts.
 * Asynchronous on the thread-default main context.
 */
KithDesktopAccounts *kith_desktop_accounts_new (void);
void kith_desktop_accounts_list_async (KithDesktopAccounts *self,
                                       const char *const   *types,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GPtrArray *kith_desktop_accounts_list_finish (KithDesktopAccounts  *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void kith_desktop_accounts_get_async (KithDesktopAccounts *self,
                                      const char          *account_id,
                                      const char          *provider_name,
                                      const char *const   *types,
                                      gboolean             anew,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
KithCredentials *kith_desktop_accounts_get_finish (KithDesktopAccounts  *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
