/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_OAUTH_REDIRECT (kith_oauth_redirect_get_type ())
G_DECLARE_FINAL_TYPE (KithOAuthRedirect, kith_oauth_redirect, KITH, OAUTH_REDIRECT, GObject)

/*
 * Waits on a loopback port for the browser to come back from signing in (RFC 8252 section 7.3). A request with another state, or for
 * another path, is answered and does not count: any program on this computer can send one.
 */
KithOAuthRedirect *kith_oauth_redirect_new (const char  *state,
                                            const char  *host,
                                            guint        port,
                                            GError     **error);
const char *kith_oauth_redirect_get_uri (KithOAuthRedirect *self);
void kith_oauth_redirect_wait_async (KithOAuthRedirect   *self,
                                     guint                timeout_sec,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
char *kith_oauth_redirect_wait_finish (KithOAuthRedirect  *self,
                                       GAsyncResult       *result,
                                       GError            **error);

G_END_DECLS
