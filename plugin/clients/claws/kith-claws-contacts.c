/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-contacts.h"

#include <claws-features.h>

#include <addrbook.h>
#include <addressbook.h>
#include <addrindex.h>
#include <editaddress.h>
#include <prefs_common.h>

#include <kith/kith-contact.h>

/* What a dialog of Claws Mail is to show. Its dialogs turn the main loop themselves, so that they are not shown while a signal is emitted. */
typedef struct
{
  char *book;
  char *contact;
  char *vcard;
} KithClawsWish;

static void
kith_claws_wish_free (gpointer data)
{
  KithClawsWish *wish = data;

  g_free (wish->book);
  g_free (wish->contact);
  g_free (wish->vcard);
  g_free (wish);
}

/* Claws Mail's own contact has a name, an address and a remark: the remark takes what is shown of the work. */
static char *
kith_claws_contacts_dup_remarks (const char *vcard)
{
  static const char *const properties[] = { "TITLE", "ORG", "TEL" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *value = kith_vcard_dup_value (vcard, properties[i]);

      if (value == NULL)
        continue;
      g_strdelimit (value, "\n", ' ');
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A new contact, in the book that the owner chooses: one that is there already is not touched. */
static gboolean
kith_claws_contacts_add_now (gpointer data)
{
  KithClawsWish *wish = data;
  g_autofree char *name = kith_vcard_dup_value (wish->vcard, "FN");
  g_autofree char *address = kith_vcard_dup_value (wish->vcard, "EMAIL");
  g_autofree char *remarks = kith_claws_contacts_dup_remarks (wish->vcard);

  if (address == NULL)
    return G_SOURCE_REMOVE;

  addressbook_read_file ();
  addressbook_add_contact (name, address, remarks, NULL);

  return G_SOURCE_REMOVE;
}

static void
kith_claws_contacts_add (KithSidebar *sidebar,
                         const char  *vcard,
                         gpointer     user_data)
{
  KithClawsWish *wish = g_new0 (KithClawsWish, 1);

  wish->vcard = g_strdup (vcard);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, kith_claws_contacts_add_now, wish, kith_claws_wish_free);
}

static AddressBookFile *
kith_claws_contacts_find_book (const char *file_name)
{
  for (GList *l = addrindex_get_interface_list (addrindex_create_index ()); l != NULL; l = l->next)
    {
      AddressInterface *interface = l->data;

      for (GList *s = interface->type == ADDR_IF_BOOK ? interface->listSource : NULL; s != NULL; s = s->next)
        {
          AddressDataSource *source = s->data;
          AddressBookFile *book = source->rawDataSource;

          if (book == NULL || g_strcmp0 (book->fileName, file_name) != 0)
            continue;
          if (!addrindex_ds_get_read_flag (source))
            addrindex_ds_read_data (source);
          return book;
        }
    }

  return NULL;
}

static ItemPerson *
kith_claws_contacts_find_person (AddressBookFile *book,
                                 const char      *uid)
{
  GList *persons = addrbook_get_all_persons (book);
  ItemPerson *found = NULL;

  for (GList *l = persons; l != NULL && found == NULL; l = l->next)
    if (g_strcmp0 (ADDRITEM_ID (l->data), uid) == 0)
      found = l->data;
  g_list_free (persons);

  return found;
}

static gboolean
kith_claws_contacts_open_now (gpointer data)
{
  KithClawsWish *wish = data;
  PrefsCommon *prefs = prefs_common_get_prefs ();
  gboolean uses_dialog = prefs->addressbook_use_editaddress_dialog;
  AddressBookFile *book;
  ItemPerson *person;

  addressbook_read_file ();
  book = kith_claws_contacts_find_book (wish->book);
  person = book != NULL ? kith_claws_contacts_find_person (book, wish->contact) : NULL;
  if (person == NULL)
    {
      /* Gone since: the owner sees what there is. */
      addressbook_open (NULL);
      return G_SOURCE_REMOVE;
    }

  /* Without a window of the address book there is only the dialog to edit in. */
  addressbook_edit_person_invalidate (NULL, NULL, NULL);
  prefs->addressbook_use_editaddress_dialog = TRUE;
  person = addressbook_edit_person (book, NULL, person, FALSE, NULL, NULL, TRUE);
  prefs->addressbook_use_editaddress_dialog = uses_dialog;
  if (person != NULL)
    /* Also writes the file. */
    addressbook_refresh ();

  return G_SOURCE_REMOVE;
}

static void
kith_claws_contacts_open (KithSidebar *sidebar,
                          const char  *uri,
                          gpointer     user_data)
{
  g_autofree char *kind = NULL;
  KithClawsWish *wish = g_new0 (KithClawsWish, 1);

  if (kith_contact_uri_parse (uri, &kind, &wish->book, &wish->contact) && g_strcmp0 (kind, "claws") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, kith_claws_contacts_open_now, wish, kith_claws_wish_free);
  else
    kith_claws_wish_free (wish);
}

/**
 * kith_claws_contacts_connect:
 * @sidebar: a panel
 */
void
kith_claws_contacts_connect (KithSidebar *sidebar)
{
  kith_sidebar_set_contact_kind (sidebar, "claws");
  g_signal_connect (sidebar, "add-contact", G_CALLBACK (kith_claws_contacts_add), NULL);
  g_signal_connect (sidebar, "open-contact", G_CALLBACK (kith_claws_contacts_open), NULL);
}
