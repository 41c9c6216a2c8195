/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-answer.h>

G_BEGIN_DECLS

#define KITH_MESSAGE_CARD_MAX_BYTES (256 * 1024)

/*
 * Adds what a vCard that came with a message says of the person whose address it names.
 * @trouble: (out) (optional) (nullable): why not all of it, or nothing, could be read; for people
 * Returns: the number of facts
 */
guint kith_message_card_add (KithAnswerBuilder  *builder,
                             GBytes             *vcard,
                             KithAddress        *address,
                             const char         *display_name,
                             const char        **trouble);

/* Adds what a vCard of the owner's own says of the person whose address it names: also birthday, note, assistant and the other addresses. */
guint kith_message_card_add_own (KithAnswerBuilder *builder,
                                 GBytes            *vcard,
                                 KithAddress       *address);

G_END_DECLS
