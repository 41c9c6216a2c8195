/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to do with "http:" and with no scheme at all. */
typedef enum
{
  KITH_LINK_STRICT,
  KITH_LINK_UPGRADE,
} KithLinkMode;

char *kith_link_normalise (const char   *text,
                           KithLinkMode  mode);
char *kith_link_make_key (const char *uri);
const char *kith_link_find_service (const char *uri);
char *kith_link_normalise_service (const char *service);

G_END_DECLS
