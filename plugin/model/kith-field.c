/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-field.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-address.h>
#include <string.h>

#include "kith-field-value.h"
#include "kith-link.h"
#include "kith-picture.h"
#include "kith-text.h"

typedef enum
{
  KIND_LINE,
  KIND_PERSON,
  KIND_BLOCK,
  KIND_COMPANY,
  KIND_LINK,
  KIND_PICTURE,
  KIND_PHONE,
  KIND_EMAIL,
  KIND_TIME_ZONE,
  KIND_LANGUAGE,
  KIND_DATE,
  KIND_COUNT,
} Kind;

typedef struct
{
  const char *id;
  const char *label;
  const char *vcard;   /* (nullable) */
  Kind kind;
  gboolean multi_valued;
  gsize max_chars;     /* of text */
} FieldInfo;

static const FieldInfo table[KITH_N_FIELDS] = {
  [KITH_FIELD_NAME] = { "name", N_("Name"), "FN", KIND_PERSON, FALSE, 200 },
  [KITH_FIELD_ROLE] = { "role", N_("Role"), "TITLE", KIND_LINE, FALSE, 200 },
  [KITH_FIELD_COMPANY] = { "company", N_("Company"), "ORG", KIND_COMPANY, FALSE, 200 },
  [KITH_FIELD_DEPARTMENT] = { "department", N_("Department"), "ORG", KIND_LINE, FALSE, 200 },
  [KITH_FIELD_LOCATION] = { "location", N_("Location"), "ADR", KIND_LINE, FALSE, 200 },
  [KITH_FIELD_TIME_ZONE] = { "time-zone", N_("Time zone"), "TZ", KIND_TIME_ZONE, FALSE, 64 },
  [KITH_FIELD_PRONOUNS] = { "pronouns", N_("Pronouns"), "PRONOUNS", KIND_LINE, FALSE, 60 },
  [KITH_FIELD_HEADLINE] = { "headline", N_("Headline"), NULL, KIND_BLOCK, FALSE, 600 },
  [KITH_FIELD_PHOTO] = { "photo", N_("Photo"), "PHOTO", KIND_PICTURE, FALSE, 0 },
  [KITH_FIELD_PHONE] = { "phone", N_("Phone"), "TEL", KIND_PHONE, TRUE, 40 },
  [KITH_FIELD_EMAIL] = { "email", N_("E-mail"), "EMAIL", KIND_EMAIL, TRUE, 0 },
  [KITH_FIELD_LINK] = { "link", N_("Link"), "URL", KIND_LINK, TRUE, 0 },
  [KITH_FIELD_MANAGER] = { "manager", N_("Manager"), "X-EVOLUTION-MANAGER", KIND_LINE, FALSE, 200 },
  [KITH_FIELD_ASSISTANT] = { "assistant", N_("Assistant"), "X-EVOLUTION-ASSISTANT", KIND_LINE, FALSE, 200 },
  [KITH_FIELD_LANGUAGE] = { "language", N_("Language"), "LANG", KIND_LANGUAGE, TRUE, 40 },
  [KITH_FIELD_BIRTHDAY] = { "birthday", N_("Birthday"), "BDAY", KIND_DATE, FALSE, 40 },
  [KITH_FIELD_NOTE] = { "note", N_("Note"), "NOTE", KIND_BLOCK, FALSE, 4000 },
  [KITH_FIELD_CONNECTED_SINCE] = { "connected-since", N_("Connected since"), NULL, KIND_DATE, FALSE, 40 },
  [KITH_FIELD_FIRST_CONTACT] = { "first-contact", N_("First contact"), NULL, KIND_DATE, FALSE, 40 },
  [KITH_FIELD_LAST_CONTACT] = { "last-contact", N_("Last contact"), NULL, KIND_DATE, FALSE, 40 },
  [KITH_FIELD_MESSAGE_COUNT] = { "message-count", N_("Messages"), NULL, KIND_COUNT, FALSE, 20 },
  [KITH_FIELD_ANSWER_TIME] = { "answer-time", N_("Answers"), NULL, KIND_BLOCK, FALSE, 200 },
  [KITH_FIELD_WAITING] = { "waiting", N_("Waiting for your answer"), NULL, KIND_COUNT, FALSE, 20 },
  [KITH_FIELD_WARNING] = { "warning", N_("Beware"), NULL, KIND_BLOCK, FALSE, 600 },
  [KITH_FIELD_HINT] = { "hint", N_("Hint"), NULL, KIND_BLOCK, FALSE, 300 },
  [KITH_FIELD_COMPANY_URL] = { "company-url", N_("Website"), NULL, KIND_LINK, FALSE, 0 },
  [KITH_FIELD_INDUSTRY] = { "industry", N_("Industry"), NULL, KIND_LINE, FALSE, 120 },
  [KITH_FIELD_EMPLOYEES] = { "employees", N_("Employees"), NULL, KIND_LINE, FALSE, 60 },
  [KITH_FIELD_FOUNDED] = { "founded", N_("Founded"), NULL, KIND_LINE, FALSE, 40 },
  [KITH_FIELD_COMPANY_LOGO] = { "company-logo", N_("Logo"), "LOGO", KIND_PICTURE, FALSE, 0 },
};

