/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-contact.h>

#include <string.h>

/* RFC 2426, section 2.6: longer lines are folded. */
#define MAX_LINE_BYTES 75

/* Ends the property that begins at @start of @card; never inside a character. A picture has some ten thousand lines: each byte is moved once. */
static void
end_line (GString *card,
          gsize    start)
{
  gsize left = card->len - start;
  g_autofree char *line = g_strndup (card->str + start, left);
  const char *p = line;
  gsize room = MAX_LINE_BYTES;

  g_string_truncate (card, start);
  while (left > room)
    {
      gsize at = room;

      while (at > 1 && (p[at] & 0xc0) == 0x80)
        at--;
      g_string_append_len (card, p, at);
      g_string_append (card, "\r\n ");
      p += at;
      left -= at;
      /* The space counts. */
      room = MAX_LINE_BYTES - 1;
    }
  g_string_append_len (card, p, left);
  g_string_append (card, "\r\n");
}

static void
append_text (GString    *card,
             const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        g_string_append (card, "\\n");
      else if (*text != '\r')
        {
          if (strchr ("\\,;", *text) != NULL)
            g_string_append_c (card, '\\');
          g_string_append_c (card, *text);
        }
    }
}

static void
add_text (GString    *card,
          const char *head,
          const char *text)
{
  gsize start = card->len;

  if (text == NULL)
    return;
  g_string_append (card, head);
  append_text (card, text);
  end_line (card, start);
}

/* What is written there is no text (RFC 2426, section 3.6.8): commas and semicolons stand for themselves. */
static void
add_uri (GString    *card,
         const char *head,
         const char *uri)
{
  gsize start = card->len;

  g_string_append (card, head);
  g_string_append (card, uri);
  end_line (card, start);
}

/* What was shown as fact: the best one that needs no confirmation. */
static const char *
find_value (KithProfile *profile,
            KithField    field)
{
  GPtrArray *facts = kith_profile_get_facts (profile, field);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    if (!kith_fact_is_unconfirmed (g_ptr_array_index (facts, i)))
      return kith_fact_get_value (g_ptr_array_index (facts, i));
  return NULL;
}

static void
add_name (GString     *card,
          KithProfile *profile)
{
  KithAddress *address = kith_profile_get_address (profile);
  const char *name = find_value (profile, KITH_FIELD_NAME);
  const char *last;
  gsize start;

  if (name == NULL)
    name = kith_address_get_display_name (address);
  if (name == NULL || *name == '\0')
    name = kith_address_get_mailbox (address);
  add_text (card, "FN:", name);
  /* N is required (RFC 2426, section 3.1.2), and nobody says which part is which: what address books guess from one line. */
  last = strrchr (name, ' ');
  start = card->len;
  g_string_append (card, "N:");
  if (last != NULL)
    {
      g_autofree char *given = g_strndup (name, last - name);

      append_text (card, last + 1);
      g_string_append_c (card, ';');
      append_text (card, given);
    }
  else
    {
      g_string_append_c (card, ';');
      append_text (card, name);
    }
  g_string_append (card, ";;;");
  end_line (card, start);
}

static void
add_organisation (GString     *card,
                  KithProfile *profile)
{
  const char *company = find_value (profile, KITH_FIELD_COMPANY);
  const char *department = find_value (profile, KITH_FIELD_DEPARTMENT);
  gsize start = card->len;

  if (company == NULL && department == NULL)
    return;
  g_string_append (card, "ORG:");
  append_text (card, company != NULL ? company : "");
  if (department != NULL)
    {
      g_string_append_c (card, ';');
      append_text (card, department);
    }
  end_line (card, start);
}

static void
add_addresses (GString     *card,
               KithProfile *profile)
{
  GPtrArray *facts = kith_profile_get_facts (profile, KITH_FIELD_EMAIL);
  const char *own = kith_address_get_mailbox (kith_profile_get_address (profile));

  add_text (card, "EMAIL;TYPE=INTERNET,PREF:", own);
  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);

      if (!kith_fact_is_unconfirmed (fact) && g_ascii_strcasecmp (kith_fact_get_value (fact), own) != 0)
        add_text (card, "EMAIL;TYPE=INTERNET:", kith_fact_get_value (fact));
    }
}

static void
add_all (GString     *card,
         KithProfile *profile,
         KithField    field,
         const char  *head,
         gboolean     is_uri)
{
  GPtrArray *facts = kith_profile_get_facts (profile, field);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);

      if (kith_fact_is_unconfirmed (fact))
        continue;
      if (is_uri)
        add_uri (card, head, kith_fact_get_value (fact));
      else
        add_text (card, head, kith_fact_get_value (fact));
    }
}

