/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gmime/gmime.h>

#include "kith-message-content.h"

G_BEGIN_DECLS

/* Names of our own: a later GMime may declare these for its types itself. */
typedef GMimeStream KithMimeStream;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithMimeStream, g_object_unref)
typedef GMimeFilter KithMimeFilter;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithMimeFilter, g_object_unref)
typedef GMimeParser KithMimeParser;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithMimeParser, g_object_unref)

/* What KithMessageContent finds in the MIME tree. */
GMimePart *kith_message_body_find_text (GMimeObject *root,
                                        const char  *subtype);
GBytes *kith_message_body_decode_media (GMimeObject       *root,
                                        const char *const *media_types,
                                        guint              nth,
                                        gsize              max_bytes,
                                        gboolean          *too_large);
char *kith_message_body_decode_text (GMimePart *part,
                                     gsize      max_bytes);
KithMessageTraits kith_message_body_get_traits (GMimeObject *root);

G_END_DECLS
