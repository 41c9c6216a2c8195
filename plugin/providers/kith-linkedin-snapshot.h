/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-http.h"
#include "kith-linkedin.h"
#include "kith-provider-settings.h"

G_BEGIN_DECLS

#define KITH_LINKEDIN_SNAPSHOT_HOST "api.linkedin.com"

#define KITH_TYPE_LINKEDIN_SNAPSHOT (kith_linkedin_snapshot_get_type ())
G_DECLARE_FINAL_TYPE (KithLinkedInSnapshot, kith_linkedin_snapshot, KITH, LINKEDIN_SNAPSHOT, KithProvider)

/* The member's own connections over HTTPS, into the same store as the export. @reader is told when they have changed. */
KithProvider *kith_linkedin_snapshot_new (KithLinkedIn *linkedin,
                                          KithProvider *reader);
void kith_linkedin_snapshot_import_async (KithLinkedInSnapshot *self,
                                          KithHttp             *http,
                                          KithProviderSettings *settings,
                                          const char           *token,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gssize kith_linkedin_snapshot_import_finish (KithLinkedInSnapshot  *self,
                                             GAsyncResult          *result,
                                             GError               **error);

G_END_DECLS
