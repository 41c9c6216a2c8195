/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-participant.h>

struct _KithParticipant
{
  GObject parent_instance;

  KithAddress *address;
  KithPart part;
};

G_DEFINE_FINAL_TYPE (KithParticipant, kith_participant, G_TYPE_OBJECT)

static void
kith_participant_finalize (GObject *object)
{
  KithParticipant *self = KITH_PARTICIPANT (object);

  g_clear_object (&self->address);
  G_OBJECT_CLASS (kith_participant_parent_class)->finalize (object);
}

static void
kith_participant_class_init (KithParticipantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_participant_finalize;
}

static void
kith_participant_init (KithParticipant *self)
{
}

/**
 * kith_part_get_id:
 * @part: a part of a message
 *
 * Returns: (transfer none) (nullable): its stable id, the name of the header in lower case; %NULL for %KITH_PART_NONE
 */
const char *
kith_part_get_id (KithPart part)
{
  static const char *const ids[] = { NULL, "from", "sender", "reply-to", "to", "cc", "bcc" };

  g_return_val_if_fail ((guint) part < G_N_ELEMENTS (ids), NULL);
  return ids[part];
}

/**
 * kith_participant_new:
 * @address: (transfer none): who
 * @part: where in the message
 *
 * Returns: (transfer full): an immutable pair
 */
KithParticipant *
kith_participant_new (KithAddress *address,
                      KithPart     part)
{
  KithParticipant *self;

  g_return_val_if_fail (KITH_IS_ADDRESS (address), NULL);
  self = g_object_new (KITH_TYPE_PARTICIPANT, NULL);
  self->address = g_object_ref (address);
  self->part = part;
  return self;
}

/**
 * kith_participant_get_address:
 *
 * Returns: (transfer none): who
 */
KithAddress *
kith_participant_get_address (KithParticipant *self)
{
  g_return_val_if_fail (KITH_IS_PARTICIPANT (self), NULL);
  return self->address;
}

/**
 * kith_participant_get_part:
 *
 * Returns: where in the message
 */
KithPart
kith_participant_get_part (KithParticipant *self)
{
  g_return_val_if_fail (KITH_IS_PARTICIPANT (self), KITH_PART_NONE);
  return self->part;
}