static const FieldInfo *
get_info (KithField field)
{
  g_return_val_if_fail ((guint) field < KITH_N_FIELDS, NULL);
  return &table[field];
}

/**
 * kith_field_get_id:
 * @field: a field
 *
 * Returns: (transfer none): its stable id, as in JSON and in provider files
 */
const char *
kith_field_get_id (KithField field)
{
  const FieldInfo *info = get_info (field);

  return info != NULL ? info->id : NULL;
}

/**
 * kith_field_from_id:
 * @id: (nullable): an id
 * @field: (out) (optional): the field
 *
 * Returns: whether there is such a field
 */
gboolean
kith_field_from_id (const char *id,
                    KithField  *field)
{
  for (guint i = 0; id != NULL && i < KITH_N_FIELDS; i++)
    if (strcmp (table[i].id, id) == 0)
      {
        if (field != NULL)
          *field = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kith_field_get_label:
 * @field: a field
 *
 * Returns: (transfer none): what to call it before a person, translated
 */
const char *
kith_field_get_label (KithField field)
{
  const FieldInfo *info = get_info (field);

  return info != NULL ? _(info->label) : NULL;
}

/**
 * kith_field_is_multi_valued:
 * @field: a field
 *
 * Returns: whether a person can have several of it, all shown (phones, links), or one that is the best
 */
gboolean
kith_field_is_multi_valued (KithField field)
{
  const FieldInfo *info = get_info (field);

  return info != NULL && info->multi_valued;
}

/**
 * kith_field_get_vcard_property:
 * @field: a field
 *
 * Returns: (transfer none) (nullable): the vCard property (RFC 6350, RFC 9554) that carries it. Company and department are parts of `ORG`.
 */
const char *
kith_field_get_vcard_property (KithField field)
{
  const FieldInfo *info = get_info (field);

  return info != NULL ? info->vcard : NULL;
}

static char *
normalise_person (const char *value,
                  gsize       max_chars)
{
  g_autofree char *name = kith_text_clean (value, -1, max_chars);

  /* Directories give the address where they have no name. */
  return name != NULL && !kith_text_holds_address (name) ? g_steal_pointer (&name) : NULL;
}

static char *
normalise_email (const char *value)
{
  g_autofree char *mailbox = NULL;
  g_autoptr (KithAddress) address = NULL;

  if (strnlen (value, 4 * KITH_ADDRESS_MAX_BYTES) == 4 * KITH_ADDRESS_MAX_BYTES)
    return NULL;
  if (g_ascii_strncasecmp (value, "mailto:", 7) == 0)
    {
      g_autofree char *bare = g_strndup (value + 7, strcspn (value + 7, "?"));

      mailbox = g_uri_unescape_string (bare, NULL);
    }
  else
    mailbox = g_strdup (value);
  address = kith_address_new (mailbox, NULL, NULL);
  return address != NULL ? g_strdup (kith_address_get_mailbox (address)) : NULL;
}

/**
 * kith_field_normalise:
 * @field: a field
 * @value: (nullable): what a provider says, from outside
 *
 * Brings a value into the one form in which it is stored and shown. What it gives is given back unchanged when it goes in again. Text may be in
 * any or no encoding. Links and pictures become https: URLs without a user name; pictures may also be `data:` URIs of at most 4 MiB.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where it is none: empty, malformed, too long for its kind, or not allowed
 */
char *
kith_field_normalise (KithField   field,
                      const char *value)
{
  const FieldInfo *info = get_info (field);

  if (info == NULL || value == NULL)
    return NULL;
  switch (info->kind)
    {
    case KIND_LINE:
    case KIND_COMPANY:
      return kith_text_clean (value, -1, info->max_chars);
    case KIND_PERSON:
      return normalise_person (value, info->max_chars);
    case KIND_BLOCK:
      return kith_text_clean_block (value, -1, info->max_chars);
    case KIND_LINK:
      return kith_link_normalise (value, KITH_LINK_UPGRADE);
    case KIND_PICTURE:
      return kith_picture_is_data_uri (value) ? kith_picture_normalise_data_uri (value) : kith_link_normalise (value, KITH_LINK_STRICT);
    case KIND_PHONE:
      return kith_field_value_phone (value);
    case KIND_EMAIL:
      return normalise_email (value);
    case KIND_TIME_ZONE:
      return kith_field_value_time_zone (value);
    case KIND_LANGUAGE:
      return kith_field_value_language (value);
    case KIND_DATE:
      return kith_field_value_date (value);
    case KIND_COUNT:
      return kith_field_value_count (value);
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
fold (const char *value,
      gboolean    skip_punctuation)
{
  g_autofree char *normal = g_utf8_normalize (value, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
  g_autoptr (GString) out = g_string_sized_new (strlen (folded));
  gboolean space = FALSE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (g_unichar_isspace (character) || (skip_punctuation && character == '-'))
        space = out->len > 0;
      else if (!skip_punctuation || !g_unichar_ispunct (character))
        {
          if (space)
            g_string_append_c (out, ' ');
          space = FALSE;
          g_string_append_unichar (out, character);
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
make_email_key (const char *value)
{
  g_autoptr (KithAddress) address = kith_address_new (value, NULL, NULL);

  return address != NULL ? g_strdup (kith_address_get_key (address)) : fold (value, FALSE);
}

/* Every fact is compared by its key; a picture of 4 MiB need not be the key itself. */
static char *
make_picture_key (const char *value)
{
  return kith_picture_is_data_uri (value) ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, value, -1) : kith_link_make_key (value);
}

/**
 * kith_field_make_key:
 * @field: a field
 * @value: a value in the form kith_field_normalise() gives
 *
 * Returns: (transfer full): what two values that say the same have in common; for comparing only, not for showing
 */
char *
kith_field_make_key (KithField   field,
                     const char *value)
{
  const FieldInfo *info = get_info (field);

  if (info == NULL || value == NULL || !g_utf8_validate (value, -1, NULL))
    return g_strdup ("");
  switch (info->kind)
    {
    case KIND_PERSON:
    case KIND_COMPANY:
      return fold (value, TRUE);
    case KIND_LINK:
      return kith_link_make_key (value);
    case KIND_PICTURE:
      return make_picture_key (value);
    case KIND_PHONE:
      return kith_field_value_phone_key (value);
    case KIND_EMAIL:
      return make_email_key (value);
    case KIND_LINE:
    case KIND_BLOCK:
    case KIND_TIME_ZONE:
    case KIND_LANGUAGE:
    case KIND_DATE:
    case KIND_COUNT:
    default:
      return fold (value, FALSE);
    }
}
