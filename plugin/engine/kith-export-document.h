/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-core.h"

G_BEGIN_DECLS

/* Everything that is stored about a person, or about all people, as one JSON document. Engine thread: reads the stores. */
GBytes *kith_export_document_build (KithCore     *core,
                                    KithAddress  *address,
                                    GError      **error);

G_END_DECLS
