/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <libxml/xpath.h>

G_BEGIN_DECLS

/* What provider files say to people, in the reader's language where a translation is there. */
const char *kith_description_words_translate (const char *text);

/* The function words('…') or words('… %s …', value) for the expressions of a file. */
void kith_description_words_register (xmlXPathContext *context);

G_END_DECLS
