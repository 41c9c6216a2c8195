/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>

KITH_BEGIN_DECLS

/**
 * KithPart:
 *
 * Where in a message an address stands.
 */
typedef enum
{
  KITH_PART_NONE,
  KITH_PART_FROM,
  KITH_PART_SENDER,
  KITH_PART_REPLY_TO,
  KITH_PART_TO,
  KITH_PART_CC,
  KITH_PART_BCC,
} KithPart;

const char *kith_part_get_id (KithPart part);

#define KITH_TYPE_PARTICIPANT (kith_participant_get_type ())
G_DECLARE_FINAL_TYPE (KithParticipant, kith_participant, KITH, PARTICIPANT, GObject)

KithParticipant *kith_participant_new (KithAddress *address,
                                       KithPart     part);
KithAddress *kith_participant_get_address (KithParticipant *self);
KithPart kith_participant_get_part (KithParticipant *self);

KITH_END_DECLS
