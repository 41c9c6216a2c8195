/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-query.h>

KITH_BEGIN_DECLS

/**
 * KithSends:
 *
 * What leaves this computer when a provider is asked about a person.
 */
typedef enum
{
  KITH_SENDS_NOTHING = 0,
  KITH_SENDS_ADDRESS_HASH = 1 << 0,
  KITH_SENDS_DOMAIN = 1 << 1,
  KITH_SENDS_ADDRESS = 1 << 2,
  KITH_SENDS_NAME = 1 << 3,
  KITH_SENDS_HANDLE = 1 << 4,
} KithSends;

/**
 * KithRevealsTo:
 * @KITH_REVEALS_TO_OWN_SERVER: a server of the owner's own organisation (address book server, directory, CRM)
 *
 * Who learns that the owner looks at this person.
 */
typedef enum
{
  KITH_REVEALS_TO_NOBODY,
  KITH_REVEALS_TO_SERVICE,
  KITH_REVEALS_TO_SENDER_SERVER,
  KITH_REVEALS_TO_OWN_SERVER,
} KithRevealsTo;

/**
 * KithSignIn:
 * @KITH_SIGN_IN_NONE: it needs none, and takes none
 * @KITH_SIGN_IN_TOKEN: a token or key that the owner copies from the service: kith_engine_set_token_async()
 * @KITH_SIGN_IN_PASSWORD: a name (the key `user`) and a password: kith_engine_set_token_async()
 * @KITH_SIGN_IN_BROWSER: in the browser, or with the client's own id and secret: kith_engine_sign_in_async()
 *
 * How the owner tells a service who they are.
 */
typedef enum
{
  KITH_SIGN_IN_NONE,
  KITH_SIGN_IN_TOKEN,
  KITH_SIGN_IN_PASSWORD,
  KITH_SIGN_IN_BROWSER,
} KithSignIn;

/* The extension point: a module's implementation is found by GIO and made once per engine. */
#define KITH_PROVIDER_EXTENSION_POINT_NAME "kith-provider"

#define KITH_TYPE_PROVIDER (kith_provider_get_type ())
G_DECLARE_DERIVABLE_TYPE (KithProvider, kith_provider, KITH, PROVIDER, GObject)

/**
 * KithProviderClass:
 * @lookup_async: starts one lookup; called in the engine thread, and the callback runs there
 * @lookup_finish: (transfer full): the answer; %NULL with @error set where the provider could not be asked
 */
struct _KithProviderClass
{
  GObjectClass parent_class;

  void (*lookup_async) (KithProvider        *self,
                        KithQuery           *query,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data);
  KithAnswer *(*lookup_finish) (KithProvider  *self,
                                GAsyncResult  *result,
                                GError       **error);

  gpointer padding[10];
};

const char *kith_provider_get_id (KithProvider *self);
const char *kith_provider_get_name (KithProvider *self);
const char *kith_provider_get_site (KithProvider *self);
KithSends kith_provider_get_sends (KithProvider *self);
KithRevealsTo kith_provider_get_reveals_to (KithProvider *self);
guint64 kith_provider_get_fields (KithProvider *self);
guint64 kith_provider_get_needs (KithProvider *self);
const char *kith_provider_get_about (KithProvider *self);
const char *kith_provider_get_scheme (KithProvider *self);
KithSignIn kith_provider_get_sign_in (KithProvider *self);
gboolean kith_provider_needs_server (KithProvider *self);
gboolean kith_provider_is_local (KithProvider *self);
void kith_provider_changed (KithProvider *self);

void kith_provider_lookup_async (KithProvider        *self,
                                 KithQuery           *query,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
KithAnswer *kith_provider_lookup_finish (KithProvider  *self,
                                         GAsyncResult  *result,
                                         GError       **error);

KITH_END_DECLS
