/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the accounts of every profile begin in the history but those of the usual one. */
#define KITH_CLAWS_OTHER_PROFILES "claws:"

char *kith_claws_profile_dup_prefix (const char *folder,
                                     const char *home);
gboolean kith_claws_profile_is_gone (const char *account);

G_END_DECLS
