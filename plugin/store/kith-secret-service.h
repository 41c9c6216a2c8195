/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* libsecret's service, which also tells whether its owner is being asked to unlock it: that takes as long as a person takes. */
#define KITH_TYPE_SECRET_SERVICE (kith_secret_service_get_type ())
G_DECLARE_FINAL_TYPE (KithSecretService, kith_secret_service, KITH, SECRET_SERVICE, SecretService)

gboolean kith_secret_service_is_prompting (KithSecretService *self);
gboolean kith_secret_service_was_dismissed (KithSecretService *self);

G_END_DECLS
