/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <camel/camel.h>
#include <kith/kith-message.h>

G_BEGIN_DECLS

KithMessage *kith_evolution_message_new (CamelMimeMessage *message,
                                         KithMessageFlags  flags,
                                         const char       *account);

G_END_DECLS
