/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"
#include "kith-query-private.h"

G_BEGIN_DECLS

#define KITH_TYPE_ASK (kith_ask_get_type ())
G_DECLARE_FINAL_TYPE (KithAsk, kith_ask, KITH, ASK, GObject)

/*
 * One question on its way to one provider. Remote ones are shared by all who want the same answer at the same time; the answer is
 * kept in the cache. "done" (KithAnswer, nullable; GError, nullable) is emitted once. Engine thread only.
 */
KithAsk *kith_ask_start (KithCore     *core,
                         KithProvider *provider,
                         KithAddress  *address,
                         KithQuery    *query);
KithAsk *kith_ask_join (KithCore     *core,
                        KithProvider *provider,
                        KithAddress  *address);
void kith_ask_leave (KithAsk *self);
void kith_ask_stop_about (KithCore    *core,
                          KithAddress *address,
                          gboolean     with_sender);

G_END_DECLS
