/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>

G_BEGIN_DECLS

/* Everything that tells of one address in stored text: the address itself, as URLs and JSON write it, and its hashes. */
typedef struct _KithTraces KithTraces;

KithTraces *kith_traces_new (KithAddress *address);
void kith_traces_free (KithTraces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithTraces, kith_traces_free)

gboolean kith_traces_match (KithTraces *self,
                            const char *text);

G_END_DECLS
