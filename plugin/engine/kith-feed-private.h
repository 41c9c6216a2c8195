/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-feed.h>

#include "kith-history.h"

G_BEGIN_DECLS

KithFeed *kith_feed_new (void);
void kith_feed_set_folder (KithFeed   *self,
                           const char *account,
                           const char *name);
guint32 kith_feed_get_folder (KithFeed *self);
KithHistoryBatch *kith_feed_get_batch (KithFeed *self);
gboolean kith_feed_commit (KithFeed     *self,
                           KithHistory  *history,
                           GError      **error);

G_END_DECLS