/* A picture that is at hand. The address of one elsewhere would have the address book ask for it again and again. */
static void
add_photo (GString     *card,
           KithProfile *profile)
{
  const char *uri = find_value (profile, KITH_FIELD_PHOTO);
  const char *comma = uri != NULL ? strchr (uri, ',') : NULL;
  g_autofree char *type = NULL;
  gsize start = card->len;

  if (comma == NULL || !g_str_has_prefix (uri, "data:image/") || !g_str_has_prefix (comma - strlen (";base64"), ";base64"))
    return;
  type = g_ascii_strup (uri + strlen ("data:image/"), strcspn (uri + strlen ("data:image/"), ";,"));
  g_string_append_printf (card, "PHOTO;ENCODING=b;TYPE=%s:%s", type, comma + 1);
  end_line (card, start);
}

/**
 * kith_profile_to_vcard:
 * @self: a profile
 *
 * Writes what is known of a person as a vCard 3.0 (RFC 2426), for the owner who wants to add the person to an address book. Only what was shown as
 * fact goes into it: nothing unconfirmed, no counts, no connections, and nothing about the company but its name. Reads and writes no file.
 *
 * Returns: (transfer full): the vCard
 */
char *
kith_profile_to_vcard (KithProfile *self)
{
  GString *card;
  const char *location;

  g_return_val_if_fail (KITH_IS_PROFILE (self), NULL);
  card = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\n");
  add_name (card, self);
  add_addresses (card, self);
  add_text (card, "TITLE:", find_value (self, KITH_FIELD_ROLE));
  add_organisation (card, self);
  add_all (card, self, KITH_FIELD_PHONE, "TEL;TYPE=VOICE:", FALSE);
  add_all (card, self, KITH_FIELD_LINK, "URL:", TRUE);
  location = find_value (self, KITH_FIELD_LOCATION);
  if (location != NULL)
    {
      gsize start = card->len;

      g_string_append (card, "ADR:;;;");
      append_text (card, location);
      g_string_append (card, ";;;");
      end_line (card, start);
    }
  add_text (card, "TZ:", find_value (self, KITH_FIELD_TIME_ZONE));
  add_text (card, "BDAY:", find_value (self, KITH_FIELD_BIRTHDAY));
  add_text (card, "X-EVOLUTION-MANAGER:", find_value (self, KITH_FIELD_MANAGER));
  add_text (card, "X-EVOLUTION-ASSISTANT:", find_value (self, KITH_FIELD_ASSISTANT));
  add_text (card, "NOTE:", find_value (self, KITH_FIELD_NOTE));
  add_photo (card, self);
  g_string_append (card, "END:VCARD\r\n");
  return g_string_free (card, FALSE);
}

/* Returns: (nullable): the colon before the value */
static const char *
find_property (const char *vcard,
               const char *property)
{
  gsize length = strlen (property);

  for (const char *line = vcard; line != NULL && *line != '\0';)
    {
      const char *next = strchr (line, '\n');

      if (g_ascii_strncasecmp (line, property, length) == 0 && (line[length] == ':' || line[length] == ';'))
        return strchr (line + length, ':');
      line = next != NULL ? next + 1 : NULL;
    }
  return NULL;
}

/**
 * kith_vcard_dup_value:
 * @vcard: a vCard that kith_profile_to_vcard() made
 * @property: the name of a property: "FN", "TITLE"
 *
 * Reads one of them back, for an address book that takes no vCards. vCards from outside are another matter.
 *
 * Returns: (transfer full) (nullable): the first value, its parts separated by commas; %NULL where there is none
 */
char *
kith_vcard_dup_value (const char *vcard,
                      const char *property)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *p;

  g_return_val_if_fail (vcard != NULL && property != NULL, NULL);
  p = find_property (vcard, property);
  if (p == NULL)
    return NULL;
  for (p++; *p != '\0'; p++)
    {
      if (g_str_has_prefix (p, "\r\n "))
        p += 2;
      else if (*p == '\r' || *p == '\n')
        break;
      else if (*p == ';')
        g_string_append (text, text->len > 0 ? ", " : "");
      else if (*p == '\\' && p[1] != '\0')
        {
          p++;
          g_string_append_c (text, *p == 'n' ? '\n' : *p);
        }
      else
        g_string_append_c (text, *p);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
