/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* What is wrong with the attributes of an element, by the grammar; libxml2 says only that something is. Returns: (transfer full) (nullable) */
char *kith_schema_explain_attributes (xmlDoc  *grammar,
                                      xmlNode *node);

G_END_DECLS
