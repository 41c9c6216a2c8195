/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-description-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/xpathInternals.h>

/*
 * For the translators, who do not read XML: the texts of the files that come with Kith. A test holds this list against the files.
 * What a file of somebody else's says is shown as it stands there.
 */
G_GNUC_UNUSED static const char *const shipped[] = {
  /* Why two people know each other; %s is the name of a group, or what a card calls the tie */
  N_("an organisation that you both belong to"),
  N_("both in one of your groups"),
  N_("both in your group %s"),
  N_("follows them, and you follow them"),
  N_("in your address book: %s"),
  N_("named as related in your address book"),
  N_("named on their own page: %s"),
  N_("the same account in your CRM"),
  N_("the same company in your CRM"),
  N_("works with both of you"),
  /* What a provider is, in one line */
  N_("Companies that have an article or an entry in the Wikimedia projects"),
  N_("Contacts and directory of your own Google account"),
  N_("OpenPGP keys that the domain of an address publishes"),
  N_("OpenPGP keys whose addresses were confirmed by mail"),
  N_("People of your own Microsoft 365 account"),
  N_("Pictures that people chose for their address"),
  N_("Profiles on the person's own Mastodon server, or one like it"),
  N_("Profiles that people made of themselves, found by a hash of their address"),
  N_("Public profiles of people who write software"),
  N_("What a person's own web page says of the person, for machines"),
  N_("What the company's home page says of the company, for machines"),
  N_("Whom you follow and who follows the person, on your own server"),
  N_("Work details that a company collects and sells"),
  N_("Work details that a company collects and sells; not on its free plan"),
  N_("Your own address books on a JMAP server"),
  N_("Your own address books on a server"),
  N_("Your own contacts in Dynamics 365"),
  N_("Your own contacts in EspoCRM"),
  N_("Your own contacts in HubSpot"),
  N_("Your own contacts in Odoo"),
  N_("Your own contacts in Salesforce"),
  N_("Your own contacts in SuiteCRM"),
  N_("Your own contacts in Twenty"),
};

/* Returns: (transfer none): the translation, or @text itself */
const char *
kith_description_words_translate (const char *text)
{
  /* The translation of nothing is the head of the catalogue. */
  return text[0] != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : text;
}

/* The value takes the place of the first "%s"; nothing else in the text means anything. */
static char *
put_together (const char *text,
              const char *value)
{
  const char *place = strstr (text, "%s");

  if (place == NULL || value == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s%s", (int) (place - text), text, value, place + strlen ("%s"));
}

static void
call_words (xmlXPathParserContext *parser,
            int                    n_arguments)
{
  xmlChar *value = NULL;
  xmlChar *text;
  g_autofree char *whole = NULL;

  if (n_arguments < 1 || n_arguments > 2)
    {
      xmlXPathErr (parser, XPATH_INVALID_ARITY);
      return;
    }
  if (n_arguments == 2)
    value = xmlXPathPopString (parser);
  text = xmlXPathPopString (parser);
  if (text != NULL)
    {
      whole = put_together (kith_description_words_translate ((const char *) text), (const char *) value);
      xmlXPathReturnString (parser, xmlStrdup (BAD_CAST whole));
    }
  xmlFree (value);
  xmlFree (text);
}

void
kith_description_words_register (xmlXPathContext *context)
{
  xmlXPathRegisterFunc (context, BAD_CAST "words", call_words);
}
