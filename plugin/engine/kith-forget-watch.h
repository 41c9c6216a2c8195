/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

gboolean kith_forget_concerns (KithAddress *forgotten,
                               KithAddress *address,
                               const char  *sender);

/* Ends a request about somebody who is forgotten while it is on its way: what came after would be written down again. Engine thread only. */
typedef struct _KithForgetWatch KithForgetWatch;

KithForgetWatch *kith_forget_watch_new (KithCore     *core,
                                        KithAddress  *address,
                                        const char   *sender,
                                        GCancellable *cancellable);
void kith_forget_watch_free (KithForgetWatch *self);
GCancellable *kith_forget_watch_get_cancellable (KithForgetWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithForgetWatch, kith_forget_watch_free)

G_END_DECLS
