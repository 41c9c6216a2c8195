/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-message-card.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-face.h"
#include "kith-picture.h"
#include "kith-tree.h"

#define MAX_VALUES 16
/* Behind all that have one (RFC 6350, section 5.3). */
#define NO_PREFERENCE 101
#define MAX_PHOTO_BYTES (200 * 1024)

/* One vCard as xCard (RFC 6351). */
typedef struct
{
  KithAnswerBuilder *builder;
  xmlXPathContext *context;
  xmlNode *card;
  guint facts;
} Card;

/* Properties of which each value is one fact. TITLE is the job title; ROLE stands in where there is none (RFC 6350 section 6.6). */
typedef struct
{
  KithField field;
  const char *select;
} FieldPath;

static const FieldPath simple_fields[] = {
  { KITH_FIELD_NAME, "fn/text" },
  { KITH_FIELD_ROLE, "(title | role[not(../title[normalize-space(text)])])/text" },
  { KITH_FIELD_COMPANY, "org/text[1]" },
  { KITH_FIELD_DEPARTMENT, "org/text[2]" },
  { KITH_FIELD_PHONE, "tel/uri | tel/text" },
  { KITH_FIELD_TIME_ZONE, "tz/text | tz/utc-offset" },
  { KITH_FIELD_LANGUAGE, "lang/language-tag" },
  { KITH_FIELD_LINK, "url/uri | url/text | x-socialprofile/*[not(self::parameters)] | socialprofile/uri" },
  { KITH_FIELD_MANAGER, "x-evolution-manager/*[not(self::parameters)] | x-manager/*[not(self::parameters)]" },
  { KITH_FIELD_PRONOUNS, "pronouns/text" },
};

/* What the owner keeps of somebody. What a sender writes there would be shown as if it were the owner's. */
static const FieldPath own_fields[] = {
  { KITH_FIELD_EMAIL, "email/text" },
  { KITH_FIELD_ASSISTANT, "x-evolution-assistant/*[not(self::parameters)] | x-assistant/*[not(self::parameters)]" },
  { KITH_FIELD_BIRTHDAY, "bday/*[not(self::parameters)]" },
  { KITH_FIELD_NOTE, "note/text" },
};

/* A value of a property: "PREF=1" of 4.0, "TYPE=PREF" of 3.0 and 2.1. */
typedef struct
{
  char *text;
  guint preference;
} Value;

static guint
find_preference (const xmlNode *value)
{
  guint preference = NO_PREFERENCE;

  for (const xmlNode *node = value->parent != NULL ? value->parent->children : NULL; node != NULL; node = node->next)
    for (const xmlNode *parameter = strcmp ((const char *) node->name, "parameters") == 0 ? node->children : NULL; parameter != NULL; parameter = parameter->next)
      {
        g_autofree char *text = (char *) xmlNodeGetContent (parameter);
        guint64 number = 0;

        if (strcmp ((const char *) parameter->name, "pref") == 0 && g_ascii_string_to_unsigned (text, 10, 1, NO_PREFERENCE - 1, &number, NULL))
          preference = MIN (preference, (guint) number);
        else if (strcmp ((const char *) parameter->name, "type") == 0 && g_ascii_strcasecmp (text, "pref") == 0)
          preference = 1;
      }
  return preference;
}

static int
compare_preferences (gconstpointer a,
                     gconstpointer b)
{
  return (int) ((const Value *) a)->preference - (int) ((const Value *) b)->preference;
}

/* What is preferred comes first, otherwise as written. */
static GPtrArray *
select_texts (Card       *card,
              const char *expression)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_autoptr (KithXPathObject) result = kith_xpath_eval (card->context, card->card, expression, NULL);

  for (int i = 0; result != NULL && result->nodesetval != NULL && i < result->nodesetval->nodeNr && values->len < MAX_VALUES; i++)
    {
      xmlNode *node = result->nodesetval->nodeTab[i];
      Value value = { (char *) xmlNodeGetContent (node), find_preference (node) };

      if (value.text != NULL && g_strstrip (value.text)[0] != '\0')
        g_array_append_val (values, value);
      else
        g_free (value.text);
    }
  g_array_sort (values, compare_preferences);
  for (guint i = 0; i < values->len; i++)
    g_ptr_array_add (texts, g_array_index (values, Value, i).text);
  return texts;
}

