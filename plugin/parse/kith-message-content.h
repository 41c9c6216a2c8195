/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-message.h>

G_BEGIN_DECLS

/**
 * KithMessageTraits:
 *
 * What the headers say of how a message came about; input of the policy.
 */
typedef enum
{
  KITH_TRAIT_NONE = 0,
  KITH_TRAIT_LIST = 1 << 0,
  KITH_TRAIT_BULK = 1 << 1,
  KITH_TRAIT_AUTOMATIC = 1 << 2,
  KITH_TRAIT_ENCRYPTED = 1 << 3,
  KITH_TRAIT_SIGNED = 1 << 4,
  KITH_TRAIT_BOUNCE = 1 << 5,
  KITH_TRAIT_VIA = 1 << 6,
  KITH_TRAIT_CALENDAR = 1 << 7,
} KithMessageTraits;

#define KITH_MESSAGE_MAX_BYTES (8 * 1024 * 1024)
#define KITH_MESSAGE_MAX_PARTICIPANTS 10000

#define KITH_TYPE_MESSAGE_CONTENT (kith_message_content_get_type ())
G_DECLARE_FINAL_TYPE (KithMessageContent, kith_message_content, KITH, MESSAGE_CONTENT, GObject)

/* A parsed message: headers and MIME tree, read with GMime up to a cap. Engine thread only: the source may be slow. Immutable. */
KithMessageContent *kith_message_content_read (KithMessage   *message,
                                               gsize          max_bytes,
                                               GCancellable  *cancellable,
                                               GError       **error);
GPtrArray *kith_message_content_get_participants (KithMessageContent *self);
GPtrArray *kith_message_content_find_participants (KithMessageContent *self,
                                                   KithAddress        *address);
KithMessageTraits kith_message_content_get_traits (KithMessageContent *self);
const char *kith_message_content_get_header (KithMessageContent *self,
                                             const char         *name);
GStrv kith_message_content_dup_headers (KithMessageContent *self,
                                        const char         *name);
gint64 kith_message_content_get_date (KithMessageContent *self);
char *kith_message_content_dup_text (KithMessageContent *self,
                                     gsize               max_bytes);
char *kith_message_content_dup_html (KithMessageContent *self,
                                     gsize               max_bytes);
GBytes *kith_message_content_dup_part (KithMessageContent  *self,
                                       const char *const   *media_types,
                                       guint                nth,
                                       gsize                max_bytes,
                                       gboolean            *too_large);

G_END_DECLS
