/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <libebook/libebook.h>

/*
 * The "Personal" book of the Evolution Data Server of a session, as a person would change it in Evolution:
 *   kith-test-book add FILE.vcf      prints the id of the contact
 *   kith-test-book title ID TITLE    the job title becomes another one
 *   kith-test-book list              a line for each contact: name, first address, title, organisation
 */
static EBookClient *
open_book (GError **error)
{
  g_autoptr (ESourceRegistry) registry = e_source_registry_new_sync (NULL, error);
  g_autoptr (ESource) source = registry != NULL ? e_source_registry_ref_builtin_address_book (registry) : NULL;

  return source != NULL ? (EBookClient *) e_book_client_connect_sync (source, (guint32) -1, NULL, error) : NULL;
}

static gboolean
add (EBookClient  *book,
     const char   *path,
     GError      **error)
{
  g_autofree char *vcard = NULL;
  g_autofree char *uid = NULL;
  EContact *contact;
  gboolean done;

  if (!g_file_get_contents (path, &vcard, NULL, error))
    return FALSE;
  contact = e_contact_new_from_vcard (vcard);
  done = e_book_client_add_contact_sync (book, contact, E_BOOK_OPERATION_FLAG_NONE, &uid, NULL, error);
  g_object_unref (contact);
  if (done)
    g_print ("%s\n", uid);
  return done;
}

static gboolean
set_title (EBookClient  *book,
           const char   *uid,
           const char   *title,
           GError      **error)
{
  EContact *contact = NULL;
  gboolean done;

  if (!e_book_client_get_contact_sync (book, uid, &contact, NULL, error))
    return FALSE;
  e_contact_set (contact, E_CONTACT_TITLE, title);
  done = e_book_client_modify_contact_sync (book, contact, E_BOOK_OPERATION_FLAG_NONE, NULL, error);
  g_object_unref (contact);
  return done;
}

static const char *
get_text (EContact      *contact,
          EContactField  field)
{
  const char *text = e_contact_get_const (contact, field);

  return text != NULL ? text : "";
}

static gboolean
list (EBookClient  *book,
      GError      **error)
{
  EBookQuery *query = e_book_query_any_field_contains ("");
  g_autofree char *text = e_book_query_to_string (query);
  GSList *contacts = NULL;

  e_book_query_unref (query);
  if (!e_book_client_get_contacts_sync (book, text, &contacts, NULL, error))
    return FALSE;
  for (GSList *l = contacts; l != NULL; l = l->next)
    g_print ("%s|%s|%s|%s\n", get_text (l->data, E_CONTACT_FULL_NAME), get_text (l->data, E_CONTACT_EMAIL_1), get_text (l->data, E_CONTACT_TITLE),
             get_text (l->data, E_CONTACT_ORG));
  g_slist_free_full (contacts, g_object_unref);
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  EBookClient *book = open_book (&error);
  gboolean done = FALSE;

  if (book != NULL && argc == 3 && g_str_equal (argv[1], "add"))
    done = add (book, argv[2], &error);
  else if (book != NULL && argc == 4 && g_str_equal (argv[1], "title"))
    done = set_title (book, argv[2], argv[3], &error);
  else if (book != NULL && argc == 2 && g_str_equal (argv[1], "list"))
    done = list (book, &error);
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  g_clear_object (&book);
  return done ? 0 : 1;
}
