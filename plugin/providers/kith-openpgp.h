/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-tree.h"

G_BEGIN_DECLS

/* Public keys as a tree: /keys/key/fingerprint, /keys/key/uid/text, /keys/key/uid/name, /keys/key/uid/address. Nothing is verified. */
KithXmlDoc *kith_openpgp_parse (GBytes *bytes);

G_END_DECLS
