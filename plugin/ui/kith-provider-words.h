/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider-info.h>

G_BEGIN_DECLS

/* What the preferences say of a provider, as text for labels. */
char *kith_provider_words_sends (KithProviderInfo *info);
char *kith_provider_words_status (KithProviderInfo *info);
gboolean kith_provider_words_is_warning (KithProviderInfo *info);
gboolean kith_provider_words_lacks_access (KithProviderInfo *info);

G_END_DECLS
