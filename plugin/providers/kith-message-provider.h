/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

G_BEGIN_DECLS

#define KITH_TYPE_MESSAGE_PROVIDER (kith_message_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithMessageProvider, kith_message_provider, KITH, MESSAGE_PROVIDER, KithProvider)

KithProvider *kith_message_provider_new (void);

G_END_DECLS
