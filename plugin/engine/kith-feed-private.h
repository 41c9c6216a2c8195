/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-feed.h>

#include "kith-history.h"

G_BEGIN_DECLS

/* @uids: (nullable) (array zero-terminated=1): all messages of the folder; %NULL where the folder is no more */
KithFeed *kith_feed_new (KithHistory       *history,
                         const char        *account,
                         const char        *folder,
                         const char        *state,
                         const char *const *uids);
gboolean kith_feed_commit (KithFeed  *self,
                           GError   **error);

G_END_DECLS
