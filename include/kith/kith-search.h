/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

/**
 * KithMatch:
 * @address: the mailbox
 * @name: (nullable): the name
 * @about: (nullable): role and company, as one line
 *
 * Somebody who is known on this computer.
 */
typedef struct
{
  char *address;
  char *name;
  char *about;
} KithMatch;

void kith_match_free (KithMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithMatch, kith_match_free)

void kith_engine_search_async (KithEngine          *self,
                               const char          *text,
                               guint                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
GPtrArray *kith_engine_search_finish (KithEngine    *self,
                                      GAsyncResult  *result,
                                      GError       **error);

KITH_END_DECLS