/* An address of this person, or none at all and the name that the person writes under. */
static gboolean
belongs_to (Card        *card,
            KithAddress *address,
            const char  *display_name)
{
  g_autoptr (GPtrArray) mailboxes = select_texts (card, "email/text");
  g_autoptr (GPtrArray) names = select_texts (card, "fn/text");

  for (guint i = 0; i < mailboxes->len; i++)
    {
      g_autoptr (KithAddress) mailbox = kith_address_new (mailboxes->pdata[i], NULL, NULL);

      if (mailbox != NULL && (kith_address_equal (mailbox, address)
                              || g_ascii_strcasecmp (kith_address_get_key (mailbox), kith_address_get_key (address)) == 0))
        return TRUE;
    }
  return mailboxes->len == 0 && names->len > 0 && display_name != NULL && g_utf8_collate (names->pdata[0], display_name) == 0;
}

static void
add_fields (Card            *card,
            const FieldPath *fields,
            gsize            n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      g_autoptr (GPtrArray) texts = select_texts (card, fields[i].select);

      for (guint k = 0; k < texts->len; k++)
        {
          const char *text = texts->pdata[k];

          if (fields[i].field == KITH_FIELD_PHONE && g_ascii_strncasecmp (text, "tel:", 4) == 0)
            text += 4;
          if (!kith_answer_builder_add_fact (card->builder, fields[i].field, text))
            continue;
          card->facts++;
          if (!kith_field_is_multi_valued (fields[i].field))
            break;
        }
    }
}

static void
add_location (Card *card)
{
  g_autoptr (GPtrArray) places = select_texts (card, "adr[1]/locality | adr[1]/country");
  g_autofree char *joined = NULL;

  if (places->len == 0)
    return;
  g_ptr_array_add (places, NULL);
  joined = g_strjoinv (", ", (char **) places->pdata);
  if (kith_answer_builder_add_fact (card->builder, KITH_FIELD_LOCATION, joined))
    card->facts++;
}

/* Only a picture that is in the card: one that would have to be fetched tells its server that the message was read. */
static void
add_photo (Card *card)
{
  g_autoptr (GPtrArray) uris = select_texts (card, "photo/uri");

  for (guint i = 0; i < uris->len; i++)
    {
      g_autofree char *media_type = NULL;
      g_autoptr (GBytes) bytes = kith_data_uri_decode (uris->pdata[i], MAX_PHOTO_BYTES, &media_type);

      /* What the card says of the kind is not believed: the first bytes tell. */
      if (bytes != NULL
          && kith_answer_builder_add_picture (card->builder, KITH_FIELD_PHOTO, kith_picture_find_media_type (bytes), bytes))
        {
          card->facts++;
          return;
        }
    }
}

/* Returns: (nullable): why not all of it could be read */
static const char *
find_trouble (xmlDoc *doc)
{
  if (doc == NULL)
    return _("The attached vCard cannot be read.");
  return kith_vcard_is_cut (doc) ? _("The attached vCard is too long: only its beginning was read.") : NULL;
}

static guint
add_card (KithAnswerBuilder *builder,
          xmlDoc            *doc,
          KithAddress       *address,
          const char        *display_name,
          gboolean           own)
{
  g_autoptr (KithXPathContext) context = NULL;
  g_autoptr (KithXPathObject) cards = NULL;

  if (doc == NULL)
    return 0;
  context = kith_xpath_context_new (doc);
  cards = kith_xpath_eval (context, xmlDocGetRootElement (doc), "//vcard", NULL);
  for (int i = 0; cards != NULL && cards->nodesetval != NULL && i < cards->nodesetval->nodeNr; i++)
    {
      Card card = { builder, context, cards->nodesetval->nodeTab[i], 0 };

      if (!belongs_to (&card, address, display_name))
        continue;
      add_fields (&card, simple_fields, G_N_ELEMENTS (simple_fields));
      if (own)
        add_fields (&card, own_fields, G_N_ELEMENTS (own_fields));
      add_location (&card);
      add_photo (&card);
      return card.facts;
    }
  return 0;
}

guint
kith_message_card_add (KithAnswerBuilder  *builder,
                       GBytes             *vcard,
                       KithAddress        *address,
                       const char         *display_name,
                       const char        **trouble)
{
  g_autoptr (KithXmlDoc) doc = kith_vcard_parse (vcard, NULL);

  if (trouble != NULL)
    *trouble = find_trouble (doc);
  return add_card (builder, doc, address, display_name, FALSE);
}

guint
kith_message_card_add_own (KithAnswerBuilder *builder,
                           GBytes            *vcard,
                           KithAddress       *address)
{
  g_autoptr (KithXmlDoc) doc = kith_vcard_parse (vcard, NULL);

  return add_card (builder, doc, address, NULL, TRUE);
}
