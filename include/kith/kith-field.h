/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>

KITH_BEGIN_DECLS

/**
 * KithField:
 *
 * What can be known of a person, and of the company the person works for. The order is the order on the card and in JSON.
 */
typedef enum
{
  KITH_FIELD_NAME,
  KITH_FIELD_ROLE,
  KITH_FIELD_COMPANY,
  KITH_FIELD_DEPARTMENT,
  KITH_FIELD_LOCATION,
  KITH_FIELD_TIME_ZONE,
  KITH_FIELD_PRONOUNS,
  KITH_FIELD_HEADLINE,
  KITH_FIELD_PHOTO,
  KITH_FIELD_PHONE,
  KITH_FIELD_EMAIL,
  KITH_FIELD_LINK,
  KITH_FIELD_MANAGER,
  KITH_FIELD_ASSISTANT,
  KITH_FIELD_LANGUAGE,
  KITH_FIELD_BIRTHDAY,
  KITH_FIELD_NOTE,
  KITH_FIELD_CONNECTED_SINCE,
  KITH_FIELD_FIRST_CONTACT,
  KITH_FIELD_LAST_CONTACT,
  KITH_FIELD_MESSAGE_COUNT,
  KITH_FIELD_ANSWER_TIME,
  KITH_FIELD_WAITING,
  KITH_FIELD_WARNING,
  KITH_FIELD_HINT,
  KITH_FIELD_COMPANY_URL,
  KITH_FIELD_INDUSTRY,
  KITH_FIELD_EMPLOYEES,
  KITH_FIELD_FOUNDED,
  KITH_FIELD_COMPANY_LOGO,
  KITH_N_FIELDS
} KithField;

const char *kith_field_get_id (KithField field);
gboolean kith_field_from_id (const char *id,
                             KithField  *field);
const char *kith_field_get_label (KithField field);
gboolean kith_field_is_multi_valued (KithField field);
const char *kith_field_get_vcard_property (KithField field);
char *kith_field_normalise (KithField   field,
                            const char *value);
char *kith_field_make_key (KithField   field,
                           const char *value);

KITH_END_DECLS
