/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-contacts.h"

#include <gmodule.h>
#include <libebook/libebook.h>

#include <kith/kith-contact.h>

/* Evolution's editor of a contact is in a library without headers, which its address book has loaded: what it has is looked for by name. */
#define EDITOR_LIBRARY "libecontacteditor.so"

typedef GObject *(*NewEditorFunc) (EShell      *shell,
                                   EBookClient *book,
                                   EContact    *contact,
                                   gboolean     is_new,
                                   gboolean     editable);
typedef void (*ShowEditorFunc) (GObject *editor);
typedef void (*ShowForContactFunc) (GtkWindow   *parent,
                                    EShell      *shell,
                                    EBookClient *book,
                                    EContact    *contact,
                                    gboolean     is_new,
                                    gboolean     editable);

typedef void (*QuickAddFunc) (EClientCache *cache,
                              const char   *vcard,
                              GCallback     callback,
                              gpointer      closure);

/* A contact on its way. */
typedef struct
{
  EShell *shell;
  char *uid;
} Wish;

static void
wish_free (Wish *wish)
{
  g_object_unref (wish->shell);
  g_free (wish->uid);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

/* Where no editor can be shown, the owner sees the address books. */
static void
show_contacts (EShell *shell)
{
  e_shell_create_shell_window (shell, "addressbook");
}

/* Returns: (nullable): a function of Evolution's editor; what was found stays loaded */
static gpointer
find_symbol (const char *name)
{
  g_autofree char *path = g_build_filename (KITH_EVOLUTION_LIBRARY_DIR, EDITOR_LIBRARY, NULL);
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  gpointer symbol = NULL;

  if (module == NULL)
    return NULL;
  if (!g_module_symbol (module, name, &symbol))
    symbol = NULL;
  g_module_make_resident (module);
  g_module_close (module);

  return symbol;
}

static gboolean
show_editor (EShell      *shell,
             EBookClient *book,
             EContact    *contact)
{
  gboolean editable = !e_client_is_readonly (E_CLIENT (book));
  ShowForContactFunc show_for_contact = (ShowForContactFunc) find_symbol ("e_contact_editor_util_show_for_contact");
  NewEditorFunc new_editor = (NewEditorFunc) find_symbol ("e_contact_editor_new");
  ShowEditorFunc show = (ShowEditorFunc) find_symbol ("eab_editor_show");

  if (show_for_contact != NULL)
    show_for_contact (e_shell_get_active_window (shell), shell, book, contact, FALSE, editable);
  else if (new_editor != NULL && show != NULL)
    show (new_editor (shell, book, contact, FALSE, editable));
  else
    return FALSE;

  return TRUE;
}

static void
on_contact (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Wish) wish = user_data;
  EContact *contact = NULL;

  if (!e_book_client_get_contact_finish (E_BOOK_CLIENT (source), result, &contact, NULL) || !show_editor (wish->shell, E_BOOK_CLIENT (source), contact))
    show_contacts (wish->shell);
  g_clear_object (&contact);
}

static void
on_book (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Wish) wish = user_data;
  g_autoptr (EClient) book = e_client_cache_get_client_finish (E_CLIENT_CACHE (source), result, NULL);
  const char *uid = wish->uid;

  if (book != NULL)
    e_book_client_get_contact (E_BOOK_CLIENT (book), uid, NULL, on_contact, g_steal_pointer (&wish));
  else
    show_contacts (wish->shell);
}

static void
on_open_contact (KithSidebar *sidebar,
                 const char  *uri,
                 EShell      *shell)
{
  g_autofree char *kind = NULL;
  g_autofree char *book = NULL;
  g_autofree char *contact = NULL;
  g_autoptr (ESource) source = NULL;
  Wish *wish;

  if (!kith_contact_uri_parse (uri, &kind, &book, &contact) || g_strcmp0 (kind, "evolution") != 0)
    return;

  source = e_source_registry_ref_source (e_shell_get_registry (shell), book);
  if (source == NULL)
    {
      show_contacts (shell);
      return;
    }

  wish = g_new0 (Wish, 1);
  wish->shell = g_object_ref (shell);
  wish->uid = g_steal_pointer (&contact);
  e_client_cache_get_client (e_shell_get_client_cache (shell), source, E_SOURCE_EXTENSION_ADDRESS_BOOK, (guint32) -1, NULL, on_book, wish);
}

/*
 * Evolution's own dialog, which asks where to put it and whether to merge it with one that is there. The event "contact-quick-add-vcard" of EShell
 * would be the way, but Evolution handles it without the shell and drops it (3.46 to 3.56).
 */
static void
on_add_contact (KithSidebar *sidebar,
                const char  *vcard,
                EShell      *shell)
{
  QuickAddFunc quick_add = (QuickAddFunc) find_symbol ("e_contact_quick_add_vcard");
  g_autofree char *address = kith_vcard_dup_value (vcard, "EMAIL");

  if (quick_add != NULL)
    quick_add (e_shell_get_client_cache (shell), vcard, NULL, NULL);
  else
    e_shell_event (shell, "contact-quick-add-email", address);
}

/*
 * kith_evolution_contacts_connect:
 * @sidebar: a panel
 * @shell: Evolution
 */
void
kith_evolution_contacts_connect (KithSidebar *sidebar,
                                 EShell      *shell)
{
  kith_sidebar_set_contact_kind (sidebar, "evolution");
  g_signal_connect_object (sidebar, "open-contact", G_CALLBACK (on_open_contact), shell, 0);
  g_signal_connect_object (sidebar, "add-contact", G_CALLBACK (on_add_contact), shell, 0);
}
