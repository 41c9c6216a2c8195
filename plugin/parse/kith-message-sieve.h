/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GByteArray *kith_message_sieve (const guint8 *bytes,
                                gsize         length);

G_END_DECLS
