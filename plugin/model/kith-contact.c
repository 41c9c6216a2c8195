/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-contact.h>

#include <string.h>

#define SCHEME "kith-contact"
#define MAX_URI_BYTES 2048

/**
 * kith_contact_uri_new:
 * @kind: whose address book it is: "evolution", "claws"
 * @book: what that program knows the book by
 * @contact: what it knows the contact by
 *
 * Names a contact, for the mail program that is to open it. The URI means nothing outside of Kith.
 *
 * Returns: (transfer full): the URI
 */
char *
kith_contact_uri_new (const char *kind,
                      const char *book,
                      const char *contact)
{
  g_autofree char *escaped_book = NULL;
  g_autofree char *escaped_contact = NULL;

  g_return_val_if_fail (kind != NULL && book != NULL && contact != NULL, NULL);
  escaped_book = g_uri_escape_string (book, NULL, FALSE);
  escaped_contact = g_uri_escape_string (contact, NULL, FALSE);
  return g_strconcat (SCHEME "://", kind, "/", escaped_book, "/", escaped_contact, NULL);
}

static gboolean
take_part (const char  *escaped,
           char       **part)
{
  g_autofree char *text = g_uri_unescape_string (escaped, NULL);

  if (text == NULL || *text == '\0')
    return FALSE;
  if (part != NULL)
    *part = g_steal_pointer (&text);
  return TRUE;
}

/**
 * kith_contact_uri_parse:
 * @uri: (nullable): a URI
 * @kind: (out) (optional) (transfer full): whose address book it is
 * @book: (out) (optional) (transfer full): the book
 * @contact: (out) (optional) (transfer full): the contact in it
 *
 * Returns: whether @uri names a contact; otherwise nothing is set
 */
gboolean
kith_contact_uri_parse (const char  *uri,
                        char       **kind,
                        char       **book,
                        char       **contact)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *found_kind = NULL;
  g_autofree char *found_book = NULL;
  g_autofree char *found_contact = NULL;

  if (uri == NULL || strlen (uri) > MAX_URI_BYTES || !g_str_has_prefix (uri, SCHEME "://"))
    return FALSE;
  parts = g_strsplit (uri + strlen (SCHEME "://"), "/", 4);
  if (g_strv_length (parts) != 3 || !take_part (parts[0], &found_kind) || !take_part (parts[1], &found_book)
      || !take_part (parts[2], &found_contact))
    return FALSE;
  if (kind != NULL)
    *kind = g_steal_pointer (&found_kind);
  if (book != NULL)
    *book = g_steal_pointer (&found_book);
  if (contact != NULL)
    *contact = g_steal_pointer (&found_contact);
  return TRUE;
}

/**
 * kith_profile_get_contact_uri:
 * @self: a profile
 * @kind: (nullable): only contacts of these address books: "evolution", "claws"
 *
 * Returns: (transfer none) (nullable): the contact that this person is in an address book; the best where there are more. Where %NULL, the person
 *   can be added to one.
 */
const char *
kith_profile_get_contact_uri (KithProfile *self,
                              const char  *kind)
{
  g_return_val_if_fail (KITH_IS_PROFILE (self), NULL);
  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      GPtrArray *facts = kith_profile_get_facts (self, (KithField) field);

      for (guint i = 0; facts != NULL && i < facts->len; i++)
        {
          const char *uri = kith_fact_get_contact_uri (g_ptr_array_index (facts, i));
          g_autofree char *found = NULL;

          if (kith_contact_uri_parse (uri, &found, NULL, NULL) && (kind == NULL || g_str_equal (kind, found)))
            return uri;
        }
    }
  return NULL;
}
