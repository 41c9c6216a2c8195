/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-participant.h>

KITH_BEGIN_DECLS

/**
 * KithMessageFlags:
 * @KITH_MESSAGE_JUNK: it lies in a junk or spam folder, or is marked so
 * @KITH_MESSAGE_ENCRYPTED: the client knows that it is encrypted; the headers are looked at as well
 * @KITH_MESSAGE_OUTGOING: the owner wrote it (drafts, outbox, sent)
 */
typedef enum
{
  KITH_MESSAGE_NONE = 0,
  KITH_MESSAGE_JUNK = 1 << 0,
  KITH_MESSAGE_ENCRYPTED = 1 << 1,
  KITH_MESSAGE_OUTGOING = 1 << 2,
} KithMessageFlags;

/**
 * KithMessageOpenFunc:
 *
 * Opens the raw RFC 5322 message. Called in the engine thread, never in the user interface's, and at most read up to a cap.
 *
 * Returns: (transfer full) (nullable): the stream, or %NULL with @error set
 */
typedef GInputStream *(*KithMessageOpenFunc) (gpointer       source,
                                              GCancellable  *cancellable,
                                              GError       **error);

#define KITH_TYPE_MESSAGE (kith_message_get_type ())
G_DECLARE_FINAL_TYPE (KithMessage, kith_message, KITH, MESSAGE, GObject)

KithMessage *kith_message_new (KithMessageFlags     flags,
                               const char          *account,
                               KithMessageOpenFunc  open,
                               gpointer             source,
                               GDestroyNotify       source_free);
KithMessage *kith_message_new_for_file (KithMessageFlags  flags,
                                        const char       *account,
                                        GFile            *file);
KithMessage *kith_message_new_for_bytes (KithMessageFlags  flags,
                                         const char       *account,
                                         GBytes           *bytes);
KithMessageFlags kith_message_get_flags (KithMessage *self);
const char *kith_message_get_account (KithMessage *self);
gboolean kith_message_is_junk_folder (const char *path);
GInputStream *kith_message_open (KithMessage   *self,
                                 GCancellable  *cancellable,
                                 GError       **error);

KITH_END_DECLS
