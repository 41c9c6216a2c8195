/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-engine-private.h"
#include "../kith-test-engine.h"

#define OWNER "olive@home.example"
#define BO "bo@firm.example"
#define WORK "anna@acme.example"
#define HOME "berg@elsewhere.example"

/* An engine with a few messages in its history, and an address book of Claws Mail. */
typedef struct
{
  char *dir;
  KithEngine *engine;
} Fixture;

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
write_message (Fixture    *fixture,
               guint       number,
               const char *other)
{
  g_autofree char *name = g_strdup_printf ("mail/cur/%u.example:2,S", number);
  g_autofree char *text = g_strdup_printf ("From: Bo Dahl <" BO ">\r\nTo: " OWNER ", %s\r\nDate: %u Mar 2026 10:00:00 +0000\r\n"
                                           "Message-ID: <m%u@firm.example>\r\nSubject: x\r\n\r\nx\r\n", other, number, number);

  write_file (fixture, name, text);
}

static void
write_book (Fixture    *fixture,
            const char *second)
{
  g_autofree char *text = g_strdup_printf ("<address-book name=\"Mine\"><person uid=\"1\" cn=\"Anna Berg\"><address-list><address email=\"" WORK "\"/>"
                                           "<address email=\"%s\"/></address-list></person></address-book>", second);

  write_file (fixture, "claws/addrbook/addrbook--index.xml",
              "<addressbook><book_list><book name=\"Mine\" file=\"addrbook-000001.xml\"/></book_list></addressbook>");
  write_file (fixture, "claws/addrbook/addrbook-000001.xml", text);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *mail = NULL, *claws = NULL, *new = NULL, *tmp = NULL;
  char *folders[] = { NULL };
  const char *paths[] = { NULL, NULL };
  KithIndexReport *report;
  KithCoreConfig config = { NULL };

  fixture->dir = g_dir_make_tmp ("kith-aliases-XXXXXX", NULL);
  write_message (fixture, 1, "Anna Berg <" WORK ">");
  write_message (fixture, 2, "A. B. <" HOME ">");
  write_message (fixture, 3, "Office <info@acme.example>");
  new = g_build_filename (fixture->dir, "mail", "new", NULL);
  tmp = g_build_filename (fixture->dir, "mail", "tmp", NULL);
  g_assert_cmpint (g_mkdir (new, 0700) + g_mkdir (tmp, 0700), ==, 0);
  config.cache_dir = config.data_dir = config.state_dir = fixture->dir;
  config.provider_folders = folders;
  config.module_folder = fixture->dir;
  config.backend = backend;
  fixture->engine = kith_engine_new_with_config (&config);
  kith_engine_set_own_addresses (fixture->engine, owners);
  claws = g_build_filename (fixture->dir, "claws", NULL);
  kith_engine_set_claws_folder (fixture->engine, claws);

  mail = g_build_filename (fixture->dir, "mail", NULL);
  paths[0] = mail;
  kith_engine_index_async (fixture->engine, paths, NULL, NULL, NULL, kith_test_keep_result, &result);
  WAIT_UNTIL (result != NULL);
  report = kith_engine_index_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_messages, ==, 3);
  kith_index_report_free (report);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  kith_engine_close (fixture->engine);
  kith_test_let_engine_go (&fixture->engine);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static KithLookup *
look_up (Fixture    *fixture,
         const char *mailbox)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  KithLookup *lookup = kith_engine_lookup (fixture->engine, address, NULL, KITH_LOOKUP_NONE);

  WAIT_UNTIL (kith_lookup_is_complete (lookup));
  return lookup;
}

static guint
count_connections (KithLookup *lookup)
{
  return kith_profile_get_connections (kith_lookup_get_profile (lookup))->len;
}

/* The card of the third person is not touched, and says so by itself once the index knows. */
static void
test_one_person (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (KithLookup) bo = look_up (fixture, BO);
  g_autoptr (KithLookup) anna = NULL;

  g_assert_cmpuint (count_connections (bo), ==, 3);
  write_book (fixture, HOME);
  anna = look_up (fixture, WORK);
  g_assert_cmpuint (kith_profile_get_facts (kith_lookup_get_profile (anna), KITH_FIELD_EMAIL)->len, ==, 1);
  WAIT_UNTIL (count_connections (bo) == 2);
}

/* An office is nobody's other address. */
static void
test_office (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (KithLookup) bo = look_up (fixture, BO);
  g_autoptr (KithLookup) anna = NULL;
  g_autoptr (KithLookup) again = NULL;

  write_book (fixture, "info@acme.example");
  anna = look_up (fixture, WORK);
  g_assert_cmpuint (kith_profile_get_facts (kith_lookup_get_profile (anna), KITH_FIELD_EMAIL)->len, ==, 1);
  again = look_up (fixture, BO);
  g_assert_cmpuint (count_connections (again), ==, count_connections (bo));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/engine/aliases/one-person", Fixture, NULL, set_up, test_one_person, tear_down);
  g_test_add ("/engine/aliases/office", Fixture, NULL, set_up, test_office, tear_down);
  return g_test_run ();
}
