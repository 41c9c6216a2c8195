/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The page of a directory offers what Claws Mail knows, and asks nobody by itself. */

#include "config.h"

#include <kith/kith-books.h>

#include "../kith-test-directory.h"
#include "kith-test-accessible.h"
#include "kith-test-display.h"
#include "kith-test-page.h"

#define STAFF "<server name=\"Staff\" host=\"ldap.example.org\" port=\"636\" base-dn=\"ou=people,dc=example,dc=org\" bind-dn=\"\" enable-ssl=\"yes\"/>"
#define ALUMNI "<server name=\"&lt;i&gt;Alumni&lt;/i&gt;\" host=\"alumni.example.org\" port=\"1636\" base-dn=\"\" bind-dn=\"cn=reader\" enable-ssl=\"yes\"/>"
#define CLEAR "<server name=\"Clear\" host=\"clear.example.org\" port=\"389\" base-dn=\"dc=example,dc=org\" bind-dn=\"\" enable-ssl=\"no\"/>"
#define URL "ldaps://ldap.example.org/ou=people,dc=example,dc=org"

static void
offer (KithTestPage *fixture,
       const char   *servers)
{
  g_autofree char *folder = kith_test_directory_write_claws (fixture->dir, servers);

  kith_engine_set_claws_folder (fixture->engine, folder);
}

static gboolean
is_insensitive (gpointer widget)
{
  return !gtk_widget_get_sensitive (widget);
}

static gboolean
is_known (KithTestPage *fixture,
          const char   *id)
{
  KithTestSearch search = { fixture, id, NULL };

  return kith_test_page_is_known (&search);
}

/* Pressing it is as typing its address: it is kept, and nothing is switched on or asked. */
static void
test_use (KithTestPage  *fixture,
          gconstpointer  data)
{
  GtkWidget *use;

  offer (fixture, STAFF ALUMNI CLEAR);
  kith_test_page_open_provider (fixture, "ldap");
  kith_test_page_assert_says (fixture, "kith-server-0", "Claws Mail knows the directory “Staff” at ldap.example.org.");
  kith_test_page_assert_says (fixture, "kith-server-note-0", NULL);
  kith_test_page_assert_says (fixture, "kith-server-1", "Claws Mail knows the directory “<i>Alumni</i>” at alumni.example.org.");
  kith_test_page_assert_says (fixture, "kith-server-note-1", "Claws Mail signs in there as cn=reader: give Kith a user name and a password as well.");
  use = kith_test_page_find (fixture, "kith-server-use-0");
  g_assert_cmpstr (atk_object_get_name (gtk_widget_get_accessible (use)), ==, "Use “Staff” at ldap.example.org");
  kith_test_page_assert_says (fixture, "kith-setting-base-url", "");

  kith_test_page_click (fixture, "kith-server-use-0");
  kith_test_page_assert_says (fixture, "kith-setting-base-url", URL);
  kith_test_page_assert_says (fixture, "kith-setting-base-url-note", NULL);
  g_assert_true (kith_test_wait (is_insensitive, use));
  kith_test_page_assert_switch (fixture, "kith-detail-switch", FALSE);
  /* The row stays, and so does its focus. */
  g_assert_true (kith_test_page_find (fixture, "kith-server-use-0") == use);

  kith_test_page_click (fixture, "kith-server-use-1");
  kith_test_page_assert_says (fixture, "kith-setting-base-url", "ldaps://alumni.example.org:1636");
  kith_test_page_assert_switch (fixture, "kith-detail-switch", FALSE);
  g_assert_cmpuint (kith_test_directory_count_questions (), ==, 0);
}

/* What Claws Mail asks in the clear is told, and cannot be pressed. */
static void
test_clear (KithTestPage  *fixture,
            gconstpointer  data)
{
  offer (fixture, CLEAR);
  kith_test_page_open_provider (fixture, "ldap");
  kith_test_page_assert_says (fixture, "kith-server-0", "Claws Mail knows the directory “Clear” at clear.example.org.");
  kith_test_page_assert_says (fixture, "kith-server-note-0",
                              "Claws Mail asks it without TLS. Kith asks only a server that speaks TLS from the first byte (ldaps): if this one does, type in its address.");
  g_assert_false (is_known (fixture, "kith-server-use-0"));

  /* Another provider's page has none of it. */
  kith_test_page_click (fixture, "kith-back");
  kith_test_page_open_provider (fixture, "carddav");
  kith_test_page_assert_says (fixture, "kith-detail-name", "CardDAV");
  g_assert_false (is_known (fixture, "kith-server-0"));
}

static void
test_broken (KithTestPage  *fixture,
             gconstpointer  data)
{
  offer (fixture, "<server");
  kith_test_page_open_provider (fixture, "ldap");
  kith_test_page_assert_warns (fixture, "kith-servers-note");
  kith_test_page_assert_says (fixture, "kith-servers-note", "Claws Mail's list of address books: The document is malformed.");
  g_assert_false (is_known (fixture, "kith-server-0"));
}

/* An address that an administrator has set is not offered another one. */
static void
test_locked (KithTestPage  *fixture,
             gconstpointer  data)
{
  offer (fixture, STAFF);
  kith_test_page_open_provider (fixture, "ldap");
  kith_test_page_assert_says (fixture, "kith-setting-base-url-note", "Locked by your administrator.");
  g_assert_false (is_known (fixture, "kith-server-0"));
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display;
  int result;

  kith_test_page_begin ();
  display = kith_test_display_start ();
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  kith_test_directory_register ();

#define ADD(path, locks, func) g_test_add ("/ui/offered-servers/" path, KithTestPage, locks, kith_test_page_set_up, func, kith_test_page_tear_down)
  ADD ("use", NULL, test_use);
  ADD ("clear", NULL, test_clear);
  ADD ("broken", NULL, test_broken);
  ADD ("locked", "/org/kith/kith/providers/ldap/base-url\n", test_locked);
#undef ADD

  result = g_test_run ();
  kith_test_display_stop (display);
  kith_test_page_end ();

  return result;
}
